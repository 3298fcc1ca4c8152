/* service/contact/assign.h, rule 24: whom somebody finds and may assign tells nobody which unit a
 * person has blocked, nor what contacts they have there. */
#include "assign_scene.h"
#include "county_scene.h"

static const char AT_1[] = "DELETE FROM block_stated; INSERT INTO block_stated (identifier, unit, "
                           "from_day, recorded) VALUES (1, 1, 45000, 1), (11, 1, 45000, 1);";
static const char ELSEWHERE[] = "UPDATE block_stated SET unit = 3;";
static const char WITHOUT[] = "DELETE FROM named_contact_effect WHERE person = 1;";

static struct str found_by(struct scratch *s, struct instance *in, const struct assigning *r)
{
    struct assigned done = assigns(in, r);
    struct sb out = sb_open(s->arena, 128);
    for (size_t i = 0; i < done.rows; i++)
        sb_fmt(&out, "%lld:%d ", (long long)done.row[i].person, (int)done.row[i].verdict);
    sb_put(&out, done.leaves_blocked ? STR("and blocked") : STR("all"));
    return sb_str(&out);
}

static struct assigning finds_as(struct scratch *s, const char *where, struct actor by,
                                 const char *unit)
{
    struct assigning r = finds(s, "SE0000000000-D2", where);
    r.kind = KIND_CARE_CONTACT;
    r.actor = by;
    r.unit = str_of(unit);
    r.dry_run = true;
    return r;
}

static const char *const WHERE[] = {
    "unit=SE0000000000-U1", "unit=SE0000000000-U1,age_from=10", "unit=SE0000000000-U1,doctor=none",
    "unit=SE0000000000-U1,kind1=no", "unit=SE0000000000-U1,kind1=yes"};

/* 1, whose contact with a doctor has ended, and 11: of neither there is a contact at any unit. To
 * staff of another unit who may not, to those who may at their own, and to the administrator. */
static void which_unit_is_blocked_no_filter_tells(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, WITHOUT);
    for (size_t i = 0; i < 3 * ARRAY_LEN(WHERE); i++) {
        bool is_admin = i % 3 == 2;
        struct assigning r = finds_as(s, WHERE[i / 3],
                                      is_admin ? actor(ROLE_ADMINISTRATOR, "")
                                               : actor(ROLE_STAFF, "SE0000000000-U2"),
                                      i % 3 == 1 ? "SE0000000000-U2" : "SE0000000000-U1");
        county_script(in, AT_1);
        struct str there = found_by(s, in, &r);
        county_script(in, ELSEWHERE);
        struct str elsewhere = found_by(s, in, &r);
        if (!str_eq(there, elsewhere))
            fail_msg("%s: %s or %s", WHERE[i / 3], there.at, elsewhere.at);
    }
}

/* 1 has a doctor at the unit that they have blocked: to others as none, to its own staff there. */
static void a_contact_at_a_blocked_unit_is_none_to_a_filter(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    const char *of_doctor = "unit=SE0000000000-U1,doctor=SE0000000000-D1";
    struct actor other = actor(ROLE_STAFF, "SE0000000000-U2");
    struct actor own = actor(ROLE_STAFF, "SE0000000000-U1");
    struct assigning r = finds_as(s, of_doctor, other, "SE0000000000-U2");
    assert_true(str_eq(found_by(s, in, &r), STR("1:0 all")));
    county_script(in, AT_1);
    assert_true(str_eq(found_by(s, in, &r), STR("all")));
    r = finds_as(s, "unit=SE0000000000-U1,doctor=none", other, "SE0000000000-U2");
    assert_true(str_starts(found_by(s, in, &r), STR("1:0 11:0 ")));
    r = finds_as(s, of_doctor, own, "SE0000000000-U1");
    assert_true(str_eq(found_by(s, in, &r), STR("1:0 all")));
    r.actor = actor(ROLE_ADMINISTRATOR, "");
    assert_true(
        str_eq(found_by(s, in, &r), STR("all"))); /* not that somebody is left out, either */
}

/* Nor does a refusal of who may not assign there, one or many. */
static void who_may_not_assign_is_told_that_alone(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D1", "key:1");
    county_script(in, AT_1);
    r.actor = actor(ROLE_STAFF, "SE0000000000-U2");
    refuses(in, &r, "assign.right", "");
    r.actor = actor(ROLE_ADMINISTRATOR, "");
    refuses(in, &r, "assign.blocked", "");
    struct str several[] = {STR("key:1"), STR("key:12")};
    r.written = several;
    r.persons = 2;
    assert_int_equal(assigns(in, &r).hidden, 1);
    r.actor = actor(ROLE_STAFF, "SE0000000000-U2");
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.hidden, 0);
    assert_int_equal(done.preview.of[ASSIGN_RIGHT], 2); /* 12 has the contact, which is not told */
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(which_unit_is_blocked_no_filter_tells),
        CASE(a_contact_at_a_blocked_unit_is_none_to_a_filter),
        CASE(who_may_not_assign_is_told_that_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
