/* service/person/capitation.h: a month that is frozen stays so, whatever is corrected later, and
 * that is shown beside it; who may; nothing left of what fails; the age groups. */
#include "service/person/capitation.h"

#include "service/listing/time_passes.h"

#include "beside.h"
#include "county_scene.h"
#include "failing_steps.h"
#include "registry_whole.h"

#include <sqlite3.h>

enum { TODAY = 45305 }; /* 2024-01-16 */

static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
    county_script(out, "INSERT INTO change_day SELECT position, 45200 FROM change;"); /* October */
}

static struct capitation_request asks(bool freezes)
{
    return (struct capitation_request){
        .freezes = freezes,
        .known_at = {INT64_MAX},
        .actor = {.id = STR("os:test"), .purpose = PURPOSE_ADMINISTRATION}};
}

static struct capitation_answer answers(struct instance *in, const struct capitation_request *r)
{
    struct err err = {0};
    struct capitation_answer answer;
    if (!capitation(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void what_is_corrected_is_shown_beside(void **state)
{
    struct instance *in = instance_of(state);
    struct capitation_request shows = asks(false), freezes = asks(true);
    struct capitation_answer a = answers(in, &shows);
    assert_false(a.is_frozen);
    assert_int_equal(a.month.n, month_from(2023, 12).n);
    assert_int_equal(a.count, 2); /* the third person is dead */
    assert_int_equal(a.now, 2);
    assert_int_equal(a.line[0].age, AGE_65_74);
    assert_int_equal(a.line[1].age, AGE_85);
    a = answers(in, &freezes);
    assert_true(a.is_frozen && !a.is_already);
    assert_int_equal(a.frozen, 2);
    county_script(in, "UPDATE listing_effect SET to_day = 45270 WHERE person = 1;"
                      "INSERT INTO listing_effect VALUES (1, 45271, NULL, 2, 12);");
    a = answers(in, &freezes);
    assert_true(a.is_already);
    a = answers(in, &shows);
    assert_int_equal(a.count, 3);
    assert_int_equal(a.line[0].frozen, 1);
    assert_int_equal(a.line[0].now, 0);
    assert_int_equal(a.line[1].frozen, 0);
    assert_int_equal(a.line[1].now, 1);
    assert_int_equal(a.frozen, 2);
    assert_int_equal(a.now, 2);
}

static void a_month_that_is_not_over_is_not_frozen(void **state)
{
    struct instance *in = instance_of(state);
    struct capitation_answer a;
    struct err err = {0};
    struct capitation_request r = asks(true);
    r.has_month = true;
    r.month = month_from(2024, 1);
    FAILS(capitation(in->arena, in, &r, &a, &err), "capitation.month_open", &err);
    r.month = month_from(2023, 11);
    r.dry_run = true;
    assert_false(answers(in, &r).is_already);
    r.dry_run = false;
    assert_false(answers(in, &r).is_already);
    assert_true(answers(in, &r).is_already);
    r.actor.role = ROLE_STAFF;
    FAILS(capitation(in->arena, in, &r, &a, &err), "actor.role", &err);
}

/* The first of all is listed on 2021-01-01. */
static void a_month_before_all_is_not_frozen(void **state)
{
    struct instance *in = instance_of(state);
    struct capitation_answer a;
    struct err err = {0};
    county_script(in, "DELETE FROM listing_effect WHERE from_day < 44196;");
    struct capitation_request r = asks(true);
    r.has_month = true;
    r.month = month_from(1950, 1);
    FAILS(capitation(in->arena, in, &r, &a, &err), "capitation.month_early", &err);
    r.month = month_from(2020, 12);
    FAILS(capitation(in->arena, in, &r, &a, &err), "capitation.month_early", &err);
    r.freezes = false; /* but looked at */
    assert_int_equal(answers(in, &r).count, 0);
    r.freezes = true;
    r.month = month_from(2021, 1);
    assert_false(answers(in, &r).is_already);
    county_script(in, "DELETE FROM listing_effect;");
    r.month = month_from(2021, 2); /* nobody at all */
    FAILS(capitation(in->arena, in, &r, &a, &err), "capitation.month_early", &err);
}

/* Beside the program, too. */
static void what_is_frozen_cannot_be_changed(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    sqlite3 *db = NULL;
    struct capitation_request r = asks(true);
    (void)answers(in, &r);
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE capitation_row SET persons = 9", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM capitation_row", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    (void)sqlite3_close(db);
}

/* The whole registry is as it was, log and all; or, where what failed is what shows it afterwards,
 * it is frozen whole, and nothing is frozen again. */
static void a_statement_that_fails_leaves_nothing(void **state)
{
    struct instance *in = instance_of(state);
    struct scratch *s = scratch_of(state);
    struct capitation_request r = asks(true);
    struct capitation_answer a;
    struct str before = all_beside(s, true), frozen = STR("");
    unsigned failed = 0, whole = 0;
    for (bool done = false; !done; failed++) {
        struct err err = {0};
        failing_steps = (struct failing_steps){.fail_at = failed + 1};
        done = capitation(in->arena, in, &r, &a, &err);
        failing_steps.fail_at = 0;
        assert_true(done || err.code);
        if (frozen.len == 0 && str_eq(all_beside(s, true), before)) {
            whole++;
            continue;
        }
        if (frozen.len == 0)
            frozen = all_beside(s, false);
        assert_true(str_eq(all_beside(s, false), frozen));
        assert_int_equal(number_beside(s, "SELECT sum(persons) FROM capitation_row"), 2);
        assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log WHERE position = "
                                          "(SELECT max(position) FROM change)"),
                         1);
    }
    assert_true(a.is_frozen && whole > 15 && failed > whole + 1);
}

#define MONTHS "SELECT month FROM capitation ORDER BY month"
#define LOGGED                                                                                     \
    "SELECT count(*) FROM access_log WHERE act = 'capitation' AND kind = 1 AND outcome = 0"

static struct time_passed passes(struct instance *in, int32_t day, bool dry_run)
{
    struct err err = {0};
    struct time_passed passed;
    in->clock.today = (struct day){day};
    if (!time_passes(in->arena, in, dry_run, &passed, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(passed.unfrozen.kind, ERR_NONE);
    return passed;
}

/* 45320 is 2024-01-31. */
static void a_month_that_is_over_is_frozen_by_itself(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    int32_t december = month_from(2023, 12).n;
    assert_true(passes(in, TODAY, true).has_frozen);
    stands_beside(s, MONTHS, "");
    struct time_passed passed = passes(in, TODAY, false);
    assert_true(passed.has_frozen);
    assert_int_equal(passed.month.n, december);
    stands_beside(s, LOGGED, "1");
    stands_beside(s, "SELECT count(*) FROM change WHERE what = 'capitation'", "1");
    assert_false(passes(in, TODAY, false).has_frozen);
    assert_false(passes(in, 45320, false).has_frozen); /* its last day is not over */
    stands_beside(s, LOGGED, "1");
    assert_true(passes(in, 45321, false).has_frozen);
    assert_false(passes(in, 45322, false).has_frozen);
    /* Nobody looked in March and April: of April what is known now is what is known of it. */
    passed = passes(in, 45321 + 29 + 31 + 30 + 3, false);
    assert_int_equal(passed.month.n, december + 4);
    char months[80];
    (void)snprintf(months, sizeof months, "%d;%d;%d", december, december + 1, december + 4);
    stands_beside(s, MONTHS, months);
    stands_beside(s, LOGGED, "3");
}

static void where_nobody_was_listed_nothing_is_frozen(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE listing_effect SET from_day = 45300, to_day = NULL;");
    assert_false(passes(in, TODAY, false).has_frozen);
    stands_beside(s, LOGGED, "0");
}

/* Filled on 2024-01-01 at the earliest, be the listings as old as they are. */
static void a_month_before_the_registry_was_filled_is_not_frozen(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE change_day SET day = 45290;");
    assert_false(passes(in, TODAY, false).has_frozen);
    stands_beside(s, MONTHS, "");
    stands_beside(s, LOGGED, "0");
    assert_true(passes(in, 45321, true).has_frozen);         /* January */
    county_script(in, "UPDATE change_day SET day = 45289;"); /* on December's last day */
    assert_true(passes(in, TODAY, true).has_frozen);
    /* What was taken back the same day, and said again later, was not known at its end. */
    county_script(in, "INSERT INTO change VALUES (901, 0, 'load', 'a'), (902, 0, 'load', "
                      "'a'); INSERT INTO change_day (position, day) VALUES "
                      "(901, 45289), (902, 45295); UPDATE listing_stated SET superseded = 901;"
                      "INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) "
                      "VALUES (1, 11, 44197, 2, 902);");
    assert_false(passes(in, TODAY, true).has_frozen);
    county_script(in, "UPDATE change_day SET day = 45290 WHERE position = 901;");
    assert_true(passes(in, TODAY, false).has_frozen);
}

static void a_month_that_cannot_be_frozen_stops_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    unsigned failed = 0;
    county_script(in, "CREATE TRIGGER fails BEFORE INSERT ON capitation_row BEGIN "
                      "SELECT RAISE(ABORT, 'no'); END;");
    struct err err = {0};
    struct time_passed passed;
    assert_true(time_passes(in->arena, in, false, &passed, &err));
    assert_string_equal(passed.unfrozen.code, "store.constraint");
    assert_false(passed.has_frozen);
    stands_beside(s, MONTHS, "");
    county_script(in, "DROP TRIGGER fails;");
    for (bool done = false; !done; failed++) {
        failing_steps = (struct failing_steps){.fail_at = failed + 1};
        bool good = time_passes(in->arena, in, false, &passed, &err);
        failing_steps.fail_at = 0;
        done = good && passed.unfrozen.kind == ERR_NONE;
        err = (struct err){0};
        if (done) /* perhaps the time before, and only what was read after it failed */
            assert_false(passes(in, TODAY, true).has_frozen);
        stands_beside(s,
                      "SELECT count(*) FROM capitation WHERE NOT EXISTS (SELECT 1 FROM "
                      "capitation_row)",
                      "0");
    }
    assert_true(failed > 15);
    stands_beside(s, LOGGED, "1");
}

static void ages_turn_on_the_birthday(void **state)
{
    (void)state;
    static const int32_t FIRST[] = {0, 7, 18, 45, 65, 75, 85};
    struct day birth = {20000};
    for (unsigned i = 0; i < ARRAY_LEN(FIRST); i++) {
        struct day on = day_add_months(birth, FIRST[i] * 12);
        assert_int_equal(age_group_on(birth, on), i);
        if (i > 0)
            assert_int_equal(age_group_on(birth, (struct day){on.n - 1}), i - 1);
    }
    assert_int_equal(age_group_on(DAY_NONE, birth), AGE_UNKNOWN);
    assert_int_equal(age_group_on(birth, (struct day){birth.n - 1}), AGE_UNKNOWN);
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_corrected_is_shown_beside),
        CASE(a_month_that_is_not_over_is_not_frozen),
        CASE(a_month_before_all_is_not_frozen),
        CASE(what_is_frozen_cannot_be_changed),
        CASE(a_month_that_is_over_is_frozen_by_itself),
        CASE(where_nobody_was_listed_nothing_is_frozen),
        CASE(a_month_before_the_registry_was_filled_is_not_frozen),
        CASE(a_month_that_cannot_be_frozen_stops_nothing),
        CASE(a_statement_that_fails_leaves_nothing),
        cmocka_unit_test(ages_turn_on_the_birthday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
