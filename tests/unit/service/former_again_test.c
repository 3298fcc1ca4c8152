/* service/contact/contact_acts.h: a named doctor who is taken back before they began. Who ended for
 * them stands again, as it is where they are said in the other order. */
#include "assign_scene.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "service/contact/panel_moves.h"

#define D1 "SE0000000000-D1"
#define D2 "SE0000000000-D2"
enum { LATER = TODAY + 40 };

static const char MESSAGES[] = "SELECT kind, staff, from_day FROM message ORDER BY id";
static const char DOCTORS[] = DOCTOR_OF "e.person = 1 AND e.kind = 2 ORDER BY 2";

static void assigned(struct scratch *s, struct instance *in, const char *staff, int32_t from)
{
    struct assigning r = asks(s, staff, "key:1");
    r.from.n = from;
    (void)assigns(in, &r);
}

static bool end(struct instance *in, struct contact_acting *r, int32_t from,
                struct contact_acted *done, struct err *err)
{
    *r = (struct contact_acting){.person = STR("key:1"),
                                 .kind = KIND_DOCTOR,
                                 .staff = STR(D2),
                                 .from = {from},
                                 .reason = STR("was wrong"),
                                 .key = r->key,
                                 .actor = actor(ROLE_STAFF, "SE0000000000-U1")};
    return contact_acts_end(in->arena, in, r, done, err);
}

static struct contact_acted ends(struct instance *in, int32_t from)
{
    struct contact_acting r = {.key = STR("")};
    struct contact_acted done;
    struct err err = {0};
    if (!end(in, &r, from, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return done;
}

static void who_ended_for_one_who_never_began_stands_again(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, LATER);
    stands_beside(s, DOCTORS, D1 " 44196 45339;" D2 " 45340 -");
    struct contact_acting r = {.key = STR("once")};
    struct contact_acted done, again;
    struct err err = {0};
    assert_true(end(in, &r, LATER, &done, &err));
    assert_true(done.is_again);
    assert_true(str_eq(hsaid_str(&done.again), STR(D1)));
    stands_beside(s, DOCTORS, D1 " 44196 -");
    stands_beside(s, MESSAGES, "7 " D2 " 45340;8 " D2 " 45340;7 " D1 " 44196");
    assert_true(end(in, &r, LATER, &again, &err));
    assert_true(again.is_repeat && again.is_again);
    assert_true(hsaid_eq(&again.again, &done.again));
    r.key = STR("");
    assert_true(end(in, &r, LATER, &again, &err)); /* said twice: the former stands */
    assert_true(again.is_already && !again.is_again);
    stands_beside(s, DOCTORS, D1 " 44196 -");
    stands_beside(s, "SELECT count(*) FROM message", "3");
}

/* Also of one who was assigned for today by mistake. */
static void so_it_is_on_the_first_day(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, TODAY);
    assert_true(ends(in, TODAY).is_again);
    stands_beside(s, DOCTORS, D1 " 44196 -");
}

static void who_has_had_the_new_one_for_a_day_has_none(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, TODAY);
    in->clock.today.n++;
    assert_false(ends(in, TODAY + 1).is_again);
    stands_beside(s, DOCTORS, D1 " 44196 45299;" D2 " 45300 45300");
}

static void in_the_other_order_nobody_had_ended(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE named_contact_stated SET superseded = 2; DELETE FROM "
                      "named_contact_effect;");
    assigned(s, in, D2, LATER);
    assigned(s, in, D1, TODAY);
    assert_false(ends(in, LATER).is_again);
    stands_beside(s, DOCTORS, D1 " 45300 -");
}

/* What was said of the former one besides is said again: here that the person changes unit. */
static void with_the_end_that_was_said_besides(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    lists_first(in, "SE0000000000-U2", LATER + 10);
    assigned(s, in, D2, LATER);
    stands_beside(s, DOCTORS, D1 " 44196 45339;" D2 " 45340 45349");
    assert_true(ends(in, LATER).is_again);
    stands_beside(s, DOCTORS, D1 " 44196 45349");
    stands_beside(s,
                  "SELECT reason FROM named_contact_stated WHERE identifier = 1 AND superseded IS "
                  "NULL",
                  "changed_unit");
    lists_first(in, "SE0000000000-U1", LATER + 10); /* is withdrawn */
    stands_beside(s, DOCTORS, D1 " 44196 -");
}

/* And where the change of unit was planned after that. */
static void with_the_end_that_was_said_since(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, LATER);
    lists_first(in, "SE0000000000-U2", LATER + 10);
    assert_true(ends(in, LATER).is_again);
    stands_beside(s, DOCTORS, D1 " 44196 45349");
    lists_first(in, "SE0000000000-U1", LATER + 10);
    stands_beside(s, DOCTORS, D1 " 44196 -");
}

/* Of three the one in the middle is taken back, and then the last. */
static void until_another_begins(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE staff_stated SET profession = 0, title_code = '201011' WHERE staff = "
                      "3;");
    assigned(s, in, D2, LATER);
    assigned(s, in, "SE0000000000-D3", LATER + 10);
    assert_true(ends(in, LATER).is_again);
    stands_beside(s, DOCTORS, D1 " 44196 45349;SE0000000000-D3 45350 -");
    stands_beside(s,
                  "SELECT to_day, reason FROM named_contact_stated WHERE staff = 1 AND "
                  "superseded IS NULL",
                  "45349 replaced");
    struct contact_acting r = {.person = STR("key:1"),
                               .kind = KIND_DOCTOR,
                               .staff = STR("SE0000000000-D3"),
                               .from = {LATER + 10},
                               .reason = STR("was wrong"),
                               .actor = actor(ROLE_STAFF, "SE0000000000-U1")};
    struct contact_acted done;
    struct err err = {0};
    assert_true(contact_acts_end(in->arena, in, &r, &done, &err));
    assert_true(done.is_again);
    stands_beside(s, DOCTORS, D1 " 44196 -");
}

/* Without a name the second time would be of the one who came back by the first. */
static void of_two_it_is_said_whom(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, LATER);
    struct contact_acting r = {.person = STR("key:1"),
                               .kind = KIND_DOCTOR,
                               .from = {LATER},
                               .reason = STR("was wrong"),
                               .actor = actor(ROLE_STAFF, "SE0000000000-U1")};
    struct contact_acted done;
    struct err err = {0};
    assert_false(contact_acts_end(s->arena, in, &r, &done, &err));
    assert_string_equal(err.code, "assign.which");
    stands_beside(s, DOCTORS, D1 " 44196 45339;" D2 " 45340 -");
    in->clock.today.n = LATER; /* who has begun is the only one, and is meant on a later day */
    r.from.n = LATER + 1;
    err = (struct err){0};
    assert_true(contact_acts_end(s->arena, in, &r, &done, &err));
    assert_false(done.is_again);
    stands_beside(s, DOCTORS, D1 " 44196 45339;" D2 " 45340 45340");
}

/* One who is said twice, to begin later and then sooner, ends as one. */
static void who_is_said_twice_ends_once(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, LATER);
    assigned(s, in, D2, TODAY);
    stands_beside(s, DOCTORS, D1 " 44196 45299;" D2 " 45300 45339;" D2 " 45340 -");
    assert_false(ends(in, LATER).is_again);
    stands_beside(s, DOCTORS, D1 " 44196 45299;" D2 " 45300 45339");
    assert_true(ends(in, LATER).is_already);
}

/* And gives back who ended for them, once. */
static void who_is_said_twice_gives_back_the_former(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, LATER);
    assigned(s, in, D2, TODAY + 10);
    assert_true(ends(in, TODAY + 10).is_again);
    stands_beside(s, DOCTORS, D1 " 44196 -");
}

static void who_is_said_twice_does_not_come_back(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    assigned(s, in, D2, LATER);
    assigned(s, in, D2, TODAY);
    (void)ends(in, TODAY + 10);
    stands_beside(s, DOCTORS, D1 " 44196 45299;" D2 " 45300 45309");
}

/* D1's panel is moved while somebody is planned to come after D1, and then that one is taken back:
 * who gets D1 again by taking back the move keeps D1. */
static void nobody_ends_for_them_by_a_move_that_is_taken_back(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE staff_stated SET profession = 0, title_code = '201011' WHERE staff = "
                      "3;");
    assigned(s, in, D2, LATER);
    struct str to = STR("SE0000000000-D3");
    struct move_asking m = {.staff = STR(D1),
                            .to = &to,
                            .count = 1,
                            .on = DAY_NONE,
                            .actor = actor(ROLE_UNIT_HEAD, "SE0000000000-U1")};
    struct move_answer moved;
    struct move_undoing back = {.id = 1, .actor = m.actor};
    struct move_undone undone;
    struct err err = {0};
    if (!moves_plan(s->arena, in, &m, &moved, &err))
        fail_msg("%s %s", err.code, err.detail);
    (void)ends(in, LATER);
    if (!moves_undo(s->arena, in, &back, &undone, &err))
        fail_msg("%s %s", err.code, err.detail);
    stands_beside(s, DOCTORS, D1 " 44196 -");
    stands_beside(s,
                  "SELECT to_day, reason FROM named_contact_stated WHERE identifier = 1 AND "
                  "superseded IS NULL",
                  "- -");
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct contact_acting r = {.key = STR("")};
    struct contact_acted done;
    assigned(s, in, D2, LATER);
    FAILS_WHOLE(s, 20, end(in, &r, LATER, &done, &err));
    stands_beside(s, DOCTORS, D1 " 44196 -");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_ended_for_one_who_never_began_stands_again),
        CASE(so_it_is_on_the_first_day),
        CASE(who_has_had_the_new_one_for_a_day_has_none),
        CASE(in_the_other_order_nobody_had_ended),
        CASE(with_the_end_that_was_said_besides),
        CASE(with_the_end_that_was_said_since),
        CASE(until_another_begins),
        CASE(of_two_it_is_said_whom),
        CASE(who_is_said_twice_ends_once),
        CASE(who_is_said_twice_gives_back_the_former),
        CASE(who_is_said_twice_does_not_come_back),
        CASE(nobody_ends_for_them_by_a_move_that_is_taken_back),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
