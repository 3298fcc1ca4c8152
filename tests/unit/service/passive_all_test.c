/* service/listing/passive_all.h: everybody who is listed nowhere, in one act. */
#include "service/listing/passive_all.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "not_chosen.h"

static struct passive_all_request asks(void)
{
    return (struct passive_all_request){.actor = {.id = STR("os:test"),
                                                  .role = ROLE_ADMINISTRATOR,
                                                  .purpose = PURPOSE_ADMINISTRATION}};
}

static struct passive_all_answer lists(struct instance *in, const struct passive_all_request *r)
{
    struct passive_all_answer answer = {.looked = -1};
    struct err err = {0};
    if (!passive_all(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void everybody_who_is_listed_nowhere_gets_a_unit(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct passive_all_request r = asks();
    struct passive_all_answer answer = lists(in, &r);
    assert_int_equal(answer.looked, 4); /* 5, 6, 7, and 9, for whom there is no unit */
    assert_int_equal(answer.verdict[PASSIVE_LISTED], 3);
    assert_int_equal(answer.verdict[PASSIVE_NOWHERE], 1);
    assert_int_equal(answer.units, 3);
    assert_true(str_eq(answer.unit[0].unit, STR("SE0000000000-U1")));
    assert_int_equal(answer.unit[0].persons, 1);
    assert_int_equal(listed(in, 5).unit[0], UNIT_1);
    assert_int_equal(listed(in, 6).unit[0], UNIT_4);
    assert_int_equal(listed(in, 7).unit[0], UNIT_2);
    assert_int_equal(listed(in, 7).basis[0], BASIS_NEWBORN);
    assert_int_equal(listed(in, 8).count + listed(in, 9).count + listed(in, 10).count, 0);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE type = 0"), 3);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE kind = 0"), 3);
    /* One entry of the log, with the number. */
    assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log"), 1);
    assert_int_equal(number_beside(s, "SELECT count FROM access_log"), 3);
    answer = lists(in, &r);
    assert_int_equal(answer.looked, 1);
    assert_int_equal(answer.verdict[PASSIVE_LISTED], 0);
}

static void a_protected_mothers_child_waits_for_who_may_see_her(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 2;");
    struct passive_all_request r = asks();
    struct passive_all_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict[PASSIVE_LISTED], 2);
    assert_int_equal(answer.verdict[PASSIVE_NOWHERE], 2);
    assert_int_equal(listed(in, 7).count, 0);
    r.actor.opens_protected = true;
    answer = lists(in, &r);
    assert_int_equal(answer.verdict[PASSIVE_LISTED], 1);
    assert_int_equal(listed(in, 7).unit[0], UNIT_2);
}

/* Who comes later finds the room that is left. */
static void the_cap_holds_within_the_act(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 2 WHERE unit = 1;"
                      "UPDATE person_stated SET area = 'A1', registered_from = 20000 "
                      "WHERE identifier IN (5, 6, 9);");
    struct passive_all_request r = asks();
    struct passive_all_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict[PASSIVE_LISTED], 4);
    assert_int_equal(listed(in, 5).unit[0], UNIT_1);
    assert_int_equal(listed(in, 6).unit[0], UNIT_4);
    assert_int_equal(listed(in, 9).unit[0], UNIT_4);
    assert_int_equal(answer.unit[2].persons, 2);
    assert_int_equal(answer.unit[2].near, 2);
}

static void a_preview_says_the_same_and_changes_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct passive_all_request r = asks();
    r.dry_run = true;
    assert_int_equal(lists(in, &r).verdict[PASSIVE_LISTED], 3);
    assert_int_equal(listed(in, 5).count, 0);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox"), 0);
    assert_int_equal(number_beside(s, "SELECT kind FROM access_log"), ACCESS_READ);
}

static void the_key_asked_again_is_answered(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_all_request r = asks();
    r.key = STR("a");
    (void)lists(in, &r);
    struct passive_all_answer again = lists(in, &r);
    assert_true(again.is_repeat);
    assert_int_equal(again.looked, 4);
    assert_int_equal(again.verdict[PASSIVE_LISTED], 3);
}

static void an_administrator_does_it(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct passive_all_answer answer;
    struct err err = {0};
    struct passive_all_request r = asks();
    r.actor.role = ROLE_UNIT_HEAD;
    r.actor.unit = STR("SE0000000000-U1");
    FAILS(passive_all(s->arena, in, &r, &answer, &err), "passive.party", &err);
    in->region.rules.passive.moved_in = PASSIVE_NONE;
    r = asks();
    answer = lists(in, &r);
    assert_int_equal(answer.verdict[PASSIVE_LISTED], 1); /* the newborn */
    assert_int_equal(answer.verdict[PASSIVE_NOT_SO], 3);
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct passive_all_request r = asks();
    struct passive_all_answer answer;
    FAILS_WHOLE(s, 20, passive_all(s->arena, in, &r, &answer, &err));
    assert_int_equal(listed(in, 5).count, 1);
}

static int setup(void **state)
{
    return scene_open(state, not_chosen_open);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(everybody_who_is_listed_nowhere_gets_a_unit),
        CASE(a_protected_mothers_child_waits_for_who_may_see_her),
        CASE(the_cap_holds_within_the_act),
        CASE(a_preview_says_the_same_and_changes_nothing),
        CASE(the_key_asked_again_is_answered),
        CASE(an_administrator_does_it),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
