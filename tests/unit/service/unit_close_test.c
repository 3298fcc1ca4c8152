/* service/unit/unit_close.h: everybody is placed, or nothing is done. */
#include "service/contact/panel_moves.h"
#include "service/listing/listing.h"
#include "service/message/message_text.h"
#include "service/unit/unit.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "unit_close_scene.h"

/* 6 is to come on the day after 2 has left: four go there, and no more than three are there. */
static void who_leaves_makes_room_for_who_comes_later(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 3 WHERE unit = 2;"
                      "UPDATE listing_stated SET to_day = 45339 WHERE identifier = 2;"
                      "UPDATE listing_effect SET to_day = 45339 WHERE person = 2;");
    struct unit_close c = asks(CLOSE_TO);
    struct unit_close_answer answer = closes(in, &c);
    assert_int_equal(answer.unplaced, 0);
    assert_int_equal(answer.to[0].persons, 3);
    assert_int_equal(answer.to[0].after, 3);
}

static void all_go_to_one_unit(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_close c = asks(CLOSE_TO);
    c.key = STR("a");
    struct unit_close_answer answer = closes(in, &c);
    assert_int_equal(answer.persons, 3);
    assert_int_equal(answer.tos, 1);
    assert_int_equal(answer.to[0].persons, 3);
    assert_int_equal(answer.to[0].after, 4);
    struct seen seen = listed(in, 1);
    assert_int_equal(seen.to[0], LAST);
    assert_int_equal(seen.unit[1], UNIT_2);
    assert_int_equal(seen.basis[1], BASIS_ADMINISTRATIVE);
    seen = listed(in, 6); /* was to begin there, and begins elsewhere */
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.unit[0], UNIT_2);
    assert_int_equal(seen.from[0], 45340);
    assert_int_equal(listed(in, 9).count, 1);
    assert_int_equal(
        number_beside(s, "SELECT closes_on FROM unit_stated WHERE unit = 1 AND superseded IS NULL"),
        LAST);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE kind = 6"), 3);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE type = 14"), 1);
    assert_int_equal(number_beside(s, "SELECT to_day FROM named_contact_effect WHERE person = 1"),
                     LAST);
    answer = closes(in, &c);
    assert_true(answer.is_repeat);
    assert_int_equal(answer.tos, 1);
    assert_string_equal(str_cstr(s->arena, answer.to[0].id), "SE0000000000-U2");
    assert_int_equal(answer.to[0].persons, 3);
    assert_int_equal(answer.to[0].after, 4);
    assert_int_equal(answer.to[0].cap, -1);
    c.key = STR("");
    assert_true(closes(in, &c).is_already);
    c.last.n++;
    refused(in, &c, "unit.closing");
    in->clock.today.n = LAST + 1;
    refused(in, &c, "unit.undo_late");
}

/* As where a death is taken back: the closing was planned without the person. */
static void who_came_to_stay_longer_is_moved_after_the_day(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    county_script(in, "UPDATE listing_stated SET to_day = NULL WHERE id = 22;"
                      "UPDATE listing_effect SET to_day = NULL WHERE person = 9;");
    refused(in, &c, "unit.closing_beyond");
    in->clock.today.n = LAST + 6;
    /* Another has been there for longer too, and has died since. */
    county_script(in, "UPDATE listing_effect SET to_day = 45333 WHERE person = 1 AND list = 11;");
    struct unit_close_answer answer = closes(in, &c);
    assert_false(answer.is_already);
    assert_int_equal(answer.persons, 1);
    struct seen seen = listed(in, 9);
    assert_int_equal(seen.to[0], LAST);
    assert_int_equal(seen.unit[1], UNIT_2);
    assert_int_equal(seen.from[1], LAST + 1);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE type = 14"), 1);
    assert_true(closes(in, &c).is_already);
}

/* The act, and each of them: done, in a preview as looked at, and refused as nobody. 1 has a
 * listing there until the last day of the unit's, and two beyond it. */
static void each_who_is_moved_is_in_the_log(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    static const char SEEN[] = "SELECT kind, outcome, person, count, position IS NULL FROM "
                               "access_log WHERE about LIKE 'unit=SE0000000000-U1 close login=%' "
                               "ORDER BY id";
    struct unit_close c = asks(CLOSE_BY_AREA);
    county_script(in,
                  "UPDATE listing_stated SET to_day = 45340 WHERE id = 1;"
                  "UPDATE listing_effect SET to_day = 45340 WHERE stated = 1;"
                  "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
                  "VALUES (30, 1, 11, 45341, 0, 1);"
                  "INSERT INTO listing_effect VALUES (1, 45341, NULL, 30, 11);");
    c.dry_run = true;
    (void)closes(in, &c);
    stands_beside(s, SEEN,
                  "0 0 - 4 1;0 0 1 - 1;"
                  "0 0 5 - 1;0 0 6 - 1");
    c.dry_run = false;
    county_script(in, "DELETE FROM access_log; UPDATE unit_stated SET cap = 0 WHERE unit <> 1;");
    refused(in, &c, "unit.unplaced");
    stands_beside(s, SEEN, "1 2 - 4 1");
    county_script(in, "DELETE FROM access_log; UPDATE unit_stated SET cap = NULL;");
    (void)closes(in, &c);
    stands_beside(s, SEEN,
                  "1 0 - 4 0;1 0 1 - 0;"
                  "1 0 5 - 0;1 0 6 - 0");
}

/* The message says which unit closes, and where its person is listed then. */
static void who_is_moved_is_told_from_where_and_whereto(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    assert_int_equal(number_beside(s,
                                   "SELECT count(*) FROM message WHERE kind = 6 AND unit = "
                                   "'SE0000000000-U2' AND reason = (SELECT name FROM unit_stated "
                                   "WHERE unit = 1 AND superseded IS NULL)"),
                     3);
    struct message_row row = {
        .message = {.kind = MESSAGE_UNIT_CLOSED, .from = {LAST + 1}, .reason = STR("Norra")},
        .unit_name = STR("Södra")};
    struct str text = message_text(s->arena, LANG_SV, &row);
    assert_true(str_eq(text, STR("Eftersom Norra stänger är du listad på Södra från och med "
                                 "2024-02-11. Du kan välja en annan enhet.")));
}

/* Somebody states another cap between the unit is found and it is closed. */
static void what_was_stated_meanwhile_stands(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in,
                  "CREATE TRIGGER meanwhile AFTER INSERT ON change BEGIN "
                  "UPDATE unit_stated SET cap = 77 WHERE unit = 1 AND superseded IS NULL; END;");
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    assert_int_equal(
        number_beside(s, "SELECT cap FROM unit_stated WHERE unit = 1 AND superseded IS NULL"), 77);
}

static void each_goes_where_the_plan_says(void **state)
{
    struct instance *in = instance_of(state);
    struct unit_plan plan[] = {{STR("key:1"), STR("SE0000000000-U2"), 2},
                               {STR("key:5"), STR("SE0000000000-U4"), 3},
                               {STR("key:6"), STR("SE0000000000-U4"), 4}};
    struct unit_close c = asks(CLOSE_BY_PLAN);
    c.plan = plan;
    c.plans = 2;
    refused(in, &c, "unit.unplaced");
    assert_int_equal(listed(in, 1).count, 1);
    c.dry_run = true;
    struct unit_close_answer answer = closes(in, &c);
    assert_int_equal(answer.unplaced, 1);
    assert_int_equal(answer.lefts, 1);
    assert_int_equal(answer.left[0].person, 6);
    assert_string_equal(answer.left[0].code, "unit.no_plan");
    c.dry_run = false;
    c.plans = 3;
    (void)closes(in, &c);
    assert_int_equal(listed(in, 1).unit[1], UNIT_2);
    assert_int_equal(listed(in, 5).unit[1], UNIT_4);
    assert_int_equal(listed(in, 6).unit[0], UNIT_4);
}

static void by_area_or_to_the_nearest(void **state)
{
    struct instance *in = instance_of(state);
    struct unit_close c = asks(CLOSE_BY_AREA);
    struct unit_close_answer answer = closes(in, &c);
    assert_int_equal(answer.persons, 3);
    assert_int_equal(listed(in, 1).unit[1], UNIT_4); /* without an area: the nearest */
    assert_int_equal(listed(in, 5).unit[1], UNIT_4); /* the area's unit is the one that closes */
    assert_int_equal(listed(in, 6).unit[0], UNIT_2); /* of the area A2 */
}

/* The fourth is the nearest, but was never given an area. */
static void by_area_nobody_comes_to_a_new_unit(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "DELETE FROM area_stated WHERE unit = 4;");
    struct unit_close c = asks(CLOSE_BY_AREA);
    (void)closes(in, &c);
    assert_int_equal(listed(in, 1).unit[1], UNIT_2);
    assert_int_equal(listed(in, 5).unit[1], UNIT_2);
}

/* The nearest unit is full, but 5 lives in SÄBO, and the region counts that no cap holds for them.
 */
static void by_area_exempt_of_the_cap(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 0 WHERE unit = 4;"
                      "INSERT INTO residence_stated (identifier, kind, municipality, from_day, "
                      "reported_on, recorded) VALUES (5, 0, '2380', 44000, 44000, 1);");
    struct unit_close c = asks(CLOSE_BY_AREA);
    (void)closes(in, &c);
    assert_int_equal(listed(in, 1).unit[1], UNIT_2);
    assert_int_equal(listed(in, 5).unit[1], UNIT_4);
}

static void a_unit_without_room_is_no_place(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 3, queue = 1 WHERE unit = 2;"
                      "UPDATE person_stated SET protection = 1 WHERE identifier = 6;");
    struct unit_close c = asks(CLOSE_TO);
    refused(in, &c, "unit.unplaced");
    c.dry_run = true;
    struct unit_close_answer answer = closes(in, &c);
    assert_int_equal(answer.unplaced, 1); /* who is protected is counted, and not shown */
    assert_int_equal(answer.lefts, 0);
    assert_true(answer.leaves_out);
    c.actor.opens_protected = true;
    answer = closes(in, &c);
    assert_string_equal(answer.left[0].code, "unit.plan_full");
}

static void what_is_refused(void **state)
{
    struct instance *in = instance_of(state);
    struct unit_close c = asks(CLOSE_TO);
    c.last.n = TODAY - 1;
    refused(in, &c, "unit.last");
    c = asks(CLOSE_TO);
    c.to = STR("SE0000000000-U1");
    refused(in, &c, "unit.itself");
    c.to = STR("SE0000000000-U9");
    refused(in, &c, "unit.unknown");
    c.to = STR("SE0000000000-U5"); /* a branch of the unit */
    refused(in, &c, "unit.branch");
    c = asks(CLOSE_TO);
    c.actor.role = ROLE_UNIT_HEAD;
    c.actor.unit = STR("SE0000000000-U1");
    refused(in, &c, "unit.party");
    c = asks(CLOSE_TO);
    c.unit = STR("SE0000000000-U5");
    refused(in, &c, "unit.branch");
    struct unit_plan plan = {STR("key:8"), STR("SE0000000000-U2"), 2};
    c = asks(CLOSE_BY_PLAN);
    c.plan = &plan;
    c.plans = 1;
    refused(in, &c, "unit.plan_person");
    plan = (struct unit_plan){STR("key:1"), STR("SE0000000000-U5"), 2};
    c.dry_run = true;
    assert_string_equal(closes(in, &c).left[0].code, "unit.branch");
}

static void a_wrong_row_of_the_plan_is_refused_with_its_line(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_plan plan[] = {{STR("key:1"), STR("SE0000000000-U2"), 2},
                               {STR("key:1"), STR("SE0000000000-U4"), 3}};
    struct unit_close c = asks(CLOSE_BY_PLAN);
    c.plan = plan;
    c.plans = 2;
    refused(in, &c, "unit.plan_twice");
    const char *wrong[] = {"key:99", "key:x", "180001019999", "nobody"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct unit_close_answer answer;
        struct err err = {0};
        plan[1].person = str_of(wrong[i]);
        FAILS(unit_close(s->arena, in, &c, &answer, &err), "unit.plan_row", &err);
        assert_string_equal(err.detail, "3");
    }
    plan[1] = (struct unit_plan){STR("key:5"), STR("SE0000000000-U9"), 3};
    refused(in, &c, "unit.plan_unit");
    plan[1].person = STR("key:99");
    refused(in, &c, "unit.plan_unit"); /* of the person nothing is said */
}

/* 2 is protected and listed elsewhere, 5 here. */
static void a_plan_does_not_tell_where_a_protected_person_is_listed(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 5;");
    struct unit_plan plan = {STR("key:2"), STR("SE0000000000-U4"), 2};
    struct unit_close c = asks(CLOSE_BY_PLAN);
    c.plan = &plan;
    c.plans = 1;
    c.dry_run = true;
    refused(in, &c, "unit.plan_person");
    plan.person = STR("key:5");
    refused(in, &c, "unit.plan_person");
    stands_beside(s, "SELECT person, outcome FROM access_log WHERE about LIKE '%plan%' ORDER BY 1",
                  "2 2;5 2");
    c.actor.opens_protected = true;
    assert_int_equal(closes(in, &c).unplaced, 2);
}

/* Whether there is such a person, and whether they are listed there, is a look-up. */
static void who_asks_by_too_many_plans_waits(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_plan plan = {STR("180001010107"), STR("SE0000000000-U2"), 2};
    struct unit_close c = asks(CLOSE_BY_PLAN);
    in->region.rules.log.lookups_a_minute = 3;
    in->region.rules.log.persons_an_hour = 2;
    c.plan = &plan;
    c.plans = 1;
    c.dry_run = true;
    for (int i = 0; i < 5; i++)
        refused(in, &c, "unit.plan_row"); /* a login never waits */
    c.actor.id = STR("SE0000000000-A1");
    refused(in, &c, "unit.plan_row");
    refused(in, &c, "unit.plan_row");
    plan.person = STR("key:2");
    refused(in, &c, "unit.plan_person");
    plan.person = STR("180001010107");
    refused(in, &c, "log.lookups");
    plan.person = STR("key:3");
    refused(in, &c, "unit.plan_person");
    plan.person = STR("key:8");
    refused(in, &c, "unit.plan_person");
    stands_beside(s,
                  "SELECT act, outcome, count FROM access_log WHERE actor = 'SE0000000000-A1' AND "
                  "(act = 'log alarm' OR about LIKE 'lookups=%') ORDER BY id",
                  "unit 2 -;log alarm 0 3");
    c.actor.role = ROLE_UNIT_HEAD;
    c.actor.unit = STR("SE0000000000-U1");
    refused(in, &c, "unit.party");
}

/* 5 is a child, no cap holds for them where their guardian is listed: 2, at the second unit. */
static void nor_where_a_protected_guardian_is_listed(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 2;"
                      "UPDATE person_stated SET birth_date = 43000, guardian1 = 1002 "
                      "WHERE identifier = 5;"
                      "UPDATE unit_stated SET cap = 0 WHERE unit IN (2, 4);");
    const enum unit_close_by by[] = {CLOSE_TO, CLOSE_BY_AREA};
    for (size_t i = 0; i < ARRAY_LEN(by); i++) {
        struct unit_close c = asks(by[i]);
        c.dry_run = true;
        assert_int_equal(closes(in, &c).unplaced, 3);
        c.actor.opens_protected = true;
        struct unit_close_answer answer = closes(in, &c);
        assert_int_equal(answer.unplaced, 2);
        assert_string_equal(answer.left[0].code,
                            by[i] == CLOSE_TO ? "unit.plan_full" : "unit.no_area_unit");
    }
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_close c = asks(CLOSE_TO);
    struct unit_close_answer answer;
    FAILS_WHOLE(s, 20, unit_close(s->arena, in, &c, &answer, &err));
    assert_int_equal(listed(in, 1).count, 2);
}

static int setup(void **state)
{
    return scene_open(state, open_unit);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(all_go_to_one_unit),
        CASE(who_came_to_stay_longer_is_moved_after_the_day),
        CASE(each_who_is_moved_is_in_the_log),
        CASE(who_leaves_makes_room_for_who_comes_later),
        CASE(each_goes_where_the_plan_says),
        CASE(by_area_or_to_the_nearest),
        CASE(by_area_nobody_comes_to_a_new_unit),
        CASE(by_area_exempt_of_the_cap),
        CASE(a_unit_without_room_is_no_place),
        CASE(who_is_moved_is_told_from_where_and_whereto),
        CASE(what_was_stated_meanwhile_stands),
        CASE(what_is_refused),
        CASE(a_wrong_row_of_the_plan_is_refused_with_its_line),
        CASE(a_plan_does_not_tell_where_a_protected_person_is_listed),
        CASE(nor_where_a_protected_guardian_is_listed),
        CASE(who_asks_by_too_many_plans_waits),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
