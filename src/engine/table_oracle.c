/* What a measure of tables is, evaluated slowly and in the plainest way: one place, one month-end,
 * row by row, the expression as it stands. Shares the tree with table_eval.c and no arithmetic but
 * that of exact.h: every row is a fraction of its own until all are printed. */
#include "engine/oracle.h"
#include "engine/table_expr.h"

struct question {
    struct arena *arena;
    const struct snapshot *s;
    const struct definition *d;
    struct oracle_place place;
    struct month month;
    bool is_nation;
};
struct one_row {
    enum table_id table;
    const struct snapshot_table *at;
    uint32_t i;
};
/* Every number is a list of fractions; a condition is one that is not 0. */
struct outcome {
    enum cell_missing missing;
    struct exact_number n;
};

static struct outcome fraction(const struct question *q, wide p, wide of)
{
    struct exact_part *part = ARENA_NEW(q->arena, struct exact_part, 1);
    *part = of < 0 ? (struct exact_part){-p, -of} : (struct exact_part){p, of};
    return (struct outcome){CELL_PRESENT, {part, 1}};
}

static wide tens(unsigned places)
{
    return places == 0 ? 1 : 10 * tens(places - 1);
}

/* ---- of a row ---- */

static struct str text_of(const struct question *q, const struct one_row *r, unsigned column)
{
    uint32_t n = r->at->column[column].word[r->i];
    const struct vocab *v = TABLES[r->table].column[column].vocab;
    return v ? str_of(v->word[n]) : q->s->tables.word[n];
}

static bool met(const struct question *q, const struct one_row *r, const struct table_expr *e)
{
    if (e->op == TABLE_OP_NOT)
        return !met(q, r, e->a);
    if (e->op == TABLE_OP_AND || e->op == TABLE_OP_OR) {
        bool a = met(q, r, e->a), b = met(q, r, e->b);
        return e->op == TABLE_OP_AND ? a && b : a || b;
    }
    if (e->op == TABLE_OP_KNOWN && r->at->column[e->column].whole)
        return r->at->column[e->column].whole[r->i] != SNAPSHOT_UNKNOWN;
    struct str text = text_of(q, r, e->column);
    if (e->op == TABLE_OP_KNOWN)
        return text.len > 0;
    if (e->op == TABLE_OP_EACH)
        return str_eq(text, q->d->each);
    bool found = false;
    for (unsigned i = 0; i < e->words; i++)
        found = found || str_eq(text, e->word[i]);
    return found;
}

/* A decimal number: units and places. */
struct decimals {
    bool is_known;
    wide units;
    unsigned places;
};

static struct decimals value_of(const struct one_row *r, const struct table_expr *e)
{
    if (e->op == TABLE_OP_NUMBER)
        return (struct decimals){true, e->number.units, e->number.places};
    if (e->op == TABLE_OP_COLUMN) {
        const struct snapshot_table_column *c = &r->at->column[e->column];
        if (c->whole[r->i] == SNAPSHOT_UNKNOWN)
            return (struct decimals){false, 0, 0};
        return c->nano ? (struct decimals){true, c->whole[r->i] * tens(9) + c->nano[r->i], 9}
                       : (struct decimals){true, c->whole[r->i], 0};
    }
    struct decimals a = value_of(r, e->a), b = value_of(r, e->b);
    if (e->op == TABLE_OP_MULTIPLY)
        return (struct decimals){a.is_known && b.is_known, a.units * b.units, a.places + b.places};
    for (; a.places < b.places; a.places++)
        a.units *= 10;
    for (; b.places < a.places; b.places++)
        b.units *= 10;
    return (struct decimals){a.is_known && b.is_known,
                             e->op == TABLE_OP_ADD ? a.units + b.units : a.units - b.units,
                             a.places};
}

/* ---- of a place ---- */

static bool is_of_place(const struct question *q, uint32_t unit)
{
    const struct snapshot *s = q->s;
    if (q->is_nation || unit >= s->known_units)
        return q->is_nation && unit == s->known_units;
    return (q->place.level == LEVEL_UNIT && unit == q->place.number) ||
           (q->place.level == LEVEL_OPERATOR && s->unit_operator[unit] == q->place.number) ||
           (q->place.level == LEVEL_MUNICIPALITY &&
            s->unit_municipality[unit] == q->place.number) ||
           (q->place.level == LEVEL_COUNTY && s->unit_county[unit] == q->place.number);
}

static bool is_in_window(const struct question *q, const struct table_rows *rows, int32_t period)
{
    if (rows->months == 0)
        return period == day_civil(month_first(q->month)).year;
    int32_t back = q->month.n - rows->shift - period; /* months before the last of the window */
    return back >= 0 && back < rows->months;
}

/* How many months of the unit have a row in the window. */
static int32_t months_with_rows(const struct question *q, const struct table_rows *rows,
                                uint32_t unit)
{
    const struct snapshot_table *t = snapshot_table(&q->s->tables, rows->table);
    int32_t months = 0;
    for (int32_t period = q->month.n - 4000; period <= q->month.n; period++) {
        bool any = false;
        for (uint32_t i = t->first[unit]; i < t->first[unit + 1]; i++)
            any = any || (t->period[i] == period && is_in_window(q, rows, period));
        months += any;
    }
    return months;
}

static struct outcome of_rows(const struct question *q, const struct table_expr *e)
{
    const struct table_rows *rows = e->rows;
    const struct snapshot_table *t = snapshot_table(&q->s->tables, rows->table);
    struct exact_part *part = ARENA_NEW(q->arena, struct exact_part, (size_t)t->rows + 1);
    unsigned parts = 0;
    bool is_known = false;
    for (uint32_t unit = 0; unit <= q->s->known_units; unit++) {
        int32_t months = e->op == TABLE_OP_MEAN ? months_with_rows(q, rows, unit) : 1;
        for (uint32_t i = t->first[unit]; i < t->first[unit + 1] && is_of_place(q, unit); i++) {
            struct one_row r = {rows->table, t, i};
            if (!is_in_window(q, rows, t->period[i]))
                continue;
            is_known = is_known || e->op == TABLE_OP_MEAN;
            struct decimals v = value_of(&r, rows->value);
            if ((rows->where && !met(q, &r, rows->where)) || !v.is_known)
                continue;
            is_known = true;
            part[parts++] = (struct exact_part){v.units, tens(v.places) * months};
        }
    }
    return (struct outcome){is_known ? CELL_PRESENT : CELL_UNK, {part, parts}};
}

/* All fractions over one denominator, for those that have a common power of ten. */
static wide over(struct exact_number n, wide q)
{
    wide sum = 0;
    for (unsigned i = 0; i < n.parts; i++)
        sum += n.part[i].p * (q / n.part[i].q);
    return sum;
}

static wide greatest_q(struct exact_number n)
{
    wide q = 1;
    for (unsigned i = 0; i < n.parts; i++)
        q = n.part[i].q > q ? n.part[i].q : q;
    return q;
}

static struct outcome evaluate(const struct question *q, const struct table_expr *e)
{
    if (e->op == TABLE_OP_NUMBER)
        return fraction(q, e->number.units, tens(e->number.places));
    if (e->op == TABLE_OP_SUM || e->op == TABLE_OP_MEAN)
        return of_rows(q, e);
    if (e->op == TABLE_OP_NATION) {
        struct question nation = *q;
        nation.is_nation = true;
        return evaluate(&nation, e->a);
    }
    struct outcome a = evaluate(q, e->a), b = evaluate(q, e->b);
    if (a.missing == CELL_UNK || b.missing == CELL_UNK)
        return (struct outcome){.missing = CELL_UNK};
    if (a.missing == CELL_INV || b.missing == CELL_INV)
        return (struct outcome){.missing = CELL_INV};
    if (e->op == TABLE_OP_ADD || e->op == TABLE_OP_SUBTRACT) {
        struct exact_part *part = ARENA_NEW(q->arena, struct exact_part, a.n.parts + b.n.parts + 1);
        for (unsigned i = 0; i < a.n.parts; i++)
            part[i] = a.n.part[i];
        for (unsigned i = 0; i < b.n.parts; i++) {
            part[a.n.parts + i] = b.n.part[i];
            if (e->op == TABLE_OP_SUBTRACT)
                part[a.n.parts + i].p = -b.n.part[i].p;
        }
        return (struct outcome){CELL_PRESENT, {part, a.n.parts + b.n.parts}};
    }
    wide qa = greatest_q(a.n), qb = greatest_q(b.n), x = over(a.n, qa), y = over(b.n, qb);
    if (e->op == TABLE_OP_MULTIPLY)
        return fraction(q, x * y, qa * qb);
    if (y == 0)
        return (struct outcome){.missing = CELL_INV};
    return fraction(q, x * qb, y * qa);
}

struct cell oracle_table_cell(struct arena *a, const struct snapshot *s, const struct definition *d,
                              struct oracle_place place, struct month month)
{
    struct question q = {a, s, d, place, month, false};
    struct outcome n = evaluate(&q, d->of_tables.numerator);
    struct outcome by =
        d->of_tables.denominator ? evaluate(&q, d->of_tables.denominator) : fraction(&q, 1, 1);
    if (n.missing == CELL_UNK || by.missing == CELL_UNK)
        return (struct cell){.missing = CELL_UNK};
    if (n.missing || by.missing || exact_sign(by.n) <= 0)
        return (struct cell){.missing = CELL_INV};
    struct exact_pair *pair = ARENA_NEW(a, struct exact_pair, 1);
    *pair = (struct exact_pair){n.n, by.n};
    struct cell c = {.pair = pair};
    int64_t whole[2];
    if (exact_whole(n.n, &whole[0]) && exact_whole(by.n, &whole[1])) {
        c.numerator = whole[0];
        c.denominator = whole[1];
    }
    return c;
}
