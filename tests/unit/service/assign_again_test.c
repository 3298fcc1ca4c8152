/* service/contact/assign.h, asked again with its key: what is answered then, and what the access
 * log has of it. */
#include "assign_scene.h"
#include "county_scene.h"

static void the_same_key_is_answered(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = finds(s, "SE0000000000-D2", "doctor=none,age_to=60");
    r.key = STR("list 4");
    struct assigned first = assigns(in, &r), again = assigns(in, &r);
    assert_false(first.is_repeat);
    assert_true(again.is_repeat);
    assert_int_equal(first.rows, again.rows);
    for (size_t i = 0; i < first.rows; i++) {
        assert_int_equal(first.row[i].person, again.row[i].person);
        assert_int_equal(first.row[i].verdict, again.row[i].verdict);
        assert_int_equal(first.row[i].number.packed, again.row[i].number.packed);
    }
    for (unsigned v = 0; v < ASSIGN_VERDICTS; v++)
        assert_int_equal(first.preview.of[v], again.preview.of[v]);
    assert_int_equal(again.preview.after.count, first.preview.after.count);
    assert_int_equal(again.preview.after.cap, 6);
    assert_int_equal(again.hidden, first.hidden);
    stands_beside(s,
                  "SELECT count(*), count(DISTINCT count), min(count) > 1 FROM access_log "
                  "WHERE act = 'assign' AND person IS NULL",
                  "2 1 1");
    r.staff = STR("SE0000000000-D1");
    refuses(in, &r, "act.key_reused", "");
}

/* Who has got a protected identity, or a former doctor who has, or a block, since it was done. */
static void what_was_answered_is_shown_by_what_is_so_now(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str named[] = {STR("key:1"), STR("key:11"), STR("key:12")};
    struct assigning r = asks(s, "SE0000000000-D2", "");
    r.written = named;
    r.persons = 3;
    r.actor = actor(ROLE_ADMINISTRATOR, "");
    r.key = STR("list 5");
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.rows, 3);
    assert_string_equal(done.row[0].former.text, "SE0000000000-D1");
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 12;"
                      "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 1;");
    done = assigns(in, &r);
    assert_true(done.is_repeat);
    assert_int_equal(done.rows, 2);
    assert_int_equal(done.row[0].person + done.row[1].person, 12);
    assert_int_equal(done.hidden, 1);
    assert_int_equal(done.preview.asked, 2);
    assert_int_equal(done.preview.of[ASSIGN_MAY], 2);
    assert_int_equal(done.row[0].former.text[0], 0);
    assert_false(done.row[0].is_blocked);
    county_script(in, "UPDATE staff_stated SET protected_staff = 2;"
                      "INSERT INTO block_stated (identifier, unit, from_day, recorded) "
                      "VALUES (1, 1, 45000, 1);");
    done = assigns(in, &r);
    assert_true(done.row[0].is_blocked);
    assert_int_equal(done.row[0].former.text[0], 0);
    county_script(in, "DELETE FROM block_stated;"
                      "UPDATE person_stated SET protection = 0 WHERE identifier = 12;");
    done = assigns(in, &r);
    assert_int_equal(done.rows, 3);
    assert_string_equal(done.row[0].former.text, "SE0000000000-D1");
}

/* Whoever is answered about them again looks at each again. */
static void of_who_is_named_the_log_says_each_time(void **state)
{
    static const char EACH[] = "SELECT person, kind, outcome FROM access_log WHERE act = 'assign' "
                               "AND person IS NOT NULL ORDER BY sequence";
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str named[] = {STR("key:11"), STR("key:3"), STR("key:12")}; /* the third person died */
    struct assigning r = asks(s, "SE0000000000-D2", "");
    r.written = named;
    r.persons = ARRAY_LEN(named);
    r.key = STR("list 6");
    assert_false(assigns(in, &r).is_repeat);
    stands_beside(s, EACH, "3 1 2;11 1 0;12 1 0");
    assert_true(assigns(in, &r).is_repeat);
    stands_beside(s, EACH, "3 1 2;11 1 0;12 1 0;3 0 0;11 0 0;12 0 0");
    stands_beside(s,
                  "SELECT kind, count FROM access_log WHERE act = 'assign' AND person IS "
                  "NULL ORDER BY sequence",
                  "1 3;0 3");
    r.persons--;
    refuses(in, &r, "act.key_reused", "");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_same_key_is_answered),
        CASE(what_was_answered_is_shown_by_what_is_so_now),
        CASE(of_who_is_named_the_log_says_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
