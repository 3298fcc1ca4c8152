/* domain/oddities_parts.h - what the files of oddities.h share: oddities.c compares
 * counts, oddities_days.c days, oddities_missing.c which tables came. */
#ifndef DOMAIN_ODDITIES_PARTS_H
#define DOMAIN_ODDITIES_PARTS_H
#include "domain/oddities.h"
#include "domain/workday.h"

/* One table of the load that is taken, and the loads that it is compared with. */
struct compared {
    struct oddities *out;
    const struct table_tally *now;
    const struct table_tally *before; /* all, the newest first */
    unsigned count;
    struct day until; /* the last day of all of them */
    bool new_ground;  /* it brings days that no load before it had */
    const struct table_tally *alike[ODDITY_MEDIAN_OF]; /* of about as many days; none without it */
    unsigned alikes;
};

bool oddities_of_workdays(const struct table_tally *t); /* most of its rows are */
bool oddities_days_alike(const struct table_tally *a, const struct table_tally *b);
/* How many of the last loads make a custom; 0: too few. */
unsigned oddities_in_a_row(unsigned count);
/* NULL: it has no rows. */
const struct unit_tally *oddities_unit(const struct table_tally *t, const struct hsaid *unit);
/* An end that comes too early, days that are left out, units that stop. */
void oddities_of_days(const struct compared *c);
#endif
