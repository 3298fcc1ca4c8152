/* kontinua move: what is printed, to people and to programs, and what is refused. */
#include "at_home.h"
#include "county.h"

static void says(struct scratch *s, const char *line, int exit, const char *wanted)
{
    struct said said = run_at(s, line);
    if (said.exit != exit || strcmp(said.out, wanted) != 0)
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

/* D1 has the first person at U1, where D3 takes one and D4 nobody. */
static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in, "INSERT INTO staff VALUES (3, 'SE0000000000-D3'), (4, 'SE0000000000-D4');"
                       "INSERT INTO staff_stated (staff, profession, title_code, district_nurse, "
                       "protected_staff, recorded) VALUES (3, 0, '201011', 0, 0, 1), "
                       "(4, 0, '201011', 0, 0, 1);"
                       "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                       "panel_target, panel_cap, panel_open, recorded) VALUES "
                       "(3, 1, 44000, 0, 0, 100, 1, 1, 1), (4, 1, 44000, 0, 0, 90, 0, 1, 1);");
    instance_close(&in);
}

static void who_has_blocked_the_unit_is_not_shown(void **state)
{
    static const char MOVE[] = "move SE0000000000-D1 --to SE0000000000-D4 --format csv --lang en";
    struct scratch *s = *state;
    open_home(s);
    county_change(s, "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                     "(1, 1, 45000, 1);");
    struct said said = run_at(s, MOVE);
    assert_int_equal(said.exit, 5);
    assert_null(strstr(said.out, "key:1"));
    assert_non_null(strstr(said.note, "There is blocked information."));
    said_free(&said);
    said = run_at(s, str_fmt(s->arena, "%s --role unit_head --unit SE0000000000-U1", MOVE).at);
    assert_non_null(strstr(said.out, "key:1,assign.full"));
    assert_null(strstr(said.note, "blocked"));
    said_free(&said);
}

static void people_see_the_plan(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    says(s, "move SE0000000000-D1 --to SE0000000000-D3 --dry-run --format table --lang en", 0,
         "Doctor           Before  After  Target  Cap\n"
         "SE0000000000-D3       0      1     100    1\n"
         "Would be moved to doctors: 1; would wait for a doctor to come: 0. From\n"
         "2024-01-15. Nothing was changed.\n");
    says(s, "move SE0000000000-D1 --to SE0000000000-D4 --format table --lang en", 5,
         "Doctor           Before  After  Target  Cap\n"
         "SE0000000000-D4       0      0      90    0\n"
         "Without a place: 1. The doctor's panel is full on that day or later: choose\n"
         "another doctor, or let the unit's head make an exception with a reason.\n"
         "  key:1\n"
         "Had a place: 0; would wait for a doctor to come: 0. Nothing was changed.\n");
    refuses(s, "move SE0000000000-D1 --to SE0000000000-D4", 5, "[panel_move.not_whole]");
    refuses(s, "move SE0000000000-D1 --to SE0000000000-D4 --lang en", 5,
            "Persons with protected identities are not shown.");
    says(s, "move SE0000000000-D1 --to coming --key a --format table --lang en", 0,
         "Moved to doctors: 0; waiting for a doctor to come: 1. From 2024-01-15. The\n"
         "number of the move is 1.\n");
    says(s,
         "move SE0000000000-D1 --to coming --key a --unit SE0000000000-U1 --format table --lang sv",
         0,
         "Gjordes redan med den här nyckeln: flyttade till läkare 0, väntar på en kommande\n"
         "läkare 1, från 2024-01-15, flytt 1.\n");
    says(s, "who key:1 --format table --lang sv", 0,
         "En läkare ska komma. Enheten Norra (SE0000000000-U1) har ingen kontaktväg.\n");
    says(s, "move coming --to SE0000000000-D3 --unit SE0000000000-U1 --format table --lang en", 0,
         "Doctor           Before  After  Target  Cap\n"
         "SE0000000000-D3       0      1     100    1\n"
         "Moved to doctors: 1; waiting for a doctor to come: 0. From 2024-01-15. The\n"
         "number of the move is 2.\n");
    says(s, "move --undo 2 --dry-run --format table --lang en", 0,
         "Move 2 would be taken back. Persons: 1. Nothing was changed.\n");
    says(s, "move --undo 2 --format table --lang sv", 0,
         "Flytt 2 är tillbakatagen. Personer: 1.\n");
    says(s, "move --undo 2 --format table --lang en", 0,
         "Move 2 has been taken back already. Persons: 1. Nothing was changed.\n");
}

static void who_gets_the_doctor_later_is_told_of(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in,
                  "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, "
                  "recorded) VALUES (3, 2, 2, 1, 1, 45400, 1);"
                  "INSERT INTO named_contact_effect VALUES (2, 2, 45400, 3, NULL);");
    instance_close(&in);
    struct said said = run_at(s, "move SE0000000000-D1 --to coming --dry-run --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.note, "Get the doctor first after 2024-01-15: 1."));
    said_free(&said);
}

static void a_doctor_of_two_panels_leaves_one(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in,
                  "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, "
                  "recorded) VALUES (3, 2, 2, 1, 2, 44600, 1);"
                  "INSERT INTO named_contact_effect VALUES (2, 2, 44600, 3, NULL);");
    instance_close(&in);
    refuses(s, "move SE0000000000-D1 --to coming --lang en", 2,
            "say which by --unit: 2 [panel_move.unit]");
}

static void programs_get_records(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    says(s, "move SE0000000000-D1 --to SE0000000000-D4 --format csv", 5,
         "move,unit,on,doctor,persons,before,after,target,cap,person,refused\n"
         ",SE0000000000-U1,2024-01-15,SE0000000000-D4,0,0,0,90,0,,\n"
         ",SE0000000000-U1,2024-01-15,,,,,,,key:1,assign.full\n");
    /* In whatever order: the others wait. */
    says(s, "move SE0000000000-D1 --to coming,SE0000000000-D4 --dry-run --format csv", 0,
         "move,unit,on,doctor,persons,before,after,target,cap,person,refused\n"
         "1,SE0000000000-U1,2024-01-15,SE0000000000-D4,0,0,0,90,0,,\n"
         "1,SE0000000000-U1,2024-01-15,coming,1,,,,,,\n");
    says(s, "move SE0000000000-D1 --to SE0000000000-D4,coming --format csv", 0,
         "move,unit,on,doctor,persons,before,after,target,cap,person,refused\n"
         "1,SE0000000000-U1,2024-01-15,SE0000000000-D4,0,0,0,90,0,,\n"
         "1,SE0000000000-U1,2024-01-15,coming,1,,,,,,\n");
    says(s, "move --undo 1 --format csv", 0, "move,persons,already,override\n1,1,no,\n");
}

static void why_the_cap_was_passed_is_shown_with_the_move(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    struct said said = run_at(s, "move SE0000000000-D1 --to SE0000000000-D4 --override ill --role "
                                 "unit_head --unit SE0000000000-U1 --format csv");
    if (said.exit != 0)
        fail_msg("%s", said.note);
    said_free(&said);
    says(s, "move --undo 1 --dry-run --format table --lang sv", 0,
         "Flytt 1 skulle tas tillbaka. Personer: 1. Inget ändrades.\n"
         "Flytten gjordes över panelens tak: ill.\n");
    says(s, "move --undo 1 --key a --format csv", 0, "move,persons,already,override\n1,1,no,ill\n");
    says(s, "move --undo 1 --key a --format csv", 0, "move,persons,already,override\n1,1,no,ill\n");
    says(s, "move --undo 1 --format csv", 0, "move,persons,already,override\n1,1,yes,ill\n");
}

static void what_is_refused(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "move", 2, "[panel_move.what]");
    refuses(s, "move SE0000000000-D1 --undo 1", 2, "[panel_move.what]");
    refuses(s, "move SE0000000000-D1", 2, "[panel_move.what]");
    refuses(s, "move --undo 1 --to SE0000000000-D3", 2, "[panel_move.what]");
    refuses(s, "move --undo 1 --by family --lang en", 2, "(move --undo --by)");
    refuses(s, "move --undo 1 --on 2024-02-01", 2, "[options.form]");
    refuses(s, "move --undo 1 --override x", 2, "[options.form]");
    refuses(s, "move --undo 1", 3, "[panel_move.unknown]");
    refuses(s, "move SE0000000000-D2 --to coming", 3, "[panel_move.no_panel]");
    refuses(s, "move coming --to SE0000000000-D3 --unit SE0000000000-U1", 3, "[panel_move.nobody]");
    refuses(s, "move SE0000000000-D1 --to SE0000000000-D3 --role staff --unit SE0000000000-U1", 4,
            "[panel_move.right]");
    refuses(s, "move SE0000000000-D1 --to SE0000000000-D3 --by luck", 2, "[options.choice]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(people_see_the_plan),
        CASE(who_has_blocked_the_unit_is_not_shown),
        CASE(who_gets_the_doctor_later_is_told_of),
        CASE(a_doctor_of_two_panels_leaves_one),
        CASE(programs_get_records),
        CASE(why_the_cap_was_passed_is_shown_with_the_move),
        CASE(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
