/* service/listing/queue.h, queue_fill.h: who joins a queue, who is listed when somebody makes room,
 * whoever that is, and who loses a place; and nothing left of what fails. */
#include "fails_whole.h"
#include "queue_scene.h"
#include "service/listing/time_passes.h"
#include "service/unit/unit.h"

/* ---- joining ---- */

static void a_place_is_given_in_the_order_of_asking(void **state)
{
    struct instance *in = open_queue(state);
    struct listing_request r = asks("key:5", "SE0000000000-U2");
    refused(in, &r, "listing.full_has_queue", "");
    struct listing_answer first = joins(in, "key:5", "SE0000000000-U2");
    assert_int_equal(first.verdict, LISTING_QUEUED);
    assert_int_equal(first.number, 1);
    assert_int_equal(first.wait, -1); /* no room was made for a year */
    assert_int_equal(joins(in, "key:6", "SE0000000000-U2").number, 2);
    first = joins(in, "key:5", "SE0000000000-U2");
    assert_int_equal(first.verdict, LISTING_ALREADY_QUEUED);
    assert_int_equal(first.number, 1);
    assert_int_equal(unit_of(in, 5), UNIT_1);
    ROWS(state, WAITING, "5 6");
    ROWS(state, EVENTS, "5:2 6:2");
    ROWS(state, "SELECT data FROM outbox WHERE person = 5",
         "{\"unit\":\"SE0000000000-U2\",\"since\":\"2024-01-11\"}");
    ROWS(state, "SELECT identifier || ':' || kind FROM message ORDER BY id", "5:1 6:1");
}

static void one_queue_at_a_time(void **state)
{
    struct instance *in = open_queue(state);
    county_script(in, "UPDATE unit_stated SET cap = 0, queue = 1 WHERE unit = 3;");
    (void)joins(in, "key:5", "SE0000000000-U2");
    struct listing_request r = asks("key:5", "SE0000000000-U3");
    r.queue = true;
    refused(in, &r, "listing.in_other_queue", "");
    ROWS(state, WAITING, "5");
}

static void the_same_key_gives_no_second_place(void **state)
{
    struct instance *in = open_queue(state);
    struct listing_request r = asks("key:5", "SE0000000000-U2");
    r.queue = true;
    r.key = STR("form 17");
    (void)lists(in, &r);
    (void)joins(in, "key:6", "SE0000000000-U2");
    struct listing_answer again = lists(in, &r);
    assert_true(again.is_repeat);
    assert_int_equal(again.verdict, LISTING_QUEUED);
    assert_int_equal(again.number, 1);
    assert_int_equal(again.wait, -1);
    ROWS(state, WAITING, "5 6");
}

static void the_wait_is_estimated_from_the_room_of_a_year(void **state)
{
    struct instance *in = open_queue(state);
    /* Person 3 was there until today less 73 days: a fifth of a year for one place. */
    county_script(in, "UPDATE listing_effect SET to_day = 45227 WHERE person = 3;");
    struct listing_answer a = joins(in, "key:5", "SE0000000000-U2");
    assert_int_equal(a.wait, 365);
    assert_int_equal(joins(in, "key:6", "SE0000000000-U2").wait, 730);
    /* A listing over the cap took a place that nobody had made. */
    county_script(in, "INSERT INTO listing_exempt VALUES (2);"
                      "UPDATE listing_stated SET from_day = 45228 WHERE id = 2;"
                      "UPDATE listing_effect SET from_day = 45228 WHERE person = 2;");
    assert_int_equal(joins(in, "key:7", "SE0000000000-U2").wait, -1);
}

/* Not in that of the persons: the last key joined first. */
static void who_joined_first_is_listed_first(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:7", "SE0000000000-U2");
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    makes_room(in, "SE0000000000-U1");
    assert_int_equal(unit_of(in, 7), UNIT_2);
    assert_int_equal(unit_of(in, 5), UNIT_1);
    ROWS(state, WAITING, "5 6");
}

/* To who joins, asks again, or looks at the queue; those over the cap leave before there is room,
 * and who was joined with another stands there once. */
static void the_wait_is_the_same_whoever_asks(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_list list;
    struct actor actor = asks("", "").actor;
    actor.opens_protected = true;
    county_script(in, "UPDATE listing_effect SET to_day = 45227 WHERE person = 3;");
    int32_t cap =
        (int32_t)strtol(rows(state, "SELECT cap FROM unit_stated WHERE unit = 2"), NULL, 10);
    for (int32_t over = 0; over < 2 && over <= cap; over++) {
        county_script(in, str_fmt(in->arena, "UPDATE unit_stated SET cap = %d WHERE unit = 2",
                                  (int)(cap - over))
                              .at);
        struct listing_answer first = joins(in, "key:5", "SE0000000000-U2");
        struct listing_answer second = joins(in, "key:6", "SE0000000000-U2");
        assert_int_equal(first.wait, 365 * (1 + over));
        assert_int_equal(second.wait, 365 * (2 + over));
        first = joins(in, "key:5", "SE0000000000-U2");
        assert_int_equal(first.verdict, LISTING_ALREADY_QUEUED);
        assert_int_equal(first.wait, 365 * (1 + over));
        struct queue_asking asking = {STR("SE0000000000-U2"), KNOWN_NOW, actor};
        assert_true(queue_show(in->arena, in, &asking, &list, &err));
        assert_int_equal(list.count, 2);
        for (unsigned i = 0; i < 2; i++) {
            assert_int_equal(list.row[i].number, i + 1);
            assert_int_equal(list.row[i].wait, 365 * ((int32_t)i + 1 + over));
        }
        county_script(in, "DELETE FROM queue_place;");
    }
    assert_true(cap > 0);
}

/* Staff of another unit, another resident: neither sees nor changes. */
static void a_queue_is_the_units(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_list list;
    struct queue_left left;
    struct queue_next next;
    (void)joins(in, "key:5", "SE0000000000-U2");
    struct actor staff = {.id = STR("SE0000000000-N1"),
                          .role = ROLE_STAFF,
                          .unit = STR("SE0000000000-U1"),
                          .purpose = PURPOSE_CARE};
    struct str unit = STR("SE0000000000-U2");
    FAILS(queue_show(in->arena, in, &(struct queue_asking){unit, KNOWN_NOW, staff}, &list, &err),
          "queue.party", &err);
    struct queue_asked asked = {.unit = unit, .actor = staff};
    FAILS(queue_call_next(in->arena, in, &asked, &next, &err), "queue.party", &err);
    struct queue_leaving leaving = {.person = STR("key:5"), .actor = staff};
    FAILS(queue_leave(in->arena, in, &leaving, &left, &err), "queue.party", &err);
    leaving.actor = asks_self(6, 0, "").actor;
    FAILS(queue_leave(in->arena, in, &leaving, &left, &err), "queue.party", &err);
    ROWS(state, "SELECT outcome FROM access_log WHERE sequence > 1", "2 2 2 2");
    leaving.actor = asks_self(5, 0, "").actor;
    assert_true(queue_leave(in->arena, in, &leaving, &left, &err));
    ROWS(state, ENDED, "1");
}

/* ---- who is listed ---- */

static void who_makes_room_lists_the_first(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    in->clock.today.n += 10;
    makes_room(in, "SE0000000000-U1");
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.unit[1], UNIT_2);
    assert_int_equal(seen.from[1], TODAY + 10);
    assert_int_equal(unit_of(in, 6), UNIT_1);
    ROWS(state, WAITING, "6");
    ROWS(state, ENDED, "0");
    /* In one transaction; told, and logged as the machine's doing. */
    ROWS(state, "SELECT count(DISTINCT position) FROM outbox WHERE type NOT IN (2)", "1");
    ROWS(state, "SELECT person || ':' || type FROM outbox WHERE type <> 2 ORDER BY id",
         "2:1 2:0 5:3 5:1 5:0");
    ROWS(state, "SELECT coalesce(substr(actor, 1, 3), '-') FROM outbox WHERE type <> 2 ORDER BY id",
         "- - os: os: os:");
    ROWS(state, "SELECT kind FROM message WHERE identifier = 5 ORDER BY id", "1 0");
    ROWS(state,
         "SELECT act || ' ' || substr(actor, 1, 3) FROM access_log WHERE person = 5 "
         "ORDER BY id DESC LIMIT 1",
         "queue os:");
}

static void who_is_listed_leaves_room_behind(void **state)
{
    struct instance *in = open_queue(state);
    county_script(in, "UPDATE unit_stated SET cap = 4, queue = 1 WHERE unit = 1;");
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:8", "SE0000000000-U1");
    makes_room(in, "SE0000000000-U3");
    assert_int_equal(unit_of(in, 5), UNIT_2);
    assert_int_equal(unit_of(in, 8), UNIT_1);
    ROWS(state, WAITING, "");
}

static void a_preview_moves_nobody(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    struct listing_request r = asks("key:2", "SE0000000000-U1");
    r.actor.opens_protected = true;
    r.dry_run = true;
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    assert_int_equal(unit_of(in, 5), UNIT_1);
    ROWS(state, WAITING, "5");
    ROWS(state, "SELECT count(*) FROM access_log WHERE person = 5", "1"); /* when they joined */
}

/* Room that comes on a day to come is given on that day. */
static void a_plan_makes_room_for_its_day(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    struct listing_request r = asks("key:2", "SE0000000000-U1");
    r.actor.opens_protected = true;
    r.from = (struct day){TODAY + 30};
    (void)lists(in, &r);
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.unit[1], UNIT_2);
    assert_int_equal(seen.from[1], TODAY + 30);
    ROWS(state, WAITING, "");
}

static void who_may_not_be_listed_any_more_loses_the_turn(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    (void)joins(in, "key:7", "SE0000000000-U2");
    county_script(in, "UPDATE person_stated SET deregistration_reason = 1, deregistered_on = 45300 "
                      "WHERE identifier = 5;");
    in->region.rules.changes.max = 0; /* and the region has become strict, but for the third */
    county_script(in, "UPDATE listing_effect SET to_day = 45000 WHERE person = 7;");
    struct listing_request r = asks("key:2", "SE0000000000-U1");
    r.actor.opens_protected = true;
    r.special = STR("moved");
    (void)lists(in, &r);
    ROWS(state, ENDED, "4 3 0");
    assert_int_equal(unit_of(in, 7), UNIT_2);
}

/* Nobody acts on the day on which the first emigrates: what it brings about is done by who runs
 * what time brings about, and once. */
static void a_day_that_comes_ends_places(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct time_passed passed;
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    county_script(in, "UPDATE person_stated SET deregistration_reason = 2, deregistered_on = 45310 "
                      "WHERE identifier = 5;");
    assert_true(time_passes(in->arena, in, false, &passed, &err));
    ROWS(state, ENDED, "");
    in->clock.today.n = 45310;
    const char *changes = rows(state, "SELECT count(*) FROM change");
    assert_true(time_passes(in->arena, in, true, &passed, &err));
    ROWS(state, "SELECT count(*) FROM change", changes);
    assert_true(time_passes(in->arena, in, false, &passed, &err));
    ROWS(state, ENDED, "4");
    ROWS(state, WAITING, "6");
    ROWS(state,
         "SELECT act || ' ' || (position > 0) || (about LIKE 'unit=SE0000000000-U2%') "
         "FROM access_log WHERE person = 5 ORDER BY id DESC LIMIT 1",
         "queue 11");
    changes = rows(state, "SELECT count(*) FROM change");
    assert_true(time_passes(in->arena, in, false, &passed, &err));
    ROWS(state, "SELECT count(*) FROM change", changes);
}

static bool turns(struct instance *in, bool on, struct unit_changed *out, struct err *err)
{
    struct unit_change c = {.what = UNIT_QUEUE,
                            .unit = STR("SE0000000000-U2"),
                            .cap = -1,
                            .queue = on,
                            .from = DAY_NONE,
                            .reason = STR("letter"),
                            .actor = asks("", "").actor};
    return unit_change(in->arena, in, &c, out, err);
}

static void a_queue_that_is_turned_off_takes_nobody_new(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct unit_changed changed;
    (void)joins(in, "key:5", "SE0000000000-U2");
    assert_true(turns(in, true, &changed, &err) && changed.is_already);
    assert_true(turns(in, false, &changed, &err) && !changed.is_already);
    assert_int_equal(changed.waiting, 1);
    ROWS(state, "SELECT queue FROM unit_stated WHERE unit = 2 AND superseded IS NULL", "2");
    ROWS(state, "SELECT data FROM outbox WHERE type = 14", "{\"changed\":[\"queue\"]}");
    struct listing_request r = asks("key:6", "SE0000000000-U2");
    r.queue = true;
    refused(in, &r, "listing.full", "");
    r.person = STR("key:5");
    assert_int_equal(lists(in, &r).verdict, LISTING_ALREADY_QUEUED);
    ROWS(state, WAITING, "5");
    makes_room(in, "SE0000000000-U1"); /* whoever stood in it has their turn */
    ROWS(state, WAITING, "");
    assert_int_equal(unit_of(in, 5), UNIT_2);
    in->region.rules.queue.max = 0;
    FAILS(turns(in, true, &changed, &err), "unit.no_queues", &err);
}

/* A listing by choice loses the place; one that is done with the person does not. */
static void who_lists_elsewhere_loses_the_place(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    struct listing_request r = asks("key:5", "SE0000000000-U3");
    (void)lists(in, &r);
    ROWS(state, WAITING, "6");
    ROWS(state, ENDED, "2");
    ROWS(state, "SELECT kind FROM message WHERE identifier = 5 ORDER BY id", "1 2 0");
}

/* As a load states it: then no verb has ended the place. */
static void whoever_states_the_listing_ends_the_place(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    (void)joins(in, "key:7", "SE0000000000-U2");
    county_script(
        in, "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
            "SELECT 20, 5, 13, 45301, 1, max(position) FROM change;" /* chosen */
            "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
            "SELECT 21, 6, 13, 45301, 2, max(position) FROM change;" /* by area */
            "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
            "SELECT 22, 7, 12, 45301, 4, max(position) FROM change;" /* moved there */
            "UPDATE listing_effect SET to_day = 45300 WHERE person IN (5, 6, 7);"
            "INSERT INTO listing_effect VALUES (5, 45301, NULL, 20, 13), (6, 45301, NULL, 21, 13), "
            "(7, 45301, NULL, 22, 12);");
    struct listing_request r = asks("key:8", "SE0000000000-U1"); /* any act */
    (void)lists(in, &r);
    ROWS(state, WAITING, "6");
    ROWS(state, ENDED, "2 0");
}

/* Two places of one person in one queue, since two were joined: the later ends. */
static void joined_persons_stand_once(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    county_script(in, "UPDATE identifier SET person = 5 WHERE id = 6;"
                      "UPDATE person SET newest = NULL WHERE key = 6;"
                      "DELETE FROM listing_effect WHERE person = 6;"
                      "UPDATE listing_stated SET superseded = 2 WHERE identifier = 6;");
    assert_int_equal(joins(in, "key:7", "SE0000000000-U2").number, 2);
    makes_room(in, "SE0000000000-U1");
    assert_int_equal(unit_of(in, 5), UNIT_2);
    ROWS(state, WAITING, "7");
    ROWS(state, ENDED, "0 6");
}

/* ---- who is next ---- */

static void a_raised_cap_is_given_to_who_is_next(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_next next;
    struct queue_asked asked = {
        .unit = STR("SE0000000000-U2"), .actor = asks("", "").actor, .key = STR("nobody")};
    assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
    assert_int_equal(next.person, 0);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    (void)joins(in, "key:7", "SE0000000000-U2");
    assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
    assert_int_equal(next.person, 0); /* as it was answered with the key */
    asked.key = STR("no room");
    for (int i = 0; i < 2; i++) {
        assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
        assert_int_equal(next.person, 5);
        assert_false(next.is_listed || next.has_lost);
    }
    asked.key = STR("k");
    ROWS(state, WAITING, "5 6 7");
    county_script(in, "UPDATE unit_stated SET cap = 3 WHERE unit = 2;");
    assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
    assert_int_equal(next.person, 5);
    assert_true(next.is_listed);
    assert_int_equal(next.from.n, TODAY);
    ROWS(state, WAITING, "7"); /* there was room for two */
    assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
    assert_true(next.is_repeat);
    assert_int_equal(next.person, 5);
    assert_int_equal(next.from.n, TODAY);
    ROWS(state, WAITING, "7");
}

/* Who may not be listed any more stands in nobody's way; what came of it is the answer again. */
static void who_is_refused_is_passed(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_next next;
    struct queue_asked asked = {
        .unit = STR("SE0000000000-U2"), .actor = asks("", "").actor, .key = STR("k")};
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    (void)joins(in, "key:7", "SE0000000000-U2");
    in->region.rules.changes.max = 0;
    county_script(in, "UPDATE unit_stated SET cap = 2 WHERE unit = 2;"
                      "UPDATE listing_effect SET to_day = 45000 WHERE person = 7;");
    assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
    assert_int_equal(next.person, 7);
    assert_true(next.is_listed);
    ROWS(state, ENDED, "3 3 0");
    assert_int_equal(unit_of(in, 7), UNIT_2);
    assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
    assert_true(next.is_repeat && next.is_listed);
    assert_int_equal(next.person, 7);
}

static void who_is_refused_loses_the_place_though_nobody_is_listed(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_next next;
    struct queue_asked asked = {
        .unit = STR("SE0000000000-U2"), .actor = asks("", "").actor, .key = STR("k")};
    (void)joins(in, "key:5", "SE0000000000-U2");
    in->region.rules.changes.max = 0;
    county_script(in, "UPDATE unit_stated SET cap = 2 WHERE unit = 2;");
    for (unsigned i = 0; i < 2; i++) {
        assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
        assert_int_equal(next.person, 5);
        assert_true(next.has_lost && !next.is_listed);
        assert_int_equal(next.is_repeat, i == 1);
        ROWS(state, ENDED, "3");
    }
}

static void of_the_protected_it_is_told_that_the_first_is_listed(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_next next;
    struct queue_asked asked = {
        .unit = STR("SE0000000000-U2"), .actor = asks("", "").actor, .key = STR("k")};
    (void)joins(in, "key:5", "SE0000000000-U2");
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 5;"
                      "UPDATE unit_stated SET cap = 2 WHERE unit = 2;");
    for (unsigned i = 0; i < 2; i++) {
        assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
        assert_int_equal(next.person, 0);
        assert_true(next.is_hidden && next.is_listed);
        assert_int_equal(unit_of(in, 5), UNIT_2);
    }
    ROWS(state, "SELECT count(*) FROM access_log WHERE person = 5 AND actor NOT LIKE 'os:%'", "1");
    asked.actor.opens_protected = true;
    assert_true(queue_call_next(in->arena, in, &asked, &next, &err));
    assert_int_equal(next.person, 5);
}

static void the_protected_are_counted_and_not_shown(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_list list;
    struct queue_asking asking = {STR("SE0000000000-U2"), KNOWN_NOW, asks("", "").actor};
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 5;");
    assert_true(queue_show(in->arena, in, &asking, &list, &err));
    assert_int_equal(list.count, 1);
    assert_true(list.leaves_out);
    assert_int_equal(list.row[0].number, 0); /* a gap would say that somebody stands first */
    assert_int_equal(list.row[0].wait, -1);
    assert_int_equal(list.row[0].person, 6);
    assert_int_equal(list.row[0].id.packed, 1006);
    ROWS(
        state,
        "SELECT act || ' ' || about || ' ' || count || ' ' || kind FROM access_log "
        "ORDER BY id DESC LIMIT 1",
        rows(state, "SELECT 'queue ' || about || ' 1 0' FROM access_log ORDER BY id DESC LIMIT 1"));
    asking.actor.opens_protected = true;
    assert_true(queue_show(in->arena, in, &asking, &list, &err));
    assert_int_equal(list.count, 2);
    assert_false(list.leaves_out);
    assert_int_equal(list.row[1].number, 2);
}

/* A place holds from when it was said until it was said to end. */
static void a_queue_is_shown_as_it_was_known(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_list list;
    struct queue_asking asking = {STR("SE0000000000-U2"), KNOWN_NOW, asks("", "").actor};
    (void)joins(in, "key:5", "SE0000000000-U2");
    struct moment first = clock_now();
    (void)joins(in, "key:6", "SE0000000000-U2");
    assert_true(queue_show(in->arena, in, &asking, &list, &err));
    assert_int_equal(list.count, 2);
    asking.time.known_at = first;
    assert_true(queue_show(in->arena, in, &asking, &list, &err));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.row[0].person, 5);
    assert_int_equal(list.row[0].wait, -1);
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 5;");
    assert_true(queue_show(in->arena, in, &asking, &list, &err));
    assert_int_equal(list.count, 0);
    assert_true(list.leaves_out);
}

/* ---- changing places ---- */

static void two_change_places_where_the_region_lets_them(void **state)
{
    struct instance *in = open_queue(state);
    county_script(in,
                  "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 3;"
                  "UPDATE listing_effect SET to_day = 45000 WHERE person = 2;"
                  "UPDATE listing_stated SET list = 12 WHERE id = 5;"
                  "UPDATE listing_effect SET list = 12 WHERE person = 5;" /* 5 at the second */
                  "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, "
                  "recorded) VALUES (5, 5, 2, 1, 2, 44600, 1);"
                  "INSERT INTO named_contact_effect (person, kind, from_day, stated) VALUES (5, 2, "
                  "44600, 5);");
    in->region.rules.queue.auto_swap = true;
    assert_int_equal(joins(in, "key:6", "SE0000000000-U3").verdict, LISTING_QUEUED);
    assert_int_equal(joins(in, "key:8", "SE0000000000-U2").verdict, LISTING_QUEUED);
    struct listing_request r = asks("key:5", "SE0000000000-U3");
    r.queue = true;
    struct listing_answer a = lists(in, &r);
    assert_int_equal(a.verdict, LISTING_DONE); /* though 6 stood before: nobody is overtaken */
    assert_int_equal(a.from.n, TODAY);
    assert_int_equal(unit_of(in, 5), UNIT_3);
    assert_int_equal(unit_of(in, 8), UNIT_2);
    assert_true(str_eq(a.doctor, STR("SE0000000000-D1"))); /* who ends with it */
    ROWS(state, WAITING, "6");
    ROWS(state, ENDED, "5 5");
}

/* Neither has more than before. */
static void two_change_places_though_both_are_over_the_cap(void **state)
{
    struct instance *in = open_queue(state);
    in->region.rules.queue.auto_swap = true;
    county_script(in, "UPDATE unit_stated SET cap = 0, queue = 1 WHERE unit IN (2, 3);"
                      "UPDATE listing_stated SET list = 12 WHERE id = 5;"
                      "UPDATE listing_effect SET list = 12 WHERE person = 5;"); /* at the second */
    assert_int_equal(joins(in, "key:8", "SE0000000000-U2").verdict, LISTING_QUEUED);
    struct listing_request r = asks("key:5", "SE0000000000-U3");
    r.queue = true;
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    assert_int_equal(unit_of(in, 5), UNIT_3);
    assert_int_equal(unit_of(in, 8), UNIT_2);
    ROWS(state, WAITING, "");
}

/* ---- what fails ---- */

static void whichever_statement_fails_leaves_all_as_it_was(void **state)
{
    struct instance *in = open_queue(state);
    county_script(in, "UPDATE unit_stated SET cap = 4, queue = 1 WHERE unit = 1;");
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:8", "SE0000000000-U1");
    struct listing_request r = asks("key:2", "SE0000000000-U3");
    r.actor.opens_protected = true;
    struct scratch *s = scratch_of(state);
    struct listing_answer answer;
    FAILS_WHOLE(s, 60, listing_list(in->arena, in, &r, &answer, &err));
    assert_int_equal(unit_of(in, 2), UNIT_3);
    assert_int_equal(unit_of(in, 5), UNIT_2);
    assert_int_equal(unit_of(in, 8), UNIT_1);
    ROWS(state, WAITING, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_place_is_given_in_the_order_of_asking),
        SCENE(who_joined_first_is_listed_first),
        SCENE(one_queue_at_a_time),
        SCENE(the_same_key_gives_no_second_place),
        SCENE(the_wait_is_estimated_from_the_room_of_a_year),
        SCENE(the_wait_is_the_same_whoever_asks),
        SCENE(a_queue_is_the_units),
        SCENE(who_makes_room_lists_the_first),
        SCENE(who_is_listed_leaves_room_behind),
        SCENE(a_preview_moves_nobody),
        SCENE(a_plan_makes_room_for_its_day),
        SCENE(who_may_not_be_listed_any_more_loses_the_turn),
        SCENE(a_day_that_comes_ends_places),
        SCENE(a_queue_that_is_turned_off_takes_nobody_new),
        SCENE(who_lists_elsewhere_loses_the_place),
        SCENE(whoever_states_the_listing_ends_the_place),
        SCENE(joined_persons_stand_once),
        SCENE(a_raised_cap_is_given_to_who_is_next),
        SCENE(who_is_refused_is_passed),
        SCENE(who_is_refused_loses_the_place_though_nobody_is_listed),
        SCENE(of_the_protected_it_is_told_that_the_first_is_listed),
        SCENE(the_protected_are_counted_and_not_shown),
        SCENE(a_queue_is_shown_as_it_was_known),
        SCENE(two_change_places_where_the_region_lets_them),
        SCENE(two_change_places_though_both_are_over_the_cap),
        SCENE(whichever_statement_fails_leaves_all_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
