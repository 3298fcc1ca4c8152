#include "engine/exact.h"

#include "spec_table.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *text(struct str s)
{
    return str_cstr(arena, s);
}

static void ratios_in_fifteen_digits(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/digits.csv");
    for (size_t i = 0; i < spec_rows(t); i++)
        assert_string_equal(
            text(exact_ratio(arena, spec_i64(t, i, "numerator"), spec_i64(t, i, "denominator"),
                             spec_i64(t, i, "scale"))),
            spec_cstr(t, i, "value"));
    /* the widest: many zeros behind, many before, and a last digit that is a 0 */
    assert_string_equal(text(exact_ratio(arena, INT64_MAX, 1, 1000)), "9223372036854780000000");
    assert_string_equal(text(exact_ratio(arena, INT64_MIN, 1, 1)), "-9223372036854780000");
    assert_string_equal(text(exact_ratio(arena, 1, INT64_MAX, 1)),
                        "0.00000000000000000010842021724855");
}

/* (3), (2,1), (1,1,1), (4,1), (2,2): 1, 1/3, 0, 3/5, 1/3, kept by their denominators N(N - 1). */
static const struct exact_term FIVE[] = {
    {6, 3, 8, 40}, /* 6/6 + 2/6 + 0/6 */
    {12, 1, 4, 16},
    {20, 1, 12, 144},
};

static void a_mean_of_persons(void **state)
{
    (void)state;
    struct exact_sum s = {FIVE, ARRAY_LEN(FIVE)};
    assert_string_equal(text(exact_fraction(arena, s)), "34/15");
    assert_string_equal(text(exact_mean(arena, s, 5)), "0.453333333333333");
}

static void sums_in_lowest_terms(void **state)
{
    (void)state;
    struct exact_sum none = {NULL, 0};
    assert_string_equal(text(exact_fraction(arena, none)), "0");
    assert_string_equal(text(exact_mean(arena, none, 3)), "0");
    static const struct exact_term whole[] = {{2, 2, 3, 5}, {6, 1, 3, 9}};
    assert_string_equal(text(exact_fraction(arena, (struct exact_sum){whole, 2})), "2");
    static const struct exact_term negative[] = {{3, 1, -1, 1}, {6, 1, -1, 1}};
    assert_string_equal(text(exact_fraction(arena, (struct exact_sum){negative, 2})), "-1/2");
    assert_string_equal(text(exact_mean(arena, (struct exact_sum){negative, 2}, 2)), "-0.25");
    /* far beyond 64 bits: the denominators are primes */
    static const struct exact_term large[] = {
        {18446744073709551557U, 1, 1, 1}, {18446744073709551533U, 1, 1, 1}, {4294967291U, 1, 1, 1}};
    struct exact_sum s = {large, 3};
    assert_string_equal(text(exact_fraction(arena, s)),
                        "340282367079394785687998182805118916071/"
                        "1461501635629491072348593451471062357580087009371");
}

static void against_a_limit_exactly(void **state)
{
    (void)state;
    static const struct exact_term third[] = {{3, 1, 1, 1}};
    struct exact_sum s = {third, 1};
    assert_int_equal(exact_mean_compare(s, 1, (struct decimal){333333333, 9}), 1);
    assert_int_equal(exact_mean_compare(s, 1, (struct decimal){333333334, 9}), -1);
    static const struct exact_term half[] = {{2, 3, 3, 3}};
    assert_int_equal(exact_mean_compare((struct exact_sum){half, 1}, 3, (struct decimal){50, 2}),
                     0);
    assert_int_equal(exact_mean_compare((struct exact_sum){half, 1}, 3, (struct decimal){-1, 0}),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ratios_in_fifteen_digits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_mean_of_persons, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(sums_in_lowest_terms, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(against_a_limit_exactly, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
