#include "engine/expr.h"

bool expr_has(const struct expr *e, enum expr_op op)
{
    if (!e)
        return false;
    return e->op == op || expr_has(e->a, op) || expr_has(e->b, op) ||
           (e->selection && expr_has(e->selection->where, op));
}

static int32_t greater(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

int32_t expr_reach(const struct expr *e)
{
    if (!e)
        return 0;
    int32_t reach = greater(expr_reach(e->a), expr_reach(e->b));
    const struct selection *s = e->selection;
    if (!s || s->table != EXPR_CONTACTS)
        return reach;
    return greater(reach, s->months == 0 ? EXPR_EVER : s->shift + s->months);
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
