/* What others are told: who knew the rows in effect before, and hears the events one after the
 * other, knows the rows after. */
#include "domain/event.h"

#include "histories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CASES = 20000, ROWS_MOST = 8, KNOWN_MOST = 3 * ROWS_MOST };

/* ---- who listens ---- */

struct listener {
    struct effect_row row[KNOWN_MOST];
    size_t count;
};

static struct effect_row *known(struct listener *l, const struct effect_row *row)
{
    for (size_t i = 0; i < l->count; i++) {
        struct effect_row *k = &l->row[i];
        if (k->of == row->of && k->kind == row->kind && k->from.n == row->from.n &&
            hsaid_eq(&k->unit, &row->unit) && hsaid_eq(&k->staff, &row->staff) &&
            strcmp(k->county, row->county) == 0)
            return k;
    }
    return NULL;
}

static void hear(struct listener *l, const struct effect_event *e)
{
    struct effect_row *k = known(l, e->row);
    if (e->type == EVENT_LISTING_CREATED || e->type == EVENT_NAMED_CONTACT_ASSIGNED) {
        if (!k)
            k = &l->row[l->count++];
        *k = *e->row;
        k->to = DAY_NONE; /* its end is an event of its own */
        k->informed_on = DAY_NONE;
        return;
    }
    assert_non_null(k);
    if (e->type == EVENT_NAMED_CONTACT_INFORMED)
        k->informed_on = e->row->informed_on;
    else if (e->withdrawn)
        *k = l->row[--l->count];
    else
        k->to.n = e->valid_from.n - 1;
}

static bool is_equal(const struct effect_row *x, const struct effect_row *y)
{
    return x->to.n == y->to.n && x->basis == y->basis && x->informed_on.n == y->informed_on.n;
}

static void knows(struct listener *l, const struct effect_row *rows, size_t count)
{
    assert_int_equal(l->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct effect_row *k = known(l, &rows[i]);
        assert_non_null(k);
        assert_true(is_equal(k, &rows[i]));
    }
}

/* ---- any two states ---- */

static void put_elsewhere(struct effect_row *row, const char county[static 2])
{
    row->unit = (struct hsaid){{0}};
    row->basis = (enum basis)0;
    memcpy(row->county, county, 2);
}

static size_t any_rows(struct random *r, struct effect_row *rows)
{
    size_t count = random_below(r, ROWS_MOST + 1), kept = 0;
    struct listener seen = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        bool is_listing = random_below(r, 2) == 0;
        struct day from = {45000 + (int32_t)random_below(r, 6)};
        struct effect_row row = {
            .of = is_listing ? EFFECT_LISTING : EFFECT_NAMED_CONTACT,
            .unit = history_id('U', random_below(r, 2)),
            .staff = is_listing ? (struct hsaid){{0}} : history_id('D', random_below(r, 2)),
            .from = from,
            .to =
                random_below(r, 2) ? DAY_NONE : (struct day){from.n + (int32_t)random_below(r, 4)},
            .basis = is_listing ? (enum basis)random_below(r, 2) : BASIS_CHOICE_ESERVICE,
            .kind = is_listing ? (enum contact_kind)0 : KIND_DOCTOR,
            .informed_on = is_listing || random_below(r, 2)
                               ? DAY_NONE
                               : (struct day){from.n - 1 + (int32_t)random_below(r, 3)}};
        if (is_listing && random_below(r, 3) == 0)
            put_elsewhere(&row, random_below(r, 2) ? "20" : "21");
        if (known(&seen, &row))
            continue;
        seen.row[seen.count++] = row;
        rows[kept++] = row;
    }
    return kept;
}

static void who_hears_everything_knows_what_holds(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= CASES; seed++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct random r = {seed};
        struct effect_row before[ROWS_MOST], after[ROWS_MOST];
        size_t before_count = any_rows(&r, before), after_count = any_rows(&r, after);
        struct effect_event *event;
        size_t events = effect_events(a, before, before_count, after, after_count, &event);
        struct listener l = {.count = before_count};
        for (size_t i = 0; i < before_count; i++)
            l.row[i] = before[i];
        for (size_t i = 0; i < events; i++) {
            assert_true(i == 0 || event[i - 1].valid_from.n <= event[i].valid_from.n);
            hear(&l, &event[i]);
        }
        knows(&l, after, after_count);
        arena_close(a);
    }
}

static void nothing_happened(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct random r = {7};
    struct effect_row rows[ROWS_MOST];
    struct effect_event *event;
    size_t count = 0;
    while (count == 0)
        count = any_rows(&r, rows);
    assert_int_equal(effect_events(a, rows, count, rows, count, &event), 0);
    arena_close(a);
}

/* ---- by example ---- */

static struct effect_row listed(uint32_t unit, int32_t from, int32_t to)
{
    return (struct effect_row){.of = EFFECT_LISTING,
                               .unit = history_id('U', unit),
                               .from = {from},
                               .to = to == 0 ? DAY_NONE : (struct day){to},
                               .informed_on = DAY_NONE};
}

static void changing_the_unit_ends_before_it_begins(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct effect_row before[] = {listed(0, 100, 0)};
    struct effect_row after[] = {listed(0, 100, 199), listed(1, 200, 0)};
    struct effect_event *event;
    assert_int_equal(effect_events(a, before, 1, after, 2, &event), 2);
    assert_int_equal(event[0].type, EVENT_LISTING_ENDED);
    assert_int_equal(event[0].valid_from.n, 200);
    assert_false(event[0].withdrawn);
    assert_int_equal(event[1].type, EVENT_LISTING_CREATED);
    assert_int_equal(event[1].valid_from.n, 200);
    arena_close(a);
}

static void what_is_taken_back_is_withdrawn(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct effect_row before[] = {listed(0, 100, 199), listed(1, 200, 0)};
    struct effect_row after[] = {listed(0, 100, 0)};
    struct effect_event *event;
    assert_int_equal(effect_events(a, before, 2, after, 1, &event), 2);
    assert_int_equal(event[0].type, EVENT_LISTING_CREATED);
    assert_int_equal(event[0].valid_from.n, 100);
    assert_int_equal(event[1].type, EVENT_LISTING_ENDED);
    assert_true(event[1].withdrawn);
    arena_close(a);
}

static struct effect_row listed_in(const char county[static 2], int32_t from, int32_t to)
{
    struct effect_row row = listed(0, from, to);
    put_elsewhere(&row, county);
    return row;
}

static void another_county_is_told_as_a_unit_is(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct effect_row here[] = {listed(0, 100, 0)};
    struct effect_row there[] = {listed(0, 100, 199), listed_in("21", 200, 0)};
    struct effect_row corrected[] = {listed(0, 100, 199), listed_in("20", 200, 0)};
    struct effect_event *event;
    assert_int_equal(effect_events(a, here, 1, there, 2, &event), 2);
    assert_int_equal(event[0].type, EVENT_LISTING_ENDED);
    assert_int_equal(event[1].type, EVENT_LISTING_CREATED);
    assert_string_equal(event[1].row->county, "21");
    assert_int_equal(effect_events(a, there, 2, corrected, 2, &event), 2);
    assert_int_equal(event[0].type, EVENT_LISTING_ENDED);
    assert_true(event[0].withdrawn);
    assert_string_equal(event[0].row->county, "21");
    assert_int_equal(event[1].type, EVENT_LISTING_CREATED);
    assert_string_equal(event[1].row->county, "20");
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_hears_everything_knows_what_holds),
        cmocka_unit_test(nothing_happened),
        cmocka_unit_test(changing_the_unit_ends_before_it_begins),
        cmocka_unit_test(what_is_taken_back_is_withdrawn),
        cmocka_unit_test(another_county_is_told_as_a_unit_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
