/* Each of the program's measures on a population so small that its figure is worked out beside it,
 * and what an evaluation promises whatever the measure. T is 2023-12-31 unless it says otherwise.
 */
#include "engine/eval.h"
#include "world.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ---- asking ---- */

static const struct eval_table *table_of(struct world *w, const char *measure,
                                         enum eval_level level, struct month last, unsigned months)
{
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(w->arena, NULL, &all, &err));
    const struct definition *d = definitions_find(&all, str_of(measure));
    assert_non_null(d);
    struct eval_request ask = {.definition = &d,
                               .definitions = 1,
                               .last = last,
                               .months = months,
                               .levels = LEVEL_BIT(level),
                               .threads = 2};
    const struct eval_table *table;
    size_t tables;
    assert_true(eval(w->arena, &w->snapshot, &ask, &table, &tables, &err));
    assert_int_equal(tables, 1);
    return table;
}

/* All cells of the level at one month-end, as files print them: "A 1/2=0.5, B INV". */
static const char *at(struct world *w, const char *measure, enum eval_level level, int32_t year,
                      int32_t month)
{
    const struct eval_table *t = table_of(w, measure, level, month_from(year, month), 1);
    char said[400] = "";
    for (size_t i = 0; i < t->places; i++) {
        const struct cell *c = cell_at(t, i, 0);
        struct str id = t->place[i].id, value = {0};
        if (str_starts(id, STR("SE0000000000-")))
            id = (struct str){id.at + 13, id.len - 13};
        if (c->missing == CELL_NO_ROW)
            continue;
        struct cell_text text = cell_text(w->arena, t->definition, c);
        value = text.missing.len ? text.missing
                : t->definition->kind == MEASURE_COUNT
                    ? text.value
                    : str_fmt(w->arena, "%.*s/%.*s=%.*s", STR_FMT(text.numerator),
                              STR_FMT(text.denominator), STR_FMT(text.value));
        size_t len = strlen(said);
        (void)snprintf(said + len, sizeof said - len, "%s%.*s %.*s", len ? ", " : "", STR_FMT(id),
                       STR_FMT(value));
    }
    return str_cstr(w->arena, str_of(said));
}
#define UNITS(w, measure)  at((w), (measure), LEVEL_UNIT, 2023, 12)
#define COUNTY(w, measure) at((w), (measure), LEVEL_COUNTY, 2023, 12)

/* Two units of the region in two municipalities of county 23, one that is external in the first. */
static struct world county(void)
{
    struct world w = world_begin();
    assert_int_equal(world_unit(&w, "A", "2380", OPERATOR_REGION), 0);
    assert_int_equal(world_unit(&w, "B", "2321", OPERATOR_REGION), 1);
    assert_int_equal(world_unit(&w, "C", "2380", OPERATOR_EXTERNAL), 2);
    assert_int_equal(world_staff(&w, "D1", false), 0);
    assert_int_equal(world_staff(&w, "D2", false), 1);
    assert_int_equal(world_staff(&w, "DP", true), 2);
    return w;
}
enum { A, B, C };
enum { D1, D2, DP };

static void visit(struct world *w, uint32_t person, const char *date, const char *unit,
                  const char *staff)
{
    struct contact_row row = world_visit(date, unit, staff);
    world_contact(w, person, &row);
}

/* Which contact: of that kind, with that staff, at that unit. */
struct with {
    enum contact_kind kind;
    uint32_t staff, unit;
};

static void named(struct world *w, uint32_t person, struct with c, const char *from, const char *to)
{
    world_name(w, &(struct snapshot_named_contact){.person = person,
                                                   .unit = c.unit,
                                                   .staff = c.staff,
                                                   .from = world_day(from),
                                                   .to = world_day(to),
                                                   .informed_on = DAY_NONE,
                                                   .kind = c.kind});
}

/* ---- the measures ---- */

static void listed_and_its_change(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p[4];
    for (unsigned i = 0; i < 4; i++)
        p[i] = world_person(&w, "1960-01-01");
    world_list(&w, p[0], A, "2020-01-01", "");           /* at A both years */
    world_list(&w, p[1], A, "2020-01-01", "2023-12-30"); /* to C on the last day of the year */
    world_list(&w, p[1], C, "2023-12-31", "");
    world_list(&w, p[2], B, "2022-12-31", "2023-12-31"); /* both ends inside */
    world_list(&w, p[3], B, "2023-01-01", "2023-12-30"); /* of neither year's last day */
    world_end(&w, 1);
    assert_string_equal(UNITS(&w, "listed"), "A 1, B 1, C 1");
    assert_string_equal(at(&w, "listed", LEVEL_UNIT, 2022, 12), "A 2, B 1, C 0");
    assert_string_equal(at(&w, "listed", LEVEL_OPERATOR, 2023, 12), "external 1, region 2");
    assert_string_equal(at(&w, "listed", LEVEL_MUNICIPALITY, 2023, 12), "2321 1, 2380 2");
    assert_string_equal(COUNTY(&w, "listed"), "23 3");
    /* A loses one, C gets one; the municipality of both loses none. */
    assert_string_equal(UNITS(&w, "listed_change"), "A -1, B 0, C 1");
    assert_string_equal(at(&w, "listed_change", LEVEL_MUNICIPALITY, 2023, 12), "2321 0, 2380 0");
    assert_string_equal(COUNTY(&w, "listed_change"), "23 0");
    world_close(&w);
}

static void active_choice_is_of_the_listing_on_t(void **state)
{
    (void)state;
    static const enum basis bases[] = {
        BASIS_CHOICE_ESERVICE, BASIS_CHOICE_FORM,    BASIS_SPECIAL_REASON, BASIS_AREA,
        BASIS_NEWBORN,         BASIS_ADMINISTRATIVE, BASIS_OUT_OF_COUNTY};
    struct world w = county();
    for (size_t i = 0; i < ARRAY_LEN(bases); i++) {
        struct snapshot_listing row = {.person = world_person(&w, "1960-01-01"),
                                       .unit = A,
                                       .from = world_day("2020-01-01"),
                                       .to = world_day(""),
                                       .basis = bases[i]};
        snapshot_add_listing(w.builder, &row);
    }
    world_end(&w, 1);
    /* Three of seven chose themselves; at B and C nobody is listed. */
    assert_string_equal(UNITS(&w, "active_choice"), "A 3/7=0.428571428571429, B INV, C INV");
    world_close(&w);
}

static void production_and_patients(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p[3];
    for (unsigned i = 0; i < 3; i++)
        p[i] = world_person(&w, "1960-01-01"); /* listed or not does not matter */
    visit(&w, p[0], "2023-01-01", "A", "D1");  /* the first day that counts */
    visit(&w, p[0], "2023-12-31", "A", "");    /* and the last */
    visit(&w, p[0], "2023-05-01", "B", "D2");
    visit(&w, p[1], "2022-12-31", "A", "D1"); /* the year before */
    visit(&w, p[2], "2024-01-01", "B", "D1"); /* the year after */
    struct contact_row row = world_visit("2023-06-06", "C", "D2");
    row.form = FORM_HOME_VISIT;
    row.profession = PROF_NURSE;
    world_contact(&w, p[0], &row);
    world_contact(&w, p[1], &row);
    world_contact(&w, p[1], &row);
    row.unit = world_id("ELSEWHERE"); /* not of units.csv: at no level */
    world_contact(&w, p[2], &row);
    world_end(&w, 1);
    /* A: 2 of p0. B: 1 of p0. C: 1 of p0, 2 of p1. */
    assert_string_equal(UNITS(&w, "production"), "A 2, B 1, C 3");
    assert_string_equal(UNITS(&w, "patients"), "A 1, B 1, C 2");
    /* The county has two patients, although its units have four. */
    assert_string_equal(COUNTY(&w, "production"), "23 6");
    assert_string_equal(COUNTY(&w, "patients"), "23 2");
    assert_string_equal(at(&w, "patients", LEVEL_OPERATOR, 2023, 12), "external 2, region 1");
    assert_string_equal(UNITS(&w, "home_visits"), "A 0, B 0, C 3");
    assert_string_equal(UNITS(&w, "home_visit_patients"), "A 0, B 0, C 2");
    assert_string_equal(COUNTY(&w, "home_visit_patients"), "23 2");
    assert_string_equal(at(&w, "production", LEVEL_UNIT, 2022, 12), "A 1, B 0, C 0");
    world_close(&w);
}

static void continuity_is_the_mean_of_the_persons(void **state)
{
    (void)state;
    /* (3), (2,1), (1,1,1), (4,1), (2,2): 1 + 1/3 + 0 + 3/5 + 1/3 = 34/15, of five 34/75; the
     * pooled quotient would be 24/50. */
    static const char *const visits[] = {"111", "112", "12P", "11112", "1122"};
    struct world w = county();
    for (size_t i = 0; i < ARRAY_LEN(visits); i++) {
        uint32_t person = world_person(&w, "1960-01-01");
        world_list(&w, person, i < 4 ? A : B, "2020-01-01", "");
        for (unsigned k = 0; visits[i][k]; k++) {
            char date[DAY_TEXT], staff[] = {'D', visits[i][k], 0};
            (void)snprintf(date, sizeof date, "2023-0%u-01", k + 1);
            visit(&w, person, date, i < 4 ? "A" : "B", staff);
        }
    }
    world_end(&w, 1);
    assert_string_equal(COUNTY(&w, "Ko05L"), "23 34/15/5=0.453333333333333");
    /* A: 1 + 1/3 + 0 + 3/5 = 29/15 of four. */
    assert_string_equal(UNITS(&w, "Ko05L"),
                        "A 29/15/4=0.483333333333333, B 1/3/1=0.333333333333333, C INV");
    assert_string_equal(UNITS(&w, "Ko05S"), "A INV, B INV, C INV");
    const struct eval_table *t = table_of(&w, "Ko05L", LEVEL_COUNTY, month_from(2023, 12), 1);
    const struct cell *c = cell_at(t, 0, 0);
    /* Σv² = 1 + 1/9 + 0 + 9/25 + 1/9 = 356/225; less 5 (34/75)² = 5780/5625; by four. */
    assert_true(fabs(cell_variance(t->definition, c) - (356.0 / 225 - 5780.0 / 5625) / 4) < 1e-12);
    assert_true(fabs(cell_value(t->definition, c) - 34.0 / 75) < 1e-12);
    world_close(&w);
}

static void continuity_counts_which_visits(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p = world_person(&w, "1960-01-01");
    world_list(&w, p, A, "2023-07-01", "");
    visit(&w, p, "2022-06-30", "A", "D2"); /* before the 18 months */
    visit(&w, p, "2022-07-01", "A", "D1"); /* before the person was listed there */
    visit(&w, p, "2023-03-01", "A", "D1"); /* two on a day count once, */
    visit(&w, p, "2023-03-01", "A", "D1");
    visit(&w, p, "2023-03-01", "A", "D2"); /* but not with another */
    visit(&w, p, "2023-04-01", "B", "D2"); /* elsewhere */
    visit(&w, p, "2023-04-02", "A", "");   /* by nobody */
    struct contact_row row = world_visit("2023-05-01", "A", "D1");
    row.level = CARE_EMERGENCY; /* the level is not asked for */
    row.form = FORM_HOME_VISIT;
    world_contact(&w, p, &row);
    row.form = FORM_PHONE;
    row.staff = world_id("D2");
    world_contact(&w, p, &row);
    row.form = FORM_VISIT;
    row.profession = PROF_NURSE;
    for (unsigned i = 0; i < 3; i++, row.date.n++)
        world_contact(&w, p, &row);
    world_end(&w, 1);
    /* Physicians: D1, D1, D2, D1: (9 + 1 - 4) / 12 = 1/2. Nurses: three of one. */
    assert_string_equal(COUNTY(&w, "Ko05L"), "23 1/2/1=0.5");
    assert_string_equal(COUNTY(&w, "Ko05S"), "23 1/1=1");
    /* A month later the visit of 1 July 2022 is out: D1, D2, D1: (4 + 1 - 3) / 6. */
    assert_string_equal(at(&w, "Ko05L", LEVEL_COUNTY, 2024, 1), "23 1/3/1=0.333333333333333");
    /* At the end of June the person was not listed. */
    assert_string_equal(at(&w, "Ko05L", LEVEL_COUNTY, 2023, 6), "23 INV");
    world_close(&w);
}

static void named_contacts_on_t(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p[6];
    for (unsigned i = 0; i < 6; i++) {
        p[i] = world_person(&w, "1960-01-01");
        world_list(&w, p[i], A, "2020-01-01", "");
    }
    named(&w, p[0], (struct with){KIND_DOCTOR, D1, A}, "2023-12-31", "");
    named(&w, p[1], (struct with){KIND_DOCTOR, D2, A}, "2020-01-01", "2023-12-31");
    named(&w, p[2], (struct with){KIND_DOCTOR, D1, A}, "2020-01-01",
          "2023-12-30"); /* ended the day before */
    named(&w, p[3], (struct with){KIND_DOCTOR, D1, B}, "2020-01-01",
          ""); /* not where p3 is listed */
    named(&w, p[4], (struct with){KIND_CARE_CONTACT, D1, B}, "2020-01-01",
          ""); /* kind 1 at any unit */
    named(&w, p[4], (struct with){KIND_DOCTOR, DP, A}, "2020-01-01", "");
    named(&w, p[5], (struct with){KIND_COORDINATING, D2, A}, "2020-01-01", "");
    for (unsigned i = 0; i < 5; i++) {
        struct snapshot_residence home = {.person = p[i],
                                          .municipality = STR("2380"),
                                          .from = world_day("2022-01-01"),
                                          .to = world_day(i == 1 ? "2023-12-30" : ""),
                                          .reported_on = DAY_NONE,
                                          .kind = i == 2 ? RESIDENCE_HOME_CARE : RESIDENCE_SAEBO};
        snapshot_add_residence(w.builder, &home);
    }
    world_end(&w, 1);
    /* Of six: p0, p1 and p4 have a doctor, p4 a care contact. */
    assert_string_equal(COUNTY(&w, "named_doctor"), "23 3/6=0.5");
    assert_string_equal(COUNTY(&w, "named_care_contact"), "23 1/6=0.166666666666667");
    /* p0, p3 and p4 live in SÄBO: p0 and p4 have a doctor. */
    assert_string_equal(COUNTY(&w, "saebo_named_doctor"), "23 2/3=0.666666666666667");
    assert_string_equal(COUNTY(&w, "saebo_named_care_contact"), "23 1/3=0.333333333333333");
    /* By doctor: who has a listed person on T; protected staff has no row. */
    assert_string_equal(at(&w, "named_doctor", LEVEL_DOCTOR, 2023, 12), "D1 1/1=1, D2 1/1=1");
    assert_string_equal(at(&w, "listed", LEVEL_DOCTOR, 2023, 11), "D1 1, D2 1");
    assert_string_equal(at(&w, "listed", LEVEL_DOCTOR, 2024, 1), "D1 1");
    world_close(&w);
}

static void own_doctor_visits_go_by_the_doctor_of_the_day(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p = world_person(&w, "1960-01-01"), q = world_person(&w, "1960-01-01");
    world_list(&w, p, A, "2020-01-01", "");
    world_list(&w, q, A, "2020-01-01", "");
    named(&w, p, (struct with){KIND_DOCTOR, D1, A}, "2023-02-01", "2023-05-31");
    named(&w, p, (struct with){KIND_DOCTOR, D2, A}, "2023-06-01", "");
    visit(&w, p, "2023-01-31", "A", "D1"); /* no doctor yet: in neither */
    visit(&w, p, "2023-02-01", "A", "D1"); /* own */
    visit(&w, p, "2023-02-01", "A", "D1"); /* each visit counts */
    visit(&w, p, "2023-05-31", "A", "D2"); /* not yet hers */
    visit(&w, p, "2023-06-01", "A", "D2"); /* own */
    visit(&w, p, "2023-07-01", "A", "D1"); /* not any longer */
    visit(&w, p, "2023-07-02", "A", "");   /* by nobody known: denominator */
    visit(&w, p, "2023-07-03", "B", "D2"); /* elsewhere: in neither */
    visit(&w, q, "2023-07-03", "A", "D2"); /* no doctor */
    struct contact_row row = world_visit("2023-08-01", "A", "D2");
    row.profession = PROF_NURSE;
    world_contact(&w, p, &row);
    row.profession = PROF_PHYSICIAN;
    row.form = FORM_VIDEO;
    world_contact(&w, p, &row);
    world_end(&w, 1);
    assert_string_equal(UNITS(&w, "own_doctor_visits"), "A 3/6=0.5, B INV, C INV");
    assert_string_equal(at(&w, "own_doctor_visits", LEVEL_DOCTOR, 2023, 12), "D2 3/6=0.5");
    world_close(&w);
}

/* ---- what an evaluation promises ---- */

static void a_series_says_what_each_month_says(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p = world_person(&w, "1960-01-01");
    world_list(&w, p, A, "2021-02-28", "2023-05-30");
    for (int32_t month = 0; month < 36; month += 2) {
        char date[DAY_TEXT];
        struct day d = day_add_months(world_day("2021-01-31"), month);
        visit(&w, p, day_format(d, date).at, "A", month % 3 ? "D1" : "D2");
    }
    world_end(&w, 1);
    static const char *const measures[] = {"listed", "Ko05L", "production", "patients"};
    for (size_t i = 0; i < ARRAY_LEN(measures); i++) {
        const struct eval_table *all =
            table_of(&w, measures[i], LEVEL_UNIT, month_from(2023, 12), 36);
        assert_int_equal(all->months, 36);
        for (unsigned m = 0; m < 36; m++) {
            const struct eval_table *one =
                table_of(&w, measures[i], LEVEL_UNIT, (struct month){all->first.n + (int32_t)m}, 1);
            for (size_t place = 0; place < all->places; place++) {
                const struct cell *x = cell_at(all, place, m), *y = cell_at(one, place, 0);
                assert_int_equal(x->missing, y->missing);
                assert_int_equal(x->numerator, y->numerator);
                assert_int_equal(x->denominator, y->denominator);
                assert_int_equal(x->sum.terms, y->sum.terms);
            }
        }
    }
    world_close(&w);
}

static void nobody_and_nothing(void **state)
{
    (void)state;
    struct world w = world_begin();
    world_end(&w, 1);
    assert_string_equal(UNITS(&w, "listed"), "");
    assert_string_equal(UNITS(&w, "production"), "");
    /* A kind of operator that no unit has gets no row. */
    assert_string_equal(at(&w, "listed", LEVEL_OPERATOR, 2023, 12), "");
    world_close(&w);
    w = county();
    world_end(&w, 1);
    assert_string_equal(UNITS(&w, "listed"), "A 0, B 0, C 0");
    assert_string_equal(UNITS(&w, "Ko05L"), "A INV, B INV, C INV");
    assert_string_equal(at(&w, "listed", LEVEL_DOCTOR, 2023, 12), "");
    world_close(&w);
}

static void month_ends_that_days_do_not_reach(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p = world_person(&w, "1899-06-01");
    world_list(&w, p, A, "1890-01-01", "");
    world_end(&w, 1);
    assert_string_equal(at(&w, "listed", LEVEL_COUNTY, 1900, 1), "23 1");
    assert_string_equal(at(&w, "listed", LEVEL_COUNTY, 2079, 5), "23 1");
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(w.arena, NULL, &all, &err));
    static const struct {
        int32_t year, month;
        unsigned months;
    } wrong[] = {{1899, 12, 1}, {1900, 1, 2}, {2079, 6, 1}, {9999, 12, 12}, {1600, 1, 600}};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct eval_request ask = {.definition = all.at,
                                   .definitions = all.count,
                                   .last = month_from(wrong[i].year, wrong[i].month),
                                   .months = wrong[i].months,
                                   .levels = LEVEL_BIT(LEVEL_UNIT),
                                   .threads = 1};
        const struct eval_table *table = NULL;
        size_t tables;
        err = (struct err){0};
        assert_false(eval(w.arena, &w.snapshot, &ask, &table, &tables, &err));
        assert_string_equal(err.code, "eval.months");
        assert_int_equal(err.kind, ERR_INVALID);
        assert_null(table);
    }
    world_close(&w);
}

static void levels_have_words(void **state)
{
    (void)state;
    static const char *const words[LEVELS] = {"person",   "doctor",       "unit",
                                              "operator", "municipality", "county"};
    enum eval_level level;
    for (unsigned i = 0; i < LEVELS; i++) {
        assert_true(str_eq(level_word((enum eval_level)i), str_of(words[i])));
        assert_true(level_parse(str_of(words[i]), &level));
        assert_int_equal(level, i);
    }
    assert_false(level_parse(STR("nation"), &level));
    assert_false(level_parse(STR(""), &level));
}

/* All measures at all levels in one go: tables by measure, then by level. */
static void tables_come_by_measure_and_level(void **state)
{
    (void)state;
    struct world w = county();
    uint32_t p = world_person(&w, "1960-01-01");
    world_list(&w, p, A, "2020-01-01", "");
    named(&w, p, (struct with){KIND_DOCTOR, DP, A}, "2020-01-01", "");
    world_end(&w, 1);
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(w.arena, NULL, &all, &err));
    struct eval_request ask = {.definition = all.at,
                               .definitions = all.count,
                               .last = month_from(2023, 12),
                               .months = 2,
                               .levels = LEVEL_BIT(LEVELS) - 1,
                               .threads = 3,
                               .protected_rows = true};
    const struct eval_table *table;
    size_t tables, n = 0;
    assert_true(eval(w.arena, &w.snapshot, &ask, &table, &tables, &err));
    for (size_t i = 0; i < all.count; i++)
        for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++) {
            if (!definition_has_level(all.at[i], (enum eval_level)level))
                continue;
            assert_ptr_equal(table[n].definition, all.at[i]);
            assert_int_equal(table[n].level, level);
            if (level == LEVEL_DOCTOR)
                assert_string_equal(table[n].place[0].id.at, "SE0000000000-DP");
            if (level == LEVEL_UNIT)
                assert_true(str_eq(table[n].place[2].name, STR("C")));
            n++;
        }
    assert_int_equal(tables, n);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listed_and_its_change),
        cmocka_unit_test(active_choice_is_of_the_listing_on_t),
        cmocka_unit_test(production_and_patients),
        cmocka_unit_test(continuity_is_the_mean_of_the_persons),
        cmocka_unit_test(continuity_counts_which_visits),
        cmocka_unit_test(named_contacts_on_t),
        cmocka_unit_test(own_doctor_visits_go_by_the_doctor_of_the_day),
        cmocka_unit_test(a_series_says_what_each_month_says),
        cmocka_unit_test(nobody_and_nothing),
        cmocka_unit_test(month_ends_that_days_do_not_reach),
        cmocka_unit_test(levels_have_words),
        cmocka_unit_test(tables_come_by_measure_and_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
