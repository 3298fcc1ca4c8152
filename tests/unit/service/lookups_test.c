/* service/access/lookups.h: who looks up too many in a minute waits, who opens too many in an hour
 * is told of, once; an act is one, whomever it was about. */
#include "service/access/lookups.h"

#include "service/access/access_log.h"
#include "service/act_about.h"

#include "beside.h"
#include "county.h"
#include "failing_steps.h"

static const char *const NOBODY = "180001010107";
static const struct actor NURSE = {
    .id = {"SE0000000000-A1", 15}, .role = ROLE_STAFF, .unit = {"SE0000000000-U1", 15}};

static void open_county(struct scratch *s, struct instance *out, unsigned lookups, unsigned persons)
{
    county_open(s, out);
    out->region.rules.log.lookups_a_minute = lookups;
    out->region.rules.log.persons_an_hour = persons;
}

/* The code of the refusal; "": found. */
static const char *look_up(struct instance *in, const struct actor *actor, const char *written)
{
    static char code[64];
    int64_t key = 0;
    struct err err = {0};
    bool found = act_find_person(in, STR("who"), actor, str_of(written), &key, &err);
    (void)snprintf(code, sizeof code, "%s", found ? "" : err.code);
    assert_true(found || err.kind == (strcmp(code, "log.lookups") == 0 ? ERR_BUSY : ERR_MISSING));
    return code;
}

static void pass(struct scratch *s, int seconds)
{
    struct instance in;
    struct err err = {0};
    struct instance_options options = {.home = scratch_path(s, "home")};
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(&in,
                  str_fmt(s->arena, "UPDATE access_log SET at = at - %d * 1000000;", seconds).at);
    instance_close(&in);
}

static void who_looks_up_too_many_waits(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct actor other = NURSE, login = NURSE;
    other.id = STR("SE0000000000-A2");
    login.id = STR("os:eva");
    open_county(s, &in, 3, 99);
    for (int i = 0; i < 3; i++)
        assert_string_equal(look_up(&in, &NURSE, NOBODY), "person.unknown");
    assert_string_equal(look_up(&in, &NURSE, NOBODY), "log.lookups");
    assert_string_equal(look_up(&in, &NURSE, "key:1"), ""); /* whom she has */
    assert_string_equal(look_up(&in, &other, NOBODY), "person.unknown");
    for (int i = 0; i < 5; i++)
        assert_string_equal(look_up(&in, &login, NOBODY), "person.unknown");
    stands_beside(s,
                  "SELECT actor, act, outcome, about LIKE 'lookups=3 login=os:%' FROM access_log "
                  "WHERE outcome = 2",
                  "SE0000000000-A1 who 2 1");
    pass(s, 61);
    assert_string_equal(look_up(&in, &NURSE, NOBODY), "person.unknown");
    instance_close(&in);
}

/* Who is told of nobody that there is nobody waits as soon for them as for those that there are. */
static void a_resident_who_looks_for_nobody_waits_too(void **state)
{
    static const struct actor resident = {
        .id = {"key:1", 5}, .role = ROLE_RESIDENT, .person = 1, .purpose = PURPOSE_OWN};
    struct scratch *s = *state;
    struct instance in;
    open_county(s, &in, 3, 99);
    for (int i = 0; i < 3; i++) {
        struct err err = {0};
        assert_string_equal(look_up(&in, &resident, NOBODY), "");
        assert_false(access_log_refuse(&in, &resident, STR("who"), "who.right", &err));
    }
    for (int i = 0; i < 5; i++)
        assert_string_equal(look_up(&in, &resident, NOBODY), "log.lookups");
    pass(s, 61);
    assert_string_equal(look_up(&in, &resident, NOBODY), "");
    instance_close(&in);
}

static void read_person(struct instance *in, int64_t person)
{
    struct err err = {0};
    struct access_entry e = {.actor = NURSE, .act = STR("who"), .person = person, .count = -1};
    if (!lookups_opened(in, &NURSE, person, &err) || !access_log_write(in, &e, 1, &err))
        fail_msg("%s", err.code);
}

#define ALARMS "SELECT actor, count, person FROM access_log WHERE act = 'log alarm' ORDER BY id"

static void who_opens_too_many_is_told_of_once(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_county(s, &in, 99, 2);
    read_person(&in, 1);
    read_person(&in, 2);
    read_person(&in, 1);
    stands_beside(s, ALARMS, ""); /* the same person again is no other */
    read_person(&in, 3);
    read_person(&in, 4);
    stands_beside(s, ALARMS, "SE0000000000-A1 3 -");
    pass(s, 3601);
    read_person(&in, 1);
    read_person(&in, 2);
    stands_beside(s, ALARMS, "SE0000000000-A1 3 -");
    read_person(&in, 3);
    stands_beside(s, ALARMS, "SE0000000000-A1 3 -;SE0000000000-A1 3 -");
    instance_close(&in);
}

/* Whoever goes round among the same persons is told of in each hour, not in the first alone. */
static void who_opens_the_same_is_told_of_again(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_county(s, &in, 99, 2);
    for (int64_t person = 1; person <= 3; person++)
        read_person(&in, person);
    stands_beside(s, ALARMS, "SE0000000000-A1 3 -");
    pass(s, 1800);
    for (int64_t person = 1; person <= 3; person++)
        read_person(&in, person);
    stands_beside(s, ALARMS, "SE0000000000-A1 3 -");
    pass(s, 1860);
    read_person(&in, 1);
    stands_beside(s, ALARMS, "SE0000000000-A1 3 -;SE0000000000-A1 3 -");
    instance_close(&in);
}

/* What was done to several by one act: one look-up, and nobody was opened by name. */
static void an_act_is_one(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct act act;
    struct err err = {0};
    struct act_options o = {.what = STR("assign"), .actor = NURSE, .asked = STR("x")};
    open_county(s, &in, 2, 2);
    assert_true(act_begin(in.arena, &in, &o, &act, &err));
    for (int64_t person = 1; person <= 4; person++)
        act_note(&act, person, STR(""));
    assert_true(act_look(&act, &err));
    assert_string_equal(look_up(&in, &NURSE, NOBODY), "person.unknown");
    assert_string_equal(look_up(&in, &NURSE, NOBODY), "log.lookups");
    assert_string_equal(look_up(&in, &NURSE, "key:1"), "");
    stands_beside(s, ALARMS, "");
    instance_close(&in);
}

/* The question of each look-up reads no more than what that actor did lately. */
static void it_is_asked_of_an_index(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    instance_close(&in);
    struct str plan =
        beside(s, "EXPLAIN QUERY PLAN SELECT count(DISTINCT at) FROM access_log WHERE "
                  "actor = 'x' AND at > 1 AND (person IS NOT NULL OR outcome = 1)");
    assert_non_null(strstr(plan.at, "USING COVERING INDEX access_log_by_actor (actor=? AND at>?)"));
    plan = beside(s, "EXPLAIN QUERY PLAN SELECT min(person) FROM access_log WHERE actor = 'x' AND "
                     "at > 1 AND person IS NOT NULL GROUP BY at HAVING min(person) = max(person)");
    assert_non_null(strstr(plan.at, "USING COVERING INDEX access_log_by_actor (actor=? AND at>?)"));
    assert_null(strstr(plan.at, "TEMP B-TREE"));
}

/* Where it cannot be counted or written nobody is let through. */
static void whichever_statement_fails_stops_it(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_county(s, &in, 0, 0);
    for (unsigned which = 0; which < 2; which++) {
        unsigned failed = 0;
        for (bool fails = true; fails; failed++) {
            struct err err = {0};
            failing_steps = (struct failing_steps){.fail_at = failed + 1};
            bool let = which == 0 ? lookups_may(&in, &NURSE, STR("who"), STR(""), &err)
                                  : lookups_opened(&in, &NURSE, 1, &err);
            failing_steps.fail_at = 0;
            fails = !let && strcmp(err.code, "log.lookups") != 0;
            assert_true(!let || which == 1);
        }
        assert_true(failed > 3);
    }
    instance_close(&in);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_looks_up_too_many_waits),
        TEST(a_resident_who_looks_for_nobody_waits_too),
        TEST(who_opens_too_many_is_told_of_once),
        TEST(who_opens_the_same_is_told_of_again),
        TEST(an_act_is_one),
        TEST(it_is_asked_of_an_index),
        TEST(whichever_statement_fails_stops_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
