/* engine/pass_rows.h - measures that are sums over rows (plan_is_of_sums()): each row
 * is added to its place for the month-ends whose windows have it, and no person is
 * looked at as a whole. */
#ifndef ENGINE_PASS_ROWS_H
#define ENGINE_PASS_ROWS_H
#include "engine/pass.h"

struct row_months { /* month-ends, `end` not inside */
    uint16_t from, end;
};
struct row_last { /* of a place: up to where the person counts already */
    uint32_t turn, end;
};
/* Month-ends of a run at one place. */
struct row_stretch {
    struct tally *tally;
    uint32_t place, from, end;
};
/* One thread's part of one program. */
struct row_pass {
    struct kernel *kernel;
    const struct level_places *level; /* by enum eval_level */
    struct tally *at;                 /* likewise */
    const struct row_months *const *months;
    const uint32_t *known; /* by unit: place 0, or PLACE_NOWHERE where it is at no level */
    struct row_last *last[LEVELS];
    uint32_t turn;
    struct row_stretch *stretch; /* room for each month-end and one more */
};
/* By selection: of rows of each day, from the first one that the table is looked at. In the arena;
 * shared by threads. */
const struct row_months *const *row_months_open(struct arena *a, const struct kernel_world *w);
/* All but the kernel, which must not move. */
struct row_pass row_pass_open(struct arena *a, const struct kernel_world *w,
                              const struct level_places level[static LEVELS],
                              const struct row_months *const *months);
/* A person who is listed at run->place in the run's month-ends. */
void row_pass_listed(struct row_pass *r, const struct kernel_run *run);
/* A person of everyone, wherever they were. */
void row_pass_everyone(struct row_pass *r, uint32_t person);
#endif
