#include "core/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static struct moment moment(const char *text)
{
    struct moment m = {0};
    struct err err = {0};
    assert_true(moment_parse(str_of(text), &m, &err));
    return m;
}

static void the_clocks_change_on_the_last_sunday(void **state)
{
    (void)state;
    static const struct {
        const char *at;
        int32_t hours;
    } cases[] = {
        {"2023-01-01T00:00Z", 1},    {"2023-03-26T00:59:59Z", 1}, {"2023-03-26T01:00Z", 2},
        {"2023-10-29T00:59:59Z", 2}, {"2023-10-29T01:00Z", 1},    {"2024-03-31T01:00Z", 2},
        {"2024-03-31T00:59Z", 1},    {"2026-10-25T00:59Z", 2},    {"2026-10-25T01:00Z", 1},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_int_equal(stockholm_offset(moment(cases[i].at)), cases[i].hours * 3600);
}

static void midnight_is_that_of_stockholm(void **state)
{
    (void)state;
    char text[DAY_TEXT];
    assert_string_equal(day_format(stockholm_day(moment("2023-12-31T22:59:59Z")), text).at,
                        "2023-12-31");
    assert_string_equal(day_format(stockholm_day(moment("2023-12-31T23:00:00Z")), text).at,
                        "2024-01-01");
    assert_string_equal(day_format(stockholm_day(moment("2023-06-30T22:00:00Z")), text).at,
                        "2023-07-01");
}

static void people_read_the_time_there(void **state)
{
    (void)state;
    char text[STOCKHOLM_TEXT];
    assert_string_equal(stockholm_format(moment("2023-12-31T23:05:09Z"), text).at,
                        "2024-01-01 00:05:09 +01:00");
    assert_string_equal(stockholm_format(moment("2023-07-01T10:00Z"), text).at,
                        "2023-07-01 12:00:00 +02:00");
    assert_string_equal(stockholm_plain(moment("2023-07-01T10:00Z"), text).at,
                        "2023-07-01T12:00:00.000");
    struct moment late = {moment("2023-12-31T23:05:09Z").us + 250999};
    assert_string_equal(stockholm_plain(late, text).at, "2024-01-01T00:05:09.250");
}

/* Against the C library's own rules, every hour of forty years, where it has the zone's file. */
static void the_rule_is_that_of_the_zone_file(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "Europe/Stockholm", 1), 0);
    tzset();
    if (daylight == 0) {
        print_message("no file of the zone Europe/Stockholm here\n");
        skip();
    }
    for (int64_t s = INT64_C(852076800); s < INT64_C(2145916800); s += 3600) { /* 1997 to 2037 */
        time_t t = (time_t)s;
        struct tm local;
        assert_non_null(localtime_r(&t, &local));
        assert_int_equal(stockholm_offset((struct moment){s * 1000000}), local.tm_gmtoff);
    }
}

static void today_is_given_or_real(void **state)
{
    (void)state;
    struct day given = DAY_NONE;
    assert_true(day_from_civil(2024, 1, 15, &given));
    struct clock fixed = {given}, real = {DAY_NONE};
    assert_int_equal(clock_today(&fixed).n, given.n);
    struct day before = stockholm_day(clock_now()), today = clock_today(&real),
               after = stockholm_day(clock_now());
    assert_in_range(today.n, before.n, after.n);
    int64_t t = clock_monotonic_us();
    assert_true(clock_monotonic_us() >= t);
}

static void moments_are_written_in_swedish_time(void **state)
{
    (void)state;
    static const struct {
        const char *written, *is;
    } CASE[] = {
        {"2024-01-15T14:30", "2024-01-15T13:30:00Z"},
        {"2024-07-15T14:30:05", "2024-07-15T12:30:05Z"},
        {"2024-07-15T14:30Z", "2024-07-15T14:30:00Z"},
        {"2024-10-27T02:30", "2024-10-27T00:30:00Z"},
        {"2024-10-27T03:30", "2024-10-27T02:30:00Z"},
        {"2024-03-31T01:59:59", "2024-03-31T00:59:59Z"},
        {"2024-03-31T03:00", "2024-03-31T01:00:00Z"},
        {"2024-03-31T02:30Z", "2024-03-31T02:30:00Z"},
        {"2024-01-15", "2024-01-15T22:59:59Z"},
        {"2024-07-15", "2024-07-15T21:59:59Z"},
    };
    char text[MOMENT_TEXT];
    struct moment m;
    struct err err = {0};
    for (size_t i = 0; i < sizeof CASE / sizeof *CASE; i++) {
        assert_true(stockholm_parse(str_of(CASE[i].written), &m, &err));
        assert_string_equal(moment_format(m, text).at, CASE[i].is);
    }
    assert_true(stockholm_parse(STR("2024-01-15"), &m, &err));
    assert_int_equal(m.us % 1000000, 999999);
    assert_false(stockholm_parse(STR("2024-02-30"), &m, &err));
    assert_string_equal(err.code, "day.missing_date");
    err = (struct err){0};
    assert_false(stockholm_parse(STR("14:30"), &m, &err));
    assert_string_equal(err.code, "moment.format");
    err = (struct err){0};
    assert_false(stockholm_parse(STR("2024-03-31T02:30"), &m, &err));
    assert_string_equal(err.code, "moment.left_out");
    err = (struct err){0};
    assert_false(stockholm_parse(STR("2026-03-29T02:00"), &m, &err));
    assert_string_equal(err.code, "moment.left_out");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clocks_change_on_the_last_sunday),
        cmocka_unit_test(moments_are_written_in_swedish_time),
        cmocka_unit_test(midnight_is_that_of_stockholm),
        cmocka_unit_test(people_read_the_time_there),
        cmocka_unit_test(the_rule_is_that_of_the_zone_file),
        cmocka_unit_test(today_is_given_or_real),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
