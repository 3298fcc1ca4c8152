#include "domain/named_contact.h"

#include "domain/span.h"

#include <assert.h>
#include <stdlib.h>

/* Of kind 2 rows with one `from` the last in this order stays. */
static int by_from_and_rank(const void *x, const void *y)
{
    const struct named_contact_stated *a = *(const struct named_contact_stated *const *)x;
    const struct named_contact_stated *b = *(const struct named_contact_stated *const *)y;
    if (a->from.n != b->from.n)
        return a->from.n < b->from.n ? -1 : 1;
    int order = hsaid_compare(&a->staff, &b->staff);
    if (order == 0)
        order = hsaid_compare(&a->unit, &b->unit);
    if (order == 0)
        order = (a->recorded > b->recorded) - (a->recorded < b->recorded);
    return order != 0 ? order : (a > b) - (a < b);
}

static int by_from_as_stated(const void *x, const void *y)
{
    const struct named_contact_effect *a = x, *b = y;
    if (a->from.n != b->from.n)
        return a->from.n < b->from.n ? -1 : 1;
    return (a->stated > b->stated) - (a->stated < b->stated);
}

/* The intervals in effect so far. */
struct effects {
    struct named_contact_effect *at;
    size_t count;
};

static void add(struct effects *e, struct named_contact_effect effect)
{
    struct named_contact_effect *last = e->count > 0 ? &e->at[e->count - 1] : NULL;
    if (span_is_empty(effect.from, effect.to))
        return;
    if (last && last->stated == effect.stated && last->to.n + 1 == effect.from.n)
        last->to = effect.to; /* two listings at the unit, one right after the other */
    else
        e->at[e->count++] = effect;
}

/* A named doctor's row, valid until `to`, on the days when the person is listed at its unit. */
static void add_where_listed(struct effects *e, const struct named_contact_facts *f, size_t stated,
                             struct day to)
{
    const struct named_contact_stated *row = &f->stated[stated];
    for (size_t i = 0; i < f->listing_count; i++) {
        const struct listing_effect *listing = &f->listing[i];
        if (hsaid_eq(&f->listing_stated[listing->stated].unit, &row->unit))
            add(e, (struct named_contact_effect){
                       .stated = stated,
                       .from = row->from.n > listing->from.n ? row->from : listing->from,
                       .to = span_sooner(to, listing->to)});
    }
}

size_t named_contact_effects(struct arena *a, const struct named_contact_facts *facts,
                             struct named_contact_effect **out)
{
    size_t count = facts->count;
    /* Two families of disjoint intervals with n and m members meet in fewer than n + m. */
    struct effects e = {
        .at = ARENA_NEW(a, struct named_contact_effect, 2 * count + facts->listing_count)};
    const struct named_contact_stated **row =
        ARENA_NEW(a, const struct named_contact_stated *, count);
    for (size_t i = 0; i < count; i++) {
        assert(!day_is_none(facts->stated[i].from));
        row[i] = &facts->stated[i];
    }
    if (count > 0)
        qsort(row, count, sizeof *row, by_from_and_rank);
    const struct named_contact_stated *next_doctor = NULL;
    for (size_t i = count; i > 0; i--) {
        const struct named_contact_stated *r = row[i - 1];
        size_t stated = (size_t)(r - facts->stated);
        struct day to = span_sooner(r->to, facts->end);
        if (r->kind != KIND_DOCTOR) {
            add(&e, (struct named_contact_effect){stated, r->from, to});
            continue;
        }
        if (next_doctor)
            to = span_sooner(to, (struct day){next_doctor->from.n - 1});
        add_where_listed(&e, facts, stated, to);
        next_doctor = r;
    }
    if (e.count > 0)
        qsort(e.at, e.count, sizeof *e.at, by_from_as_stated);
    *out = e.at;
    return e.count;
}
