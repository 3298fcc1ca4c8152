/* engine/oracle_parts.h - what the files of the oracle share: oracle.c adds up
 * persons, oracle_expr.c evaluates an expression of one of them, oracle_rows.c
 * knows the rows, oracle_number.c reckons with measured values. */
#ifndef ENGINE_ORACLE_PARTS_H
#define ENGINE_ORACLE_PARTS_H
#include "engine/bag.h"
#include "engine/expr.h"
#include "engine/oracle.h"
#include "engine/oracle_number.h"

/* One person, one month-end, one place. */
struct question {
    struct arena *arena;
    const struct snapshot *s;
    struct oracle_place place;
    struct month month;
    uint32_t person;
    long listing; /* the row that holds on T; -1: none */
    unsigned
        without; /* bits of traits (engine/traits.h) of contacts that are taken for not there */
    struct bag *rests; /* what the answer rests on, struct explain_rest; NULL: nobody asks */
};
#define NOBODY    UINT32_MAX
#define UNKNOWN   INT32_MIN /* of days */
#define NO_MINUTE (-1)
/* One row of whatever table. */
struct fact {
    enum expr_table table;
    int32_t day;  /* of dated rows; of intervals the day that is asked for */
    int32_t from; /* of intervals: since when; of dated rows the day */
    int32_t minute;
    int32_t sought;       /* of contacts; UNKNOWN: none */
    uint32_t unit, staff; /* staff: NOBODY: none */
    struct shape shape;   /* of contacts */
    const struct event_shape *event;
    unsigned word;    /* of intervals: basis or kind */
    bool is_informed; /* of named contacts */
};
extern const struct fact NO_ROW; /* outside a selection's `where` */
struct facts {
    const struct fact *at;
    size_t count;
};
/* What an expression comes to. */
struct outcome {
    bool has;                            /* false: no value, a day or quantity that is unknown */
    int32_t number;                      /* also a condition, and a day */
    struct plain_number quantity, under; /* a measured value: quantity / under, under > 0 */
    uint64_t p, q, rows;                 /* of an index, and of how many rows */
};

/* oracle.c: the listing is looked up; the place is left to the caller. */
struct question oracle_question(struct arena *a, const struct snapshot *s, uint32_t person,
                                struct month month);
bool oracle_belongs(const struct question *q, enum measure_population population);
bool oracle_asks_age(const struct definition *d);
/* What the person's own cell is, belonging or not; INV: not in the denominator. */
struct cell oracle_part(const struct question *q, const struct definition *d);

/* On which list of the question's place the person stands, and the part as oracle_part(). */
enum standing oracle_standing(const struct question *q, const struct definition *d,
                              struct cell *part);

/* oracle_rows.c */
long oracle_listing_on(const struct snapshot *s, uint32_t person, int32_t day);
uint32_t oracle_doctor_on(const struct question *q, int32_t day); /* NOBODY: none */
bool oracle_unit_is_of(const struct snapshot *s, uint32_t unit, struct oracle_place place);
struct facts oracle_select(const struct question *q, const struct selection *s);
/* The same, with what becomes of every row of the table up to T (of intervals: that holds on the
 * day): standing[i] of all.at[i]. */
enum row_standing {
    ROW_COUNTS,
    ROW_BEFORE, /* the window */
    ROW_BEHIND,
    ROW_UNMET, /* the condition does not hold */
    ROW_UNPAIRED,
    ROW_NOT_NEW,
    ROW_AGAIN /* one of the day and member of staff counts already */
};
struct considered {
    struct facts all;
    const enum row_standing *standing;
};
/* The answer rests on rows that pair another or are why it is not new. */
struct considered oracle_consider(const struct question *q, const struct selection *s);
/* The answer rests on a row there: that is said once of a table and unit. */
void oracle_rest_on(const struct question *q, enum expr_table table, uint32_t unit);
/* The row's code belongs to the set, or to the part of it; NULL: it does not. */
const struct codeset_row *oracle_code(const struct question *q, const struct fact *row,
                                      const struct codeset *set, struct str part);
/* The row's value, as the set that its codes are taken by says (NULL: none). */
struct outcome oracle_value(const struct question *q, const struct fact *row,
                            const struct codeset *by);
/* explain.c: what stands in the row for people. */
struct explain_line;
void explain_row(const struct question *q, const struct fact *row, struct explain_line *line);
/* A value into the unit that the row's set has, as the row says. */
void oracle_convert(const struct codeset_row *by, struct outcome *a);
/* oracle_expr.c; `where`: of which `row` is asked, the whole of it. */
struct asked {
    const struct fact *row;
    const struct expr *where;
};
struct outcome oracle_evaluate(const struct question *q, const struct expr *e,
                               const struct asked *of, uint64_t index_rows);
/* Whether the row meets the condition (NULL: all do). */
bool oracle_meets(const struct question *q, const struct expr *where, const struct fact *row);
#endif
