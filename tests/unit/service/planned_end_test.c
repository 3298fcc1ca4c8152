/* service/contact/assign.h, panel_moves.h: a named doctor who is assigned or moved to while it is
 * planned already that the person does without one. The end that is to come holds of the new one
 * as of the former. */
#include "assign_scene.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "service/contact/panel_moves.h"

enum { LATER = TODAY + 40 };

static const char MESSAGES[] = "SELECT kind, staff, from_day FROM message ORDER BY id";

/* ---- what is planned ---- */

static void opts(struct scratch *s, struct instance *in, bool out, int32_t from)
{
    struct contact_acting r = {.person = STR("key:1"),
                               .kind = KIND_DOCTOR,
                               .from = {from},
                               .actor = actor(ROLE_STAFF, "SE0000000000-U1")};
    struct contact_acted done;
    struct err err = {0};
    if (!(out ? contact_acts_opt_out : contact_acts_opt_in)(s->arena, in, &r, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
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
    opts(s, in, true, LATER);
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
    opts(s, in, true, LATER);
    must_move(s, in);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 45339");
    stands_beside(s, MESSAGES,
                  "8 SE0000000000-D1 45340;9 SE0000000000-D2 45300;8 SE0000000000-D2 45340");
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
