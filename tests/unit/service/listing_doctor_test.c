/* service/listing/listing.h: a listing and a doctor. Where listings are on units, who lists may
 * wish for a doctor there; what is refused of it refuses the whole; and nothing left of what fails.
 */
#include "fails_whole.h"
#include "listing_scene.h"

/* Specialists in general medicine: D1 at the first unit, D2 at the second. */
static const char DOCTORS[] =
    "UPDATE staff_stated SET title_code = '201011', protected_staff = 2;"
    "INSERT INTO position_stated (staff, unit, from_day, employment, training, panel_open, "
    "recorded) VALUES (1, 1, 44000, 0, 0, 1, 1), (2, 2, 44000, 0, 0, 1, 1);";

static const char REQUESTS[] =
    "SELECT r.id || '/' || s.hsaid || '/' || o.request FROM request AS r "
    "JOIN staff AS s ON s.id = r.wish "
    "JOIN request_open AS o ON o.request = r.id";
static const char EVENTS[] = "SELECT type || coalesce('/' || json_extract(data, '$.staff'), '') "
                             "FROM outbox ORDER BY type, id";

static struct listing_request wishes(struct instance *in, const char *unit, const char *doctor)
{
    struct listing_request r = asks("key:1", unit);
    county_script(in, DOCTORS);
    r.doctor = str_of(doctor);
    return r;
}

/* ---- listings on units ---- */

static void who_lists_wishes_for_a_doctor_there(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = wishes(in, "SE0000000000-U2", "SE0000000000-D2");
    r.dry_run = true;
    assert_int_equal(lists(in, &r).request, 1);
    ROWS(state, REQUESTS, "");
    r.dry_run = false;
    r.key = STR("form 1");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_int_equal(answer.request, 1);
    assert_int_equal(unit_of(in, 1), UNIT_2);
    ROWS(state, REQUESTS, "1/SE0000000000-D2/1");
    answer = lists(in, &r);
    assert_true(answer.is_repeat);
    assert_int_equal(answer.request, 1);
    ROWS(state, "SELECT count(*) FROM request", "1");
    r.doctor = STR("SE0000000000-D1");
    refused(in, &r, "act.key_reused", "");
}

static void who_is_listed_there_only_wishes(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = wishes(in, "SE0000000000-U1", "SE0000000000-D1");
    refused(in, &r, "request.has", "");
    county_script(in, "DELETE FROM named_contact_effect WHERE person = 1;");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_ALREADY);
    assert_int_equal(answer.request, 1);
    assert_int_equal(listed(in, 1).count, 1);
    answer = lists(in, &r); /* the same again is so already */
    assert_int_equal(answer.verdict, LISTING_ALREADY);
    assert_int_equal(answer.request, 0);
    ROWS(state, "SELECT count(*) FROM request", "1");
    r.actor.id = STR("SE0000000000-N7"); /* not of another who asks */
    refused(in, &r, "request.open", "");
}

static const char STEPS[] =
    "SELECT request || '/' || state FROM request_step WHERE state > 0 ORDER BY request";

/* Also where what is chosen instead is the unit where the person is listed; and where the whole is
 * refused the plan stands, with its wish. */
static void a_wish_goes_with_the_plan_that_it_was_of(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = wishes(in, "SE0000000000-U2", "SE0000000000-D2");
    r.from = (struct day){TODAY + 30};
    assert_int_equal(lists(in, &r).request, 1);
    r.unit = STR("SE0000000000-U1");
    r.doctor = STR("SE0000000000-D1");
    r.from = DAY_NONE;
    refused(in, &r, "request.has", "");
    ROWS(state, REQUESTS, "1/SE0000000000-D2/1");
    assert_int_equal(listed(in, 1).count, 2);
    county_script(in, "DELETE FROM named_contact_effect WHERE person = 1;");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_int_equal(answer.request, 2);
    ROWS(state, REQUESTS, "2/SE0000000000-D1/2");
    ROWS(state, STEPS, "1/6");
    ROWS(state, "SELECT json_extract(data, '$.state') FROM outbox WHERE type = 4 ORDER BY id",
         "requested withdrawn requested");
    r = asks("key:1", "SE0000000000-U2"); /* and without a wish of its own */
    r.from = (struct day){TODAY + 30};
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    ROWS(state, STEPS, "1/6 2/6");
}

/* The doctor of a request without a wish is of whatever unit; one who works there, too, stays. */
static void what_the_unit_can_fulfil_stands(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = wishes(in, "SE0000000000-U2", "SE0000000000-D2");
    county_script(in, "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                      "panel_open, recorded) VALUES (2, 3, 45400, 0, 0, 1, 1);");
    (void)lists(in, &r);
    r = asks("key:1", "SE0000000000-U3");
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    ROWS(state, REQUESTS, "1/SE0000000000-D2/1");
    county_script(in, "UPDATE request SET wish = NULL;");
    r = asks("key:1", "SE0000000000-U1");
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    ROWS(state, "SELECT request FROM request_open", "1");
}

static void a_wish_that_is_refused_refuses_the_whole(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = wishes(in, "SE0000000000-U2", "SE0000000000-D1");
    refused(in, &r, "request.wish", ""); /* no position there */
    r.doctor = STR("SE0000000000-D9");
    refused(in, &r, "staff.unknown", "SE0000000000-D9");
    county_script(in, "UPDATE unit_stated SET cap = 0, queue = 1 WHERE unit = 2;");
    r.doctor = STR("SE0000000000-D2");
    r.queue = true;
    refused(in, &r, "listing.doctor_queue", "");
    assert_int_equal(listed(in, 1).count, 1);
    ROWS(state, REQUESTS, "");
    ROWS(state, EVENTS, "");
}

static void a_wish_does_not_wait_for_a_guardian(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = wishes(in, "SE0000000000-U2", "SE0000000000-D2");
    county_script(in, "UPDATE person_stated SET birth_date = 43000, guardian1 = 1002, "
                      "guardian2 = 1003 WHERE identifier = 1;"
                      "UPDATE person_stated SET deregistered_on = NULL, deregistration_reason = 0, "
                      "protection = 0;");
    r.consent = STR("key:2");
    refused(in, &r, "listing.doctor_waits", "");
    r.doctor = STR("");
    assert_int_equal(lists(in, &r).verdict, LISTING_WAITS);
    r.consent = STR("key:3");
    r.doctor = STR("SE0000000000-D2");
    assert_int_equal(lists(in, &r).request, 1);
}

/* ---- what fails ---- */

static void fails_whole(void **state, const struct listing_request *r)
{
    struct instance *in = instance_of(state);
    struct scratch *s = scratch_of(state);
    struct listing_answer answer;
    FAILS_WHOLE(s, 20, listing_list(in->arena, in, r, &answer, &err));
}

static void whichever_statement_of_a_wish_fails_leaves_nothing(void **state)
{
    struct listing_request r = wishes(instance_of(state), "SE0000000000-U2", "SE0000000000-D2");
    r.key = STR("form 17");
    fails_whole(state, &r);
    ROWS(state, REQUESTS, "1/SE0000000000-D2/1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(who_lists_wishes_for_a_doctor_there),
        SCENE(who_is_listed_there_only_wishes),
        SCENE(a_wish_goes_with_the_plan_that_it_was_of),
        SCENE(what_the_unit_can_fulfil_stands),
        SCENE(a_wish_that_is_refused_refuses_the_whole),
        SCENE(a_wish_does_not_wait_for_a_guardian),
        SCENE(whichever_statement_of_a_wish_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
