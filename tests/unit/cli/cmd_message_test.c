/* kontinua message, deliver, events, log erase, log keep: what is printed, and the exit codes. */
#include "at_home.h"
#include "beside.h"
#include "county.h"

#include <signal.h>
#include <sys/wait.h>

/* The registry was told of its listings in October 2023. */
#define FILLED "INSERT INTO change_day SELECT position, 45200 FROM change;"

/* Person 1 was told of a listing. */
static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in, FILLED
                  "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT "
                  "1, 0, 'SE0000000000-U1', '', 45300, max(position) FROM change;");
    instance_close(&in);
}

static void messages_are_listed_and_seen(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "message seen 1 --role resident --as key:1 --format table --lang en --dry-run",
           "The message would be read. Nothing was changed.\n");
    prints(s, "message seen 1 --role resident --as key:1 --format csv", "id,already\n1,no\n");
    prints(s, "message seen 1 --role resident --as key:1 --format table --lang sv",
           "Meddelandet var redan läst: inget ändrades.\n");
    prints(s, "message list key:3 --format table --lang en", "No messages.\n");
    struct said said = run_at(s, "message list key:1 --format csv --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "id,made_at,seen_at,text,kind,unit,staff,from,letter,"
                                     "noticed_at\n1,"));
    assert_non_null(strstr(said.out, ",You are listed at Norra from 2024-01-11.,listed,"
                                     "SE0000000000-U1,,2024-01-11,,\n"));
    said_free(&said);
    refuses(s, "message seen 1 --role resident --as key:2 --lang en", 3, "[message.unknown]");
    refuses(s, "message seen 1 --lang en", 3, "and says so with --role [message.unknown]");
    refuses(s, "message seen x --role resident --as key:1 --lang en", 2, "[options.number]");
    refuses(s, "message list key:1 --role resident --as key:3 --lang en", 4, "[message.party]");
    refuses(s, "message list key:2 --lang en", 4, "[act.protected_person]");
    refuses(s, "message read key:2 --lang en", 2, "[options.arguments]");
    refuses(s, "message list key:1 --key k --lang en", 2, "[options.form]");
    refuses(s, "message list key:1 --dry-run --lang en", 2, "[options.form]");
}

/* Asked again with its key it is answered as it was; without, that it is so already. */
static void seen_with_a_key_is_seen_once(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    county_change(s, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                     "SELECT 1, 0, 'SE0000000000-U2', '', 45300, max(position) FROM change;");
    prints(s, "message seen 1 --role resident --as key:1 --key k --dry-run --format csv",
           "id,already\n1,no\n");
    for (int i = 0; i < 2; i++)
        prints(s, "message seen 1 --role resident --as key:1 --key k --format csv",
               "id,already\n1,no\n");
    prints(s, "message seen 1 --role resident --as key:1 --key k --format table --lang en",
           "Was done before with this key.\n");
    prints(s, "message seen 1 --role resident --as key:1 --format csv", "id,already\n1,yes\n");
    refuses(s, "message seen 2 --role resident --as key:1 --key k --lang en", 5,
            "[act.key_reused]");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message_seen"), 1);
}

/* Rule 24: what is left out is said, and not of which unit it is. */
static void what_is_blocked_is_said_to_be_there(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                       "SELECT 1, 7, 'SE0000000000-U1', 'SE0000000000-D1', 45300, max(position) "
                       "FROM change;"
                       "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                       "(1, 1, 45000, 1);");
    instance_close(&in);
    struct said said = run_at(s, "message list key:1 --format csv --lang en");
    assert_string_equal(said.out,
                        "id,made_at,seen_at,text,kind,unit,staff,from,letter,noticed_at\n");
    assert_non_null(strstr(said.note, "There is blocked information."));
    said_free(&said);
    said = run_at(s, "message list key:1 --role resident --as key:1 --format csv --lang en");
    assert_non_null(strstr(said.out, ",contact_assigned,SE0000000000-U1,SE0000000000-D1,"));
    assert_null(strstr(said.note, "blocked"));
    said_free(&said);
}

static void events_are_delivered_and_read(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:1 SE0000000000-U2 --format csv",
           "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,"
           "until,request,named\n"
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    prints(s, "events", "");
    prints(s, "deliver --format table --lang en --dry-run",
           "The basis of payment of 2023-12 would be frozen. Events that would get a place:\n"
           "3; old events that would be removed: 0. Notices to be sent: 0; failed: 0.\n"
           "Changes that would lapse without consent: 0. Nothing was changed.\n");
    prints(s, "deliver --format csv",
           "placed,removed,notices,failed,lapsed,frozen\n3,0,0,0,0,2023-12\n");
    struct said said = run_at(s, "events --after 1 --most 1 --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "\"type\":\"named_contact.ended\",\"version\":1,\"place\":2,"
                                     "\"person\":1,\"seq\":2,\"protected\":false,"));
    assert_non_null(strstr(said.note, "Events: 1, up to place 2;"));
    said_free(&said);
    refuses(s, "events --role staff --unit SE0000000000-U1 --lang en", 4, "[actor.role]");
    refuses(s, "events --after 4 --lang en", 3, "The feed goes no further than place 3: ");
    refuses(s, "events --after 4 --lang sv", 3, "[events.place]");
    prints(s, "events --after 3", "");
    refuses(s, "deliver --notice-command true --lang en", 2, "or is no address [notice.from]");
    refuses(s, "deliver --notice-command true --notice-from foo --lang en", 2,
            "or is no address: foo [notice.from]");
    refuses(s, "deliver --event-days 29 --lang en", 2, "[options.range]");
    refuses(s, "deliver --watch --dry-run --lang en", 2, "[options.form]");
    refuses(s, "deliver --failed --dry-run --lang en", 2, "[options.form]");
    refuses(s, "deliver --every 5 --lang en", 2, "(deliver --every)");
    refuses(s, "events --key k --lang en", 2, "--key [options.unknown]");
    refuses(s, "events --dry-run --lang en", 2, "[options.unknown]");
    prints(s, "deliver --failed --format csv", "person,attempts,again_at\n");
}

static void a_program_that_cannot_start_is_told_of(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in,
                  FILLED "UPDATE person_stated SET email = 'a@example.se' WHERE identifier = 1;");
    instance_close(&in);
    prints(s, "list key:1 SE0000000000-U2 --format csv",
           "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,"
           "until,request,named\n"
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    struct said said = run_at(s, "deliver --notice-command /nonexist --notice-from "
                                 "no-reply@example.se --format csv --lang en");
    assert_int_equal(said.exit, 0);
    assert_string_equal(said.out,
                        "placed,removed,notices,failed,lapsed,frozen\n3,0,0,1,0,2023-12\n");
    assert_non_null(strstr(said.note, "The program cannot be started"));
    assert_non_null(strstr(said.note, "No such file or directory [child.start]"));
    said_free(&said);
}

/* Whom it failed with is shown to who may see them. */
static void failures_are_of_persons(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, "INSERT INTO notice_failure (identifier, attempts, again_at) VALUES (1, 2, "
                       "0), (2, 1, 0);");
    instance_close(&in);
    prints(s, "deliver --failed --format csv",
           "person,attempts,again_at\nkey:1,2,1970-01-01T00:00:00Z\n");
    struct said said = run_at(s, "deliver --failed --format table --lang en");
    assert_non_null(strstr(said.note, "Persons with protected identities are not shown."));
    said_free(&said);
    prints(s, "deliver --failed --protected threat --as SE0000000000-A1 --format csv",
           "person,attempts,again_at\nkey:1,2,1970-01-01T00:00:00Z\n"
           "key:2,1,1970-01-01T00:00:00Z\n");
    refuses(s, "deliver --failed --role staff --unit SE0000000000-U1 --lang en", 4, "[actor.role]");
    refuses(s, "deliver --failed --dry-run --lang en", 2, "[options.form]");
    refuses(s, "deliver --as SE0000000000-A1 --role staff --lang en", 2, "[options.form]");
}

/* The child of person 1, whose other guardian did not consent by yesterday. */
static void what_a_day_brings_about_is_done(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(
        &in, FILLED
        "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1);"
        "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6);"
        "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
        "deregistration_reason, guardian1, guardian2, recorded) VALUES "
        "(5, 43000, 1, 0, 0, 0, 1001, 1006, 1), (6, 30000, 1, 0, 0, 0, NULL, NULL, 1);"
        "INSERT INTO consent (identifier, unit, guardian, until_day, queue, recorded) VALUES "
        "(5, 2, 1, 45303, 0, 1);");
    instance_close(&in);
    prints(s, "deliver --dry-run --format csv",
           "placed,removed,notices,failed,lapsed,frozen\n0,0,0,0,1,2023-12\n");
    prints(s, "deliver --format csv",
           "placed,removed,notices,failed,lapsed,frozen\n0,0,0,0,1,2023-12\n");
    prints(s, "deliver --format csv", "placed,removed,notices,failed,lapsed,frozen\n0,0,0,0,0,\n");
    struct said said = run_at(s, "message list key:5 --format csv --lang en");
    assert_non_null(strstr(said.out, ",consent_lapsed,SE0000000000-U2,"));
    said_free(&said);
}

/* The rest is done, and it is tried again. */
static void a_month_that_cannot_be_frozen_is_told_of(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_home(s);
    struct err err = {0};
    struct instance_options options = {.home = scratch_path(s, "home")};
    prints(s, "list key:1 SE0000000000-U2 --format csv",
           "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,"
           "until,request,named\n"
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(&in, "CREATE TRIGGER fails BEFORE INSERT ON capitation BEGIN "
                       "SELECT RAISE(ABORT, 'no'); END;");
    instance_close(&in);
    struct said said = run_at(s, "deliver --format csv --lang en");
    assert_int_equal(said.exit, 0);
    assert_string_equal(said.out, "placed,removed,notices,failed,lapsed,frozen\n3,0,0,0,0,\n");
    assert_non_null(strstr(said.note, "The basis of payment of the last month was not frozen"));
    assert_non_null(strstr(said.note, "[store.constraint]"));
    said_free(&said);
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(&in, "DROP TRIGGER fails;");
    instance_close(&in);
    prints(s, "deliver --format csv",
           "placed,removed,notices,failed,lapsed,frozen\n0,0,0,0,0,2023-12\n");
}

static void a_worker_ends_when_it_is_told_to(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:1 SE0000000000-U2 --format csv",
           "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,"
           "until,request,named\n"
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    pid_t worker = fork();
    if (worker == 0) {
        struct said said = run_at(s, "deliver --watch --every 1");
        _exit(said.exit);
    }
    bool placed = false;
    for (unsigned i = 0; i < 600 && !placed; i++) {
        struct said said = run_at(s, "events");
        placed = strstr(said.out, "listing.created");
        said_free(&said);
        (void)usleep(50000);
    }
    int status = -1;
    assert_int_equal(kill(worker, SIGTERM), 0);
    assert_int_equal(waitpid(worker, &status, 0), worker);
    assert_true(placed);
    assert_int_equal(status, 0);
}

static void the_log_is_erased_by_decision_and_kept_for_years(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "message list key:99 --lang en", 3, "[person.unknown]");
    refuses(s, "log erase 1 --lang en", 2, "[log.decision]");
    refuses(s, "log erase 1 --decision 180001010107 --lang en", 2, "[log.identifier]");
    refuses(s, "log erase x --decision a --lang en", 2, "[options.number]");
    refuses(s, "log erase 7 --decision 1.2-3 --lang en", 3, "[log.entry]");
    prints(s, "log erase 1 --decision 1.2-3 --lang en",
           "Entry 1 is erased by decision 1.2-3; its place in the chain is left.\n");
    refuses(s, "log erase 1 --decision 1.2-3 --lang en", 3, "[log.entry]");
    refuses(s, "log keep --decision a --lang en", 2, "[options.form]");
    struct said said = run_at(s, "log keep --dry-run --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "Entries that would be removed: 0."));
    said_free(&said);
    said = run_at(s, "log keep --dry-run --format table --lang sv");
    assert_non_null(strstr(said.out, " skulle vara kvar."));
    said_free(&said);
    said = run_at(s, "log keep --key k --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "Entries removed: 0."));
    said_free(&said);
    said = run_at(s, "log keep --key k --format table --lang en");
    assert_int_equal(said.exit, 0);
    assert_true(str_starts(str_of(said.out), STR("Was done before with this key. Entries")));
    said_free(&said);
    said = run_at(s, "log verify --format csv");
    assert_non_null(strstr(said.out, "sound,4,0,1,,"));
    said_free(&said);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(messages_are_listed_and_seen),
        CASE(seen_with_a_key_is_seen_once),
        CASE(what_is_blocked_is_said_to_be_there),
        CASE(events_are_delivered_and_read),
        CASE(a_program_that_cannot_start_is_told_of),
        CASE(failures_are_of_persons),
        CASE(what_a_day_brings_about_is_done),
        CASE(a_month_that_cannot_be_frozen_is_told_of),
        CASE(a_worker_ends_when_it_is_told_to),
        CASE(the_log_is_erased_by_decision_and_kept_for_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
