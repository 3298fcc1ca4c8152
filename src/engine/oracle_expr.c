/* An expression of one person, or of one row: the tree as it stands. */
#include "engine/oracle_parts.h"

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
    case FIELD_SOURCE:
    case FIELD_PROGRAMME:
    case FIELD_PERFORMED_PROGRAMME:
    case FIELD_REFERRED_TO:
        return row->event->word;
    case FIELD_CHANNEL:
    case FIELD_PERFORMED_CHANNEL:
        return row->event->channel;
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
    case FIELD_DIAGNOSIS_FORM:
    case FIELD_PROCEDURE_FORM:
        break; /* of several contacts: see has_word() */
    }
    return 0;
}

static bool has_word(const struct question *q, const struct expr *e, const struct fact *row)
{
    if (e->field == FIELD_DIAGNOSIS_FORM || e->field == FIELD_PROCEDURE_FORM)
        return (row->event->forms & e->words) != 0;
    return e->words >> word_of(q, row, e->field) & 1;
}

/* ---- comparisons ---- */

static bool compares(enum expr_op op, int order)
{
    switch ((int)op) {
    case EXPR_EQUAL:
        return order == 0;
    case EXPR_UNEQUAL:
        return order != 0;
    case EXPR_LESS:
        return order < 0;
    case EXPR_LESS_EQUAL:
        return order <= 0;
    case EXPR_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* Both brought over one denominator. */
static int against(const struct outcome *value, const struct outcome *limit)
{
    struct plain_number x = plain_product(&value->quantity, &limit->under);
    struct plain_number y = plain_product(&limit->quantity, &value->under);
    return plain_compare(&x, &y);
}

/* As it is written, in the unit in which it is. */
static struct outcome limit_of(const struct expr *e)
{
    struct outcome a = {.has = true,
                        .quantity = plain_decimal(e->limit ? e->limit->stated : e->decimal),
                        .under = plain_decimal((struct decimal){1, 0})};
    if (e->limit)
        oracle_convert(e->limit->row, &a);
    return a;
}

/* With what is unknown every comparison is false. */
static bool comparison(const struct expr *e, const struct outcome *x, const struct outcome *y)
{
    if (!x->has || !y->has)
        return false;
    if (e->a->type == TYPE_QUANTITY)
        return compares(e->op, against(x, y));
    return compares(e->op, (x->number > y->number) - (x->number < y->number));
}

static struct outcome arithmetic(enum expr_op op, const struct outcome *x, const struct outcome *y)
{
    struct outcome a = {.has = x->has && y->has};
    int64_t p = x->number, q = y->number;
    if (a.has)
        a.number = expr_bounded(op == EXPR_ADD ? p + q : op == EXPR_SUBTRACT ? p - q : p * q);
    return a;
}

/* ---- of rows ---- */

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

static bool is_first_of_day(const struct facts *rows, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (rows->at[k].day == rows->at[i].day)
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

static int32_t distinct(const struct question *q, const struct expr *e, const struct facts *rows)
{
    int32_t count = 0;
    uint64_t substances = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (e->of == DISTINCT_STAFF)
            count += rows->at[i].staff != NOBODY && is_first_by(rows, i);
        if (e->of == DISTINCT_DAYS)
            count += is_first_of_day(rows, i);
        const struct codeset_row *row =
            e->of == DISTINCT_SUBSTANCES ? oracle_code(q, &rows->at[i], e->selection->by, STR(""))
                                         : NULL;
        substances |= row ? row->substances : 0;
    }
    for (; substances > 0; substances &= substances - 1)
        count++;
    return count;
}

/* Of the first and the last row no other matters. */
static void rest_on_rows(const struct question *q, const struct expr *e, const struct facts *rows)
{
    bool is_last = e->op == EXPR_LAST || e->op == EXPR_LATEST;
    size_t from = is_last && rows->count > 0 ? rows->count - 1 : 0;
    size_t end = e->op == EXPR_FIRST && rows->count > 0 ? 1 : rows->count;
    for (size_t i = from; i < end; i++)
        oracle_rest_on(q, rows->at[i].table, rows->at[i].unit);
}

static struct outcome of_rows(const struct question *q, const struct expr *e)
{
    struct facts rows = oracle_select(q, e->selection);
    rest_on_rows(q, e, &rows);
    struct outcome a = {.has = rows.count > 0};
    switch ((int)e->op) {
    case EXPR_INDEX:
        return index_of(e->index, &rows);
    case EXPR_FIRST:
        a.number = a.has ? rows.at[0].day : 0;
        return a;
    case EXPR_LAST:
        a.number = a.has ? rows.at[rows.count - 1].day : 0;
        return a;
    case EXPR_LATEST:
        return a.has ? oracle_value(q, &rows.at[rows.count - 1], e->selection->by) : a;
    default:
        a.number = e->op == EXPR_ANY        ? rows.count > 0
                   : e->op == EXPR_DISTINCT ? distinct(q, e, &rows)
                                            : (int32_t)rows.count;
        a.has = true;
        return a;
    }
}

/* ---- of a row ---- */

/* The set of a condition that says how values are taken. */
static const struct codeset *converting(const struct expr *e)
{
    if (!e)
        return NULL;
    if (e->op == EXPR_CODE)
        return e->set->converts ? e->set : NULL;
    const struct codeset *by = converting(e->a);
    return by ? by : converting(e->b);
}

static bool value_test(const struct question *q, const struct expr *e, const struct asked *of)
{
    struct outcome value = oracle_value(q, of->row, converting(of->where));
    struct outcome limit = limit_of(e);
    return value.has && compares(e->compare, against(&value, &limit));
}

/* A diagnosis of the person, the day and the unit belongs to a contact of that form. */
static bool has_diagnosis(const struct question *q, const struct fact *row)
{
    const struct snapshot_events *e = &q->s->events[EVENTS_DIAGNOSES];
    for (uint32_t i = e->first[q->person]; i < e->first[q->person + 1]; i++)
        if (e->day[i] == row->day && narrow_at(e->unit, i) == row->unit &&
            e->shape_of[narrow_at(e->shape, i)].forms >> row->shape.form & 1)
            return true;
    return false;
}

static bool looks(const struct question *q, enum expr_look look, const struct asked *of)
{
    const struct fact *row = of->row;
    uint16_t end = q->s->end[q->person];
    enum employment employment;
    switch (look) {
    case LOOK_UNIT:
        return row->unit < q->s->known_units;
    case LOOK_LISTING:
        return oracle_listing_on(q->s, q->person, row->day) >= 0;
    case LOOK_END:
        return end != SNAPSHOT_NONE16 && end < row->day;
    case LOOK_DIAGNOSIS:
        return has_diagnosis(q, row);
    case LOOK_POSITION:
        return row->staff != NOBODY &&
               snapshot_position_on(q->s, row->staff, row->unit, (uint16_t)row->day, &employment);
    case LOOK_SOUGHT:
        return row->sought != UNKNOWN;
    case LOOK_VALUE:
        return oracle_value(q, row, converting(of->where)).has;
    case LOOKS:
        break;
    }
    return false;
}

static bool row_test(const struct question *q, const struct expr *e, const struct asked *of)
{
    const struct fact *row = of->row;
    uint32_t doctor = NOBODY;
    if (e->op == EXPR_HAS_OWN_DOCTOR || e->op == EXPR_BY_OWN_DOCTOR)
        doctor = oracle_doctor_on(q, row->day);
    switch ((int)e->op) {
    case EXPR_WORDS:
        return has_word(q, e, row);
    case EXPR_AT_OWN_UNIT:
        return row->unit == q->s->listings.unit[q->listing];
    case EXPR_HERE:
        return oracle_unit_is_of(q->s, row->unit, q->place);
    case EXPR_STAFF_KNOWN:
        return row->staff != NOBODY;
    case EXPR_HAS_OWN_DOCTOR:
        return doctor != NOBODY;
    case EXPR_BY_OWN_DOCTOR:
        return doctor != NOBODY && row->staff == doctor;
    case EXPR_CODE:
        return oracle_code(q, row, e->set, e->part) != NULL;
    case EXPR_LOOK:
        return looks(q, e->look, of);
    case EXPR_VALUE:
        return value_test(q, e, of);
    case EXPR_SOUGHT:
        return row->sought != UNKNOWN && row->sought <= row->day &&
               row->day - row->sought <= e->number;
    default: /* EXPR_INFORMED */
        return row->is_informed;
    }
}

bool oracle_meets(const struct question *q, const struct expr *where, const struct fact *row)
{
    return !where || oracle_evaluate(q, where, &(struct asked){row, where}, 0).number != 0;
}

/* ---- of the person and T ---- */

/* Of 29 February, 1 March in other years. Unknown outside the years that days have. */
static struct outcome birthday(struct day birth, int64_t number)
{
    struct day day = DAY_NONE;
    if (!day_is_none(birth)) {
        struct civil c = day_civil(birth);
        int32_t year = c.year + (int32_t)number;
        if (!day_from_civil(year, c.month, c.day, &day) && !day_from_civil(year, 3, 1, &day))
            day = DAY_NONE;
    }
    return (struct outcome){.has = !day_is_none(day), .number = day.n};
}

static struct outcome of_time(const struct question *q, const struct expr *e)
{
    struct day birth = {q->s->birth[q->person]}, T = month_last(q->month);
    struct outcome a = {.has = true};
    switch ((int)e->op) {
    case EXPR_T:
        a.number = e->in_days ? T.n - (int32_t)e->number
                              : month_last((struct month){q->month.n - (int32_t)e->number}).n;
        return a;
    case EXPR_YEAR:
        a.number = day_civil(T).year;
        return a;
    case EXPR_BIRTHDAY:
        return birthday(birth, e->number);
    case EXPR_BIRTH_YEAR:
        a.number = day_is_none(birth) ? 0 : day_civil(birth).year;
        return a;
    default: { /* EXPR_AGE */
        struct outcome on = {.has = true, .number = T.n};
        if (e->a)
            on = oracle_evaluate(q, e->a, &(struct asked){&NO_ROW, NULL}, 0);
        a.has = on.has;
        if (on.has && !day_is_none(birth))
            a.number = age_on(birth, (struct day){on.number});
        return a;
    }
    }
}

/* ---- all of it ---- */

static struct outcome of_parts(const struct question *q, const struct expr *e,
                               const struct asked *of, uint64_t index_rows)
{
    struct outcome x = oracle_evaluate(q, e->a, of, index_rows), a = {.has = true}, y = a;
    if (e->b)
        y = oracle_evaluate(q, e->b, of, e->op == EXPR_WHEN ? x.rows : index_rows);
    switch ((int)e->op) {
    case EXPR_NOT:
        a.number = x.number == 0;
        return a;
    case EXPR_AND:
        a.number = x.number != 0 && y.number != 0;
        return a;
    case EXPR_OR:
        a.number = x.number != 0 || y.number != 0;
        return a;
    case EXPR_KNOWN:
        a.number = x.has;
        return a;
    case EXPR_WHEN:
        x.has = x.has && y.number != 0;
        return x;
    case EXPR_ADD:
    case EXPR_SUBTRACT:
    case EXPR_MULTIPLY:
        return arithmetic(e->op, &x, &y);
    default:
        a.number = comparison(e, &x, &y);
        return a;
    }
}

struct outcome oracle_evaluate(const struct question *q, const struct expr *e,
                               const struct asked *of, uint64_t index_rows)
{
    struct outcome a = {.has = true};
    switch ((int)e->op) {
    case EXPR_NUMBER:
        a.number = expr_bounded(e->number);
        return a;
    case EXPR_INDEX_COUNT:
        a.number = expr_bounded((int64_t)index_rows);
        return a;
    case EXPR_DECIMAL:
        return limit_of(e);
    case EXPR_AGE:
    case EXPR_YEAR:
    case EXPR_BIRTH_YEAR:
    case EXPR_T:
    case EXPR_BIRTHDAY:
        return of_time(q, e);
    case EXPR_WORDS:
    case EXPR_AT_OWN_UNIT:
    case EXPR_HERE:
    case EXPR_STAFF_KNOWN:
    case EXPR_BY_OWN_DOCTOR:
    case EXPR_HAS_OWN_DOCTOR:
    case EXPR_CODE:
    case EXPR_VALUE:
    case EXPR_SOUGHT:
    case EXPR_LOOK:
    case EXPR_INFORMED:
        a.number = row_test(q, e, of);
        return a;
    case EXPR_COUNT:
    case EXPR_ANY:
    case EXPR_DISTINCT:
    case EXPR_INDEX:
    case EXPR_FIRST:
    case EXPR_LAST:
    case EXPR_LATEST:
        return of_rows(q, e);
    default:
        return of_parts(q, e, of, index_rows);
    }
}
