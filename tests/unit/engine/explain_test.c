/* Why a person is in a figure or not: what is said, line by line. */
#include "engine/explain.h"
#include "world.h"

#include "core/sb.h"
#include "engine/expr_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const ROLE[] = {"population", "exclude", "denominator", "numerator",
                                   "value",      "missing", "result"};
static const char *const WHY[WHYS] = {[WHY_LISTED] = "listed",
                                      [WHY_NOT_LISTED] = "not listed",
                                      [WHY_REGISTERED] = "registered",
                                      [WHY_NOT_REGISTERED] = "not registered",
                                      [WHY_EVERYONE] = "everyone",
                                      [WHY_BIRTH_UNKNOWN] = "no birth",
                                      [WHY_HOLDS] = "yes",
                                      [WHY_FAILS] = "no",
                                      [WHY_IS] = "is",
                                      [WHY_PART] = "where",
                                      [WHY_COUNTS] = "counts",
                                      [WHY_BEFORE] = "before",
                                      [WHY_BEHIND] = "behind",
                                      [WHY_UNPAIRED] = "unpaired",
                                      [WHY_NOT_NEW] = "not new",
                                      [WHY_AGAIN] = "again",
                                      [WHY_UNMET] = "unmet",
                                      [WHY_NUMERATOR] = "in",
                                      [WHY_DENOMINATOR] = "below",
                                      [WHY_COUNTED] = "counted",
                                      [WHY_EXCLUDED] = "excluded",
                                      [WHY_MISSING] = "missing",
                                      [WHY_OUTSIDE] = "outside",
                                      [WHY_NO_VALUE] = "no value"};

/* role: why text=value day code, a line each; rows of their lines follow a dash. */
static void show(struct sb *out, const struct explain_line *line)
{
    char day[DAY_TEXT];
    sb_fmt(out, "%s %s", line->is_row ? "-" : ROLE[line->role], WHY[line->why]);
    if (line->is_row)
        sb_fmt(out, " %.*s %.*s", STR_FMT(day_format(line->day, day)), STR_FMT(line->code));
    if (line->text.len > 0)
        sb_fmt(out, " [%.*s]", STR_FMT(line->text));
    if (line->value.len > 0)
        sb_fmt(out, " %.*s", STR_FMT(line->value));
    sb_char(out, '\n');
}

static struct explanation explained(struct world *w, const char *id, uint32_t handle)
{
    uint32_t person;
    assert_true(snapshot_person(&w->snapshot, 1000 - (int64_t)handle, &person));
    struct explain_request ask = {.definition = world_measure(w->arena, id),
                                  .person = person,
                                  .month = month_from(2023, 12),
                                  .level = LEVEL_UNIT};
    return explain(w->arena, &w->snapshot, &ask);
}

static const char *why(struct world *w, const char *id, uint32_t handle)
{
    struct explanation e = explained(w, id, handle);
    struct sb out = sb_open(w->arena, 1024);
    for (size_t i = 0; i < e.lines; i++)
        show(&out, &e.line[i]);
    return str_cstr(w->arena, sb_str(&out));
}

static struct world one_unit(uint32_t *person)
{
    struct world w = world_begin();
    (void)world_unit(&w, "A", "2380", OPERATOR_REGION);
    (void)world_unit(&w, "B", "2380", OPERATOR_REGION);
    (void)world_staff(&w, "D1", false);
    *person = world_person(&w, "1960-01-01");
    world_list(&w, *person, 0, "2020-01-01", "");
    return w;
}

static void reading(struct world *w, uint32_t person, const char *date, const char *sys,
                    const char *dia)
{
    struct measurement_row s = world_measured(date, "A", "BP-SYS", sys),
                           d = world_measured(date, "A", "BP-DIA", dia);
    world_event(w, TABLE_MEASUREMENTS, person, &s);
    world_event(w, TABLE_MEASUREMENTS, person, &d);
}

static void diagnosis(struct world *w, uint32_t person, const char *date, const char *unit,
                      const char *code)
{
    struct code_row row = world_code(date, unit, code);
    world_event(w, TABLE_DIAGNOSES, person, &row);
}

#define DIABETES "has_diabetes: any(diagnoses where code in diabetes within 60 months)"
#define SYSTOLIC                                                                                   \
    "systolic: latest(measurements where code in blodtryck:systoliskt within 18 months, paired "   \
    "with code in blodtryck:diastoliskt)"
#define DIASTOLIC                                                                                  \
    "diastolic: latest(measurements where code in blodtryck:diastoliskt within 18 months, paired " \
    "with code in blodtryck:systoliskt)"

/* The last reading decides; the first is not said. */
static void in_the_numerator(void **state)
{
    (void)state;
    uint32_t p;
    struct world w = one_unit(&p);
    diagnosis(&w, p, "2022-05-01", "B", "E11.9");
    reading(&w, p, "2023-01-01", "150", "90");
    reading(&w, p, "2023-06-01", "140", "85");
    world_end(&w, 1);
    assert_string_equal(why(&w, "Di03L1", p), "- listed 2020-01-01 choice_eservice\n"
                                              "denominator yes [" DIABETES "] yes\n"
                                              "- counts 2022-05-01 E11.9\n"
                                              "denominator yes [systolic is known] yes\n"
                                              "denominator where [" SYSTOLIC "] 140\n"
                                              "- counts 2023-06-01 BP-SYS 140\n"
                                              "numerator yes [systolic <= 140 mmHg] yes\n"
                                              "numerator yes [diastolic <= 85 mmHg] yes\n"
                                              "numerator where [" DIASTOLIC "] 85\n"
                                              "- counts 2023-06-01 BP-DIA 85\n"
                                              "result in 1\n");
    world_close(&w);
}

/* A diagnosis that is too old, and half a reading. */
static void what_nearly_counts_is_said(void **state)
{
    (void)state;
    uint32_t p;
    struct world w = one_unit(&p);
    diagnosis(&w, p, "2018-12-31", "A", "E11.9");
    struct measurement_row half = world_measured("2023-06-01", "A", "BP-SYS", "140");
    world_event(&w, TABLE_MEASUREMENTS, p, &half);
    world_end(&w, 1);
    assert_string_equal(why(&w, "Di03L1", p), "- listed 2020-01-01 choice_eservice\n"
                                              "denominator no [" DIABETES "] no\n"
                                              "- before 2018-12-31 E11.9\n"
                                              "denominator no [systolic is known] no\n"
                                              "denominator where [" SYSTOLIC "]\n"
                                              "- unpaired 2023-06-01 BP-SYS 140\n"
                                              "numerator no [systolic <= 140 mmHg] no\n"
                                              "numerator no [diastolic <= 85 mmHg] no\n"
                                              "numerator where [" DIASTOLIC "]\n"
                                              "result outside\n");
    world_close(&w);
}

/* Nobody measured the blood pressure. */
static void whose_value_is_missing_is_said(void **state)
{
    (void)state;
    uint32_t p;
    struct world w = one_unit(&p);
    diagnosis(&w, p, "2022-05-01", "A", "E11.9");
    struct contact_row visit = world_visit("2023-01-01", "A", "D1");
    world_contact(&w, p, &visit);
    world_end(&w, 1);
    const char *said = why(&w, "Di03L1", p);
    assert_non_null(strstr(said, "missing yes [any(diagnoses where code in diabetes within 60 "
                                 "months)] yes\n- counts 2022-05-01 E11.9\nresult missing\n"));
    assert_non_null(strstr(why(&w, "Ko05L", p), "visit SE0000000000-D1\nresult missing\n"));
    world_close(&w);
}

/* Followed up, but at another unit; the wash-out of the later one. */
static void followed_up_elsewhere(void **state)
{
    (void)state;
    uint32_t p;
    struct world w = one_unit(&p);
    diagnosis(&w, p, "2023-02-01", "A", "F32");
    diagnosis(&w, p, "2023-03-01", "B", "F32");
    world_end(&w, 1);
    assert_string_equal(
        why(&w, "Dep04", p),
        "- listed 2020-01-01 choice_eservice\n"
        "denominator yes [onset is known] yes\n"
        "denominator where [onset: first(diagnoses where code in depression and unit = own_unit "
        "within 18 months, new after 18 months without code in depression or code in angest)] "
        "2023-02-01\n"
        "- counts 2023-02-01 F32\n"
        "numerator no [any(diagnoses where code in depression and unit = own_unit within 90 days "
        "after onset)] no\n"
        "- unmet 2023-03-01 F32 [unit = own_unit]\n"
        "- before 2023-02-01 F32\n"
        "result below 0\n");
    world_close(&w);
}

static void an_index_has_its_visits(void **state)
{
    (void)state;
    uint32_t p;
    struct world w = one_unit(&p);
    static const char *const days[] = {"2023-01-01", "2023-02-01", "2023-02-01", "2023-03-01"};
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        struct contact_row visit = world_visit(days[i], "A", "D1");
        world_contact(&w, p, &visit);
    }
    world_end(&w, 1);
    assert_non_null(strstr(why(&w, "Ko05L", p), "when count >= 3] 1\n"
                                                "- counts 2023-01-01 visit SE0000000000-D1\n"
                                                "- counts 2023-02-01 visit SE0000000000-D1\n"
                                                "- counts 2023-03-01 visit SE0000000000-D1\n"
                                                "result counted 1\n"));
    world_close(&w);
}

static void those_who_are_not_in_it(void **state)
{
    (void)state;
    uint32_t p;
    struct world w = one_unit(&p);
    uint32_t nowhere = world_person(&w, "1960-01-01"), unborn = world_person(&w, "");
    world_list(&w, unborn, 0, "2020-01-01", "");
    world_end(&w, 1);
    assert_string_equal(why(&w, "listed", nowhere), "population not listed\nresult outside\n");
    assert_string_equal(why(&w, "Ald02", unborn), "- listed 2020-01-01 choice_eservice\n"
                                                  "exclude no birth\nresult excluded\n");
    assert_non_null(strstr(why(&w, "Ko05L", p), "result no value\n"));
    world_close(&w);
}

/* As "diagnoses B, measurements A". */
static const char *rests_on(struct world *w, const char *id, uint32_t handle)
{
    struct explanation e = explained(w, id, handle);
    struct sb out = sb_open(w->arena, 256);
    for (size_t i = 0; i < e.rests; i++)
        sb_fmt(&out, "%s%.*s %c", i > 0 ? ", " : "", STR_FMT(expr_table_name(e.rest[i].table)),
               hsaid_str(&w->snapshot.unit_id[e.rest[i].unit]).at[13]);
    return str_cstr(w->arena, sb_str(&out));
}

/* On more than is told: what makes a row not new or pairs it. Of the latest on that alone. */
static void what_it_rests_on(void **state)
{
    (void)state;
    uint32_t p;
    struct world w = one_unit(&p);
    struct measurement_row s = world_measured("2023-06-01", "A", "BP-SYS", "140"),
                           d = world_measured("2023-06-01", "B", "BP-DIA", "85");
    diagnosis(&w, p, "2023-01-01", "B", "F41");
    diagnosis(&w, p, "2023-02-01", "A", "F32");
    diagnosis(&w, p, "2022-05-01", "A", "E11.9");
    world_event(&w, TABLE_MEASUREMENTS, p, &s);
    world_event(&w, TABLE_MEASUREMENTS, p, &d);
    uint32_t latest = world_person(&w, "1960-01-01");
    world_list(&w, latest, 0, "2020-01-01", "");
    diagnosis(&w, latest, "2022-05-01", "A", "E11.9");
    struct measurement_row before = world_measured("2023-05-01", "B", "NPU27300", "50"),
                           last = world_measured("2023-06-01", "A", "NPU27300", "48");
    world_event(&w, TABLE_MEASUREMENTS, latest, &before);
    world_event(&w, TABLE_MEASUREMENTS, latest, &last);
    world_end(&w, 1);
    assert_null(strstr(why(&w, "Dep04", p), "F41"));
    assert_string_equal(rests_on(&w, "Dep04", p), "diagnoses B");
    assert_string_equal(rests_on(&w, "Di03L1", p), "diagnoses A, measurements B, measurements A");
    assert_string_equal(rests_on(&w, "Di02_70", latest), "diagnoses A, measurements A");
    assert_string_equal(rests_on(&w, "listed", p), "");
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_the_numerator),
        cmocka_unit_test(what_nearly_counts_is_said),
        cmocka_unit_test(whose_value_is_missing_is_said),
        cmocka_unit_test(followed_up_elsewhere),
        cmocka_unit_test(an_index_has_its_visits),
        cmocka_unit_test(those_who_are_not_in_it),
        cmocka_unit_test(what_it_rests_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
