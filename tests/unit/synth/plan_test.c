#include "synth/district.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct day on(int32_t year, int32_t month, int32_t day)
{
    return (struct day){date(year, month, day)};
}

static void what_is_printed_stands_in_the_plan(void **state)
{
    (void)state;
    assert_int_equal(plan_count(plan_value(PATH_LISTED, on(2022, 12, 31)), 1), 132602);
    assert_int_equal(plan_count(plan_value(PATH_LISTED, on(2023, 12, 31)), 1), 133599);
    assert_int_equal(plan_count(plan_value(PATH_SAEBO, on(2021, 12, 5)), 1), 1267);
    assert_int_equal(plan_count(plan_value(PATH_SAEBO_DOCTOR, on(2021, 12, 5)), 1), 899);
    assert_int_equal(plan_count(plan_value(PATH_SAEBO_CARE, on(2021, 12, 5)), 1), 1217);
    assert_int_equal(plan_year(2023)->contacts, 600261);
    assert_int_equal(plan_year(2023)->patients - plan_year(2022)->patients, 161);
    assert_true(fabs(plan_index(PROF_NURSE, 2023) - 0.33) < 1e-9);
}

static void paths_are_straight_between_knots(void **state)
{
    (void)state;
    double before = plan_value(PATH_LISTED, on(2022, 12, 31)),
           after = plan_value(PATH_LISTED, on(2023, 12, 31)),
           middle = plan_value(PATH_LISTED, on(2023, 7, 2));
    assert_true(fabs(middle - (before + (after - before) * 183 / 365)) < 1e-6);
    assert_true(plan_value(PATH_LISTED, on(1990, 1, 1)) ==
                plan_value(PATH_LISTED, on(2018, 12, 31)));
    assert_true(plan_value(PATH_LISTED, on(2050, 1, 1)) ==
                plan_value(PATH_LISTED, on(2024, 12, 31)));
}

static void years_outside_the_plan_are_the_nearest(void **state)
{
    (void)state;
    assert_int_equal(plan_year(2010)->year, PLAN_FIRST_YEAR);
    assert_int_equal(plan_year(2024)->year, PLAN_LAST_YEAR);
}

static void shares_add_up(void **state)
{
    (void)state;
    static const double SHARE[] = {1, 1, 1, 0}, NONE[] = {0, 0};
    uint32_t out[4], two[2];
    apportion(SHARE, 4, 10, out);
    assert_int_equal(out[0] + out[1] + out[2], 10);
    assert_int_equal(out[0], 4);
    assert_int_equal(out[3], 0);
    apportion(NONE, 2, 5, two);
    assert_int_equal(two[0] + two[1], 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_printed_stands_in_the_plan),
        cmocka_unit_test(paths_are_straight_between_knots),
        cmocka_unit_test(years_outside_the_plan_are_the_nearest),
        cmocka_unit_test(shares_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
