/* tests/unit/domain/load_series.h - loads of one table, oldest first, of which the
 * last is judged by those before it: what domain/oddities.h finds, as lines. */
#ifndef TESTS_UNIT_DOMAIN_LOAD_SERIES_H
#define TESTS_UNIT_DOMAIN_LOAD_SERIES_H
#include "domain/oddities.h"

enum { UNITS = 3, LOADS = 40 };
struct series {
    struct arena *arena;
    struct table_tally tally[LOADS];
    unsigned count;
    unsigned usual[UNITS]; /* rows of a working day */
    struct oddities found;
};
int series_setup(void **state);
int series_teardown(void **state);
struct hsaid series_unit(unsigned number);
/* What is odd in the last; it stays, and later ones are measured by it. */
const char *series_odd(struct series *s);
#endif
