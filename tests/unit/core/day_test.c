#include "core/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct day day(const char *text)
{
    struct day d = DAY_NONE;
    struct err err = {0};
    assert_true(day_parse(str_of(text), &d, &err));
    return d;
}

static void epoch_is_1900(void **state)
{
    (void)state;
    assert_int_equal(day("1900-01-01").n, 0);
    assert_int_equal(day("1970-01-01").n, 25567);
    assert_int_equal(day("1899-12-31").n, -1);
}

static void every_day_of_the_range_goes_there_and_back(void **state)
{
    (void)state;
    struct day first = DAY_NONE, last = DAY_NONE;
    assert_true(day_from_civil(1600, 1, 1, &first));
    assert_true(day_from_civil(9999, 12, 31, &last));
    for (struct day d = first; d.n <= last.n; d.n++) {
        struct civil c = day_civil(d);
        struct day again = DAY_NONE;
        assert_true(day_from_civil(c.year, c.month, c.day, &again));
        assert_int_equal(again.n, d.n);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"2023-02-29", "day.missing_date"},
        {"2023-13-01", "day.missing_date"},
        {"1599-12-31", "day.missing_date"},
        {"2023-1-1", "day.format"},
        {"20230101", "day.format"},
        {"2023-0a-01", "day.format"},
        {"", "day.format"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct day d = DAY_NONE;
        struct err err = {0};
        assert_false(day_parse(str_of(cases[i].text), &d, &err));
        assert_string_equal(err.code, cases[i].code);
        assert_true(cases[i].text[0] == 0 || !strstr(err.detail, cases[i].text)); /* whose birth? */
        assert_true(day_is_none(d));
    }
}

static void months_end_where_they_end(void **state)
{
    (void)state;
    assert_int_equal(month_last(month_of(day("2024-02-03"))).n, day("2024-02-29").n);
    assert_true(day_is_month_end(day("2023-12-31")));
    assert_false(day_is_month_end(day("2024-02-28")));
    assert_int_equal(day_add_months(day("2024-03-31"), -1).n, day("2024-02-29").n);
    assert_int_equal(day_add_months(day("2023-12-31"), 2).n, day("2024-02-29").n);
    assert_int_equal(month_first(month_from(1899, 12)).n, day("1899-12-01").n);
}

static void months_are_read(void **state)
{
    (void)state;
    static const char *const bad[] = {"",        "2023",    "2023-1", "2023-13",
                                      "2023-00", "2023-1x", "202-012"};
    struct month m = {0};
    struct err err = {0};
    char text[MONTH_TEXT];
    assert_true(month_parse(STR("2023-12"), &m, &err));
    assert_string_equal(month_format(m, text).at, "2023-12");
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        err = (struct err){0};
        assert_false(month_parse(str_of(bad[i]), &m, &err));
        assert_string_equal(err.code, "month.format");
        assert_int_equal(m.n, month_from(2023, 12).n);
    }
}

static void the_29th_of_february_turns_a_year_older_on_1_march(void **state)
{
    (void)state;
    struct day born = day("2000-02-29");
    assert_int_equal(age_on(born, day("2023-02-28")), 22);
    assert_int_equal(age_on(born, day("2023-03-01")), 23);
    assert_int_equal(age_on(born, day("2024-02-29")), 24);
}

static void iso_weeks(void **state)
{
    (void)state;
    struct iso_week w;
    struct err err = {0};
    assert_true(iso_week_parse(STR("2021-W48"), &w, &err));
    assert_int_equal(iso_week_first(w).n, day("2021-11-29").n);
    assert_int_equal(day_iso_week(day("2021-01-03")).week, 53);
    assert_int_equal(day_iso_week(day("2021-01-03")).year, 2020);
    assert_false(iso_week_parse(STR("2021-W53"), &w, &err)); /* 2021 has 52 */
    assert_string_equal(err.code, "week.format");
}

static void moments(void **state)
{
    (void)state;
    struct moment m;
    struct err err = {0};
    char text[MOMENT_TEXT];
    assert_true(moment_parse(STR("2023-12-31T23:59"), &m, &err));
    assert_string_equal(moment_format(m, text).at, "2023-12-31T23:59:00Z");
    assert_int_equal(moment_day(m).n, day("2023-12-31").n);
    assert_int_equal(moment_day((struct moment){-1}).n, day("1969-12-31").n);
    assert_false(moment_parse(STR("2023-12-31 23:59"), &m, &err));
    assert_string_equal(err.code, "moment.format");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epoch_is_1900),
        cmocka_unit_test(every_day_of_the_range_goes_there_and_back),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(months_end_where_they_end),
        cmocka_unit_test(months_are_read),
        cmocka_unit_test(the_29th_of_february_turns_a_year_older_on_1_march),
        cmocka_unit_test(iso_weeks),
        cmocka_unit_test(moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
