/* service/unit/unit.h: what holds of a unit; its cap, its opening, its areas and who follows them.
 */
#include "service/unit/unit.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "not_chosen.h"

static struct unit_change asks(enum unit_what what, const char *unit)
{
    return (struct unit_change){.what = what,
                                .unit = str_of(unit),
                                .cap = -1,
                                .from = DAY_NONE,
                                .actor = {.id = STR("os:test"),
                                          .role = ROLE_ADMINISTRATOR,
                                          .purpose = PURPOSE_ADMINISTRATION}};
}

static struct unit_changed changes(struct instance *in, const struct unit_change *c)
{
    struct unit_changed answer = {.from = DAY_NONE};
    struct err err = {0};
    if (!unit_change(in->arena, in, c, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void refused(struct instance *in, const struct unit_change *c, const char *code)
{
    struct unit_changed answer;
    struct err err = {0};
    assert_false(unit_change(in->arena, in, c, &answer, &err));
    assert_string_equal(err.code, code);
}

static struct unit_shown shown(struct instance *in, const char *unit)
{
    struct unit_shown u;
    struct err err = {0};
    if (!unit_show(in->arena, in, str_of(unit), &KNOWN_NOW, &u, &err))
        fail_msg("%s %s", err.code, err.detail);
    return u;
}

static void a_unit_is_shown_as_it_is_today(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_shown none;
    struct err err = {0};
    county_script(in, "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                      "panel_open, recorded) VALUES (1, 1, 40000, 0, 0, 1, 1);");
    struct unit_shown u = shown(in, "SE0000000000-U1");
    assert_true(str_eq(u.name, STR("Norra")) && str_eq(u.areas, STR("A1 A5")));
    assert_int_equal(u.listed, 1);
    assert_int_equal(u.doctors, 1);
    assert_int_equal(u.cap, -1);
    assert_true(str_eq(shown(in, "SE0000000000-U2").areas, STR("A2")));
    assert_true(str_eq(shown(in, "SE0000000000-U5").parent, STR("SE0000000000-U1")));
    FAILS(unit_show(s->arena, in, STR("SE0000000000-U9"), &KNOWN_NOW, &none, &err), "unit.unknown",
          &err);
}

static void a_cap_is_stated_anew_and_told(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_change c = asks(UNIT_CAP, "SE0000000000-U1");
    c.cap = 4000;
    refused(in, &c, "unit.reason"); /* the unit asks for it, and the administrator says so */
    c.reason = STR("letter of 2 January");
    c.key = STR("a");
    struct unit_changed answer = changes(in, &c);
    assert_int_equal(answer.listed, 1);
    assert_int_equal(shown(in, "SE0000000000-U1").cap, 4000);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM unit_stated WHERE unit = 1"), 2);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM unit_reason"), 1);
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM outbox WHERE type = 14 "
                         "AND unit = 'SE0000000000-U1' AND data = '{\"changed\":[\"cap\"]}'"),
        1);
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM access_log WHERE act = 'unit' AND kind = 1 "
                         "AND outcome = 0"),
        1);
    assert_true(changes(in, &c).is_repeat);
    c.key = STR("");
    assert_true(changes(in, &c).is_already);
    c.cap = -1;
    c.dry_run = true;
    assert_false(changes(in, &c).is_already);
    assert_int_equal(shown(in, "SE0000000000-U1").cap, 4000);
    c.dry_run = false;
    (void)changes(in, &c);
    assert_int_equal(shown(in, "SE0000000000-U1").cap, -1);
}

static void a_raised_cap_says_whom_it_lists_from_the_queue(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 1; "
                      "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) "
                      "VALUES (5, 1, 45200, 0, 1), (6, 1, 45201, 0, 1);");
    struct unit_change c = asks(UNIT_CAP, "SE0000000000-U1");
    c.reason = STR("letter of 2 January");
    c.cap = 2;
    c.dry_run = true;
    struct unit_changed answer = changes(in, &c);
    assert_int_equal(answer.taken, 1);
    assert_int_equal(answer.listed, 2);
    assert_int_equal(shown(in, "SE0000000000-U1").listed, 1); /* it was a preview */
    c.dry_run = false;
    c.key = STR("a");
    assert_int_equal(changes(in, &c).taken, 1);
    assert_int_equal(listed(in, 5).unit[0], UNIT_1);
    answer = changes(in, &c);
    assert_true(answer.is_repeat);
    assert_int_equal(answer.taken, 1);
    c.key = STR("");
    answer = changes(in, &c);
    assert_true(answer.is_already);
    assert_int_equal(answer.taken, 0);
    assert_int_equal(answer.listed, 2);
}

static void a_day_to_come_counts_who_is_planned(void **state)
{
    struct instance *in = instance_of(state);
    struct err err = {0};
    county_script(in, "INSERT INTO listing_stated (id, identifier, list, from_day, basis, "
                      "recorded) VALUES (9, 5, 11, 45310, 0, 1);"
                      "INSERT INTO listing_effect VALUES (5, 45310, NULL, 9, 11);");
    for (int32_t day = TODAY + 9; day <= TODAY + 10; day++) {
        struct unit_shown u;
        struct known_time time = {{day}, {INT64_MAX}};
        assert_true(unit_show(in->arena, in, STR("SE0000000000-U1"), &time, &u, &err));
        assert_int_equal(u.listed, day == TODAY + 9 ? 1 : 2);
    }
}

static void who_may(void **state)
{
    struct instance *in = instance_of(state);
    struct unit_change c = asks(UNIT_CAP, "SE0000000000-U1");
    c.cap = 4000;
    c.actor.role = ROLE_UNIT_HEAD;
    c.actor.unit = STR("SE0000000000-U2");
    refused(in, &c, "unit.party");
    c.actor.unit = STR("SE0000000000-U1");
    (void)changes(in, &c);
    c.actor.role = ROLE_STAFF;
    refused(in, &c, "unit.party");
    c = asks(UNIT_OPENS, "SE0000000000-U1");
    c.from = (struct day){TODAY + 10};
    c.actor.role = ROLE_UNIT_HEAD;
    c.actor.unit = STR("SE0000000000-U1");
    refused(in, &c, "unit.party");
    c = asks(UNIT_CAP, "SE0000000000-U5");
    c.reason = STR("asked");
    refused(in, &c, "unit.branch");
}

static void a_unit_opens_on_a_day(void **state)
{
    struct instance *in = instance_of(state);
    struct unit_change c = asks(UNIT_OPENS, "SE0000000000-U4");
    c.from = (struct day){TODAY + 30};
    assert_int_equal(changes(in, &c).from.n, TODAY + 30);
    assert_int_equal(shown(in, "SE0000000000-U4").opens.n, TODAY + 30);
    assert_true(changes(in, &c).is_already);
    c = asks(UNIT_OPENS, "SE0000000000-U1");
    c.from = (struct day){TODAY + 30};
    refused(in, &c, "unit.listed_before");
    county_script(in, "UPDATE unit_stated SET opens_on = 40000 WHERE unit = 1;");
    c.from = (struct day){TODAY - 5}; /* of a unit that has been open, days that are over too */
    refused(in, &c, "unit.listed_before");
    county_script(in, "UPDATE unit_stated SET closes_on = 45310 WHERE unit = 4;");
    c = asks(UNIT_OPENS, "SE0000000000-U4");
    c.from = (struct day){TODAY + 5};
    refused(in, &c, "unit.closes");
    c.from = (struct day){TODAY + 11}; /* the day after */
    (void)changes(in, &c);
    assert_true(day_is_none(shown(in, "SE0000000000-U4").closes));
    c.from = (struct day){TODAY + 400};
    refused(in, &c, "listing.day_far");
}

static void areas_are_given_with_history(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str area[] = {STR("A1"), STR("A3")};
    struct unit_change c = asks(UNIT_AREAS, "SE0000000000-U4");
    c.area = area;
    c.areas = 2;
    assert_int_equal(changes(in, &c).moved, 0); /* a new unit is chosen only, in this region */
    assert_true(str_eq(shown(in, "SE0000000000-U4").areas, STR("A1 A3")));
    assert_true(str_eq(shown(in, "SE0000000000-U1").areas, STR("A5")));
    assert_int_equal(number_beside(s,
                                   "SELECT to_day FROM area_stated WHERE area = 'A1' AND unit = 1 "
                                   "AND superseded IS NULL"),
                     TODAY - 1);
    assert_true(changes(in, &c).is_already);
    c.area = &STR("A9");
    c.areas = 1;
    refused(in, &c, "area.unknown");
    county_script(in, "UPDATE unit_stated SET closes_on = 45310 WHERE unit = 4;");
    refused(in, &c, "listing.closed");
}

/* Where the region lets a new unit have those of its area: who was listed by area goes with it, who
 * chose stays, and so does who finds no room. */
static void who_is_listed_by_area_follows_it(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    in->region.rules.passive.new_unit = NEW_UNIT_AREA;
    county_script(
        in, "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
            "VALUES (9, 5, 11, 44000, 2, 1), (10, 6, 11, 44000, 0, 1), (11, 9, 11, 44000, 2, 1);"
            "INSERT INTO listing_effect VALUES (5, 44000, NULL, 9, 11), "
            "(6, 44000, NULL, 10, 11), "
            "(9, 44000, NULL, 11, 11);"
            "UPDATE person_stated SET area = 'A1' WHERE identifier IN (6, 9);"
            "UPDATE unit_stated SET cap = 1 WHERE unit = 4;");
    assert_int_equal(listed(in, 5).basis[0], BASIS_AREA);
    struct str area = STR("A1");
    struct unit_change c = asks(UNIT_AREAS, "SE0000000000-U4");
    c.area = &area;
    c.areas = 1;
    c.from = (struct day){TODAY + 3};
    struct unit_changed answer = changes(in, &c);
    assert_int_equal(answer.moved, 1);
    assert_int_equal(answer.stayed, 1);
    assert_int_equal(listed(in, 5).unit[1], UNIT_4);
    assert_int_equal(listed(in, 5).from[1], TODAY + 3);
    assert_int_equal(listed(in, 6).count, 1);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE identifier = 5"), 1);
    stands_beside(s,
                  "SELECT kind, person, count FROM access_log WHERE about LIKE "
                  "'unit=SE0000000000-U4 areas login=%' ORDER BY id",
                  "1 - 1;1 5 -");
}

/* A cap of two, and one is to be listed there in ten days: of the area's two one has room. */
static void who_is_planned_at_the_areas_unit_has_a_place(void **state)
{
    struct instance *in = instance_of(state);
    in->region.rules.passive.new_unit = NEW_UNIT_AREA;
    county_script(
        in, "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
            "VALUES (9, 5, 11, 44000, 2, 1), (10, 6, 14, 45310, 0, 1), (11, 9, 11, 44000, 2, 1);"
            "INSERT INTO listing_effect VALUES (5, 44000, NULL, 9, 11), "
            "(6, 45310, NULL, 10, 14), (9, 44000, NULL, 11, 11);"
            "UPDATE person_stated SET area = 'A1' WHERE identifier = 9;"
            "UPDATE unit_stated SET cap = 2 WHERE unit = 4;");
    struct str area = STR("A1");
    struct unit_change c = asks(UNIT_AREAS, "SE0000000000-U4");
    c.area = &area;
    c.areas = 1;
    struct unit_changed answer = changes(in, &c);
    assert_int_equal(answer.moved, 1);
    assert_int_equal(answer.stayed, 1);
}

static int32_t number_of(struct scratch *s, const char *what, int64_t unit)
{
    return (int32_t)number_beside(s, str_fmt(s->arena,
                                             "SELECT %s FROM area_stated WHERE area = 'A1' "
                                             "AND unit = %lld AND superseded IS NULL",
                                             what, (long long)unit)
                                         .at);
}

/* Whichever is said first: until it is the second unit's, the area is the fourth's. */
static void an_area_that_is_to_be_anothers_is_given_until_then(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    in->region.rules.passive.new_unit = NEW_UNIT_AREA;
    county_script(in,
                  "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
                  "VALUES (9, 5, 11, 44000, 2, 1);"
                  "INSERT INTO listing_effect VALUES (5, 44000, NULL, 9, 11);");
    struct str area = STR("A1");
    struct unit_change later = asks(UNIT_AREAS, "SE0000000000-U2");
    later.area = &area;
    later.areas = 1;
    later.from = (struct day){TODAY + 20};
    assert_int_equal(changes(in, &later).moved, 1);
    struct unit_change c = asks(UNIT_AREAS, "SE0000000000-U4");
    c.area = &area;
    c.areas = 1;
    c.from = (struct day){TODAY + 10};
    struct unit_changed answer = changes(in, &c);
    assert_int_equal(answer.moved, 1);
    assert_int_equal(answer.later, 1);
    assert_int_equal(number_of(s, "to_day", UNIT_1), TODAY + 9);
    assert_int_equal(number_of(s, "from_day", UNIT_4), TODAY + 10);
    assert_int_equal(number_of(s, "to_day", UNIT_4), TODAY + 19);
    assert_int_equal(number_of(s, "from_day", UNIT_2), TODAY + 20);
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.unit[1], UNIT_4);
    assert_int_equal(seen.to[1], TODAY + 19);
    assert_int_equal(seen.unit[2], UNIT_2);
    later.unit = STR("SE0000000000-U4"); /* on its own first day the plan gives way */
    assert_int_equal(changes(in, &later).moved, 1);
    assert_int_equal(number_of(s, "count(*)", UNIT_2), 0);
    seen = listed(in, 5);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.unit[1], UNIT_4);
    assert_int_equal(seen.to[1], 0);
    /* Of the unit that loses the area others are told, too: the first, and the second's plan. */
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE type = 14 AND "
                                      "data = '{\"changed\":[\"areas\"]}'"),
                     6);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE type = 14 AND "
                                      "unit = 'SE0000000000-U2' AND valid_from = 45320"),
                     2);
}

/* 5 is listed by area at the unit whose the area is to be. */
static void who_was_there_before_comes_back_with_the_area(void **state)
{
    struct instance *in = instance_of(state);
    in->region.rules.passive.new_unit = NEW_UNIT_AREA;
    county_script(in,
                  "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
                  "VALUES (9, 5, 12, 44000, 2, 1);"
                  "INSERT INTO listing_effect VALUES (5, 44000, NULL, 9, 12);");
    struct str area = STR("A1");
    struct unit_change c = asks(UNIT_AREAS, "SE0000000000-U2");
    c.area = &area;
    c.areas = 1;
    c.from = (struct day){TODAY + 20};
    assert_int_equal(changes(in, &c).moved, 0);
    c.unit = STR("SE0000000000-U4");
    c.from = (struct day){TODAY + 10};
    assert_int_equal(changes(in, &c).moved, 1);
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.unit[1], UNIT_4);
    assert_int_equal(seen.to[1], TODAY + 19);
    assert_int_equal(seen.unit[2], UNIT_2);
    assert_int_equal(seen.basis[2], BASIS_AREA);
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str area = STR("A1");
    struct unit_change c = asks(UNIT_AREAS, "SE0000000000-U4");
    c.area = &area;
    c.areas = 1;
    struct unit_changed answer;
    FAILS_WHOLE(s, 10, unit_change(s->arena, in, &c, &answer, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM area_stated WHERE unit = 4"), 2);
}

static int setup(void **state)
{
    return scene_open(state, not_chosen_open);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_unit_is_shown_as_it_is_today),
        CASE(a_cap_is_stated_anew_and_told),
        CASE(a_raised_cap_says_whom_it_lists_from_the_queue),
        CASE(a_day_to_come_counts_who_is_planned),
        CASE(who_may),
        CASE(a_unit_opens_on_a_day),
        CASE(areas_are_given_with_history),
        CASE(who_is_listed_by_area_follows_it),
        CASE(who_is_planned_at_the_areas_unit_has_a_place),
        CASE(an_area_that_is_to_be_anothers_is_given_until_then),
        CASE(who_was_there_before_comes_back_with_the_area),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
