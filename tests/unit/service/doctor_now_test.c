/* service/contact/doctor_now.h: the named doctor, who stands in, the unit, or nobody, from the
 * registry's rows; who may ask, and that it is logged before it is shown. The order itself is
 * domain/who.h's.
 */
#include "service/contact/doctor_now.h"
#include "service/person/person.h"

#include "beside.h"
#include "county_scene.h"

enum { TODAY = 45300 };

static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
    county_script(out, "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                       "panel_open, recorded) VALUES (1, 1, 44000, 0, 0, 1, 1), "
                       "(2, 1, 44000, 0, 0, 1, 1);"
                       "UPDATE staff_stated SET given_name = 'Ulla', surname = 'Berg' "
                       "WHERE staff = 1;"
                       "UPDATE unit_stated SET phone = '063-1' WHERE unit = 1;");
}

static struct who_read now(struct instance *in, int64_t person, int32_t on)
{
    struct who_read read;
    struct err err = {0};
    if (!who_read(in->arena, in->db, person, (struct day){on}, &read, &err))
        fail_msg("%s %s", err.code, err.detail);
    return read;
}

static void answers(struct instance *in, int32_t on, enum who who, enum who_why why,
                    const char *staff)
{
    struct who_read read = now(in, 1, on);
    assert_int_equal(read.answer.who, who);
    assert_int_equal(read.answer.why, why);
    assert_string_equal(read.answer.staff.text, staff);
    assert_int_equal(read.staff != 0, staff[0] != 0);
}

static void the_order_is_named_substitute_unit_nobody(void **state)
{
    struct instance *in = instance_of(state);
    answers(in, TODAY, WHO_NAMED, WHO_WHY_NOT, "SE0000000000-D1");
    answers(in, 44195, WHO_NONE, WHO_NO_NAMED, ""); /* before the listing */
    county_script(in, "INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES "
                      "(1, 1, 45300, 45310, 1)");
    answers(in, TODAY, WHO_UNIT, WHO_AWAY, "");
    answers(in, TODAY + 11, WHO_NAMED, WHO_WHY_NOT, "SE0000000000-D1");
    county_script(in, "INSERT INTO substitute_stated (doctor, staff, unit, from_day, to_day, "
                      "recorded) VALUES (1, 2, 1, 45300, 45305, 1)");
    answers(in, TODAY, WHO_SUBSTITUTE, WHO_AWAY, "SE0000000000-D2");
    assert_int_equal(now(in, 1, TODAY).staff, 2);
    answers(in, TODAY + 6, WHO_UNIT, WHO_AWAY, "");
    county_script(in, "UPDATE position_stated SET to_day = 45200 WHERE staff = 2");
    answers(in, TODAY, WHO_UNIT, WHO_AWAY, ""); /* has left, too */
    county_script(in, "UPDATE unit_stated SET closes_on = 45299 WHERE unit = 1");
    answers(in, TODAY, WHO_NONE, WHO_AWAY, "");
    county_script(in, "DELETE FROM named_contact_effect WHERE person = 1");
    answers(in, TODAY - 1, WHO_UNIT, WHO_NO_NAMED, "");
}

static void a_kept_place_is_nobody(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO panel_move VALUES (1, 1, 1, 4, 45300, 45300, NULL, 1, NULL);"
                      "INSERT INTO coming_stated (identifier, unit, from_day, move, recorded) "
                      "VALUES (4, 1, 45300, 1, 1), (4, 2, 45290, 1, 1)");
    answers(in, TODAY, WHO_NAMED, WHO_WHY_NOT, "SE0000000000-D1"); /* who is there comes first */
    county_script(in, "DELETE FROM named_contact_effect WHERE person = 1");
    answers(in, TODAY, WHO_UNIT, WHO_COMING, "");
    answers(in, TODAY - 1, WHO_UNIT, WHO_NO_NAMED, "");
    county_script(in, "UPDATE listing_effect SET to_day = 45300 WHERE person = 1;"
                      "INSERT INTO listing_effect (person, from_day, stated, list) SELECT person, "
                      "45301, stated, list FROM listing_effect WHERE person = 1");
    answers(in, TODAY + 1, WHO_UNIT, WHO_COMING, ""); /* the same unit was said again */
    county_script(
        in, "UPDATE listing_effect SET from_day = 45302 WHERE person = 1 AND from_day = 45301");
    answers(in, TODAY + 2, WHO_UNIT, WHO_NO_NAMED, ""); /* was away */
    county_script(in, "DELETE FROM listing_effect WHERE person = 1 AND to_day = 45300;"
                      "UPDATE listing_effect SET from_day = 45301 WHERE person = 1");
    answers(in, TODAY + 1, WHO_UNIT, WHO_NO_NAMED, ""); /* of another listing */
}

static void shows(struct instance *in, const char *person, struct actor actor,
                  struct who_shown *shown)
{
    struct err err = {0};
    struct who_asking asking = {.person = str_of(person), .time = KNOWN_NOW, .actor = actor};
    if (!who_show(in->arena, in, &asking, shown, &err))
        fail_msg("%s %s", err.code, err.detail);
}

static void refuses(struct instance *in, const char *person, struct actor actor, const char *code)
{
    struct err err = {0};
    struct who_shown shown;
    struct who_asking asking = {.person = str_of(person), .time = KNOWN_NOW, .actor = actor};
    FAILS(who_show(in->arena, in, &asking, &shown, &err), code, &err);
}

static void who_asks_is_logged(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct who_shown shown;
    struct actor nurse = {.id = STR("SE0000000000-N1"),
                          .role = ROLE_STAFF,
                          .unit = STR("SE0000000000-U1"),
                          .purpose = PURPOSE_CARE};
    struct actor resident = {
        .id = STR("key:3"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = 3};
    shows(in, "key:1", nurse, &shown);
    assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
    assert_int_equal(shown.on.n, TODAY);
    refuses(in, "key:2", nurse, "act.protected_person");
    refuses(in, "key:1", resident, "who.right");
    refuses(in, "key:9", nurse, "person.unknown");
    resident.person = 2; /* whoever they are, it is themselves */
    shows(in, "key:2", resident, &shown);
    stands_beside(s, "SELECT actor, kind, outcome, person FROM access_log WHERE act = 'who'",
                  "SE0000000000-N1 0 0 1;SE0000000000-N1 0 2 2;key:3 0 2 1;SE0000000000-N1 0 1 -;"
                  "key:3 0 0 2");
    resident.person = 3; /* of others they are told nothing, not whether there is anybody */
    refuses(in, "key:2", resident, "who.right");
    refuses(in, "key:9", resident, "who.right");
    nurse.role = ROLE_ANALYST;
    refuses(in, "key:1", nurse, "actor.role");
    nurse.role = ROLE_MUNICIPAL; /* of where the person does not live */
    refuses(in, "key:1", nurse, "actor.role");
}

static void persons_are_looked_for_in_work_only(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct person_finding found;
    struct person_find_request r = {.unit = STR("SE0000000000-U1"),
                                    .born = DAY_NONE,
                                    .time = {DAY_NONE, {INT64_MAX}},
                                    .actor = {.id = STR("os:x"), .role = ROLE_ANALYST}};
    FAILS(person_find(s->arena, in, &r, &found, &err), "actor.role", &err);
    r.actor.role = ROLE_STAFF; /* of no unit */
    FAILS(person_find(s->arena, in, &r, &found, &err), "actor.role", &err);
    stands_beside(s, "SELECT count(*) FROM access_log WHERE act = 'person find' AND outcome = 2",
                  "2");
    r.actor.unit = STR("SE0000000000-U2");
    assert_true(person_find(s->arena, in, &r, &found, &err));
}

/* Rule 24. Of which unit it is nothing tells others: the same is said where the unit is blocked at
 * which the person is listed, and where another is and there is no doctor. */
static void a_blocked_doctor_is_not_shown(void **state)
{
    struct instance *in = instance_of(state);
    struct who_shown shown;
    struct actor other = {.id = STR("os:x"), .role = ROLE_ADMINISTRATOR};
    struct actor there = {.id = STR("SE0000000000-N1"),
                          .role = ROLE_STAFF,
                          .unit = STR("SE0000000000-U1"),
                          .purpose = PURPOSE_CARE};
    struct actor own = {
        .id = STR("key:1"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = 1};
    county_script(in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) "
                      "VALUES (1, 1, 45000, 1)");
    for (unsigned i = 0; i < 2; i++) {
        shows(in, "key:1", other, &shown);
        assert_true(shown.is_blocked);
        assert_int_equal(shown.read.answer.who, WHO_UNIT);
        assert_int_equal(shown.read.answer.why, WHO_WHY_NOT);
        assert_int_equal(shown.read.answer.staff.text[0], 0);
        assert_int_equal(shown.read.staff + (int64_t)shown.doctor.len, 0);
        if (i > 0)
            break;
        shows(in, "key:1", there, &shown);
        assert_false(shown.is_blocked);
        assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
        shows(in, "key:1", own, &shown);
        assert_false(shown.is_blocked);
        assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
        county_script(in, "UPDATE block_stated SET unit = 2");
        shows(in, "key:1", other, &shown);
        assert_true(shown.is_blocked);
        assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
        county_script(in, "DELETE FROM named_contact_effect WHERE person = 1");
    }
}

/* By consent or in an emergency, of who works with it; the log says which, and why. */
static void a_block_is_opened_for_a_reason(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct who_shown shown;
    struct who_asking asking = {.person = STR("key:1"),
                                .time = KNOWN_NOW,
                                .opening = {BLOCK_EMERGENCY, STR("unconscious")},
                                .actor = {.id = STR("SE0000000000-N2"),
                                          .role = ROLE_STAFF,
                                          .unit = STR("SE0000000000-U2"),
                                          .purpose = PURPOSE_CARE}};
    county_script(in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) "
                      "VALUES (1, 1, 45000, 1)");
    assert_true(who_show(in->arena, in, &asking, &shown, &err));
    assert_false(shown.is_blocked);
    assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
    asking.opening = (struct block_opening){BLOCK_CONSENT, STR("asked")};
    assert_true(who_show(in->arena, in, &asking, &shown, &err));
    assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
    stands_beside(s,
                  "SELECT about LIKE 'on=2024-01-11 blocked=emergency reason=unconscious login=%', "
                  "about LIKE 'on=2024-01-11 blocked=consent reason=asked login=%' "
                  "FROM access_log WHERE act = 'who'",
                  "1 0;0 1");
    asking.actor.role = ROLE_MUNICIPAL;
    FAILS(who_show(in->arena, in, &asking, &shown, &err), "block.opening", &err);
    asking.actor.role = ROLE_STAFF;
    asking.opening.reason = STR("");
    FAILS(who_show(in->arena, in, &asking, &shown, &err), "block.opening", &err);
}

static void a_protected_doctor_is_not_shown(void **state)
{
    struct instance *in = instance_of(state);
    struct who_shown shown;
    county_script(in, "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 1");
    struct actor actor = {.id = STR("os:x"), .role = ROLE_ADMINISTRATOR};
    struct actor own = {
        .id = STR("key:1"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = 1};
    shows(in, "key:1", actor, &shown);
    assert_true(shown.is_hidden);
    assert_int_equal(shown.read.answer.staff.text[0], 0);
    assert_int_equal(shown.doctor.len, 0);
    actor.opens_protected = true;
    shows(in, "key:1", actor, &shown);
    assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
    shows(in, "key:1", own, &shown);
    assert_true(str_eq(shown.doctor, STR("Ulla Berg")));
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_order_is_named_substitute_unit_nobody),
        CASE(a_kept_place_is_nobody),
        CASE(who_asks_is_logged),
        CASE(persons_are_looked_for_in_work_only),
        CASE(a_blocked_doctor_is_not_shown),
        CASE(a_block_is_opened_for_a_reason),
        CASE(a_protected_doctor_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
