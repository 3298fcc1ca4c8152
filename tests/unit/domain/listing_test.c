#include "domain/listing.h"

#include "histories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { A = 0, B = 1, C = 2 };

static struct listing_stated row(uint32_t unit, int32_t from, int32_t to, int64_t recorded)
{
    return (struct listing_stated){.unit = history_id('U', unit),
                                   .from = {from},
                                   .to = to == 0 ? DAY_NONE : (struct day){to},
                                   .recorded = recorded};
}

static void a_listing_ends_when_the_next_begins_and_stays_ended(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_stated rows[] = {row(B, 200, 299, 1), row(A, 100, 0, 2)};
    struct listing_effect *out;
    assert_int_equal(listing_effects(a, rows, 2, DAY_NONE, &out), 2);
    assert_int_equal(out[0].stated, 1);
    assert_int_equal(out[0].from.n, 100);
    assert_int_equal(out[0].to.n, 199);
    assert_int_equal(out[1].stated, 0);
    assert_int_equal(out[1].to.n, 299); /* and A does not come back on day 300 */
    arena_close(a);
}

static void of_one_day_the_later_recorded_holds(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_stated rows[] = {row(A, 100, 0, 7), row(B, 100, 0, 8), row(C, 100, 0, 2)};
    struct listing_effect *out;
    assert_int_equal(listing_effects(a, rows, 3, DAY_NONE, &out), 1);
    assert_int_equal(out[0].stated, 1);
    assert_true(day_is_none(out[0].to));
    arena_close(a);
}

static void the_day_of_death_is_the_last(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_stated rows[] = {row(A, 100, 0, 1), row(B, 200, 0, 2)};
    struct listing_effect *out;
    assert_int_equal(listing_effects(a, rows, 2, (struct day){200}, &out), 2);
    assert_int_equal(out[1].from.n, 200);
    assert_int_equal(out[1].to.n, 200);
    assert_int_equal(listing_effects(a, rows, 2, (struct day){150}, &out), 1);
    assert_int_equal(out[0].to.n, 150);
    assert_int_equal(listing_effects(a, rows, 2, (struct day){99}, &out), 0);
    assert_int_equal(listing_effects(a, NULL, 0, DAY_NONE, &out), 0);
    arena_close(a);
}

static void a_row_that_holds_on_no_day_still_ends_the_one_before(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_stated rows[] = {row(A, 100, 0, 1), row(B, 200, 150, 2)};
    struct listing_effect *out;
    assert_int_equal(listing_effects(a, rows, 2, DAY_NONE, &out), 1);
    assert_int_equal(out[0].to.n, 199);
    arena_close(a);
}

/* Every day of random histories against the plain reading, and again with the rows turned round. */
static void every_day_of_random_histories(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    for (uint64_t seed = 1; seed <= 20000; seed++, arena_reset(a)) {
        struct random r = {seed};
        struct listing_stated rows[HISTORY_ROWS], turned[HISTORY_ROWS];
        size_t count = history_listings(&r, rows);
        struct day death = history_death(&r);
        struct listing_effect *out, *again;
        size_t found = listing_effects(a, rows, count, death, &out);
        for (size_t i = 0; i < count; i++)
            turned[i] = rows[count - 1 - i];
        assert_int_equal(listing_effects(a, turned, count, death, &again), found);
        for (size_t i = 0; i < found; i++) {
            assert_int_equal(again[i].stated, count - 1 - out[i].stated);
            assert_true(i + 1 == found || out[i].to.n < out[i + 1].from.n);
        }
        for (int32_t n = 44990; n < 45100; n++) {
            int listed_by = -1;
            for (size_t i = 0; i < found; i++)
                if (out[i].from.n <= n && (day_is_none(out[i].to) || n <= out[i].to.n))
                    listed_by = (int)out[i].stated;
            if (listed_by != history_listed_by(rows, count, death, (struct day){n}))
                fail_msg("seed %u, day %d", (unsigned)seed, n);
        }
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_listing_ends_when_the_next_begins_and_stays_ended),
        cmocka_unit_test(of_one_day_the_later_recorded_holds),
        cmocka_unit_test(the_day_of_death_is_the_last),
        cmocka_unit_test(a_row_that_holds_on_no_day_still_ends_the_one_before),
        cmocka_unit_test(every_day_of_random_histories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
