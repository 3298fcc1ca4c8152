/* service/tell_stated.h: what is stated again as it was is no news, and of what is news nothing is
 * said to be told that was not. The events of each change are tests/unit/exchange/events_test.c's.
 */
#include "service/tell_stated.h"

#include "beside.h"
#include "county.h"
#include "failing_steps.h"
#include "store/effect_store.h"

enum { TODAY = 45300 };
#define NOW "(SELECT max(position) FROM change)"

static int64_t position_of_now(struct scratch *s)
{
    return number_beside(s, "SELECT max(position) FROM change");
}

/* The first as it was, the second by another name. */
static void a_unit_that_is_stated_as_it_was_is_no_news(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct work w;
    struct err err = {0};
    uint64_t count = 0;
    county_open(s, &in);
    county_script(
        &in,
        "UPDATE unit_stated SET superseded = " NOW " WHERE unit < 3;"
        "INSERT INTO unit_stated (unit, name, operator, county, municipality, queue, recorded) "
        "VALUES (1, 'Norra', 0, '23', '2380', 2, " NOW "), "
        "(2, 'Sydvästra', 1, '23', '2321', 2, " NOW ");");
    int64_t position = position_of_now(s);
    assert_true(work_begin(in.db, STR("test"), &w, &err));
    assert_true(tell_units(s->arena, w.db, position, (struct day){TODAY}, &count, &err));
    assert_int_equal(count, 1);
    assert_true(work_commit(&w, &err));
    stands_beside(s, "SELECT unit, data FROM outbox", "SE0000000000-U2 {\"changed\":[\"name\"]}");
    instance_close(&in);
}

/* In a transaction of its own, which is taken back. */
static bool tells(struct scratch *s, struct instance *in, int64_t position, unsigned fail_at,
                  uint64_t *count)
{
    struct work w;
    struct err err = {0};
    assert_true(work_begin(in->db, STR("test"), &w, &err));
    assert_true(effect_open_touched(w.db, &err));
    assert_true(db_script(w.db, "test", STR("INSERT INTO temp.touched VALUES (1), (2)"), &err));
    failing_steps = (struct failing_steps){.fail_at = fail_at};
    bool done = tell_stated(s->arena, w.db, position, (struct day){TODAY}, count, &err);
    bool was_reached = fail_at != 0 && failing_steps.calls >= fail_at;
    failing_steps.fail_at = 0;
    assert_int_equal(done, !was_reached);
    assert_int_equal(done, err.code == NULL);
    work_abandon(&w);
    return done;
}

/* Of two persons: those of the first are told while the second's are read. */
static void reports_that_cannot_be_told_are_not_said_to_be(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    uint64_t count = 0;
    unsigned statement = 1;
    county_open(s, &in);
    county_script(&in, "INSERT INTO residence_stated (identifier, kind, municipality, from_day, "
                       "reported_on, recorded) VALUES (1, 0, '2380', 45200, 45200, " NOW "), "
                       "(2, 0, '2380', 45200, 45200, " NOW ");");
    int64_t position = position_of_now(s);
    while (!tells(s, &in, position, statement, &count)) {
        assert_int_equal(count, 0);
        statement++;
    }
    assert_int_equal(count, 2);
    assert_true(statement > 8);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_unit_that_is_stated_as_it_was_is_no_news),
        CASE(reports_that_cannot_be_told_are_not_said_to_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
