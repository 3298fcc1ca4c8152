#include "engine/target.h"

#include "spec_table.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *shown(int64_t n, int64_t d, int64_t scale, unsigned places)
{
    static char text[DECIMAL_TEXT];
    struct decimal out;
    assert_true(decimal_of_ratio(n, d, scale, places, &out));
    return decimal_format(out, '.', text).at;
}

static void rounded_once_half_away_from_zero(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/rounding.csv");
    for (size_t i = 0; i < spec_rows(t); i++)
        assert_string_equal(shown(spec_i64(t, i, "numerator"), spec_i64(t, i, "denominator"),
                                  spec_i64(t, i, "scale"), (unsigned)spec_i64(t, i, "places")),
                            spec_cstr(t, i, "shown"));
    assert_string_equal(shown(INT64_MAX / 10, 1, 1, 0), "922337203685477580");
    struct decimal none;
    assert_false(decimal_of_ratio(INT64_MAX, 1, 100, 9, &none));
}

static int64_t percent(int64_t n, int64_t d, unsigned places)
{
    struct decimal out = {0};
    assert_true(decimal_of_ratio(n, d, 100, places, &out));
    return out.units;
}

/* Whether rounding twice would print another number; such a one is counted. */
static unsigned breaks(const struct spec_table *t, size_t row, const char *figure,
                       const char *printed)
{
    int64_t n = spec_i64(t, row, figure), d = spec_i64(t, row, "places");
    assert_int_equal(percent(n, d, 0), spec_i64(t, row, printed));
    struct decimal twice = {0};
    assert_true(decimal_of_ratio(percent(n, d, 1), 10, 1, 0, &twice));
    return twice.units != percent(n, d, 0);
}

static void all_42_printed_percentages_are_one_rounding(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "data/saebo_2021_v48.csv");
    unsigned broken = 0;
    assert_int_equal(spec_rows(t), 21);
    for (size_t i = 0; i < spec_rows(t); i++)
        broken += breaks(t, i, "named_doctor", "printed_doctor_pct") +
                  breaks(t, i, "care_contact", "printed_care_contact_pct");
    assert_int_equal(broken, spec_rows(spec_open(arena, "tests/spec/saebo_rounding.csv")));
}

static void rounding_twice_would_break_two_of_them(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/saebo_rounding.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        int64_t n = spec_i64(t, i, "numerator"), d = spec_i64(t, i, "denominator");
        assert_string_equal(shown(n, d, 100, 5), spec_cstr(t, i, "exact_percent"));
        assert_string_equal(shown(n, d, 100, 0), spec_cstr(t, i, "once"));
        assert_string_equal(shown(n, d, 100, 1), spec_cstr(t, i, "one_decimal"));
        assert_string_equal(shown(percent(n, d, 1), 10, 1, 0), spec_cstr(t, i, "twice"));
        assert_string_not_equal(spec_cstr(t, i, "once"), spec_cstr(t, i, "twice"));
    }
}

static void totals_of_the_saebo_table(void **state)
{
    (void)state;
    const struct spec_table *all = spec_open(arena, "data/saebo_2021_v48.csv");
    const struct spec_table *t = spec_open(arena, "tests/spec/saebo_total.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        int64_t n = 0, d = 0;
        for (size_t j = 0; j < spec_rows(all); j++) {
            n += spec_i64(all, j, spec_cstr(t, i, "figure"));
            d += spec_i64(all, j, "places");
        }
        assert_int_equal(n, spec_i64(t, i, "numerator"));
        assert_int_equal(d, spec_i64(t, i, "denominator"));
        assert_string_equal(shown(n, d, 100, 3), spec_cstr(t, i, "percent"));
    }
}

static void a_target_is_tested_on_the_ratio(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/target.csv");
    struct decimal target;
    for (size_t i = 0; i < spec_rows(t); i++) {
        int64_t n = spec_i64(t, i, "numerator"), d = spec_i64(t, i, "denominator");
        assert_true(decimal_parse(spec_text(t, i, "at_least_percent"), &target));
        assert_string_equal(shown(n, d, 100, 0), spec_cstr(t, i, "shown_percent"));
        assert_int_equal(target_is_met(TARGET_AT_LEAST, n, d, 100, target),
                         str_eq(spec_text(t, i, "met"), STR("yes")));
    }
    assert_true(decimal_parse(STR("80"), &target));
    assert_true(target_is_met(TARGET_UNDER, 2093, 2623, 100, target));
    assert_true(target_is_met(TARGET_AT_MOST, 4, 5, 100, target));
    assert_false(target_is_met(TARGET_OVER, 4, 5, 100, target));
    assert_false(target_is_met(TARGET_UNDER, 4, 5, 100, target));
    assert_true(decimal_parse(STR("0.5"), &target));
    assert_false(target_is_met(TARGET_OVER, 1, 2, 1, target));
    assert_true(target_is_met(TARGET_OVER, 500000001, 1000000001, 1, target));
    assert_true(decimal_compare_ratio(INT64_MAX, 1, INT64_MAX, target) > 0);
    assert_true(decimal_compare_ratio(-INT64_MAX, 1, INT64_MAX, target) < 0);
}

static struct exact_figure figure_at(const struct spec_table *t, size_t i, const char *figure,
                                     const char *persons)
{
    return (struct exact_figure){spec_text(t, i, figure), spec_text(t, i, persons)};
}

/* An increase is one of the exact figure, of the exact one that there was. */
static void a_change_is_tested_on_both_figures(void **state)
{
    (void)state;
    static const struct str words[] = {[VERDICT_MET] = STR_INIT("met"),
                                       [VERDICT_MISSED] = STR_INIT("missed"),
                                       [VERDICT_UNTESTED] = STR_INIT("untested")};
    const struct spec_table *t = spec_open(arena, "tests/spec/target_change.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct measure_target target = {.is_set = true, .is_change = true, .op = TARGET_AT_LEAST};
        struct exact_figure base = figure_at(t, i, "base", "base_persons");
        assert_true(decimal_parse(spec_text(t, i, "change_percent"), &target.value));
        enum verdict verdict = target_verdict(arena, &target, figure_at(t, i, "figure", "persons"),
                                              base.n.len > 0 ? &base : NULL);
        if (!str_eq(words[verdict], spec_text(t, i, "verdict")))
            fail_msg("%s", spec_cstr(t, i, "case"));
    }
    const struct exact_figure fall = {STR("9"), STR("10")}, from = {STR("1"), STR("1")};
    struct measure_target least = {.is_set = true, .is_change = true, .op = TARGET_UNDER};
    assert_true(decimal_parse(STR("-10"), &least.value));
    assert_int_equal(target_verdict(arena, &least, fall, &from), VERDICT_MISSED);
    least.op = TARGET_AT_MOST;
    assert_int_equal(target_verdict(arena, &least, fall, &from), VERDICT_MET);
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

static void compared_however_written(void **state)
{
    (void)state;
    assert_true(decimal_compare((struct decimal){70, 0}, (struct decimal){7000, 2}) == 0);
    assert_true(decimal_compare((struct decimal){-1, 9}, (struct decimal){0, 0}) < 0);
    assert_true(decimal_compare((struct decimal){INT64_MAX, 0}, (struct decimal){INT64_MAX, 9}) >
                0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounded_once_half_away_from_zero),
        cmocka_unit_test(all_42_printed_percentages_are_one_rounding),
        cmocka_unit_test(rounding_twice_would_break_two_of_them),
        cmocka_unit_test(totals_of_the_saebo_table),
        cmocka_unit_test(a_target_is_tested_on_the_ratio),
        cmocka_unit_test(a_change_is_tested_on_both_figures),
        cmocka_unit_test(decimals_are_read_as_written),
        cmocka_unit_test(written_with_any_mark),
        cmocka_unit_test(compared_however_written),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
