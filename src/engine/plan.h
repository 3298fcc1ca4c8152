/* engine/plan.h - what evaluating many definitions together comes down to: one
 * program for each population, in which whatever is asked for twice stands once.
 * A program is a list of nodes, each made of nodes before it; its leaves are what
 * kernels find out about a person (engine/kernel.h), the rest is arithmetic on
 * lanes (engine/lanes.h).
 *
 * The filters of contact rows are worked out beforehand for every shape that
 * occurs and every answer to the four questions that a shape does not answer
 * (enum row_fact): the pass over the rows only looks up which filters a row
 * meets. Nothing here reads persons. */
#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H
#include "engine/definition.h"
#include "engine/expr.h"
#include "engine/snapshot.h"

enum plan_op {
    PLAN_NUMBER, /* number */
    PLAN_NOT,
    PLAN_AND,
    PLAN_OR,
    PLAN_EQUAL,
    PLAN_UNEQUAL,
    PLAN_LESS,
    PLAN_LESS_EQUAL,
    PLAN_GREATER,
    PLAN_GREATER_EQUAL,
    PLAN_ADD,
    PLAN_SUBTRACT,
    PLAN_MULTIPLY,
    PLAN_MASK, /* a where b, else 0 */
    /* leaves */
    PLAN_WORDS,
    PLAN_AGE,
    PLAN_BIRTH_KNOWN,
    PLAN_COUNT,    /* rows of the selection */
    PLAN_DISTINCT, /* their staff */
    PLAN_INDEX     /* N; the fraction's numerator stands in the wide lane `wide` */
};
struct plan_node {
    enum plan_op op;
    uint32_t a, b;
    int32_t number;
    enum expr_field field;
    uint32_t words;
    uint32_t selection;
    enum expr_index index;
    uint32_t wide;
};

/* What a filter may ask of a contact row beside its shape; bits. */
enum row_fact {
    ROW_HERE = 1,      /* its unit is the person's own, or of the place that is looked at */
    ROW_STAFF = 2,     /* its staff is known */
    ROW_DOCTOR = 4,    /* the person had a named doctor on its day */
    ROW_BY_DOCTOR = 8, /* and that is the row's staff */
    ROW_FACTS = 16
};
/* Of a shape: what decides which filters its rows meet; bits. */
enum shape_use {
    SHAPE_MEETS = 1, /* any filter at all */
    SHAPE_ASKS_HERE = 2,
    SHAPE_ASKS_DOCTOR = 4
};
/* Which filters a row meets: filter[first[i]] up to first[i + 1], i = plan_row(). */
struct plan_rows {
    const uint32_t *first, *filter;
    const uint8_t *use; /* by shape */
};
static inline size_t plan_row(uint32_t shape, unsigned facts)
{
    return (size_t)shape * ROW_FACTS + facts;
}

struct plan_selection {
    const struct selection *of;
    uint32_t filter;   /* contacts: which filter; unused of intervals */
    uint32_t match[2]; /* intervals: the words of basis or kind that are met, elsewhere and here */
    bool asks_here;
};

struct plan_measure {
    const struct definition *definition;
    uint32_t order;                  /* among the definitions that were asked for */
    uint32_t numerator, denominator; /* nodes; of a count the numerator only */
    uint32_t value, present;         /* of a mean: a number or an index, where `present` is not 0 */
    uint32_t series;                 /* its first place among the sums; of a mean among the means */
};
struct plan_program {
    enum measure_population population;
    const struct plan_node *node;
    uint32_t nodes, wides;
    const struct plan_selection *selection;
    uint32_t selections, filters;
    const struct plan_measure *measure;
    uint32_t measures;
    uint32_t series, means;
    struct plan_rows rows;
    int32_t reach;  /* months before the first month-end that any selection looks back to */
    bool asks_ever; /* some look back to the beginning */
    bool asks_age;
    bool only_contacts;  /* no selection is of another table */
    bool counts_away;    /* some measure counts persons at places where none of their rows is */
    uint32_t least_rows; /* of contacts; who has fewer is counted by no measure. 0: anyone may be */
    bool counts_empty;   /* some measure counts persons of whom no selection finds a row */
};
struct plan {
    struct plan_program program[POPULATION_EVERYONE + 1]; /* by enum measure_population */
};
/* Lives in the arena and points into the definitions. */
struct plan plan_make(struct arena *a, const struct snapshot *s,
                      const struct definition *const *definition, size_t count);
#endif
