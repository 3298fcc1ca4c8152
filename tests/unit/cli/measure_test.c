/* init, measure, saebo, explain, change: what they print, for programs and for people, and how they
 * refuse.
 */
#define HOME_OPTIONS "--today 2024-01-15 --lang en"
#include "at_home.h"
#include "county.h"

#include "core/utf8.h"
#include "store/db.h"

#include <sys/stat.h>

#define HEAD "measure,level,id,period,numerator,denominator,value,missing\n"

static void measures_as_files_print_them(void **state)
{
    struct scratch *s = *state;
    prints(s, "measure --measure listed",
           HEAD "listed,unit,SE0000000000-U1,2023-12,1,1,1,\n"
                "listed,unit,SE0000000000-U2,2023-12,1,1,1,\n"
                "listed,unit,SE0000000000-U3,2023-12,0,1,0,\n");
    /* The order of measures is the report's, not the line's; by period, then id. */
    prints(s, "measure --measure named_doctor,listed,named_doctor --by operator --months 2",
           HEAD "listed,operator,external,2023-11,1,1,1,\n"
                "listed,operator,region,2023-11,1,1,1,\n"
                "listed,operator,external,2023-12,1,1,1,\n"
                "listed,operator,region,2023-12,1,1,1,\n"
                "named_doctor,operator,external,2023-11,0,1,0,\n"
                "named_doctor,operator,region,2023-11,1,1,1,\n"
                "named_doctor,operator,external,2023-12,0,1,0,\n"
                "named_doctor,operator,region,2023-12,1,1,1,\n");
    prints(s, "measure --measure listed,production --by county --as-of 2021-03-31",
           HEAD "listed,county,21,2021-03,0,1,0,\n"
                "listed,county,23,2021-03,2,1,2,\n"
                "production,county,21,2021-03,0,1,0,\n"
                "production,county,23,2021-03,0,1,0,\n");
    prints(s, "measure --measure named_doctor --by municipality --as-of 2020-12-31",
           HEAD "named_doctor,municipality,2321,2020-12,0,0,,INV\n"
                "named_doctor,municipality,2380,2020-12,0,0,,INV\n");
    prints(s, "measure --measure listed --by doctor",
           HEAD "listed,doctor,SE0000000000-D1,2023-12,1,1,1,\n");
}

/* By id within a month; the second has a protected identity, the third is dead. */
static void persons_have_rows_of_their_own(void **state)
{
    prints(*state, "measure --measure listed,Ko05L --by person --months 2",
           HEAD "listed,person,0000000000RT,2023-11,1,1,1,\n"
                "listed,person,0000000000RT,2023-12,1,1,1,\n");
    prints(*state, "measure --measure named_doctor --by person --protected threat",
           HEAD "named_doctor,person,0000000000RT,2023-12,1,1,1,\n"
                "named_doctor,person,0000000000RU,2023-12,0,1,0,\n");
    prints(*state, "measure --measure listed --by person --as-of 2020-12-31", HEAD);
    struct said table = run_at(*state, "measure --measure named_doctor --by person --format table");
    assert_non_null(strstr(table.out, "0000000000RT"));
    assert_null(strstr(table.out, "0000000000RU"));
    assert_non_null(strstr(table.note, "who are counted but not shown: 1. --protected"));
    said_free(&table);
    struct said some =
        run_at(*state, "measure --measure listed,named_doctor --by person --months 2");
    struct said all = run_at(*state, "measure --measure listed --by person --protected threat");
    assert_non_null(strstr(some.note, "not shown: 1. --protected")); /* once */
    assert_null(strstr(all.note, "not shown"));
    said_free(&some);
    said_free(&all);
    refuses_bare(*state, "measure --measure production --by person", 2,
                 "production, --by person [measure.level]");
}

static void a_person_is_explained(void **state)
{
    struct scratch *s = *state;
    prints(
        s, "explain named_doctor key:1",
        "role,table,date,unit,code,value,why\n"
        "population,listings,2021-01-02,SE0000000000-U1,choice_eservice,,listed at the unit\n"
        "numerator,,,,,yes,yes: any(named_contacts where kind = doctor and unit = own_unit on T)\n"
        "numerator,named_contacts,2021-01-02,SE0000000000-U1,doctor,SE0000000000-D1,counts\n"
        "result,,,,,1,in the numerator\n");
    prints(s, "explain listed key:3",
           "role,table,date,unit,code,value,why\n"
           "population,,,,,,not listed on that day at a unit that is known\n"
           "result,,,,,,not in the denominator\n");
    struct said people =
        run_at(s, "explain production key:1 --unit se0000000000-u1 --format table");
    assert_int_equal(people.exit, 0);
    assert_non_null(strstr(people.out, "everyone is looked at"));
    for (struct str rest = str_of(people.out), line; rest.len > 0;)
        assert_true((line = str_cut(&rest, '\n'), utf8_count(line) <= 80));
    said_free(&people);
    refuses_bare(s, "explain listed key:4", 3, "[person.unknown]");
    refuses_bare(s, "explain listed key:x", 2, "[person.key]");
    refuses_bare(s, "explain listed 1234", 2, "[person_id.length]");
    refuses_bare(s, "explain listd key:1", 3, "listd (listed?) [measure.unknown]");
    refuses_bare(s, "explain hired_weeks key:1", 2, "hired_weeks [explain.table]");
    refuses_bare(s, "explain production key:1 --unit SE0000000000-U9", 3, "[unit.unknown]");
    refuses_bare(s, "explain listed", 2, "[explain.whom]");
    refuses_bare(s, "explain listed key:1 --list missing", 2, "--list [explain.of_lists]");
    refuses_bare(s, "explain listed --unit SE0000000000-U1 --consent x", 2, "MEASURE --consent");
    refuses_bare(s, "explain listed --unit SE0000000000-U1 --emergency x", 2, "[options.form]");
    refuses_bare(s, "explain listed key:2", 4, "[explain.protected_person]");
    struct said shown = run_at(s, "explain listed key:2 --protected threat");
    assert_int_equal(shown.exit, 0);
    said_free(&shown);
    refuses_bare(s, "explain listed key:1 --unit SE0000000000-U1", 2,
                 "--unit [explain.where_listed]");
}

#define LISTS "measure,level,id,period,numerator,denominator,value,missing,standing\n"

/* The second person, at the second unit, has a protected identity. */
static void those_behind_a_figure_are_listed(void **state)
{
    struct scratch *s = *state;
    prints(s, "explain named_doctor --unit se0000000000-u1",
           LISTS "named_doctor,person,0000000000RT,2023-12,1,1,1,,numerator\n");
    prints(s, "explain listed --doctor SE0000000000-D1",
           LISTS "listed,person,0000000000RT,2023-12,1,1,1,,numerator\n");
    prints(s, "explain named_doctor --unit SE0000000000-U1 --list missing", LISTS);
    prints(s, "explain named_doctor --unit SE0000000000-U2", LISTS);
    prints(s, "explain named_doctor --unit SE0000000000-U2 --protected threat",
           LISTS "named_doctor,person,0000000000RU,2023-12,0,1,0,,denominator\n");
    struct said hidden =
        run_at(s, "explain named_doctor --unit SE0000000000-U2 --list denominator");
    assert_non_null(strstr(hidden.note, "Persons with protected identities are not shown"));
    assert_null(strstr(hidden.note, "1"));
    said_free(&hidden);
    hidden =
        run_at(s, "explain named_doctor --unit SE0000000000-U1 --list excluded --protected threat");
    assert_non_null(strstr(hidden.note, "Nobody is on that list."));
    said_free(&hidden);
}

static void lists_for_people(void **state)
{
    struct scratch *s = *state;
    struct said table =
        run_at(s, "explain named_doctor --unit SE0000000000-U2 --protected threat --format table");
    assert_int_equal(table.exit, 0);
    assert_non_null(strstr(table.out, "In the denominator only        1  --list denominator"));
    said_free(&table);
    table = run_at(s, "explain listed --unit SE0000000000-U1 --list numerator --format table");
    assert_non_null(strstr(table.out, "\nPerson  "));
    assert_non_null(strstr(table.out, "\n0000000000RT"));
    for (struct str rest = str_of(table.out), line; rest.len > 0;)
        assert_true((line = str_cut(&rest, '\n'), utf8_count(line) <= 80));
    said_free(&table);
}

/* Without the right a unit with nobody and one with protected persons alone are the same. */
static void an_empty_list_tells_of_nobody(void **state)
{
    struct scratch *s = *state;
    struct said nobody = run_at(s, "explain listed --unit SE0000000000-U3 --format csv");
    struct said hidden = run_at(s, "explain listed --unit SE0000000000-U2 --format csv");
    assert_int_equal(nobody.exit, 0);
    assert_int_equal(hidden.exit, 0);
    assert_string_equal(nobody.out, hidden.out);
    assert_string_equal(nobody.note, hidden.note);
    said_free(&nobody);
    said_free(&hidden);
}

static void lists_are_refused(void **state)
{
    struct scratch *s = *state;
    refuses_bare(s, "explain listed --unit SE0000000000-U1 --doctor SE0000000000-D1", 2,
                 "[explain.whom]");
    refuses_bare(s, "explain hired_weeks --unit SE0000000000-U1", 2, "hired_weeks [explain.table]");
    refuses_bare(s, "explain production --doctor SE0000000000-D1", 2,
                 "production, --doctor [measure.level]");
    refuses_bare(s, "explain named_doctor_population --unit SE0000000000-U1", 2,
                 "named_doctor_population, --unit [measure.level]");
    refuses_bare(s, "explain listed --doctor SE0000000000-D2", 4, "[explain.protected]");
    refuses_bare(s, "explain listed --doctor SE0000000000-D2 --protected threat", 3,
                 "[explain.nobody]");
    refuses_bare(s, "explain listed --unit SE0000000000-U9", 3, "[unit.unknown]");
    refuses_bare(s, "explain listed --doctor SE0000000000-D9", 3, "[staff.unknown]");
    refuses_bare(s, "explain listed --unit SE0000000000-U3 --protected threat", 3,
                 "listed, SE0000000000-U3, 2023-12-31 [explain.nobody]");
    refuses_bare(s, "explain listed --unit SE0000000000-U1 --as-of 2020-12-31 --protected threat",
                 3, "2020-12-31 [explain.nobody]");
    refuses_bare(s, "explain listed --unit SE0000000000-U1 --as-of 2020-12-30", 2,
                 "[figures.as_of]");
    refuses_bare(s, "explain listed --unit SE0000000000-U1 --list all", 2, "[options.choice]");
}

/* The first has been listed since 2021, the second since 2022; whoever was, has a doctor still. */
static void a_change_is_divided(void **state)
{
    struct scratch *s = *state;
    prints(s, "change named_doctor --from 2021-12-31",
           "part,persons,exact,value\n"
           "first,,1,1\nsecond,,1/2,0.5\nchange,,-1/2,-0.5\n"
           "came,1,-1/2,-0.5\nleft,0,0,0\ngained,0,0,0\nlost,0,0,0\nunchanged,1,0,0\n");
    prints(s, "change named_doctor --unit SE0000000000-U1",
           "part,persons,exact,value\n"
           "first,,1/2,0.5\nsecond,,1,1\nchange,,1/2,0.5\n"
           "came,0,0,0\nleft,1,1/4,0.25\ngained,0,0,0\nlost,0,0,0\nunchanged,1,1/4,0.25\n");
    struct said table = run_at(s, "change listed --from 2021-12-31 --format table");
    assert_int_equal(table.exit, 0);
    assert_non_null(strstr(table.out, "(listed): county 2021-12-31, then county 2023-12-31"));
    said_free(&table);
    table = run_at(s, "change named_doctor --from 2021-12-31 --format table");
    assert_non_null(strstr(table.out, " 100.0%\n"));
    assert_non_null(strstr(table.out, " 50.0%\n"));
    assert_non_null(strstr(table.out, " −50.00 pp\n"));
    said_free(&table);
    table = run_line(str_fmt(s->arena,
                             "change named_doctor --from 2021-12-31 --format table --lang sv "
                             "--home %s --today 2024-01-15",
                             scratch_path(s, "home"))
                         .at);
    assert_non_null(strstr(table.out, " −50,00\u00a0%-enh.\n"));
    said_free(&table);
    refuses_bare(s, "change named_doctor", 2, "[change.sides]");
    refuses_bare(s, "change named_doctor --from 2019-12-31", 3, "named_doctor [change.missing]");
    refuses_bare(s, "change named_doctor --from 2021-12-30", 2, "2021-12-31 [figures.as_of]");
    refuses_bare(s, "change named_doctor --from 1850-12-31", 2, "1850-12 [eval.months]");
    refuses_bare(s, "change named_doctor --from 2090-12-31", 2, "2090-12 [eval.months]");
    refuses_bare(s, "change hired_weeks --from 2021-12-31", 2, "hired_weeks [explain.table]");
    refuses_bare(s, "change named_doctor_population --from 2021-12-31 --unit SE0000000000-U1", 2,
                 "[measure.level]");
    refuses_bare(s, "change listed --from 2021-12-31 --unit SE0000000000-U9", 3, "[unit.unknown]");
    refuses_bare(s, "change listd --from 2021-12-31", 3, "[measure.unknown]");
}

static void json_keeps_numbers_exact(void **state)
{
    prints(*state, "measure --measure named_doctor --by county --format json",
           "[\n{\"measure\":\"named_doctor\",\"level\":\"county\",\"id\":\"21\",\"period\":"
           "\"2023-12\",\"numerator\":\"0\",\"denominator\":\"0\",\"value\":null,\"missing\":"
           "\"INV\"},\n{\"measure\":\"named_doctor\",\"level\":\"county\",\"id\":\"23\","
           "\"period\":\"2023-12\",\"numerator\":\"1\",\"denominator\":\"2\",\"value\":\"0.5\","
           "\"missing\":\"\"}\n]\n");
}

static void people_get_tables(void **state)
{
    struct scratch *s = *state;
    struct said en = run_at(s, "measure --measure named_doctor,patients --format table");
    assert_int_equal(en.exit, 0);
    assert_non_null(strstr(en.out, "(named_doctor), 2023-12\n"));
    assert_non_null(strstr(en.out, "Norra"));
    assert_non_null(strstr(en.out, "100.0%"));
    struct said sv = run_line(str_fmt(s->arena,
                                      "measure --lang sv --format table --measure named_doctor "
                                      "--by county --months 12 --today 2024-01-15 --home %s",
                                      scratch_path(s, "home"))
                                  .at);
    assert_int_equal(sv.exit, 0);
    assert_non_null(strstr(sv.out, "Täljare"));
    assert_non_null(strstr(sv.out, "(named_doctor)\n"));
    assert_non_null(strstr(sv.out, "Månad"));
    assert_non_null(strstr(sv.out, "Jämtlands län"));
    assert_non_null(strstr(sv.out, "50,0"));
    const struct said all[] = {en, sv};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        for (struct str rest = str_of(all[i].out); rest.at;) {
            struct str line = str_cut(&rest, '\n');
            if (utf8_count(line) > 80)
                fail_msg("%.*s", STR_FMT(line));
        }
    said_free(&en);
    said_free(&sv);
}

static void threads_change_nothing(void **state)
{
    struct said one = run_at(*state, "measure --months 24 --threads 1");
    struct said two = run_at(*state, "measure --months 24 --threads 2");
    assert_int_equal(one.exit, 0);
    assert_true(one.out_size > 1000);
    assert_string_equal(one.out, two.out);
    said_free(&one);
    said_free(&two);
}

static void wrong_questions_are_refused(void **state)
{
    struct scratch *s = *state;
    refuses_bare(s, "warehouse show", 3, "[warehouse.none]");
    refuses_bare(s, "warehouse hold report", 3, "[warehouse.none]");
    refuses_bare(s, "measure --as-of 2023-12-30", 2, "2023-12-31 [figures.as_of]");
    refuses_bare(s, "measure --as-of 2023-13-01", 2, "[options.day]");
    refuses_bare(s, "measure --as-of 1850-12-31", 2, "[eval.months]");
    refuses_bare(s, "measure --measure listd", 3, "listd (listed?) [measure.unknown]");
    refuses_bare(s, "measure --measure LISTED", 3, "LISTED (listed?) [measure.unknown]");
    refuses_bare(s, "measure --measure ko05l", 3, "ko05l (Ko05L?) [measure.unknown]");
    refuses_bare(s, "measure --measure nope", 3,
                 "There is no such measure (kontinua measure shows all with their ids): nope "
                 "[measure.unknown]");
    refuses_bare(s, "explain LISTED 180001010016", 3, "LISTED (listed?) [measure.unknown]");
    refuses_bare(
        s, "explain listed key:abc", 2,
        "Behind key: the person's number in the registry must stand, as key:12 [person.key]");
    refuses_bare(s, "explain listed key:", 2, "[person.key]");
    refuses_bare(s, "explain listed key:99", 3, "[person.unknown]");
    refuses_bare(s, "measure --measure listed,nothing_of_the_kind", 3, "[measure.unknown]");
    refuses_bare(s, "measure --measure production --by doctor", 2,
                 "production, --by doctor [measure.level]");
    refuses_bare(s, "measure --by ward", 2, "[options.choice]");
    refuses_bare(s, "measure --months 0", 2, "[options.range]");
    refuses_bare(s, "measure --months 601", 2, "[options.range]");
    refuses_bare(s, "measure nurse65 listed", 2,
                 "it should be: measure --measure nurse65,listed [options.arguments]");
    refuses_bare(s, "saebo --week 2021-W54", 2, "[week.format]");
    refuses_bare(s, "saebo", 2, "[options.arguments]");
    refuses_bare(s, "warehouse shew", 2, "[options.arguments]");
    refuses_bare(s, "warehouse hold", 2, "[options.arguments]");
    refuses_bare(s, "warehouse show more", 2, "[options.arguments]");
    refuses_bare(s, "warehouse release 000000001", 3, "[warehouse.not_held]");
    refuses_bare(s, "measure --snapshot 000000077", 3, "[warehouse.no_snapshot]");
}

/* Its contacts end on a day of December 2023; a month that is over then, or has none, is no news.
 */
static void a_month_that_is_not_loaded(void **state)
{
    static const struct {
        const char *line, *note;
    } cases[] = {
        {"measure --measure listed", ""},
        {"measure --measure listed --as-of 2023-12-31", ""},
        {"measure --measure listed --as-of 2050-01-31", "2050-01-31"},
        {"measure --measure listed --as-of 2024-01-31", "2024-01-31"},
        {"measure --quiet --measure listed --as-of 2050-01-31", ""},
        {"explain listed --unit SE0000000000-U1 --as-of 2024-12-31", "2024-12-31"},
        {"change listed --from 2021-12-31 --to 2025-01-31", "2025-01-31"},
        {"change listed --from 2026-12-31", "2026-12-31"},
        {"change listed --from 2021-12-31", ""},
        {"check --as-of 2050-01-31", "2050-01-31"},
        {"check --rows two_homes", ""},
    };
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct said said = run_at(s, cases[i].line);
        const char *at = strstr(said.note, "Contacts are loaded until 2023-12-");
        struct str day = str_of(cases[i].note);
        bool is_told = at && day.len > 0 && strstr(at, cases[i].note);
        if (said.exit != 0 || (day.len > 0) != is_told || (day.len == 0 && at))
            fail_msg("%s: exit %d\n%s", cases[i].line, said.exit, said.note);
        said_free(&said);
    }
    struct said sv = run_line(str_fmt(s->arena,
                                      "measure --lang sv --as-of 2050-01-31 --today 2024-01-15 "
                                      "--measure listed --home %s",
                                      scratch_path(s, "home"))
                                  .at);
    assert_non_null(strstr(sv.note, "Kontakter är inlästa till och med 2023-12-"));
    said_free(&sv);
}

/* Nobody writes into it: it would be waited for without an end. */
static void a_pipe_among_the_measures(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home/measures"), &err));
    assert_int_equal(mkfifo(scratch_path(s, "home/measures/ff.yaml"), 0600), 0);
    refuses_bare(s, "measure --measure listed", 2, "/home/measures/ff.yaml [file.regular]");
}

static void saebo_counts_a_week(void **state)
{
    struct scratch *s = *state;
    prints(s, "saebo --week 2021-W48",
           "week,level,id,places,named_doctor,named_care_contact,named_doctor_share,named_care_"
           "contact_share,definition_version\n"
           "2021-W48,municipality,2321,1,0,0,0,0,1\n2021-W48,county,23,1,0,0,0,0,1\n");
    prints(s, "saebo --week 2022-W01",
           "week,level,id,places,named_doctor,named_care_contact,named_doctor_share,named_care_"
           "contact_share,definition_version\n"
           "2022-W01,municipality,2321,1,0,1,0,1,1\n2022-W01,county,23,1,0,1,0,1,1\n");
    prints(s, "saebo --week 2020-W01",
           "week,level,id,places,named_doctor,named_care_contact,named_doctor_share,named_care_"
           "contact_share,definition_version\n2020-W01,county,23,0,0,0,,,1\n");
    prints(s, "saebo --week 2022-W01 --format table",
           "Week      Level         Where            Residents  Named doctor  Care contact\n"
           "2022-W01  municipality  Åre                      1     0 (0.0 %)   1 (100.0 %)\n"
           "2022-W01  county        Jämtland county          1     0 (0.0 %)   1 (100.0 %)\n"
           "Shares are of the residents. Definition of the point measurement, version 1.\n");
}

/* Alive is who has not died: a place is the municipality's to end for who has emigrated. */
static void saebo_counts_the_living(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    static const char *const reason[] = {"2", "1"};
    static const char *const rows[] = {
        "2021-W48,municipality,2321,1,0,0,0,0,1\n2021-W48,county,23,1,0,0,0,0,1\n",
        "2021-W48,county,23,0,0,0,,,1\n"};
    for (size_t i = 0; i < 2; i++) {
        struct instance_options options = {.home = scratch_path(s, "home")};
        assert_true(instance_open(s->arena, &options, &in, &err));
        county_script(&in, str_fmt(s->arena,
                                   "UPDATE person_stated SET deregistered_on = 44510, "
                                   "deregistration_reason = %s WHERE identifier = 2",
                                   reason[i])
                               .at);
        instance_close(&in);
        prints(s, "saebo --week 2021-W48",
               str_fmt(s->arena,
                       "week,level,id,places,named_doctor,named_care_contact,named_doctor_share,"
                       "named_care_contact_share,definition_version\n%s",
                       rows[i])
                   .at);
    }
}

/* With --fresh the figures are the same, and nothing is kept. */
static void fresh_figures_are_the_same(void **state)
{
    struct scratch *s = *state;
    struct said fresh = run_at(s, "measure --months 3 --fresh");
    assert_false(file_exists(scratch_path(s, "home/results")));
    for (unsigned i = 0; i < 2; i++) {
        struct said kept = run_at(s, "measure --months 3");
        assert_string_equal(kept.out, fresh.out);
        assert_true(file_exists(scratch_path(s, "home/results")));
        said_free(&kept);
    }
    said_free(&fresh);
}

/* A file in the home's folder is a measure like any other, and may stand in place of another. */
static void measures_of_ones_own(void **state)
{
    static const char head[] = "name: {sv: Egna, en: Own}\ntext: {sv: En, en: One}\nsource: Test\n"
                               "certainty: C\nowner: Test\nreviewed: 2026-11-25\nkind: count\n"
                               "unit: persons\npopulation: listed\n";
    struct scratch *s = *state;
    struct err err = {0};
    refuses_bare(s, "measure --measure own", 3, "[measure.unknown]");
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home/measures"), &err));
    (void)scratch_write(s, "home/measures/own.yaml",
                        str_fmt(s->arena, "id: own\ncode: own\n%svalue: 2\n", head));
    (void)scratch_write(s, "home/measures/listed.yaml",
                        str_fmt(s->arena, "id: listed\ncode: listed\n%svalue: 3\n", head));
    prints(s, "measure --measure own,listed --by county",
           HEAD "listed,county,21,2023-12,0,1,0,\nlisted,county,23,2023-12,6,1,6,\n"
                "own,county,21,2023-12,0,1,0,\nown,county,23,2023-12,4,1,4,\n");
    (void)scratch_write(s, "home/measures/own.yaml", STR("id: own\nkinds: count\n"));
    refuses_bare(
        s, "measure --measure listed", 2,
        "/home/measures/own.yaml:2:1: kinds; did you mean \"kind\"? [measure.key]\n    2 | "
        "kinds: count\n     "
        " | ^\n");
}

static void init_makes_an_instance_once(void **state)
{
    struct scratch *s = *state;
    const char *home = scratch_path(s, "other");
    struct said said = run_line(str_fmt(s->arena, "init --lang en --region 99 --home %s", home).at);
    assert_int_equal(said.exit, 3);
    assert_non_null(strstr(said.note, "[region.unknown]"));
    said_free(&said);
    const int exits[] = {0, 5};
    for (size_t i = 0; i < ARRAY_LEN(exits); i++) {
        said = run_line(str_fmt(s->arena, "init --lang en --region 23 --home %s", home).at);
        assert_int_equal(said.exit, exits[i]);
        assert_int_equal(said.out_size, 0);
        said_free(&said);
    }
    said = run_line(str_fmt(s->arena, "measure --home %s", home).at);
    assert_int_equal(said.exit, 3);
    assert_non_null(strstr(said.note, "[warehouse.empty]"));
    said_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(measures_as_files_print_them, county_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(persons_have_rows_of_their_own, county_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_person_is_explained, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(those_behind_a_figure_are_listed, county_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(lists_for_people, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(an_empty_list_tells_of_nobody, county_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(lists_are_refused, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_change_is_divided, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(json_keeps_numbers_exact, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(people_get_tables, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(threads_change_nothing, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(wrong_questions_are_refused, county_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_month_that_is_not_loaded, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_pipe_among_the_measures, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(saebo_counts_a_week, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(saebo_counts_the_living, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(fresh_figures_are_the_same, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(measures_of_ones_own, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(init_makes_an_instance_once, county_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
