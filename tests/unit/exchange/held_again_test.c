/* What a load ended holds again when the load is taken back, and what was known in between stays
 * known: places in queues, what was granted for them, requests. */
#include "follow_scene.h"
#include "service/known.h"
#include "service/listing/time_passes.h"
#include "store/queue_store.h"
#include "store/request_store.h"

static bool count_place(void *state, const struct queue_person *row, struct err *err)
{
    (void)err;
    (void)row;
    ++*(int *)state;
    return true;
}

static bool count_request(void *state, const struct request_waiting *row, struct err *err)
{
    (void)err;
    (void)row;
    *(int *)state += 10;
    return true;
}

/* Places at the second unit, and ten for each open request, as it was known at the moment. */
static int waited(struct scratch *s, const char *moment)
{
    struct instance in;
    struct known_registry known;
    struct err err = {0};
    struct known_time time = KNOWN_NOW;
    int count = 0;
    assert_true(str_to_i64(str_of(moment), &time.known_at.us));
    county_open_on(s, 45300, &in);
    assert_true(known_open(s->arena, &in, &time, &known, &err));
    assert_true(
        queue_each_person(known.in.db, 2, (struct queue_person_reader){&count, count_place}, &err));
    assert_true(request_each_open(known.in.db, 0, (struct day){45300},
                                  (struct request_reader){&count, count_request}, &err));
    known_close(&known);
    instance_close(&in);
    return count;
}
#define MOMENT "SELECT max(recorded_at) FROM change"

static void that_a_place_had_ended_stays_known(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, WAITS);
    raise_cap(s);
    const char *then = ask(s, MOMENT);
    assert_int_equal(waited(s, then), 0);
    undone(s, 2);
    ROWS(s, "SELECT person FROM access_log WHERE person IS NOT NULL ORDER BY id DESC LIMIT 1", "1");
    ROWS(s, "SELECT count(*) FROM access_log WHERE act = 'queue' AND person = 1", "2");
    assert_int_equal(waited(s, then), 0);
    assert_int_equal(waited(s, ask(s, MOMENT)), 1);
}

static void a_place_is_given_back_to_who_has_none_since(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, WAITS);
    raise_cap(s);
    act(s,
        NEW_POSITION "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) "
                     "SELECT 1, id, 45305, 0, " NOW " FROM unit WHERE hsaid = 'SE0000000000-U3';");
    undone(s, 2);
    ROWS(s, "SELECT unit FROM queue_place WHERE superseded IS NULL", "3");
}

/* With the place what it was to use, which the listing by the load had used. */
static void what_was_granted_for_a_place_is_given_back_with_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, NEW_POSITION
        "INSERT INTO application (identifier, reason, recorded, decided, granted) "
        "VALUES (1, 'moved', 1, 1, 1);"
        "INSERT INTO queue_place (identifier, unit, since, electronic, reason, application, "
        "recorded) SELECT 1, id, 45300, 0, 'moved', 1, " NOW
        " FROM unit WHERE hsaid = 'SE0000000000-U2';");
    raise_cap(s);
    ROWS(s, WHERE, "1 2");
    ROWS(s, "SELECT used IS NOT NULL FROM application", "1");
    undone(s, 2);
    ROWS(s, WHERE, "1");
    ROWS(s, "SELECT used IS NOT NULL FROM application", "0");
    ROWS(s, "SELECT application FROM queue_place WHERE superseded IS NULL", "1");
    raise_cap(s);
    ROWS(s, "SELECT used IS NOT NULL FROM application", "1");
}

/* A load that joins two persons ends the place; apart again it is whose it was. */
static void a_place_is_given_back_to_whom_the_identifier_points(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, WAITS);
    county_put(s, "people.csv",
               PEOPLE "@P1,1950-01-01,F,23,A1,1990-01-01,,,@P2,yes,a@example.org\n");
    county_put(s, "units.csv", UNITS "@U2,Two,region,23,2,yes\n");
    (void)county_import(s);
    ROWS(s, "SELECT count(*) FROM queue_place WHERE superseded IS NULL", "0");
    int64_t told = 0;
    assert_true(str_to_i64(str_of(ask(s, "SELECT max(id) FROM outbox")), &told));
    undone(s, 2);
    ROWS(
        s,
        str_fmt(s->arena, "SELECT person FROM outbox WHERE type = 2 AND id > %lld", (long long)told)
            .at,
        "1");
}

/* The load says that the person emigrates on a day to come, and on that day the place ends. */
static void a_place_is_given_back_that_ended_when_the_day_came(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct time_passed passed;
    static const char PLACES[] = "SELECT unit FROM queue_place WHERE superseded IS NULL";
    open_county(s);
    act(s, WAITS);
    county_put(s, "people.csv",
               PEOPLE "@P1,1950-01-01,F,23,A1,1990-01-01,2024-01-20,emigrated,,yes,\n");
    (void)county_import(s);
    ROWS(s, PLACES, "2");
    county_open_on(s, 45310, &in);
    assert_true(time_passes(s->arena, &in, false, &passed, &err));
    instance_close(&in);
    ROWS(s, PLACES, "");
    undone(s, 2);
    ROWS(s, PLACES, "2");
    ROWS(s, "SELECT type FROM outbox WHERE person = 1 AND type IN (2, 3) ORDER BY id", "3 2");
}

static void dies(struct scratch *s)
{
    county_put(s, "people.csv",
               PEOPLE "@P1,1950-01-01,F,23,A1,1990-01-01,2024-01-10,died,,yes,a@example.org\n");
    (void)county_import(s);
}

static void a_request_is_open_again_when_a_death_is_taken_back(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, REQUEST);
    const char *before = ask(s, MOMENT);
    dies(s);
    const char *then = ask(s, MOMENT);
    ROWS(s, "SELECT count(*) FROM request_open", "0");
    undone(s, 2);
    assert_int_equal(waited(s, before), 10);
    assert_int_equal(waited(s, then), 0); /* is known so ever after */
    assert_int_equal(waited(s, ask(s, MOMENT)), 10);
    ROWS(s, "SELECT request FROM request_open", "1");
    ROWS(s, "SELECT state FROM request_step", "0");
    ROWS(
        s,
        "SELECT json_extract(data, '$.state') FROM outbox WHERE data LIKE '%\"request\"%' ORDER BY "
        "id",
        "withdrawn requested");
}

static void a_request_that_was_asked_anew_is_enough(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    act(s, REQUEST);
    dies(s);
    act(s,
        NEW_POSITION "INSERT INTO request (identifier, kind, need, wanted) VALUES (1, 2, 0, 1);"
                     "INSERT INTO request_step (request, state, recorded) VALUES (2, 0, " NOW ");"
                     "INSERT INTO request_open VALUES (1, 2, 2);");
    undone(s, 2);
    ROWS(s, "SELECT request FROM request_open", "2");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(that_a_place_had_ended_stays_known),
        CASE(a_place_is_given_back_to_who_has_none_since),
        CASE(what_was_granted_for_a_place_is_given_back_with_it),
        CASE(a_place_is_given_back_to_whom_the_identifier_points),
        CASE(a_place_is_given_back_that_ended_when_the_day_came),
        CASE(a_request_is_open_again_when_a_death_is_taken_back),
        CASE(a_request_that_was_asked_anew_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
