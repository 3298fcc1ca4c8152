#include "synth/spread.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { PARTS = 28 };

static uint32_t make(uint64_t seed, uint32_t all[static PARTS], double guess[static PARTS])
{
    struct rnd r = rnd_of(seed, STREAM_CALLS, 0);
    uint32_t sum = 0;
    for (unsigned i = 0; i < PARTS; i++) {
        all[i] = 40 + rnd_below(&r, 700);
        guess[i] = 0.6 + 0.1 * rnd_bell(&r);
        sum += all[i];
    }
    return sum;
}

/* Half away from zero, as the report prints. */
static double printed(uint32_t part, uint32_t all)
{
    return floor(1000.0 * part / all + 0.5) / 10;
}

static void the_sum_and_the_extremes_are_the_wanted_ones(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        uint32_t all[PARTS], part[PARTS], sum = 0;
        double guess[PARTS], low = 101, high = -1;
        uint32_t want = (uint32_t)(0.633 * make(seed, all, guess));
        struct spread s = {.want = want,
                           .least = 0.524,
                           .most = 0.764,
                           .least_within = 0.0005,
                           .most_within = 0.0005};
        assert_true(spread_out(&s, all, guess, PARTS, part));
        for (unsigned i = 0; i < PARTS; i++) {
            double share = printed(part[i], all[i]);
            low = share < low ? share : low;
            high = share > high ? share : high;
            sum += part[i];
        }
        assert_int_equal(sum, want);
        assert_true(fabs(low - 52.4) < 1e-9);
        assert_true(fabs(high - 76.4) < 1e-9);
    }
}

static void bounds_that_are_not_printed_are_kept(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        uint32_t all[PARTS], part[PARTS], sum = 0;
        double guess[PARTS];
        uint32_t want = (uint32_t)(0.5 * make(seed, all, guess));
        struct spread s = {.want = want, .least = 0.45, .most = 0.9};
        assert_true(spread_out(&s, all, guess, PARTS, part));
        for (unsigned i = 0; i < PARTS; i++) {
            assert_true(part[i] >= 0.45 * all[i] && part[i] <= 0.9 * all[i]);
            sum += part[i];
        }
        assert_int_equal(sum, want);
    }
}

/* Of a small population little can be had: never more than there is. */
static void few_rows_are_enough_for_nothing(void **state)
{
    (void)state;
    static const uint32_t ALL[] = {0, 1, 2, 0, 3};
    static const double GUESS[] = {0.5, 0.1, 0.9, 2, -1};
    for (uint32_t want = 0; want < 10; want++) {
        uint32_t part[5], fit = 7;
        struct spread s = {.want = want,
                           .least = 0.524,
                           .most = 0.764,
                           .least_within = 0.0005,
                           .most_within = 0.0005};
        assert_false(spread_out(&s, ALL, GUESS, 5, part));
        for (unsigned i = 0; i < 5; i++)
            assert_true(part[i] <= ALL[i]);
        assert_false(spread_fits(0, 0.5, 0.1, &fit));
    }
}

/* Everything else can be had, but of no part the share that is printed; or the parts differ in more
 * than the extremes allow; or so many are not wanted in all. */
static void what_cannot_be_had_is_told(void **state)
{
    (void)state;
    static const double GUESS[] = {0.55, 0.7, 0.65};
    static const uint32_t FIT[] = {250, 250, 500}, NONE[] = {100, 200, 300}, ONE[] = {250, 250, 1};
    struct spread s = {
        .want = 640, .least = 0.524, .most = 0.764, .least_within = 0.0005, .most_within = 0.0005};
    uint32_t part[3];
    assert_true(spread_out(&s, FIT, GUESS, 3, part));
    assert_int_equal(part[0] + part[1], 131 + 191);
    s.want = 380;
    assert_false(spread_out(&s, NONE, GUESS, 3, part));
    s.want = 322;
    assert_false(spread_out(&s, ONE, GUESS, 3, part));
    s.want = 900;
    assert_false(spread_out(&s, FIT, GUESS, 3, part));
    s.want = 640;
    s.has = (const uint32_t[]){200, 0, 0};
    assert_false(spread_out(&s, FIT, GUESS, 3, part));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_and_the_extremes_are_the_wanted_ones),
        cmocka_unit_test(bounds_that_are_not_printed_are_kept),
        cmocka_unit_test(few_rows_are_enough_for_nothing),
        cmocka_unit_test(what_cannot_be_had_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
