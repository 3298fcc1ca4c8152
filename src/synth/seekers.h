/* synth/seekers.h - who may seek care in a year, and how unequally: need differs
 * between people, and the power that it is taken to decides by how many persons
 * so many contacts are had. The power is found for each year, so that what the
 * plan says of contacts and patients comes out nearly by itself. */
#ifndef SYNTH_SEEKERS_H
#define SYNTH_SEEKERS_H
#include "synth/calendar.h"
#include "synth/history.h"
#include "synth/keep.h"

struct seeker {
    int32_t person, from, to; /* days of the year when there */
    float log_need;
    double visited, others; /* candidates on average, of home visits and of all other contacts */
    struct demand demand;
};
struct seekers {
    struct seeker *at;
    uint32_t count;
};
struct seekers_year {
    const struct district *d;
    const struct history *history;
    const struct calendar *calendar;
    int32_t from, to;
};
/* With so many more candidates than the quota has contacts that it can be met. */
struct seekers seekers_of(struct arena *a, const struct seekers_year *y, const struct quota *q);
/* More candidates for everybody. */
void seekers_raise(struct seekers *s, double visited, double others);
#endif
