/* service/message.h: messages are written with what they tell, told once, and gone with what fails.
 */
#include "service/message.h"

#include "county.h"
#include "failing_steps.h"

#include <sqlite3.h>

enum { TODAY = 45300 };

static struct act_options options_of(bool dry_run)
{
    return (struct act_options){
        .what = STR("test"),
        .actor = {.id = STR("os:test"), .role = ROLE_STAFF, .purpose = PURPOSE_ADMINISTRATION},
        .dry_run = dry_run};
}

static struct message of_kind(enum message_kind kind)
{
    struct err err = {0};
    struct message m = {.person = 1, .kind = kind, .from = {TODAY}};
    assert_true(hsaid_parse(STR("SE0000000000-U1"), &m.unit, &err));
    return m;
}

/* Tells a person the same twice, and something else. */
static bool tell(struct instance *in, bool dry_run, struct err *err)
{
    struct act act;
    struct act_options o = options_of(dry_run);
    struct message listed = of_kind(MESSAGE_LISTED), assigned = of_kind(MESSAGE_CONTACT_ASSIGNED);
    if (!act_begin(in->arena, in, &o, &act, err))
        return false;
    if (!message_add(&act, &listed, err) || !message_add(&act, &listed, err) ||
        !message_add(&act, &assigned, err)) {
        act_abandon(&act);
        return false;
    }
    return act_end(&act, STR("{}"), err);
}

static int count(struct scratch *s, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int found = sqlite3_column_int(q, 0);
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    return found;
}

static void the_same_of_one_act_is_told_once(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    county_open(s, &in);
    assert_true(tell(&in, true, &err));
    assert_int_equal(count(s, "SELECT count(*) FROM message"), 0);
    assert_true(tell(&in, false, &err));
    assert_int_equal(count(s, "SELECT count(*) FROM message"), 2);
    assert_true(tell(&in, false, &err)); /* another act tells anew */
    assert_int_equal(count(s, "SELECT count(*) FROM message"), 4);
    assert_int_equal(count(s, "SELECT count(*) FROM message WHERE seen IS NULL AND letter IS NULL "
                              "AND noticed IS NULL AND kind IN (0, 7)"),
                     4);
    instance_close(&in);
}

static void a_statement_that_fails_leaves_no_message(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    unsigned failed = 0;
    county_open(s, &in);
    for (bool done = false; !done; failed++) {
        struct err err = {0};
        failing_steps = (struct failing_steps){.fail_at = failed + 1};
        done = tell(&in, false, &err);
        failing_steps.fail_at = 0;
        assert_int_equal(count(s, "SELECT count(*) FROM message"), done ? 2 : 0);
    }
    assert_true(failed > 5);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_same_of_one_act_is_told_once),
        CASE(a_statement_that_fails_leaves_no_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
