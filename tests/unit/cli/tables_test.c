/* From files of units by month and year to printed figures: imported, measured, corrected, measured
 * again. */
#define HOME_OPTIONS "--today 2024-01-15 --lang en"
#include "at_home.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

#define HEAD "measure,level,id,period,numerator,denominator,value,missing\n"
#define A    "SE0000000000-A1"
#define B    "SE0000000000-B1"

static void put(struct scratch *s, const char *name, const char *text)
{
    (void)mkdir(scratch_path(s, "in"), 0700);
    (void)scratch_write(s, str_fmt(s->arena, "in/%s", name).at, str_of(text));
}

static void import(struct scratch *s)
{
    struct said said = run_at(s, str_fmt(s->arena, "import --quiet %s", scratch_path(s, "in")).at);
    if (said.exit != 0)
        fail_msg("import: exit %d\n%s\n%s", said.exit, said.out, said.note);
    said_free(&said);
}

static int setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct said said = run_at(s, "init --quiet --region 23");
    assert_int_equal(said.exit, 0);
    said_free(&said);
    put(s, "units.csv",
        "unit,name,operator,county,municipality\n" A ",Åsen,region,23,2380\n" B
        ",Berget,external,23,2321\n");
    put(s, "calls.csv",
        "unit,month,calls,answered_same_day,telephony\n" A ",2023-11,200,150,yes\n" A
        ",2023-12,100,90,yes\n" B ",2023-12,1000,1,no\n");
    put(s, "staffing.csv",
        "unit,month,category,fte,heads\n" A ",2023-11,specialist_gp,2.5,3\n" A
        ",2023-12,physician_other,0.5,\n" A ",2023-12,specialist_gp,2,2\n" B
        ",2023-12,district_nurse,1,1\n" B ",2023-12,nurse_other,1,1\n");
    put(s, "hired_weeks.csv", "unit,year,profession,weeks\n" A ",2023,physician,12.5\n");
    put(s, "economy.csv",
        "unit,year,account,outcome_tkr,budget_tkr,closed\n" A ",2023,revenue,1000.5,900,yes\n" A
        ",2023,drugs,700,650.25,yes\n" B ",2023,drugs,10,11,no\n");
    put(s, "cni.csv",
        "unit,year,population,under5,foreign_born,over65_alone,single_parent,moved,unemployed,"
        "low_education\n" A ",2023,5912,595,1391,484,167,385,981,632\n" B
        ",2023,2407,293,330,215,80,240,300,210\nSE,2023,5720000,0,2476100,0,0,0,0,0\n");
    put(s, "survey.csv",
        "unit,year,dimension,score,responses\n" A ",2023,trust,81.5,40\n" B ",2023,trust,60,10\n" A
        ",2023,Access,50,0\n");
    import(s);
    return 0;
}

static void files_become_figures(void **state)
{
    struct scratch *s = *state;
    prints(s, "measure --measure access0,cni --by unit",
           HEAD "cni,unit," A ",2023-12,1135471/295600,24761/10000,1.55132730609635,\n"
                "cni,unit," B ",2023-12,393487/120350,24761/10000,1.32043222278518,\n"
                "access0,unit," A ",2023-12,240,300,0.8,\n"
                "access0,unit," B ",2023-12,,,,UNK\n");
    prints(s, "measure --measure access0_month --by county --months 3",
           HEAD "access0_month,county,23,2023-10,,,,UNK\n"
                "access0_month,county,23,2023-11,150,200,0.75,\n"
                "access0_month,county,23,2023-12,90,100,0.9,\n");
    prints(s, "measure --measure specialist_share,district_nurse_share --by unit",
           HEAD "specialist_share,unit," A ",2023-12,9/4,5/2,0.9,\n"
                "specialist_share,unit," B ",2023-12,0,0,,INV\n"
                "district_nurse_share,unit," A ",2023-12,0,0,,INV\n"
                "district_nurse_share,unit," B ",2023-12,1,2,0.5,\n");
    prints(s,
           "measure --by operator --measure hired_weeks,economy_drugs_deviation,economy_drugs,"
           "economy_revenue",
           HEAD "hired_weeks,operator,external,2023-12,,,,UNK\n"
                "hired_weeks,operator,region,2023-12,25/2,1,12.5,\n"
                "economy_revenue,operator,external,2023-12,,,,UNK\n"
                "economy_revenue,operator,region,2023-12,2001/2,1,1000.5,\n"
                "economy_drugs,operator,external,2023-12,,,,UNK\n"
                "economy_drugs,operator,region,2023-12,700,1,700,\n"
                "economy_drugs_deviation,operator,external,2023-12,,,,UNK\n"
                "economy_drugs_deviation,operator,region,2023-12,-199/4,1,-49.75,\n");
    prints(s, "measure --measure survey_trust,survey_Access --by municipality --as-of 2023-12-31",
           HEAD "survey_Access,municipality,2321,2023-12,,,,UNK\n"
                "survey_Access,municipality,2380,2023-12,0,0,,INV\n"
                "survey_trust,municipality,2321,2023-12,600,10,60,\n"
                "survey_trust,municipality,2380,2023-12,3260,40,81.5,\n");
    prints(s, "measure --measure survey_trust --by county --as-of 2022-12-31",
           HEAD "survey_trust,county,23,2022-12,,,,UNK\n");
}

static void members_are_measures_and_families_are_none(void **state)
{
    static const char *const unknown[] = {"survey_pain", "survey", "economy", "economy_wages"};
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
        struct said said = run_at(
            *state,
            str_fmt(((struct scratch *)*state)->arena, "measure --measure %s", unknown[i]).at);
        assert_int_equal(said.exit, 3);
        assert_non_null(strstr(said.note, "[measure.unknown]"));
        said_free(&said);
    }
    struct said said = run_at(*state, "measure --measure cni --by doctor");
    assert_int_equal(said.exit, 2);
    assert_non_null(strstr(said.note, "[measure.level]"));
    said_free(&said);
    said = run_at(*state, "measure --by county --months 2");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "\neconomy_other_deviation,county,23,2023-12,"));
    said_free(&said);
}

static void people_get_tables(void **state)
{
    struct said said = run_at(*state, "measure --by unit --format table --measure "
                                      "specialist_share,cni,economy_drugs,economy_drugs_deviation,"
                                      "economy_revenue_deviation,hired_weeks");
    assert_int_equal(said.exit, 0);
    static const char *const shown[] = {"90.0%",
                                        "2.25",
                                        "2.50",
                                        "1.55",
                                        "3.84",
                                        "2.48",
                                        "700\u00A0kSEK",
                                        "−50\u00A0kSEK",
                                        "+",
                                        "12.5\u00A0weeks",
                                        "(cni), 2023-12\n"};
    for (size_t i = 0; i < ARRAY_LEN(shown); i++)
        if (!strstr(said.out, shown[i]))
            fail_msg("%s\n%s", shown[i], said.out);
    said_free(&said);
}

/* A corrected row takes the place of the earlier one, and what it says is seen at once. */
static void a_correction_is_seen(void **state)
{
    struct scratch *s = *state;
    put(s, "calls-2.csv", "unit,month,calls,answered_same_day,telephony\n" A ",2023-12,0,0,yes\n");
    import(s);
    prints(s, "measure --measure access0_month --by county",
           HEAD "access0_month,county,23,2023-12,0,0,,INV\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_become_figures, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(members_are_measures_and_families_are_none, setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(people_get_tables, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_correction_is_seen, setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
