/* service/contact/block.h: a form that blocks a unit, from the registry's rows to its rows and its
 * log; who may; lifting; and nothing left of what fails. */
#include "service/contact/block.h"

#include "county_scene.h"
#include "fails_whole.h"
#include "logged.h"
#include "service/person/as_of.h"
#include "store/instance_store.h"

enum { TODAY = 45300 };

static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
}

static struct block_request asks(const char *unit)
{
    return (struct block_request){.person = STR("key:1"),
                                  .unit = str_of(unit),
                                  .from = DAY_NONE,
                                  .to = DAY_NONE,
                                  .actor = {.id = STR("SE0000000000-N1"),
                                            .role = ROLE_STAFF,
                                            .unit = str_of(unit),
                                            .purpose = PURPOSE_CARE}};
}

static struct block_answer blocks(struct instance *in, const struct block_request *r)
{
    struct err err = {0};
    struct block_answer answer;
    if (!block_unit(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

/* The blocks that are known now: "from-to " of each. */
static const char *held(struct instance *in)
{
    struct as_of_person k;
    struct err err = {0};
    struct as_of_key key = {.person = 1};
    struct str out = STR("");
    assert_true(position_now(in->db, &key.position, &err));
    assert_true(as_of_person(in->arena, in, &key, &k, &err));
    for (size_t i = 0; i < k.blocks; i++)
        out =
            str_fmt(in->arena, "%.*s%c %d-%d ", STR_FMT(out), k.block[i].unit.text[14],
                    (int)k.block[i].from.n, day_is_none(k.block[i].to) ? 0 : (int)k.block[i].to.n);
    return str_cstr(in->arena, out);
}

static void a_block_stands_until_it_is_lifted(void **state)
{
    struct instance *in = instance_of(state);
    struct block_request r = asks("SE0000000000-U1");
    r.key = STR("k1");
    assert_false(blocks(in, &r).is_already);
    assert_string_equal(held(in), "1 45300-0 ");
    assert_true(blocks(in, &r).is_repeat);
    in->clock.today.n++; /* the same, although the day that was not given is another */
    assert_true(blocks(in, &r).is_repeat);
    in->clock.today.n--;
    r.key = STR("");
    in->clock.today.n += 5;
    struct block_answer a = blocks(in, &r);
    assert_true(a.is_already);
    assert_int_equal(a.from.n, TODAY);
    r.lifts = true;
    a = blocks(in, &r);
    assert_false(a.is_already);
    assert_int_equal(a.from.n, TODAY + 5);
    assert_string_equal(held(in), "1 45300-45304 ");
    assert_true(blocks(in, &r).is_already);
}

static void one_that_has_not_begun_is_taken_back(void **state)
{
    struct instance *in = instance_of(state);
    struct block_request r = asks("SE0000000000-U1");
    r.from.n = TODAY + 10;
    r.to.n = TODAY + 20;
    (void)blocks(in, &r);
    assert_string_equal(held(in), "1 45310-45320 ");
    r.lifts = true;
    r.from = r.to = DAY_NONE;
    r.dry_run = true;
    assert_false(blocks(in, &r).is_already);
    assert_string_equal(held(in), "1 45310-45320 ");
    r.dry_run = false;
    (void)blocks(in, &r);
    assert_string_equal(held(in), "");
}

static void who_may_not_is_refused(void **state)
{
    struct instance *in = instance_of(state);
    struct block_answer a;
    struct err err = {0};
    struct block_request r = asks("SE0000000000-U1");
    r.actor.unit = STR("SE0000000000-U2");
    FAILS(block_unit(in->arena, in, &r, &a, &err), "actor.role", &err);
    r.actor = (struct actor){.id = STR("key:3"), .role = ROLE_RESIDENT, .person = 3};
    FAILS(block_unit(in->arena, in, &r, &a, &err), "actor.role", &err);
    r.person = STR("key:2"); /* of a protected identity, and of nobody: the same */
    FAILS(block_unit(in->arena, in, &r, &a, &err), "actor.role", &err);
    r.person = STR("key:99");
    FAILS(block_unit(in->arena, in, &r, &a, &err), "actor.role", &err);
    r = asks("SE0000000000-U1");
    r.from.n = TODAY - 1;
    FAILS(block_unit(in->arena, in, &r, &a, &err), "block.days", &err);
    assert_int_equal(logged(in, 1, "block").of[ACCESS_DENIED], 2);
    assert_string_equal(held(in), "");
    r.from = DAY_NONE;
    r.actor = (struct actor){
        .id = STR("key:1"), .role = ROLE_RESIDENT, .person = 1, .purpose = PURPOSE_OWN};
    (void)blocks(in, &r);
    assert_string_equal(held(in), "1 45300-0 ");
}

/* By law: so a child is not told to ask one. */
static void no_guardian_blocks_for_a_child(void **state)
{
    struct instance *in = instance_of(state);
    struct block_answer a;
    struct err err = {0};
    county_script(in, "UPDATE person_stated SET birth_date = 42300 WHERE identifier = 1;");
    struct block_request r = asks("SE0000000000-U1");
    r.actor = (struct actor){
        .id = STR("key:1"), .role = ROLE_RESIDENT, .person = 1, .purpose = PURPOSE_OWN};
    FAILS(block_unit(in->arena, in, &r, &a, &err), "act.too_young_alone", &err);
    assert_string_equal(held(in), "");
}

/* The record of who has emigrated is still here. */
static void nobody_blocks_for_the_dead(void **state)
{
    struct instance *in = instance_of(state);
    struct block_answer a;
    struct err err = {0};
    struct block_request r = asks("SE0000000000-U1");
    r.person = STR("key:3");
    FAILS(block_unit(in->arena, in, &r, &a, &err), "gone.dead", &err);
    r.lifts = true;
    FAILS(block_unit(in->arena, in, &r, &a, &err), "gone.dead", &err);
    county_script(in, "UPDATE person_stated SET deregistration_reason = 2 WHERE identifier = 3;");
    r.lifts = false;
    assert_false(blocks(in, &r).is_already);
}

static void a_statement_that_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct block_request r = asks("SE0000000000-U1");
    struct block_answer a;
    FAILS_WHOLE(s, 15, block_unit(in->arena, in, &r, &a, &err));
    assert_string_equal(held(in), "1 45300-0 ");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_block_stands_until_it_is_lifted),
        CASE(one_that_has_not_begun_is_taken_back),
        CASE(who_may_not_is_refused),
        CASE(no_guardian_blocks_for_a_child),
        CASE(nobody_blocks_for_the_dead),
        CASE(a_statement_that_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
