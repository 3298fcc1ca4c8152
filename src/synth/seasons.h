/* synth/seasons.h - shares of units and of their months, of a year: the county's, the extreme
 * units' and their extreme months' are those of the plan, and nothing leaps from month to month. */
#ifndef SYNTH_SEASONS_H
#define SYNTH_SEASONS_H
#include "synth/district.h"

enum { MONTHS = 12 };
struct seasons {
    enum share share;
    enum stream stream;
    double unlike; /* units, in their shares */
    int32_t year;
    uint32_t all[UNITS][MONTHS], part[UNITS][MONTHS];
};
/* From `all` the `part` of each unit and month. */
void seasons_share(const struct district *d, struct seasons *s);
/* A number for chance that belongs to a month. */
uint64_t seasons_month(int32_t year, unsigned month);
#endif
