#include "engine/plan.h"

#include "engine/bag.h"
#include "engine/lanes.h"
#include "engine/row_filter.h"

#include <string.h>

struct making {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct bag node, selection, list, crossing, filter, measure;
    uint32_t wides, series, means;
    bool lists;
    const struct decimal *limit; /* that measured values are compared with; rising */
    unsigned limits;
};

/* The node, which may be there already. */
static uint32_t node(struct making *m, struct plan_node n)
{
    for (size_t i = 0; i < m->node.count; i++) {
        const struct plan_node *x = bag_at(&m->node, i);
        if (x->op == n.op && x->a == n.a && x->b == n.b && x->number == n.number &&
            x->field == n.field && x->words == n.words && x->selection == n.selection &&
            x->index == n.index && x->of == n.of && x->in_days == n.in_days && x->by == n.by)
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
    if (op == PLAN_AND && y->op == PLAN_NUMBER && y->number != 0)
        return a;
    return node(m, (struct plan_node){.op = op, .a = a, .b = b});
}

/* ---- selections ---- */

static uint32_t compile(struct making *m, const struct expr *e, uint32_t index);

/* PLAN_NONE where there is no condition and none is wanted. */
static uint32_t filter(struct making *m, enum expr_table table, const struct expr *where)
{
    for (size_t i = 0; i < m->filter.count; i++) {
        const struct row_filter *x = bag_at(&m->filter, i);
        if (x->table == table && row_filter_equal(x->where, where))
            return (uint32_t)i;
    }
    *(struct row_filter *)bag_add(&m->filter) = (struct row_filter){table, where};
    return (uint32_t)m->filter.count - 1;
}

static uint32_t list(struct making *m, const struct selection *of)
{
    const struct plan_list made = {
        .table = of->table,
        .filter = filter(m, of->table, of->where),
        .paired = of->paired ? filter(m, of->table, of->paired) : PLAN_NONE,
        .without = of->without ? filter(m, of->table, of->without) : PLAN_NONE,
        .washout = of->without ? of->washout : 0,
        .washout_in_months = of->without && of->washout_in_months,
        .once_a_day = of->once_a_day,
    };
    for (size_t i = 0; i < m->list.count; i++) {
        const struct plan_list *x = bag_at(&m->list, i);
        if (x->filter == made.filter && x->paired == made.paired && x->without == made.without &&
            x->washout == made.washout && x->washout_in_months == made.washout_in_months &&
            x->once_a_day == made.once_a_day)
            return (uint32_t)i;
    }
    *(struct plan_list *)bag_add(&m->list) = made;
    return (uint32_t)m->list.count - 1;
}

static bool asks(const struct selection *of, enum expr_op op)
{
    return expr_has(of->where, op) || expr_has(of->paired, op) || expr_has(of->without, op);
}

static bool same_window(const struct plan_selection *x, const struct plan_selection *y)
{
    const struct selection *s = x->of, *t = y->of;
    bool same_T =
        x->anchor != PLAN_NONE || !s->anchor || !t->anchor ||
        (s->anchor->number == t->anchor->number && s->anchor->in_days == t->anchor->in_days);
    return s->window == t->window && s->months == t->months && s->shift == t->shift &&
           s->from == t->from && s->to == t->to && x->anchor == y->anchor && same_T &&
           !s->anchor == !t->anchor;
}

static uint32_t selection(struct making *m, const struct selection *of)
{
    struct plan_selection made = {.of = of, .list = PLAN_NONE, .anchor = PLAN_NONE};
    bool dated = expr_table_is_dated(of->table);
    if (of->anchor && (of->anchor->op != EXPR_T || !dated))
        made.anchor = compile(m, of->anchor, 0);
    if (dated)
        made.list = list(m, of);
    made.asks_here = asks(of, EXPR_HERE) || asks(of, EXPR_AT_OWN_UNIT);
    made.asks_informed = asks(of, EXPR_INFORMED);
    for (size_t i = 0; i < m->selection.count; i++) {
        const struct plan_selection *x = bag_at(&m->selection, i);
        if (x->of->table == of->table && x->list == made.list && same_window(x, &made) &&
            (dated || row_filter_equal(x->of->where, of->where)))
            return (uint32_t)i;
    }
    for (unsigned i = 0; !dated && i < ARRAY_LEN(made.match); i++)
        made.match[i] = row_filter_words(of->where, i & 1, i & 2);
    *(struct plan_selection *)bag_add(&m->selection) = made;
    return (uint32_t)m->selection.count - 1;
}

/* ---- from the tree of an expression ---- */

static const enum plan_op OP_OF[] = {
    [EXPR_AND] = PLAN_AND,
    [EXPR_OR] = PLAN_OR,
    [EXPR_EQUAL] = PLAN_EQUAL,
    [EXPR_UNEQUAL] = PLAN_UNEQUAL,
    [EXPR_LESS] = PLAN_LESS,
    [EXPR_LESS_EQUAL] = PLAN_LESS_EQUAL,
    [EXPR_GREATER] = PLAN_GREATER,
    [EXPR_GREATER_EQUAL] = PLAN_GREATER_EQUAL,
    [EXPR_ADD] = PLAN_ADD,
    [EXPR_SUBTRACT] = PLAN_SUBTRACT,
    [EXPR_MULTIPLY] = PLAN_MULTIPLY,
    [EXPR_COUNT] = PLAN_COUNT,
    [EXPR_DISTINCT] = PLAN_DISTINCT,
    [EXPR_INDEX] = PLAN_INDEX,
    [EXPR_FIRST] = PLAN_FIRST,
    [EXPR_LAST] = PLAN_LAST,
    [EXPR_LATEST] = PLAN_LATEST,
    [EXPR_YEAR] = PLAN_YEAR,
    [EXPR_T] = PLAN_T,
    [EXPR_BIRTHDAY] = PLAN_BIRTHDAY,
    [EXPR_BIRTH_YEAR] = PLAN_BIRTH_YEAR,
};

static uint32_t of_rows(struct making *m, const struct expr *e)
{
    struct plan_node n = {.op = e->op == EXPR_ANY ? PLAN_COUNT : OP_OF[e->op],
                          .selection = selection(m, e->selection)};
    if (e->op == EXPR_INDEX)
        n.index = e->index;
    if (e->op == EXPR_DISTINCT)
        n.of = e->of;
    if (e->op == EXPR_LATEST || (e->op == EXPR_DISTINCT && e->of == DISTINCT_SUBSTANCES))
        n.by = e->selection->by;
    uint32_t made = node(m, n);
    return e->op == EXPR_ANY ? both(m, PLAN_GREATER, made, number(m, 0)) : made;
}

static uint32_t known(struct making *m, uint32_t a)
{
    enum plan_op op = ((const struct plan_node *)bag_at(&m->node, a))->op;
    if (op == PLAN_T || op == PLAN_NUMBER)
        return number(m, 1);
    return node(m, (struct plan_node){.op = PLAN_KNOWN, .a = a});
}

/* Whether the days of all ages that a number is made of are known. */
static uint32_t known_ages(struct making *m, const struct expr *e)
{
    if (!e || e->selection)
        return number(m, 1);
    if (e->op == EXPR_AGE)
        return e->a ? known(m, compile(m, e->a, 0)) : number(m, 1);
    return both(m, PLAN_AND, known_ages(m, e->a), known_ages(m, e->b));
}

/* A list whose rows are compared with T. */
static void crossing(struct making *m, const struct expr *rows, uint32_t day)
{
    if (rows->op != EXPR_FIRST && rows->op != EXPR_LAST)
        return;
    uint32_t of = list(m, rows->selection);
    *(struct plan_crossing *)bag_add(&m->crossing) = (struct plan_crossing){of, day};
}

static uint32_t rank_of(const struct making *m, const struct decimal *d)
{
    uint32_t at = 0;
    while (decimal_compare(m->limit[at], *d) != 0)
        at++;
    return 2 * at + 1;
}

/* What is not known compares to nothing. */
static uint32_t comparison(struct making *m, const struct expr *e, uint32_t index)
{
    uint32_t a = compile(m, e->a, index), b = compile(m, e->b, index);
    uint32_t holds = both(m, OP_OF[e->op], a, b), sure;
    if (e->a->type == TYPE_NUMBER) {
        sure = both(m, PLAN_AND, known_ages(m, e->a), known_ages(m, e->b));
    } else {
        sure = both(m, PLAN_AND, known(m, a), known(m, b));
        if (e->a->op == EXPR_T)
            crossing(m, e->b, a);
        if (e->b->op == EXPR_T)
            crossing(m, e->a, b);
    }
    return both(m, PLAN_AND, sure, holds);
}

/* `index`: in the condition of `when`, the node of the index before it. */
static uint32_t compile(struct making *m, const struct expr *e, uint32_t index)
{
    switch ((int)e->op) {
    case EXPR_NUMBER:
        return number(m, e->number);
    case EXPR_NOT:
        return node(m, (struct plan_node){.op = PLAN_NOT, .a = compile(m, e->a, index)});
    case EXPR_KNOWN:
        return known(m, compile(m, e->a, index));
    case EXPR_WORDS:
        return node(m, (struct plan_node){.op = PLAN_WORDS, .field = e->field, .words = e->words});
    case EXPR_DECIMAL:
        return number(m, rank_of(m, &e->decimal));
    case EXPR_AGE: {
        uint32_t day = e->a ? compile(m, e->a, 0) : node(m, (struct plan_node){.op = PLAN_T});
        return node(m, (struct plan_node){.op = PLAN_AGE, .a = day});
    }
    case EXPR_YEAR:
    case EXPR_BIRTH_YEAR:
    case EXPR_T:
    case EXPR_BIRTHDAY:
        return node(m, (struct plan_node){.op = OP_OF[e->op],
                                          .number = (int32_t)e->number,
                                          .in_days = e->in_days});
    case EXPR_COUNT:
    case EXPR_ANY:
    case EXPR_DISTINCT:
    case EXPR_INDEX:
    case EXPR_FIRST:
    case EXPR_LAST:
    case EXPR_LATEST:
        return of_rows(m, e);
    case EXPR_INDEX_COUNT:
        return index;
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_ADD:
    case EXPR_SUBTRACT:
    case EXPR_MULTIPLY: {
        uint32_t a = compile(m, e->a, index);
        return both(m, OP_OF[e->op], a, compile(m, e->b, index));
    }
    default:
        return comparison(m, e, index);
    }
}

/* What is counted: a number that is not known counts nothing. */
static uint32_t counted(struct making *m, const struct expr *e)
{
    uint32_t value = compile(m, e, 0);
    return e->type == TYPE_NUMBER ? both(m, PLAN_MASK, value, known_ages(m, e)) : value;
}

static bool asks_age_in(const struct expr *e)
{
    return expr_has(e, EXPR_AGE) || expr_has(e, EXPR_BIRTH_YEAR) || expr_has(e, EXPR_BIRTHDAY);
}

static bool asks_age(const struct definition *d)
{
    return asks_age_in(d->numerator) || asks_age_in(d->denominator) || asks_age_in(d->value) ||
           asks_age_in(d->exclude);
}

static uint32_t negated(struct making *m, uint32_t a)
{
    return node(m, (struct plan_node){.op = PLAN_NOT, .a = a});
}

/* Who is in the measure at all. */
static uint32_t included(struct making *m, const struct definition *d)
{
    uint32_t in = number(m, 1);
    if (asks_age(d))
        in = node(m, (struct plan_node){.op = PLAN_BIRTH_KNOWN});
    return d->exclude ? both(m, PLAN_AND, in, negated(m, compile(m, d->exclude, 0))) : in;
}

/* Of an index, where the file does not say it: who had some of its rows. */
static uint32_t missing(struct making *m, const struct definition *d)
{
    if (d->missing)
        return compile(m, d->missing, 0);
    const struct selection *of = expr_index_rows(d->value);
    if (!of)
        return PLAN_NONE;
    uint32_t rows = node(m, (struct plan_node){.op = PLAN_COUNT, .selection = selection(m, of)});
    return both(m, PLAN_GREATER, rows, number(m, 0));
}

static void add_mean(struct making *m, struct plan_measure *made, uint32_t in)
{
    const struct expr *value = made->definition->value, *when = NULL;
    if (value->op == EXPR_WHEN) {
        when = value->b;
        value = value->a;
    }
    made->value = compile(m, value, 0);
    in = both(m, PLAN_AND, in, known_ages(m, value));
    made->present = when ? both(m, PLAN_AND, in, compile(m, when, made->value)) : in;
    made->series = m->means++;
}

/* Who is not in a denominator that is a condition is not in the numerator. */
static void add_ratio(struct making *m, struct plan_measure *made, uint32_t in)
{
    const struct definition *d = made->definition;
    uint32_t each = d->denominator ? counted(m, d->denominator) : number(m, 1);
    uint32_t part = counted(m, d->numerator);
    if (d->denominator && d->denominator->type == TYPE_CONDITION)
        part = both(m, PLAN_MASK, part, each);
    made->denominator = both(m, PLAN_MASK, each, in);
    made->numerator = both(m, PLAN_MASK, part, in);
    made->series = m->series;
    m->series += 2;
}

static void add_measure(struct making *m, const struct definition *d, uint32_t order)
{
    struct plan_measure *made = bag_add(&m->measure);
    *made = (struct plan_measure){
        .definition = d, .order = order, .excluded = PLAN_NONE, .missing = PLAN_NONE};
    uint32_t in = included(m, d);
    if (m->lists && (d->exclude || asks_age(d)))
        made->excluded = negated(m, in);
    if (m->lists)
        made->missing = missing(m, d);
    if (d->kind == MEASURE_MEAN) {
        add_mean(m, made, in);
    } else if (d->kind == MEASURE_RATIO) {
        add_ratio(m, made, in);
    } else {
        made->numerator = both(m, PLAN_MASK, counted(m, d->value), in);
        made->series = m->series++;
    }
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
    p->only_contacts = p->only_dated = true;
    for (uint32_t i = 0; i < p->selections; i++) {
        const struct selection *s = p->selection[i].of;
        p->only_contacts &= s->table == EXPR_CONTACTS;
        p->only_dated &= expr_table_is_dated(s->table);
        if (!expr_table_is_dated(s->table))
            continue;
        int32_t reach = expr_selection_reach(s);
        reach = reach == EXPR_EVER ? EXPR_EVER : reach - 1;
        if (reach > p->reach[s->table])
            p->reach[s->table] = reach;
    }
}

/* Some comparisons of days with T, and ages, may be others on every month-end. */
static bool changes_each_month(const struct plan_program *p)
{
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i], *a = &p->node[n->a], *b = &p->node[n->b];
        bool compares = n->op >= PLAN_EQUAL && n->op <= PLAN_GREATER_EQUAL;
        if (compares && (a->op == PLAN_T || b->op == PLAN_T) && a->op < PLAN_FIRST &&
            b->op < PLAN_FIRST)
            return true;
        if (n->op == PLAN_AGE && a->op == PLAN_T && (a->in_days || a->number != 0))
            return true;
    }
    for (uint32_t i = 0; i < p->selections; i++)
        if (p->selection[i].of->window == WINDOW_ON && p->node[p->selection[i].anchor].op == PLAN_T)
            return true;
    return false;
}

/* The ranks of values and the substances of rows that a node's selection may find. */
static void fill_shapes(struct making *m, const struct plan_program *p, struct plan_node *n,
                        struct row_codes *codes)
{
    const struct plan_list *of = &p->list[p->selection[n->selection].list];
    uint32_t shapes = codes->events->shapes;
    int32_t *rank = ARENA_NEW(m->arena, int32_t, (size_t)shapes + 1);
    uint64_t *substances = ARENA_NEW(m->arena, uint64_t, (size_t)shapes + 1);
    for (uint32_t shape = 0; shape < shapes; shape++) {
        if (!row_filter_takes(&p->rows[of->table], shape, of->filter))
            continue;
        if (n->op == PLAN_DISTINCT) {
            const struct codeset_row *row = row_code(codes, n->by, STR(""), shape);
            substances[shape] = row ? row->substances : 0;
            continue;
        }
        struct exact_quantity q = row_quantity(codes, n->by, shape);
        if (!exact_quantity_rank(&q, m->limit, m->limits, &rank[shape]))
            rank[shape] = PLAN_UNKNOWN;
    }
    n->rank = rank;
    n->substances = substances;
}

/* Each table of dated rows that is asked for. */
static void look_at_rows(struct making *m, struct plan_program *p, struct plan_node *node)
{
    const struct row_filter *filter = flat(m->arena, &m->filter);
    for (unsigned table = 0; table < PLAN_TABLES; table++) {
        bool is_asked = false;
        for (uint32_t i = 0; i < p->filters; i++)
            is_asked |= filter[i].table == table;
        if (!is_asked)
            continue;
        struct row_codes codes = {0};
        if (table != EXPR_CONTACTS)
            codes = row_codes_open(m->arena, m->snapshot, (enum expr_table)table);
        p->rows[table] = row_filters(m->arena, m->snapshot, (enum expr_table)table,
                                     table == EXPR_CONTACTS ? NULL : &codes, filter, p->filters);
        for (uint32_t i = 0; i < p->nodes; i++) {
            bool is_of_shapes = node[i].op == PLAN_LATEST ||
                                (node[i].op == PLAN_DISTINCT && node[i].of == DISTINCT_SUBSTANCES);
            if (is_of_shapes && p->selection[node[i].selection].of->table == table)
                fill_shapes(m, p, &node[i], &codes);
        }
    }
}

static struct plan_program finish(struct making *m, enum measure_population population)
{
    struct arena *a = m->arena;
    struct plan_node *node = flat(a, &m->node);
    struct plan_program p = {
        .population = population,
        .node = node,
        .nodes = (uint32_t)m->node.count,
        .wides = m->wides,
        .selection = flat(a, &m->selection),
        .selections = (uint32_t)m->selection.count,
        .list = flat(a, &m->list),
        .lists = (uint32_t)m->list.count,
        .crossing = flat(a, &m->crossing),
        .crossings = (uint32_t)m->crossing.count,
        .filters = (uint32_t)m->filter.count,
        .measure = flat(a, &m->measure),
        .measures = (uint32_t)m->measure.count,
        .series = m->series,
        .means = m->means,
    };
    look_back(&p);
    look_at_rows(m, &p, node);
    for (uint32_t i = 0; i < p.nodes; i++) {
        p.asks_age |= node[i].op == PLAN_AGE;
        p.asks_year |= node[i].op == PLAN_YEAR;
    }
    p.asks_each_month = changes_each_month(&p);
    plan_look_at_nothing(a, &p, m->snapshot);
    return p;
}

/* ---- what measured values are compared with ---- */

static void collect_limits(const struct expr *e, struct bag *limit)
{
    if (!e)
        return;
    collect_limits(e->a, limit);
    collect_limits(e->b, limit);
    if (e->selection)
        collect_limits(e->selection->anchor, limit);
    if (e->op == EXPR_DECIMAL)
        *(struct decimal *)bag_add(limit) = e->decimal;
}

/* Each once, rising. */
static void set_limits(struct making *m, const struct definition *const *definition, size_t count)
{
    struct bag found = BAG_OPEN(m->arena, struct decimal);
    for (size_t i = 0; i < count; i++) {
        collect_limits(definition[i]->numerator, &found);
        collect_limits(definition[i]->denominator, &found);
        collect_limits(definition[i]->value, &found);
        collect_limits(definition[i]->exclude, &found);
        collect_limits(definition[i]->missing, &found);
    }
    struct decimal *limit = ARENA_NEW(m->arena, struct decimal, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        struct decimal d = *(const struct decimal *)bag_at(&found, i);
        unsigned at = 0;
        while (at < m->limits && decimal_compare(limit[at], d) < 0)
            at++;
        if (at < m->limits && decimal_compare(limit[at], d) == 0)
            continue;
        memmove(&limit[at + 1], &limit[at], (m->limits++ - at) * sizeof *limit);
        limit[at] = d;
    }
    m->limit = limit;
}

/* Bits of the tables that are asked for. */
static uint32_t tables_of(const struct expr *e)
{
    if (!e)
        return 0;
    const struct selection *s = e->selection;
    return tables_of(e->a) | tables_of(e->b) |
           (s ? 1U << s->table | tables_of(s->where) | tables_of(s->anchor) : 0);
}

static bool is_of_rows(const struct expr *e)
{
    return e->selection && expr_table_is_dated(e->selection->table);
}

/* Whether it is surely 0 where there are no dated rows. */
static bool needs_rows(const struct expr *e)
{
    switch ((int)e->op) {
    case EXPR_AND:
    case EXPR_MULTIPLY:
        return needs_rows(e->a) || needs_rows(e->b);
    case EXPR_OR:
    case EXPR_ADD:
    case EXPR_SUBTRACT:
        return needs_rows(e->a) && needs_rows(e->b);
    case EXPR_KNOWN:
        return is_of_rows(e->a);
    default: /* of a comparison: with a day or a value of rows */
        return is_of_rows(e) ||
               (e->b && e->a->type != TYPE_NUMBER && (is_of_rows(e->a) || is_of_rows(e->b)));
    }
}

static bool counts_of_rows(const struct definition *d)
{
    const struct expr *each = d->kind == MEASURE_RATIO ? d->denominator : d->value;
    bool is_masked = each && each->type == TYPE_CONDITION;
    return each && needs_rows(each) &&
           (d->kind != MEASURE_RATIO || is_masked || needs_rows(d->numerator));
}

enum plan_part plan_part_of(const struct definition *d)
{
    enum { DATED = (1 << PLAN_TABLES) - 1 };
    uint32_t tables = tables_of(d->numerator) | tables_of(d->denominator) | tables_of(d->value) |
                      tables_of(d->exclude);
    if (d->population == POPULATION_REGISTERED)
        return PLAN_REGISTERED;
    if (plan_is_of_sums(d) && tables & DATED)
        return d->population == POPULATION_LISTED ? PLAN_LISTED_SUMS : PLAN_EVERYONE_SUMS;
    if (d->population == POPULATION_EVERYONE)
        return tables & DATED ? PLAN_EVERYONE_ROWS : PLAN_EVERYONE_OTHERS;
    if (tables & DATED & ~(1U << EXPR_CONTACTS))
        return counts_of_rows(d) ? PLAN_LISTED_EVENTS : PLAN_LISTED_ANYONE;
    if (tables & 1U << EXPR_CONTACTS)
        return d->kind == MEASURE_MEAN ? PLAN_LISTED_INDICES : PLAN_LISTED_CONTACTS;
    return PLAN_LISTED_OTHERS;
}

static enum measure_population population_of(enum plan_part part)
{
    if (part == PLAN_REGISTERED)
        return POPULATION_REGISTERED;
    return part >= PLAN_EVERYONE_SUMS ? POPULATION_EVERYONE : POPULATION_LISTED;
}

static struct making making_open(struct arena *a, const struct snapshot *s)
{
    return (struct making){.arena = a,
                           .snapshot = s,
                           .node = BAG_OPEN(a, struct plan_node),
                           .selection = BAG_OPEN(a, struct plan_selection),
                           .list = BAG_OPEN(a, struct plan_list),
                           .crossing = BAG_OPEN(a, struct plan_crossing),
                           .filter = BAG_OPEN(a, struct row_filter),
                           .measure = BAG_OPEN(a, struct plan_measure)};
}

struct plan plan_make(struct arena *a, const struct snapshot *s,
                      const struct definition *const *definition, size_t count)
{
    struct plan plan = {0};
    for (unsigned i = 0; i < ARRAY_LEN(plan.program); i++) {
        struct making m = making_open(a, s);
        set_limits(&m, definition, count);
        for (size_t k = 0; k < count; k++)
            if (definition[k]->kind != MEASURE_TABLE && plan_part_of(definition[k]) == i)
                add_measure(&m, definition[k], (uint32_t)k);
        plan.program[i] = finish(&m, population_of((enum plan_part)i));
        if (i == PLAN_LISTED_SUMS || i == PLAN_EVERYONE_SUMS)
            plan_find_sums(a, &plan.program[i]);
    }
    return plan;
}

struct plan_program plan_of(struct arena *a, const struct snapshot *s, const struct definition *d,
                            bool lists)
{
    struct making m = making_open(a, s);
    m.lists = lists;
    set_limits(&m, &d, 1);
    add_measure(&m, d, 0);
    return finish(&m, d->population);
}
