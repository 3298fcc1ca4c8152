/* engine/explain.h - why a person is in a figure or not: each condition of the
 * definition, what it came to, and the rows that decided it. By the plain
 * evaluation of the oracle, so that what is said is what the definition says;
 * tests hold it equal to the engine's figure of the person.
 *
 *     struct explain_request ask = {.definition = d, .person = person, .month = month,
 *                                   .level = LEVEL_UNIT, .place = unit};
 *     struct explanation why = explain(arena, snapshot, &ask);
 *     … why.line[i] … */
#ifndef ENGINE_EXPLAIN_H
#define ENGINE_EXPLAIN_H
#include "engine/eval.h"
#include "engine/expr.h"

struct explain_request {
    const struct definition *definition; /* of persons */
    uint32_t person;
    struct month month; /* its last day is T */
    /* Whose figure: of everyone, and of those registered. Of the listed it is the unit of the
     * listing. */
    enum eval_level level;
    uint32_t place; /* as eval_place.number */
};
enum explain_role {
    EXPLAIN_POPULATION,
    EXPLAIN_EXCLUDE,
    EXPLAIN_DENOMINATOR,
    EXPLAIN_NUMERATOR,
    EXPLAIN_VALUE, /* of counts and means */
    EXPLAIN_MISSING,
    EXPLAIN_RESULT,
    EXPLAIN_ROLES
};
enum explain_why {
    /* of the population */
    WHY_LISTED,     /* the row of the listing */
    WHY_NOT_LISTED, /* on T, at a unit that is known */
    WHY_REGISTERED,
    WHY_NOT_REGISTERED,
    WHY_EVERYONE,
    WHY_BIRTH_UNKNOWN, /* and the measure asks for an age */
    /* of a condition; `text` in the language, `value` what it came to */
    WHY_HOLDS,
    WHY_FAILS,
    WHY_IS,   /* of numbers, days, values and indices */
    WHY_PART, /* a part of it, by its name */
    /* of a row */
    WHY_COUNTS,
    WHY_BEFORE, /* what would count lies before the window, */
    WHY_BEHIND, /* behind it, */
    WHY_UNPAIRED,
    WHY_NOT_NEW,
    WHY_AGAIN,
    WHY_UNMET, /* or one condition alone does not hold: `text` */
    /* the result; `value` as files print it */
    WHY_NUMERATOR,
    WHY_DENOMINATOR, /* only */
    WHY_COUNTED,     /* of counts and means: the value */
    WHY_EXCLUDED,
    WHY_MISSING,  /* lacks what the measure asks for */
    WHY_OUTSIDE,  /* not in the denominator */
    WHY_NO_VALUE, /* not in the mean */
    WHYS
};
struct explain_line {
    enum explain_role role;
    enum explain_why why;
    bool is_row; /* what follows is known: */
    enum expr_table table;
    struct day day;   /* of intervals: since when */
    int minute;       /* of the day; -1: none */
    uint32_t unit;    /* of the snapshot; EXPLAIN_NONE: none */
    struct str code;  /* as stated; of contacts the form; of listings the basis; else the kind */
    struct str value; /* of measurements with the unit, of contacts and named contacts the staff */
    struct str text;
};
#define EXPLAIN_NONE UINT32_MAX
/* Rows that the answer rests on, told or not: that count, that pair another or are why it is not
 * new, and by which one's own doctor is known. */
struct explain_rest {
    enum expr_table table;
    uint32_t unit; /* of the snapshot */
};
struct explanation {
    const struct explain_line *line;
    size_t lines;
    const struct explain_rest *rest; /* each table and unit once */
    size_t rests;
    struct cell cell; /* the person's own; CELL_NO_ROW: in no denominator */
    enum standing standing;
};
/* In the arena; points into snapshot and definition. At most EXPLAIN_ROWS_MOST rows of a selection
 * that count, the newest, and EXPLAIN_NEAR_MOST of those that nearly did, where none does. */
enum { EXPLAIN_ROWS_MOST = 200, EXPLAIN_NEAR_MOST = 5 };
struct explanation explain(struct arena *a, const struct snapshot *s,
                           const struct explain_request *ask);
/* A row's `value` is a member of staff whose identity is protected. */
bool explain_is_protected(const struct snapshot *s, const struct explain_line *line);
#endif
