/* Axes, numbers and texts of the charts. */
#include "report/chart_parts.h"

#include "../core/arena_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void is(struct str s, const char *expected)
{
    if (!str_eq(s, str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_FMT(s), expected);
}

static void numbers(void **state)
{
    struct chart_frame sv = {.decimal_mark = ',', .unit = STR("%")}, en = {.decimal_mark = '.'};
    is(chart_number(*state, &sv, 62.5, 1), "62,5\u00A0%");
    is(chart_number(*state, &sv, -1234567, 0), "\u22121\u00A0234\u00A0567\u00A0%");
    is(chart_number(*state, &en, 12000, 0), "12,000");
    is(chart_number(*state, &en, 0.05, 2), "0.05");
    en.unit = STR("%");
    is(chart_number(*state, &en, 5, 0), "5%");
}

static void texts(void **state)
{
    assert_true(chart_text_width(STR("")) == 0);
    assert_true(chart_text_width(STR("Östersund")) > chart_text_width(STR("Lit")));
    is(chart_text_cut(*state, STR("Östersund"), 1000), "Östersund");
    struct str cut = chart_text_cut(*state, STR("Östersunds hälsocentral"), 60);
    assert_true(chart_text_width(cut) <= 60);
    assert_true(str_starts(cut, STR("Öst")));
    is(chart_text_cut(*state, STR("Östersund"), 1), "…");
    is(chart_text_cut(*state, STR("\xFF\xBF\xBF"), 1000), "\xFF\xBF\xBF"); /* no letters at all */
    is(chart_named(*state, STR("Ås"), STR("1,0"), 1000), "Ås 1,0");
    is(chart_named(*state, STR("Ås"), STR(""), 1000), "Ås");
    is(chart_said(*state, STR("Ås"), STR("1,0"), STR("hög")), "Ås: 1,0, hög");
    struct sb out = sb_open(*state, 64);
    chart_escape(&out, STR("<a href=\"x\">&</a>\x1B\xC2\x85"));
    is(sb_str(&out), "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void axes(void **state)
{
    static const struct {
        double low, high, floor, ceiling;
    } all[] = {{0.21, 0.44, 0, 1}, {71, 100, 0, 100}, {-3, 99, NAN, NAN}, {701, 12803, 0, NAN},
               {50, 50, 0, 100},   {0, 0, 0, NAN},    {100, 100, 0, 100}, {1, 0, NAN, NAN}};
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        struct chart_frame f = {
            .width = 640, .decimal_mark = ',', .floor = all[i].floor, .ceiling = all[i].ceiling};
        struct chart_axis axis =
            chart_axis_up(&f, (struct chart_range){all[i].low, all[i].high}, 230, 0);
        /* It holds what it has to hold, and its ticks are round. */
        assert_true(axis.high > axis.low);
        assert_true(chart_ticks(&axis) >= 2 && chart_ticks(&axis) <= 8);
        double power = pow(10, floor(log10(axis.step) + 1e-9)), digit = round(axis.step / power);
        assert_true(digit == 1 || digit == 2 || digit == 5);
        if (all[i].high >= all[i].low) {
            assert_true(axis.low <= all[i].low && axis.high >= all[i].high);
            assert_true(isnan(all[i].ceiling) || axis.high <= all[i].ceiling);
            assert_true(isnan(all[i].floor) || axis.low >= all[i].floor);
        }
        for (unsigned t = 0; t < chart_ticks(&axis); t++) {
            double tick = chart_tick(&axis, t);
            assert_true(tick >= axis.low - 1e-9 && tick <= axis.high + 1e-9);
            assert_true(fabs(tick / axis.step - round(tick / axis.step)) < 1e-6);
        }
        assert_true(chart_at(&axis, axis.low) == 230 && chart_at(&axis, axis.high) == 0);
        assert_true(chart_at(&axis, 1e12) == 0 && chart_at(&axis, -1e12) == 230);
        struct chart_axis across =
            chart_axis_across(*state, &f, (struct chart_range){all[i].low, all[i].high}, 10, 310);
        assert_true(chart_ticks(&across) >= 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)
        TEST(numbers),
        TEST(texts),
        TEST(axes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
