#include "domain/residence.h"

#include "random.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MONDAY = 44527 }; /* 2021-11-29, week 48 */

static struct residence_stated row(int32_t from, int32_t to, int32_t reported)
{
    return (struct residence_stated){.from = {MONDAY + from},
                                     .to = to == 99 ? DAY_NONE : (struct day){MONDAY + to},
                                     .reported_on = {MONDAY + reported},
                                     .kind = RESIDENCE_SAEBO};
}

static void monday_is_that_of_week_48(void **state)
{
    (void)state;
    assert_int_equal(iso_week_first((struct iso_week){2021, 48}).n, MONDAY);
}

static void the_later_report_is_in_force(void **state)
{
    (void)state;
    struct residence_stated rows[] = {row(-10, 99, -8), row(-5, 99, -2), row(-20, 99, -19)};
    size_t at = 99;
    assert_true(residence_on(rows, 3, RESIDENCE_SAEBO, (struct day){MONDAY}, &at));
    assert_int_equal(at, 1);
    assert_true(residence_on(rows, 3, RESIDENCE_SAEBO, (struct day){MONDAY - 6}, &at));
    assert_int_equal(at, 0);
    assert_false(residence_on(rows, 3, RESIDENCE_SAEBO, (struct day){MONDAY - 21}, &at));
    assert_false(residence_on(rows, 3, RESIDENCE_HOME_CARE, (struct day){MONDAY}, &at));
    rows[0].reported_on = rows[1].reported_on;
    rows[0].recorded = 5;
    assert_true(residence_on(rows, 3, RESIDENCE_SAEBO, (struct day){MONDAY}, &at));
    assert_int_equal(at, 0);
}

static void the_last_day_in_a_home_decides(void **state)
{
    (void)state;
    struct residence_stated rows[] = {row(-30, 2, 5), row(3, 4, 0)};
    struct residence_in_week out = {99, {0}};
    struct day monday = {MONDAY};
    assert_true(residence_week(rows, 2, RESIDENCE_SAEBO, monday, &out));
    assert_int_equal(out.row, 1);
    assert_int_equal(out.on.n, MONDAY + 4);
    assert_true(residence_week(rows, 1, RESIDENCE_SAEBO, monday, &out));
    assert_int_equal(out.row, 0);
    assert_int_equal(out.on.n, MONDAY + 2);
    assert_false(residence_week(rows, 2, RESIDENCE_SAEBO, (struct day){MONDAY + 7}, &out));
}

static void random_weeks_day_by_day(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        struct random r = {seed};
        struct residence_stated rows[6];
        size_t count = random_below(&r, 7);
        for (size_t i = 0; i < count; i++) {
            int32_t from = (int32_t)random_below(&r, 20) - 10;
            rows[i] = row(from, random_below(&r, 3) ? from - 1 + (int32_t)random_below(&r, 12) : 99,
                          (int32_t)random_below(&r, 4));
            rows[i].recorded = (int64_t)(i ^ 5);
            rows[i].kind = random_below(&r, 4) ? RESIDENCE_SAEBO : RESIDENCE_HOME_CARE;
        }
        struct residence_in_week out = {0};
        bool counted = residence_week(rows, count, RESIDENCE_SAEBO, (struct day){MONDAY}, &out);
        int expected = -1, on = 0;
        for (int32_t n = MONDAY; n < MONDAY + 7; n++) {
            int best = -1;
            for (int i = 0; i < (int)count; i++) {
                bool covers = rows[i].kind == RESIDENCE_SAEBO && rows[i].from.n <= n &&
                              (day_is_none(rows[i].to) || n <= rows[i].to.n);
                if (covers && (best < 0 || rows[i].reported_on.n > rows[best].reported_on.n ||
                               (rows[i].reported_on.n == rows[best].reported_on.n &&
                                rows[i].recorded > rows[best].recorded)))
                    best = i;
            }
            if (best >= 0) {
                expected = best;
                on = n;
            }
        }
        assert_int_equal(counted, expected >= 0);
        if (counted) {
            assert_int_equal(out.row, expected);
            assert_int_equal(out.on.n, on);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monday_is_that_of_week_48),
        cmocka_unit_test(the_later_report_is_in_force),
        cmocka_unit_test(the_last_day_in_a_home_decides),
        cmocka_unit_test(random_weeks_day_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
