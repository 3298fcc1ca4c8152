#include "engine/exact.h"
#include "engine/oracle_number.h"
#include "spec_table.h"

#include "../core/arena_fixture.h"
#include "../domain/random.h"

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

/* ---- measured values ---- */

static void values_among_limits(void **state)
{
    (void)state;
    static const struct decimal limit[] = {{-5, 1}, {52, 0}, {7000, 2}}; /* -0.5, 52, 70 */
    static const struct {
        const char *value, *factor;
        struct quotient times, plus;
        int32_t rank;
    } is[] = {
        {"51.999999999", "", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 2},
        {"52", "", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 3},
        {"<52", "", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 3},
        {">=52.0", "1", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 3},
        {"52.000000001", "", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 4},
        {"70", "", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 5},
        {"70.000000001", "", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 6},
        {"999999999999.999999999",
         "999999999999.999999999",
         {{1000000000, 0}, {1, 0}},
         {{0, 0}, {1, 0}},
         6},
        {"-999999999999.999999999",
         "999999999999.999999999",
         {{1000000000, 0}, {1, 0}},
         {{0, 0}, {1, 0}},
         0},
        {"-0.5", "", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 1},
        {"7", "10", {{1, 0}, {1, 0}}, {{0, 0}, {1, 0}}, 5},
        {"6.907593778",
         "",
         {{1093, 2}, {1, 0}},
         {{-235, 1}, {1, 0}},
         2}, /* a bit under 52, and a bit over */
        {"6.907593779", "", {{1093, 2}, {1, 0}}, {{-235, 1}, {1, 0}}, 4},
        {"7.001", "", {{1000000000, 9}, {1, 0}}, {{62999, 3}, {1, 0}}, 5},
        /* From mmol/mol into per cent: 544.86 is 52 of them, to the last digit. */
        {"544.859999999", "", {{1, 0}, {1093, 2}}, {{235, 1}, {1093, 2}}, 2},
        {"544.86", "", {{1, 0}, {1093, 2}}, {{235, 1}, {1093, 2}}, 3},
        {"544.860000001", "", {{1, 0}, {1093, 2}}, {{235, 1}, {1093, 2}}, 4},
    };
    for (size_t i = 0; i < ARRAY_LEN(is); i++) {
        const struct exact_quantity q = {str_of(is[i].value), str_of(is[i].factor), is[i].times,
                                         is[i].plus};
        int32_t rank = -1;
        assert_true(exact_quantity_rank(&q, limit, ARRAY_LEN(limit), &rank));
        assert_int_equal(rank, is[i].rank);
    }
    static const char *const none[] = {"", "<", "-", ".5", "5.", "1e3", "5 mg", "1.2.3"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        const struct exact_quantity q = {
            .value = str_of(none[i]), .times = {{1, 0}, {1, 0}}, .plus = {{0, 0}, {1, 0}}};
        int32_t rank;
        assert_false(exact_quantity_rank(&q, limit, ARRAY_LEN(limit), &rank));
        assert_false(plain_read(str_of(none[i]), &(struct plain_number){0}));
    }
}

/* As a record may have it: a sign, 1 to 12 digits, 0 to 9 decimals. */
static struct str random_number(struct random *r)
{
    char out[32];
    size_t at = 0;
    if (random_below(r, 3) == 0)
        out[at++] = '-';
    for (uint32_t digits = 1 + random_below(r, 12); digits > 0; digits--)
        out[at++] = (char)('0' + random_below(r, 10));
    uint32_t places = random_below(r, 2) ? random_below(r, 10) : 0;
    if (places > 0)
        out[at++] = '.';
    for (; places > 0; places--)
        out[at++] = (char)('0' + random_below(r, 10));
    return str_copy(arena, (struct str){out, at});
}

static struct decimal random_decimal(struct random *r)
{
    return (struct decimal){(int64_t)random_below(r, 2000000001) - 1000000000, random_below(r, 10)};
}

/* As a code set may have it, half of them whole. */
static struct quotient random_quotient(struct random *r)
{
    struct quotient q = {{0, 0}, {1, 0}};
    q.over.units = (int64_t)random_below(r, 2000000001) - 1000000000;
    q.over.places = random_below(r, 5);
    if (random_below(r, 2) == 0)
        return q;
    q.under.units = 1 + (int64_t)random_below(r, 1000000000);
    q.under.places = random_below(r, 5);
    return q;
}

/* The two ways to reckon with them, which share nothing. */
static void digits_say_the_same(void **state)
{
    (void)state;
    struct random r = {1};
    for (unsigned i = 0; i < 20000; i++) {
        const struct exact_quantity q = {random_number(&r),
                                         random_below(&r, 2) ? random_number(&r) : STR(""),
                                         random_quotient(&r), random_quotient(&r)};
        struct plain_number plain, other = plain_decimal(q.times.over);
        struct plain_number under = plain_decimal(q.times.under), p = plain_decimal(q.plus.under);
        assert_true(plain_read(q.value, &plain));
        plain = plain_product(&plain, &other);
        if (q.factor.len > 0) {
            assert_true(plain_read(q.factor, &other));
            plain = plain_product(&plain, &other);
        }
        plain = plain_product(&plain, &p);
        other = plain_decimal(q.plus.over);
        other = plain_product(&other, &under);
        plain = plain_sum(&plain, &other);
        under = plain_product(&under, &p);
        struct decimal limit = random_decimal(&r);
        if (i % 4 == 0 && q.factor.len == 0 && q.times.over.units == 0)
            limit = q.plus.over;
        int32_t rank;
        assert_true(exact_quantity_rank(&q, &limit, 1, &rank));
        other = plain_decimal(limit);
        other = plain_product(&other, &under);
        assert_int_equal(rank - 1, plain_compare(&plain, &other));
    }
}

/* ---- small numbers and others ---- */

enum { PARTS = 6 };

/* Of so many bits, and often of few. */
static wide random_wide(struct random *r, unsigned bits)
{
    wide n = (wide)(random_next(r) >> 1) << 62 | (wide)(random_next(r) >> 2);
    return n >> (125 - random_below(r, bits));
}

static struct exact_number random_parts(struct random *r, unsigned bits, struct exact_part *part)
{
    struct exact_number n = {part, 1 + random_below(r, PARTS)};
    for (unsigned i = 0; i < n.parts; i++) {
        part[i] = (struct exact_part){random_wide(r, bits), 1 + random_wide(r, bits)};
        if (random_below(r, 2))
            part[i].p = -part[i].p;
        if (i > 0 && random_below(r, 2))
            part[i].q = part[i - 1].q;
    }
    return n;
}

/* The same number, of parts that grow so far that GMP reckons. */
static struct exact_number grown(struct exact_number n, struct exact_part *part)
{
    static const wide large = (wide)UINT64_C(18446744073709551557) << 50; /* a prime, and twos */
    static const uint64_t other = UINT64_C(18446744073709551533);         /* a prime */
    const struct exact_part nothing[] = {{1, large}, {1, other}, {-1, other}, {-1, large}};
    for (size_t i = 0; i < ARRAY_LEN(nothing); i++)
        part[i] = nothing[i];
    for (unsigned i = 0; i < n.parts; i++)
        part[ARRAY_LEN(nothing) + i] = n.part[i];
    return (struct exact_number){part, n.parts + (unsigned)ARRAY_LEN(nothing)};
}

/* Whichever way a number is reckoned. */
static void small_numbers_are_as_others(void **state)
{
    (void)state;
    struct random r = {2};
    for (unsigned i = 0; i < 20000; i++, arena_reset(arena)) {
        unsigned bits = i % 2 ? 20 : 20 + random_below(&r, 100);
        struct exact_part at[4][PARTS + 4];
        struct exact_number n = random_parts(&r, bits, at[0]), by = random_parts(&r, bits, at[1]);
        struct exact_number same = grown(n, at[2]), same_by = grown(by, at[3]);
        assert_string_equal(text(exact_text(arena, n)), text(exact_text(arena, same)));
        assert_int_equal(exact_sign(n), exact_sign(same));
        int64_t whole = 0, same_whole = 0;
        assert_true(exact_whole(n, &whole) == exact_whole(same, &same_whole));
        assert_true(whole == same_whole);
        if (exact_sign(by) > 0)
            assert_string_equal(text(exact_quotient(arena, n, by, 1000)),
                                text(exact_quotient(arena, same, same_by, 1000)));
    }
}

/* Of 90 kinds of persons, as a county has: the whole of it is more than small numbers hold. */
static void sums_of_many_denominators(void **state)
{
    (void)state;
    struct random r = {3};
    for (unsigned i = 0; i < 2000; i++, arena_reset(arena)) {
        struct exact_term term[90];
        struct exact_part part[90 + 4], one = {0, 1}, same_one[1 + 4];
        struct exact_sum s = {term, 1 + random_below(&r, 90)};
        int64_t persons = 1 + random_below(&r, 100000);
        for (unsigned k = 0; k < s.terms; k++) {
            uint64_t rows = k + 2;
            term[k] = (struct exact_term){rows * (rows - 1), 1, random_below(&r, 1000000), 0};
            part[k] = (struct exact_part){term[k].sum, (wide)term[k].q};
        }
        struct exact_part all[90 + 4];
        one.p = persons;
        struct exact_number n = grown((struct exact_number){part, s.terms}, all);
        struct exact_number by = grown((struct exact_number){&one, 1}, same_one);
        struct exact_mean_text both = exact_mean_text(arena, s, persons);
        assert_string_equal(text(both.sum), text(exact_text(arena, n)));
        assert_string_equal(text(both.mean), text(exact_quotient(arena, n, by, 1)));
        assert_string_equal(text(both.sum), text(exact_fraction(arena, s)));
        assert_string_equal(text(both.mean), text(exact_mean(arena, s, persons)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ratios_in_fifteen_digits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_mean_of_persons, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(sums_in_lowest_terms, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(values_among_limits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(digits_say_the_same, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(small_numbers_are_as_others, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(sums_of_many_denominators, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
