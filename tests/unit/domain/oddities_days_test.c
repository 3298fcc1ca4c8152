/* domain/oddities.h, what the days of a load tell: an end that comes too early, days that are left
 * out, a unit that stops, a night of half its rows; and loads that are as they should be. */
#include "load_series.h"

#include "core/sb.h"
#include "domain/workday.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 3000 };

static struct day on(const char *text)
{
    struct day day = DAY_NONE;
    struct err err = {0};
    assert_true(day_parse(str_of(text), &day, &err));
    return day;
}

/* The rows of a load by unit and day, from a day on. */
struct rows {
    struct day first;
    unsigned of[UNITS][DAYS];
};

/* A summer comes and goes by the week. */
static unsigned percent_of_season(struct day d)
{
    struct civil c = day_civil(d);
    int32_t week = (d.n - month_first(month_from(c.year, 6)).n) / 7; /* from the first of June */
    static const unsigned percent[] = {100, 100, 95, 90, 80, 70, 65, 65, 65, 70, 80, 90, 95, 100};
    return week >= 0 && week < (int32_t)ARRAY_LEN(percent) ? percent[week] : 100;
}

/* As care is: Mondays more than Fridays, hardly any at weekends, the days between holidays half. */
static unsigned rows_of(const struct series *s, unsigned unit, struct day d)
{
    static const unsigned percent[] = {115, 105, 100, 95, 85};
    unsigned usual = s->usual[unit], noise = (unsigned)(d.n * 37 + (int32_t)unit * 11) % 13;
    if (!is_workday(d))
        return usual / 40;
    unsigned rows = usual * percent[weekday(d)] / 100 * (94 + noise) / 100;
    if (is_quiet_day(d))
        rows = rows * 45 / 100;
    return rows * percent_of_season(d) / 100;
}

static struct rows *begin(struct series *s, const char *from, const char *to)
{
    struct rows *r = ARENA_NEW(s->arena, struct rows, 1);
    struct day last = on(to);
    r->first = on(from);
    for (struct day d = r->first; d.n <= last.n; d.n++)
        for (unsigned u = 0; u < UNITS; u++)
            r->of[u][d.n - r->first.n] = rows_of(s, u, d);
    return r;
}

/* So many rows, of one unit or all, on each of these days. */
static void set(struct rows *r, int unit, const char *from, const char *to, unsigned rows)
{
    for (struct day d = on(from); d.n <= on(to).n; d.n++)
        for (int u = 0; u < UNITS; u++)
            if (unit < 0 || u == unit)
                r->of[u][d.n - r->first.n] = rows;
}

static void count_unit(struct unit_tally *u, const struct rows *r, unsigned unit)
{
    *u = (struct unit_tally){series_unit(unit), 0, 0, DAY_NONE, DAY_NONE};
    for (int32_t i = 0; i < DAYS; i++) {
        struct day d = {r->first.n + i};
        unsigned n = r->of[unit][i];
        u->rows += n;
        u->workday_rows += is_workday(d) ? n : 0;
        if (n > 0 && day_is_none(u->first))
            u->first = d;
        if (n > 0)
            u->last = d;
    }
}

/* As service/load/load_counter.h counts it. */
static struct table_tally *end(struct series *s, const struct rows *r)
{
    uint64_t *of_day = ARENA_NEW(s->arena, uint64_t, DAYS);
    struct unit_tally *unit = ARENA_NEW(s->arena, struct unit_tally, UNITS);
    struct load_days *days = ARENA_NEW(s->arena, struct load_days, 1);
    struct table_tally *t = &s->tally[s->count++];
    double squares = 0;
    assert_true(s->count <= LOADS);
    *t = (struct table_tally){.load = s->count,
                              .table = TABLE_CONTACTS,
                              .first = DAY_NONE,
                              .stray_last = DAY_NONE,
                              .unit = unit};
    for (unsigned u = 0; u < UNITS; u++) {
        count_unit(&unit[t->unit_count], r, u);
        t->rows += unit[t->unit_count].rows;
        t->workday_rows += unit[t->unit_count].workday_rows;
        t->unit_count += unit[t->unit_count].rows > 0;
    }
    for (int32_t i = 0; i < DAYS; i++) {
        struct day d = {r->first.n + i};
        for (unsigned u = 0; u < UNITS; u++)
            of_day[i] += r->of[u][i];
        if (of_day[i] == 0)
            continue;
        t->first = day_is_none(t->first) ? d : t->first;
        t->last = t->until = d;
        squares += is_workday(d) ? (double)of_day[i] * (double)of_day[i] : 0;
    }
    t->workdays = squares > 0 ? (double)t->workday_rows * (double)t->workday_rows / squares : 0;
    *days = (struct load_days){r->first, (uint32_t)(t->until.n - r->first.n) + 1, of_day, DAY_NONE,
                               DAY_NONE};
    t->days = days;
    t->units = t->unit_count;
    return t;
}

static void add(struct series *s, const char *from, const char *to)
{
    (void)end(s, begin(s, from, to));
}

static const char *odd_with(struct series *s, const struct rows *r)
{
    (void)end(s, r);
    const char *found = series_odd(s);
    s->count--;
    return found;
}

/* Whole months until September. */
static void add_months(struct series *s, unsigned months)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    s->count = 0;
    for (unsigned i = months; i > 0; i--) {
        struct month m = {month_of(on("2023-10-01")).n - (int32_t)i};
        (void)day_format(month_first(m), from);
        (void)day_format(month_last(m), to);
        add(s, from, to);
        assert_string_equal(series_odd(s), "");
    }
}

/* The nights of so many days from that one on, each judged. */
static void add_nights(struct series *s, const char *from, unsigned nights)
{
    char text[DAY_TEXT];
    s->count = 0;
    for (unsigned i = 0; i < nights; i++) {
        (void)day_format((struct day){on(from).n + (int32_t)i}, text);
        add(s, text, text);
        const char *found = series_odd(s);
        if (*found)
            fail_msg("%s: %s", text, found);
        if (s->count == LOADS)
            memmove(s->tally, s->tally + 1, --s->count * sizeof *s->tally);
    }
}

/* ---- an end that comes too early ---- */

static void a_month_without_its_last_week(void **state)
{
    struct series *s = *state;
    add_months(s, 3);
    assert_string_equal(odd_with(s, begin(s, "2023-10-01", "2023-10-31")), "");
    assert_string_equal(odd_with(s, begin(s, "2023-10-01", "2023-10-24")),
                        "cut_off 2023-10-25..2023-10-31 0/1678\n");
    assert_string_equal(odd_with(s, begin(s, "2023-10-01", "2023-10-15")),
                        "cut_off 2023-10-16..2023-10-31 0/3973\n");
    assert_string_equal(odd_with(s, begin(s, "2023-10-01", "2023-10-04")),
                        "cut_off 2023-10-05..2023-10-31 0/6479\n");
    struct rows *few = begin(s, "2023-10-01", "2023-10-31"); /* some of them are there */
    set(few, -1, "2023-10-25", "2023-10-31", 2);
    assert_string_equal(odd_with(s, few), "cut_off 2023-10-25..2023-10-31 42/1670\n");
    add_months(s, 1); /* one load is no custom */
    assert_string_equal(odd_with(s, begin(s, "2023-10-01", "2023-10-24")), "");
    add_months(s, 2);
    assert_string_equal(odd_with(s, begin(s, "2023-10-01", "2023-10-24")),
                        "cut_off 2023-10-25..2023-10-31 0/1678\n");
}

static void months_that_end_in_holidays(void **state)
{
    struct series *s = *state;
    add_months(s, 9);
    add(s, "2023-10-01", "2023-10-31");
    add(s, "2023-11-01", "2023-11-30");
    add(s, "2023-12-01", "2023-12-29"); /* a Friday, before New Year's Eve */
    assert_string_equal(series_odd(s), "");
    add(s, "2024-01-01", "2024-01-31");
    assert_string_equal(series_odd(s), "");
    add(s, "2024-02-01", "2024-02-29");
    add(s, "2024-03-01", "2024-03-28"); /* Maundy Thursday */
    assert_string_equal(series_odd(s), "");
}

static void the_first_half_of_a_month_is_missing(void **state)
{
    struct series *s = *state;
    add_months(s, 3);
    assert_string_equal(odd_with(s, begin(s, "2023-10-16", "2023-10-31")),
                        "days_missing 2023-10-02..2023-10-13 0/3395\n");
}

static void weeks_that_end_early(void **state)
{
    struct series *s = *state;
    add(s, "2023-09-04", "2023-09-10");
    add(s, "2023-09-11", "2023-09-15"); /* as late as Friday */
    add(s, "2023-09-18", "2023-09-24");
    assert_string_equal(series_odd(s), "");
    assert_string_equal(odd_with(s, begin(s, "2023-09-25", "2023-10-01")), "");
    assert_string_equal(odd_with(s, begin(s, "2023-09-25", "2023-09-27")),
                        "cut_off 2023-09-28..2023-09-29 0/689\n");
}

/* The whole each time, and once it ends before what earlier ones had. */
static void the_whole_ends_before_earlier_loads(void **state)
{
    struct series *s = *state;
    add(s, "2022-01-01", "2023-09-12");
    add(s, "2022-01-01", "2023-09-13");
    add(s, "2022-01-01", "2023-09-14");
    assert_string_equal(series_odd(s), "");
    assert_string_equal(odd_with(s, begin(s, "2022-01-01", "2023-09-08")),
                        "cut_off 2023-09-11..2023-09-14 0/1255\n");
    assert_string_equal(odd_with(s, begin(s, "2022-01-01", "2023-09-14")), "");
    assert_string_equal(odd_with(s, begin(s, "2022-01-01", "2023-09-15")), "");
    add(s, "2023-09-15", "2023-09-15"); /* from here on nights */
    assert_string_equal(series_odd(s), "");
    assert_string_equal(odd_with(s, begin(s, "2023-09-16", "2023-09-18")), "");
}

/* Old months, and corrections, are no extract that was cut off. */
static void what_is_corrected_is_not_cut_off(void **state)
{
    struct series *s = *state;
    add_months(s, 3);
    assert_string_equal(odd_with(s, begin(s, "2023-08-01", "2023-08-31")), "");
    assert_string_equal(odd_with(s, begin(s, "2023-08-01", "2023-08-15")), "");
    struct rows *few = begin(s, "2023-09-01", "2023-09-30");
    set(few, -1, "2023-09-01", "2023-09-30", 0);
    set(few, 0, "2023-09-04", "2023-09-20", 2);
    assert_string_equal(odd_with(s, few), "");
    add_nights(s, "2023-09-04", 12);
    assert_string_equal(odd_with(s, begin(s, "2023-09-13", "2023-09-13")), "");
}

static void days_that_are_replaced(void **state)
{
    struct series *s = *state;
    add_months(s, 3);
    struct table_tally *t = end(s, begin(s, "2023-08-01", "2023-08-18"));
    t->days->replace_from = on("2023-08-01");
    t->days->replace_to = on("2023-08-31");
    assert_string_equal(series_odd(s), "cut_off 2023-08-21..2023-08-31 0/2249\n");
    s->count--;
    t = end(s, begin(s, "2023-08-07", "2023-08-31"));
    t->days->replace_from = on("2023-08-01");
    t->days->replace_to = on("2023-08-31");
    assert_string_equal(series_odd(s), "days_missing 2023-08-01..2023-08-04 0/1155\n");
    t->days->replace_from = on("2023-08-05");
    assert_string_equal(series_odd(s), "");
    s->count--;
    t = end(s, begin(s, "2023-07-01", "2023-09-30")); /* all, however much that is */
    t->days->replace_from = on("1990-01-01");
    t->days->replace_to = on("2079-01-01");
    assert_string_equal(series_odd(s), "");
}

/* ---- days that are left out ---- */

static void a_night_that_did_not_come(void **state)
{
    struct series *s = *state;
    add_nights(s, "2023-09-04", 15);
    assert_string_equal(odd_with(s, begin(s, "2023-09-20", "2023-09-20")),
                        "days_missing 2023-09-19..2023-09-19 0/317\n");
    struct rows *late = begin(s, "2023-09-01", "2023-09-20"); /* some rows come late */
    set(late, -1, "2023-09-01", "2023-09-19", 1);
    assert_string_equal(odd_with(s, late), "days_missing 2023-09-19..2023-09-19 3/283\n");
    assert_string_equal(odd_with(s, begin(s, "2023-09-19", "2023-09-20")), "");
    add_nights(s, "2023-09-04", 13); /* from Saturday to Monday nothing has to come */
    assert_string_equal(odd_with(s, begin(s, "2023-09-18", "2023-09-18")), "");
}

static void series_with_gaps_of_their_own(void **state)
{
    struct series *s = *state; /* one day a week */
    add(s, "2023-09-05", "2023-09-05");
    add(s, "2023-09-12", "2023-09-12");
    add(s, "2023-09-19", "2023-09-19");
    add(s, "2023-09-26", "2023-09-26");
    assert_string_equal(series_odd(s), "");
}

static void days_inside(void **state)
{
    struct series *s = *state;
    struct rows *r = begin(s, "2023-01-01", "2023-09-30"); /* the first load ever */
    assert_string_equal(odd_with(s, r), "");
    set(r, -1, "2023-05-22", "2023-05-24", 0);
    set(r, -1, "2023-07-17", "2023-07-17", 1);
    assert_string_equal(odd_with(s, r), "days_missing 2023-05-22..2023-05-24 0/360\n"
                                        "days_missing 2023-07-17..2023-07-17 3/180\n");
    (void)end(s, r);
    set(r, -1, "2023-09-29", "2023-09-30", 0); /* what an earlier load had is no news */
    r = begin(s, "2023-01-01", "2023-10-31");
    set(r, -1, "2023-05-22", "2023-05-24", 0);
    assert_string_equal(odd_with(s, r), "");
    set(r, -1, "2023-10-16", "2023-10-20", 0);
    assert_string_equal(odd_with(s, r), "days_missing 2023-10-16..2023-10-20 0/1385\n");
}

static void tables_of_few_rows_have_days_without(void **state)
{
    struct series *s = *state;
    memcpy(s->usual, (unsigned[UNITS]){2, 1, 0}, sizeof s->usual);
    struct rows *r = begin(s, "2023-09-01", "2023-09-30");
    set(r, -1, "2023-09-18", "2023-09-20", 0);
    assert_string_equal(odd_with(s, r), "");
    add_months(s, 3);
    assert_string_equal(odd_with(s, begin(s, "2023-10-01", "2023-10-26")), "");
    add_nights(s, "2023-09-04", 30);
    assert_string_equal(odd_with(s, begin(s, "2023-10-05", "2023-10-05")), "");
}

/* ---- units ---- */

static void a_unit_that_stops(void **state)
{
    struct series *s = *state;
    add_months(s, 3);
    struct rows *r = begin(s, "2023-10-01", "2023-10-31");
    set(r, 1, "2023-10-18", "2023-10-31", 0);
    assert_string_equal(odd_with(s, r), "unit_stopped U1 2023-10-17 0/836\n");
    set(r, 1, "2023-10-06", "2023-10-31", 0); /* not that it has fewer as well */
    assert_string_equal(odd_with(s, r), "unit_stopped U1 2023-10-05 0/1506\n");
    r = begin(s, "2023-10-01", "2023-10-31");
    set(r, 1, "2023-10-26", "2023-10-31", 0); /* four days */
    assert_string_equal(odd_with(s, r), "");
    set(r, 1, "2023-10-01", "2023-10-31", 0);
    assert_string_equal(odd_with(s, r), "unit_silent U1 0/1823\n");
}

static void a_unit_that_stopped_long_ago_or_pauses(void **state)
{
    struct series *s = *state;
    for (unsigned i = 0; i < 4; i++) { /* the whole each month: it closed in the year before */
        char to[DAY_TEXT];
        (void)day_format(month_last((struct month){month_of(on("2023-06-01")).n + (int32_t)i}), to);
        struct rows *r = begin(s, "2022-01-01", to);
        set(r, 1, "2022-11-01", to, 0);
        (void)end(s, r);
        assert_string_equal(series_odd(s), "");
    }
    s->count = 0;
    for (unsigned i = 0; i < 4; i++) { /* one that is open in the first half of each month */
        char from[DAY_TEXT], half[DAY_TEXT], to[DAY_TEXT];
        struct month m = {month_of(on("2023-06-01")).n + (int32_t)i};
        (void)day_format(month_first(m), from);
        (void)day_format((struct day){month_first(m).n + 14}, half);
        (void)day_format(month_last(m), to);
        struct rows *r = begin(s, from, to);
        set(r, 1, half, to, 0);
        (void)end(s, r);
        assert_string_equal(series_odd(s), "");
    }
}

static void a_small_unit_may_stop(void **state)
{
    struct series *s = *state;
    s->usual[2] = 2;
    add_months(s, 3);
    struct rows *r = begin(s, "2023-10-01", "2023-10-31");
    set(r, 2, "2023-10-23", "2023-10-31", 0);
    assert_string_equal(odd_with(s, r), "");
}

/* Nothing but so many rows of one unit on one of the days. */
static void put(struct rows *r, unsigned unit, const char *day, unsigned rows)
{
    r->of[unit][on(day).n - r->first.n] = rows;
}

/* A table of few rows: most working days have none, and it has hardly any of them by its rows. */
static void a_unit_of_few_rows_pauses(void **state)
{
    struct series *s = *state;
    static const char *const month[][5] = {
        {"2023-06-01", "2023-06-05", "2023-06-13", "2023-06-21", "2023-06-30"},
        {"2023-07-01", "2023-07-05", "2023-07-13", "2023-07-21", "2023-07-31"},
        {"2023-08-01", "2023-08-07", "2023-08-15", "2023-08-23", "2023-08-31"},
        {"2023-09-01", "2023-09-05", "2023-09-13", "2023-09-21", "2023-09-29"},
    };
    memset(s->usual, 0, sizeof s->usual);
    for (unsigned i = 0; i < ARRAY_LEN(month); i++) {
        struct rows *r = begin(s, month[i][0], month[i][4]);
        for (unsigned k = 1; k < ARRAY_LEN(month[i]); k++)
            put(r, 1, month[i][k], 1);
        put(r, 0, month[i][1], 1);
        put(r, 0, month[i][4], 1);
        (void)end(s, r);
        assert_string_equal(series_odd(s), "");
    }
    struct rows *r = begin(s, "2023-10-01", "2023-10-31"); /* 17 working days after its last */
    put(r, 1, "2023-10-02", 1);
    put(r, 1, "2023-10-03", 1);
    put(r, 1, "2023-10-05", 1);
    put(r, 1, "2023-10-06", 1);
    put(r, 0, "2023-10-02", 1);
    put(r, 0, "2023-10-31", 1);
    assert_string_equal(odd_with(s, r), "");
    set(r, 1, "2023-10-02", "2023-10-06", 4); /* more at once than it ever has in a month */
    assert_string_equal(odd_with(s, r), "");
}

/* Three rows every working day; the table has hardly any others. */
static void a_unit_of_sixty_rows_a_month_stops(void **state)
{
    struct series *s = *state;
    memset(s->usual, 0, sizeof s->usual);
    for (int32_t i = 4; i >= 0; i--) {
        char from[DAY_TEXT], to[DAY_TEXT];
        struct month m = {month_of(on("2023-10-01")).n - i};
        (void)day_format(month_first(m), from);
        (void)day_format(month_last(m), to);
        struct rows *r = begin(s, from, to);
        for (struct day d = month_first(m); d.n <= month_last(m).n; d.n++)
            r->of[1][d.n - r->first.n] = is_workday(d) ? 3 : 0;
        put(r, 0, to, 1);
        if (i > 0) {
            (void)end(s, r);
            assert_string_equal(series_odd(s), "");
            continue;
        }
        set(r, 1, "2023-10-17", to, 0); /* eleven working days */
        assert_string_equal(odd_with(s, r), "unit_stopped U1 2023-10-16 0/33\n");
        set(r, 1, "2023-10-12", to, 0);
        assert_string_equal(odd_with(s, r), "unit_stopped U1 2023-10-11 0/42\n");
        set(r, 1, "2023-10-02", "2023-10-11", 7); /* it began with more than it ever has */
        assert_string_equal(odd_with(s, r), "unit_stopped U1 2023-10-11 0/42\n");
    }
}

/* ---- a night with half of its rows ---- */

static void half_a_night(void **state)
{
    struct series *s = *state;
    char text[DAY_TEXT];
    add_nights(s, "2023-09-04", 14);
    for (unsigned i = 0; i < 5; i++) { /* whichever weekday it is */
        (void)day_format((struct day){on("2023-09-18").n + (int32_t)i}, text);
        struct rows *r = begin(s, text, text);
        for (unsigned u = 0; u < UNITS; u++)
            r->of[u][0] /= 2;
        (void)end(s, r);
        assert_memory_equal(series_odd(s), "table_rows  1", 13);
        s->count--;
        add(s, text, text);
        assert_string_equal(series_odd(s), "");
    }
}

/* Two years of nights with their summers, holidays and the days between. */
static void nights_of_two_years(void **state)
{
    struct series *s = *state;
    add_nights(s, "2022-01-03", 730);
    memcpy(s->usual, (unsigned[UNITS]){4000, 800, 100}, sizeof s->usual);
    add_nights(s, "2023-01-02", 365);
}

static void quiet_days(void **state)
{
    (void)state;
    assert_true(is_quiet_day(on("2023-05-19"))); /* after Ascension Day */
    assert_true(is_quiet_day(on("2023-06-05"))); /* before the national day, a Tuesday */
    assert_true(is_quiet_day(on("2023-12-28")));
    assert_false(is_quiet_day(on("2023-05-17"))); /* before it there are Monday and Tuesday */
    assert_false(is_quiet_day(on("2023-09-20")));
    assert_int_equal(workdays_between(on("2023-09-15"), on("2023-09-22"), 100), 5);
    assert_int_equal(workdays_between(on("2023-09-15"), on("2023-09-22"), 3), 3);
    assert_int_equal(workdays_between(on("2023-09-22"), on("2023-09-15"), 3), 0);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, series_setup, series_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_month_without_its_last_week),
        CASE(months_that_end_in_holidays),
        CASE(the_first_half_of_a_month_is_missing),
        CASE(weeks_that_end_early),
        CASE(the_whole_ends_before_earlier_loads),
        CASE(what_is_corrected_is_not_cut_off),
        CASE(days_that_are_replaced),
        CASE(a_night_that_did_not_come),
        CASE(series_with_gaps_of_their_own),
        CASE(days_inside),
        CASE(tables_of_few_rows_have_days_without),
        CASE(a_unit_that_stops),
        CASE(a_unit_that_stopped_long_ago_or_pauses),
        CASE(a_small_unit_may_stop),
        CASE(a_unit_of_few_rows_pauses),
        CASE(a_unit_of_sixty_rows_a_month_stops),
        CASE(half_a_night),
        CASE(nights_of_two_years),
        CASE(quiet_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
