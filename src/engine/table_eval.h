/* engine/table_eval.h - the figures of measures of `kind: table`: of each unit and
 * month-end what the sums come to, then of each place what its units come to. The
 * door is engine/eval.h.
 *
 *     struct table_measure *m = table_measure_open(work, s, d, months);
 *     const struct cell *cell = table_measure_cells(m, arena, place_of, places);
 *     cell[place * months.count + month] */
#ifndef ENGINE_TABLE_EVAL_H
#define ENGINE_TABLE_EVAL_H
#include "engine/eval.h"

struct table_months {
    struct month first; /* the oldest month-end's */
    unsigned count;
};
struct table_measure;
struct table_measure *table_measure_open(struct arena *work, const struct snapshot *s,
                                         const struct definition *d, struct table_months months);
/* By place and month; `place_of` gives a unit's place, one that is not under `places` is none. */
const struct cell *table_measure_cells(const struct table_measure *m, struct arena *a,
                                       const uint32_t *place_of, uint32_t places);
#endif
