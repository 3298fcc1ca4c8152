/* domain/span.h - intervals of days, both ends inside, the end perhaps open
 * (DAY_NONE): the little arithmetic that the rules of validity share. */
#ifndef DOMAIN_SPAN_H
#define DOMAIN_SPAN_H
#include "core/day.h"

/* The sooner of two ends; open is later than every day. */
static inline struct day span_sooner(struct day a, struct day b)
{
    if (day_is_none(a))
        return b;
    return day_is_none(b) || a.n < b.n ? a : b;
}

static inline bool span_is_empty(struct day from, struct day to)
{
    return !day_is_none(to) && to.n < from.n;
}

static inline bool span_covers(struct day from, struct day to, struct day on)
{
    return from.n <= on.n && !span_is_empty(on, to);
}
#endif
