/* Measures of tables against figures worked out by hand: what no row, an empty field or a
 * denominator of 0 makes of a figure, levels, windows, the nation, families. */
#include "engine/eval.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct asked {
    const struct eval_table *table;
    size_t tables;
};

static struct definitions all_of(struct world *w)
{
    struct definitions read, all = {0};
    struct err err = {0};
    if (!definitions_load(w->arena, NULL, &read, &err) ||
        !definitions_open(w->arena, &read, w->snapshot.tables.word, w->snapshot.tables.words, &all,
                          &err))
        fail_msg("%s %s", err.code, err.detail);
    return all;
}

/* One measure at one level, as files print it: "2023-12 A 1/2 3 0.166666666666667 ", a line each.
 */
static struct str printed(struct world *w, const char *id, enum eval_level level, unsigned months)
{
    struct definitions all = all_of(w);
    const struct definition *d = definitions_find(&all, str_of(id));
    assert_non_null(d);
    struct eval_request ask = {.definition = &d,
                               .definitions = 1,
                               .last = month_from(2023, 12),
                               .months = months,
                               .levels = LEVEL_BIT(level),
                               .threads = 1};
    const struct eval_table *t;
    size_t tables;
    struct err err = {0};
    assert_true(eval(w->arena, &w->snapshot, &ask, &t, &tables, &err));
    assert_int_equal(tables, 1);
    struct str out = STR("");
    for (unsigned month = 0; month < months; month++)
        for (size_t place = 0; place < t->places; place++) {
            struct cell_text c = cell_text(w->arena, d, cell_at(t, place, month));
            char period[MONTH_TEXT];
            struct str name = t->place[place].name.len ? t->place[place].name : t->place[place].id;
            out =
                str_fmt(w->arena, "%.*s%.*s %.*s %.*s %.*s %.*s %.*s\n", STR_FMT(out),
                        STR_FMT(month_format((struct month){t->first.n + (int32_t)month}, period)),
                        STR_FMT(name), STR_FMT(c.numerator), STR_FMT(c.denominator),
                        STR_FMT(c.value), STR_FMT(c.missing));
        }
    return out;
}

static void is(struct world *w, const char *id, enum eval_level level, const char *expected)
{
    struct str text = printed(w, id, level, 1);
    if (!str_eq(text, str_of(expected)))
        fail_msg("%s\n%.*s", id, STR_FMT(text));
}

struct units {
    uint32_t a, b, c;
};

static struct world begin(struct units *u)
{
    struct world w = world_begin();
    u->b = world_unit(&w, "B", "2380", OPERATOR_EXTERNAL);
    u->a = world_unit(&w, "A", "2380", OPERATOR_REGION);
    u->c = world_unit(&w, "C", "2321", OPERATOR_REGION);
    return w;
}

static void calls(void **state)
{
    (void)state;
    struct units u;
    struct world w = begin(&u);
    world_row(&w, TABLE_CALLS, u.a, "2022-12,1000,1,yes"); /* the day before the window */
    world_row(&w, TABLE_CALLS, u.a, "2023-01,100,90,yes");
    world_row(&w, TABLE_CALLS, u.a, "2023-07,100,10,no");
    world_row(&w, TABLE_CALLS, u.a, "2023-12,50,30,yes");
    world_row(&w, TABLE_CALLS, u.a, "2024-01,1000,1,yes");
    world_row(&w, TABLE_CALLS, u.b, "2023-12,0,0,yes");
    world_row(&w, TABLE_CALLS, u.c, "2023-12,10,10,no");
    world_end(&w, 1);
    is(&w, "access0", LEVEL_UNIT, "2023-12 A 120 150 0.8 \n2023-12 B 0 0  INV\n2023-12 C    UNK\n");
    is(&w, "access0_month", LEVEL_UNIT,
       "2023-12 A 30 50 0.6 \n2023-12 B 0 0  INV\n2023-12 C    UNK\n");
    is(&w, "access0", LEVEL_MUNICIPALITY, "2023-12 2321    UNK\n2023-12 2380 120 150 0.8 \n");
    is(&w, "access0", LEVEL_OPERATOR, "2023-12 external 0 0  INV\n2023-12 region 120 150 0.8 \n");
    is(&w, "access0", LEVEL_COUNTY, "2023-12 23 120 150 0.8 \n");
    struct str two = printed(&w, "access0_month", LEVEL_COUNTY, 3);
    assert_string_equal(str_cstr(w.arena, two), "2023-10 23    UNK\n2023-11 23    UNK\n"
                                                "2023-12 23 30 50 0.6 \n");
    world_close(&w);
}

/* The months with any row divide, also those without a row of the category; a level adds up its
 * units' means, not their rows. */
static void staffing(void **state)
{
    (void)state;
    struct units u;
    struct world w = begin(&u);
    world_row(&w, TABLE_STAFFING, u.a, "2023-01,specialist_gp,2.5,3");
    world_row(&w, TABLE_STAFFING, u.a, "2023-01,physician_other,1,");
    world_row(&w, TABLE_STAFFING, u.a, "2023-02,st,1,1"); /* a month, but nobody who counts */
    world_row(&w, TABLE_STAFFING, u.a, "2023-03,specialist_gp,1.5,2");
    world_row(&w, TABLE_STAFFING, u.b, "2023-12,specialist_gp,1,1");
    world_row(&w, TABLE_STAFFING, u.b, "2023-12,physician_other,1,1");
    world_row(&w, TABLE_STAFFING, u.c, "2023-12,nurse_other,1,1");
    world_end(&w, 1);
    is(&w, "specialist_share", LEVEL_UNIT,
       "2023-12 A 4/3 5/3 0.8 \n2023-12 B 1 2 0.5 \n2023-12 C 0 0  INV\n");
    is(&w, "specialist_share", LEVEL_COUNTY, "2023-12 23 7/3 11/3 0.636363636363636 \n");
    is(&w, "district_nurse_share", LEVEL_MUNICIPALITY,
       "2023-12 2321 0 1 0 \n2023-12 2380 0 0  INV\n");
    world_close(&w);
}

/* Statistics Sweden's two examples; both imply the nation's 2.4761. */
static void care_need(void **state)
{
    (void)state;
    struct units u;
    struct world w = begin(&u);
    world_row(&w, TABLE_CNI, u.a, "2023,5912,595,1391,484,167,385,981,632");
    world_row(&w, TABLE_CNI, u.b, "2023,2407,293,330,215,80,240,300,210");
    world_row(&w, TABLE_CNI, u.c, "2022,2407,293,330,215,80,240,300,210");
    world_row(&w, TABLE_CNI, SNAPSHOT_NATION, "2023,5720000,0,2476100,0,0,0,0,0");
    world_end(&w, 1);
    is(&w, "cni", LEVEL_UNIT,
       "2023-12 A 1135471/295600 24761/10000 1.55132730609635 \n"
       "2023-12 B 393487/120350 24761/10000 1.32043222278518 \n"
       "2023-12 C    UNK\n");
    is(&w, "cni", LEVEL_COUNTY, "2023-12 23 764479/207975 24761/10000 1.48452066280629 \n");
    world_close(&w);
}

static void care_need_without_a_nation(void **state)
{
    (void)state;
    struct units u;
    struct world w = begin(&u);
    world_row(&w, TABLE_CNI, u.a, "2023,0,0,0,0,0,0,0,0");
    world_row(&w, TABLE_CNI, u.b, "2023,1,1,1,1,1,1,1,1");
    world_end(&w, 1);
    is(&w, "cni", LEVEL_UNIT, "2023-12 A    UNK\n2023-12 B    UNK\n2023-12 C    UNK\n");
    world_close(&w);
    w = begin(&u);
    world_row(&w, TABLE_CNI, u.a, "2023,0,0,0,0,0,0,0,0");
    world_row(&w, TABLE_CNI, u.b, "2023,1,1,1,1,1,1,1,1");
    world_row(&w, TABLE_CNI, SNAPSHOT_NATION, "2023,10,1,1,1,1,1,1,1");
    world_end(&w, 1);
    is(&w, "cni", LEVEL_UNIT,
       "2023-12 A 0 0  INV\n2023-12 B 1629/50 1629/500 10 \n2023-12 C    UNK\n");
    world_close(&w);
    w = begin(&u);
    world_row(&w, TABLE_CNI, u.a, "2023,1,1,1,1,1,1,1,1");
    world_row(&w, TABLE_CNI, SNAPSHOT_NATION, "2023,10,0,0,0,0,0,0,0");
    world_end(&w, 1);
    is(&w, "cni", LEVEL_UNIT, "2023-12 A 0 0  INV\n2023-12 B    UNK\n2023-12 C    UNK\n");
    world_close(&w);
}

static void the_books(void **state)
{
    (void)state;
    struct units u;
    struct world w = begin(&u);
    world_row(&w, TABLE_ECONOMY, u.a, "2023,revenue,1000.5,900,yes");
    world_row(&w, TABLE_ECONOMY, u.a, "2023,drugs,700,650.25,yes");
    world_row(&w, TABLE_ECONOMY, u.a, "2022,drugs,1,1,yes");
    world_row(&w, TABLE_ECONOMY, u.b, "2023,drugs,10,,yes"); /* no budget: no deviation */
    world_row(&w, TABLE_ECONOMY, u.b, "2023,revenue,5,5,no");
    world_row(&w, TABLE_HIRED_WEEKS, u.a, "2023,physician,12.5");
    world_row(&w, TABLE_HIRED_WEEKS, u.a, "2023,nurse,3");
    world_row(&w, TABLE_HIRED_WEEKS, u.b, "2023,nurse,3");
    world_end(&w, 1);
    is(&w, "economy_revenue", LEVEL_UNIT,
       "2023-12 A 2001/2 1 1000.5 \n2023-12 B    UNK\n2023-12 C    UNK\n");
    is(&w, "economy_revenue_deviation", LEVEL_COUNTY, "2023-12 23 201/2 1 100.5 \n");
    is(&w, "economy_drugs", LEVEL_COUNTY, "2023-12 23 710 1 710 \n");
    is(&w, "economy_drugs_deviation", LEVEL_UNIT,
       "2023-12 A -199/4 1 -49.75 \n2023-12 B    UNK\n2023-12 C    UNK\n");
    is(&w, "hired_weeks", LEVEL_UNIT,
       "2023-12 A 25/2 1 12.5 \n2023-12 B    UNK\n2023-12 C    UNK\n");
    world_close(&w);
}

static void surveys(void **state)
{
    (void)state;
    struct units u;
    struct world w = begin(&u);
    world_row(&w, TABLE_SURVEY, u.a, "2023,trust,81.5,40");
    world_row(&w, TABLE_SURVEY, u.b, "2023,trust,60,10");
    world_row(&w, TABLE_SURVEY, u.c, "2023,access,50,0");
    world_end(&w, 1);
    is(&w, "survey_trust", LEVEL_UNIT,
       "2023-12 A 3260 40 81.5 \n2023-12 B 600 10 60 \n2023-12 C    UNK\n");
    is(&w, "survey_trust", LEVEL_COUNTY, "2023-12 23 3860 50 77.2 \n");
    is(&w, "survey_access", LEVEL_MUNICIPALITY, "2023-12 2321 0 0  INV\n2023-12 2380    UNK\n");
    struct definitions all = all_of(&w);
    assert_null(definitions_find(&all, STR("survey")));
    assert_null(definitions_find(&all, STR("survey_pain")));
    size_t last = all.count > 2 ? all.count - 1 : 0;
    assert_true(last > 0);
    if (last > 0) { /* by their bytes, behind all others */
        assert_true(str_eq(all.at[last - 1]->id, STR("survey_access")));
        assert_true(str_eq(all.at[last]->id, STR("survey_trust")));
        assert_true(str_eq(all.at[last]->name[LANG_EN], STR("Patient survey: trust")));
    }
    world_close(&w);
}

/* The largest that a file can say, times the most responses, by several units: no digit is lost. */
static void large_numbers_are_exact(void **state)
{
    (void)state;
    struct units u;
    struct world w = begin(&u);
    world_row(&w, TABLE_SURVEY, u.a, "2023,x,999999999999.999999999,100000000");
    world_row(&w, TABLE_SURVEY, u.b, "2023,x,999999999999.999999999,99999999");
    world_row(&w, TABLE_SURVEY, u.c, "2023,x,-999999999999.999999999,99999998");
    world_end(&w, 1);
    is(&w, "survey_x", LEVEL_COUNTY,
       "2023-12 23 100000000999999999999899999999/1000000000 299999997 "
       "333333340000 \n");
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls),
        cmocka_unit_test(staffing),
        cmocka_unit_test(care_need),
        cmocka_unit_test(care_need_without_a_nation),
        cmocka_unit_test(the_books),
        cmocka_unit_test(surveys),
        cmocka_unit_test(large_numbers_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
