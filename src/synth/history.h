/* synth/history.h - the rows of each person, to be asked by day: where somebody was
 * listed, who the named clinician was, where the person lived. */
#ifndef SYNTH_HISTORY_H
#define SYNTH_HISTORY_H
#include "synth/demand.h"

struct index { /* the rows of person i: row[first[i]] to row[first[i + 1] - 1], in their order */
    uint32_t *first;
    int32_t *row;
};
struct history {
    struct index listings, residences;
};
/* The district's contacts of each person. */
struct index history_contacts(const struct district *d, struct arena *a);
struct history history_of(const struct district *d, struct arena *a);
/* The listing in effect: it ends with death and emigration. NOBODY if there is none. */
int32_t history_listing(const struct district *d, const struct history *h, int32_t person,
                        int32_t on);
/* The unit where each person is listed on the day; NO_UNIT. */
uint8_t *history_units(const struct district *d, const struct history *h, struct arena *a,
                       int32_t on);
enum situation history_situation(const struct district *d, const struct history *h, int32_t person,
                                 int32_t on);
/* The named clinician of that day at the unit, of either kind; NOBODY. */
int32_t history_named(const struct district *d, int32_t person, enum contact_kind kind,
                      unsigned unit, int32_t on);
#endif
