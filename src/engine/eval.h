/* engine/eval.h - from definitions and a snapshot to figures: all measures, all
 * month-ends and the levels that are asked for in one pass over the persons.
 * Numbers are exact, and the same whatever the number of threads.
 *
 *     struct eval_request ask = {.definition = all.at, .definitions = all.count,
 *                                .last = {month}, .months = 36, .threads = 2,
 *                                .levels = LEVEL_BIT(LEVEL_UNIT) | LEVEL_BIT(LEVEL_COUNTY)};
 *     const struct eval_table *table;
 *     size_t tables;
 *     if (!eval(arena, snapshot, &ask, &table, &tables, err)) …
 *     cell_at(&table[0], place, month)
 */
#ifndef ENGINE_EVAL_H
#define ENGINE_EVAL_H
#include "engine/definition.h"
#include "engine/exact.h"
#include "engine/snapshot.h"

/* In the order of the words of --by. Of persons there are no tables: engine/persons.h. */
enum eval_level {
    LEVEL_PERSON,
    LEVEL_DOCTOR,
    LEVEL_UNIT,
    LEVEL_OPERATOR,
    LEVEL_MUNICIPALITY,
    LEVEL_COUNTY,
    LEVELS
};
#define LEVEL_BIT(level) (1U << (level))
struct str level_word(enum eval_level level); /* "unit" … as files print it */
MUST_USE bool level_parse(struct str word, enum eval_level *out);
/* Whether a measure has figures at the level: doctor and person need a listed population; those
 * registered have a municipality and a county only. */
bool definition_has_level(const struct definition *d, enum eval_level level);

struct simd; /* engine/simd.h */

enum cell_missing { CELL_PRESENT, CELL_INV, CELL_UNK, CELL_NO_ROW };
struct cell {
    enum cell_missing missing; /* NO_ROW: a doctor without listed persons that month */
    int64_t denominator;       /* ratio: its sum; count: 1; mean: the persons */
    int64_t numerator;         /* ratio and count: exact; mean: 0, it stands in sum */
    struct exact_sum sum;      /* of a mean: of the persons' values, exactly */
    /* Of a table: both exactly; above they stand only where both are whole, else 0. */
    const struct exact_pair *pair;
};
struct eval_place {
    struct str id;   /* as files print it: HSA-id, "region", code of municipality or county */
    struct str name; /* of a unit; else empty */
    uint32_t number; /* of the unit or member of staff in the snapshot; else of the place */
};
/* One measure at one level. */
struct eval_table {
    const struct definition *definition;
    enum eval_level level;
    struct month first; /* the oldest */
    unsigned months;
    const struct eval_place *place; /* by id's bytes */
    size_t places;
    const struct cell *cell; /* cell[place * months + month], month 0 the oldest */
};
static inline const struct cell *cell_at(const struct eval_table *t, size_t place, unsigned month)
{
    return &t->cell[place * t->months + month];
}

struct eval_request {
    const struct definition *const *definition;
    size_t definitions;
    struct month last;       /* the newest month-end */
    unsigned months;         /* how many, ending there; 1 to EVAL_MONTHS_MOST */
    unsigned levels;         /* LEVEL_BIT of each that is asked for; not of persons */
    unsigned threads;        /* at least 1 */
    bool protected_rows;     /* protected staff get rows of their own too */
    const struct simd *simd; /* what the machine's numbers are reckoned with; NULL: the fastest */
};
enum { EVAL_MONTHS_MOST = 600, EVAL_THREADS_MOST = 256 };
/* The tables, by measure in the order asked for, then by level; a measure without a level has no
 * table there. They live in the arena and point into the snapshot, which must stay open. Fails
 * with ERR_INVALID "eval.months" (a month-end outside 1900-01 to 2079-05). */
MUST_USE bool eval(struct arena *a, const struct snapshot *s, const struct eval_request *ask,
                   const struct eval_table **out, size_t *count, struct err *err);

/* As files print a cell: integers or fractions p/q in lowest terms, the value with 15 significant
 * digits; INV gives 0, 0 and "", UNK three empty texts. Not for NO_ROW. */
struct cell_text {
    struct str numerator, denominator, value, missing;
};
struct cell_text cell_text(struct arena *a, const struct definition *d, const struct cell *c);
double cell_value(const struct definition *d, const struct cell *c); /* NAN where it is missing */
/* Of a mean: the variance of its persons, for intervals; else 0. */
double cell_variance(const struct definition *d, const struct cell *c);
#endif
