/* service/act_about.h: whom an act is about, who may open them, and what the actor is to them. */
#include "service/act_about.h"

#include "county.h"
#include "failing_steps.h"
#include "store/access_log_store.h"

enum { TODAY = 45300, ADULT = 1, PROTECTED = 2, DEAD = 3 };
#define CHILD_ROWS                                                                                 \
    "UPDATE person_stated SET birth_date = 42000, guardian1 = 1002, guardian2 = 1003, "            \
    "municipality = '2380' WHERE identifier = 1;"

static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
}

static void begin(struct instance *in, const struct actor *actor, struct act *act)
{
    struct err err = {0};
    struct act_options o = {.what = STR("test"), .actor = *actor, .asked = STR("test")};
    assert_true(act_begin(in->arena, in, &o, act, &err));
}

struct seen {
    unsigned count;
    struct access_entry last;
};

static bool take(void *state, const struct access_row *row, struct err *err)
{
    (void)err;
    struct seen *s = state;
    s->count++;
    s->last = row->entry;
    return true;
}

static struct seen logged(struct instance *in)
{
    struct seen s = {0};
    struct err err = {0};
    assert_true(access_log_each(in->db, (struct access_reader){&s, take}, &err));
    return s;
}

/* ---- finding ---- */

static void who_is_not_there_was_looked_for(void **state)
{
    struct instance in;
    struct err err = {0};
    struct actor actor = {.id = STR("SE0000000000-N1"), .role = ROLE_STAFF};
    int64_t key = 0;
    open_county(*state, &in);
    assert_true(act_find_person(&in, STR("test"), &actor, STR("key:1"), &key, &err));
    assert_int_equal(key, ADULT);
    assert_int_equal(logged(&in).count, 0);
    assert_false(act_find_person(&in, STR("test"), &actor, STR("key:77"), &key, &err));
    assert_string_equal(err.code, "person.unknown");
    assert_int_equal(logged(&in).count, 1);
    assert_int_equal(logged(&in).last.outcome, ACCESS_NO_HIT);
    err = (struct err){0};
    assert_false(act_find_person(&in, STR("test"), &actor, STR("key:x"), &key, &err));
    assert_string_equal(err.code, "person.key");
    assert_int_equal(logged(&in).count, 1); /* that is nobody whom one could look for */
    actor = (struct actor){.id = STR("key:3"), .role = ROLE_RESIDENT, .person = 3};
    key = 9;
    assert_true(act_find_person(&in, STR("test"), &actor, STR("key:77"), &key, &err));
    assert_int_equal(key, 0); /* which a resident is not told */
    instance_close(&in);
}

/* What cannot be logged is not answered either. */
static void where_looking_cannot_be_logged(void **state)
{
    struct instance in;
    struct actor actor = {.id = STR("SE0000000000-N1"), .role = ROLE_STAFF};
    int64_t key = 0;
    open_county(*state, &in);
    for (unsigned n = 1;; n++) {
        struct err err = {0};
        failing_steps = (struct failing_steps){.fail_at = n};
        assert_false(act_find_person(&in, STR("test"), &actor, STR("key:77"), &key, &err));
        unsigned calls = failing_steps.calls;
        failing_steps = (struct failing_steps){0};
        if (calls < n) {
            assert_string_equal(err.code, "person.unknown");
            break;
        }
        assert_int_equal(err.kind, ERR_IO);
        assert_int_equal(logged(&in).count, 0);
    }
    instance_close(&in);
}

static void units_are_found_by_what_is_written(void **state)
{
    struct instance in;
    struct err err = {0};
    struct act_unit unit;
    struct actor actor = {.unit = STR("SE0000000000-U9")};
    open_county(*state, &in);
    assert_true(act_find_unit(in.arena, &in, STR("se0000000000-u2"), &unit, &err));
    assert_int_equal(unit.facts.unit, 2);
    assert_true(str_eq(unit.facts.municipality, STR("2321")));
    assert_false(act_find_unit(in.arena, &in, STR("U2"), &unit, &err));
    assert_string_equal(err.code, "hsaid.hyphen");
    err = (struct err){0};
    assert_false(act_check_actor(in.arena, &in, &actor, &err));
    assert_string_equal(err.code, "unit.unknown");
    actor.unit = STR("");
    assert_true(act_check_actor(in.arena, &in, &actor, &err));
    instance_close(&in);
}

/* ---- opening ---- */

static void opens(struct instance *in, const struct actor *actor, int64_t person, const char *code)
{
    struct act act;
    struct err err = {0};
    struct person_facts facts;
    begin(in, actor, &act);
    bool opened = act_open_person(&act, person, STR("x=1"), &facts, &err);
    if (opened)
        assert_true(act_look(&act, &err));
    assert_string_equal(opened ? "" : err.code, code);
}

static void a_protected_person_is_opened_by_right(void **state)
{
    struct instance in;
    struct actor actor = {.id = STR("SE0000000000-N1"), .role = ROLE_STAFF};
    struct actor self = {.id = STR("key:2"), .role = ROLE_RESIDENT, .person = PROTECTED};
    open_county(*state, &in);
    opens(&in, &actor, ADULT, "");
    assert_int_equal(logged(&in).last.outcome, ACCESS_DONE);
    opens(&in, &actor, PROTECTED, "act.protected_person");
    assert_int_equal(logged(&in).count, 2);
    assert_int_equal(logged(&in).last.outcome, ACCESS_DENIED);
    assert_int_equal(logged(&in).last.person, PROTECTED);
    opens(&in, &actor, 4, "person.unknown"); /* joined with another */
    opens(&in, &self, PROTECTED, "");
    actor.opens_protected = true;
    opens(&in, &actor, PROTECTED, "");
    assert_int_equal(logged(&in).last.outcome, ACCESS_DONE);
    instance_close(&in);
}

/* ---- what the actor is ---- */

struct party_case {
    const char *name;
    struct actor actor;
    int64_t person;
    const char *unit; /* NULL: to none */
    enum party is;
};
#define U1 "SE0000000000-U1"
#define U2 "SE0000000000-U2"
static const struct party_case PARTY[] = {
    {"an administrator everywhere", {.role = ROLE_ADMINISTRATOR}, 1, U1, PARTY_ADMINISTRATOR},
    {"staff of the unit", {.role = ROLE_STAFF, .unit = STR_INIT(U1)}, 1, U1, PARTY_STAFF},
    {"staff of another", {.role = ROLE_STAFF, .unit = STR_INIT(U2)}, 1, U1, PARTY_NONE},
    {"staff, of no unit", {.role = ROLE_STAFF, .unit = STR_INIT(U1)}, 1, NULL, PARTY_NONE},
    {"its head", {.role = ROLE_UNIT_HEAD, .unit = STR_INIT(U1)}, 1, U1, PARTY_UNIT_HEAD},
    {"another's head", {.role = ROLE_UNIT_HEAD, .unit = STR_INIT(U2)}, 1, U1, PARTY_NONE},
    {"a child itself", {.role = ROLE_RESIDENT, .person = 1}, 1, U1, PARTY_NONE},
    {"a grown person", {.role = ROLE_RESIDENT, .person = 2}, 2, U1, PARTY_PERSON},
    {"whose birth is not known", {.role = ROLE_RESIDENT, .person = 3}, 3, U1, PARTY_PERSON},
    {"another resident", {.role = ROLE_RESIDENT, .person = 2}, 3, U1, PARTY_NONE},
    {"a resident of nobody", {.role = ROLE_RESIDENT, .person = 2}, 0, U1, PARTY_NONE},
    {"the first, whose identity is protected",
     {.role = ROLE_GUARDIAN, .person = 2, .on_behalf = 1},
     1,
     U1,
     PARTY_NONE},
    {"the second", {.role = ROLE_GUARDIAN, .person = 3, .on_behalf = 1}, 1, U1, PARTY_GUARDIAN},
    {"who says so only", {.role = ROLE_GUARDIAN, .person = 1, .on_behalf = 1}, 1, U1, PARTY_NONE},
    {"for another child", {.role = ROLE_GUARDIAN, .person = 2, .on_behalf = 3}, 1, U1, PARTY_NONE},
    {"of a grown person", {.role = ROLE_GUARDIAN, .person = 2, .on_behalf = 3}, 3, U1, PARTY_NONE},
    {"the municipality", {.role = ROLE_MUNICIPAL, .unit = STR_INIT(U1)}, 1, NULL, PARTY_MUNICIPAL},
    {"another municipality", {.role = ROLE_MUNICIPAL, .unit = STR_INIT(U2)}, 1, NULL, PARTY_NONE},
    {"where nobody lives", {.role = ROLE_MUNICIPAL, .unit = STR_INIT(U1)}, 2, NULL, PARTY_NONE},
    {"of nobody alone", {.role = ROLE_MUNICIPAL, .unit = STR_INIT(U1)}, 0, NULL, PARTY_NONE},
    {"an officer", {.role = ROLE_OFFICER}, 1, U1, PARTY_NONE},
    {"an analyst", {.role = ROLE_ANALYST}, 1, U1, PARTY_NONE},
};

static bool party_of(struct act *act, const struct party_case *c, enum party *out, struct err *err)
{
    struct hsaid unit;
    act->options.actor = c->actor;
    if (c->unit)
        assert_true(hsaid_parse(str_of(c->unit), &unit, err));
    return act_party(act, c->person, c->unit ? &unit : NULL, out, err);
}

static void what_the_actor_is(void **state)
{
    struct instance in;
    struct act act;
    struct err err = {0};
    enum party is;
    open_county(*state, &in);
    county_script(&in, CHILD_ROWS);
    struct party_case dead[] = {
        {"one who died", {.role = ROLE_RESIDENT, .person = 3}, 3, U1, PARTY_NONE},
        {"a guardian who died", {.role = ROLE_GUARDIAN, .person = 3, .on_behalf = 1}, 1, U1, 0}};
    begin(&in, &PARTY[0].actor, &act);
    for (size_t i = 0; i < ARRAY_LEN(dead); i++) {
        assert_true(party_of(&act, &dead[i], &is, &err));
        assert_int_equal(is, PARTY_NONE);
    }
    act_abandon(&act);
    county_script(&in, "UPDATE person_stated SET deregistration_reason = 0 WHERE identifier = 3;");
    begin(&in, &PARTY[0].actor, &act);
    for (size_t i = 0; i < sizeof PARTY / sizeof *PARTY; i++) {
        if (!party_of(&act, &PARTY[i], &is, &err))
            fail_msg("%s: %s", PARTY[i].name, err.code);
        if (is != PARTY[i].is)
            fail_msg("%s: %d, not %d", PARTY[i].name, (int)is, (int)PARTY[i].is);
    }
    act_abandon(&act);
    /* Nor is it used where the child's is: but who the guardian is has not changed. */
    county_script(&in, "UPDATE person_stated SET protection = 2 WHERE identifier = 1;");
    struct party_case child = {
        "of a protected child", {.role = ROLE_GUARDIAN, .person = 3, .on_behalf = 1}, 1, U1, 0};
    bool guards = false;
    begin(&in, &child.actor, &act);
    assert_true(party_of(&act, &child, &is, &err));
    assert_int_equal(is, PARTY_NONE);
    assert_true(act_is_guardian(&act, 1, &guards, &err) && guards);
    assert_true(act_is_guardian(&act, 3, &guards, &err) && !guards);
    act_abandon(&act);
    instance_close(&in);
}

/* What cannot be read makes nobody a party. */
static void facts_that_cannot_be_read(void **state)
{
    struct instance in;
    struct act act;
    enum party is;
    open_county(*state, &in);
    county_script(&in, CHILD_ROWS);
    begin(&in, &PARTY[0].actor, &act);
    for (size_t i = 0; i < sizeof PARTY / sizeof *PARTY; i++)
        for (unsigned n = 1;; n++) {
            struct err err = {0};
            failing_steps = (struct failing_steps){.fail_at = n};
            bool read = party_of(&act, &PARTY[i], &is, &err);
            unsigned calls = failing_steps.calls;
            failing_steps = (struct failing_steps){0};
            if (calls < n)
                break;
            assert_false(read);
            assert_int_equal(err.kind, ERR_IO);
        }
    act_abandon(&act);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_is_not_there_was_looked_for),
        CASE(where_looking_cannot_be_logged),
        CASE(units_are_found_by_what_is_written),
        CASE(a_protected_person_is_opened_by_right),
        CASE(what_the_actor_is),
        CASE(facts_that_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
