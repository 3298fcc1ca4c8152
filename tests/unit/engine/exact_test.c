#include "engine/exact.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_open(ARENA_BLOCK);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const char *text(struct str s)
{
    return str_cstr(arena, s);
}

static void ratios_in_fifteen_digits(void **state)
{
    (void)state;
    static const struct {
        int64_t numerator, denominator, scale;
        const char *text;
    } cases[] = {
        {0, 7, 100, "0"},
        {1, 1, 100, "100"},
        {1, 3, 1, "0.333333333333333"},
        {2, 3, 1, "0.666666666666667"},
        {-2, 3, 1, "-0.666666666666667"},
        {899, 1267, 100, "70.9550118389897"},
        {34, 75, 1, "0.453333333333333"},
        {1, 8, 1, "0.125"},
        {600261, 1, 1, "600261"},
        {1, 1000, 1, "0.001"},
        {1, 3000000, 1, "0.000000333333333333333"},
        {100, 1, 1, "100"},
        {1000000000000000, 1, 1, "1000000000000000"},   /* 16 digits, the zeros are not decimals */
        {1234567890123455, 1, 1, "1234567890123460"},   /* a half away from zero … */
        {-1234567890123455, 1, 1, "-1234567890123460"}, /* … on both sides */
        {1234567890123454, 1, 1, "1234567890123450"},
        {9999999999999996, 10, 1, "1000000000000000"}, /* the carry makes a digit more */
        {9999999999999995, 10000, 1, "1000000000000"},
        {9999999999999994, 10000, 1, "999999999999.999"},
        {1000000000000005, 1000, 1, "1000000000000.01"},
        {INT64_MAX, 1, 1000, "9223372036854780000000"},
        {INT64_MIN, 1, 1, "-9223372036854780000"},
        {1, INT64_MAX, 1, "0.00000000000000000010842021724855"}, /* its 15th digit is a 0 */
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(
            text(exact_ratio(arena, cases[i].numerator, cases[i].denominator, cases[i].scale)),
            cases[i].text);
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
