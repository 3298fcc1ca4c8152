/* engine/tally.h - the sums of one program at one level while persons are passed
 * over: integers only, so that those of threads add up in any order to the same.
 * A place takes storage when it gets its first person.
 *
 * While persons pass, what is kept of each month-end is how it differs from the
 * one before: what holds for ten years is written twice, not 120 times. */
#ifndef ENGINE_TALLY_H
#define ENGINE_TALLY_H
#include "engine/kernel.h"

__extension__ typedef __int128 wide_sum;

/* Of a mean: persons whose value has one denominator, for one month-end. */
struct tally_term {
    int64_t persons, sum;
    wide_sum squares;
};
struct tally_terms {             /* of one mean */
    struct tally_term **by_rows; /* by the N of the index (0: a number): of each month, or NULL */
    uint32_t room;
};
struct tally_place {
    int64_t *sum; /* sum[series * (months + 1) + month]; NULL: nobody was here */
    struct tally_terms *mean;
    int64_t *subjects; /* by month */
};
struct tally {
    const struct plan_program *program;
    struct arena *arena;
    struct tally_place *place;
    uint32_t places, months;
};
struct tally tally_open(struct arena *a, const struct plan_program *p, uint32_t places,
                        uint32_t months);
/* Adds what the lanes say of the run's parts [from, to), `times` over, which may be below 0. */
struct tally_part {
    const struct kernel_run *run;
    uint32_t from, to;
    uint32_t place;
    int32_t times;
};
void tally_add(struct tally *t, const struct kernel *k, const struct tally_part *part);
/* The place's, to add to by itself: how a month-end differs from the one before. */
int64_t *tally_series(struct tally *t, uint32_t place, uint32_t series);
/* A person more is at the place in the month-ends [from, end). */
void tally_subject(struct tally *t, uint32_t place, uint32_t from, uint32_t end);
/* Adds what stands at `from` in `other` to `to`; both as they pass or both summed. */
void tally_merge(struct tally *t, uint32_t to, const struct tally *other, uint32_t from);
/* From differences to the month-ends' own. */
void tally_sum(struct tally *t);
#endif
