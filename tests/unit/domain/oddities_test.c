/* domain/oddities.h: a usual series raises nothing, and each oddity is found when it is planted. */
#include "load_series.h"

#include "core/sb.h"
#include "domain/workday.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MONDAY = 45171 }; /* 2023-09-04 */

/* So many rows of each of three units. */
static struct table_tally *add(struct series *s, enum table_id table, const unsigned rows[UNITS])
{
    struct unit_tally *unit = ARENA_NEW(s->arena, struct unit_tally, UNITS);
    assert_true(s->count < LOADS);
    struct table_tally *t = &s->tally[s->count++];
    *t = (struct table_tally){.load = s->count,
                              .table = table,
                              .first = DAY_NONE,
                              .last = DAY_NONE,
                              .until = DAY_NONE,
                              .stray_last = DAY_NONE,
                              .unit = unit};
    for (unsigned i = 0; i < UNITS; i++) {
        if (rows[i] == 0)
            continue;
        unit[t->unit_count++] =
            (struct unit_tally){series_unit(i), rows[i], rows[i], DAY_NONE, DAY_NONE};
        t->rows += rows[i];
    }
    t->workday_rows = t->rows;
    t->units = t->unit_count;
    return t;
}

/* The contacts of `days` days that end with `day`, counted from a Monday. */
static struct table_tally *add_days(struct series *s, int32_t day, double days,
                                    const unsigned rows[UNITS])
{
    struct table_tally *t = add(s, TABLE_CONTACTS, rows);
    t->last = t->until = (struct day){MONDAY + day};
    t->first = (struct day){MONDAY + day - (int32_t)days + 1};
    t->workdays = days;
    if (weekday(t->until) >= 5 && days <= 1) {
        struct unit_tally *unit = (struct unit_tally *)(uintptr_t)t->unit;
        t->workdays = 0;
        t->workday_rows = 0;
        for (uint32_t i = 0; i < t->unit_count; i++)
            unit[i].workday_rows = 0;
    }
    return t;
}

static const unsigned USUAL[UNITS] = {400, 200, 60};

/* Nights from Monday on, two of a weekend among seven. */
static void add_nights(struct series *s, unsigned nights)
{
    for (unsigned i = 0; i < nights; i++) {
        bool rest = i % 7 >= 5;
        unsigned wave = i * 37 % 11; /* some more, some fewer */
        unsigned rows[UNITS] = {rest ? 12 : 370 + wave * 6, rest ? 6 : 180 + wave * 4,
                                rest ? 1 : 50 + wave * 2};
        (void)add_days(s, (int32_t)i, 1, rows);
    }
}

static void usual_nights_raise_nothing(void **state)
{
    struct series *s = *state;
    for (unsigned nights = 1; nights < LOADS; nights++) {
        s->count = 0;
        add_nights(s, nights);
        assert_string_equal(series_odd(s), "");
    }
}

static void a_unit_that_sends_nothing(void **state)
{
    struct series *s = *state;
    add_nights(s, 9);
    (void)add_days(s, 9, 1, (unsigned[]){410, 0, 61});
    assert_string_equal(series_odd(s), "unit_silent U1 0/200\n");
    s->count = 0; /* two loads are few, and enough */
    add_nights(s, 2);
    (void)add_days(s, 2, 1, (unsigned[]){410, 0, 61});
    assert_string_equal(series_odd(s), "unit_silent U1 0/188\n");
    s->count = 0; /* one is not */
    add_nights(s, 1);
    (void)add_days(s, 1, 1, (unsigned[]){410, 0, 61});
    assert_string_equal(series_odd(s), "");
}

static void a_unit_of_few_rows_may_be_silent(void **state)
{
    struct series *s = *state;
    for (int32_t i = 0; i < 5; i++)
        (void)add_days(s, i, 1, (unsigned[]){400, 200, 15});
    (void)add_days(s, 7, 1, (unsigned[]){400, 200, 0});
    assert_string_equal(series_odd(s), "");
    s->count = 0; /* and one that was silent lately */
    for (int32_t i = 0; i < 5; i++)
        (void)add_days(s, i, 1, (unsigned[]){400, 200, i == 4 ? 0 : 60});
    (void)add_days(s, 7, 1, (unsigned[]){400, 200, 0});
    assert_string_equal(series_odd(s), "");
}

static void a_table_that_falls_or_comes_twice(void **state)
{
    struct series *s = *state;
    add_nights(s, 9);
    (void)add_days(s, 9, 1, (unsigned[]){180, 90, 30});
    assert_string_equal(series_odd(s), "table_rows  300/660\n");
    s->count = 9;
    (void)add_days(s, 9, 1, (unsigned[]){900, 480, 160});
    assert_string_equal(series_odd(s), "table_rows  1540/660\n");
    s->count = 9; /* not twofold, but as no other night was; and a night that is poor */
    (void)add_days(s, 9, 1, (unsigned[]){200, 120, 35});
    assert_string_equal(series_odd(s), "table_rows  355/660\n");
    s->count = 9;
    (void)add_days(s, 9, 1, (unsigned[]){260, 160, 45});
    assert_string_equal(series_odd(s), "");
    s->count = 0; /* against two loads nothing is said */
    add_nights(s, 2);
    (void)add_days(s, 2, 1, (unsigned[]){180, 90, 30});
    assert_string_equal(series_odd(s), "");
}

static void a_unit_that_falls_or_comes_twice(void **state)
{
    struct series *s = *state;
    add_nights(s, 9);
    (void)add_days(s, 9, 1, (unsigned[]){400, 80, 60});
    assert_string_equal(series_odd(s), "unit_rows U1 80/200\n");
    s->count = 9;
    (void)add_days(s, 9, 1, (unsigned[]){400, 430, 60});
    assert_string_equal(series_odd(s), "unit_rows U1 430/200\n");
    s->count = 9; /* of 63 rows 25 may be chance */
    (void)add_days(s, 9, 1, (unsigned[]){400, 200, 25});
    assert_string_equal(series_odd(s), "");
    s->count = 9; /* the whole table fell: not each unit again; that one is silent is told */
    (void)add_days(s, 9, 1, (unsigned[]){90, 0, 60});
    assert_string_equal(series_odd(s), "table_rows  150/660\nunit_silent U1 0/200\n");
}

static void weekends_and_corrections_are_no_fall(void **state)
{
    struct series *s = *state;
    add_nights(s, 12);
    (void)add_days(s, 11, 1, (unsigned[]){3, 0, 0}); /* corrections of that day */
    assert_string_equal(series_odd(s), "");
    s->count = 12;
    struct table_tally *t =
        add_days(s, 13, 1, (unsigned[]){20, 4, 0}); /* a Sunday with some late rows of Friday */
    t->workday_rows = 9;
    t->workdays = 1.3;
    assert_string_equal(series_odd(s), "");
    s->count = 12;
    t = add_days(s, 14, 1, (unsigned[]){30, 5, 0}); /* at night: Sunday's, and a few of Monday */
    t->workday_rows = 10;
    t->workdays = 1;
    assert_string_equal(series_odd(s), "");
}

static void loads_of_other_length_are_no_measure(void **state)
{
    struct series *s = *state;
    (void)add_days(s, -1, 500, (unsigned[]){190000, 95000, 29000}); /* all until now */
    add_nights(s, 9);
    (void)add_days(s, 9, 1, USUAL);
    assert_string_equal(series_odd(s), "");
    (void)add_days(s, 10, 510, (unsigned[]){194000, 97000, 29500}); /* all again */
    assert_string_equal(series_odd(s), "");
    s->count--;
    (void)add_days(s, 11, 2, (unsigned[]){800, 400, 120}); /* a night was missed */
    assert_string_equal(series_odd(s), "");
    s->count--;
    (void)add_days(s, 11, 2, (unsigned[]){800, 0, 120});
    assert_string_equal(series_odd(s), "unit_silent U1 0/400\n");
}

static void a_file_without_rows(void **state)
{
    struct series *s = *state;
    static const unsigned none[UNITS] = {0};
    for (int32_t i = 0; i < 7; i++)
        (void)add_days(s, i, 1, i < 5 ? USUAL : (unsigned[]){20, 10, 2});
    struct table_tally *t = add(s, TABLE_CONTACTS, none);
    assert_string_equal(series_odd(s), "table_rows  0/32\n");
    s->tally[6].rows = 3; /* a Sunday had hardly any */
    t->rows = 0;
    assert_string_equal(series_odd(s), "");
}

static void registers_are_measured_where_they_are_of_one_size(void **state)
{
    struct series *s = *state;
    static const unsigned none[UNITS] = {0};
    const uint64_t whole[] = {133000, 133100, 132900, 60000};
    const uint64_t mixed[] = {133000, 290, 310, 305, 20, 133000};
    for (unsigned i = 0; i < ARRAY_LEN(whole); i++)
        add(s, TABLE_PEOPLE, none)->rows = whole[i];
    assert_string_equal(series_odd(s), "table_rows  60000/133000\n");
    s->tally[3].rows = 131000;
    assert_string_equal(series_odd(s), "");
    s->tally[3].rows = 0;
    assert_string_equal(series_odd(s), "table_rows  0/132900\n");
    s->count = 0; /* increments and the whole by turns */
    for (unsigned i = 0; i < ARRAY_LEN(mixed); i++)
        add(s, TABLE_PEOPLE, none)->rows = mixed[i];
    assert_string_equal(series_odd(s), "");
}

static void sums_by_month(void **state)
{
    struct series *s = *state;
    for (int32_t i = 0; i < 4; i++)
        add(s, TABLE_CALLS, (unsigned[]){1, i == 3 ? 0 : 1, 1})->until =
            (struct day){MONDAY + 30 * i};
    assert_string_equal(series_odd(s), "unit_silent U1 0/1\n");
    s->tally[3].until = s->tally[2].until; /* a correction of a month that came before */
    assert_string_equal(series_odd(s), "");
}

/* Rows of the code systems; empty: the column's own. */
static void put_systems(struct series *s, struct table_tally *t, uint64_t own, uint64_t snomed)
{
    struct system_tally *system = ARENA_NEW(s->arena, struct system_tally, 2);
    if (own > 0)
        system[t->system_count++] = (struct system_tally){STR(""), own};
    if (snomed > 0)
        system[t->system_count++] = (struct system_tally){STR("SNOMED-CT"), snomed};
    t->system = system;
    t->rows = own + snomed;
}

static void a_code_system_that_changes(void **state)
{
    struct series *s = *state;
    static const unsigned none[UNITS] = {0};
    for (unsigned i = 0; i < 3; i++)
        put_systems(s, add(s, TABLE_DIAGNOSES, none), 500, 0);
    struct table_tally *t = add(s, TABLE_DIAGNOSES, none);
    put_systems(s, t, 0, 480);
    assert_string_equal(series_odd(s), "system_new SNOMED-CT 480/0\nsystem_gone  0/480\n");
    t->system_count = 0;
    put_systems(s, t, 480, 9); /* a few are a slip */
    assert_string_equal(series_odd(s), "");
    t->system_count = 0;
    put_systems(s, t, 480, 11);
    assert_string_equal(series_odd(s), "system_new SNOMED-CT 11/0\n");
    t->system_count = 0;
    put_systems(s, t, 9800, 20); /* in one of a hundred rows */
    assert_string_equal(series_odd(s), "");
    s->tally[0].system_count = TALLY_SYSTEMS_MOST; /* more than are told apart */
    s->tally[0].system = ARENA_NEW(s->arena, struct system_tally, TALLY_SYSTEMS_MOST);
    t->system_count = 0;
    put_systems(s, t, 0, 480);
    assert_string_equal(series_odd(s), "");
    s->count = 0; /* against one load nothing is said */
    t = add(s, TABLE_DIAGNOSES, none);
    put_systems(s, t, 500, 0);
    t = add(s, TABLE_DIAGNOSES, none);
    put_systems(s, t, 0, 500);
    assert_string_equal(series_odd(s), "");
}

static void shares_that_grow(void **state)
{
    struct series *s = *state;
    add_nights(s, 3);
    for (unsigned i = 0; i < 3; i++) {
        s->tally[i].rejects = 5;
        s->tally[i].without_staff = 60;
    }
    struct table_tally *t = add_days(s, 3, 1, USUAL);
    t->rejects = 9;
    t->without_staff = 80;
    assert_string_equal(series_odd(s), "");
    t->rejects = 60;
    assert_string_equal(series_odd(s), "rejects  60/6\n");
    t->rejects = 5;
    t->without_staff = 300;
    assert_string_equal(series_odd(s), "without_staff  300/66\n");
}

static void days_that_cannot_be(void **state)
{
    struct series *s = *state;
    struct table_tally *t = add_days(s, 0, 1, USUAL); /* the first load ever */
    t->after_today = 2;
    t->last = (struct day){MONDAY + 400};
    t->strays = 1;
    t->stray_last = (struct day){8500};
    assert_string_equal(series_odd(s), "after_today 2024-10-08 2/0\nlong_before 1923-04-11 1/0\n");
    struct table_tally *next = add_days(s, 1, 1, USUAL); /* the same again is no news */
    next->after_today = 2;
    next->strays = 1;
    assert_string_equal(series_odd(s), "");
    next->after_today = 200;
    next->last = (struct day){MONDAY + 400};
    assert_string_equal(series_odd(s), "after_today 2024-10-08 200/2\n");
}

/* So many of its files have no line end at their end. */
static struct table_tally *add_open(struct series *s, int32_t day, int64_t open)
{
    struct table_tally *t = add_days(s, day, 1, USUAL);
    t->open_ends = open;
    t->open_end = STR("contacts.csv");
    return t;
}

static void a_file_without_its_last_line_end(void **state)
{
    struct series *s = *state;
    struct table_tally *first = add_open(s, 0, 1);
    assert_string_equal(series_odd(s),
                        "open_end contacts.csv 1/0\n"); /* a note: nobody knows better */
    assert_true(oddity_is_note(&(struct oddity){.kind = ODDITY_OPEN_END}));
    assert_false(oddity_is_note(&(struct oddity){.kind = ODDITY_OPEN_END, .expected = 1}));
    first->open_ends = 0;
    (void)add_open(s, 1, 0);
    assert_string_equal(series_odd(s), "");
    (void)add_open(s, 2, 2);
    assert_string_equal(series_odd(s), "open_end contacts.csv 2/2\n");
    (void)add_open(s, 3, 1);
    assert_string_equal(series_odd(s), "open_end contacts.csv 1/2\n");
    (void)add_open(s, 4, 1);
    assert_string_equal(series_odd(s), "open_end contacts.csv 1/2\n");
    struct table_tally *last = add_open(s, 7, 1); /* so it makes them now */
    assert_string_equal(series_odd(s), "");
    last->open_ends = 0;
    (void)add_open(s, 8, 1);
    assert_string_equal(series_odd(s), "open_end contacts.csv 1/3\n");
}

/* Loads of which it was not asked say nothing of it. */
static void line_ends_that_nobody_asked_for(void **state)
{
    struct series *s = *state;
    for (int32_t day = 0; day < 3; day++)
        (void)add_open(s, day, OPEN_ENDS_UNKNOWN);
    (void)add_open(s, 3, 1);
    assert_string_equal(series_odd(s), "open_end contacts.csv 1/0\n");
}

/* What a load has: a letter a table, behind it how many days it is of (of contacts and diagnoses),
 * until which day, or how many hundred rows; without these nobody knows. */
static void put_tables(struct load_tables *out, const char *load)
{
    static const struct {
        char letter;
        enum table_id table;
    } tables[] = {{'c', TABLE_CONTACTS},
                  {'d', TABLE_DIAGNOSES},
                  {'m', TABLE_CALLS},
                  {'p', TABLE_PEOPLE},
                  {'l', TABLE_LISTINGS}};
    for (const char *c = load; *c;) {
        unsigned i = 0;
        while (tables[i].letter != *c)
            i++;
        enum table_id t = tables[i].table;
        char *end = NULL;
        unsigned long size = strtoul(++c, &end, 10);
        out->has[t] = true;
        if (end > c)
            out->of[t] =
                (struct load_size){size * 100, tally_has_days(t) ? (double)size : 0, {MONDAY}};
        c = end;
        if (*c == '@')
            out->of[t].until.n += (int32_t)strtoul(c + 1, &end, 10);
        c = end;
    }
}

static const char *missing(struct series *s, const char *const *loads, unsigned count)
{
    struct load_tables tables[LOADS] = {0};
    for (unsigned i = 0; i < count; i++)
        put_tables(&tables[i], loads[i]);
    s->found = (struct oddities){.arena = s->arena};
    oddities_of_missing(&s->found, &tables[0], tables + 1, count - 1);
    struct sb out = sb_open(s->arena, 64);
    for (unsigned i = 0; i < s->found.count; i++)
        sb_fmt(&out, "%s %s\n", ODDITY_NAME[s->found.at[i].kind],
               TABLES[s->found.at[i].table].name);
    sb_char(&out, '\0');
    return sb_str(&out).at;
}

static void a_table_that_does_not_come(void **state)
{
    struct series *s = *state; /* the newest first */
    assert_string_equal(missing(s, (const char *[]){"c", "cd", "cd", "cd"}, 4),
                        "table_missing diagnoses\n");
    assert_string_equal(missing(s, (const char *[]){"c", "cd", "cd"}, 3),
                        "table_missing diagnoses\n");
    assert_string_equal(missing(s, (const char *[]){"c", "cd"}, 2), "");
    assert_string_equal(missing(s, (const char *[]){"c", "cd", "c", "cd", "cd"}, 5), "");
    assert_string_equal(missing(s, (const char *[]){"m", "cd", "cd", "cd"}, 4),
                        ""); /* another kind */
    assert_string_equal(missing(s, (const char *[]){"c", "m", "cd", "cd", "cd"}, 5),
                        "table_missing diagnoses\n");
}

/* Nothing is missing but from a load of the same kind. */
static void loads_of_several_kinds(void **state)
{
    struct series *s = *state;
    static const char *const whole = "c500@0d400@0p900l900m9";
    /* After the whole of all tables comes one night's file of one. */
    assert_string_equal(missing(s, (const char *[]){"c1@1", whole, whole, whole}, 4), "");
    assert_string_equal(missing(s, (const char *[]){"p3", whole, whole, whole}, 4), "");
    /* The next nights have it alone; then a second table comes, and does not. */
    assert_string_equal(missing(s, (const char *[]){"c1@2", "c1@1", whole, whole, whole}, 5), "");
    assert_string_equal(missing(s, (const char *[]){"c1@5", "c1@4d1@4", "c1@3d1@3", "c1@2d1@2"}, 4),
                        "table_missing diagnoses\n");
    assert_string_equal(missing(s, (const char *[]){"c0@6", "c1@4d1@4", "c1@3d1@3", "c1@2d1@2"}, 4),
                        "table_missing diagnoses\n"); /* a Saturday's */
    /* The whole again, of which one table came: it goes on, so the others are missing. */
    assert_string_equal(missing(s, (const char *[]){"c501@1", whole, whole}, 3),
                        "table_missing people\ntable_missing listings\n"
                        "table_missing diagnoses\ntable_missing calls\n");
    /* Corrections: the register by itself, days that were there before. */
    assert_string_equal(missing(s, (const char *[]){"p900", whole, whole, whole}, 4), "");
    assert_string_equal(missing(s, (const char *[]){"c1@2", "c1@4d1@4", "c1@3d1@3"}, 3), "");
    /* Increments of registers. */
    assert_string_equal(missing(s, (const char *[]){"p3", "p2l3", "p4l3", "p3l2"}, 4),
                        "table_missing listings\n");
}

static void names(void **state)
{
    (void)state;
    enum oddity_kind kind;
    for (unsigned i = 0; i < ODDITY_COUNT; i++) {
        assert_true(oddity_find(str_of(ODDITY_NAME[i]), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(oddity_find(STR("odd"), &kind));
}

static bool works(int32_t year, int32_t month, int32_t day)
{
    struct day d;
    assert_true(day_from_civil(year, month, day, &d));
    return is_workday(d);
}

static void working_days(void **state)
{
    (void)state;
    assert_int_equal(weekday((struct day){MONDAY}), 0);
    assert_true(works(2023, 9, 8));
    assert_false(works(2023, 9, 9));
    assert_false(works(2023, 4, 7)); /* Good Friday */
    assert_false(works(2023, 4, 10));
    assert_true(works(2023, 4, 11));
    assert_false(works(2023, 5, 18)); /* Ascension */
    assert_false(works(2024, 6, 21)); /* Midsummer's Eve */
    assert_false(works(2024, 12, 24));
    assert_false(works(2024, 12, 31));
    assert_true(works(2024, 12, 30));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, series_setup, series_teardown)
    const struct CMUnitTest tests[] = {
        CASE(usual_nights_raise_nothing),
        CASE(a_unit_that_sends_nothing),
        CASE(a_unit_of_few_rows_may_be_silent),
        CASE(a_table_that_falls_or_comes_twice),
        CASE(a_unit_that_falls_or_comes_twice),
        CASE(weekends_and_corrections_are_no_fall),
        CASE(loads_of_other_length_are_no_measure),
        CASE(a_file_without_rows),
        CASE(registers_are_measured_where_they_are_of_one_size),
        CASE(sums_by_month),
        CASE(a_code_system_that_changes),
        CASE(shares_that_grow),
        CASE(days_that_cannot_be),
        CASE(a_file_without_its_last_line_end),
        CASE(line_ends_that_nobody_asked_for),
        CASE(a_table_that_does_not_come),
        CASE(loads_of_several_kinds),
        CASE(names),
        CASE(working_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
