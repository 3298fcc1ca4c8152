/* What others are told of reports: who knew the reports before, and hears the events one after the
 * other, knows the reports after. */
#include "domain/residence_event.h"

#include "random.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { CASES = 20000, ROWS_MOST = 5, KNOWN_MOST = 2 * ROWS_MOST };

struct listener {
    struct residence_report row[KNOWN_MOST];
    size_t count;
};

static struct residence_report *known(struct listener *l, const struct residence_report *r)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->row[i].identifier == r->identifier && l->row[i].kind == r->kind &&
            l->row[i].from.n == r->from.n)
            return &l->row[i];
    return NULL;
}

static void hear(struct listener *l, const struct residence_event *e)
{
    struct residence_report *k = known(l, e->report);
    if (e->type == EVENT_RESIDENCE_REPORTED) {
        if (!k)
            k = &l->row[l->count++];
        *k = *e->report;
        k->to = DAY_NONE; /* its end is an event of its own */
        return;
    }
    assert_int_equal(e->type, EVENT_RESIDENCE_ENDED);
    assert_non_null(k);
    if (e->withdrawn)
        *k = l->row[--l->count];
    else
        k->to.n = e->valid_from.n - 1;
}

static bool is_equal(const struct residence_report *x, const struct residence_report *y)
{
    return x->to.n == y->to.n && str_eq(x->home, y->home) &&
           str_eq(x->municipality, y->municipality);
}

static size_t any_rows(struct random *r, struct residence_report *out)
{
    static const char *const HOME[] = {"", "Solbacken", "Furan"}, *const PLACE[] = {"2380", "2321"};
    size_t count = 0, wanted = random_below(r, ROWS_MOST + 1);
    struct listener found = {.count = 0};
    for (size_t i = 0; i < wanted; i++) {
        int32_t from = 100 + (int32_t)random_below(r, 6);
        struct day to = {from + (int32_t)random_below(r, 5)};
        struct residence_report row = {.identifier = 1 + random_below(r, 2),
                                       .kind = (enum residence_kind)random_below(r, 2),
                                       .home = str_of(HOME[random_below(r, 3)]),
                                       .municipality = str_of(PLACE[random_below(r, 2)]),
                                       .from = {from},
                                       .to = random_below(r, 2) ? DAY_NONE : to};
        if (known(&found, &row))
            continue;
        found.row[found.count++] = row;
        out[count++] = row;
    }
    return count;
}

static void who_hears_the_events_knows_the_reports(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct random r = {7};
    unsigned told = 0;
    for (unsigned i = 0; i < CASES; i++) {
        struct residence_report before[ROWS_MOST], after[ROWS_MOST];
        struct residence_event *event;
        struct listener l = {.count = any_rows(&r, before)};
        size_t is = any_rows(&r, after);
        for (size_t k = 0; k < l.count; k++)
            l.row[k] = before[k];
        size_t count = residence_events(a, before, l.count, after, is, &event);
        for (size_t k = 0; k < count; k++) {
            assert_true(k == 0 || event[k - 1].valid_from.n <= event[k].valid_from.n ||
                        event[k - 1].withdrawn);
            hear(&l, &event[k]);
        }
        assert_int_equal(l.count, is);
        for (size_t k = 0; k < is; k++) {
            assert_non_null(known(&l, &after[k]));
            assert_true(is_equal(known(&l, &after[k]), &after[k]));
        }
        told += (unsigned)count;
        arena_reset(a);
    }
    assert_true(told > CASES);
    arena_close(a);
}

static void what_is_said_again_is_no_news(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct residence_event *event;
    struct residence_report was = {
        .identifier = 1, .from = {100}, .to = {200}, .reported_on = {99}};
    struct residence_report is = was;
    is.reported_on.n = 150;
    assert_int_equal(residence_events(a, &was, 1, &is, 1, &event), 0);
    is.to = DAY_NONE;
    assert_int_equal(residence_events(a, &was, 1, &is, 1, &event), 1);
    assert_int_equal(event[0].type, EVENT_RESIDENCE_REPORTED);
    assert_int_equal(residence_events(a, &is, 1, &was, 1, &event), 1);
    assert_int_equal(event[0].valid_from.n, 201);
    assert_false(event[0].withdrawn);
    assert_int_equal(residence_events(a, &was, 1, NULL, 0, &event), 1);
    assert_true(event[0].withdrawn);
    assert_int_equal(event[0].valid_from.n, 100);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_hears_the_events_knows_the_reports),
        cmocka_unit_test(what_is_said_again_is_no_news),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
