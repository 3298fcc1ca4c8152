/* kontinua assign: what is printed, to people and to programs, and the exit codes. */
#include "at_home.h"
#include "county.h"

static const char ROWS[] =
    "UPDATE staff_stated SET title_code = '201011', protected_staff = 2, given_name = 'Åsa', "
    "surname = 'Ek';"
    "INSERT INTO position_stated (staff, unit, from_day, fte, employment, training, panel_target, "
    "panel_cap, panel_open, recorded) VALUES (1, 1, 44000, 1, 0, 0, NULL, NULL, 0, 1), "
    "(2, 1, 44000, 0.5, 0, 0, 1, 2, 0, 1);"
    "INSERT INTO identifier VALUES (11, 2011, 11, 1);"
    "INSERT INTO person (key, newest) VALUES (11, 11);"
    "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
    "deregistration_reason, recorded) VALUES (11, 20000, 1, 0, 0, 0, 1);"
    "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) VALUES "
    "(11, 11, 11, 45000, 0, 1);"
    "INSERT INTO listing_effect VALUES (11, 45000, NULL, 11, 11);";

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in, ROWS);
    instance_close(&in);
}

static void people_are_told_in_sentences(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "assign SE0000000000-D2 key:1 --dry-run --format table --lang en",
           "Åsa Ek (SE0000000000-D2) would become the named contact at Norra\n"
           "(SE0000000000-U1) from 2024-01-15. Nothing was changed. The former named doctor\n"
           "was SE0000000000-D1. The doctor's panel at the unit: 0 before, 1 after; target\n"
           "1, cap 2.\n");
    prints(s, "assign SE0000000000-D2 key:1 key:11 key:3 --key a --format table --lang en",
           "Åsa Ek (SE0000000000-D2) is the named contact at Norra (SE0000000000-U1) from\n"
           "2024-01-15. New persons: 2. Change doctor: 1. May not have the contact: 1. The\n"
           "doctor's panel at the unit: 0 before, 2 after; target 1, cap 2. That is above\n"
           "the target.\n"
           "Person        Why not\n"
           "0000000000RV  The person died or emigrated before the day: no named contact can\n"
           "              be assigned\n");
}

static void programs_get_a_record_a_person(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "assign SE0000000000-D2 key:11 key:3 --format csv",
           "person,answer,former,staff,unit,kind,from\n"
           "0000000000RV,assign.ended,,SE0000000000-D2,SE0000000000-U1,2,2024-01-15\n"
           "0000000001JV,assigned,,SE0000000000-D2,SE0000000000-U1,2,2024-01-15\n");
}

static void a_file_and_a_filter_say_who(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    const char *file = scratch_path(s, "panel.txt");
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs("\xEF\xBB\xBF"
                      "key:1\r\n\r\nkey:11\n\n",
                      f) >= 0);
    assert_int_equal(fclose(f), 0);
    struct said said =
        run_at(s, str_fmt(s->arena, "assign SE0000000000-D2 --file %s --format csv", file).at);
    assert_int_equal(said.exit, 0);
    said_free(&said);
    prints(s, "assign SE0000000000-D2 --where doctor=SE0000000000-D2 --format table --lang en",
           "Åsa Ek (SE0000000000-D2) is the named contact at Norra (SE0000000000-U1) already\n"
           "of all who may have it: nothing was changed. Persons with protected identities\n"
           "are not shown.\n");
    prints(s, "assign SE0000000000-D2 --where saebo=yes --format table --lang en",
           "Åsa Ek (SE0000000000-D2) became nobody's named contact at Norra\n"
           "(SE0000000000-U1): nothing was changed. Persons with protected identities are\n"
           "not shown.\n");
    prints(s, "assign SE0000000000-D2 --where saebo=yes --dry-run --format table --lang en",
           "Åsa Ek (SE0000000000-D2) would become nobody's named contact at Norra\n"
           "(SE0000000000-U1). Nothing was changed. Persons with protected identities are\n"
           "not shown.\n");
    f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs("key:1\n\nkey:77\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    refuses(s, str_fmt(s->arena, "assign SE0000000000-D1 --file %s --lang en", file).at, 3,
            "panel.txt:3");
    f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs("\n\nkey:1\n18\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    refuses(s, str_fmt(s->arena, "assign SE0000000000-D1 --file %s --lang en", file).at, 2,
            "panel.txt:4 [assign.file]");
    f = fopen(file, "w");
    assert_non_null(f);
    assert_int_equal(fclose(f), 0);
    refuses(s, str_fmt(s->arena, "assign SE0000000000-D1 --file %s --lang en", file).at, 2,
            "[assign.file_empty]");
}

static void one_contact_is_ended_and_informed_of(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "assign --inform key:1 --format table --lang en",
           "The person has been informed of the named contact SE0000000000-D1 at\n"
           "SE0000000000-U1, 2024-01-15.\n");
    prints(s, "assign --inform key:1 --format table --lang sv",
           "Personen var redan informerad om sin fasta kontakt SE0000000000-D1 på\n"
           "SE0000000000-U1, 2024-01-15: inget ändrades.\n");
    struct said planned = run_at(s, "assign SE0000000000-D2 key:1 --from 2024-02-01");
    assert_int_equal(planned.exit, 0);
    said_free(&planned);
    prints(s,
           "assign --end key:1 SE0000000000-D2 --from 2024-02-01 --reason wrong "
           "--dry-run --format table --lang en",
           "So it would be, nothing was changed: The named contact with SE0000000000-D2 at\n"
           "SE0000000000-U1 ends from 2024-02-01. The former named doctor, SE0000000000-D1,\n"
           "stays.\n");
    prints(s,
           "assign --end key:1 SE0000000000-D2 --from 2024-02-01 --reason wrong "
           "--format csv",
           "staff,unit,from,already,again\n"
           "SE0000000000-D2,SE0000000000-U1,2024-02-01,no,SE0000000000-D1\n");
    prints(s, "assign --end key:1 --reason moves --dry-run --format table --lang en",
           "So it would be, nothing was changed: The named contact with SE0000000000-D1 at\n"
           "SE0000000000-U1 ends from 2024-01-15.\n");
    struct said same = run_at(s, "assign SE0000000000-D1 key:1 --from 2023-12-20 --dry-run");
    assert_int_equal(same.exit, 0);
    assert_null(strstr(same.note, "2023-12")); /* so already: no figure changes */
    said_free(&same);
    for (int out = 0; out < 2; out++) { /* in a month that is over */
        struct said said = run_at(s, out ? "assign --opt-out key:1 --from 2023-12-20 --dry-run"
                                         : "assign --end key:1 --reason moves --from 2023-12-20 "
                                           "--dry-run");
        assert_int_equal(said.exit, 0);
        assert_non_null(strstr(said.note, "2023-12"));
        said_free(&said);
    }
    prints(s, "assign --end key:1 --reason moves --format csv",
           "staff,unit,from,already,again\n"
           "SE0000000000-D1,SE0000000000-U1,2024-01-15,no,\n");
    prints(s, "assign --end key:1 --reason moves --format csv",
           "staff,unit,from,already,again\n"
           "SE0000000000-D1,SE0000000000-U1,2024-01-15,yes,\n");
    prints(s, "assign --end key:1 --reason moves --format table --lang en",
           "The named contact with SE0000000000-D1 at SE0000000000-U1 ends from 2024-01-15\n"
           "already: nothing was changed.\n");
}

static void of_doing_without_a_doctor_the_day_is_said(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "assign --opt-out key:1 --role resident --as key:1 --format table --lang en",
           "The person does without a named doctor from 2024-01-15.\n");
    prints(s, "assign --opt-out key:1 --from 2024-02-01 --format table --lang sv",
           "Personen avstår redan från fast läkarkontakt från 2024-01-15: inget ändrades.\n");
    prints(s, "assign --opt-out key:1 --from 2024-02-01 --format csv",
           "staff,unit,from,already,again\n,,2024-01-15,yes,\n");
    prints(s, "assign --opt-in key:1 --from 2024-03-01 --format table --lang sv",
           "Personen vill ha fast läkarkontakt igen från 2024-03-01.\n");
    prints(s, "assign --opt-in key:1 --from 2024-03-01 --format table --lang en",
           "From 2024-03-01 the person has not opted out of a named doctor: nothing was\n"
           "changed.\n");
    prints(s, "assign --opt-out key:1 --from 2024-04-01 --format csv",
           "staff,unit,from,already,again\n,,2024-04-01,no,\n");
}

static void a_refusal_says_why(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "assign SE0000000000-D2 key:3 --lang en", 5, "[assign.ended]");
    refuses(s, "assign SE0000000000-D2 key:3 key:1 --unit SE0000000000-U2 --lang en", 5,
            "[assign.none]");
    refuses(s, "assign SE0000000000-D2 --lang en", 2, "[assign.persons]");
    refuses(s, "assign SE0000000000-D2 key:1 --where unit=SE0000000000-U1 --lang en", 2,
            "[assign.persons]");
    refuses(s, "assign SE0000000000-D2 --file /nowhere/at/all --lang en", 3, "[file.missing]");
    refuses(s, "assign SE0000000000-D2 --where colour=red --lang en", 2, "[assign.filter]");
    refuses(s, "assign --end --inform key:1 --lang en", 2, "[assign.one_thing]");
    refuses(s, "assign --end key:1 key:2 key:3 --lang en", 2, "[assign.one_thing]");
    refuses(s, "assign --end key:1 --lang en", 2, "[assign.reason]");
    refuses(s, "assign --inform key:1 --reason x --lang en", 2, "(assign --inform --reason)");
    refuses(s, "assign --opt-out key:1 --kind 1 --lang en", 2, "[options.form]");
    refuses(s, "assign --opt-out key:1 SE0000000000-D1 --lang en", 2, "[options.arguments]");
    refuses(s, "assign --lang en", 2, "|--end PERSON [STAFF] --reason TEXT|--inform PERSON");
    refuses(s, "assign --opt-in key:1 --override x --lang en", 2, "[options.form]");
    refuses(s, "assign SE0000000000-D2 key:1 --reason x --lang en", 2, "(assign --reason)");
    refuses(s, "assign --end key:11 --reason moves --lang en", 5, "[assign.none_such]");
    refuses(s, "assign --opt-out key:1 --role municipal --unit SE0000000000-U1 --lang en", 4,
            "[opt.right]");
    refuses(s, "assign SE0000000000-D2 key:1 --kind 5 --lang en", 2, "[options.range]");
}

/* Which doctor it is cannot be read off an answer or a refusal where the person has blocked it. */
static void what_is_blocked_is_not_told(void **state)
{
    struct scratch *s = *state;
    static const char NONE_SUCH[] = "assign --end key:1 %s --reason moves --dry-run --lang en";
    open_home(s);
    prints(s, "assign SE0000000000-D1 key:1 --dry-run --format csv",
           "person,answer,former,staff,unit,kind,from\n"
           "0000000000RT,assign.already,,SE0000000000-D1,SE0000000000-U1,2,2024-01-15\n");
    prints(s, "block key:1 SE0000000000-U1 --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,blocked,2024-01-15,,no\n");
    for (const char *const *d =
             (const char *const[]){"", "SE0000000000-D1", "SE0000000000-D2", NULL};
         *d; d++)
        refuses(s, str_fmt(s->arena, NONE_SUCH, *d).at, 5, "[assign.none_such]");
    refuses(s, "assign --inform key:1 --dry-run", 5, "[assign.none_such]");
    refuses(s, "assign SE0000000000-D1 key:1 --dry-run", 4, "[assign.blocked]");
    refuses(s, "assign SE0000000000-D2 key:1 --dry-run", 4, "[assign.blocked]");
    prints(s, "request key:1 --doctor SE0000000000-D1 --wanted --dry-run --format csv",
           "request,kind,state,already\n1,2,requested,no\n");
    prints(s, "assign SE0000000000-D2 key:1 key:11 --dry-run --format csv",
           "person,answer,former,staff,unit,kind,from\n"
           "0000000001JV,assigned,,SE0000000000-D2,SE0000000000-U1,2,2024-01-15\n");
    prints(s, "assign SE0000000000-D2 --where unit=SE0000000000-U1 --dry-run --format table",
           "Åsa Ek (SE0000000000-D2) would become the named contact at Norra\n"
           "(SE0000000000-U1) from 2024-01-15. Nothing was changed. New persons: 1. Persons\n"
           "with protected identities are not shown. Who has blocked something is left out:\n"
           "the unit's own staff assign their contact. The doctor's panel at the unit: 0\n"
           "before, 1 after; target 1, cap 2.\n");
    prints(s, "assign --opt-out key:1 --dry-run --format csv",
           "staff,unit,from,already,again\n,,2024-01-15,no,\n");
    prints(s,
           "assign --end key:1 --reason moves --role unit_head --unit SE0000000000-U1 "
           "--format csv",
           "staff,unit,from,already,again\nSE0000000000-D1,SE0000000000-U1,2024-01-15,no,\n");
}

static void where_a_protected_member_works_is_not_told(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, ROWS);
    county_script(&in, "UPDATE staff_stated SET protected_staff = 1");
    instance_close(&in);
    refuses(s, "assign SE0000000000-D2 key:1 --dry-run", 4, "[staff.protected]");
    refuses(s, "assign SE0000000000-D2 --unit SE0000000000-U1 --where doctor=SE0000000000-D1", 4,
            "[staff.protected]");
    refuses(s, "move SE0000000000-D1 --to SE0000000000-D2 --dry-run", 3, "[panel_move.no_panel]");
    prints(s,
           "assign SE0000000000-D2 key:11 --unit SE0000000000-U1 --dry-run --format table "
           "--lang en",
           "SE0000000000-D2 would become the named contact at Norra (SE0000000000-U1) from\n"
           "2024-01-15. Nothing was changed.\n");
    prints(s, "assign SE0000000000-D2 key:11 --protected threat --dry-run --format csv",
           "person,answer,former,staff,unit,kind,from\n"
           "0000000001JV,assigned,,SE0000000000-D2,SE0000000000-U1,2,2024-01-15\n");
}

/* Of the protected it is said that there were some, and the log says that they were not opened. */
static void who_was_not_opened_is_counted(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    struct said said =
        run_at(s, "assign SE0000000000-D2 key:2 key:11 --dry-run --format csv --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.note, "not opened: 1."));
    assert_non_null(strstr(said.note, "The doctor's panel at the unit: 0 before, 1 after;"));
    said_free(&said);
    said = run_at(s, "log sample --count 9 --format csv");
    assert_non_null(strstr(said.out, "assign,read,denied,key:2,"));
    assert_null(strstr(said.out, "done,key:2,"));
    said_free(&said);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(people_are_told_in_sentences),
        CASE(programs_get_a_record_a_person),
        CASE(a_file_and_a_filter_say_who),
        CASE(one_contact_is_ended_and_informed_of),
        CASE(of_doing_without_a_doctor_the_day_is_said),
        CASE(a_refusal_says_why),
        CASE(what_is_blocked_is_not_told),
        CASE(where_a_protected_member_works_is_not_told),
        CASE(who_was_not_opened_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
