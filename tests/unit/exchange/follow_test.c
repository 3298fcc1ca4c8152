/* What follows from a load by itself, and what loads and their undoing leave of what acts stated:
 * through files, and rows that acts would have written. */
#include "closing_scene.h"
#include "follow_scene.h"
#include "service/listing/time_passes.h"
#include "service/message/message.h"
#include "store/letter_store.h"
#include "store/notice_store.h"

/* ---- what a load brings about ---- */

static void what_a_load_brings_about_is_not_what_its_files_said(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    request.again = true;
    open_county(s);
    act(s, WAITS);
    raise_cap(s);
    ROWS(s, WHERE, "1 2");
    ROWS(s, DOCTOR, "45304");
    ROWS(s,
         "SELECT c.recorded_at = o.recorded_at AND f.of = l.position FROM change_follow AS f "
         "JOIN change AS c ON c.position = f.position JOIN change AS o ON o.position = f.of "
         "JOIN load AS l ON l.id = 2",
         "1");
    put_first(s); /* of it the caps are news */
    county_put(s, "units.csv", UNITS "@U2,Two,region,23,2,yes\n");
    assert_int_equal(county_run(s, &request).changed, 0);
    ROWS(s, DOCTOR, "45304");
    undone(s, 3);
    undone(s, 2);
    ROWS(s, WHERE, "1");
    ROWS(s, DOCTOR, "open");
    ROWS(s, "SELECT identifier FROM queue_place WHERE superseded IS NULL", "1");
    county_clear(s);
    put_first(s);
    assert_int_equal(county_run(s, &request).changed, 0);
}

/* The file itself says the contact anew that what follows from it ends. */
static void what_a_load_says_can_end_by_what_follows_from_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, WAITS);
    county_put(s, "named_contacts.csv", "person,kind,staff,unit,from\n@P1,2,@D2,@U1,2021-01-01\n");
    raise_cap(s);
    ROWS(s, DOCTOR, "45304 45304");
    undone(s, 2);
    ROWS(s, DOCTOR, "open");
    assert_true(strstr(county_now(s), "contact 2 @P1 @D1 @U1 2020-01-01 -\n") != NULL);
}

/* ---- what is given back ---- */

static void what_nobody_has_read_of_the_load_is_not_told(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, WAITS);
    raise_cap(s);
    ROWS(s, "SELECT kind FROM message", "0 8"); /* listed, and that the doctor ends */
    undone(s, 2);
    ROWS(s, "SELECT kind FROM message", "");
    raise_cap(s);
    act(s, NEW_POSITION "INSERT INTO message_seen SELECT id, identifier, " NOW " FROM message;");
    undone(s, 3);
    /* and then that the doctor stays, and that the place is back */
    ROWS(s, "SELECT kind FROM message ORDER BY id", "8 0 7 1");
    ROWS(s, "SELECT unit || staff || from_day FROM message WHERE kind = 7",
         "SE0000000000-U1SE0000000000-D143829");
}

/* ---- in another county ---- */

static const char ELSEWHERE[] =
    "SELECT coalesce(to_day, 'open') FROM elsewhere_effect WHERE person = 2";

static void who_comes_back_is_not_listed_in_another_county(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, NEW_POSITION
        "INSERT INTO application (identifier, reason, recorded, decided, granted, used) "
        "VALUES (2, 'x', 1, 1, 1, " NOW ");"
        "INSERT INTO elsewhere_stated (identifier, county, from_day, recorded, application) "
        "VALUES (2, '21', 44000, " NOW ", 1);");
    county_put(s, "people.csv",
               PEOPLE "@P2,1960-01-01,F,23,A1,1990-01-01,2023-03-05,emigrated,,yes,\n");
    (void)county_import(s);
    ROWS(s, ELSEWHERE, "44988");
    county_put(s, "people.csv", PEOPLE "@P2,1960-01-01,F,23,A1,2024-01-08,,,,yes,\n");
    assert_int_equal(county_import(s).listed, 1);
    ROWS(s, ELSEWHERE, "44988");
    assert_true(strstr(county_now(s), "listed @P2 @U1 2024-01-08 -\n") != NULL);
    ROWS(s, "SELECT to_day || application FROM elsewhere_stated WHERE superseded IS NULL",
         "449881");
    undone(s, 3);
    ROWS(s,
         "SELECT coalesce(to_day, 'open') || application FROM elsewhere_stated WHERE superseded IS "
         "NULL",
         "open1");
    undone(s, 2);
    ROWS(s, ELSEWHERE, "open");
}

/* ---- what acts said of whom a load brought ---- */

static void who_was_acted_on_stays(void **state)
{
    static const char *const ACTS[] = {
        REQUEST,
        WAITS,
        NEW_POSITION
        "INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (1, 45000, " NOW ");",
        NEW_POSITION "INSERT INTO elsewhere_stated (identifier, county, from_day, recorded) VALUES "
                     "(1, '21', 45000, " NOW ");",
        NEW_POSITION "INSERT INTO application (identifier, reason, recorded) VALUES (1, 'x', " NOW
                     ");",
        NEW_POSITION "INSERT INTO consent (identifier, unit, guardian, until_day, queue, recorded) "
                     "VALUES (1, 1, 2, 45400, 0, " NOW ");",
        NEW_POSITION
        "INSERT INTO substitute_stated (doctor, staff, unit, from_day, to_day, recorded) "
        "VALUES (1, 2, 1, 45000, 45400, " NOW ");",
        NEW_POSITION "INSERT INTO absence_stated (staff, unit, from_day, recorded) VALUES (1, 1, "
                     "45000, " NOW ");",
        NEW_POSITION "INSERT INTO dispensation_stated (staff, unit, from_day, to_day, reason, "
                     "recorded) VALUES (1, 1, 45000, 45400, 'x', " NOW ");",
        NEW_POSITION "INSERT INTO panel_move (unit, way, on_day, done_on, recorded) VALUES (1, 0, "
                     "45000, 45000, " NOW
                     "); INSERT INTO coming_stated (identifier, unit, from_day, "
                     "move, recorded) VALUES (1, 1, 45000, 1, " NOW ");",
        NEW_POSITION
        "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES (1, 1, "
        "45000, " NOW ");",
    };
    for (size_t i = 0; i < ARRAY_LEN(ACTS); i++) {
        void *fresh = NULL;
        struct err err = {0};
        if (county_setup(&fresh) != 0 || !fresh)
            abort();
        struct scratch *s = fresh;
        open_county(s);
        act(s, ACTS[i]);
        if (undo(s, 1, &err))
            fail_msg("taken back: %s", ACTS[i]);
        assert_string_equal(err.code, "load.acted");
        assert_true(strncmp(err.detail, "2 test ", 7) == 0);
        assert_int_equal(scratch_teardown(&fresh), 0);
    }
    (void)state;
}

/* Who was listed from the queue by the load got a doctor there, or waits for one. */
static void who_got_a_doctor_where_the_load_listed_stays(void **state)
{
    static const char *const ACTS[] = {
        NEW_POSITION "INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, "
                     "recorded) SELECT 1, 2, 2, id, 45305, " NOW
                     " FROM unit WHERE hsaid = 'SE0000000000-U2';",
        NEW_POSITION
        "INSERT INTO panel_move (unit, way, on_day, done_on, recorded) VALUES (2, 0, 45305, "
        "45305, " NOW
        "); INSERT INTO coming_stated (identifier, unit, from_day, move, recorded) SELECT 1, id, "
        "45305, 1, " NOW " FROM unit WHERE hsaid = 'SE0000000000-U2';",
    };
    for (size_t i = 0; i < ARRAY_LEN(ACTS); i++) {
        void *fresh = NULL;
        struct err err = {0};
        if (county_setup(&fresh) != 0 || !fresh)
            abort();
        struct scratch *s = fresh;
        open_county(s);
        act(s, WAITS);
        raise_cap(s);
        ROWS(s, WHERE, "1 2");
        act(s, ACTS[i]);
        if (undo(s, 2, &err))
            fail_msg("taken back: %s", ACTS[i]);
        assert_string_equal(err.code, "load.acted");
        assert_non_null(strstr(err.detail, " test "));
        ROWS(s, WHERE, "1 2");
        assert_int_equal(scratch_teardown(&fresh), 0);
    }
    (void)state;
}

/* What has ended stands in nobody's way. */
static void what_has_ended_is_in_nobodys_way(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, NEW_POSITION
        "INSERT INTO application (identifier, reason, recorded, decided, granted, decision) VALUES "
        "(1, 'x', " NOW ", " NOW ", 0, 'no');" REQUEST
        "INSERT INTO request_step (request, state, recorded) VALUES (1, 6, " NOW ");"
        "DELETE FROM request_open;");
    undone(s, 1);
}

/* ---- beside the rows ---- */

static void what_stands_beside_a_row_comes_back_with_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, NEW_POSITION
        "UPDATE listing_stated SET superseded = " NOW " WHERE identifier = 2;"
        "INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) VALUES "
        "(2, 1, 43829, 0, " NOW ");"
        "INSERT INTO listing_reason SELECT max(id), 'why' FROM listing_stated;"
        "INSERT INTO listing_exempt SELECT max(id) FROM listing_stated;"
        "INSERT INTO unit_reason SELECT id, 'full' FROM unit_stated WHERE unit = 2;"
        "INSERT INTO contact_ending SELECT id, id FROM named_contact_stated;");
    county_put(s, "units.csv", UNITS "@U2,Zwei,region,23,1,yes\n");
    county_put(s, "listings.csv", "person,unit,from,basis\n@P2,@U3,2020-01-01,area\n");
    county_put(s, "named_contacts.csv",
               "person,kind,staff,unit,from,to\n@P1,2,@D1,@U1,2020-01-01,2023-01-01\n");
    (void)county_import(s);
    for (int64_t load = 2; load <= 3; load++) { /* and once more, of a row that came back */
        undone(s, load);
        ROWS(
            s,
            "SELECT reason FROM listing_reason JOIN listing_stated ON id = stated WHERE superseded "
            "IS NULL",
            "why");
        ROWS(s,
             "SELECT count(*) FROM listing_exempt JOIN listing_stated ON id = stated WHERE "
             "superseded "
             "IS NULL",
             "1");
        ROWS(s,
             "SELECT reason FROM unit_reason JOIN unit_stated ON id = stated WHERE superseded IS "
             "NULL",
             "full");
        ROWS(s,
             "SELECT e.was = n.id FROM contact_ending AS e JOIN named_contact_stated AS n ON n.id "
             "= e.stated WHERE n.superseded IS NULL",
             "1");
        if (load == 3)
            break;
        county_put(s, "units.csv", UNITS "@U2,Zwo,region,23,1,yes\n");
        county_put(s, "listings.csv", "person,unit,from,basis\n@P2,@U3,2020-01-01,area\n");
        county_put(s, "named_contacts.csv",
                   "person,kind,staff,unit,from,to\n@P1,2,@D1,@U1,2020-01-01,2023-02-01\n");
        (void)county_import(s);
    }
}

/* ---- joined persons ---- */

static bool count_letter(void *state, const struct letter_person *row, struct err *err)
{
    (void)err;
    *(struct letter_person *)state = *row;
    return true;
}

static bool count_notice(void *state, const struct notice_due *row, struct err *err)
{
    (void)err;
    *(int64_t *)state += 1000 * row->person + row->last;
    return true;
}

static size_t messages_of(struct scratch *s, struct instance *in, const char *person)
{
    struct messages_shown shown;
    struct err err = {0};
    struct message_ask q = {.person = str_of(person),
                            .actor = {.id = STR("os:test"),
                                      .role = ROLE_ADMINISTRATOR,
                                      .purpose = PURPOSE_ADMINISTRATION}};
    if (!message_list(s->arena, in, &q, &shown, &err))
        fail_msg("%s", err.code);
    return shown.rows.count;
}

static void messages_are_whose_the_identifier_is(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    open_county(s);
    act(s,
        NEW_POSITION "INSERT INTO message (id, identifier, kind, unit, staff, from_day, position) "
                     "VALUES (1, 2, 0, 'SE0000000000-U1', '', 45300, " NOW "), "
                     "(2, 1, 0, 'SE0000000000-U1', '', 45300, " NOW ");"
                     "INSERT INTO notice_failure VALUES (1, 2, 0);");
    county_put(s, "people.csv",
               PEOPLE "@P1,1950-01-01,F,23,A1,1990-01-01,,,@P2,yes,a@example.org\n");
    (void)county_import(s);
    ROWS(s, "SELECT person FROM identifier WHERE id IN (1, 2)", "2 2");
    county_open(s, &in);
    assert_int_equal(messages_of(s, &in, "key:2"), 2);
    struct letter_person letter = {0};
    assert_true(letter_each_due(in.db, (struct letter_reader){&letter, count_letter}, &err));
    assert_int_equal(letter.person, 2);
    assert_int_equal(letter.message, 2);
    int64_t notices = 0, attempts = 0;
    assert_true(notice_each_due(in.db, (struct moment){1},
                                (struct notice_reader){&notices, count_notice}, &err));
    assert_int_equal(notices, 2002);
    assert_true(notice_attempts(in.db, 2, &attempts, &err));
    assert_int_equal(attempts, 2);
    struct message_whose whose;
    assert_true(message_whose(in.db, 2, 2, &whose, &err));
    assert_int_equal(whose.message.person, 2);
    instance_close(&in);
    undone(s, 2);
    county_open(s, &in);
    assert_int_equal(messages_of(s, &in, "key:1"), 1);
    assert_int_equal(messages_of(s, &in, "key:2"), 1);
    instance_close(&in);
}

#define PHONES "unit,name,operator,county,phone\n"

static const char CLOSES[] = "SELECT n.closes_on FROM unit_stated AS n JOIN unit AS u ON u.id "
                             "= n.unit WHERE n.superseded IS NULL AND u.hsaid LIKE '%U1'";
static const char CLOSINGS[] =
    "SELECT count(*) FROM unit_stated WHERE superseded IS NULL AND closes_on IS NOT NULL";

/* U1 closes after 45330, and who is listed there moves to U2. */
static void plan_closing(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv", PEOPLE ALIVE("@P1", "1990-01-01"));
    county_put(s, "listings.csv", "person,unit,from,to,basis\n@P1,@U1,2020-01-01,,area\n");
    (void)county_import(s);
    close_first(s, '2');
}

/* All stay, and nothing of the closing is left. */
static void take_closing_back(struct scratch *s)
{
    assert_int_equal(opens_again(s).stay, 1);
    ROWS(s, CLOSINGS, "0");
}

/* With whom it moves: a file that does not know of it says no more than it says. */
static void a_planned_closing_outlasts_a_file(void **state)
{
    struct scratch *s = *state;
    plan_closing(s);
    county_put(s, "units.csv", PHONES "@U1,One,region,23,063-1\n@U2,Two,external,23,\n");
    assert_int_equal(county_import(s).closings, 1);
    ROWS(s, CLOSES, "45330");
    ROWS(s, "SELECT phone FROM unit_stated WHERE superseded IS NULL AND phone IS NOT NULL",
         "063-1");
    /* The same again is no news. */
    county_put(s, "units.csv", PHONES "@U1,One,region,23,063-1\n@U2,Two,external,23,063-2\n");
    struct import_report report = county_import(s);
    assert_int_equal(report.closings, 0);
    assert_int_equal(report.changed, 1);
    ROWS(s, CLOSES, "45330");
    take_closing_back(s);
    /* One that a file said ends as files say. */
    county_put(s, "units.csv",
               "unit,name,operator,county,closes_on\n@U1,One,region,23,2024-03-01\n");
    assert_int_equal(county_import(s).closings, 0);
    county_put(s, "units.csv",
               "unit,name,operator,county,closes_on\n@U1,One,region,23,2024-03-02\n");
    assert_int_equal(county_import(s).closings, 0);
    ROWS(s, CLOSES, "45351");
    county_put(s, "units.csv", PHONES "@U1,One,region,23,063-3\n");
    assert_int_equal(county_import(s).closings, 0);
    ROWS(s, CLOSINGS, "0");
}

#define DAYS "unit,name,operator,county,phone,closes_on\n"

static void a_planned_closing_outlasts_another_day(void **state)
{
    static const char PHONE[] =
        "SELECT phone FROM unit_stated WHERE superseded IS NULL AND phone IS NOT NULL";
    struct scratch *s = *state;
    plan_closing(s);
    county_put(s, "units.csv", DAYS "@U1,One,region,23,063-1,2024-01-31\n");
    assert_int_equal(county_import(s).closings, 1);
    ROWS(s, CLOSES, "45330");
    county_put(s, "units.csv", DAYS "@U1,One,region,23,063-2,2024-06-30\n");
    struct import_report report = county_import(s);
    assert_int_equal(report.closings, 1);
    ROWS(s, CLOSES, "45330");
    ROWS(s, PHONE, "063-2");
    /* The same again is no news. */
    county_put(s, "units.csv",
               DAYS "@U1,One,region,23,063-2,2024-06-30\n@U2,Second,external,23,,\n");
    struct import_report again = county_import(s);
    assert_int_equal(again.closings, 0);
    assert_int_equal(again.changed, 1);
    ROWS(s, CLOSES, "45330");
    undone(s, strtoll(str_cstr(s->arena, again.load), NULL, 10));
    undone(s, strtoll(str_cstr(s->arena, report.load), NULL, 10));
    ROWS(s, CLOSES, "45330");
    ROWS(s, PHONE, "063-1");
    take_closing_back(s);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_a_load_brings_about_is_not_what_its_files_said),
        CASE(what_a_load_says_can_end_by_what_follows_from_it),
        CASE(what_nobody_has_read_of_the_load_is_not_told),
        CASE(who_comes_back_is_not_listed_in_another_county),
        CASE(who_was_acted_on_stays),
        CASE(who_got_a_doctor_where_the_load_listed_stays),
        CASE(what_has_ended_is_in_nobodys_way),
        CASE(what_stands_beside_a_row_comes_back_with_it),
        CASE(messages_are_whose_the_identifier_is),
        CASE(a_planned_closing_outlasts_a_file),
        CASE(a_planned_closing_outlasts_another_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
