/* kontinua saebo report: what is printed, to people and to programs, and the exit codes; and that
 * the week counts what was reported. */
#include "at_home.h"
#include "county.h"

#define HEAD                                                                                       \
    "week,level,id,places,named_doctor,named_care_contact,named_doctor_share,"                     \
    "named_care_contact_share,definition_version\n"

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    instance_close(&in);
}

static void people_are_told_of_the_overlap(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(
        s,
        "saebo report key:1 --kind saebo --municipality 2305 --home-name Furan --from 2023-12-01 "
        "--format table --lang en",
        "Reported: Special housing, Bräcke (Furan), 2023-12-01 –.\n");
    prints(s,
           "saebo report key:1 --kind saebo --municipality 2380 --from 2024-01-08 --key a "
           "--format table --lang sv",
           "Rapporterat: Särskilt boende, Östersund, 2024-01-08 –.\n"
           "Överlappar en tidigare rapport, som inte längre gäller de dagarna: Särskilt\n"
           "boende, Bräcke (Furan), 2024-01-08 –.\n");
    struct said said = run_at(s, "person show key:1 --format table --lang sv");
    assert_non_null(strstr(said.out, "Bräcke (2305), Furan"));
    assert_non_null(strstr(said.out, "Östersund (2380), särskilt boende"));
    said_free(&said);
    prints(s, "saebo report key:1 --end --on 2024-01-14 --format csv",
           "role,kind,municipality,home,from,to,already\n"
           "ended,saebo,2305,Furan,2023-12-01,2024-01-14,no\n"
           "ended,saebo,2380,,2024-01-08,2024-01-14,no\n");
    prints(s, "saebo report key:1 --end --on 2024-01-14 --format table --lang en",
           "Is so already: Special housing, Bräcke (Furan), 2023-12-01 – 2024-01-14. Nothing\n"
           "was changed.\n");
}

static void the_week_counts_what_was_reported(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "saebo --week 2024-W02 --format csv",
           HEAD "2024-W02,municipality,2321,1,0,1,0,1,1\n"
                "2024-W02,county,23,1,0,1,0,1,1\n");
    prints(s, "saebo report key:1 --kind saebo --municipality 2321 --from 2024-01-01 --format csv",
           "role,kind,municipality,home,from,to,already\n"
           "reported,saebo,2321,,2024-01-01,,no\n");
    prints(s, "saebo --week 2024-W02 --format csv",
           HEAD "2024-W02,municipality,2321,2,1,1,0.5,0.5,1\n"
                "2024-W02,county,23,2,1,1,0.5,0.5,1\n");
}

static void a_mistaken_report_is_withdrawn(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "saebo report key:1 --kind saebo --municipality 2321 --from 2024-01-01 --format csv",
           "role,kind,municipality,home,from,to,already\n"
           "reported,saebo,2321,,2024-01-01,,no\n");
    prints(s, "saebo report key:1 --withdraw --dry-run --format table --lang sv",
           "Skulle tas tillbaka: Särskilt boende, Åre, 2024-01-01 –. Inget ändrades.\n");
    prints(s, "saebo report key:1 --withdraw --kind saebo --from 2024-01-01 --format csv",
           "role,kind,municipality,home,from,to,already\n"
           "withdrawn,saebo,2321,,2024-01-01,,no\n");
    prints(s, "saebo report key:1 --withdraw --from 2024-01-01 --format table --lang en",
           "Is withdrawn already: Special housing, Åre, 2024-01-01 –. Nothing was changed.\n");
    prints(s, "saebo --week 2024-W02 --format csv",
           HEAD "2024-W02,municipality,2321,1,0,1,0,1,1\n"
                "2024-W02,county,23,1,0,1,0,1,1\n");
    refuses(s, "saebo report key:1 --withdraw --kind home_care", 3, "[residence.not_reported]");
    refuses(s, "saebo report key:1 --withdraw --end", 2, "[residence.options]");
    refuses(s, "saebo report key:1 --withdraw --to 2024-01-01", 2, "[residence.options]");
}

/* Counted until it was withdrawn, also on days before: as it was known. */
static void the_week_before_the_withdrawal_is_as_it_was(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "saebo report key:1 --kind saebo --municipality 2321 --from 2024-01-01 --format csv",
           "role,kind,municipality,home,from,to,already\n"
           "reported,saebo,2321,,2024-01-01,,no\n");
    county_change(s, "UPDATE change SET recorded_at = 1704067200000000;"); /* 2024-01-01 */
    prints(s, "saebo report key:1 --withdraw --kind saebo --format csv",
           "role,kind,municipality,home,from,to,already\n"
           "withdrawn,saebo,2321,,2024-01-01,,no\n");
    prints(s, "saebo --week 2024-W02 --known-at 2024-01-10 --format csv",
           HEAD "2024-W02,municipality,2321,2,1,1,0.5,0.5,1\n"
                "2024-W02,county,23,2,1,1,0.5,0.5,1\n");
    prints(s, "saebo --week 2024-W02 --format csv",
           HEAD "2024-W02,municipality,2321,1,0,1,0,1,1\n"
                "2024-W02,county,23,1,0,1,0,1,1\n");
}

/* Of three one: exact to files, rounded once to people; and by which definition. */
static void the_share_is_exact(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    for (unsigned i = 1; i <= 3; i++) {
        const char *line = str_fmt(s->arena,
                                   "saebo report key:%u --kind saebo --municipality 2321 --from "
                                   "2021-04-01 --to 2021-04-14 --protected threat",
                                   i)
                               .at;
        struct said said = run_at(s, line);
        assert_int_equal(said.exit, 0);
        said_free(&said);
    }
    prints(s, "saebo --week 2021-W15 --format csv",
           HEAD "2021-W15,municipality,2321,3,1,0,0.333333333333333,0,1\n"
                "2021-W15,county,23,3,1,0,0.333333333333333,0,1\n");
    prints(s, "saebo --week 2021-W15 --format table --lang sv",
           "Vecka     Nivå    Var            Boende  Fast läkarkontakt  Fast vårdkontakt\n"
           "2021-W15  kommun  Åre                 3         1 (33,3 %)         0 (0,0 %)\n"
           "2021-W15  län     Jämtlands län       3         1 (33,3 %)         0 (0,0 %)\n"
           "Andelarna är av de boende. Punktmätningens definition, version 1.\n");
}

/* What was reported and corrected later is counted as it was known; nothing of it is kept. */
static void the_week_is_counted_as_it_was_known(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in,
                  "UPDATE change SET recorded_at = 1704067200000000;" /* 2024-01-01 00:00 UTC */
                  "UPDATE residence_stated SET municipality = '2305' WHERE from_day = 44500;");
    county_script(&in, "UPDATE change SET recorded_at = 1704067200000000;"
                       "UPDATE residence_stated SET superseded = (SELECT max(position) FROM change)"
                       " WHERE from_day = 44500;"
                       "INSERT INTO residence_stated (identifier, kind, municipality, from_day, "
                       "to_day, reported_on, recorded) SELECT i, 0, '2321', 44500, NULL, 45000, "
                       "max(position) FROM change, (SELECT 1 AS i UNION ALL SELECT 2) GROUP BY i;"
                       "UPDATE named_contact_stated SET superseded = (SELECT max(position) FROM "
                       "change) WHERE identifier = 2;"
                       "DELETE FROM named_contact_effect WHERE person = 2;"
                       "UPDATE change SET recorded_at = 1705276800000000 WHERE position = (SELECT "
                       "max(position) FROM change);"); /* 2024-01-15 */
    instance_close(&in);
    prints(s, "saebo --week 2024-W02 --format csv",
           HEAD "2024-W02,municipality,2321,2,1,0,0.5,0,1\n"
                "2024-W02,county,23,2,1,0,0.5,0,1\n");
    prints(s, "saebo --week 2024-W02 --known-at 2024-01-10 --format csv",
           HEAD "2024-W02,municipality,2305,1,0,1,0,1,1\n"
                "2024-W02,county,23,1,0,1,0,1,1\n");
    assert_false(file_exists(scratch_path(s, "home/warehouse/snapshots/known")));
    prints(s, "saebo --week 2024-W02 --known-at 2023-12-30 --format csv",
           HEAD "2024-W02,county,23,0,0,0,,,1\n");
    refuses(s, "saebo --week 2024-W02 --known-at x", 2, "[time.known_at]");
    refuses(s, "saebo report key:1 --kind saebo --municipality 2321 --known-at 2024-01-10", 2,
            "[time.question]");
}

static void what_does_not_belong_together_is_refused(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "saebo --lang en", 2,
            "it should be: saebo --week YYYY-Www|report PERSON [options.arguments]");
    refuses(s, "saebo --week 9999-W01", 2, "[week.ahead]");
    refuses(s, "saebo report --lang en", 2,
            "it should be: saebo report PERSON [options.arguments]");
    refuses(s, "saebo --week 2024-W02 --kind saebo", 2, "[residence.options]");
    refuses(s, "saebo report key:1 --kind saebo --end --to 2024-01-01", 2, "[residence.options]");
    refuses(s, "saebo report key:1 --municipality 2305", 2, "[residence.options]");
    refuses(s, "saebo report key:1 --kind saebo", 2, "[residence.unsaid]");
    refuses(s, "saebo report key:2 --kind saebo --municipality 2305", 4, "[act.protected_person]");
    refuses(s, "saebo report key:99 --kind saebo --municipality 2305", 3, "[person.unknown]");
    refuses(s, "saebo report key:1 --end", 3, "[residence.none]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(people_are_told_of_the_overlap),
        CASE(the_week_counts_what_was_reported),
        CASE(a_mistaken_report_is_withdrawn),
        CASE(the_week_before_the_withdrawal_is_as_it_was),
        CASE(the_share_is_exact),
        CASE(the_week_is_counted_as_it_was_known),
        CASE(what_does_not_belong_together_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
