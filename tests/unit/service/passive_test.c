/* service/listing/passive.h: who has not chosen is listed by area, a newborn with the mother's
 * unit; from the registry's rows to its rows, its events and its log. */
#include "service/listing/passive.h"

#include "county_scene.h"
#include "fails_whole.h"
#include "logged.h"
#include "not_chosen.h"

static struct passive_request asks(const char *person)
{
    return (struct passive_request){.person = str_of(person),
                                    .actor = {.id = STR("os:test"),
                                              .role = ROLE_ADMINISTRATOR,
                                              .purpose = PURPOSE_ADMINISTRATION}};
}

static struct passive_answer lists(struct instance *in, const struct passive_request *r)
{
    struct passive_answer answer = {.from = DAY_NONE};
    struct err err = {0};
    if (!passive_list(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void refused(struct instance *in, const struct passive_request *r, const char *code)
{
    struct passive_answer answer;
    struct err err = {0};
    assert_false(passive_list(in->arena, in, r, &answer, &err));
    assert_string_equal(err.code, code);
}

/* ---- where, and from when ---- */

static void who_has_not_chosen_is_listed_by_area_from_today(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:5");
    struct passive_answer answer = lists(in, &r);
    assert_true(str_eq(answer.unit, STR("SE0000000000-U1")));
    assert_int_equal(answer.from.n, TODAY);
    assert_false(answer.is_near);
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.unit[0], UNIT_1);
    assert_int_equal(seen.basis[0], BASIS_AREA);
    assert_int_equal(seen.to[0], 0);
    assert_int_equal(logged(in, 5, "list").count, 1);
    assert_int_equal(logged(in, 5, "list").kind[0], ACCESS_WRITE);
    answer = lists(in, &r);
    assert_true(answer.is_already);
    assert_true(str_eq(answer.name, STR("Norra")));
    assert_int_equal(listed(in, 5).count, 1);
    assert_int_equal(logged(in, 5, "list").kind[1], ACCESS_READ);
}

/* With the unit that answered for the area on that day. */
static void who_moved_in_is_listed_from_the_registration_date(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:6");
    assert_int_equal(lists(in, &r).from.n, TODAY - 10);
    assert_int_equal(listed(in, 6).unit[0], UNIT_4);
}

static void an_area_is_the_later_units_from_its_day_on(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET registered_from = 45294 WHERE identifier = 6;");
    struct passive_request r = asks("key:6");
    assert_int_equal(lists(in, &r).from.n, 45294);
    assert_int_equal(listed(in, 6).unit[0], UNIT_2);
}

/* Where persons follow their area, who is listed by it before it is another unit's does. */
static void who_is_listed_by_area_follows_it_on_the_day(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:5");
    r.dry_run = true;
    county_script(in, "INSERT INTO area_stated (area, unit, from_day, recorded) "
                      "VALUES ('A1', 2, 45320, 1);");
    in->region.rules.passive.new_unit = NEW_UNIT_AREA;
    (void)lists(in, &r);
    assert_int_equal(listed(in, 5).count, 0);
    r.dry_run = false;
    assert_true(str_eq(lists(in, &r).unit, STR("SE0000000000-U1")));
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.unit[0], UNIT_1);
    assert_int_equal(seen.to[0], 45319);
    assert_int_equal(seen.unit[1], UNIT_2);
    assert_int_equal(seen.to[1], 0);
}

static void a_newborn_is_listed_with_the_mother_from_its_birth(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:7");
    refused(in, &r, "passive.is_newborn");
    r.is_newborn = true;
    assert_int_equal(lists(in, &r).from.n, TODAY - 5);
    struct seen seen = listed(in, 7);
    assert_int_equal(seen.unit[0], UNIT_2);
    assert_int_equal(seen.basis[0], BASIS_NEWBORN);
    r = asks("key:5");
    r.is_newborn = true;
    refused(in, &r, "passive.not_newborn");
}

/* Wherever she is listed: else it could be learnt by trying. */
static void a_protected_mothers_unit_is_for_who_may_see_her(void **state)
{
    static const char *const so[] = {
        "UPDATE person_stated SET protection = 1 WHERE identifier = 2;",
        "UPDATE listing_effect SET list = 11 WHERE person = 2;",
        "DELETE FROM listing_effect WHERE person = 2;",
        "UPDATE person_stated SET area = 'A3' WHERE identifier = 7;",
    };
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:7");
    r.is_newborn = true;
    for (unsigned i = 0; i < ARRAY_LEN(so); i++) {
        county_script(in, so[i]);
        refused(in, &r, "act.protected_person");
        assert_int_equal(logged(in, 2, "list").outcome[i], ACCESS_DENIED);
    }
    assert_int_equal(listed(in, 7).count, 0);
    county_script(in, "INSERT INTO listing_effect VALUES (2, 44561, NULL, 2, 12);");
    r.key = STR("a");
    r.actor.opens_protected = true;
    (void)lists(in, &r);
    assert_int_equal(listed(in, 7).unit[0], UNIT_2);
    assert_int_equal(logged(in, 2, "list").count, ARRAY_LEN(so) + 1);
    r.actor.opens_protected = false; /* nor is what was answered then told again */
    refused(in, &r, "act.key_reused");
}

/* Where the area comes first, her unit is not asked for. */
static void a_protected_mother_counts_only_where_her_unit_is_asked(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 2;");
    struct passive_request r = asks("key:7");
    r.is_newborn = true;
    in->region.rules.passive.newborn[0] = PASSIVE_AREA;
    in->region.rules.passive.newborn[1] = PASSIVE_MOTHER;
    (void)lists(in, &r);
    assert_int_equal(listed(in, 7).unit[0], UNIT_1);
    assert_int_equal(logged(in, 2, "list").count, 0);
}

static void without_a_mothers_unit_a_newborn_is_listed_by_area(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET mother = 1099 WHERE identifier = 7;");
    struct passive_request r = asks("key:7");
    r.is_newborn = true;
    (void)lists(in, &r);
    assert_int_equal(listed(in, 7).unit[0], UNIT_1);
    assert_int_equal(listed(in, 7).basis[0], BASIS_NEWBORN);
}

/* The nearest one that has room and is open; the branch beside it is none. */
static void where_the_unit_is_full_the_nearest_takes_its_place(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 1 WHERE unit = 1;");
    struct passive_request r = asks("key:5");
    struct passive_answer answer = lists(in, &r);
    assert_true(answer.is_near);
    assert_int_equal(listed(in, 5).unit[0], UNIT_4);
}

static void room_is_counted_on_every_day_to_come(void **state)
{
    struct instance *in = instance_of(state);
    /* The one who is listed leaves tomorrow, another comes in thirty days. */
    county_script(in,
                  "UPDATE unit_stated SET cap = 1 WHERE unit = 1;"
                  "UPDATE listing_effect SET to_day = 45300 WHERE person = 1;"
                  "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
                  "VALUES (9, 8, 11, 45330, 1, 1);"
                  "INSERT INTO listing_effect VALUES (8, 45330, NULL, 9, 11);");
    struct passive_request r = asks("key:5");
    assert_true(lists(in, &r).is_near);
}

/* By choice only, until it is given an area; one that had an area is no new one. */
static void a_new_unit_takes_nobodys_place(void **state)
{
    static const struct {
        enum new_unit rule;
        const char *so;
        int64_t unit;
    } said[] = {
        {NEW_UNIT_CHOICE_ONLY, "", UNIT_4}, /* had A2 */
        {NEW_UNIT_CHOICE_ONLY, "DELETE FROM area_stated WHERE unit = 4;", UNIT_2},
        {NEW_UNIT_AREA, "DELETE FROM area_stated WHERE unit = 4;", UNIT_4},
        {NEW_UNIT_CHOICE_ONLY, "UPDATE area_stated SET from_day = 45301 WHERE unit = 4;", UNIT_2},
    };
    struct instance *in = instance_of(state);
    for (size_t i = 0; i < ARRAY_LEN(said); i++) {
        in->region.rules.passive.new_unit = said[i].rule;
        county_script(in, "UPDATE unit_stated SET cap = 1 WHERE unit = 1;");
        county_script(in, said[i].so);
        struct passive_request r = asks("key:5");
        assert_true(lists(in, &r).is_near);
        assert_int_equal(listed(in, 5).unit[0], said[i].unit);
        scene_anew(state, not_chosen_open);
    }
}

/* A newborn's mother's unit is no stand-in, and where no areas are given no unit is new. */
static void without_areas_no_unit_is_new(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "DELETE FROM area_stated; UPDATE unit_stated SET closes_on = 45000 "
                      "WHERE unit = 2;");
    struct passive_request r = asks("key:7");
    r.is_newborn = true;
    assert_true(lists(in, &r).is_near);
    assert_int_equal(listed(in, 7).unit[0], UNIT_1);
}

static void the_area_of_a_branch_is_its_units(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET area = 'A5' WHERE identifier = 5;");
    struct passive_request r = asks("key:5");
    (void)lists(in, &r);
    assert_int_equal(listed(in, 5).unit[0], UNIT_1);
}

static void the_key_asked_again_is_answered(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:5");
    r.key = STR("a");
    struct passive_answer first = lists(in, &r), again = lists(in, &r);
    assert_true(again.is_repeat);
    assert_true(str_eq(again.unit, first.unit) && str_eq(again.name, first.name));
    assert_int_equal(again.from.n, first.from.n);
}

static void a_preview_changes_nothing(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:5");
    r.dry_run = true;
    assert_true(str_eq(lists(in, &r).unit, STR("SE0000000000-U1")));
    assert_int_equal(listed(in, 5).count, 0);
    assert_int_equal(logged(in, 5, "list").kind[0], ACCESS_READ);
}

/* ---- who is not ---- */

static void what_the_rules_refuse(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 2;");
    static const char *const said[][2] = {
        {"key:8", "passive.not_here"},     {"key:9", "passive.nowhere"}, {"key:10", "listing.dead"},
        {"key:2", "act.protected_person"}, {"key:99", "person.unknown"},
    };
    for (size_t i = 0; i < ARRAY_LEN(said); i++) {
        struct passive_request r = asks(said[i][0]);
        refused(in, &r, said[i][1]);
    }
    assert_int_equal(logged(in, 8, "list").outcome[0], ACCESS_DENIED);
    county_script(in, "UPDATE person_stated SET deregistration_reason = 2 WHERE identifier = 10;");
    struct passive_request r = asks("key:10");
    refused(in, &r, "listing.emigrated");
    in->region.rules.passive.moved_in = PASSIVE_NONE;
    r = asks("key:5");
    refused(in, &r, "passive.not_so");
}

/* Neither a municipality nor a resident lists by area, and they are told nothing of the person. */
static void who_may_not_is_refused_and_logged(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:2"); /* of a protected identity */
    r.actor =
        (struct actor){.id = STR("os:m"), .role = ROLE_MUNICIPAL, .unit = STR("SE0000000000-U1")};
    refused(in, &r, "actor.role");
    r.actor = (struct actor){.id = STR("key:5"), .role = ROLE_RESIDENT, .person = 5};
    refused(in, &r, "actor.role");
    assert_int_equal(logged(in, 2, "list").count, 2);
    assert_int_equal(logged(in, 2, "list").outcome[0], ACCESS_DENIED);
    assert_int_equal(logged(in, 2, "list").outcome[1], ACCESS_DENIED);
    r.person = STR("key:99"); /* nobody */
    refused(in, &r, "actor.role");
    r = asks("key:5");
    r.actor.role = ROLE_STAFF;
    refused(in, &r, "actor.role"); /* of no unit */
    r.actor.unit = STR("SE0000000000-U2");
    (void)lists(in, &r);
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct passive_request r = asks("key:7");
    r.is_newborn = true;
    r.key = STR("form 17");
    struct passive_answer answer;
    FAILS_WHOLE(s, 20, passive_list(s->arena, in, &r, &answer, &err));
    assert_int_equal(listed(in, 7).count, 1);
}

static int setup(void **state)
{
    return scene_open(state, not_chosen_open);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_has_not_chosen_is_listed_by_area_from_today),
        CASE(who_moved_in_is_listed_from_the_registration_date),
        CASE(an_area_is_the_later_units_from_its_day_on),
        CASE(who_is_listed_by_area_follows_it_on_the_day),
        CASE(a_newborn_is_listed_with_the_mother_from_its_birth),
        CASE(a_protected_mothers_unit_is_for_who_may_see_her),
        CASE(a_protected_mother_counts_only_where_her_unit_is_asked),
        CASE(without_a_mothers_unit_a_newborn_is_listed_by_area),
        CASE(where_the_unit_is_full_the_nearest_takes_its_place),
        CASE(room_is_counted_on_every_day_to_come),
        CASE(a_new_unit_takes_nobodys_place),
        CASE(without_areas_no_unit_is_new),
        CASE(the_area_of_a_branch_is_its_units),
        CASE(the_key_asked_again_is_answered),
        CASE(a_preview_changes_nothing),
        CASE(what_the_rules_refuse),
        CASE(who_may_not_is_refused_and_logged),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
