#include "synth/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static bool near(double got, double want, double part)
{
    return fabs(got - want) <= part * (fabs(want) + 1e-300);
}

static void exponentials_are_those_of_the_library(void **state)
{
    (void)state;
    for (int i = -80; i < 80; i++)
        assert_true(near(steady_exp(0.37 * i), exp(0.37 * i), 1e-13));
    assert_true(steady_exp(-1000) == 0);
    assert_true(steady_exp(0) == 1);
}

static void logarithms_are_those_of_the_library(void **state)
{
    (void)state;
    double x = 1e-12;
    for (unsigned i = 0; i < 100; i++) {
        x *= 1.7;
        assert_true(fabs(steady_log(x) - log(x)) <= 1e-13 * (fabs(log(x)) + 1));
    }
    assert_true(steady_log(1) == 0);
}

/* The first numbers of a stream: they must be these on every machine, for ever. */
static void a_stream_is_what_it_always_was(void **state)
{
    (void)state;
    struct rnd r = rnd_of(1, STREAM_LIFE, 0), other = rnd_of(1, STREAM_LIFE, 1);
    uint64_t first = rnd_u64(&r);
    assert_true(first != rnd_u64(&other));
    r = rnd_of(1, STREAM_LIFE, 0);
    assert_true(first == rnd_u64(&r));
    assert_true(rnd_mix(1) == UINT64_C(0x5692161d100b05e5));
}

static void means_are_as_asked(void **state)
{
    (void)state;
    enum { DRAWS = 40000 };
    struct rnd r = rnd_of(7, STREAM_LIFE, 0);
    double poisson = 0, gamma = 0, exponential = 0, unit = 0;
    for (unsigned i = 0; i < DRAWS; i++) {
        poisson += rnd_poisson(&r, 3.5);
        gamma += rnd_gamma(&r, 1.12);
        exponential += rnd_exponential(&r, 20);
        unit += rnd_unit(&r);
    }
    assert_true(near(poisson / DRAWS, 3.5, 0.02));
    assert_true(near(gamma / DRAWS, 1, 0.03));
    assert_true(near(exponential / DRAWS, 20, 0.03));
    assert_true(near(unit / DRAWS, 0.5, 0.02));
    assert_int_equal(rnd_poisson(&r, 0), 0);
}

static void bounds_are_kept(void **state)
{
    (void)state;
    struct rnd r = rnd_of(9, STREAM_LIFE, 0);
    bool low = false, high = false;
    for (unsigned i = 0; i < 2000; i++) {
        int32_t x = rnd_between(&r, -2, 2);
        assert_in_range(x + 2, 0, 4);
        low |= x == -2;
        high |= x == 2;
        assert_int_equal(rnd_below(&r, 1), 0);
    }
    assert_true(low && high);
}

static void weight_decides(void **state)
{
    (void)state;
    static const double WEIGHT[] = {1, 0, 3};
    struct rnd r = rnd_of(3, STREAM_LIFE, 0);
    unsigned count[3] = {0};
    for (unsigned i = 0; i < 8000; i++)
        count[rnd_weighted(&r, WEIGHT, 3)]++;
    assert_int_equal(count[1], 0);
    assert_true(near(count[2], 6000, 0.03));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exponentials_are_those_of_the_library),
        cmocka_unit_test(logarithms_are_those_of_the_library),
        cmocka_unit_test(a_stream_is_what_it_always_was),
        cmocka_unit_test(means_are_as_asked),
        cmocka_unit_test(bounds_are_kept),
        cmocka_unit_test(weight_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
