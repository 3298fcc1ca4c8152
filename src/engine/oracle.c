#include "engine/oracle.h"

#include "engine/expr.h"

#include <string.h>

static const uint32_t NOBODY = UINT32_MAX;

/* One person, one month-end, one place. */
struct question {
    struct arena *arena;
    const struct snapshot *s;
    struct oracle_place place;
    struct month month;
    uint32_t person;
    long listing; /* the row that holds on T; -1: none */
};
/* One row of whatever table. */
struct fact {
    int32_t day;          /* of contacts */
    uint32_t unit, staff; /* staff: NOBODY: none */
    struct shape shape;
    unsigned word; /* basis or kind */
};
static const struct fact NO_ROW; /* outside a selection's `where` */
struct facts {
    struct fact *at;
    size_t count;
};
/* What an expression comes to; has == false: no value. */
struct outcome {
    bool has;
    int32_t number;
    uint64_t p, q, rows; /* of an index, and of how many rows */
};

/* ---- the calendar and the rows ---- */

static bool covers(uint16_t from, uint16_t to, int32_t day)
{
    return from <= day && (to == SNAPSHOT_NONE16 || day <= to);
}

static long listing_on(const struct snapshot *s, uint32_t person, int32_t day)
{
    for (uint32_t i = s->listings.first[person]; i < s->listings.first[person + 1]; i++)
        if (covers(s->listings.from[i], s->listings.to[i], day))
            return (long)i;
    return -1;
}

/* Kind 2 is active where its unit is the one where the person is listed on that day. */
static bool named_holds(const struct snapshot *s, uint32_t person, uint32_t row, int32_t day)
{
    const struct snapshot_named_contacts *n = &s->named_contacts;
    if (!covers(n->from[row], n->to[row], day))
        return false;
    long listing = listing_on(s, person, day);
    return n->kind[row] != KIND_DOCTOR ||
           (listing >= 0 && s->listings.unit[listing] == n->unit[row]);
}

static uint32_t doctor_on(const struct snapshot *s, uint32_t person, int32_t day)
{
    const struct snapshot_named_contacts *n = &s->named_contacts;
    for (uint32_t i = n->first[person]; i < n->first[person + 1]; i++)
        if (n->kind[i] == KIND_DOCTOR && named_holds(s, person, i, day))
            return n->staff[i];
    return NOBODY;
}

static struct facts contacts_of(const struct question *q)
{
    const struct snapshot_contacts *c = &q->s->contacts;
    uint32_t first = c->first[q->person], count = c->first[q->person + 1] - first;
    struct fact *at = ARENA_NEW(q->arena, struct fact, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t staff = narrow_at(c->staff, first + i);
        at[i] = (struct fact){
            .day = c->day[first + i],
            .unit = narrow_at(c->unit, first + i),
            .staff = staff == 0 ? NOBODY : staff - 1,
            .shape = shape_unpack(q->s->shape[narrow_at(c->shape, first + i)]),
        };
    }
    return (struct facts){at, count};
}

/* The rows of intervals that hold on a day. */
static struct facts intervals_on(const struct question *q, enum expr_table table, int32_t day)
{
    const struct snapshot *s = q->s;
    uint32_t p = q->person;
    struct facts out = {NULL, 0};
    uint32_t most = s->listings.count + s->named_contacts.count + s->residences.count;
    out.at = ARENA_NEW(q->arena, struct fact, (size_t)most + 1);
    if (table == EXPR_LISTINGS)
        for (uint32_t i = s->listings.first[p]; i < s->listings.first[p + 1]; i++)
            if (covers(s->listings.from[i], s->listings.to[i], day))
                out.at[out.count++] = (struct fact){
                    .unit = s->listings.unit[i], .staff = NOBODY, .word = s->listings.basis[i]};
    if (table == EXPR_NAMED_CONTACTS)
        for (uint32_t i = s->named_contacts.first[p]; i < s->named_contacts.first[p + 1]; i++)
            if (named_holds(s, p, i, day))
                out.at[out.count++] = (struct fact){.unit = s->named_contacts.unit[i],
                                                    .staff = s->named_contacts.staff[i],
                                                    .word = s->named_contacts.kind[i]};
    if (table == EXPR_RESIDENCES)
        for (uint32_t i = s->residences.first[p]; i < s->residences.first[p + 1]; i++)
            if (covers(s->residences.from[i], s->residences.to[i], day))
                out.at[out.count++] = (struct fact){.staff = NOBODY, .word = s->residences.kind[i]};
    return out;
}

/* ---- places ---- */

static bool unit_is_of(const struct snapshot *s, uint32_t unit, struct oracle_place place)
{
    if (unit >= s->known_units)
        return false;
    if (place.level == LEVEL_UNIT)
        return unit == place.number;
    if (place.level == LEVEL_OPERATOR)
        return s->unit_operator[unit] == place.number;
    if (place.level == LEVEL_MUNICIPALITY)
        return s->unit_municipality[unit] == place.number;
    return place.level == LEVEL_COUNTY && s->unit_county[unit] == place.number;
}

/* Of the listed: whether the person belongs to the place on T. */
static bool belongs(const struct question *q)
{
    if (q->listing < 0 || q->s->listings.unit[q->listing] >= q->s->known_units)
        return false;
    if (q->place.level == LEVEL_DOCTOR)
        return doctor_on(q->s, q->person, month_last(q->month).n) == q->place.number;
    return unit_is_of(q->s, q->s->listings.unit[q->listing], q->place);
}

/* ---- expressions ---- */

static struct outcome evaluate(const struct question *q, const struct expr *e,
                               const struct fact *row, uint64_t index_rows);

static unsigned word_of(const struct question *q, const struct fact *row, enum expr_field field)
{
    switch (field) {
    case FIELD_PROFESSION:
        return row->shape.profession;
    case FIELD_FORM:
        return row->shape.form;
    case FIELD_LEVEL:
        return row->shape.level;
    case FIELD_PROBLEM:
        return row->shape.problem;
    case FIELD_BOOKING:
        return row->shape.booking;
    case FIELD_ASSESSED:
        return row->shape.assessed;
    case FIELD_BASIS:
    case FIELD_KIND:
    case FIELD_RESIDENCE_KIND:
        return row->word;
    case FIELD_SEX:
        return q->s->sex[q->person];
    case FIELD_PROTECTION:
        return q->s->protection[q->person];
    case FIELD_LISTING_BASIS:
        return q->s->listings.basis[q->listing];
    }
    return 0;
}

/* The rows of a selection, in their order. */
static struct facts select_rows(const struct question *q, const struct selection *s)
{
    struct month end = {q->month.n - s->shift};
    struct facts all =
        s->table == EXPR_CONTACTS ? contacts_of(q) : intervals_on(q, s->table, month_last(end).n);
    struct facts out = {ARENA_NEW(q->arena, struct fact, all.count + 1), 0};
    int32_t first = s->months == 0 ? -1 : month_first((struct month){end.n - s->months + 1}).n;
    for (size_t i = 0; i < all.count; i++) {
        const struct fact *row = &all.at[i];
        if (s->table == EXPR_CONTACTS && (row->day < first || row->day > month_last(end).n))
            continue;
        if (s->where && evaluate(q, s->where, row, 0).number == 0)
            continue;
        bool again = false;
        for (size_t k = 0; s->once_a_day && k < out.count; k++)
            again |= out.at[k].day == row->day && out.at[k].staff == row->staff;
        if (!again)
            out.at[out.count++] = *row;
    }
    return out;
}

static size_t rows_by(const struct facts *rows, size_t from, uint32_t staff)
{
    size_t count = 0;
    for (size_t i = from; i < rows->count; i++)
        count += rows->at[i].staff == staff;
    return count;
}

/* Whether no earlier row has the staff of this one. */
static bool is_first_by(const struct facts *rows, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (rows->at[k].staff == rows->at[i].staff)
            return false;
    return true;
}

static struct outcome index_of(enum expr_index index, const struct facts *rows)
{
    struct index_counts c = {.rows = rows->count};
    for (size_t i = 0; i < rows->count; i++) {
        c.pairs += i > 0 && rows->at[i].staff == rows->at[i - 1].staff;
        if (!is_first_by(rows, i))
            continue;
        uint64_t by = rows_by(rows, i, rows->at[i].staff);
        c.providers++;
        c.squares += by * by;
        c.most = by > c.most ? by : c.most;
    }
    struct outcome a = {.rows = rows->count};
    a.has = index_fraction(index, &c, &a.p, &a.q);
    return a;
}

static struct outcome of_rows(const struct question *q, const struct expr *e)
{
    struct facts rows = select_rows(q, e->selection);
    if (e->op == EXPR_INDEX)
        return index_of(e->index, &rows);
    struct outcome a = {.has = true, .number = (int32_t)rows.count};
    if (e->op == EXPR_ANY)
        a.number = rows.count > 0;
    if (e->op != EXPR_DISTINCT)
        return a;
    a.number = 0;
    for (size_t i = 0; i < rows.count; i++)
        a.number += rows.at[i].staff != NOBODY && is_first_by(&rows, i);
    return a;
}

static bool row_test(const struct question *q, enum expr_op op, const struct fact *row)
{
    uint32_t doctor = doctor_on(q->s, q->person, row->day);
    switch ((int)op) {
    case EXPR_AT_OWN_UNIT:
        return row->unit == q->s->listings.unit[q->listing];
    case EXPR_HERE:
        return unit_is_of(q->s, row->unit, q->place);
    case EXPR_STAFF_KNOWN:
        return row->staff != NOBODY;
    case EXPR_HAS_OWN_DOCTOR:
        return doctor != NOBODY;
    default:
        return doctor != NOBODY && row->staff == doctor;
    }
}

static int32_t arithmetic(enum expr_op op, int64_t x, int64_t y)
{
    switch ((int)op) {
    case EXPR_EQUAL:
        return x == y;
    case EXPR_UNEQUAL:
        return x != y;
    case EXPR_LESS:
        return x < y;
    case EXPR_LESS_EQUAL:
        return x <= y;
    case EXPR_GREATER:
        return x > y;
    case EXPR_GREATER_EQUAL:
        return x >= y;
    default:
        return expr_bounded(op == EXPR_ADD ? x + y : op == EXPR_SUBTRACT ? x - y : x * y);
    }
}

/* `row`: of the selection whose `where` this is, else NO_ROW. */
static struct outcome evaluate(const struct question *q, const struct expr *e,
                               const struct fact *row, uint64_t index_rows)
{
    struct outcome a = {.has = true};
    struct day birth = {q->s->birth[q->person]};
    switch ((int)e->op) {
    case EXPR_NUMBER:
        a.number = expr_bounded(e->number);
        return a;
    case EXPR_INDEX_COUNT:
        a.number = expr_bounded((int64_t)index_rows);
        return a;
    case EXPR_AGE:
        a.number = day_is_none(birth) ? 0 : age_on(birth, month_last(q->month));
        return a;
    case EXPR_WORDS:
        a.number = (int32_t)(e->words >> word_of(q, row, e->field) & 1);
        return a;
    case EXPR_AT_OWN_UNIT:
    case EXPR_HERE:
    case EXPR_STAFF_KNOWN:
    case EXPR_BY_OWN_DOCTOR:
    case EXPR_HAS_OWN_DOCTOR:
        a.number = row_test(q, e->op, row);
        return a;
    case EXPR_COUNT:
    case EXPR_ANY:
    case EXPR_DISTINCT:
    case EXPR_INDEX:
        return of_rows(q, e);
    case EXPR_WHEN:
        a = evaluate(q, e->a, row, 0);
        a.has = a.has && evaluate(q, e->b, row, a.rows).number != 0;
        return a;
    default:
        break;
    }
    int32_t x = evaluate(q, e->a, row, index_rows).number;
    int32_t y = e->b ? evaluate(q, e->b, row, index_rows).number : 0;
    if (e->op == EXPR_NOT)
        a.number = !x;
    else if (e->op == EXPR_AND || e->op == EXPR_OR)
        a.number = e->op == EXPR_AND ? x && y : x || y;
    else
        a.number = arithmetic(e->op, x, y);
    return a;
}

/* ---- measures ---- */

struct sums {
    int64_t numerator, denominator;
    struct exact_term *term; /* by q */
    wide *squares;           /* of each term */
    unsigned terms;
};

static void add_term(struct sums *s, uint64_t q, int64_t p)
{
    unsigned at = 0;
    while (at < s->terms && s->term[at].q < q)
        at++;
    if (at == s->terms || s->term[at].q != q) {
        memmove(&s->term[at + 1], &s->term[at], (s->terms - at) * sizeof *s->term);
        memmove(&s->squares[at + 1], &s->squares[at], (s->terms - at) * sizeof *s->squares);
        s->term[at] = (struct exact_term){.q = q};
        s->squares[at] = 0;
        s->terms++;
    }
    s->term[at].persons++;
    s->term[at].sum += p;
    s->squares[at] += (wide)p * p;
}

static bool asks_age(const struct definition *d)
{
    return expr_has(d->numerator, EXPR_AGE) || expr_has(d->denominator, EXPR_AGE) ||
           expr_has(d->value, EXPR_AGE) || expr_has(d->exclude, EXPR_AGE);
}

static void add_person(struct question *q, const struct definition *d, struct sums *s)
{
    if (asks_age(d) && q->s->birth[q->person] == INT32_MIN)
        return;
    if (d->exclude && evaluate(q, d->exclude, &NO_ROW, 0).number != 0)
        return;
    if (d->kind == MEASURE_COUNT) {
        s->numerator += evaluate(q, d->value, &NO_ROW, 0).number;
    } else if (d->kind == MEASURE_MEAN) {
        struct outcome a = evaluate(q, d->value, &NO_ROW, 0);
        if (a.has)
            add_term(s, d->value->type == TYPE_INDEX ? a.q : 1,
                     d->value->type == TYPE_INDEX ? (int64_t)a.p : a.number);
        s->denominator += a.has;
    } else {
        int32_t each = d->denominator ? evaluate(q, d->denominator, &NO_ROW, 0).number : 1;
        s->denominator += each;
        if (each != 0 || d->denominator->type != TYPE_CONDITION)
            s->numerator += evaluate(q, d->numerator, &NO_ROW, 0).number;
    }
}

struct cell oracle_cell(struct arena *a, const struct snapshot *s, const struct definition *d,
                        struct oracle_place place, struct month month)
{
    if (d->kind == MEASURE_TABLE)
        return oracle_table_cell(a, s, d, place, month);
    struct sums sums = {.term = ARENA_NEW(a, struct exact_term, (size_t)s->persons + 1),
                        .squares = ARENA_NEW(a, wide, (size_t)s->persons + 1)};
    bool anybody = false;
    for (uint32_t person = 0; person < s->persons; person++) {
        struct question q = {.arena = a, .s = s, .place = place, .month = month, .person = person};
        q.listing = listing_on(s, person, month_last(month).n);
        if (d->population == POPULATION_LISTED && !belongs(&q))
            continue;
        anybody = true;
        add_person(&q, d, &sums);
    }
    if (place.level == LEVEL_DOCTOR && !anybody)
        return (struct cell){.missing = CELL_NO_ROW};
    if (d->kind == MEASURE_COUNT)
        return (struct cell){.denominator = 1, .numerator = sums.numerator};
    if (sums.denominator <= 0)
        return (struct cell){.missing = CELL_INV};
    for (unsigned i = 0; i < sums.terms; i++)
        sums.term[i].squares = (double)sums.squares[i];
    return (struct cell){.denominator = sums.denominator,
                         .numerator = sums.numerator,
                         .sum = {sums.term, sums.terms}};
}

bool oracle_lists(const struct snapshot *s, struct oracle_place place,
                  const struct eval_request *ask)
{
    if (place.level != LEVEL_DOCTOR) {
        for (uint32_t unit = 0; unit < s->units; unit++)
            if (unit_is_of(s, unit, place))
                return true;
        return false;
    }
    if (s->staff_protected[place.number] && !ask->protected_rows)
        return false;
    for (unsigned back = 0; back < ask->months; back++)
        for (uint32_t person = 0; person < s->persons; person++) {
            struct question q = {
                .s = s, .place = place, .month = {ask->last.n - (int32_t)back}, .person = person};
            q.listing = listing_on(s, person, month_last(q.month).n);
            if (belongs(&q))
                return true;
        }
    return false;
}
