/* service/person/capitation.h: a month that is frozen stays so, whatever is corrected later, and
 * that is shown beside it; who may; nothing left of what fails; the age groups. */
#include "service/person/capitation.h"

#include "county_scene.h"
#include "failing_steps.h"

#include <sqlite3.h>

enum { TODAY = 45305 }; /* 2024-01-16 */

static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
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

static void a_statement_that_fails_leaves_nothing(void **state)
{
    struct instance *in = instance_of(state);
    struct capitation_request r = asks(true), shows = asks(false);
    unsigned failed = 0;
    for (bool done = false; !done; failed++) {
        struct capitation_answer a;
        struct err err = {0};
        failing_steps = (struct failing_steps){.fail_at = failed + 1};
        done = capitation(in->arena, in, &r, &a, &err);
        failing_steps.fail_at = 0;
        assert_int_equal(answers(in, &shows).frozen, answers(in, &shows).is_frozen ? 2 : 0);
        if (done)
            assert_true(a.is_frozen);
        else
            assert_non_null(err.code);
    }
    assert_true(failed > 15);
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
        CASE(what_is_corrected_is_shown_beside),     CASE(a_month_that_is_not_over_is_not_frozen),
        CASE(a_month_before_all_is_not_frozen),      CASE(what_is_frozen_cannot_be_changed),
        CASE(a_statement_that_fails_leaves_nothing), cmocka_unit_test(ages_turn_on_the_birthday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
