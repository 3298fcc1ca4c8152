/* engine/sums.h - what a figure is made of: of one measure at one level on one
 * month-end, the integers of each place. They add up over persons, so those of some
 * persons can be taken away and others added, to exactly what counting all of them
 * anew would give. Places where all is 0 have no item. */
#ifndef ENGINE_SUMS_H
#define ENGINE_SUMS_H
#include "core/sb.h"
#include "engine/tally.h"

struct sums_item {
    uint32_t place;      /* the level's number */
    uint32_t rows;       /* of an index: the N of its persons; else 0; or SUMS_SUBJECTS */
    int64_t denominator; /* of a mean: persons that have a value */
    int64_t numerator;   /* of a mean: the sum of their p (engine/exact.h) */
    wide_sum squares;    /* of a mean: of their p */
};
/* Of doctors: an item of how many persons they have, in `denominator`. */
#define SUMS_SUBJECTS UINT32_MAX
struct sums {
    const struct sums_item *item; /* by place, then rows */
    size_t items;
};

/* Of a month-end of a tally that has been summed. */
struct sums sums_of(struct arena *a, const struct tally *t, const struct plan_measure *m,
                    unsigned month, bool subjects);
/* x + times * y. */
struct sums sums_plus(struct arena *a, struct sums x, struct sums y, int times);
/* With the numbers that places have elsewhere. False: one has none (PLACE_NOWHERE, or it is not
 * under `places`). */
MUST_USE bool sums_renumber(struct arena *a, struct sums s, const uint32_t *number, uint32_t places,
                            struct sums *out);

/* As bytes, in few: each number as far as it differs from what is expected. */
void sums_encode(struct sb *out, struct sums s);
/* False: no such bytes, or a place not under `places`. */
MUST_USE bool sums_decode(struct arena *a, struct str bytes, uint32_t places, struct sums *out);
#endif
