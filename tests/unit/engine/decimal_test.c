#include "engine/decimal.h"

#include "saebo.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *shown(int64_t n, int64_t d, int64_t scale, unsigned places)
{
    static char text[DECIMAL_TEXT];
    struct decimal out;
    assert_true(decimal_of_ratio(n, d, scale, places, &out));
    return decimal_format(out, ',', text).at;
}

static void rounded_once_half_away_from_zero(void **state)
{
    (void)state;
    assert_string_equal(shown(1, 2, 1, 0), "1");
    assert_string_equal(shown(-1, 2, 1, 0), "-1");
    assert_string_equal(shown(1, 8, 1, 2), "0,13");
    assert_string_equal(shown(-1, 8, 1, 2), "-0,13");
    assert_string_equal(shown(34, 75, 1, 2), "0,45");
    assert_string_equal(shown(0, 7, 100, 1), "0,0");
    assert_string_equal(shown(-1, 1000, 1, 2), "0,00"); /* no minus zero */
    assert_string_equal(shown(23349, 133599, 100, 1), "17,5");
    assert_string_equal(shown(899, 1267, 100, 0), "71");
    assert_string_equal(shown(600261, 1, 1, 0), "600261");
    assert_string_equal(shown(INT64_MAX / 10, 1, 1, 0), "922337203685477580");
    struct decimal none;
    assert_false(decimal_of_ratio(INT64_MAX, 1, 100, 9, &none));
}

static void all_42_printed_percentages(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(SAEBO); i++) {
        struct decimal doctor = {0}, contact = {0};
        assert_true(decimal_of_ratio(SAEBO[i].doctor, SAEBO[i].places, 100, 0, &doctor));
        assert_true(decimal_of_ratio(SAEBO[i].contact, SAEBO[i].places, 100, 0, &contact));
        assert_int_equal(doctor.units, SAEBO[i].doctor_percent);
        assert_int_equal(contact.units, SAEBO[i].contact_percent);
    }
}

/* The two that break when the first rounding is to a decimal: 83.49978 and 92.48952. */
static void rounding_twice_would_break_kalmar_and_dalarna(void **state)
{
    (void)state;
    assert_string_equal(shown(1923, 2303, 100, 0), "83");
    assert_string_equal(shown(1923, 2303, 100, 1), "83,5");
    assert_string_equal(shown(2426, 2623, 100, 0), "92");
    assert_string_equal(shown(2426, 2623, 100, 1), "92,5");
}

static void a_target_is_tested_on_the_ratio(void **state)
{
    (void)state;
    struct decimal target;
    assert_true(decimal_parse(STR("80"), &target));
    assert_string_equal(shown(2093, 2623, 100, 0), "80"); /* 79.794 */
    assert_false(target_is_met(TARGET_AT_LEAST, 2093, 2623, 100, target));
    assert_true(target_is_met(TARGET_UNDER, 2093, 2623, 100, target));
    assert_true(target_is_met(TARGET_AT_LEAST, 4, 5, 100, target));
    assert_true(target_is_met(TARGET_AT_MOST, 4, 5, 100, target));
    assert_false(target_is_met(TARGET_OVER, 4, 5, 100, target));
    assert_false(target_is_met(TARGET_UNDER, 4, 5, 100, target));
    assert_true(decimal_parse(STR("0.5"), &target));
    assert_false(target_is_met(TARGET_OVER, 1, 2, 1, target));
    assert_true(target_is_met(TARGET_OVER, 500000001, 1000000001, 1, target));
    assert_true(decimal_compare_ratio(INT64_MAX, 1, INT64_MAX, target) > 0);
    assert_true(decimal_compare_ratio(-INT64_MAX, 1, INT64_MAX, target) < 0);
}

static void decimals_are_read_as_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t units;
        unsigned places;
    } good[] = {{"65", 65, 0}, {"0.30", 30, 2}, {"-1.5", -15, 1}, {"007", 7, 0}};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct decimal d = {0};
        assert_true(decimal_parse(str_of(good[i].text), &d));
        assert_int_equal(d.units, good[i].units);
        assert_int_equal(d.places, good[i].places);
    }
    static const char *const bad[] = {"",   "-",   ".5",    "5.",           "1,5",
                                      "1e", "--1", "1.2.3", "1.0123456789", "1234567890123456789"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct decimal d = {0};
        assert_false(decimal_parse(str_of(bad[i]), &d));
    }
}

static void written_with_any_mark(void **state)
{
    (void)state;
    char out[DECIMAL_TEXT];
    assert_string_equal(decimal_format((struct decimal){5, 2}, '.', out).at, "0.05");
    assert_string_equal(decimal_format((struct decimal){-1234, 2}, ',', out).at, "-12,34");
    assert_string_equal(decimal_format((struct decimal){0, 0}, ',', out).at, "0");
    assert_string_equal(decimal_format((struct decimal){INT64_MIN, 9}, '.', out).at,
                        "-9223372036.854775808");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounded_once_half_away_from_zero),
        cmocka_unit_test(all_42_printed_percentages),
        cmocka_unit_test(rounding_twice_would_break_kalmar_and_dalarna),
        cmocka_unit_test(a_target_is_tested_on_the_ratio),
        cmocka_unit_test(decimals_are_read_as_written),
        cmocka_unit_test(written_with_any_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
