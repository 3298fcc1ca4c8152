/* domain/workday.h - days on which care is open as usual: not Saturdays and Sundays,
 * the Swedish public holidays, or the eves of Midsummer, Christmas and New Year. */
#ifndef DOMAIN_WORKDAY_H
#define DOMAIN_WORKDAY_H
#include "core/day.h"

int32_t weekday(struct day d); /* 0 is Monday */
bool is_workday(struct day d);
/* Open, and quieter than others: one or two working days between days off, and from the week of
 * Christmas until Epiphany is over. */
bool is_quiet_day(struct day d);
/* Working days after the one, up to and with the other; not counted beyond `most`. */
int32_t workdays_between(struct day after, struct day until, int32_t most);
#endif
