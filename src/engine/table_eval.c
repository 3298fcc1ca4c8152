/* A sum of rows is a leaf: worked out once for each unit and month-end with a window that slides
 * over the unit's rows. Places add up the leaves of their units; what an expression makes of them
 * is worked out for each place and month-end. The nation stands behind the units. */
#include "engine/table_eval.h"

#include "engine/table_expr.h"

#include <assert.h>
#include <string.h>

enum { LEAVES_MOST = 2 * EXPR_SELECTIONS_MOST };

struct leaf_sum { /* of one unit or place */
    wide sum;
    uint32_t rows;   /* that are in it; of a mean those of the table in the window */
    uint32_t months; /* of a mean: that have a row */
};
struct leaf {
    const struct table_expr *e;
    const struct leaf_sum *unit; /* [unit * months + month] */
};
struct table_measure {
    struct arena *work;
    const struct snapshot *s;
    const struct definition *d;
    struct table_months months;
    struct leaf leaf[LEAVES_MOST];
    unsigned leaves;
};

static wide power_of_ten(unsigned n)
{
    wide power = 1;
    for (unsigned i = 0; i < n; i++)
        power *= 10;
    return power;
}

/* ---- rows ---- */

struct row {
    const struct table_measure *m;
    enum table_id table;
    const struct snapshot_table *at;
    uint32_t i;
};

static bool is_word(const struct row *r, const struct table_expr *e, struct str word)
{
    const struct table_column *c = &TABLES[r->table].column[e->column];
    uint32_t value = r->at->column[e->column].word[r->i];
    return str_eq(word, c->type == COLUMN_VOCAB ? vocab_word(c->vocab, value)
                                                : r->m->s->tables.word[value]);
}

static bool row_meets(const struct row *r, const struct table_expr *e)
{
    const struct snapshot_table_column *c = &r->at->column[e->column];
    switch ((int)e->op) {
    case TABLE_OP_NOT:
        return !row_meets(r, e->a);
    case TABLE_OP_AND:
        return row_meets(r, e->a) && row_meets(r, e->b);
    case TABLE_OP_OR:
        return row_meets(r, e->a) || row_meets(r, e->b);
    case TABLE_OP_EACH:
        return is_word(r, e, r->m->d->each);
    case TABLE_OP_KNOWN:
        return c->whole ? c->whole[r->i] != SNAPSHOT_UNKNOWN : !is_word(r, e, STR(""));
    default:
        assert(e->op == TABLE_OP_WORDS);
        for (unsigned i = 0; i < e->words; i++)
            if (is_word(r, e, e->word[i]))
                return true;
        return false;
    }
}

/* In units of 10^-e->places; false: a column that is asked for is empty. */
static bool row_value(const struct row *r, const struct table_expr *e, wide *out)
{
    wide a, b;
    if (e->op == TABLE_OP_NUMBER) {
        *out = e->number.units;
        return true;
    }
    if (e->op == TABLE_OP_COLUMN) {
        const struct snapshot_table_column *c = &r->at->column[e->column];
        *out = c->whole[r->i];
        if (c->nano)
            *out = *out * SNAPSHOT_BILLION + c->nano[r->i];
        return c->whole[r->i] != SNAPSHOT_UNKNOWN;
    }
    if (!row_value(r, e->a, &a) || !row_value(r, e->b, &b))
        return false;
    if (e->op == TABLE_OP_MULTIPLY) {
        *out = a * b;
        return true;
    }
    a *= power_of_ten(e->places - e->a->places);
    b *= power_of_ten(e->places - e->b->places);
    *out = e->op == TABLE_OP_ADD ? a + b : a - b;
    return true;
}

/* ---- leaves ---- */

struct row_facts {
    wide value;
    bool counts;
};

static const struct row_facts *look_at_rows(const struct table_measure *m,
                                            const struct table_rows *rows)
{
    struct row r = {m, rows->table, snapshot_table(&m->s->tables, rows->table), 0};
    struct row_facts *out = ARENA_NEW(m->work, struct row_facts, (size_t)r.at->rows + 1);
    for (; r.i < r.at->rows; r.i++)
        out[r.i].counts = (!rows->where || row_meets(&r, rows->where)) &&
                          row_value(&r, rows->value, &out[r.i].value);
    return out;
}

/* The periods of a month-end, both ends inside. */
struct periods {
    int32_t from, to;
};

static struct periods periods_of(const struct table_rows *rows, struct month month)
{
    if (rows->months == 0) {
        int32_t year = day_civil(month_first(month)).year;
        return (struct periods){year, year};
    }
    int32_t to = month.n - rows->shift;
    return (struct periods){to - rows->months + 1, to};
}

static void sum_unit(const struct table_measure *m, const struct leaf *leaf,
                     const struct row_facts *row, uint32_t unit, struct leaf_sum *out)
{
    const struct table_rows *rows = leaf->e->rows;
    const struct snapshot_table *t = snapshot_table(&m->s->tables, rows->table);
    uint32_t from = t->first[unit], end = t->first[unit + 1], to = from;
    for (unsigned month = 0; month < m->months.count; month++) {
        struct periods in = periods_of(rows, (struct month){m->months.first.n + (int32_t)month});
        while (from < end && t->period[from] < in.from)
            from++;
        for (to = to < from ? from : to; to < end && t->period[to] <= in.to;)
            to++;
        struct leaf_sum *s = &out[month];
        for (uint32_t i = from; i < to; i++) {
            s->months += i == from || t->period[i] != t->period[i - 1];
            s->rows += row[i].counts;
            s->sum += row[i].counts ? row[i].value : 0;
        }
        if (leaf->e->op == TABLE_OP_MEAN)
            s->rows = to - from;
    }
}

static void add_leaf(struct table_measure *m, const struct table_expr *e)
{
    uint32_t units = m->s->known_units + 1;
    struct leaf_sum *sum = ARENA_NEW(m->work, struct leaf_sum, (size_t)units * m->months.count + 1);
    struct leaf *leaf = &m->leaf[m->leaves++];
    *leaf = (struct leaf){e, sum};
    const struct row_facts *row = look_at_rows(m, e->rows);
    for (uint32_t unit = 0; unit < units; unit++)
        sum_unit(m, leaf, row, unit, sum + (size_t)unit * m->months.count);
}

static void find_leaves(struct table_measure *m, const struct table_expr *e)
{
    if (!e)
        return;
    if (e->op == TABLE_OP_SUM || e->op == TABLE_OP_MEAN) {
        add_leaf(m, e);
        return;
    }
    find_leaves(m, e->a);
    find_leaves(m, e->b);
}

struct table_measure *table_measure_open(struct arena *work, const struct snapshot *s,
                                         const struct definition *d, struct table_months months)
{
    struct table_measure *m = ARENA_NEW(work, struct table_measure, 1);
    *m = (struct table_measure){.work = work, .s = s, .d = d, .months = months};
    find_leaves(m, d->of_tables.numerator);
    find_leaves(m, d->of_tables.denominator);
    return m;
}

/* ---- places ---- */

/* Of a leaf at a place: of a mean the units with one number of months together. */
struct place_sum {
    uint64_t rows;
    struct exact_part *part; /* q: the months; of a sum one part of q 1 */
    unsigned parts, room;
};
struct places {
    const struct table_measure *m;
    struct arena *arena;
    const struct place_sum *leaf[LEAVES_MOST]; /* [place * months + month] */
};

static void add_part(struct arena *a, struct place_sum *s, wide p, wide q)
{
    unsigned i = 0;
    while (i < s->parts && s->part[i].q != q)
        i++;
    if (i == s->room) {
        unsigned room = s->room > 0 ? 2 * s->room : 1;
        struct exact_part *grown = ARENA_NEW(a, struct exact_part, room);
        if (s->room > 0)
            memcpy(grown, s->part, s->parts * sizeof *grown);
        s->part = grown;
        s->room = room;
    }
    s->part[i].q = q;
    s->part[i].p += p;
    s->parts += i == s->parts;
}

static void add_unit(struct arena *a, const struct leaf *leaf, const struct leaf_sum *unit,
                     struct place_sum *to)
{
    to->rows += unit->rows;
    if (leaf->e->op == TABLE_OP_SUM)
        add_part(a, to, unit->sum, 1);
    else if (unit->months > 0)
        add_part(a, to, unit->sum, unit->months);
}

/* What an expression comes to at a place, in a month. */
struct outcome {
    enum cell_missing missing;
    struct exact_number number;
};
struct question {
    const struct places *places;
    size_t at; /* place * months + month */
    unsigned month;
    bool is_nation;
};

static struct outcome one_part(const struct question *q, wide p, wide of)
{
    struct exact_part *part = ARENA_NEW(q->places->arena, struct exact_part, 1);
    *part = (struct exact_part){p, of};
    return (struct outcome){CELL_PRESENT, {part, 1}};
}

static struct outcome of_leaf(const struct question *q, const struct table_expr *e)
{
    const struct table_measure *m = q->places->m;
    unsigned i = 0;
    while (m->leaf[i].e != e)
        i++;
    struct place_sum nation = {0};
    assert(q->places->leaf[i]);
    const struct place_sum *s = &q->places->leaf[i][q->at];
    if (q->is_nation) {
        size_t at = (size_t)m->s->known_units * m->months.count + q->month;
        add_unit(q->places->arena, &m->leaf[i], &m->leaf[i].unit[at], &nation);
        s = &nation;
    }
    if (s->rows == 0)
        return (struct outcome){.missing = CELL_UNK};
    struct exact_part *part = ARENA_NEW(q->places->arena, struct exact_part, s->parts + 1);
    for (unsigned k = 0; k < s->parts; k++)
        part[k] = (struct exact_part){s->part[k].p, s->part[k].q * power_of_ten(e->places)};
    return (struct outcome){CELL_PRESENT, {part, s->parts}};
}

/* A plain number in units of 10^-places: it is one part, or none where no unit has a month. */
static wide units_of(struct exact_number n, unsigned places)
{
    wide units = 0;
    for (unsigned i = 0; i < n.parts; i++)
        units += n.part[i].p * (power_of_ten(places) / n.part[i].q);
    return units;
}

static struct outcome both(const struct question *q, const struct outcome *a,
                           const struct outcome *b, wide sign)
{
    unsigned parts = a->number.parts + b->number.parts;
    struct exact_part *part = ARENA_NEW(q->places->arena, struct exact_part, parts + 1);
    for (unsigned i = 0; i < parts; i++)
        if (i < a->number.parts) {
            part[i] = a->number.part[i];
        } else {
            part[i] = b->number.part[i - a->number.parts];
            part[i].p *= sign;
        }
    return (struct outcome){CELL_PRESENT, {part, parts}};
}

static struct outcome divided(const struct question *q, wide p, wide by)
{
    if (by == 0)
        return (struct outcome){.missing = CELL_INV};
    return by < 0 ? one_part(q, -p, -by) : one_part(q, p, by);
}

static struct outcome evaluate(const struct question *q, const struct table_expr *e)
{
    struct question nation = *q;
    switch ((int)e->op) {
    case TABLE_OP_NUMBER:
        return one_part(q, e->number.units, power_of_ten(e->places));
    case TABLE_OP_SUM:
    case TABLE_OP_MEAN:
        return of_leaf(q, e);
    case TABLE_OP_NATION:
        nation.is_nation = true;
        return evaluate(&nation, e->a);
    default:
        break;
    }
    struct outcome a = evaluate(q, e->a), b = evaluate(q, e->b);
    if (a.missing == CELL_UNK || b.missing == CELL_UNK)
        return (struct outcome){.missing = CELL_UNK};
    if (a.missing || b.missing)
        return (struct outcome){.missing = CELL_INV};
    if (!e->a->is_plain || !e->b->is_plain || e->op == TABLE_OP_ADD || e->op == TABLE_OP_SUBTRACT)
        return both(q, &a, &b, e->op == TABLE_OP_ADD ? 1 : -1);
    wide x = units_of(a.number, e->a->places), y = units_of(b.number, e->b->places);
    if (e->op == TABLE_OP_MULTIPLY)
        return one_part(q, x * y, power_of_ten(e->places));
    return divided(q, x * power_of_ten(e->b->places), y * power_of_ten(e->a->places));
}

/* Parts of one denominator together: most numbers are one part then. */
static struct exact_number merged(struct arena *a, struct exact_number n)
{
    struct exact_part *part = ARENA_NEW(a, struct exact_part, n.parts + 1);
    unsigned parts = 0;
    for (unsigned i = 0; i < n.parts; i++) {
        unsigned k = 0;
        while (k < parts && part[k].q != n.part[i].q)
            k++;
        part[k].q = n.part[i].q;
        part[k].p += n.part[i].p;
        parts += k == parts;
    }
    return (struct exact_number){part, parts};
}

static struct cell cell_of(const struct question *q, struct arena *a)
{
    static const struct exact_part one = {1, 1};
    const struct table_measure *m = q->places->m;
    const struct table_expr *by = m->d->of_tables.denominator;
    struct outcome n = evaluate(q, m->d->of_tables.numerator);
    struct outcome d = by ? evaluate(q, by) : (struct outcome){CELL_PRESENT, {&one, 1}};
    if (n.missing == CELL_UNK || d.missing == CELL_UNK)
        return (struct cell){.missing = CELL_UNK};
    if (n.missing || d.missing || exact_sign(d.number) <= 0)
        return (struct cell){.missing = CELL_INV};
    struct exact_pair *pair = ARENA_NEW(a, struct exact_pair, 1);
    struct cell c = {.pair = pair};
    *pair = (struct exact_pair){merged(a, n.number), merged(a, d.number)};
    if (!exact_whole(pair->numerator, &c.numerator) ||
        !exact_whole(pair->denominator, &c.denominator))
        c.numerator = c.denominator = 0;
    return c;
}

static const struct place_sum *sum_places(const struct table_measure *m, struct arena *work,
                                          const struct leaf *leaf, const uint32_t *place_of,
                                          uint32_t places)
{
    unsigned months = m->months.count;
    struct place_sum *out = ARENA_NEW(work, struct place_sum, (size_t)places * months + 1);
    for (uint32_t unit = 0; unit < m->s->known_units; unit++)
        for (unsigned month = 0; place_of[unit] < places && month < months; month++)
            add_unit(work, leaf, &leaf->unit[(size_t)unit * months + month],
                     &out[(size_t)place_of[unit] * months + month]);
    return out;
}

const struct cell *table_measure_cells(const struct table_measure *m, struct arena *a,
                                       const uint32_t *place_of, uint32_t places)
{
    size_t count = (size_t)places * m->months.count;
    struct cell *cell = ARENA_NEW(a, struct cell, count + 1);
    struct places all = {.m = m, .arena = arena_open(ARENA_BLOCK)};
    for (unsigned i = 0; i < m->leaves; i++)
        all.leaf[i] = sum_places(m, m->work, &m->leaf[i], place_of, places);
    for (size_t i = 0; i < count; i++, arena_reset(all.arena)) {
        struct question q = {&all, i, (unsigned)(i % m->months.count), false};
        cell[i] = cell_of(&q, a);
    }
    arena_close(all.arena);
    return cell;
}
