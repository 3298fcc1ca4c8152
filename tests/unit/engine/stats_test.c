#include "engine/stats.h"

#include "core/sb.h"
#include "spec_table.h"

#include "../core/arena_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void close_to(double value, double expected, double within)
{
    if (!(fabs(value - expected) <= within))
        fail_msg("%.9f is not %.9f", value, expected);
}

static void wilson(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/intervals.csv");
    for (size_t row = 0; row < spec_rows(t); row++) {
        struct interval i =
            interval_wilson(spec_i64(t, row, "numerator"), spec_i64(t, row, "denominator"));
        close_to(100 * i.low, spec_double(t, row, "low_percent"), 0.005);
        close_to(100 * i.high, spec_double(t, row, "high_percent"), 0.005);
        assert_true(i.low >= 0 && i.high <= 1);
    }
    assert_true(interval_wilson(627, 627).high == 1);
    assert_true(interval_wilson(0, 20).low == 0);
    struct interval i = interval_wilson(1, 1);
    assert_true(i.low > 0.2 && i.high == 1);
}

/* Against the exact (gamma) limits of a Poisson count, which Byar's are known to be close to. */
static void byar(void **state)
{
    (void)state;
    struct interval i = interval_byar(10);
    close_to(i.low, 4.795, 0.02);
    close_to(i.high, 18.39, 0.02);
    i = interval_byar(100);
    close_to(i.low, 81.36, 0.02);
    close_to(i.high, 121.63, 0.02);
    i = interval_byar(0);
    assert_true(i.low == 0);
    close_to(i.high, 3.689, 0.05);
}

static void means(void **state)
{
    (void)state;
    /* continuity of five persons: 1, 1/3, 0, 3/5, 1/3 */
    double sum = 34.0 / 15, squares = 1 + 2.0 / 9 + 9.0 / 25, mean = sum / 5;
    double variance = variance_of(sum, squares, 5);
    close_to(variance, 0.1386666667, 1e-9);
    struct interval i;
    assert_true(interval_mean(mean, variance, 5, &i));
    close_to(i.low, mean - 1.959964 * 0.1665333, 1e-5);
    close_to(i.high, mean + 1.959964 * 0.1665333, 1e-5);
    assert_false(interval_mean(1, 0, 1, &i));
    assert_true(variance_of(3, 3, 3) == 0);
    assert_true(variance_of(0.3, 0.03, 3) >= 0);
}

static void xmr_of_the_worked_example(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/xmr.csv");
    double values[12];
    struct str rest = spec_text(t, 0, "values");
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        int64_t value;
        assert_true(str_to_i64(str_cut(&rest, ' '), &value));
        values[i] = (double)value;
    }
    assert_int_equal(rest.len, 0);
    struct xmr x;
    uint8_t mark[ARRAY_LEN(values)];
    assert_true(xmr_of(values, ARRAY_LEN(values), &x, mark));
    close_to(x.mean, spec_double(t, 0, "mean"), 1e-12);
    close_to(x.moving_range, spec_double(t, 0, "moving_range"), 1e-12);
    close_to(x.low, spec_double(t, 0, "low"), 1e-9);
    close_to(x.high, spec_double(t, 0, "high"), 1e-9);
    assert_false(x.is_trial);
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        assert_int_equal(mark[i], 0);
    assert_true(xmr_of(values, ARRAY_LEN(values) - 1, &x, NULL));
    assert_true(x.is_trial);
}

static void one_wild_range_is_dropped_once(void **state)
{
    (void)state;
    /* ranges 1 … 1, 100, 101: mean 19.36; 3.267 times that is 63.2, so the two great ones go */
    double values[] = {10, 11, 10, 11, 10, 11, 111, 10, 11, 10, 11, 10};
    struct xmr x;
    uint8_t mark[12];
    assert_true(xmr_of(values, 12, &x, mark));
    close_to(x.moving_range, 1, 1e-12);
    assert_int_equal(mark[6] & XMR_OUTSIDE, XMR_OUTSIDE);
}

static void runs_and_trends_of_seven(void **state)
{
    (void)state;
    struct xmr x;
    uint8_t mark[16];
    static const double run[] = {2, 1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9, 8};
    assert_true(xmr_of(run, 14, &x, mark));
    for (size_t i = 0; i < 14; i++)
        assert_int_equal(mark[i] & XMR_RUN, XMR_RUN);
    static const double six[] = {1, 9, 1, 8, 8, 9, 8, 9, 8, 1, 2, 1};
    assert_true(xmr_of(six, 12, &x, mark));
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(mark[i] & XMR_RUN, 0);
    static const double rise[] = {5, 3, 4, 5, 6, 7, 8, 9, 5, 4};
    assert_true(xmr_of(rise, 10, &x, mark));
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(mark[i] & XMR_TREND, i >= 1 && i <= 7 ? XMR_TREND : 0);
    static const double pause[] = {3, 4, 5, 6, 6, 7, 8, 9, 10};
    assert_true(xmr_of(pause, 9, &x, mark));
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(mark[i] & XMR_TREND, 0);
    static const double fall[] = {9, 8, 7, 6, 5, 4, 3};
    assert_true(xmr_of(fall, 7, &x, mark));
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(mark[i] & XMR_TREND, XMR_TREND);
}

static void a_missing_month_breaks_what_it_stands_in(void **state)
{
    (void)state;
    struct xmr x;
    uint8_t mark[16];
    double rise[] = {1, 2, 3, 4, NAN, 6, 7, 8, 9};
    assert_true(xmr_of(rise, 9, &x, mark));
    assert_int_equal(x.points, 8);
    close_to(x.moving_range, 1, 1e-12);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(mark[i] & XMR_TREND, 0);
    double apart[] = {1, NAN, 3, NAN};
    assert_false(xmr_of(apart, 4, &x, mark));
    assert_false(xmr_of(apart, 0, &x, mark));
    assert_false(xmr_of(apart, 1, &x, mark));
}

static void the_funnel_of_the_saebo_table(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "data/saebo_2021_v48.csv");
    const struct spec_table *expected = spec_open(arena, "tests/spec/saebo_funnel.csv");
    size_t counties = spec_rows(t);
    assert_int_equal(counties, spec_i64(expected, 0, "counties"));
    struct funnel_unit *unit = ARENA_NEW(arena, struct funnel_unit, counties);
    double places = 0, doctor = 0;
    for (size_t i = 0; i < counties; i++) {
        double with = spec_double(t, i, "named_doctor"), all = spec_double(t, i, "places");
        places += all;
        doctor += with;
        unit[i] = (struct funnel_unit){with / all, all};
    }
    double centre = doctor / places;
    struct funnel f;
    assert_true(funnel_fit(arena, unit, counties, centre, centre * (1 - centre), &f));
    close_to(f.phi, spec_double(expected, 0, "phi"), 0.5);
    close_to(f.phi_winsorised, spec_double(expected, 0, "phi_winsorised"), 0.5);
    close_to(sqrt(f.tau2), 0.07395, 0.00001);
    unsigned raw = 0, adjusted = 0, adjusted_95 = 0;
    for (size_t i = 0; i < counties; i++) {
        raw += funnel_is_outside(&f, unit[i], FUNNEL_998, FUNNEL_RAW);
        adjusted += funnel_is_outside(&f, unit[i], FUNNEL_998, FUNNEL_ADJUSTED);
        adjusted_95 += funnel_is_outside(&f, unit[i], FUNNEL_95, FUNNEL_ADJUSTED);
        struct interval limits = funnel_limits(&f, unit[i].size, FUNNEL_95, FUNNEL_RAW);
        assert_int_equal(unit[i].value < limits.low || unit[i].value > limits.high,
                         funnel_is_outside(&f, unit[i], FUNNEL_95, FUNNEL_RAW));
    }
    assert_int_equal(raw, spec_i64(expected, 0, "flagged_raw"));
    assert_int_equal(adjusted, 0);
    assert_int_equal(adjusted_95, 2); /* Jämtland and Västmanland */
}

static void where_chance_explains_all_nothing_is_added(void **state)
{
    (void)state;
    static const struct funnel_unit unit[] = {{0.49, 100}, {0.50, 100}, {0.51, 100}};
    struct funnel f;
    assert_true(funnel_fit(arena, unit, 3, 0.5, 0.25, &f));
    assert_true(f.tau2 == 0);
    struct interval raw = funnel_limits(&f, 100, FUNNEL_95, FUNNEL_RAW);
    struct interval adjusted = funnel_limits(&f, 100, FUNNEL_95, FUNNEL_ADJUSTED);
    assert_true(raw.low == adjusted.low && raw.high == adjusted.high);
    close_to(raw.low, 0.5 - 1.959964 * 0.05, 1e-6);
    close_to(funnel_limits(&f, 100, FUNNEL_998, FUNNEL_RAW).high, 0.5 + 3.090232 * 0.05, 1e-6);
    assert_false(funnel_fit(arena, unit, 1, 0.5, 0.25, &f));
    assert_false(funnel_fit(arena, unit, 3, 1, 0, &f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson),
        cmocka_unit_test(byar),
        cmocka_unit_test(means),
        cmocka_unit_test(xmr_of_the_worked_example),
        cmocka_unit_test(one_wild_range_is_dropped_once),
        cmocka_unit_test(runs_and_trends_of_seven),
        cmocka_unit_test(a_missing_month_breaks_what_it_stands_in),
        cmocka_unit_test(the_funnel_of_the_saebo_table),
        cmocka_unit_test(where_chance_explains_all_nothing_is_added),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
