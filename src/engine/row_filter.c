#include "engine/row_filter.h"

struct row {
    struct shape shape; /* of contacts */
    unsigned word;      /* of intervals: basis or kind */
    unsigned facts;     /* enum row_fact */
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
    case FIELD_BASIS:
    case FIELD_KIND:
    case FIELD_RESIDENCE_KIND:
        return r->word;
    case FIELD_SEX:
    case FIELD_PROTECTION:
    case FIELD_LISTING_BASIS:
        break; /* of persons: the parser lets none of them in */
    }
    return 31;
}

static int32_t value_of(const struct expr *e, const struct row *r);

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

static int32_t value_of(const struct expr *e, const struct row *r)
{
    switch ((int)e->op) {
    case EXPR_NUMBER:
        return expr_bounded(e->number);
    case EXPR_NOT:
        return !value_of(e->a, r);
    case EXPR_AND:
        return value_of(e->a, r) && value_of(e->b, r);
    case EXPR_OR:
        return value_of(e->a, r) || value_of(e->b, r);
    case EXPR_WORDS:
        return (int32_t)(e->words >> word_of(r, e->field) & 1);
    case EXPR_AT_OWN_UNIT:
    case EXPR_HERE:
        return (r->facts & ROW_HERE) != 0;
    case EXPR_STAFF_KNOWN:
        return (r->facts & ROW_STAFF) != 0;
    case EXPR_HAS_OWN_DOCTOR:
        return (r->facts & ROW_DOCTOR) != 0;
    case EXPR_BY_OWN_DOCTOR:
        return (r->facts & ROW_BY_DOCTOR) != 0;
    default:
        return of_both(e->op, value_of(e->a, r), value_of(e->b, r));
    }
}

static bool meets(const struct expr *where, const struct row *r)
{
    return !where || value_of(where, r) != 0;
}

uint32_t row_filter_words(const struct expr *where, bool here)
{
    uint32_t words = 0;
    for (unsigned word = 0; word < 31; word++)
        if (meets(where, &(struct row){.word = word, .facts = here ? ROW_HERE : 0}))
            words |= UINT32_C(1) << word;
    return words;
}

/* Whether a row of the shape may meet other filters when the answer is another. */
static bool shape_asks(const uint32_t *first, const uint32_t *filter, uint32_t shape, unsigned fact)
{
    for (unsigned facts = 0; facts < ROW_FACTS; facts++) {
        size_t x = plan_row(shape, facts), y = plan_row(shape, facts ^ fact);
        uint32_t count = first[x + 1] - first[x];
        if (first[y + 1] - first[y] != count)
            return true;
        for (uint32_t i = 0; i < count; i++)
            if (filter[first[x] + i] != filter[first[y] + i])
                return true;
    }
    return false;
}

struct plan_rows row_filters(struct arena *a, const struct snapshot *s,
                             const struct expr *const *where, uint32_t filters)
{
    size_t kinds = (size_t)s->shapes * ROW_FACTS;
    uint32_t *first = ARENA_NEW(a, uint32_t, kinds + 1);
    uint32_t *filter = ARENA_NEW(a, uint32_t, kinds * filters + 1), count = 0;
    uint8_t *use = ARENA_NEW(a, uint8_t, s->shapes + 1);
    for (uint32_t shape = 0; shape < s->shapes; shape++) {
        struct row r = {.shape = shape_unpack(s->shape[shape])};
        for (r.facts = 0; r.facts < ROW_FACTS; r.facts++) {
            first[plan_row(shape, r.facts)] = count;
            for (uint32_t i = 0; i < filters; i++)
                if (meets(where[i], &r))
                    filter[count++] = i;
        }
        first[plan_row(shape + 1, 0)] = count;
        if (first[plan_row(shape, 0)] < count)
            use[shape] |= SHAPE_MEETS;
        if (shape_asks(first, filter, shape, ROW_HERE))
            use[shape] |= SHAPE_ASKS_HERE;
        if (shape_asks(first, filter, shape, ROW_DOCTOR) ||
            shape_asks(first, filter, shape, ROW_BY_DOCTOR))
            use[shape] |= SHAPE_ASKS_DOCTOR;
    }
    return (struct plan_rows){first, filter, use};
}

bool row_filter_equal(const struct expr *x, const struct expr *y)
{
    if (!x || !y)
        return x == y;
    return x->op == y->op && x->number == y->number && x->field == y->field &&
           x->words == y->words && row_filter_equal(x->a, y->a) && row_filter_equal(x->b, y->b);
}
