/* Figures that look made up, and months of a unit that break with those before them. */
#include "engine/check.h"
#include "engine/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

struct looking {
    struct arena *arena;
    const struct check *check;
    struct check_rows to;
    uint64_t *among;
};

static bool tell(const struct looking *l, const struct eval_table *t, size_t place,
                 struct str value, struct str mean, struct err *err)
{
    unsigned last = t->months - 1;
    const struct check_row row = {
        .person = EXPLAIN_NONE,
        .line = {.unit = t->place[place].number,
                 .day = month_last((struct month){t->first.n + (int32_t)last}),
                 .minute = -1,
                 .code = l->check->kind == CHECK_SERIES ? STR("") : t->definition->id,
                 .value = value},
        .mean = mean};
    return l->to.take(l->to.state, &row, err);
}

static struct str quotient_text(struct arena *a, const struct cell *c)
{
    return str_fmt(a, "%lld/%lld", (long long)c->numerator, (long long)c->denominator);
}

/* ---- of one month ---- */

/* Whole numbers of something that may be called many. */
static bool is_looked_at(const struct check *check, const struct cell *c)
{
    return c->missing == CELL_PRESENT && c->denominator >= check->least && c->numerator > 0;
}

/* Another unit that comes before it has the same. */
static bool is_repeated(const struct eval_table *t, size_t place)
{
    const struct cell *c = cell_at(t, place, 0);
    for (size_t i = 0; i < t->places; i++) {
        const struct cell *other = cell_at(t, i, 0);
        if (i != place && other->missing == CELL_PRESENT && other->numerator == c->numerator &&
            other->denominator == c->denominator)
            return true;
    }
    return false;
}

static bool look_at_month(const struct looking *l, const struct eval_table *t, struct err *err)
{
    for (size_t place = 0; place < t->places; place++) {
        const struct cell *c = cell_at(t, place, 0);
        if (!is_looked_at(l->check, c))
            continue;
        ++*l->among;
        bool is_whole = c->numerator == c->denominator;
        /* What is all of it may well be so at two units. */
        bool is_found =
            l->check->figures == FIGURES_WHOLE ? is_whole : !is_whole && is_repeated(t, place);
        if (is_found && !tell(l, t, place, quotient_text(l->arena, c), STR(""), err))
            return false;
    }
    return true;
}

bool check_looks_at_figures(const struct definition *d)
{
    bool is_share = d->kind == MEASURE_RATIO || (d->kind == MEASURE_TABLE && !d->family);
    return is_share && d->unit == IN_PERCENT && definition_has_level(d, LEVEL_UNIT);
}

/* Those whose figures are shares of something. */
static struct definitions ratios(struct arena *a, const struct definitions *all)
{
    const struct definition **at = ARENA_NEW(a, const struct definition *, all->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (check_looks_at_figures(all->at[i]))
            at[count++] = all->at[i];
    return (struct definitions){.at = at, .count = count};
}

static bool count_one(void *state, const struct check_row *row, struct err *err)
{
    (void)row;
    (void)err;
    ((struct check_count *)state)->found++;
    return true;
}

struct check_count check_figures_in(const struct check *c, const struct eval_table *t)
{
    struct check_count count = {0};
    struct err none = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct looking l = {a, c, {&count, count_one}, &count.among};
    bool whole = look_at_month(&l, t, &none);
    assert(whole); /* count_one() refuses nothing */
    (void)whole;
    arena_close(a);
    return count;
}

/* ---- of a series ---- */

/* The last month is outside the limits of those before it, and so much away from their mean. */
static bool breaks(const struct check *check, const double *value, unsigned months, double *mean)
{
    struct xmr chart;
    if (!xmr_of(value, months - 1, &chart, NULL) || chart.mean < (double)check->least)
        return false;
    double last = value[months - 1], away = fabs(last - chart.mean);
    *mean = chart.mean;
    return (last < chart.low || last > chart.high) &&
           away * 100 > (double)check->percent * chart.mean;
}

static bool look_at_series(const struct looking *l, const struct eval_table *t, struct err *err)
{
    double *value = ARENA_NEW(l->arena, double, t->months);
    for (size_t place = 0; place < t->places; place++) {
        double mean = 0;
        for (unsigned m = 0; m < t->months; m++)
            value[m] = (double)cell_at(t, place, m)->numerator;
        ++*l->among;
        if (!breaks(l->check, value, t->months, &mean))
            continue;
        if (!tell(l, t, place, str_fmt(l->arena, "%.0f", value[t->months - 1]),
                  str_fmt(l->arena, "%.15g", mean), err))
            return false;
    }
    return true;
}

bool check_each_figure(struct arena *a, const struct snapshot *s, const struct check_request *ask,
                       struct check_rows rows, uint64_t *among, struct err *err)
{
    const struct check *c = ask->check[0];
    const struct looking l = {a, c, rows, among};
    const struct definition *own = &c->of;
    struct definitions of = c->kind == CHECK_SERIES ? (struct definitions){.at = &own, .count = 1}
                                                    : ratios(a, ask->measures);
    if (ask->month.n + 1 < (int32_t)(c->kind == CHECK_SERIES ? c->months : 1))
        return true; /* months so early that there are none before them */
    const struct eval_request figures = {.definition = of.at,
                                         .definitions = of.count,
                                         .last = ask->month,
                                         .months = c->kind == CHECK_SERIES ? c->months : 1,
                                         .levels = LEVEL_BIT(LEVEL_UNIT),
                                         .threads = ask->threads};
    const struct eval_table *table;
    size_t tables;
    if (!eval(a, s, &figures, &table, &tables, err))
        return false;
    for (size_t i = 0; i < tables; i++)
        if (!(c->kind == CHECK_SERIES ? look_at_series(&l, &table[i], err)
                                      : look_at_month(&l, &table[i], err)))
            return false;
    return true;
}
