/* Measures that are sums over rows: what each adds, without looking at a person as a whole. */
#include "engine/plan.h"

#include <assert.h>

/* Whether a row of elsewhere never meets it, whatever else is there. */
static bool is_here_only(const struct expr *where)
{
    if (!where || where->op != EXPR_AND)
        return where && where->op == EXPR_HERE;
    return is_here_only(where->a) || is_here_only(where->b);
}

/* Rows of a window that follows T, each counting whatever others there are. */
static bool is_plain(const struct selection *s)
{
    return expr_table_is_dated(s->table) && !s->paired && !s->without && !s->once_a_day &&
           (!s->anchor || s->anchor->op == EXPR_T);
}

static bool is_sum(const struct expr *e, enum measure_population population)
{
    if (e->op == EXPR_NUMBER)
        return population == POPULATION_LISTED;
    return (e->op == EXPR_COUNT || e->op == EXPR_ANY) && is_plain(e->selection) &&
           (population == POPULATION_LISTED || is_here_only(e->selection->where));
}

bool plan_is_of_sums(const struct definition *d)
{
    if (d->population == POPULATION_REGISTERED || d->exclude)
        return false;
    if (d->kind == MEASURE_COUNT)
        return is_sum(d->value, d->population);
    if (d->kind != MEASURE_RATIO || !is_sum(d->numerator, d->population))
        return false;
    return d->denominator
               ? d->denominator->type == TYPE_NUMBER && is_sum(d->denominator, d->population)
               : d->population == POPULATION_LISTED;
}

static struct plan_sum sum_of(const struct plan_program *p, uint32_t node, uint32_t series)
{
    const struct plan_node *n = &p->node[node];
    if (n->op == PLAN_NUMBER)
        return (struct plan_sum){.adds = ADDS_NUMBER, .number = n->number, .series = series};
    bool is_any = n->op == PLAN_GREATER;
    const struct plan_node *rows = is_any ? &p->node[n->a] : n;
    assert(rows->op == PLAN_COUNT && (!is_any || p->node[n->b].number == 0));
    return (struct plan_sum){
        .adds = is_any ? ADDS_ANY : ADDS_ROWS, .selection = rows->selection, .series = series};
}

void plan_find_sums(struct arena *a, struct plan_program *p)
{
    struct plan_sum *sum = ARENA_NEW(a, struct plan_sum, (size_t)p->series + 1);
    for (uint32_t i = 0; i < p->measures; i++) {
        const struct plan_measure *m = &p->measure[i];
        sum[p->sums++] = sum_of(p, m->numerator, m->series);
        if (m->definition->kind == MEASURE_RATIO)
            sum[p->sums++] = sum_of(p, m->denominator, m->series + 1);
    }
    p->sum = sum;
    assert(p->population == POPULATION_LISTED || !p->counts_away);
}
