/* Every kind of chart, narrow and wide, of ordinary and of awkward data. */
#include "charts.h"

#include "../core/arena_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 300 };
static const unsigned WIDTHS[] = {CHART_NARROW, 480, CHART_WIDE, 900};

static struct chart_point *points_of(struct arena *a, const double *value, size_t count)
{
    struct chart_point *p = ARENA_NEW(a, struct chart_point, count + 1);
    for (size_t i = 0; i < count; i++)
        p[i] = (struct chart_point){.name = str_fmt(a, "Ås & Östra hälsocentralen %zu", i),
                                    .shown = str_fmt(a, "%.1f %%", value[i]),
                                    .value = value[i],
                                    .low = value[i] - 2,
                                    .high = value[i] + 2};
    return p;
}

static struct str spread_of(struct arena *a, const struct chart_spread *v, unsigned width)
{
    struct chart_spread s = *v;
    s.frame = chart_test_frame(width);
    struct sb out = sb_open(a, 4096);
    chart_spread(&out, &s);
    chart_test_sound(sb_str(&out), &s.frame);
    return sb_str(&out);
}

static void spread_of_units(void **state)
{
    static const double value[] = {41.2, 55, 55.1, 55.2, NAN, 60, 62.5, 71};
    static const struct chart_line line[] = {
        {STR_INIT("Länet"), STR_INIT("57,0 %"), 57, CHART_LINE_LEVEL},
        {STR_INIT("Mål"), STR_INIT("minst 55 %"), 55, CHART_LINE_TARGET}};
    struct chart_spread v = {
        .point = points_of(*state, value, 8), .points = 8, .line = line, .lines = 2};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        struct str svg = spread_of(*state, &v, WIDTHS[i]);
        assert_int_equal(chart_test_count(svg, "<circle"), 7); /* none for what has no value */
        assert_int_equal(chart_test_count(svg, "tabindex=\"0\" focusable"), 0);
        assert_int_equal(chart_test_count(svg, "role=\"img\" tabindex=\"0\"><title>"), 7);
        chart_test_has(svg, "<title>Ås &amp; Östra hälsocentralen 1: 55.0 %</title>");
        chart_test_has(svg, "Länet 57,0 %</text>");
        chart_test_has(svg, "Mål minst 55 %</text>");
        chart_test_has(svg, "line line-target");
        chart_test_has(svg, "50\u00A0%</text>");
    }
    struct str wide = spread_of(*state, &v, CHART_WIDE);
    chart_test_has(wide, "hälsocentralen 0 41.2 %</text>");
    chart_test_has(wide, "hälsocentralen 7 71.0 %</text>");
}

/* The number of the attribute that begins here. */
static bool number_at(struct str rest, const char *name, double *out)
{
    if (!str_starts(rest, str_of(name)))
        return false;
    *out = strtod(rest.at + strlen(name), NULL);
    return true;
}

/* The distance between any two dots is at least their diameter. */
static void check_apart(struct str svg)
{
    double x[MANY], y[MANY], r = 0, cx = 0, cy = 0;
    size_t n = 0;
    for (size_t i = 0; i < svg.len; i++) {
        struct str rest = {svg.at + i, svg.len - i};
        if (number_at(rest, " cx=\"", &cx) || number_at(rest, " cy=\"", &cy) ||
            !number_at(rest, " r=\"", &r))
            continue;
        for (size_t j = 0; j < n; j++)
            if (hypot(x[j] - cx, y[j] - cy) < 2 * r - 0.2)
                fail_msg("%zu and %zu overlap", j, n);
        assert_true(n < MANY);
        x[n] = cx;
        y[n++] = cy;
    }
    assert_int_equal(n, MANY);
}

static void dots_do_not_overlap(void **state)
{
    double value[MANY];
    struct chart_spread v = {.points = MANY};
    for (size_t i = 0; i < MANY; i++)
        value[i] = 40 + (double)((i * 37) % 101) / 5;
    v.point = points_of(*state, value, MANY);
    check_apart(spread_of(*state, &v, CHART_NARROW));
    check_apart(spread_of(*state, &v, CHART_WIDE));
    for (size_t i = 0; i < MANY; i++)
        value[i] = 100;
    v.point = points_of(*state, value, MANY);
    struct str svg = spread_of(*state, &v, CHART_WIDE);
    chart_test_has(svg, "+299: 100.0 %</text>"); /* who shares the end is counted */
}

static void spread_of_little(void **state)
{
    static const double none[] = {NAN, NAN}, one[] = {50}, equal[] = {0, 0, 0}, huge[] = {1e9, 2e9},
                        infinite[] = {INFINITY, 3};
    const struct {
        const double *value;
        size_t count;
        unsigned dots;
    } all[] = {{none, 0, 0},  {none, 2, 0}, {one, 1, 1},
               {equal, 3, 3}, {huge, 2, 2}, {infinite, 2, 1}};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        for (size_t w = 0; w < ARRAY_LEN(WIDTHS); w++) {
            struct chart_spread v = {.point = points_of(*state, all[i].value, all[i].count),
                                     .points = all[i].count};
            struct str svg = spread_of(*state, &v, WIDTHS[w]);
            assert_int_equal(chart_test_count(svg, "<circle"), all[i].dots);
        }
}

static void long_names_are_cut(void **state)
{
    static const double value[] = {1, 1.1, 99};
    struct chart_point *p = points_of(*state, value, 3);
    p[1].is_own = true;
    for (size_t i = 0; i < 3; i++)
        p[i].name =
            str_fmt(*state,
                    "Östra Storsjöstrandsgatans kärnbyggda & <gemensamma> "
                    "\"familjeläkarmottagning\" vid det nybyggda vårdcentrum som ligger bredvid "
                    "stationen och har nummer %zu",
                    i);
    static const struct chart_line line[] = {
        {STR_INIT("Länet"), STR_INIT("1,05 %"), 1.05, CHART_LINE_LEVEL},
        {STR_INIT("Riket"), STR_INIT("1,02 %"), 1.02, CHART_LINE_NATION}};
    struct chart_spread v = {.point = p, .points = 3, .line = line, .lines = 2};
    struct chart_intervals rows = {.point = p, .points = 3, .line = line, .lines = 2};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        struct str svg = spread_of(*state, &v, WIDTHS[i]);
        chart_test_has(svg, "point own");
        chart_test_has(svg, "… 1.1 %</text>");
        chart_test_lacks(svg, "<gemensamma>");
        struct sb out = sb_open(*state, 4096);
        rows.frame = chart_test_frame(WIDTHS[i]);
        chart_intervals(&out, &rows);
        chart_test_sound(sb_str(&out), &rows.frame);
        chart_test_has(sb_str(&out), "…</text>");
    }
}

static void intervals(void **state)
{
    static const double value[] = {71, NAN, 100, 92.5};
    static const struct chart_line line[] = {
        {STR_INIT("Mål"), STR_INIT("minst 80 %"), 80, CHART_LINE_TARGET}};
    struct chart_point *p = points_of(*state, value, 4);
    p[1].shown = STR("MSK");
    p[3].low = p[3].high = NAN;
    struct chart_intervals v = {.point = p, .points = 4, .line = line, .lines = 1};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        struct sb out = sb_open(*state, 4096);
        v.frame = chart_test_frame(WIDTHS[i]);
        chart_intervals(&out, &v);
        chart_test_sound(sb_str(&out), &v.frame);
        assert_int_equal(chart_test_count(sb_str(&out), "<circle"), 3);
        assert_int_equal(chart_test_count(sb_str(&out), "class=\"interval\""), 2);
        assert_int_equal(chart_test_count(sb_str(&out), "class=\"row-name\""), 4);
        chart_test_has(sb_str(&out), ">MSK</text>");
        chart_test_has(sb_str(&out), "Mål minst 80 %</text>");
    }
    v.points = 0;
    v.lines = 0;
    struct sb out = sb_open(*state, 4096);
    chart_intervals(&out, &v);
    chart_test_sound(sb_str(&out), &v.frame);
}

static struct str trend_of(struct arena *a, const double *value, size_t months, unsigned width,
                           const struct chart_line *line)
{
    struct str *shown = ARENA_NEW(a, struct str, months + 1),
               *note = ARENA_NEW(a, struct str, months + 1);
    uint8_t *mark = ARENA_NEW(a, uint8_t, months + 1);
    struct xmr limits;
    bool has_limits = xmr_of(value, months, &limits, mark);
    for (size_t i = 0; i < months; i++) {
        shown[i] = str_fmt(a, "%.2f", value[i]);
        note[i] = mark[i] ? STR("utanför gränserna") : STR("");
    }
    struct chart_trend v = {.frame = chart_test_frame(width),
                            .first = month_from(2021, 1),
                            .value = value,
                            .shown = shown,
                            .note = note,
                            .mark = mark,
                            .months = months,
                            .limits = has_limits ? &limits : NULL,
                            .mean_name = STR("Medel"),
                            .limit_name = STR("Gräns"),
                            .line = line,
                            .lines = line ? 1 : 0};
    struct sb out = sb_open(a, 4096);
    chart_trend(&out, &v);
    chart_test_sound(sb_str(&out), &v.frame);
    return sb_str(&out);
}

static void trend(void **state)
{
    double value[36];
    for (size_t i = 0; i < 36; i++)
        value[i] = 50 + (double)(i * 7 % 5) / 3;
    value[20] = 70; /* far out */
    value[30] = NAN;
    static const struct chart_line target = {STR_INIT("Mål"), STR_INIT("minst 50 %"), 50,
                                             CHART_LINE_TARGET};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        struct str svg = trend_of(*state, value, 36, WIDTHS[i], &target);
        assert_int_equal(chart_test_count(svg, "role=\"img\""), 35);
        assert_int_equal(chart_test_count(svg, "class=\"signal\""), 1);
        chart_test_has(svg, "<title>2022-09: 70.00, utanför gränserna</title>");
        chart_test_lacks(svg, "<title>2023-07");
        chart_test_has(svg, ">2022</text>");
        chart_test_has(svg, ">Medel</text>");
        chart_test_has(svg, "class=\"band\"");
        chart_test_has(svg, WIDTHS[i] == CHART_NARROW ? ">Mål</text>" : ">Mål minst 50 %</text>");
        /* The curve has a gap where a month has no figure. */
        assert_int_equal(chart_test_count(svg, "class=\"curve\""), 1);
    }
}

static void trend_of_little(void **state)
{
    static const double none[3] = {NAN, NAN, NAN}, one[1] = {0.5}, apart[3] = {1, NAN, 2},
                        equal[4] = {100, 100, 100, 100}, two[2] = {0, 1e-7};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        assert_int_equal(chart_test_count(trend_of(*state, none, 3, WIDTHS[i], NULL), "img"), 0);
        assert_int_equal(chart_test_count(trend_of(*state, none, 0, WIDTHS[i], NULL), "img"), 0);
        struct str svg = trend_of(*state, one, 1, WIDTHS[i], NULL);
        assert_int_equal(chart_test_count(svg, "img"), 1);
        chart_test_lacks(svg, "Medel");
        (void)trend_of(*state, apart, 3, WIDTHS[i], NULL);
        (void)trend_of(*state, equal, 4, WIDTHS[i], NULL);
        (void)trend_of(*state, two, 2, WIDTHS[i], NULL);
    }
}

static void trend_of_years(void **state)
{
    static const double value[3] = {0.8946, 0.8922, 0.8913};
    static const struct str shown[3] = {STR_INIT("0,895"), STR_INIT("0,892"), STR_INIT("0,891")};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        struct chart_trend v = {.frame = chart_test_frame(WIDTHS[i]),
                                .first = month_from(2021, 12),
                                .is_yearly = true,
                                .value = value,
                                .shown = shown,
                                .months = 3};
        v.frame.floor = v.frame.ceiling = NAN;
        v.frame.finest = 0.01;
        struct sb out = sb_open(*state, 4096);
        chart_trend(&out, &v);
        struct str svg = sb_str(&out);
        chart_test_sound(svg, &v.frame);
        chart_test_has(svg, "<title>2021: 0,895</title>");
        chart_test_has(svg, "<title>2023: 0,891</title>");
        chart_test_has(svg, ">0,892</text>"); /* at its point */
        chart_test_has(svg, ">0,90\u00A0%</text>");
        chart_test_lacks(svg, ">0,894\u00A0%</text>"); /* no step finer than what is shown */
    }
}

static struct str funnel_of(struct arena *a, const double *value, const double *size, size_t count,
                            unsigned width)
{
    struct funnel_unit *unit = ARENA_NEW(a, struct funnel_unit, count);
    for (size_t i = 0; i < count; i++)
        unit[i] = (struct funnel_unit){value[i], size[i]};
    struct funnel fit;
    assert_true(funnel_fit(a, unit, count, 0.9, 0.09, &fit));
    struct chart_point *point = points_of(a, value, count);
    point[0].is_own = true;
    struct chart_funnel v = {.frame = chart_test_frame(width),
                             .point = point,
                             .size = size,
                             .points = count,
                             .funnel = &fit,
                             .adjust = FUNNEL_RAW,
                             .scale = 100,
                             .size_name = STR("Boende"),
                             .limit_95 = STR("95 %"),
                             .limit_998 = STR("99,8 %")};
    struct sb out = sb_open(a, 4096);
    chart_funnel(&out, &v);
    chart_test_sound(sb_str(&out), &v.frame);
    return sb_str(&out);
}

static void funnel(void **state)
{
    static const double value[] = {0.71, 0.89, 0.9, 0.91, 0.5, 1, 0.9},
                        size[] = {1267, 300, 4000, 13000, 2000, 627, 15};
    static const double alike[] = {0.9, 0.9}, of_one_size[] = {100, 100};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        struct str svg = funnel_of(*state, value, size, 7, WIDTHS[i]);
        assert_int_equal(chart_test_count(svg, "role=\"img\""), 7);
        assert_int_equal(chart_test_count(svg, "class=\"signal\""), 4);
        assert_int_equal(chart_test_count(svg, "class=\"band"), 2);
        chart_test_has(svg, ">Boende</text>");
        chart_test_has(svg, ">99,8 %</text>");
        chart_test_has(svg, "class=\"name name-own\"");
        (void)funnel_of(*state, alike, of_one_size, 2, WIDTHS[i]);
    }
}

static void bands(void **state)
{
    static const struct str band[] = {STR_INIT("Saknas"), STR_INIT("≤140/85"),
                                      STR_INIT("141/86–149/89"), STR_INIT("≥150/90")};
    static const struct str row[] = {STR_INIT("Frösö"), STR_INIT("Ås & Offerdal"),
                                     STR_INIT("Ingen")};
    static const double share[] = {0.1, 0.6, 0.2, 0.1, 0, 1, 0, 0, NAN, NAN, NAN, NAN};
    struct str shown[12];
    for (size_t i = 0; i < 12; i++)
        shown[i] = str_fmt(*state, "%.0f %%", share[i] * 100);
    struct chart_bands v = {
        .band = band, .bands = 4, .row = row, .rows = 3, .share = share, .shown = shown};
    for (size_t i = 0; i < ARRAY_LEN(WIDTHS); i++) {
        struct sb out = sb_open(*state, 4096);
        v.frame = chart_test_frame(WIDTHS[i]);
        chart_bands(&out, &v);
        chart_test_sound(sb_str(&out), &v.frame);
        assert_int_equal(chart_test_count(sb_str(&out), "role=\"img\""), 5);
        chart_test_has(sb_str(&out), "<title>Frösö, ≤140/85: 60 %</title>");
        chart_test_has(sb_str(&out), ">Ås &amp; Offerdal</text>");
    }
    static const struct str long_row[] = {
        STR_INIT("Storsjöstrandsgatans gemensamma familjeläkarmottagning vid vårdcentrum")};
    v.row = long_row;
    v.rows = 1;
    v.frame = chart_test_frame(CHART_NARROW);
    struct sb out = sb_open(*state, 4096);
    chart_bands(&out, &v);
    chart_test_sound(sb_str(&out), &v.frame);
    chart_test_has(sb_str(&out), ">≥150/90</text>");
    v.is_named_elsewhere = true;
    out = sb_open(*state, 4096);
    chart_bands(&out, &v);
    chart_test_lacks(sb_str(&out), ">≥150/90</text>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)
        TEST(spread_of_units),  TEST(dots_do_not_overlap),
        TEST(spread_of_little), TEST(long_names_are_cut),
        TEST(intervals),        TEST(trend),
        TEST(trend_of_little),  TEST(trend_of_years),
        TEST(funnel),           TEST(bands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
