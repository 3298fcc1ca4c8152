/* kontinua who: what is printed, to people and to programs. */
#include "at_home.h"
#include "county.h"

static void open_home(struct scratch *s, const char *sql)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in, "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                       "panel_open, recorded) VALUES (1, 1, 44000, 0, 0, 1, 1), "
                       "(2, 1, 44000, 0, 0, 1, 1);"
                       "UPDATE staff_stated SET given_name = 'Ulla', surname = 'Berg', "
                       "protected_staff = 0;"
                       "UPDATE unit_stated SET phone = '063-1', web = 'https://u.se';");
    county_script(&in, sql);
    instance_close(&in);
}

static void the_answer_is_a_sentence(void **state)
{
    struct scratch *s = *state;
    open_home(s, "INSERT INTO substitute_stated (doctor, staff, unit, from_day, to_day, recorded) "
                 "VALUES (1, 2, 1, 45305, 45310, 1);"
                 "INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES "
                 "(1, 1, 45305, 45320, 1);");
    prints(s, "who key:1 --format table --lang en",
           "The named doctor is Ulla Berg (SE0000000000-D1) at Norra (SE0000000000-U1).\n");
    prints(s, "who key:1 --format table --lang sv",
           "Fast läkare är Ulla Berg (SE0000000000-D1) på Norra (SE0000000000-U1).\n");
    prints(s, "who key:1 --on 2024-01-18 --format table --lang en",
           "The named doctor is away. Ulla Berg (SE0000000000-D2) stands in, at Norra\n"
           "(SE0000000000-U1).\n");
    prints(s, "who key:1 --on 2024-01-28 --format table --lang en",
           "The named doctor is away. Contact the unit: Norra (SE0000000000-U1), 063-1,\n"
           "https://u.se.\n");
    prints(s, "who key:1 --on 2000-01-01 --format table --lang en",
           "There is no named doctor. The person is listed nowhere.\n");
    prints(s, "who key:2 --protected threat --format table --lang en",
           "There is no named doctor. Contact the unit: Södra (SE0000000000-U2), 063-1,\n"
           "https://u.se.\n");
}

static void the_other_sentences(void **state)
{
    struct scratch *s = *state;
    open_home(s, "UPDATE unit_stated SET phone = NULL, web = NULL;"
                 "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 1;"
                 "INSERT INTO staff VALUES (3, 'SE0000000000-D3');"
                 "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                 "panel_open, recorded) VALUES (3, 1, 44000, 0, 0, 1, 1);"
                 "INSERT INTO substitute_stated (doctor, staff, unit, from_day, to_day, recorded) "
                 "VALUES (1, 2, 1, 45305, 45310, 1), (1, 3, 1, 45305, 45310, 1);"
                 "INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES "
                 "(1, 1, 45305, 45320, 1);");
    prints(s, "who key:1 --format table --lang en",
           "The named doctor is a doctor whose identity is protected at Norra\n"
           "(SE0000000000-U1).\n");
    prints(s, "who key:1 --on 2024-01-18 --format table --lang en",
           "The named doctor is away. 2 stand in. The unit Norra (SE0000000000-U1) has no\n"
           "contact point.\n");
}

static void programs_get_a_record(void **state)
{
    struct scratch *s = *state;
    open_home(s, "");
    prints(s, "who key:1 --format csv",
           "on,unit,who,doctor,name,why,substitutes,phone,web,blocked\n"
           "2024-01-15,SE0000000000-U1,named,SE0000000000-D1,Ulla Berg,,0,063-1,https://u.se,no\n");
    refuses(s, "who key:2 --lang en", 4, "[act.protected_person]");
    refuses(s, "who key:77 --lang en", 3, "[person.unknown]");
    refuses(s, "who key:1 --key k --lang en", 2, "--key [options.unknown]");
    refuses(s, "who key:1 --dry-run --lang en", 2, "[options.unknown]");
    refuses(s, "who key:1 --role resident --as key:3 --lang en", 4, "[who.right]");
}

static void what_is_blocked_is_not_told(void **state)
{
    struct scratch *s = *state;
    open_home(s, "INSERT INTO block_stated (identifier, unit, from_day, recorded) "
                 "VALUES (1, 1, 45000, 1);");
    prints(s, "who key:1 --format table --lang en",
           "Contact the unit: Norra (SE0000000000-U1), 063-1, https://u.se. There is blocked\n"
           "information.\n");
    prints(s, "who key:1 --format csv",
           "on,unit,who,doctor,name,why,substitutes,phone,web,blocked\n"
           "2024-01-15,SE0000000000-U1,unit,,,,0,063-1,https://u.se,yes\n");
    prints(s, "who key:1 --format csv --emergency unconscious",
           "on,unit,who,doctor,name,why,substitutes,phone,web,blocked\n"
           "2024-01-15,SE0000000000-U1,named,SE0000000000-D1,Ulla Berg,,0,063-1,https://u.se,no\n");
    refuses(s, "who key:1 --consent asked --emergency now", 2, "[block.opening]");
    refuses(s, "who key:1 --consent asked --role resident --as key:1", 2, "[block.opening]");
    prints(s, "list key:1 SE0000000000-U2 --dry-run --format table --lang en",
           "Would be listed at Södra (SE0000000000-U2) from 2024-01-15. Nothing was changed.\n"
           "There is blocked information: whether a named doctor ends with it is not shown.\n"
           "Changes of unit that are left: 1.\n");
}

/* Below the age of own choice: it is said that a guardian acts, and until when; of others nothing.
 */
static void who_is_too_young_is_told_so(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, "UPDATE person_stated SET birth_date = 44000 WHERE identifier IN (1, 4);"
                       "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                       "SELECT 1, 0, 'SE0000000000-U1', '', 45300, max(position) FROM change;");
    instance_close(&in);
    static const char *const verb[] = {"who key:1", "message list key:1", "assign --opt-out key:1",
                                       "person show key:1", "block key:1 SE0000000000-U1"};
    for (size_t i = 0; i < ARRAY_LEN(verb); i++) {
        const char *own = str_fmt(s->arena, "%s --role resident --as key:1 --lang en", verb[i]).at;
        const char *other = str_fmt(s->arena, "%s --role resident --as key:3", verb[i]).at;
        bool is_block = i + 1 == ARRAY_LEN(verb); /* which no guardian may either */
        refuses(s, own, 4,
                is_block ? "They act themselves from: 2038-06-20 [act.too_young_alone]"
                         : "They act themselves from: 2038-06-20 [act.too_young]");
        struct said said = run_at(s, other);
        assert_int_equal(said.exit, 4);
        assert_null(strstr(said.note, "2038"));
        said_free(&said);
    }
    refuses(s, "message seen 1 --role resident --as key:1 --lang en", 4,
            "They act themselves from: 2038-06-20 [act.too_young]");
    refuses(s, "message seen 2 --role resident --as key:1", 3, "[message.unknown]");
    refuses(s, "message seen 1 --role resident --as key:3", 3, "[message.unknown]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_answer_is_a_sentence),    CASE(the_other_sentences),
        CASE(programs_get_a_record),       CASE(what_is_blocked_is_not_told),
        CASE(who_is_too_young_is_told_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
