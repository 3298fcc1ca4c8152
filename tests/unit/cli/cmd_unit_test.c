/* kontinua unit: what is printed, to people and to programs, and exit codes; and list --by-area
 * --all and --out-of-county. */
#define HOME_OPTIONS "--today 2024-01-11"
#include "at_home.h"
#include "not_chosen.h"

static void open_home(struct scratch *s)
{
    struct instance in;
    not_chosen_open(s, &in);
    instance_close(&in);
}

static void a_unit_is_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "unit show SE0000000000-U1 --format csv",
           "unit,name,operator,parent,county,municipality,cap,queue,listed,doctors,areas,opens_on,"
           "closes_on\nSE0000000000-U1,Norra,region,,23,2380,,no,1,0,A1 A5,,\n");
    struct said said = run_at(s, "unit show SE0000000000-U5 --format table --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "Belongs to"));
    assert_null(strstr(said.out, "Cap"));
    said_free(&said);
    said = run_at(s, "unit show SE0000000000-U1 --format table --lang sv");
    assert_non_null(strstr(said.out, "Län            Jämtlands län (23)\n"));
    assert_non_null(strstr(said.out, "Kommun         Östersund (2380)\n"));
    said_free(&said);
}

static void units_are_listed(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    struct said said = run_at(s, "unit list --format csv");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "unit,name,listed,cap,queue,doctors,operator,county,"
                                     "municipality,parent,opens_on,closes_on\n"));
    assert_non_null(strstr(said.out, "SE0000000000-U1,Norra,1,,no,0,region,23,2380,,,\n"));
    said_free(&said);
    struct instance in;
    struct err err = {0};
    struct instance_options options = {.home = scratch_path(s, "home")};
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(&in, "UPDATE unit_stated SET name = 'Äng' WHERE unit = 1; UPDATE unit_stated SET "
                       "name = 'Ås' WHERE unit = 2;");
    instance_close(&in);
    said = run_at(s, "unit list --format csv");
    assert_true(strstr(said.out, ",Ås,") < strstr(said.out, ",Äng,"));
    said_free(&said);
    said = run_at(s, "unit list --known-at 1990-01-01 --format table --lang en");
    assert_string_equal(said.out, "No units are known.\n");
    said_free(&said);
}

static void a_unit_is_changed(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "unit cap SE0000000000-U1 4000 --reason letter --dry-run --format table --lang en",
           "Norra (SE0000000000-U1): the cap is 4,000, listed today 1. Listed from the\n"
           "queue: 0. Nothing was changed: it was a preview.\n");
    prints(s, "unit cap SE0000000000-U1 4000 --reason letter --format csv",
           "unit,from,listed,moved,stayed,already,waiting,from_queue,later\n"
           "SE0000000000-U1,2024-01-11,1,,,no,,0,\n");
    prints(s, "unit cap SE0000000000-U1 4000 --reason letter --format table --lang sv",
           "Norra (SE0000000000-U1): listningstaket är 4\u00a0"
           "000, listade i dag 1. Listade från\n"
           "kön: 0. Så var det redan: inget ändrades.\n");
    prints(s, "unit cap SE0000000000-U1 none --reason letter --format table --lang en",
           "Norra (SE0000000000-U1): no cap, listed today 1. Listed from the queue: 0.\n");
    prints(s, "unit queue SE0000000000-U1 on --reason letter --dry-run --format table --lang en",
           "Norra (SE0000000000-U1): the queue takes new persons. In it today: 0. Nothing\n"
           "was changed: it was a preview.\n");
    prints(s, "unit queue SE0000000000-U1 on --reason letter --format csv",
           "unit,from,listed,moved,stayed,already,waiting,from_queue,later\n"
           "SE0000000000-U1,2024-01-11,,,,no,0,,\n");
    prints(s, "unit queue SE0000000000-U1 off --reason letter --format table --lang sv",
           "Norra (SE0000000000-U1): kön tar inte emot nya. De som står i den behåller sin\n"
           "plats; i dag: 0.\n");
    prints(s, "unit open SE0000000000-U4 --from 2024-02-01 --format table --lang en",
           "Östra (SE0000000000-U4): opens on 2024-02-01.\n");
    prints(s, "unit area SE0000000000-U4 A1 A3 --key a --format csv",
           "unit,from,listed,moved,stayed,already,waiting,from_queue,later\n"
           "SE0000000000-U4,2024-01-11,,0,0,no,,,0\n");
    prints(s, "unit area SE0000000000-U4 A1 A3 --key a --format table --lang en",
           "Östra (SE0000000000-U4): answers for the areas from 2024-01-11. Moved with their\n"
           "area: 0, could not be moved: 0. Was done before with this key.\n");
    prints(s, "unit area SE0000000000-U2 A1 --from 2024-03-01 --format csv",
           "unit,from,listed,moved,stayed,already,waiting,from_queue,later\n"
           "SE0000000000-U2,2024-03-01,,0,0,no,,,0\n");
    prints(s, "unit area SE0000000000-U1 A1 --from 2024-02-01 --dry-run --format table --lang en",
           "Norra (SE0000000000-U1): answers for the areas from 2024-02-01. Moved with their\n"
           "area: 0, could not be moved: 0. Areas that another unit answers for from a later\n"
           "day, as was planned: 1. Nothing was changed: it was a preview.\n");
    struct said said = run_at(
        s, "unit area SE0000000000-U4 A5 --from 2023-11-30 --dry-run --format csv --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.note, "from 2023-11 on figures"));
    said_free(&said);
    said = run_at(s, "unit area SE0000000000-U4 A5 --from 2024-01-01 --format csv --lang en");
    assert_int_equal(said.exit, 0);
    assert_null(strstr(said.note, "figures"));
    said_free(&said);
}

static void what_is_wrong_is_said(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "unit show SE0000000000-U9 --lang en", 3, "[unit.unknown]");
    refuses(
        s, "unit show SE0000000000-U1 --known-at 1990-01-01 --lang en", 3,
        "or none that was known at the time that is asked about: SE0000000000-U1 [unit.unknown]");
    refuses(s, "unit cap SE0000000000-U1 9 --on 2024-01-01 --lang en", 2, "[time.question]");
    refuses(s, "unit list SE0000000000-U1 --lang en", 2, "unit show UNIT shows one [unit.list]");
    refuses(s, "unit show SE0000000000-U1 A1 --lang en", 2, "[options.arguments]");
    refuses(s, "unit cap SE0000000000-U1 --lang en", 2, "[options.arguments]");
    refuses(s, "unit cap SE0000000000-U1 many --lang en", 2, "[options.arguments]");
    refuses(s, "unit open SE0000000000-U1 --lang en", 2, "[options.arguments]");
    refuses(s, "unit area SE0000000000-U1 --lang en", 2, "[options.arguments]");
    refuses(s, "unit queue SE0000000000-U1 maybe --lang en", 2, "[options.arguments]");
    refuses(s, "unit queue SE0000000000-U1 on --lang en", 2, "[unit.reason]");
    refuses(s, "unit burn SE0000000000-U1 --lang en", 2, "[unit.verb]");
    refuses(s, "unit burn --lang en", 2, "Give list, show, cap, queue, open, area or close");
    refuses(s, "unit show --lang en", 2, "it should be: unit show UNIT [");
    refuses(s, "unit queue --lang en", 2, "it should be: unit queue UNIT on|off [");
    refuses(s, "unit cap SE0000000000-U1 -5 --lang en", 2, "-5 (0-2147483647) [options.range]");
    refuses(s, "unit cap SE0000000000-U1 10 --lang en", 2, "[unit.reason]");
    refuses(s, "unit area SE0000000000-U1 A9 --lang en", 3, "[area.unknown]");
    refuses(s, "unit cap SE0000000000-U1 9 --role staff --unit SE0000000000-U1 --lang en", 4,
            "[unit.party]");
}

/* Each option of the verb but those of its own. */
static void what_belongs_to_another_form_is_refused(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    static const char *const line[] = {
        "list --reason x",
        "list --key a",
        "show SE0000000000-U1 --dry-run",
        "show SE0000000000-U1 --from 2024-02-01",
        "cap SE0000000000-U1 9 --from 2024-02-01",
        "cap SE0000000000-U1 9 --by-area",
        "queue SE0000000000-U1 on --undo",
        "open SE0000000000-U1 --reason x",
        "area SE0000000000-U1 A1 --plan x",
        "close SE0000000000-U1 --undo --from 2024-02-01",
    };
    for (size_t i = 0; i < ARRAY_LEN(line); i++)
        refuses(s, str_fmt(s->arena, "unit %s --lang en", line[i]).at, 2, "[options.form]");
    refuses(s, "unit cap SE0000000000-U1 9 --to SE0000000000-U2 --lang en", 2,
            "The option does not belong to what is asked (unit cap --to): leave it out");
    struct said said = run_at(s, "unit show SE0000000000-U1 --role staff --unit SE0000000000-U1");
    assert_int_equal(said.exit, 0); /* who asks belongs to all */
    said_free(&said);
}

static void what_does_not_go_together_is_named(struct scratch *s)
{
    static const struct {
        const char *options, *said;
    } of[] = {
        {"--undo --by-area", "--undo --by-area [options.together]"},
        {"--last 2024-02-10 --undo", "--undo --last [options.together]"},
        {"--undo --to SE0000000000-U2", "--undo --to [options.together]"},
        {"--last 2024-02-10 --to SE0000000000-U2 --by-area", "--to --by-area [options.together]"},
        {"--last 2024-02-10 --plan x --by-area", "--plan --by-area [options.together]"},
    };
    for (size_t i = 0; i < ARRAY_LEN(of); i++)
        refuses(s, str_fmt(s->arena, "unit close SE0000000000-U1 %s --lang en", of[i].options).at,
                2, of[i].said);
    refuses(s, "unit close --last 2024-02-10 --to SE0000000000-U2 --lang en", 2,
            "unit close UNIT --last");
}

/* Who is to come takes the room until it is known that they stay. */
static void a_closing_that_is_taken_back_makes_room_and_says_so(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    county_script(&in, "UPDATE unit_stated SET cap = 2, queue = 1 WHERE unit = 2;");
    instance_close(&in);
    prints(s, "unit close SE0000000000-U1 --last 2024-02-10 --to SE0000000000-U2 --format csv",
           "unit,name,persons,after,cap\nSE0000000000-U2,Södra,1,2,2\n");
    struct said said = run_at(s, "list key:6 SE0000000000-U2 --queue --format csv");
    assert_non_null(strstr(said.out, ",queued,"));
    said_free(&said);
    prints(s, "unit close SE0000000000-U1 --undo --dry-run --format csv",
           "unit,last,stay,chosen,already,from_queue\nSE0000000000-U1,2024-02-10,1,0,no,1\n");
    prints(s, "unit close SE0000000000-U1 --undo --format table --lang en",
           "Norra (SE0000000000-U1) does not close on 2024-02-10. Persons who stay: 1; who\n"
           "have chosen for themselves: 0. Listed from a queue: 1.\n");
}

static void a_unit_closes(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "unit close SE0000000000-U1 --last 2024-02-10 --lang en", 2, "[options.arguments]");
    refuses(s, "unit close SE0000000000-U1 --last 2023-02-10 --by-area --lang en", 2,
            "[unit.last]");
    refuses(s, "unit close SE0000000000-U1 --last 2024-02-10 --to SE0000000000-U1 --lang en", 2,
            "[unit.itself]");
    (void)scratch_write(s, "plan.csv", STR("person;unit\nkey:1;SE0000000000-U2\nkey:1\n"));
    const char *line = str_fmt(s->arena, "unit close SE0000000000-U1 --last 2024-02-10 --plan %s",
                               scratch_path(s, "plan.csv"))
                           .at;
    refuses(s, line, 2, "[unit.plan]");
    (void)scratch_write(s, "plan.csv", STR("person,unit\nkey:8,SE0000000000-U2\n"));
    refuses(s, line, 2, "[unit.plan_person]");
    (void)scratch_write(s, "plan.csv", STR("person,unit\n"));
    refuses(s, line, 5, "[unit.unplaced]");
    const char *preview = str_fmt(s->arena, "%s --dry-run --format csv --lang en", line).at;
    struct said said = run_at(s, preview);
    assert_int_equal(said.exit, 5); /* as it would be */
    assert_string_equal(said.out, "person,why\nkey:1,unit.no_plan\n");
    assert_non_null(strstr(said.note, "would not close; those with protected"));
    assert_non_null(strstr(said.note, "[unit.unplaced_preview]"));
    assert_null(strstr(said.note, "Persons: ")); /* nor how many are not shown */
    said_free(&said);
    said = run_at(s, str_fmt(s->arena, "%s --protected threat", preview).at);
    assert_non_null(strstr(said.note, "Persons: 1."));
    said_free(&said);
    (void)scratch_write(s, "plan.csv", STR("person,unit\nkey:1,SE0000000000-U2\n"));
    prints(s, str_fmt(s->arena, "%s --format csv", line).at,
           "unit,name,persons,after,cap\nSE0000000000-U2,Södra,1,2,\n");
    /* Which a file of another day does not change; tried, it says so. */
    (void)scratch_write(s, "units.csv",
                        STR("unit,name,operator,county,closes_on\n"
                            "SE0000000000-U1,Norra,region,23,2024-03-31\n"));
    said = run_at(
        s, str_fmt(s->arena, "import --dry-run --lang en %s", scratch_path(s, "units.csv")).at);
    assert_non_null(strstr(said.note, "on a day that the file does not say: 1."));
    said_free(&said);
    prints(s, "unit close SE0000000000-U1 --undo --dry-run --format csv",
           "unit,last,stay,chosen,already,from_queue\nSE0000000000-U1,2024-02-10,1,0,no,0\n");
    what_does_not_go_together_is_named(s);
    prints(s, "unit close SE0000000000-U1 --undo --format table --lang sv",
           "Norra (SE0000000000-U1) stänger inte 2024-02-10. Personer som blir kvar: 1; som\n"
           "har valt själva: 0. Listade ur en kö: 0.\n");
    prints(s, "unit close SE0000000000-U1 --undo --dry-run --format table --lang sv",
           "Norra (SE0000000000-U1) stänger inte: inget ändrades.\n");
    prints(s, "unit close SE0000000000-U1 --undo --format table --lang en",
           "Norra (SE0000000000-U1) does not close: nothing was changed.\n");
}

/* Titles above no rows are for programs: people have been told in a sentence. */
static void a_table_without_rows_is_not_printed(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct instance_options options = {.home = scratch_path(s, "home")};
    open_home(s);
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(&in, "UPDATE person_stated SET protection = 1 WHERE identifier = 1;");
    instance_close(&in);
    (void)scratch_write(s, "plan.csv", STR("person,unit\n"));
    const char *line = str_fmt(s->arena, "unit close SE0000000000-U1 --last 2024-02-10 --plan %s",
                               scratch_path(s, "plan.csv"))
                           .at;
    refuses(s, line, 5, "--protected");
    struct said said =
        run_at(s, str_fmt(s->arena, "%s --dry-run --format table --lang en", line).at);
    assert_string_equal(said.out, "");
    assert_non_null(strstr(said.note, "--protected"));
    said_free(&said);
    said = run_at(s, str_fmt(s->arena, "%s --dry-run --format csv", line).at);
    assert_int_equal(said.exit, 5);
    assert_string_equal(said.out, "person,why\n");
    said_free(&said);
    static const char *const nobody = "unit close SE0000000000-U1 --last 2024-02-10 --by-area "
                                      "--protected threat --format table --lang en";
    said = run_at(s, nobody);
    assert_int_equal(said.exit, 0);
    said_free(&said);
    said = run_at(s, nobody);
    assert_string_equal(said.out, "");
    assert_non_null(strstr(said.note, "It was so already"));
    said_free(&said);
}

static void everybody_is_listed(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    struct said said = run_at(s, "list --by-area --all --format csv --lang en");
    assert_int_equal(said.exit, 0);
    assert_string_equal(said.out, "unit,name,persons,near\nSE0000000000-U1,Norra,1,0\n"
                                  "SE0000000000-U2,Södra,1,0\nSE0000000000-U4,Östra,1,0\n");
    assert_non_null(strstr(said.note, "Listed nowhere: 4. Listed by area: 3. Without a unit: 1."));
    said_free(&said);
    refuses(s, "list --all --lang en", 2, "[options.required]");
    refuses(s, "list key:5 --by-area --all --lang en", 2, "[options.arguments]");
    refuses(s, "list key:5 --by-area --from 2024-01-01 --lang en", 2, "[options.form]");
    refuses(s, "list --by-area --all --role staff --unit SE0000000000-U1 --lang en", 4,
            "[passive.party]");
}

static void another_county_lists_somebody(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:1 --out-of-county 21 --dry-run --format table --lang en",
           "Would be listed in Gävleborg county (21) from 2024-01-11. Nothing was changed.\n"
           "It counts as a change of unit.\n");
    prints(s, "list key:1 --out-of-county 21 --format csv",
           "county,from,former,already,was,counted,unit\n21,2024-01-11,SE0000000000-U1,no,,yes,\n");
    struct said said = run_at(s, "person show key:1 --format table --lang sv");
    assert_non_null(strstr(said.out, "Gävleborgs län (21), i"));
    said_free(&said);
    prints(s, "list key:1 --out-of-county 21 --format table --lang en",
           "Is listed in another county already, since 2024-01-11: nothing was changed.\n");
    refuses(s, "list key:1 --out-of-county 23 --lang en", 2, "[elsewhere.county]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_unit_is_shown),
        CASE(units_are_listed),
        CASE(a_unit_is_changed),
        CASE(what_is_wrong_is_said),
        CASE(what_belongs_to_another_form_is_refused),
        CASE(a_closing_that_is_taken_back_makes_room_and_says_so),
        CASE(a_unit_closes),
        CASE(a_table_without_rows_is_not_printed),
        CASE(everybody_is_listed),
        CASE(another_county_lists_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
