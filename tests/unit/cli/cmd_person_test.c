/* kontinua person: what is shown of whom to whom, as of which moment, and what the log has of it.
 */
#include "at_home.h"
#include "county.h"

/* Persons have names and real numbers; all was recorded on 2023-02-01. */
static void open_home(struct scratch *s)
{
    struct instance in;
    struct person_id id = {0};
    county_open(s, &in);
    for (unsigned n = 1; n <= 4; n++) {
        assert_true(person_id_make((struct civil){1800, 1, (uint8_t)n}, 10, &id));
        county_script(&in, str_fmt(s->arena, "UPDATE identifier SET packed = %lld WHERE id = %u;",
                                   (long long)id.packed, n)
                               .at);
    }
    county_script(
        &in, "UPDATE change SET recorded_at = 1675249200000000;"
             "UPDATE person_stated SET given_name = 'Anna', surname = 'Östberg', municipality = "
             "'2380', guardian1 = (SELECT packed FROM identifier WHERE id = 2) WHERE id = 1;"
             "UPDATE person_stated SET given_name = 'Åsa', surname = 'Ek' WHERE id = 2;"
             "UPDATE person_stated SET given_name = 'Annika', surname = 'Ek' WHERE id = 3;");
    instance_close(&in);
}

static void of_a_person_is_shown_what_holds_and_held(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "person show key:1 --format csv",
           "what,when,code,value,unit,from,to,recorded_at,reason,override,kind,wait\n"
           "key,,,1,,,,,,,,\n"
           "name,,,Anna Östberg,,,,,,,,\n"
           "identifier,now,newest,180001010107,,,,2023-02-01T11:00:00Z,,,,\n"
           "identifier,before,former,180001040104,,,,2023-02-01T11:00:00Z,,,,\n"
           "birth_date,,,1954-10-05,,,,,,,,\n"
           "sex,,F,,,,,,,,,\n"
           "registration,now,registered,2380,,,,2023-02-01T11:00:00Z,,,,\n"
           "guardian,,protected,,,,,,,,,\n"
           "listing,now,choice_eservice,,SE0000000000-U1,2021-01-02,,2023-02-01T11:00:00Z,,,,\n"
           "named_contact,now,2,SE0000000000-D1,SE0000000000-U1,2021-01-02,,"
           "2023-02-01T11:00:00Z,,,,\n"
           "pending,,nothing,,,,,,,,,\n");
    prints(s, "person show key:3 --on 2021-03-01 --format table --lang sv",
           "Vad            När  Värde                    Från        Till\n"
           "Nyckel         –    3\n"
           "Namn           –    Annika Ek\n"
           "Identitet      nu   180001030105, gällande\n"
           "Folkbokföring  nu   folkbokförd                          2021-04-16\n"
           "Listning       nu   SE0000000000-U2, område  2021-01-02  2021-04-16\n");
}

/* Named by the identifiers that both were theirs before they were joined. */
static void a_guardian_of_two_identifiers_is_shown_once(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    county_change(s, "UPDATE person_stated SET guardian1 = (SELECT packed FROM identifier WHERE "
                     "id = 1), guardian2 = (SELECT packed FROM identifier WHERE id = 4) "
                     "WHERE id = 2;");
    struct said said = run_at(s, "person show key:2 --protected threat --format csv");
    assert_non_null(strstr(said.out, "guardian,,,key:1,"));
    assert_null(strstr(strstr(said.out, "guardian,") + 1, "guardian,"));
    said_free(&said);
}

static void shows_words(struct scratch *s, const char *arguments, const char *words);

/* Where no municipality is known. */
static void the_county_of_who_is_registered_is_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    county_change(s, "UPDATE person_stated SET county = '21' WHERE id = 3;");
    shows_words(s, "person show key:3 --on 2021-03-01 --format csv",
                "registration,now,registered,21,,,2021-04-16,");
    shows_words(s, "person show key:3 --on 2021-03-01 --format table --lang sv",
                "Gävleborgs län (21), ");
}

/* All that waits, in one part; of another time it is not said. */
static void what_is_pending_is_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    shows_words(s, "person show key:1 --format table --lang en",
                "Pending        –       nothing\n");
    county_change(
        s, "INSERT INTO queue_place (id, identifier, unit, since, electronic, recorded) VALUES "
           "(1, 1, 2, 45300, 1, 1);"
           "INSERT INTO consent (identifier, unit, guardian, from_day, until_day, queue, "
           "recorded) VALUES (1, 2, 2, NULL, 45310, 0, 1);"
           "INSERT INTO application (id, identifier, reason, recorded) VALUES (4, 1, 'x', 1);"
           "INSERT INTO request VALUES (7, 1, 2, NULL, 0, 1);"
           "INSERT INTO request_step VALUES (7, 0, 1, NULL, NULL);"
           "INSERT INTO request_open VALUES (1, 2, 7);"
           "INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (1, 45400, 1);");
    shows_words(s, "person show key:1 --format csv",
                "pending,now,queue,1,SE0000000000-U2,2024-01-11,,2023-02-01T11:00:00Z,,,,\n"
                "pending,now,consent,,SE0000000000-U2,,2024-01-21,2023-02-01T11:00:00Z,,,,\n"
                "pending,now,application,4,,,,2023-02-01T11:00:00Z,,,,\n"
                "pending,now,request,7,,,,2023-02-01T11:00:00Z,,,2,\n"
                "pending,planned,opted_out,,,2024-04-20,,2023-02-01T11:00:00Z,,,,\n");
    shows_words(s, "person show key:1 --format table --lang sv", "begäran 7, läkarkontakt");
    shows_words(s, "person show key:1 --format table --lang sv", "i kö, SE0000000000-U2, nummer");
    shows_words(s, "person show key:1 --format table --lang sv", "väntetiden okänd");
    struct said said = run_at(s, "person show key:1 --format csv --on 2024-01-14");
    assert_null(strstr(said.out, "pending"));
    said_free(&said);
    county_change(s, "UPDATE person_stated SET protection = 1 WHERE identifier = 1;");
    said = run_at(s, "person show key:1 --format csv");
    assert_null(strstr(said.out, "pending"));
    said_free(&said);
}

/* As who joins is told: behind one who came sooner, and by the room that was made in a year. */
static void where_a_person_stands_in_a_queue_is_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    county_change(
        s, "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 2;"
           "INSERT INTO queue_place (id, identifier, unit, since, electronic, recorded) VALUES "
           "(1, 2, 2, 45200, 1, 1), (2, 1, 2, 45300, 1, 1);"
           "UPDATE listing_effect SET to_day = 45200 WHERE list = 12 AND person = 2;");
    shows_words(s, "person show key:1 --format csv",
                "pending,now,queue,2,SE0000000000-U2,2024-01-11,,2023-02-01T11:00:00Z,,,,730\n");
    shows_words(s, "person show key:1 --format table --lang en", "SE0000000000-U2, number 2,");
    shows_words(s, "person show key:1 --format table --lang en", "about 730 days");
    county_change(s, "DELETE FROM unit_stated WHERE unit = 2;");
    shows_words(s, "person show key:1 --format csv",
                "pending,now,queue,,SE0000000000-U2,2024-01-11,,2023-02-01T11:00:00Z,,,,\n");
}

static void shows_words(struct scratch *s, const char *arguments, const char *words)
{
    struct said said = run_at(s, arguments);
    if (!strstr(said.out, words))
        fail_msg("%s\n%s\nwanted %s", arguments, said.out, words);
    said_free(&said);
}

/* Two reasons that are kept in one column: why a contact ended, and why it was assigned although
 * the panel was full. */
static void why_a_contact_was_assigned_and_ended_is_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    county_change(s, "UPDATE named_contact_stated SET reason = 'lives near' WHERE id = 1;");
    shows_words(s, "person show key:1 --format csv", ",2023-02-01T11:00:00Z,,lives near,,\n");
    shows_words(s, "person show key:1 --format table --lang en",
                "although the panel was full or closed:");
    shows_words(s, "list key:1 SE0000000000-U2 --format csv", "SE0000000000-D1");
    shows_words(s, "person show key:1 --format csv", ",changed_unit,lives near,,\n");
    shows_words(s, "person show key:1 --format table --lang sv", "upphör: listad på en");
    shows_words(s, "person show key:1 --format csv --known-at 2023-06-30", "Z,,lives near,,\n");
    county_change(s, "UPDATE staff_stated SET protected_staff = 1;");
    shows_words(s, "person show key:1 --format csv", "Z,changed_unit,,,\n");
    county_change(s, "UPDATE named_contact_stated SET reason = 'ill' WHERE to_day IS NOT NULL;");
    shows_words(s, "person show key:1 --format csv", "Z,other,,,\n");
    shows_words(s, "person show key:1 --format csv --protected threat", "Z,ill,lives near,,\n");
}

static void what_was_known_earlier_is_shown_as_it_was(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:1 SE0000000000-U2 --format csv",
           "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,"
           "until,request,named\n"
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    prints(s, "person find --listed-at SE0000000000-U2 --format csv --born 1954-10-05",
           "key,person,given_name,surname,birth_date,unit\n"
           "1,180001010107,Anna,Östberg,1954-10-05,SE0000000000-U2\n");
    prints(s,
           "person find --listed-at SE0000000000-U2 --format csv --born 1954-10-05 --known-at "
           "2023-06-30",
           "key,person,given_name,surname,birth_date,unit\n");
    prints(s, "person find --listed-at SE0000000000-U1 --format csv --known-at 2023-02-01T12:00",
           "key,person,given_name,surname,birth_date,unit\n"
           "1,180001010107,Anna,Östberg,1954-10-05,SE0000000000-U1\n");
    refuses(s, "person show key:1 --known-at 2023-02-01T11:59", 3, "[person.unknown]");
    refuses(s, "person show key:1 --known-at yesterday", 2, "[time.known_at]");
    refuses(s, "person show key:1 --known-at 2026-03-29T02:30 --lang en", 2,
            "--known-at 2026-03-29T02:30 is a time that did not come");
    refuses(s, "person show key:1 --known-at 2023-02-30 --lang en", 2,
            "--known-at 2023-02-30 is no time that there is: write");
    refuses(s, "person show key:1 --on 2026-01-01", 2, "[person.day]");
}

/* A mark; with the right and a reason all of it. In a list they are counted beside it. */
static void a_protected_identity_is_a_mark(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "person show key:2 --format csv",
           "what,when,code,value,unit,from,to,recorded_at,reason,override,kind,wait\n"
           "key,,,2,,,,,,,,\n"
           "protection,,confidential,,,,,,,,,\n");
    struct said said = run_at(s, "person show key:2 --protected threat --format csv");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "name,,,Åsa Ek"));
    assert_non_null(strstr(said.out, "named_contact,now,1,SE0000000000-D2,SE0000000000-U2"));
    said_free(&said);
    said = run_at(s, "person find --name ek --lang en --format csv");
    assert_int_equal(said.exit, 0);
    assert_string_equal(said.out, "key,person,given_name,surname,birth_date,unit\n"
                                  "3,180001030105,Annika,Ek,,\n");
    assert_non_null(strstr(said.note, "Persons with protected identities are not shown."));
    assert_null(strstr(said.note, "1"));
    struct str note = str_copy(s->arena, str_of(said.note));
    said_free(&said);
    said = run_at(s, "person find --name nobody --lang en --format csv"); /* told alike of none */
    assert_true(str_eq(note, str_of(said.note)));
    said_free(&said);
    prints(s, "person find --name ek --protected threat --format csv",
           "key,person,given_name,surname,birth_date,unit\n"
           "3,180001030105,Annika,Ek,,\n"
           "2,180001020106,Åsa,Ek,1927-05-20,SE0000000000-U2\n");
}

static void who_may_not_see_is_refused(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "person show key:1 --role resident --as key:3", 4, "[actor.role]");
    refuses(s, "person find --name ek --role resident --as key:3", 4, "[actor.role]");
    refuses(s, "person find --name ek --role municipal --unit SE0000000000-U3", 4, "[actor.role]");
    refuses(s, "person find", 2, "[person.filter]");
    refuses(s, "person find --listed-at SE0000000000-U9", 3, "[unit.unknown]");
    refuses(s, "person find --name x --consent y", 2, "[options.form]");
    refuses(s, "person show key:99", 3, "[person.unknown]");
    struct said said = run_at(s, "person show key:1 --role resident --as key:1 --format csv");
    assert_int_equal(said.exit, 0);
    said_free(&said);
    prints(s, "person find --name nobody --format csv",
           "key,person,given_name,surname,birth_date,unit\n");
    said = run_at(s, "log sample --share 100 --format csv");
    assert_non_null(strstr(said.out, "no_hit"));
    assert_non_null(strstr(said.out, "by=name"));
    assert_null(strstr(said.out, "nobody"));
    assert_non_null(strstr(said.out, "denied"));
    said_free(&said);
}

/* The unit's named contacts are seen by the unit, the person, and who opens them for a reason. */
static void blocked_information_is_said_to_be_there(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    county_change(s, "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                     "(1, 1, 45000, 1);");
    static const char *const CLOSED[] = {"", " --role staff --unit SE0000000000-U2 --purpose care"};
    static const char *const OPEN[] = {
        " --role staff --unit SE0000000000-U1", " --role resident --as key:1",
        " --role staff --unit SE0000000000-U2 --purpose care --consent asked",
        " --role staff --unit SE0000000000-U2 --purpose care --emergency unconscious"};
    for (size_t i = 0; i < ARRAY_LEN(CLOSED); i++) {
        struct said said =
            run_at(s, str_fmt(s->arena, "person show key:1 --format csv%s", CLOSED[i]).at);
        assert_null(strstr(said.out, "named_contact"));
        assert_null(strstr(said.out, "block,"));
        assert_non_null(strstr(said.out, "\nblocked,"));
        said_free(&said);
    }
    for (size_t i = 0; i < ARRAY_LEN(OPEN); i++) {
        struct said said =
            run_at(s, str_fmt(s->arena, "person show key:1 --format csv%s", OPEN[i]).at);
        assert_non_null(strstr(said.out, "named_contact"));
        assert_non_null(strstr(said.out, "block,now,,,SE0000000000-U1,2023-03-17"));
        assert_null(strstr(said.out, "\nblocked,"));
        said_free(&said);
    }
    refuses(s, "person show key:1 --consent asked --role resident --as key:1", 2,
            "[block.opening]");
    refuses(s, "person show key:1 --consent asked --emergency now", 2, "[block.opening]");
    refuses_bare(s,
                 "person show key:1 --role staff --unit SE0000000000-U2 --emergency 18000101-0107",
                 2, "[log.identifier]");
    struct said said = run_at(s, "log sample --share 100 --format csv");
    assert_non_null(strstr(said.out, "blocked=emergency reason=unconscious"));
    assert_non_null(strstr(said.out, "blocked=consent reason=asked"));
    said_free(&said);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(of_a_person_is_shown_what_holds_and_held),
        CASE(a_guardian_of_two_identifiers_is_shown_once),
        CASE(the_county_of_who_is_registered_is_shown),
        CASE(what_is_pending_is_shown),
        CASE(where_a_person_stands_in_a_queue_is_shown),
        CASE(why_a_contact_was_assigned_and_ended_is_shown),
        CASE(what_was_known_earlier_is_shown_as_it_was),
        CASE(a_protected_identity_is_a_mark),
        CASE(who_may_not_see_is_refused),
        CASE(blocked_information_is_said_to_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
