/* service/contact/assign.h, panel_moves.h: a named doctor who is assigned or moved to while it is
 * planned already that the person does without one, or changes unit. The end that is to come holds
 * of the new one as of the former, and who withdraws the change withdraws it. */
#include "assign_scene.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "service/contact/panel_moves.h"

enum { LATER = TODAY + 40 };

static const char MESSAGES[] =
    "SELECT kind, staff, from_day FROM message WHERE kind > 0 ORDER BY id";

/* ---- what is planned ---- */

static bool opts(struct scratch *s, struct instance *in, bool out, int32_t from)
{
    struct contact_acting r = {.person = STR("key:1"),
                               .kind = KIND_DOCTOR,
                               .from = {from},
                               .actor = actor(ROLE_ADMINISTRATOR, "")};
    struct contact_acted done;
    struct err err = {0};
    if (!(out ? contact_acts_opt_out : contact_acts_opt_in)(s->arena, in, &r, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return done.is_already;
}

/* All of D1 get D2. */
static bool moves(struct scratch *s, struct instance *in, struct move_answer *out, struct err *err)
{
    static const struct str to[] = {STR_INIT("SE0000000000-D2")};
    struct move_asking r = {.staff = STR("SE0000000000-D1"),
                            .to = to,
                            .count = 1,
                            .on = DAY_NONE,
                            .actor = actor(ROLE_UNIT_HEAD, "SE0000000000-U1")};
    return moves_plan(s->arena, in, &r, out, err);
}

static void must_move(struct scratch *s, struct instance *in)
{
    struct move_answer answer;
    struct err err = {0};
    if (!moves(s, in, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
}

/* ---- doing without one ---- */

static void who_opts_out_later_has_the_new_doctor_until_then(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D2", "key:1");
    (void)opts(s, in, true, LATER);
    (void)assigns(in, &r);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 45339");
    stands_beside(s, "SELECT reason FROM named_contact_stated WHERE to_day = 45339 AND staff = 2",
                  "opted_out");
    stands_beside(s, MESSAGES,
                  "8 SE0000000000-D1 45340;7 SE0000000000-D2 45300;8 SE0000000000-D2 45340");
    stands_beside(s,
                  "SELECT json_extract(data, '$.reason') FROM outbox WHERE type = 6 AND "
                  "json_extract(data, '$.staff') = 'SE0000000000-D2'",
                  "opted_out");
    /* Another kind of contact follows from need. */
    r.kind = KIND_CARE_CONTACT;
    (void)assigns(in, &r);
    stands_beside(s, DOCTOR_OF "e.person = 1 AND e.kind = 1", "SE0000000000-D2 45300 -");
}

static void so_has_who_is_moved_to_another(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    (void)opts(s, in, true, LATER);
    must_move(s, in);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 45339");
    stands_beside(s, MESSAGES,
                  "8 SE0000000000-D1 45340;9 SE0000000000-D2 45300;8 SE0000000000-D2 45340");
}

static void who_opts_in_before_it_is_not_without(void **state)
{
    static const char OUT[] =
        "SELECT from_day, to_day FROM opt_out_stated WHERE superseded IS NULL";
    static const int32_t FROM[] = {TODAY - 10, TODAY, LATER - 1, LATER};
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    for (size_t i = 0; i < ARRAY_LEN(FROM); i++) {
        assert_false(opts(s, in, true, LATER));
        assert_false(opts(s, in, false, FROM[i]));
        stands_beside(s, OUT, "");
        assert_true(opts(s, in, false, FROM[i]));
    }
    assert_false(opts(s, in, true, LATER));
    assert_false(opts(s, in, false, LATER + 5));
    stands_beside(s, OUT, "45340 45344");
    assert_true(opts(s, in, false, LATER + 5));
}

/* ---- a change of unit ---- */

static void assigns_d2(struct scratch *s, struct instance *in)
{
    struct assigning r = asks(s, "SE0000000000-D2", "key:1");
    (void)assigns(in, &r);
}

static void who_changes_unit_later_has_the_new_doctor_until_then(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    lists_first(in, "SE0000000000-U2", LATER);
    assigns_d2(s, in);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 45339");
    stands_beside(s,
                  "SELECT json_extract(data, '$.reason') FROM outbox WHERE type = 6 AND "
                  "json_extract(data, '$.staff') = 'SE0000000000-D2'",
                  "changed_unit");
    stands_beside(s, MESSAGES,
                  "8 SE0000000000-D1 45340;7 SE0000000000-D2 45300;"
                  "8 SE0000000000-D2 45340");
    /* Neither comes back when the person does. */
    lists_first(in, "SE0000000000-U1", LATER + 20);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 45339");
}

static const char D2_ENDS[] = "SELECT to_day, reason FROM named_contact_stated WHERE identifier "
                              "IN (1, 4) AND staff = 2 AND superseded IS NULL";

static void who_withdraws_the_change_keeps_the_doctor(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    lists_first(in, "SE0000000000-U2", LATER);
    assigns_d2(s, in);
    stands_beside(s, D2_ENDS, "45339 changed_unit");
    lists_first(in, "SE0000000000-U2", LATER - 20); /* sooner */
    stands_beside(s, D2_ENDS, "45319 changed_unit");
    lists_first(in, "SE0000000000-U1", LATER - 20);
    stands_beside(s, D2_ENDS, "- -");
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 -");
    stands_beside(
        s, "SELECT kind, staff, from_day FROM message WHERE kind > 0 ORDER BY id DESC LIMIT 1",
        "7 SE0000000000-D2 45300");
}

static void until_the_person_does_without_one(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    lists_first(in, "SE0000000000-U2", LATER);
    (void)opts(s, in, true, LATER + 20);
    assigns_d2(s, in);
    stands_beside(s, D2_ENDS, "45339 changed_unit");
    lists_first(in, "SE0000000000-U1", LATER);
    stands_beside(s, D2_ENDS, "45359 opted_out");
}

static void a_change_to_another_county_is_one(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO elsewhere_stated (identifier, county, from_day, recorded) "
                      "VALUES (1, '22', 45340, 1);");
    assigns_d2(s, in);
    stands_beside(s, D2_ENDS, "45339 changed_unit");
}

static void a_panel_that_is_moved_ends_with_the_change_too(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct move_undone undone;
    struct err err = {0};
    lists_first(in, "SE0000000000-U2", LATER);
    must_move(s, in);
    stands_beside(s, D2_ENDS, "45339 changed_unit");
    stands_beside(s, MESSAGES,
                  "8 SE0000000000-D1 45340;9 SE0000000000-D2 45300;"
                  "8 SE0000000000-D2 45340");
    /* Taken back, the former doctor ends with the change, and stands when that is withdrawn. */
    struct move_undoing undoing = {.id = 1, .actor = actor(ROLE_UNIT_HEAD, "SE0000000000-U1")};
    assert_true(moves_undo(s->arena, in, &undoing, &undone, &err));
    stands_beside(s, DOCTOR_OF "e.person = 1", "SE0000000000-D1 44196 45339");
    lists_first(in, "SE0000000000-U1", LATER);
    stands_beside(s, DOCTOR_OF "e.person = 1", "SE0000000000-D1 44196 -");
}

static void so_it_does_when_it_is_the_change_that_is_withdrawn(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    lists_first(in, "SE0000000000-U2", LATER);
    must_move(s, in);
    lists_first(in, "SE0000000000-U1", LATER);
    stands_beside(s, D2_ENDS, "- -");
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 -");
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct move_answer answer;
    lists_first(in, "SE0000000000-U2", LATER);
    FAILS_WHOLE(s, 40, moves(s, in, &answer, &err));
    stands_beside(s, D2_ENDS, "45339 changed_unit");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_opts_out_later_has_the_new_doctor_until_then),
        CASE(so_has_who_is_moved_to_another),
        CASE(who_opts_in_before_it_is_not_without),
        CASE(who_changes_unit_later_has_the_new_doctor_until_then),
        CASE(who_withdraws_the_change_keeps_the_doctor),
        CASE(until_the_person_does_without_one),
        CASE(a_change_to_another_county_is_one),
        CASE(a_panel_that_is_moved_ends_with_the_change_too),
        CASE(so_it_does_when_it_is_the_change_that_is_withdrawn),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
