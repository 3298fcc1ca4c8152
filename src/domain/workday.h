/* domain/workday.h - days on which care is open as usual: not Saturdays and Sundays,
 * the Swedish public holidays, or the eves of Midsummer, Christmas and New Year. */
#ifndef DOMAIN_WORKDAY_H
#define DOMAIN_WORKDAY_H
#include "core/day.h"

int32_t weekday(struct day d); /* 0 is Monday */
bool is_workday(struct day d);
#endif
