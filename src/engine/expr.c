#include "engine/expr.h"

#include "engine/definition.h"

bool expr_has(const struct expr *e, enum expr_op op)
{
    if (!e)
        return false;
    const struct selection *s = e->selection;
    return e->op == op || expr_has(e->a, op) || expr_has(e->b, op) ||
           (s && (expr_has(s->where, op) || expr_has(s->anchor, op) || expr_has(s->paired, op) ||
                  expr_has(s->without, op)));
}

bool expr_is_of_year(const struct expr *e)
{
    if (!e)
        return false;
    const struct selection *s = e->selection;
    return e->op == EXPR_YEAR || expr_is_of_year(e->a) || expr_is_of_year(e->b) ||
           (s && (s->window == WINDOW_YEAR || expr_is_of_year(s->anchor)));
}

const struct selection *expr_index_rows(const struct expr *value)
{
    if (value && value->op == EXPR_WHEN)
        value = value->a;
    return value && value->op == EXPR_INDEX ? value->selection : NULL;
}

static int32_t greater(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* ---- how far back ---- */

static int32_t months_of_days(int64_t days)
{
    return (int32_t)(days / 28) + 1; /* at least so many days have so many months */
}

static int32_t further(int32_t reach, int32_t months)
{
    return reach == EXPR_EVER ? EXPR_EVER : reach + months;
}

static int32_t window_reach(const struct selection *s);

/* A day is in one of so many months up to T's. */
static int32_t day_reach(const struct expr *day)
{
    switch ((int)day->op) {
    case EXPR_T:
        return 1 + (day->in_days ? months_of_days(day->number) : (int32_t)day->number);
    case EXPR_FIRST:
    case EXPR_LAST:
        return window_reach(day->selection);
    default:
        return EXPR_EVER; /* a birthday */
    }
}

/* Likewise the rows of a selection, but for what its wash-out looks at. */
static int32_t window_reach(const struct selection *s)
{
    switch (s->window) {
    case WINDOW_EVER:
        return EXPR_EVER;
    case WINDOW_MONTHS:
        return s->shift + s->months;
    case WINDOW_DAYS:
        return 1 + months_of_days(s->from);
    case WINDOW_YEAR:
        return 12;
    case WINDOW_AFTER:
    case WINDOW_ON:
        return day_reach(s->anchor);
    case WINDOW_BEFORE:
        return further(day_reach(s->anchor), s->months > 0 ? s->months : months_of_days(s->to));
    }
    return EXPR_EVER;
}

int32_t expr_selection_reach(const struct selection *s)
{
    int32_t reach = window_reach(s);
    if (s->without)
        reach = further(reach, s->washout_in_months ? s->washout : months_of_days(s->washout));
    return reach;
}

int32_t expr_reach(const struct expr *e, enum expr_table table)
{
    if (!e)
        return 0;
    int32_t reach = greater(expr_reach(e->a, table), expr_reach(e->b, table));
    const struct selection *s = e->selection;
    if (!s)
        return reach;
    reach = greater(reach, expr_reach(s->anchor, table));
    return s->table == table ? greater(reach, expr_selection_reach(s)) : reach;
}

int32_t expr_reach_of(const struct definition *d, enum expr_table table)
{
    const struct expr *e[] = {d->numerator, d->denominator, d->value, d->exclude, d->missing};
    int32_t reach = 0;
    for (size_t i = 0; i < ARRAY_LEN(e); i++)
        reach = greater(reach, expr_reach(e[i], table));
    return reach;
}

bool index_fraction(enum expr_index index, const struct index_counts *c, uint64_t *p, uint64_t *q)
{
    uint64_t n = c->rows;
    if (n < 2)
        return false;
    switch (index) {
    case INDEX_COC:
        *p = c->squares - n;
        *q = n * (n - 1);
        return true;
    case INDEX_UPC:
        *p = c->most;
        *q = n;
        return true;
    case INDEX_K:
        *p = n - c->providers;
        *q = n - 1;
        return true;
    case INDEX_SECON:
        *p = c->pairs;
        *q = n - 1;
        return true;
    case INDEX_MMCI: /* both fractions times 10 (N + 0.1) */
        *p = 10 * n + 1 - 10 * c->providers;
        *q = 10 * n - 9;
        return true;
    }
    return false;
}

uint64_t index_divisor(enum expr_index index, uint64_t rows)
{
    uint64_t p, q;
    struct index_counts c = {.rows = rows, .squares = rows, .most = 1, .providers = 1};
    return index_fraction(index, &c, &p, &q) ? q : 1;
}
