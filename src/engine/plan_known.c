/* What a program says of who has no rows, or none at a place: what need not be looked at. */
#include "engine/lanes.h"
#include "engine/row_filter.h"

static bool is_met_away(const struct plan_program *p, const struct snapshot *s, uint32_t n)
{
    const struct plan_selection *of = &p->selection[n];
    if (of->list == PLAN_NONE)
        return of->match[0] != 0 || of->match[2] != 0;
    const struct plan_list *list = &p->list[of->list];
    const struct plan_rows *rows = &p->rows[list->table];
    const struct snapshot_events *events = plan_events(s, list->table);
    uint32_t shapes = events ? events->shapes : s->shapes;
    for (uint32_t shape = 0; shape < shapes; shape++)
        for (unsigned facts = 0; facts < rows->facts; facts++) {
            size_t row = plan_row(rows, shape, facts);
            for (uint32_t i = rows->first[row]; i < rows->first[row + 1]; i++)
                if (!(facts & ROW_HERE) && rows->filter[i] == list->filter)
                    return true;
        }
    return false;
}

enum { ANY_ROWS = -1 };

/* How many rows each selection finds: none where `s` is NULL; else none away where that is sure. */
static int32_t *rows_found(struct arena *a, const struct plan_program *p, const struct snapshot *s)
{
    int32_t *rows = ARENA_NEW(a, int32_t, p->selections + 1);
    for (uint32_t i = 0; i < p->selections; i++)
        rows[i] = s && is_met_away(p, s, i) ? ANY_ROWS : 0;
    return rows;
}

struct known { /* the value of a node then */
    bool is_known;
    int32_t value;
};

static struct known known_of(const struct plan_node *n, const struct known *node)
{
    const struct known *a = &node[n->a], *b = &node[n->b];
    bool takes_both = n->op == PLAN_AND || n->op == PLAN_MULTIPLY || n->op == PLAN_MASK;
    if (takes_both && ((a->is_known && a->value == 0) || (b->is_known && b->value == 0)))
        return (struct known){true, 0};
    bool takes_one = n->op == PLAN_NOT || n->op == PLAN_KNOWN;
    if (!a->is_known || (!takes_one && !b->is_known))
        return (struct known){false, 0};
    return (struct known){true, lane_of(n->op, a->value, b->value)};
}

static struct known known_of_rows(const struct plan_node *n, int32_t rows)
{
    if (rows == 0)
        return (struct known){true, n->op >= PLAN_FIRST ? PLAN_UNKNOWN : 0};
    return (struct known){rows != ANY_ROWS && (n->op == PLAN_COUNT || n->op == PLAN_INDEX), rows};
}

static bool is_zero(struct known k)
{
    return k.is_known && k.value == 0;
}

/* Whether a measure may count a person then. */
static bool counts(const struct plan_program *p, const struct plan_measure *m,
                   const struct known *node)
{
    if ((m->excluded != PLAN_NONE && !is_zero(node[m->excluded])) ||
        (m->missing != PLAN_NONE && !is_zero(node[m->missing])))
        return true;
    if (m->definition->kind == MEASURE_MEAN)
        return !is_zero(node[m->present]) &&
               !(p->node[m->value].op == PLAN_INDEX && is_zero(node[m->value]));
    if (m->definition->kind == MEASURE_RATIO && !is_zero(node[m->denominator]))
        return true;
    return !is_zero(node[m->numerator]);
}

/* What each node comes to where selections find so many rows. */
static struct known *known_nodes(struct arena *a, const struct plan_program *p, const int32_t *rows)
{
    struct known *known = ARENA_NEW(a, struct known, p->nodes + 1);
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i];
        if (n->op == PLAN_NUMBER)
            known[i] = (struct known){true, n->number};
        else if (n->op < PLAN_WORDS)
            known[i] = known_of(n, known);
        else if (n->op >= PLAN_COUNT)
            known[i] = known_of_rows(n, rows[n->selection]);
    }
    return known;
}

static bool any_counts(struct arena *a, const struct plan_program *p, const int32_t *rows)
{
    const struct known *known = known_nodes(a, p, rows);
    for (uint32_t i = 0; i < p->measures; i++)
        if (counts(p, &p->measure[i], known))
            return true;
    return false;
}

/* An index is of two rows at least, of more where its condition says so. */
static uint32_t least_rows_of(struct arena *a, const struct plan_program *p,
                              const struct plan_measure *m)
{
    enum { MOST = 16 };
    if (m->definition->kind != MEASURE_MEAN || p->node[m->value].op != PLAN_INDEX ||
        m->missing != PLAN_NONE)
        return 1;
    int32_t *rows = ARENA_NEW(a, int32_t, p->selections), least = 2;
    for (uint32_t i = 0; i < p->selections; i++)
        rows[i] = ANY_ROWS;
    for (; least < MOST; least++) {
        rows[p->node[m->value].selection] = least;
        if (counts(p, m, known_nodes(a, p, rows)))
            break;
    }
    return (uint32_t)least;
}

static uint32_t least_rows(struct arena *a, const struct plan_program *p)
{
    if (!p->only_contacts || p->filters == 0 || p->counts_empty || p->measures == 0)
        return 0;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < p->measures; i++) {
        uint32_t of = least_rows_of(a, p, &p->measure[i]);
        least = of < least ? of : least;
    }
    return least;
}

static void find_gates(struct arena *a, const struct plan_program *p, struct plan_measure *measure)
{
    int32_t *rows = ARENA_NEW(a, int32_t, p->selections + 1);
    for (uint32_t list = 0; list < p->lists; list++) {
        for (uint32_t i = 0; i < p->selections; i++)
            rows[i] = p->selection[i].list == list ? 0 : ANY_ROWS;
        const struct known *known = known_nodes(a, p, rows);
        for (uint32_t i = 0; i < p->measures; i++)
            if (!counts(p, &measure[i], known))
                measure[i].gates |= plan_gate(list);
    }
}

/* The selections that a measure is made of, those that days of others come from included. */
static void find_asked(const struct plan_program *p, const struct plan_measure *m, bool *node,
                       bool *selection)
{
    enum measure_kind kind = m->definition->kind;
    for (uint32_t i = 0; i < p->nodes; i++)
        node[i] = kind == MEASURE_MEAN
                      ? i == m->value || i == m->present
                      : i == m->numerator || (kind == MEASURE_RATIO && i == m->denominator);
    if (m->excluded != PLAN_NONE)
        node[m->excluded] = true;
    if (m->missing != PLAN_NONE)
        node[m->missing] = true;
    for (uint32_t i = p->nodes; i-- > 0;) {
        const struct plan_node *n = &p->node[i];
        if (!node[i] || n->op == PLAN_NUMBER)
            continue;
        if (n->op < PLAN_WORDS || n->op == PLAN_AGE)
            node[n->a] = true;
        if (n->op < PLAN_WORDS)
            node[n->b] = true;
        if (n->op < PLAN_COUNT)
            continue;
        selection[n->selection] = true;
        if (p->selection[n->selection].anchor != PLAN_NONE)
            node[p->selection[n->selection].anchor] = true;
    }
}

static void look_for_gates(struct arena *a, struct plan_program *p)
{
    struct plan_measure *measure = ARENA_NEW(a, struct plan_measure, p->measures + 1);
    struct plan_selection *selection = ARENA_NEW(a, struct plan_selection, p->selections + 1);
    bool *node = ARENA_NEW(a, bool, p->nodes + 1), *asked = ARENA_NEW(a, bool, p->selections + 1);
    for (uint32_t i = 0; i < p->measures; i++)
        measure[i] = p->measure[i];
    find_gates(a, p, measure);
    for (uint32_t i = 0; i < p->selections; i++) {
        selection[i] = p->selection[i];
        selection[i].gates = UINT64_MAX;
    }
    for (uint32_t i = 0; i < p->measures; i++) {
        for (uint32_t k = 0; k < p->selections; k++)
            asked[k] = false;
        find_asked(p, &measure[i], node, asked);
        for (uint32_t k = 0; k < p->selections; k++)
            selection[k].gates &= asked[k] ? measure[i].gates : UINT64_MAX;
    }
    p->measure = measure;
    p->selection = selection;
}

void plan_look_at_nothing(struct arena *a, struct plan_program *p, const struct snapshot *s)
{
    look_for_gates(a, p);
    p->counts_away = any_counts(a, p, rows_found(a, p, s));
    p->counts_empty = any_counts(a, p, rows_found(a, p, NULL));
    p->least_rows = least_rows(a, p);
}
