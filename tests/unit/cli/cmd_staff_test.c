/* kontinua staff: what is printed, and the exit codes. */
#include "at_home.h"
#include "core/utf8.h"
#include "county.h"

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in,
                  "UPDATE staff_stated SET title_code = '201011', speciality = 'Allmänmedicin', "
                  "given_name = 'Åsa', surname = 'Ek' WHERE staff = 1;"
                  "INSERT INTO position_stated (staff, unit, from_day, fte, employment, training, "
                  "panel_open, recorded) VALUES (1, 1, 44000, 1, 0, 0, 0, 1), "
                  "(2, 1, 44000, 0.5, 0, 0, 0, 1);");
    instance_close(&in);
}

#define U1 " --unit SE0000000000-U1"

/* Too wide for 80 columns with whole HSA-ids: a field a line. */
static void shows_stacked(struct scratch *s)
{
    prints(s, "staff show SE0000000000-D1 --format table --lang en",
           "Åsa Ek (SE0000000000-D1), Specialist in general medicine (201011), Allmänmedicin\n"
           "What    position\n"
           "Unit    SE0000000000-U1\n"
           "From    2020-06-20\n"
           "To      2024-01-14\n"
           "FTE     1.00\n"
           "Count   0\n"
           "Target  1,100\n"
           "Open    yes\n"
           "\n"
           "What    position\n"
           "Unit    SE0000000000-U1\n"
           "From    2024-01-15\n"
           "FTE     0.80\n"
           "Count   1\n"
           "Target  880\n"
           "Cap     900\n"
           "Open    yes\n"
           "\n"
           "What    planned absence\n"
           "Unit    SE0000000000-U1\n"
           "From    2024-02-01\n"
           "To      2024-02-09\n"
           "\n"
           "What    planned substitute\n"
           "Unit    SE0000000000-U1\n"
           "From    2024-02-01\n"
           "To      2024-02-09\n"
           "Who     protected\n");
}

static void a_cap_of_its_own_is_taken_away(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "staff position SE0000000000-D1" U1 " --cap none --target none --format csv",
           "staff,unit,from,to,already\n"
           "SE0000000000-D1,SE0000000000-U1,2020-06-20,,yes\n");
    refuses(s, "staff position SE0000000000-D1" U1 " --cap some", 2, "[options.panel]");
    refuses(s, "staff position SE0000000000-D1" U1 " --target 1000001", 2, "[options.range]");
}

static void what_is_said_is_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s,
           "staff position SE0000000000-D1 --unit SE0000000000-U1 --cap 900 --fte 80 --format "
           "table --lang en",
           "SE0000000000-D1 holds a position at SE0000000000-U1 from 2024-01-15, last day:\n"
           "until further notice.\n");
    prints(s,
           "staff position SE0000000000-D1 --unit SE0000000000-U1 --cap 900 --fte 80 --format "
           "table --lang sv",
           "Så är det redan, inget ändrades: SE0000000000-D1 har tjänst på SE0000000000-U1\n"
           "från 2024-01-15, sista dag: tills vidare.\n");
    prints(s,
           "staff away SE0000000000-D1 --unit SE0000000000-U1 --from 2024-02-01 --to 2024-02-09 "
           "--format csv",
           "staff,unit,from,to,already\n"
           "SE0000000000-D1,SE0000000000-U1,2024-02-01,2024-02-09,no\n");
    prints(s,
           "staff substitute SE0000000000-D2 --unit SE0000000000-U1 --for SE0000000000-D1 --from "
           "2024-02-01 --to 2024-02-09 --protected threat --format table --lang en",
           "SE0000000000-D2 is the substitute at SE0000000000-U1 from 2024-02-01 to\n"
           "2024-02-09.\n");
    prints(s,
           "staff dispense SE0000000000-D1 --unit SE0000000000-U1 --until 2024-12-31 --reason "
           "nobody --dry-run --format table --lang en",
           "So it would be, nothing was changed: SE0000000000-D1 may be a named doctor at\n"
           "SE0000000000-U1 from 2024-01-15 to 2024-12-31, by dispensation.\n");
    shows_stacked(s);
    prints(s, "staff show SE0000000000-D1 --format csv",
           "what,unit,from,to,staff,fte,count,target,cap,open,reason\n"
           "position,SE0000000000-U1,2020-06-20,2024-01-14,,1.00,0,1100,,yes,\n"
           "position,SE0000000000-U1,2024-01-15,,,0.80,1,880,900,yes,\n"
           "planned_absence,SE0000000000-U1,2024-02-01,2024-02-09,,,,,,,\n"
           "planned_substitute,SE0000000000-U1,2024-02-01,2024-02-09,protected,,,,,,\n");
    prints(s,
           "staff substitute SE0000000000-D2 --unit SE0000000000-U1 --for SE0000000000-D1 --end "
           "--from 2024-02-05 --protected threat --format table --lang sv",
           "SE0000000000-D2 är inte längre vikarie på SE0000000000-U1 från 2024-02-05; sista\n"
           "dagen är 2024-02-04.\n");
}

/* The panel of who leaves stays until it is moved: it is said how many they are. */
static void a_panel_that_stays_is_told_of(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    struct said said = run_at(s, "staff position SE0000000000-D1" U1 " --to 2024-02-10 --dry-run "
                                 "--format csv --lang sv");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.note, "eller får läkaren då: 1. De behåller läkaren"));
    said_free(&said);
    prints(s, "staff position SE0000000000-D1" U1 " --to 2024-02-10 --format table --lang en",
           "SE0000000000-D1 holds a position at SE0000000000-U1 from 2020-06-20, last day:\n"
           "2024-02-10. Have the doctor as their named doctor after that day, or get the\n"
           "doctor then: 1. They keep the doctor until the panel is moved (move).\n");
}

static void what_was_said_ends(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "staff away SE0000000000-D1" U1 " --end --lang en", 5, "[staff.no_absence]");
    refuses(s, "staff dispense SE0000000000-D1" U1 " --end --lang sv", 5,
            "[staff.no_dispensation]");
    prints(s, "staff away SE0000000000-D1" U1 " --from 2024-02-01 --to 2024-02-09 --format csv",
           "staff,unit,from,to,already\n"
           "SE0000000000-D1,SE0000000000-U1,2024-02-01,2024-02-09,no\n");
    prints(s,
           "staff substitute SE0000000000-D2 --for SE0000000000-D1" U1
           " --from 2024-02-01 --to 2024-02-09 --protected threat --format csv",
           "staff,unit,from,to,already\n"
           "SE0000000000-D2,SE0000000000-U1,2024-02-01,2024-02-09,no\n");
    prints(s,
           "staff away SE0000000000-D1" U1 " --end --from 2024-02-05 --dry-run --format table "
           "--lang en",
           "So it would be, nothing was changed: SE0000000000-D1: the absence at\n"
           "SE0000000000-U1 does not hold from 2024-02-05 on. A substitute for those days\n"
           "stands: staff substitute --end ends it.\n");
    prints(s, "staff away SE0000000000-D1" U1 " --end --from 2024-02-05 --format csv",
           "staff,unit,from,to,already\n"
           "SE0000000000-D1,SE0000000000-U1,2024-02-05,2024-02-04,no\n");
    prints(s, "staff away SE0000000000-D1" U1 " --end --from 2024-02-05 --format table --lang sv",
           "Så är det redan, inget ändrades: SE0000000000-D1: frånvaron på SE0000000000-U1\n"
           "gäller inte från och med 2024-02-05.\n");
    prints(s, "staff dispense SE0000000000-D1" U1 " --until 2024-12-31 --reason x --format csv",
           "staff,unit,from,to,already\n"
           "SE0000000000-D1,SE0000000000-U1,2024-01-15,2024-12-31,no\n");
    prints(s, "staff dispense SE0000000000-D1" U1 " --end --format table --lang en",
           "SE0000000000-D1: the dispensation at SE0000000000-U1 does not hold from\n"
           "2024-01-15 on. Those who have the doctor as their named doctor keep the doctor\n"
           "until somebody changes it.\n");
}

/* And of the same days with another reason it is not so already: that one is stated. */
static void a_dispensation_is_shown_with_its_reason(void **state)
{
    struct scratch *s = *state;
    open_home(s);
#define DISPENSE "staff dispense SE0000000000-D1" U1 " --until 2024-12-31 --format csv --reason "
    static const struct {
        const char *line, *already, *reason;
    } said[] = {{DISPENSE "nobody", "no", "nobody"},
                {DISPENSE "nobody", "yes", "nobody"},
                {DISPENSE "far-away", "no", "far-away"}};
#undef DISPENSE
    for (size_t i = 0; i < ARRAY_LEN(said); i++) {
        prints(s, said[i].line,
               str_fmt(s->arena,
                       "staff,unit,from,to,already\n"
                       "SE0000000000-D1,SE0000000000-U1,2024-01-15,2024-12-31,%s\n",
                       said[i].already)
                   .at);
        prints(s, "staff show SE0000000000-D1 --format csv",
               str_fmt(s->arena,
                       "what,unit,from,to,staff,fte,count,target,cap,open,reason\n"
                       "position,SE0000000000-U1,2020-06-20,,,1.00,1,1100,,yes,\n"
                       "dispensation,SE0000000000-U1,2024-01-15,2024-12-31,,,,,,,%s\n",
                       said[i].reason)
                   .at);
    }
    struct said json = run_at(s, "staff show SE0000000000-D1 --format json"),
                table = run_at(s, "staff show SE0000000000-D1 --format table --lang en");
    assert_non_null(strstr(json.out, "\"reason\":\"far-away\""));
    assert_non_null(strstr(table.out, "\nReason  far-away\n"));
    said_free(&json);
    said_free(&table);
}

/* On a day before it begins. */
static void a_position_to_come_is_planned(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    open_home(s);
    struct instance_options options = {.home = scratch_path(s, "home")};
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(&in, "INSERT INTO position_stated (staff, unit, from_day, fte, employment, "
                       "training, panel_open, recorded) VALUES (1, 2, 45000, 0.5, 0, 0, 0, 1);");
    instance_close(&in);
    static const struct {
        const char *day, *said;
    } of[] = {{"2023-03-16", "\nplanned_position,SE0000000000-U2,2023-03-17,"},
              {"2023-03-17", "\nposition,SE0000000000-U2,2023-03-17,"}};
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        struct said said = run_at(
            s, str_fmt(s->arena, "staff show SE0000000000-D1 --on %s --format csv", of[i].day).at);
        assert_int_equal(said.exit, 0);
        assert_non_null(strstr(said.out, of[i].said));
        assert_non_null(strstr(said.out, "\nposition,SE0000000000-U1,2020-06-20,"));
        said_free(&said);
    }
    struct said said =
        run_at(s, "staff show SE0000000000-D1 --on 2023-03-16 --format table --lang sv");
    assert_non_null(strstr(said.out, "planerad tjänst"));
    said_free(&said);
}

/* Absences, dispensations and substitutes too, until their first day has come. */
static void what_is_to_come_is_planned(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    open_home(s);
    struct instance_options options = {.home = scratch_path(s, "home")};
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(
        &in, "INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES (1, "
             "1, 45000, 45010, 1);"
             "INSERT INTO substitute_stated (doctor, staff, unit, from_day, to_day, recorded) "
             "VALUES (1, 2, 1, 45000, 45010, 1);"
             "INSERT INTO dispensation_stated (staff, unit, from_day, to_day, reason, recorded) "
             "VALUES (1, 1, 45000, 45010, 'x', 1);");
    instance_close(&in);
    static const struct {
        const char *options;
        const char *said[3];
    } of[] = {
        {"--on 2023-03-16 --format csv --protected threat",
         {"\nplanned_absence,SE", "\nplanned_dispensation,SE", "\nplanned_substitute,SE"}},
        {"--on 2023-03-17 --format csv --protected threat",
         {"\nabsence,SE", "\ndispensation,SE", "\nsubstitute,SE"}},
        {"--on 2023-03-16 --format table --lang sv",
         {"planerad frånvaro", "planerad dispens", "planerad vikarie"}},
        {"--on 2023-03-16 --format table --lang en",
         {"planned absence", "planned dispensation", "planned substitute"}},
    };
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        struct said said =
            run_at(s, str_fmt(s->arena, "staff show SE0000000000-D1 %s", of[i].options).at);
        assert_int_equal(said.exit, 0);
        for (size_t k = 0; k < ARRAY_LEN(of[i].said); k++)
            assert_non_null(strstr(said.out, of[i].said[k]));
        for (struct str rest = str_of(said.out), line; rest.len > 0;)
            assert_true((line = str_cut(&rest, '\n'), utf8_count(line) <= 80));
        said_free(&said);
    }
}

static void what_is_asked_must_make_sense(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "staff praise SE0000000000-D1 --lang en", 2, "[staff.verb]");
    refuses(s, "staff away SE0000000000-D1 --lang en", 2, "[staff.unit]");
    refuses(s, "staff substitute SE0000000000-D1" U1 " --lang en", 2, "[staff.for]");
    refuses(s, "staff show SE0000000000-D2 --lang en", 4, "[staff.protected]");
    prints(s, "staff list SE0000000000-U1 --on 2021-01-01 --format csv",
           "staff,name,unit,from,to,profession,title_code\n"
           "SE0000000000-D1,Åsa Ek,SE0000000000-U1,2020-06-20,,physician,201011\n");
    refuses(s, "staff praise --lang en", 2, "Give list, show, position, away, substitute or");
    refuses(s, "staff show --lang en", 2, "staff show STAFF [options.arguments]");
    refuses(s, "staff away --lang en", 2, "staff away STAFF [options.arguments]");
    prints(s, "staff list --unit SE0000000000-U3 --on 2021-01-01 --format csv",
           "staff,name,unit,from,to,profession,title_code\n");
    refuses(s, "staff list --role resident --as key:1 --lang en", 4, "[staff.right]");
    refuses(s, "staff show SE0000000000-D9 --lang en", 3, "[staff.unknown]");
    refuses(s, "staff show SE0000000000-D1 --role resident --as key:1 --lang en", 4,
            "[staff.right]");
    refuses(s, "staff away SE0000000000-D1 --from 2024-02-01 --to 2024-01-31" U1 " --lang en", 2,
            "[staff.dates]");
    refuses(s, "staff position SE0000000000-D1 --open maybe" U1 " --lang en", 2,
            "[options.choice]");
}

static void what_belongs_to_another_form_is_refused(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    static const char *const line[] = {
        "list --cap 9",
        "list --key a",
        "show SE0000000000-D1 --to 2020-01-01",
        "show SE0000000000-D1 --dry-run",
        "position SE0000000000-D1" U1 " --until 2024-02-01",
        "away SE0000000000-D1" U1 " --fte 50",
        "substitute SE0000000000-D2" U1 " --for SE0000000000-D1 --reason x",
        "substitute SE0000000000-D2" U1 " --for SE0000000000-D1 --end --to 2024-02-01",
        "position SE0000000000-D1" U1 " --end",
        "away SE0000000000-D1" U1 " --end --to 2024-02-01",
        "away SE0000000000-D1" U1 " --end --for SE0000000000-D2",
        "away SE0000000000-D1" U1 " --for SE0000000000-D2",
        "dispense SE0000000000-D1" U1 " --end --reason x",
        "dispense SE0000000000-D1" U1 " --until 2024-12-31 --reason x --to 2024-11-30",
    };
    for (size_t i = 0; i < ARRAY_LEN(line); i++)
        refuses(s, str_fmt(s->arena, "staff %s --lang en", line[i]).at, 2, "[options.form]");
    refuses(s, "staff away SE0000000000-D1" U1 " --on 2024-01-01 --lang en", 2, "[time.question]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_cap_of_its_own_is_taken_away),          CASE(what_is_said_is_shown),
        CASE(a_panel_that_stays_is_told_of),           CASE(what_was_said_ends),
        CASE(a_position_to_come_is_planned),           CASE(what_is_to_come_is_planned),
        CASE(a_dispensation_is_shown_with_its_reason), CASE(what_is_asked_must_make_sense),
        CASE(what_belongs_to_another_form_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
