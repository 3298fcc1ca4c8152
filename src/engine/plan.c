#include "engine/plan.h"

#include "engine/bag.h"
#include "engine/lanes.h"
#include "engine/row_filter.h"

#include <string.h>

struct making {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct bag node, selection, filter, measure; /* filter: const struct expr * */
    uint32_t wides, series, means;
};

/* The node, which may be there already. */
static uint32_t node(struct making *m, struct plan_node n)
{
    for (size_t i = 0; i < m->node.count; i++) {
        const struct plan_node *x = bag_at(&m->node, i);
        if (x->op == n.op && x->a == n.a && x->b == n.b && x->number == n.number &&
            x->field == n.field && x->words == n.words && x->selection == n.selection &&
            x->index == n.index)
            return (uint32_t)i;
    }
    if (n.op == PLAN_INDEX)
        n.wide = m->wides++;
    *(struct plan_node *)bag_add(&m->node) = n;
    return (uint32_t)m->node.count - 1;
}

static uint32_t number(struct making *m, int64_t n)
{
    return node(m, (struct plan_node){.op = PLAN_NUMBER, .number = expr_bounded(n)});
}

/* What is known already is not worked out for each person. */
static uint32_t both(struct making *m, enum plan_op op, uint32_t a, uint32_t b)
{
    const struct plan_node *x = bag_at(&m->node, a), *y = bag_at(&m->node, b);
    if (x->op == PLAN_NUMBER && y->op == PLAN_NUMBER)
        return number(m, lane_of(op, x->number, y->number));
    if (op == PLAN_MASK && y->op == PLAN_NUMBER && y->number != 0)
        return a;
    if (op == PLAN_AND && x->op == PLAN_NUMBER && x->number != 0)
        return b;
    return node(m, (struct plan_node){.op = op, .a = a, .b = b});
}

static uint32_t filter(struct making *m, const struct expr *where)
{
    for (size_t i = 0; i < m->filter.count; i++)
        if (row_filter_equal(*(const struct expr **)bag_at(&m->filter, i), where))
            return (uint32_t)i;
    *(const struct expr **)bag_add(&m->filter) = where;
    return (uint32_t)m->filter.count - 1;
}

static uint32_t selection(struct making *m, const struct selection *of)
{
    for (size_t i = 0; i < m->selection.count; i++) {
        const struct selection *x = ((struct plan_selection *)bag_at(&m->selection, i))->of;
        if (x->table == of->table && x->months == of->months && x->shift == of->shift &&
            x->once_a_day == of->once_a_day && row_filter_equal(x->where, of->where))
            return (uint32_t)i;
    }
    struct plan_selection *made = bag_add(&m->selection);
    made->of = of;
    made->asks_here = expr_has(of->where, EXPR_HERE) || expr_has(of->where, EXPR_AT_OWN_UNIT);
    if (of->table == EXPR_CONTACTS)
        made->filter = filter(m, of->where);
    else
        for (unsigned here = 0; here < 2; here++)
            made->match[here] = row_filter_words(of->where, here);
    return (uint32_t)m->selection.count - 1;
}

/* ---- from the tree of an expression ---- */

static const enum plan_op OP_OF[] = {
    [EXPR_AND] = PLAN_AND,           [EXPR_OR] = PLAN_OR,
    [EXPR_EQUAL] = PLAN_EQUAL,       [EXPR_UNEQUAL] = PLAN_UNEQUAL,
    [EXPR_LESS] = PLAN_LESS,         [EXPR_LESS_EQUAL] = PLAN_LESS_EQUAL,
    [EXPR_GREATER] = PLAN_GREATER,   [EXPR_GREATER_EQUAL] = PLAN_GREATER_EQUAL,
    [EXPR_ADD] = PLAN_ADD,           [EXPR_SUBTRACT] = PLAN_SUBTRACT,
    [EXPR_MULTIPLY] = PLAN_MULTIPLY,
};

/* `index`: in the condition of `when`, the node of the index before it. */
static uint32_t compile(struct making *m, const struct expr *e, uint32_t index)
{
    switch ((int)e->op) {
    case EXPR_NUMBER:
        return number(m, e->number);
    case EXPR_NOT:
        return node(m, (struct plan_node){.op = PLAN_NOT, .a = compile(m, e->a, index)});
    case EXPR_WORDS:
        return node(m, (struct plan_node){.op = PLAN_WORDS, .field = e->field, .words = e->words});
    case EXPR_AGE:
        return node(m, (struct plan_node){.op = PLAN_AGE});
    case EXPR_COUNT:
        return node(m,
                    (struct plan_node){.op = PLAN_COUNT, .selection = selection(m, e->selection)});
    case EXPR_ANY:
        return both(
            m, PLAN_GREATER,
            node(m, (struct plan_node){.op = PLAN_COUNT, .selection = selection(m, e->selection)}),
            number(m, 0));
    case EXPR_DISTINCT:
        return node(
            m, (struct plan_node){.op = PLAN_DISTINCT, .selection = selection(m, e->selection)});
    case EXPR_INDEX:
        return node(m, (struct plan_node){.op = PLAN_INDEX,
                                          .selection = selection(m, e->selection),
                                          .index = e->index});
    case EXPR_INDEX_COUNT:
        return index;
    default: {
        uint32_t a = compile(m, e->a, index);
        return both(m, OP_OF[e->op], a, compile(m, e->b, index));
    }
    }
}

static bool asks_age(const struct definition *d)
{
    return expr_has(d->numerator, EXPR_AGE) || expr_has(d->denominator, EXPR_AGE) ||
           expr_has(d->value, EXPR_AGE) || expr_has(d->exclude, EXPR_AGE);
}

/* Who is in the measure at all. */
static uint32_t included(struct making *m, const struct definition *d)
{
    uint32_t in = number(m, 1);
    if (asks_age(d))
        in = node(m, (struct plan_node){.op = PLAN_BIRTH_KNOWN});
    if (!d->exclude)
        return in;
    uint32_t out = compile(m, d->exclude, 0);
    return both(m, PLAN_AND, in, node(m, (struct plan_node){.op = PLAN_NOT, .a = out}));
}

static void add_mean(struct making *m, struct plan_measure *made, uint32_t in)
{
    const struct expr *value = made->definition->value, *when = NULL;
    if (value->op == EXPR_WHEN) {
        when = value->b;
        value = value->a;
    }
    made->value = compile(m, value, 0);
    made->present = when ? both(m, PLAN_AND, in, compile(m, when, made->value)) : in;
    made->series = m->means++;
}

/* Who is not in a denominator that is a condition is not in the numerator. */
static void add_ratio(struct making *m, struct plan_measure *made, uint32_t in)
{
    const struct definition *d = made->definition;
    uint32_t each = d->denominator ? compile(m, d->denominator, 0) : number(m, 1);
    uint32_t counted = compile(m, d->numerator, 0);
    if (d->denominator && d->denominator->type == TYPE_CONDITION)
        counted = both(m, PLAN_MASK, counted, each);
    made->denominator = both(m, PLAN_MASK, each, in);
    made->numerator = both(m, PLAN_MASK, counted, in);
    made->series = m->series;
    m->series += 2;
}

static void add_measure(struct making *m, const struct definition *d, uint32_t order)
{
    struct plan_measure *made = bag_add(&m->measure);
    *made = (struct plan_measure){.definition = d, .order = order};
    uint32_t in = included(m, d);
    if (d->kind == MEASURE_MEAN) {
        add_mean(m, made, in);
    } else if (d->kind == MEASURE_RATIO) {
        add_ratio(m, made, in);
    } else {
        made->numerator = both(m, PLAN_MASK, compile(m, d->value, 0), in);
        made->series = m->series++;
    }
}

/* ---- what holds where none of a person's rows is ---- */

static bool is_met_away(const struct plan_program *p, const struct snapshot *s, uint32_t n)
{
    const struct plan_selection *of = &p->selection[n];
    if (of->of->table != EXPR_CONTACTS)
        return of->match[0] != 0;
    for (uint32_t shape = 0; shape < s->shapes; shape++)
        for (unsigned facts = 0; facts < ROW_FACTS; facts++) {
            size_t row = plan_row(shape, facts);
            for (uint32_t i = p->rows.first[row]; i < p->rows.first[row + 1]; i++)
                if (!(facts & ROW_HERE) && p->rows.filter[i] == of->filter)
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
    if (!a->is_known || (n->op != PLAN_NOT && !b->is_known))
        return (struct known){false, 0};
    return (struct known){true, lane_of(n->op, a->value, b->value)};
}

static bool is_zero(struct known k)
{
    return k.is_known && k.value == 0;
}

/* Whether a measure may count a person then. */
static bool counts(const struct plan_program *p, const struct plan_measure *m,
                   const struct known *node)
{
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
        else if (n->op >= PLAN_COUNT && (rows[n->selection] == 0 || n->op != PLAN_DISTINCT))
            known[i] = (struct known){rows[n->selection] != ANY_ROWS, rows[n->selection]};
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
    if (m->definition->kind != MEASURE_MEAN || p->node[m->value].op != PLAN_INDEX)
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
    if (!p->only_contacts || p->counts_empty || p->measures == 0)
        return 0;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < p->measures; i++) {
        uint32_t of = least_rows_of(a, p, &p->measure[i]);
        least = of < least ? of : least;
    }
    return least;
}

/* ---- a program ---- */

/* The items of a bag as an array. */
static void *flat(struct arena *a, const struct bag *b)
{
    char *all = arena_take(a, b->item, b->align, b->count + 1);
    for (size_t i = 0; i < b->count; i++)
        memcpy(all + i * b->item, bag_at(b, i), b->item);
    return all;
}

static void look_back(struct plan_program *p)
{
    p->only_contacts = true;
    for (uint32_t i = 0; i < p->selections; i++) {
        const struct selection *s = p->selection[i].of;
        p->only_contacts &= s->table == EXPR_CONTACTS;
        if (s->table != EXPR_CONTACTS)
            continue;
        if (s->months == 0)
            p->asks_ever = true;
        else if (s->shift + s->months - 1 > p->reach)
            p->reach = s->shift + s->months - 1;
    }
}

static struct plan_program finish(struct making *m, enum measure_population population)
{
    struct arena *a = m->arena;
    struct plan_program p = {
        .population = population,
        .node = flat(a, &m->node),
        .nodes = (uint32_t)m->node.count,
        .wides = m->wides,
        .selection = flat(a, &m->selection),
        .selections = (uint32_t)m->selection.count,
        .filters = (uint32_t)m->filter.count,
        .measure = flat(a, &m->measure),
        .measures = (uint32_t)m->measure.count,
        .series = m->series,
        .means = m->means,
        .rows = row_filters(a, m->snapshot, flat(a, &m->filter), (uint32_t)m->filter.count),
    };
    look_back(&p);
    for (uint32_t i = 0; i < p.nodes; i++)
        p.asks_age |= p.node[i].op == PLAN_AGE;
    p.counts_away = any_counts(a, &p, rows_found(a, &p, m->snapshot));
    p.counts_empty = any_counts(a, &p, rows_found(a, &p, NULL));
    p.least_rows = least_rows(a, &p);
    return p;
}

struct plan plan_make(struct arena *a, const struct snapshot *s,
                      const struct definition *const *definition, size_t count)
{
    struct plan plan = {0};
    for (unsigned i = 0; i < ARRAY_LEN(plan.program); i++) {
        struct making m = {.arena = a,
                           .snapshot = s,
                           .node = BAG_OPEN(a, struct plan_node),
                           .selection = BAG_OPEN(a, struct plan_selection),
                           .filter = BAG_OPEN(a, const struct expr *),
                           .measure = BAG_OPEN(a, struct plan_measure)};
        for (size_t k = 0; k < count; k++)
            if (definition[k]->population == i && definition[k]->kind != MEASURE_TABLE)
                add_measure(&m, definition[k], (uint32_t)k);
        plan.program[i] = finish(&m, (enum measure_population)i);
    }
    return plan;
}
