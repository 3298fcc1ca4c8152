#include "engine/row_filter.h"

/* What conditions can be asked of. */
struct row {
    struct shape shape;              /* of contacts */
    const struct event_shape *event; /* of events */
    uint32_t number;                 /* of the shape */
    unsigned word;                   /* of intervals: basis or kind */
    unsigned facts;                  /* enum row_fact */
    bool is_informed;                /* of named contacts */
    int32_t lag;                     /* of contacts: the days since sought_on, or more than all */
};
struct asking {
    struct row_codes *codes;  /* of events */
    const struct expr *where; /* the whole condition */
};

static unsigned word_of(const struct row *r, enum expr_field field)
{
    switch (field) {
    case FIELD_PROFESSION:
        return r->shape.profession;
    case FIELD_FORM:
        return r->shape.form;
    case FIELD_LEVEL:
        return r->shape.level;
    case FIELD_PROBLEM:
        return r->shape.problem;
    case FIELD_BOOKING:
        return r->shape.booking;
    case FIELD_ASSESSED:
        return r->shape.assessed;
    case FIELD_SOURCE:
    case FIELD_PROGRAMME:
    case FIELD_PERFORMED_PROGRAMME:
    case FIELD_REFERRED_TO:
        return r->event->word;
    case FIELD_CHANNEL:
    case FIELD_PERFORMED_CHANNEL:
        return r->event->channel;
    case FIELD_BASIS:
    case FIELD_KIND:
    case FIELD_RESIDENCE_KIND:
        return r->word;
    case FIELD_DIAGNOSIS_FORM:
    case FIELD_PROCEDURE_FORM:
    case FIELD_SEX:
    case FIELD_PROTECTION:
    case FIELD_LISTING_BASIS:
        break; /* forms are many; what is of persons the parser does not let in */
    }
    return 31;
}

static bool has_word(const struct expr *e, const struct row *r)
{
    if (e->field == FIELD_DIAGNOSIS_FORM || e->field == FIELD_PROCEDURE_FORM)
        return (r->event->forms & e->words) != 0;
    return e->words >> word_of(r, e->field) & 1;
}

/* The one set of a condition by which values are taken. */
static const struct codeset *converting_set(const struct expr *e)
{
    if (!e)
        return NULL;
    if (e->op == EXPR_CODE)
        return e->set->converts ? e->set : NULL;
    const struct codeset *set = converting_set(e->a);
    return set ? set : converting_set(e->b);
}

static int32_t of_both(enum expr_op op, int32_t x, int32_t y)
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
    case EXPR_ADD:
        return expr_bounded((int64_t)x + y);
    case EXPR_SUBTRACT:
        return expr_bounded((int64_t)x - y);
    default:
        return expr_bounded((int64_t)x * y);
    }
}

static bool value_holds(const struct asking *a, const struct expr *e, const struct row *r)
{
    enum { LIMIT = 1 }; /* the rank of what it is compared with */
    struct exact_quantity q = row_quantity(a->codes, converting_set(a->where), r->number);
    int32_t rank;
    return exact_quantity_rank(&q, &e->decimal, 1, &rank) && of_both(e->compare, rank, LIMIT) != 0;
}

static int32_t value_of(const struct asking *a, const struct expr *e, const struct row *r)
{
    switch ((int)e->op) {
    case EXPR_NUMBER:
        return expr_bounded(e->number);
    case EXPR_NOT:
        return !value_of(a, e->a, r);
    case EXPR_AND:
        return value_of(a, e->a, r) && value_of(a, e->b, r);
    case EXPR_OR:
        return value_of(a, e->a, r) || value_of(a, e->b, r);
    case EXPR_WORDS:
        return has_word(e, r);
    case EXPR_AT_OWN_UNIT:
    case EXPR_HERE:
        return (r->facts & ROW_HERE) != 0;
    case EXPR_STAFF_KNOWN:
        return (r->facts & ROW_STAFF) != 0;
    case EXPR_HAS_OWN_DOCTOR:
        return (r->facts & ROW_DOCTOR) != 0;
    case EXPR_BY_OWN_DOCTOR:
        return (r->facts & ROW_BY_DOCTOR) != 0;
    case EXPR_SOUGHT:
        return r->lag <= e->number;
    case EXPR_INFORMED:
        return r->is_informed;
    case EXPR_CODE:
        return row_code(a->codes, e->set, e->part, r->number) != NULL;
    case EXPR_VALUE:
        return value_holds(a, e, r);
    default:
        return of_both(e->op, value_of(a, e->a, r), value_of(a, e->b, r));
    }
}

static bool meets(const struct asking *a, const struct row *r)
{
    return !a->where || value_of(a, a->where, r) != 0;
}

uint32_t row_filter_words(const struct expr *where, bool here, bool informed)
{
    uint32_t words = 0;
    const struct asking a = {.where = where};
    for (unsigned word = 0; word < 31; word++) {
        const struct row r = {.word = word, .facts = here ? ROW_HERE : 0, .is_informed = informed};
        if (meets(&a, &r))
            words |= UINT32_C(1) << word;
    }
    return words;
}

/* ---- days since they were sought ---- */

static void collect_lags(const struct expr *e, struct bag *lag)
{
    if (!e)
        return;
    collect_lags(e->a, lag);
    collect_lags(e->b, lag);
    if (e->op == EXPR_SOUGHT)
        *(int32_t *)bag_add(lag) = (int32_t)e->number;
}

/* Each once, rising. */
static void set_lags(struct arena *a, struct plan_rows *out, enum expr_table table,
                     const struct row_filter *filter, uint32_t filters)
{
    struct bag found = BAG_OPEN(a, int32_t);
    for (uint32_t i = 0; i < filters; i++)
        if (filter[i].table == table)
            collect_lags(filter[i].where, &found);
    int32_t *lag = ARENA_NEW(a, int32_t, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        int32_t days = *(const int32_t *)bag_at(&found, i);
        uint32_t at = 0;
        while (at < out->lags && lag[at] < days)
            at++;
        if (at < out->lags && lag[at] == days)
            continue;
        for (uint32_t k = out->lags++; k > at; k--)
            lag[k] = lag[k - 1];
        lag[at] = days;
    }
    out->lag = lag;
}

/* ---- all shapes ---- */

/* Whether a row of the shape may meet other filters when the answer is another. */
static bool shape_asks(const struct plan_rows *r, uint32_t shape, unsigned fact)
{
    for (unsigned facts = 0; facts < r->facts; facts++) {
        size_t x = plan_row(r, shape, facts), y = plan_row(r, shape, facts ^ fact);
        uint32_t count = r->first[x + 1] - r->first[x];
        if (r->first[y + 1] - r->first[y] != count)
            return true;
        for (uint32_t i = 0; i < count; i++)
            if (r->filter[r->first[x] + i] != r->filter[r->first[y] + i])
                return true;
    }
    return false;
}

static uint8_t use_of(const struct plan_rows *r, enum expr_table table, uint32_t shape)
{
    uint8_t use = 0;
    if (r->first[plan_row(r, shape, 0)] < r->first[plan_row(r, shape + 1, 0)])
        use |= SHAPE_MEETS;
    if (shape_asks(r, shape, ROW_HERE))
        use |= SHAPE_ASKS_HERE;
    if (table == EXPR_CONTACTS &&
        (shape_asks(r, shape, ROW_DOCTOR) || shape_asks(r, shape, ROW_BY_DOCTOR)))
        use |= SHAPE_ASKS_DOCTOR;
    return use;
}

static struct row row_of_shape(const struct snapshot *s, enum expr_table table, uint32_t shape)
{
    struct row r = {.number = shape};
    if (table == EXPR_CONTACTS)
        r.shape = shape_unpack(s->shape[shape]);
    else
        r.event = &plan_events(s, table)->shape_of[shape];
    return r;
}

struct filtering {
    const struct snapshot *s;
    enum expr_table table;
    struct row_codes *codes;
    const struct row_filter *filter;
    uint32_t filters;
};

/* Which of the filters a row meets. */
static void add_met(const struct filtering *f, const struct row *r, struct bag *met)
{
    for (uint32_t i = 0; i < f->filters; i++)
        if (f->filter[i].table == f->table &&
            meets(&(struct asking){f->codes, f->filter[i].where}, r))
            *(uint32_t *)bag_add(met) = i;
}

/* Each shape with each answer. */
static void fill(const struct filtering *f, struct plan_rows *out, uint32_t shapes, struct arena *a)
{
    struct bag met = BAG_OPEN(a, uint32_t);
    uint32_t *first = ARENA_NEW(a, uint32_t, (size_t)shapes * out->facts + 1);
    for (uint32_t shape = 0; shape < shapes; shape++) {
        struct row r = row_of_shape(f->s, f->table, shape);
        for (uint32_t facts = 0; facts < out->facts; facts++) {
            uint32_t over = facts / ROW_FACTS;
            r.facts = facts % ROW_FACTS;
            r.lag = over < out->lags ? out->lag[over] : INT32_MAX;
            first[plan_row(out, shape, facts)] = (uint32_t)met.count;
            add_met(f, &r, &met);
        }
    }
    first[(size_t)shapes * out->facts] = (uint32_t)met.count;
    uint32_t *all = ARENA_NEW(a, uint32_t, met.count + 1);
    for (size_t i = 0; i < met.count; i++)
        all[i] = *(const uint32_t *)bag_at(&met, i);
    out->first = first;
    out->filter = all;
}

struct plan_rows row_filters(struct arena *a, const struct snapshot *s, enum expr_table table,
                             struct row_codes *codes, const struct row_filter *filter,
                             uint32_t filters)
{
    struct plan_rows out = {0};
    uint32_t shapes = codes ? codes->events->shapes : s->shapes;
    set_lags(a, &out, table, filter, filters);
    out.facts = table == EXPR_CONTACTS ? ROW_FACTS * (out.lags + 1) : ROW_HERE + 1;
    fill(&(struct filtering){s, table, codes, filter, filters}, &out, shapes, a);
    uint8_t *use = ARENA_NEW(a, uint8_t, (size_t)shapes + 1);
    for (uint32_t shape = 0; shape < shapes; shape++)
        use[shape] = use_of(&out, table, shape);
    out.use = use;
    return out;
}

bool row_filter_takes(const struct plan_rows *r, uint32_t shape, uint32_t filter)
{
    for (uint32_t i = r->first[plan_row(r, shape, 0)]; i < r->first[plan_row(r, shape + 1, 0)]; i++)
        if (r->filter[i] == filter)
            return true;
    return false;
}

bool row_filter_equal(const struct expr *x, const struct expr *y)
{
    if (!x || !y)
        return x == y;
    return x->op == y->op && x->number == y->number && x->field == y->field &&
           x->words == y->words && x->set == y->set && str_eq(x->part, y->part) &&
           x->compare == y->compare && x->decimal.units == y->decimal.units &&
           x->decimal.places == y->decimal.places && row_filter_equal(x->a, y->a) &&
           row_filter_equal(x->b, y->b);
}
