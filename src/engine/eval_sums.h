/* engine/eval_sums.h - the two halves of eval(): the sums that figures are made of,
 * and the figures. Between them stands who has kept sums from before, or knows which
 * persons are another than they were: what is known need not be counted again.
 *
 *     struct eval_sums sums = eval_sums_open(arena, &ask);
 *     … *eval_sum(&sums, definition, level, month) = …, known …
 *     eval_sums_count(arena, snapshot, &sums, NULL);     (what is still wanted)
 *     eval_sums_tables(arena, snapshot, &sums, &table, &tables); */
#ifndef ENGINE_EVAL_SUMS_H
#define ENGINE_EVAL_SUMS_H
#include "engine/eval.h"
#include "engine/sums.h"

enum sum_state {
    SUM_LEFT, /* nobody asks: the level is not asked for, or the measure has none, or no persons */
    SUM_WANTED,
    SUM_KNOWN
};
struct eval_sum {
    enum sum_state state;
    struct sums is;
};
struct eval_sums {
    const struct eval_request *ask;
    struct eval_sum *at; /* by definition, level and month; month 0 the oldest */
};
struct eval_sums eval_sums_open(struct arena *a, const struct eval_request *ask);
static inline struct eval_sum *eval_sum(const struct eval_sums *s, size_t definition,
                                        unsigned level, unsigned month)
{
    return &s->at[(definition * LEVELS + level) * s->ask->months + month];
}
static inline size_t eval_sums_size(const struct eval_sums *s)
{
    return s->ask->definitions * LEVELS * s->ask->months;
}
static inline enum eval_level eval_sums_level(const struct eval_sums *s, size_t i)
{
    return (enum eval_level)(i / s->ask->months % LEVELS);
}
static inline const struct definition *eval_sums_definition(const struct eval_sums *s, size_t i)
{
    return s->ask->definition[i / s->ask->months / LEVELS];
}
/* How many are in the state. */
size_t eval_sums_in(const struct eval_sums *s, enum sum_state state);

/* Some of the persons. */
struct eval_persons {
    const uint32_t *person; /* rising */
    uint32_t count;
};
/* All that is wanted becomes known, in one pass. `only`: of these persons; NULL: of all. */
void eval_sums_count(struct arena *a, const struct snapshot *s, const struct eval_sums *sums,
                     const struct eval_persons *only);
/* Those of some persons and those of others, of one request, become those of both: however persons
 * are divided, the sum of all parts is to the last bit what one pass gives. Adds to `to`. */
void eval_sums_add(struct arena *a, const struct eval_sums *to, const struct eval_sums *part);
/* The figures, when nothing is wanted any more; see eval(). Measures of tables are evaluated here.
 */
void eval_sums_tables(struct arena *a, const struct snapshot *s, const struct eval_sums *sums,
                      const struct eval_table **out, size_t *count);
/* The month-ends are ones that a snapshot can have: fails as eval(). */
MUST_USE bool eval_months_check(const struct eval_request *ask, struct err *err);
/* Places that the level has in the snapshot, numbered from 0. */
uint32_t eval_places(const struct snapshot *s, enum eval_level level);
#endif
