/* engine/plan.h - what evaluating many definitions together comes down to: one
 * program for each population and kind of rows, in which whatever is asked for twice stands once.
 * A program is a list of nodes, each made of nodes before it; its leaves are what
 * kernels find out about a person (engine/kernel.h), the rest is arithmetic on
 * lanes (engine/lanes.h).
 *
 * The filters of dated rows are worked out beforehand for every shape that
 * occurs and every answer to what a shape does not answer (enum row_fact): the
 * pass over the rows only looks up which filters a row meets. A measured value is
 * kept as its rank among the limits that any expression compares one with.
 * Nothing here reads persons. */
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
    PLAN_MASK,  /* a where b, else 0 */
    PLAN_KNOWN, /* whether the day or rank a is not PLAN_UNKNOWN */
    /* leaves */
    PLAN_WORDS,
    PLAN_BIRTH_KNOWN,
    PLAN_BIRTH_YEAR,
    PLAN_BIRTHDAY, /* a day: the `number`th */
    PLAN_T,        /* a day: `number` months, or `in_days` days, before T */
    PLAN_YEAR,     /* of T */
    PLAN_AGE,      /* on the day a; 0 where that is not known */
    PLAN_COUNT,    /* rows of the selection */
    PLAN_DISTINCT, /* their staff, days or substances */
    PLAN_INDEX,    /* N; the fraction's numerator stands in the wide lane `wide` */
    PLAN_FIRST,    /* a day */
    PLAN_LAST,
    PLAN_LATEST /* the rank of the last row's value */
};
#define PLAN_UNKNOWN INT32_MIN /* of days and ranks */
#define PLAN_NONE    UINT32_MAX

struct plan_node {
    enum plan_op op;
    uint32_t a, b;
    int32_t number;
    enum expr_field field;
    uint32_t words;
    uint32_t selection;
    enum expr_index index;
    uint32_t wide;
    enum expr_distinct of;
    bool in_days;
    const struct codeset *by;   /* LATEST, DISTINCT of substances: what rows are taken by */
    const int32_t *rank;        /* LATEST: by shape */
    const uint64_t *substances; /* DISTINCT of substances: by shape */
};

/* What a filter may ask of a row beside its shape; bits. */
enum row_fact {
    ROW_HERE = 1,      /* its unit is the person's own, or of the place that is looked at */
    ROW_STAFF = 2,     /* its staff is known; of contacts, as what follows */
    ROW_DOCTOR = 4,    /* the person had a named doctor on its day */
    ROW_BY_DOCTOR = 8, /* and that is the row's staff */
    ROW_FACTS = 16 /* and above the bits: how many of plan_rows.lag the person had waited over */
};
/* Of a shape: what decides which filters its rows meet; bits. */
enum shape_use {
    SHAPE_MEETS = 1, /* any filter at all */
    SHAPE_ASKS_HERE = 2,
    SHAPE_ASKS_DOCTOR = 4
};
/* Of one table. Which filters a row meets: filter[first[i]] up to first[i + 1], i = plan_row(). */
struct plan_rows {
    const uint32_t *first, *filter;
    const uint8_t *use; /* by shape */
    uint32_t facts;     /* answers that are told apart; 0: the table is not asked for */
    const int32_t *lag; /* of contacts: the days after sought_on that filters ask for, rising */
    uint32_t lags;
};
static inline size_t plan_row(const struct plan_rows *r, uint32_t shape, unsigned facts)
{
    return (size_t)shape * r->facts + facts;
}

/* Dated rows that count, whatever T is. */
struct plan_list {
    enum expr_table table;
    uint32_t filter;
    uint32_t paired, without; /* filters; PLAN_NONE: no matter */
    int32_t washout;
    bool washout_in_months, once_a_day;
};
struct plan_selection {
    const struct selection *of;
    uint32_t list;   /* of dated rows */
    uint32_t anchor; /* the node of a day that the window is around; PLAN_NONE: it follows T */
    /* Intervals: the words of basis or kind that are met; by whether it is here, and, doubled, by
     * whether informed. */
    uint32_t match[4];
    bool asks_here, asks_informed;
    uint64_t gates; /* those that all measures have that ask for it */
};
/* Where the rows of a list come to lie behind T, or so long before it: what compares the two may be
 * another. */
struct plan_crossing {
    uint32_t list, day; /* the node of T */
};

struct plan_measure {
    const struct definition *definition;
    uint32_t order;                  /* among the definitions that were asked for */
    uint32_t numerator, denominator; /* nodes; of a count the numerator only */
    uint32_t value, present;         /* of a mean: a number or an index, where `present` is not 0 */
    uint32_t excluded, missing;      /* of lists; else, and where nobody can be, PLAN_NONE */
    uint32_t series;                 /* its first place among the sums; of a mean among the means */
    uint64_t gates;                  /* see plan_gate() */
};
/* Most persons have no diabetes, and then nothing of diabetes need be looked at. The bit of a list
 * without which a measure counts nobody, whatever else there is; with more lists than bits some
 * share one, and are without rows together. */
static inline uint64_t plan_gate(uint32_t list)
{
    return UINT64_C(1) << (list % 64);
}
/* What a measure adds up, in a program whose measures are sums over rows. */
enum plan_adds {
    ADDS_ROWS,  /* each row of the selection counts for itself */
    ADDS_ANY,   /* whoever has one */
    ADDS_NUMBER /* whoever is there */
};
struct plan_sum {
    enum plan_adds adds;
    uint32_t selection;
    int32_t number;
    uint32_t series;
};
enum { PLAN_TABLES = EXPR_REFERRALS + 1 /* of dated rows */ };
struct plan_program {
    enum measure_population population;
    const struct plan_node *node;
    uint32_t nodes, wides;
    const struct plan_selection *selection;
    uint32_t selections, filters;
    const struct plan_list *list;
    uint32_t lists;
    const struct plan_crossing *crossing;
    uint32_t crossings;
    const struct plan_measure *measure;
    uint32_t measures;
    uint32_t series, means;
    const struct plan_sum *sum; /* of measures that are nothing else */
    uint32_t sums;              /* 0: persons are looked at as a whole */
    struct plan_rows rows[PLAN_TABLES];
    int32_t reach[PLAN_TABLES]; /* months up to the first month-end that are looked back on;
                                 * EXPR_EVER: all */
    bool asks_age, asks_year;
    bool asks_each_month; /* something is another on every month-end */
    bool only_dated;      /* no selection is of intervals */
    bool only_contacts;   /* no selection is of another table */
    bool counts_away;     /* some measure counts persons at places where none of their rows is */
    uint32_t least_rows; /* of contacts; who has fewer is counted by no measure. 0: anyone may be */
    bool counts_empty;   /* some measure counts persons of whom no selection finds a row */
};
/* Measures of one population are still several programs, by what their rows are: what changes in
 * one would divide the runs of all others. */
enum plan_part {
    PLAN_LISTED_SUMS, /* over rows that count each for itself */
    PLAN_LISTED_INDICES,
    PLAN_LISTED_CONTACTS,
    PLAN_LISTED_EVENTS, /* of any table of dated rows but contacts; without rows nobody counts */
    PLAN_LISTED_ANYONE, /* of them too, and who has none may count */
    PLAN_LISTED_OTHERS, /* of intervals, or of nothing but the person */
    PLAN_EVERYONE_SUMS,
    PLAN_EVERYONE_ROWS,   /* of dated rows */
    PLAN_EVERYONE_OTHERS, /* of intervals: not looked at where somebody only was a visitor */
    PLAN_REGISTERED
};
enum { PLAN_PARTS = PLAN_REGISTERED + 1 };
enum plan_part plan_part_of(const struct definition *d);
struct plan {
    struct plan_program program[PLAN_PARTS];
};
/* Lives in the arena and points into the definitions. */
struct plan plan_make(struct arena *a, const struct snapshot *s,
                      const struct definition *const *definition, size_t count);

/* One measure's alone. With `lists` it says who is excluded and who lacks a value, too, and so
 * counts them among those whom the measure counts. */
struct plan_program plan_of(struct arena *a, const struct snapshot *s, const struct definition *d,
                            bool lists);

/* The events that a table of dated rows has; NULL: contacts. */
static inline const struct snapshot_events *plan_events(const struct snapshot *s,
                                                        enum expr_table table)
{
    return table == EXPR_CONTACTS ? NULL : &s->events[table - EXPR_DIAGNOSES];
}
_Static_assert((int)EXPR_REFERRALS - (int)EXPR_DIAGNOSES == (int)EVENTS_REFERRALS &&
                   (int)EXPR_PERFORMED - (int)EXPR_DIAGNOSES == (int)EVENTS_PERFORMED,
               "tables of events in one order");

/* plan_sums.c: whether the measure adds up rows that count each for itself, whatever others the
 * person has; of everyone only where they are here. */
bool plan_is_of_sums(const struct definition *d);
/* Fills `sum` of a program of such measures. */
void plan_find_sums(struct arena *a, struct plan_program *p);

/* plan_known.c: what a program says of who has no rows: counts_away, counts_empty, least_rows, the
 * gates of measures and selections. */
void plan_look_at_nothing(struct arena *a, struct plan_program *p, const struct snapshot *s);
#endif
