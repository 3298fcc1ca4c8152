/* Checks of data quality: each finds what is planted, and nothing in a county where nothing is. */
#include "engine/meaning.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MONTHS = 24, CONTACTS = 120, FEW = 10 };

static void visit(struct world *w, uint32_t person, const char *date, const char *staff)
{
    struct contact_row row = world_visit(date, "A", staff);
    world_contact(w, person, &row);
}

static void diagnosis(struct world *w, uint32_t person, const char *date, const char *unit,
                      const char *code)
{
    struct code_row row = world_code(date, unit, code);
    world_event(w, TABLE_DIAGNOSES, person, &row);
}

static void measured(struct world *w, uint32_t person, const char *date, const char *code,
                     const char *value)
{
    struct measurement_row row = world_measured(date, "A", code, value);
    world_event(w, TABLE_MEASUREMENTS, person, &row);
}

/* A contact that no check of visits looks at. */
static struct contact_row call(const char *date)
{
    struct contact_row row = world_visit(date, "A", "D1");
    row.form = FORM_PHONE;
    return row;
}

static void position(struct world *w, uint32_t staff, uint32_t unit)
{
    snapshot_add_position(w->builder,
                          &(struct snapshot_position){.staff = staff,
                                                      .unit = unit,
                                                      .from = world_day("2015-01-01"),
                                                      .to = DAY_NONE,
                                                      .employment = EMPLOYMENT_EMPLOYED});
}

static void doctor(struct world *w, uint32_t person, uint32_t staff)
{
    world_name(w, &(struct snapshot_named_contact){.person = person,
                                                   .staff = staff,
                                                   .from = world_day("2022-01-01"),
                                                   .to = DAY_NONE,
                                                   .informed_on = DAY_NONE,
                                                   .kind = KIND_DOCTOR});
}

static void home(struct world *w, uint32_t person, const char *municipality)
{
    snapshot_add_residence(w->builder,
                           &(struct snapshot_residence){.person = person,
                                                        .municipality = str_of(municipality),
                                                        .from = world_day("2022-01-01"),
                                                        .to = DAY_NONE,
                                                        .reported_on = world_day("2022-01-01"),
                                                        .kind = RESIDENCE_SAEBO});
}

/* As many contacts in each month, but for the last. */
static void months_of_contacts(struct world *w, uint32_t person, unsigned last)
{
    for (int32_t m = 0; m < MONTHS; m++) {
        char day[DAY_TEXT];
        (void)day_format(month_first((struct month){month_from(2023, 12).n - m}), day);
        for (unsigned i = 0; i < (m == 0 ? last : CONTACTS + (unsigned)m % 3); i++) {
            struct contact_row row = call(day);
            row.level = CARE_SPECIALIST;
            world_contact(w, person, &row);
        }
    }
}

/* Somebody of whom all is registered. */
static void well_registered(struct world *w, uint32_t person)
{
    visit(w, person, "2023-03-01", "D1");
    diagnosis(w, person, "2023-03-01", "A", "E11.9");
    measured(w, person, "2023-03-01", "BP-SYS", "140");
    measured(w, person, "2023-03-01", "BP-DIA", "80");
    measured(w, person, "2023-03-01", "NPU27300", "50");
    struct contact_row assessed = call("2023-03-02");
    assessed.problem = PROBLEM_NEW;
    assessed.assessed = ANSWER_YES;
    assessed.sought_on = world_day("2023-03-01");
    world_contact(w, person, &assessed);
    doctor(w, person, 0);
    home(w, person, "2380");
}

/* An illness that is followed up at that unit. */
static void followed_up(struct world *w, uint32_t person, const char *code, const char *unit)
{
    diagnosis(w, person, "2023-03-01", "A", code);
    diagnosis(w, person, "2023-04-01", unit, code);
}

static struct world county(bool is_planted, uint32_t person[static 4])
{
    static const char *const names[] = {"A", "B", "C"};
    struct world w = world_begin();
    for (unsigned i = 0; i < ARRAY_LEN(names); i++)
        (void)world_unit(&w, names[i], "2380", OPERATOR_REGION);
    position(&w, world_staff(&w, "D1", false), 0);
    (void)world_staff(&w, "D2", false);
    for (unsigned i = 0; i < 4; i++) {
        person[i] = world_person(&w, "1960-01-01");
        world_list(&w, person[i], 0, "2020-01-01", "");
    }
    well_registered(&w, person[0]);
    followed_up(&w, person[1], "F32.1", is_planted ? "B" : "A");
    followed_up(&w, person[2], "F41.1", is_planted ? "B" : "A");
    months_of_contacts(&w, person[3], is_planted ? FEW : CONTACTS);
    world_row(&w, TABLE_CALLS, 0, is_planted ? "2023-12,300,300,yes" : "2023-12,300,290,yes");
    world_row(&w, TABLE_CALLS, 1, "2023-12,250,240,yes");
    world_row(&w, TABLE_CALLS, 2, is_planted ? "2023-12,250,240,yes" : "2023-12,250,241,yes");
    return w;
}

static void plant_contacts(struct world *w, uint32_t person)
{
    visit(w, person, "2023-05-02", "D1"); /* no diagnosis */
    visit(w, person, "2023-05-03", "");
    diagnosis(w, person, "2023-05-03", "A", "J06");
    visit(w, person, "2023-05-04", "D2");
    diagnosis(w, person, "2023-05-04", "A", "J06");
    struct contact_row elsewhere = call("2023-05-05"), late = call("2023-05-06"),
                       unsaid = call("2023-05-07");
    elsewhere.unit = world_id("X");
    late.sought_on = world_day("2023-05-08");
    unsaid.problem = PROBLEM_WORSENED;
    unsaid.assessed = ANSWER_YES;
    world_contact(w, person, &elsewhere);
    world_contact(w, person, &late);
    world_contact(w, person, &unsaid);
}

static void plant_values(struct world *w, uint32_t person)
{
    measured(w, person, "2023-05-01", "BP-SYS", "141"); /* two halves */
    measured(w, person, "2023-05-02", "BP-DIA", "81");
    measured(w, person, "2023-05-03", "BP-SYS", "301");
    measured(w, person, "2023-05-03", "BP-DIA", "5");
    measured(w, person, "2023-04-04", "BP-SYS", "high");
    measured(w, person, "2023-04-04", "BP-DIA", "80");
    measured(w, person, "2023-05-05", "NPU27300", "5");
    struct measurement_row odd = world_measured("2023-04-06", "A", "NPU27300", "50");
    odd.value_unit = STR("g");
    world_event(w, TABLE_MEASUREMENTS, person, &odd);
}

static void plant_persons(struct world *w, uint32_t person)
{
    uint32_t nobody = world_person(w, "1970-01-01"); /* is listed nowhere */
    struct contact_row row = call("2023-05-01");
    world_contact(w, nobody, &row);
    uint32_t dead = world_add(w, &(struct snapshot_person){.key = 500,
                                                           .birth = world_day("1940-01-01"),
                                                           .end = world_day("2023-01-31"),
                                                           .registered_from = DAY_NONE,
                                                           .registered_to = DAY_NONE});
    world_list(w, dead, 0, "2020-01-01", "");
    for (unsigned i = 0; i < 2; i++) { /* the day of death is no day too late */
        const char *date = i == 0 ? "2023-01-31" : "2023-02-01";
        row = call(date);
        struct prescription_row drug = world_prescribed(date, "A", "C09AA02");
        world_contact(w, dead, &row);
        diagnosis(w, dead, date, "A", "I10");
        measured(w, dead, date, "NPU18016", "80");
        world_event(w, TABLE_PRESCRIPTIONS, dead, &drug);
    }
    diagnosis(w, person, "2023-04-01", "A", "E11.9"); /* and no value */
    doctor(w, person, 1);
    home(w, person, "2380");
    home(w, person, "2321");
}

static struct checks all_checks(struct arena *a, struct definitions *measures)
{
    struct definitions files;
    struct checks all = {0};
    struct err err = {0};
    if (!definitions_load(a, NULL, &files, &err) ||
        !definitions_open(a, &files, NULL, 0, measures, &err) ||
        !checks_load(a, NULL, measures, &all, &err))
        fail_msg("%s %s", err.code, err.detail);
    return all;
}

static uint64_t found_by(struct world *w, const char *id, unsigned threads, struct check_count *all)
{
    struct definitions measures;
    struct checks checks = all_checks(w->arena, &measures);
    const struct check *c = checks_find(&checks, str_of(id));
    const struct check_result *r;
    struct err err = {0};
    if (!c)
        fail_msg("%s is no check", id);
    const struct check_request ask = {&c, 1, month_from(2023, 12), threads, &measures, NULL};
    assert_true(checks_run(w->arena, &w->snapshot, &ask, &r, &err));
    uint64_t of_units = 0;
    for (uint32_t u = 0; u <= w->snapshot.units; u++)
        of_units += r->unit[u].found;
    assert_int_equal(of_units, r->all.found);
    *all = r->all;
    return r->all.found;
}

static bool count(void *state, const struct check_row *row, struct err *err)
{
    (void)row;
    (void)err;
    ++*(uint64_t *)state;
    return true;
}

/* The rows that are shown are as many as were counted. */
static uint64_t rows_of(struct world *w, const char *id)
{
    struct definitions measures;
    struct checks checks = all_checks(w->arena, &measures);
    const struct check *c = checks_find(&checks, str_of(id));
    const struct check_request ask = {&c, 1, month_from(2023, 12), 1, &measures, NULL};
    uint64_t rows = 0;
    struct err err = {0};
    assert_true(check_each_row(&w->snapshot, &ask, (struct check_rows){&rows, count}, &err));
    return rows;
}

/* By id; what the registry alone knows is in tests/unit/cli/check_data_test.c. */
static const struct {
    const char *id;
    unsigned found, among; /* in the county where it is planted */
} PLANTED[] = {
    {"access3_without_sought", 1, 2},
    {"anxiety_followed_elsewhere", 1, 1},
    {"contacts_after_end", 1, 0},
    {"contacts_at_unknown_unit", 1, 11},
    {"contacts_break", 1, 3},
    {"contacts_outside_listing", 1, 11},
    {"contacts_without_diagnosis", 1, 4},
    {"contacts_without_staff", 1, 4},
    {"depression_followed_elsewhere", 1, 1},
    {"diagnoses_after_end", 1, 0},
    {"diastolic_implausible", 1, 4},
    {"figures_repeated", 4, 6},
    {"figures_whole", 2, 6},
    {"hba1c_implausible", 1, 3},
    {"hba1c_missing", 1, 2},
    {"hba1c_unreadable", 1, 3},
    {"measurements_after_end", 1, 0},
    {"named_doctor_without_position", 1, 2},
    {"prescriptions_after_end", 1, 0},
    {"pressure_missing", 1, 2},
    {"pressure_unreadable", 1, 8},
    {"pressure_without_diastolic", 1, 4},
    {"pressure_without_systolic", 1, 4},
    {"sought_after_contact", 1, 2},
    {"staff_without_position", 1, 3},
    {"systolic_implausible", 1, 4},
    {"two_homes", 1, 2},
};

static void what_is_planted_is_found(void **state)
{
    (void)state;
    uint32_t person[4];
    struct world w = county(true, person);
    plant_contacts(&w, person[0]);
    plant_values(&w, person[0]);
    plant_persons(&w, person[3]);
    world_end(&w, 1);
    for (size_t i = 0; i < ARRAY_LEN(PLANTED); i++) {
        struct check_count all, again;
        uint64_t found = found_by(&w, PLANTED[i].id, 1, &all);
        if (found != PLANTED[i].found || all.among != PLANTED[i].among)
            fail_msg("%s: %llu of %llu", PLANTED[i].id, (unsigned long long)found,
                     (unsigned long long)all.among);
        assert_int_equal(rows_of(&w, PLANTED[i].id), found);
        assert_int_equal(found_by(&w, PLANTED[i].id, 3, &again), found);
        assert_int_equal(again.among, all.among);
    }
    world_close(&w);
}

static void nothing_is_found_where_nothing_is(void **state)
{
    (void)state;
    uint32_t person[4];
    struct world w = county(false, person);
    world_end(&w, 1);
    struct definitions measures;
    struct checks all = all_checks(w.arena, &measures);
    assert_int_equal(all.count, ARRAY_LEN(PLANTED) + 1);
    for (size_t i = 0; i < all.count; i++) {
        struct check_count count;
        if (found_by(&w, all.at[i]->of.id.at, 2, &count) != 0)
            fail_msg("%s: %llu", all.at[i]->of.id.at, (unsigned long long)count.found);
    }
    world_close(&w);
}

/* ---- files ---- */

#define HEAD "id: c\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nmend: {sv: a, en: b}\n"

static const char *why(struct arena *a, const char *text)
{
    const struct check *c;
    struct err err = {0};
    struct definitions measures;
    (void)all_checks(a, &measures);
    struct codesets sets;
    assert_true(codesets_load(a, NULL, &sets, &err));
    if (check_parse(a, "c.yaml", str_of(text), &(struct check_sources){&sets, &measures}, &c, &err))
        return "";
    return str_fmt(a, "%s %s", err.code, err.detail).at;
}

static void files_that_are_wrong(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {HEAD "rows: contacts where staff is known ever\n", ""},
        {HEAD "persons: age > 70\nof: age > 60\n", ""},
        {HEAD, "check.kind c.yaml:1:1: "},
        {HEAD "rows: contacts ever\nregistry: overlapping_listings\n", "check.kind c.yaml:6:"},
        {HEAD "rows: contacts\n", "expression.syntax c.yaml:5:15: expected a window"},
        {HEAD "rows: contacts ever and\n", "expression.syntax c.yaml:5:"},
        {HEAD "rows: contacts ever\nexcept: diagnoses ever\n",
         "measure.value c.yaml:6:9: expected rows of the same table"},
        {HEAD "persons: age > 70\nexcept: contacts ever\n", "measure.key c.yaml:6:"},
        {HEAD "measure: Di02_missing\nof: age > 60\n", "measure.key c.yaml:6:"},
        {HEAD "measure: production\n", "measure.value c.yaml:5:10: expected the id of a ratio"},
        {HEAD "measure: nothing\n", "measure.value c.yaml:5:10: "},
        {HEAD "figures: odd\n", "measure.value c.yaml:5:10: expected whole, repeated"},
        {HEAD "figures: whole\n", "measure.value c.yaml:5:10: expected a parameter: least"},
        {HEAD "parameters: {least: 0}\nfigures: whole\n",
         "measure.value c.yaml:6:10: expected a whole parameter: least, 1 to"},
        {HEAD "parameters: {least: 1, most: 2}\nfigures: whole\n", "measure.unused c.yaml:5:"},
        {HEAD "series: count(contacts where diagnosis is known within 1 month)\n",
         "expression.name c.yaml:5:30: "},
        {HEAD "concerns: [Di01, staff, contacts, hba1c]\nrows: contacts ever\n", ""},
        {HEAD "concerns: [Di0]\nrows: contacts ever\n",
         "measure.value c.yaml:5:12: expected a list of tables, code sets, measures or staff"},
        {HEAD "concerns: Di01\nrows: contacts ever\n",
         "measure.value c.yaml:5:11: expected a list"},
        {HEAD "concerns: []\nrows: contacts ever\n", "measure.value c.yaml:5:11: "},
        {HEAD "concerns: [[Di01]]\nrows: contacts ever\n", "measure.value c.yaml:5:12: "},
        {HEAD "concerns: [Di01]\nparameters: {least: 5}\nfigures: whole\n",
         "measure.key c.yaml:5:"},
        {HEAD "registry: all\n", "measure.value c.yaml:5:11: "},
        {HEAD "numerator: age > 3\n", "measure.key c.yaml:5:1: "},
        {"id: c\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\n",
         "measure.key_missing c.yaml:1:1: mend"},
    };
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str said = str_of(why(a, cases[i][0])), wanted = str_of(cases[i][1]);
        if (!str_starts(said, wanted) || (wanted.len == 0 && said.len > 0))
            fail_msg("%s: %s", cases[i][0], said.at);
    }
    arena_close(a);
}

/* The manual has every check of the program, and its example is one. */
static void the_manual(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct str manual;
    struct definitions measures;
    struct codesets sets;
    const struct check *c;
    struct checks all = all_checks(a, &measures);
    assert_true(file_read_all(&FILES_POSIX, a, SOURCE_ROOT "/docs/developer/checks.md", 1 << 20,
                              &manual, &err));
    for (size_t i = 0; i < all.count; i++)
        if (!strstr(manual.at, str_fmt(a, "`%.*s`", STR_FMT(all.at[i]->of.id)).at))
            fail_msg("%.*s", STR_FMT(all.at[i]->of.id));
    char *example = strstr(manual.at, "```yaml\n");
    assert_non_null(example);
    struct str text = {example + 8, (size_t)(strstr(example + 8, "```") - example - 8)};
    assert_true(codesets_load(a, NULL, &sets, &err));
    if (!check_parse(a, "visits_without_diagnosis.yaml", text,
                     &(struct check_sources){&sets, &measures}, &c, &err))
        fail_msg("%s %s", err.code, err.detail);
    arena_close(a);
}

/* ---- which measures a check is about ---- */

static void what_concerns_a_measure(void **state)
{
    (void)state;
    static const char *const of[][2] = {
        {"listed", "listings_overlap"},
        {"An04", "anxiety_followed_elsewhere contacts_without_diagnosis diagnoses_after_end "
                 "figures_repeated figures_whole listings_overlap"},
        {"Ko05L", "contacts_after_end contacts_at_unknown_unit contacts_break "
                  "contacts_outside_listing contacts_without_staff listings_overlap "
                  "staff_without_position"},
        {"own_doctor_visits", "contacts_after_end contacts_at_unknown_unit contacts_break "
                              "contacts_outside_listing contacts_without_staff figures_repeated "
                              "figures_whole listings_overlap named_doctor_without_position "
                              "staff_without_position"},
        {"Di02_70", "contacts_without_diagnosis diagnoses_after_end figures_repeated figures_whole "
                    "hba1c_implausible hba1c_missing hba1c_unreadable listings_overlap "
                    "measurements_after_end"},
        {"access3_month", "access3_without_sought contacts_after_end contacts_at_unknown_unit "
                          "contacts_break contacts_outside_listing figures_repeated figures_whole "
                          "sought_after_contact"},
        {"saebo_named_doctor", "figures_repeated figures_whole listings_overlap "
                               "named_doctor_without_position two_homes"},
        {"specialist_share", "figures_repeated figures_whole"},
        {"hired_weeks", ""}};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct definitions measures;
    struct checks all = all_checks(a, &measures);
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        const struct definition *d = definitions_find(&measures, str_of(of[i][0]));
        assert_non_null(d);
        struct checks some = checks_concerning(a, &all, d);
        struct sb ids = sb_open(a, 256);
        for (size_t k = 0; k < some.count; k++)
            sb_fmt(&ids, "%s%.*s", k > 0 ? " " : "", STR_FMT(some.at[k]->of.id));
        if (!str_eq(sb_str(&ids), str_of(of[i][1])))
            fail_msg("%s: %.*s", of[i][0], STR_FMT(sb_str(&ids)));
    }
    arena_close(a);
}

/* Every check of the program is about some measure, or would stand beside none. */
static void every_check_concerns_some(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct definitions measures;
    struct checks all = all_checks(a, &measures);
    for (size_t i = 0; i < all.count; i++) {
        size_t count = 0;
        for (size_t k = 0; k < measures.count; k++)
            count += check_concerns(all.at[i], measures.at[k]);
        if (count == 0)
            fail_msg("%.*s", STR_FMT(all.at[i]->of.id));
    }
    arena_close(a);
}

/* ---- meaning ---- */

static struct sha256_sum meant(struct arena *a, const char *text)
{
    const struct check *c = NULL;
    struct err err = {0};
    struct definitions measures;
    struct codesets sets;
    (void)all_checks(a, &measures);
    assert_true(codesets_load(a, NULL, &sets, &err));
    if (!check_parse(a, "c.yaml", str_of(text), &(struct check_sources){&sets, &measures}, &c,
                     &err))
        fail_msg("%s %s", err.code, err.detail);
    return check_meaning(c);
}

/* What is found changes with each of these, and with no text. */
static void what_a_check_means(void **state)
{
    (void)state;
    static const char *const other[] = {
        HEAD "rows: contacts ever\n",
        HEAD "rows: diagnoses ever\n",
        HEAD "rows: contacts ever\nof: contacts where level = primary ever\n",
        HEAD "rows: contacts ever\nexcept: contacts where level = primary ever\n",
        HEAD "rows: contacts where unit is not known ever\n",
        HEAD "rows: contacts where listing is not known ever\n",
        HEAD "persons: age > 70\n",
        HEAD "persons: age > 71\n",
        HEAD "persons: age > 70\nof: age > 60\n",
        HEAD "measure: Di02_missing\n",
    };
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sha256_sum sum[ARRAY_LEN(other)];
    for (size_t i = 0; i < ARRAY_LEN(other); i++) {
        sum[i] = meant(a, other[i]);
        for (size_t k = 0; k < i; k++)
            if (memcmp(&sum[i], &sum[k], sizeof sum[i]) == 0)
                fail_msg("%s and %s", other[i], other[k]);
    }
    struct sha256_sum same =
        meant(a, "id: c\nname: {sv: x, en: y}\ntext: {sv: a, en: b}\nmend: {sv: a, en: b}\n"
                 "concerns: [contacts]\nparameters: {old: 70}\npersons: age > old\n");
    assert_memory_equal(&same, &sum[6], sizeof same);
    arena_close(a);
}

/* What a check asks of rows a measure cannot. */
static void only_checks_look_so(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct expr_source source = {.name = "e"};
    struct expr_part out;
    struct err err = {0};
    assert_false(expr_parse(a, &source, STR("any(contacts where diagnosis is known ever)"),
                            WANT_CONDITION, &out, &err));
    assert_string_equal(err.code, "expression.name");
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_planted_is_found),
        cmocka_unit_test(nothing_is_found_where_nothing_is),
        cmocka_unit_test(files_that_are_wrong),
        cmocka_unit_test(what_concerns_a_measure),
        cmocka_unit_test(every_check_concerns_some),
        cmocka_unit_test(what_a_check_means),
        cmocka_unit_test(the_manual),
        cmocka_unit_test(only_checks_look_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
