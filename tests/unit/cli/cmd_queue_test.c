/* kontinua list --queue, --leave-queue, --consent; queue; application and decide: what is printed,
 * to people and to programs, and the exit codes. */
#include "at_home.h"
#include "core/files.h"
#include "county.h"

#include <sys/stat.h>

/* The second unit is full of one with a protected identity, and has a queue; the first person is a
 * child of the third one's, who lives. */
static void open_home(struct scratch *s, const char *more)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in, "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 2;");
    county_script(&in, more);
    instance_close(&in);
}

static void a_queue_is_joined_shown_and_left(void **state)
{
    struct scratch *s = *state;
    open_home(s, "");
    refuses(s, "list key:1 SE0000000000-U2 --lang en", 5, "[listing.full_has_queue]");
    prints(s, "list key:1 SE0000000000-U2 --queue --dry-run --format table --lang en",
           "Would be in the queue of Södra (SE0000000000-U2) as number 1. Nothing was\n"
           "changed. How long it takes nobody can say: the unit has had no room for a year.\n");
    prints(s, "list key:1 SE0000000000-U2 --queue --key a --format table --lang en",
           "In the queue of Södra (SE0000000000-U2) as number 1. How long it takes nobody\n"
           "can say: the unit has had no room for a year.\n");
    prints(
        s, "list key:1 SE0000000000-U2 --queue --key a --format csv",
        "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,until,"
        "request,named\n"
        "SE0000000000-U2,,,no,2,no,queued,no,0,,1,,,,\n");
    prints(s, "list key:1 SE0000000000-U2 --queue --format table --lang sv",
           "Står redan i kö till Södra (SE0000000000-U2), som nummer 1: inget ändrades. Hur\n"
           "länge det dröjer går inte att säga: enheten har inte haft någon ledig plats på\n"
           "ett år.\n");
    prints(s, "queue SE0000000000-U2 --format csv",
           "number,person,since,wait\n"
           ",0000000000RT,2024-01-15,\n");
    prints(s, "queue SE0000000000-U2 --protected threat --format csv",
           "number,person,since,wait\n"
           "1,0000000000RT,2024-01-15,\n");
    prints(s, "queue SE0000000000-U2 --next --format table --lang en",
           "Next at Södra (SE0000000000-U2): 0000000000RT, in the queue since 2024-01-15.\n"
           "There is no room.\n");
    prints(s, "list key:1 --leave-queue --format table --lang en", "Has left the queue.\n");
    prints(s, "list key:1 --leave-queue --format csv", "queues,already,counted,left\n0,yes,no,2\n");
    struct said said =
        run_at(s, "queue SE0000000000-U2 --protected threat --format table --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.note, "Nobody is in the queue of Södra."));
    said_free(&said);
    prints(s, "queue SE0000000000-U2 --next --format table --lang en",
           "Nobody is in the queue of Södra (SE0000000000-U2).\n");
    refuses(
        s,
        "queue SE0000000000-U2 --role staff --as SE0000000000-D1 --unit SE0000000000-U1 --lang en",
        4, "[queue.party]");
}

/* What will have been said by then nobody knows. */
static void a_day_to_come_is_refused(void **state)
{
    static const char *const lists[] = {"queue SE0000000000-U2", "application list",
                                        "request list"};
    struct scratch *s = *state;
    open_home(s, "");
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        refuses_bare(s, str_fmt(s->arena, "%s --on 2024-01-16 --lang en", lists[i]).at, 2,
                     "not 2024-01-16 [time.ahead]");
        struct said today = run_at(s, str_fmt(s->arena, "%s --on 2024-01-15", lists[i]).at);
        assert_int_equal(today.exit, 0);
        said_free(&today);
    }
}

/* The rule file of the home, which counts who leaves a queue. */
static void counts_leaving(struct scratch *s)
{
    struct str text;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, SOURCE_ROOT "/tests/spec/rules/usual.yaml",
                              1 << 20, &text, &err));
    char *rules = strdup(str_cstr(s->arena, text));
    char *word = rules ? strstr(rules, "queue_leave, ") : NULL;
    if (!word)
        abort();
    memset(word, ' ', strlen("queue_leave, "));
    assert_int_equal(mkdir(scratch_path(s, "home/rules"), 0700), 0);
    (void)scratch_write(s, "home/rules/jamtland.yaml", str_of(rules));
    free(rules);
}

/* Where the region counts it. */
static void who_leaves_is_told_what_it_counts(void **state)
{
    struct scratch *s = *state;
    open_home(s, "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) "
                 "VALUES (1, 2, 45200, 0, 1);");
    counts_leaving(s);
    prints(s, "list key:1 --leave-queue --dry-run --format table --lang sv",
           "Skulle lämna kön. Inget ändrades. Det räknas som ett byte av enhet. Kvarvarande\n"
           "byten av enhet: 1.\n");
    prints(s, "list key:1 --leave-queue --key a --format table --lang en",
           "Has left the queue. It counts as a change of unit. Changes of unit that are\n"
           "left: 1.\n");
    prints(s, "list key:1 --leave-queue --key a --format csv",
           "queues,already,counted,left\n1,no,yes,1\n");
}

/* The same is said whether or not there is anybody. */
static void who_is_protected_is_not_told_of(void **state)
{
    struct scratch *s = *state;
    open_home(s, "UPDATE person_stated SET protection = 1 WHERE identifier = 1;");
    struct said said =
        run_at(s, "list key:1 SE0000000000-U2 --queue --protected threat --format table --lang en");
    assert_int_equal(said.exit, 0);
    said_free(&said);
    said = run_at(s, "queue SE0000000000-U2 --format table --lang en");
    assert_string_equal(said.out, "");
    struct said nobody = run_at(s, "queue SE0000000000-U3 --format table --lang en");
    assert_non_null(strstr(said.note, "Nobody is shown in the queue of Södra."));
    assert_non_null(strstr(nobody.note, "Nobody is shown in the queue of Gävle."));
    assert_string_equal(strstr(said.note, "Persons with"), strstr(nobody.note, "Persons with"));
    said_free(&nobody);
    said_free(&said);
    prints(s, "queue SE0000000000-U2 --next --format table --lang en",
           "Next at Södra (SE0000000000-U2): 1 person, in the queue since 2024-01-15. There\n"
           "is no room.\n");
    said = run_at(s, "queue SE0000000000-U2 --protected threat --format csv");
    assert_non_null(strstr(said.out, "2024-01-15"));
    said_free(&said);
}

static void whoever_makes_room_lists_who_is_next(void **state)
{
    struct scratch *s = *state;
    open_home(s, "");
    struct said said = run_at(s, "list key:1 SE0000000000-U2 --queue --format csv");
    assert_int_equal(said.exit, 0);
    said_free(&said);
    said = run_at(s, "list key:2 SE0000000000-U3 --protected threat --format csv");
    assert_int_equal(said.exit, 0);
    said_free(&said);
    prints(s, "list key:1 SE0000000000-U2 --format table --lang en",
           "Is listed at Södra (SE0000000000-U2) already, since 2024-01-15: nothing was\n"
           "changed.\n");
}

static void guardians_consent_one_by_one(void **state)
{
    struct scratch *s = *state;
    open_home(s, "UPDATE person_stated SET birth_date = 43000, guardian1 = 1005, guardian2 = 1006 "
                 "WHERE identifier = 1;"
                 "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1);"
                 "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6);"
                 "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
                 "deregistration_reason, recorded) VALUES (5, 30000, 1, 0, 0, 0, 1), "
                 "(6, 30000, 1, 0, 0, 0, 1);");
    refuses(s, "list key:1 --consent key:6 --lang en", 5, "[listing.nothing_waits]");
    prints(s,
           "list key:1 SE0000000000-U3 --role guardian --as key:5 --on-behalf key:1 --format table "
           "--lang en",
           "The change to Gävle (SE0000000000-U3) waits for the other guardian, until\n"
           "2024-02-14.\n");
    prints(
        s, "list key:1 SE0000000000-U3 --role guardian --as key:5 --on-behalf key:1 --format csv",
        "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,until,"
        "request,named\n"
        "SE0000000000-U3,,,no,2,yes,already_waits,no,0,,,,2024-02-14,,\n");
    prints(s, "list key:1 --consent key:6 --format table --lang en",
           "Listed at Gävle (SE0000000000-U3) from 2024-01-15. The named doctor at the\n"
           "former unit ends: SE0000000000-D1. Changes of unit that are left: 1.\n");
    refuses(s, "list key:1 --consent key:6 --lang en", 5, "[listing.nothing_waits]");
    prints(s, "list key:1 SE0000000000-U3 --consent key:6 --format table --lang en",
           "Is listed at Gävle (SE0000000000-U3) already, since 2024-01-15: nothing was\n"
           "changed.\n");
    prints(s, "list key:1 SE0000000000-U1 --dry-run --format table --lang en",
           "Would be listed at Norra (SE0000000000-U1) from 2024-01-15. Nothing was changed.\n"
           "All guardians must have signed the form. Number of guardians: 2.\n");
}

static void what_is_applied_for_is_decided(void **state)
{
    struct scratch *s = *state;
    open_home(s, "");
    prints(s, "application key:1 moved --format table --lang en",
           "The application has number 1 and waits for its decision.\n");
    struct said waits = run_at(s, "application list --format csv");
    assert_int_equal(waits.exit, 0);
    assert_non_null(strstr(waits.out, "application,person,unit,asked_on,reason\n1,"));
    assert_non_null(strstr(waits.out, ",2024-01-15,moved\n"));
    said_free(&waits);
    struct said before =
        run_at(s, "application list --known-at 2020-01-01 --format table --lang en");
    assert_int_equal(before.exit, 0);
    assert_non_null(strstr(before.out, "No application waits for a decision."));
    said_free(&before);
    refuses(s, "application key:1 moved --known-at 2020-01-01 --lang en", 2, "[time.question]");
    refuses(s, "application key:1 --lang en", 2, "[options.arguments]");
    refuses(s, "application list x --lang en", 2, "[options.arguments]");
    refuses(s, "application list --key k --lang en", 2, "[options.form]");
    refuses(s, "application list --dry-run --lang en", 2, "[options.form]");
    refuses(s, "queue SE0000000000-U2 --key k --lang en", 2, "[options.form]");
    refuses(s, "queue SE0000000000-U2 --dry-run --lang en", 2, "[options.form]");
    prints(s, "application key:1 moved --format csv", "application,already\n1,yes\n");
    refuses(s, "decide 1 --lang en", 2, "[options.arguments]");
    refuses(s, "decide 2 --grant --lang en", 3, "[application.unknown]");
    prints(s, "decide 1 --grant --dry-run --format table --lang en",
           "Application 1 would be decided so. Nothing was changed.\n");
    prints(s, "decide 1 --grant --key d --format table --lang en",
           "Application 1 is granted: the next change of unit that would count does not.\n");
    prints(s, "decide 1 --grant --key d --format table --lang sv",
           "Gjordes redan med den här nyckeln: ansökan 1 är avgjord.\n");
    prints(s, "decide 1 --grant --format csv", "application,granted,already\n1,yes,yes\n");
    refuses(s, "decide 1 --refuse no --lang en", 5, "[application.decided]");
}

static void one_thing_is_asked_at_a_time(void **state)
{
    struct scratch *s = *state;
    open_home(s, "");
    refuses(s, "list key:1 --lang en", 2, "[options.arguments]");
    refuses(s, "list key:1 --leave-queue --queue --lang en", 2, "[options.arguments]");
    refuses(s, "list key:1 --consent key:2 --role resident --as key:1 --lang en", 4,
            "[actor.role]");
    refuses(s, "list key:1 SE0000000000-U3 --special-reason x --role resident --as key:1 --lang en",
            2, "[listing.reason_eservice]");
    refuses(s, "list key:1 SE0000000000-U3 --role resident --as key:4 --lang en", 4,
            "[listing.party]");
    refuses(s,
            "list key:1 SE0000000000-U3 --role staff --as SE0000000000-D1 --unit SE0000000000-U1 "
            "--lang en",
            4, "[listing.party]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_queue_is_joined_shown_and_left),     CASE(a_day_to_come_is_refused),
        CASE(who_leaves_is_told_what_it_counts),    CASE(who_is_protected_is_not_told_of),
        CASE(whoever_makes_room_lists_who_is_next), CASE(guardians_consent_one_by_one),
        CASE(what_is_applied_for_is_decided),       CASE(one_thing_is_asked_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
