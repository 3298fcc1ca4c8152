/* Who is told of a contact, by whatever means, is told of the request that led to it: the request
 * and the contact say the same. */
#include "assign_scene.h"
#include "service/contact/request_show.h"
#include "service/contact/requests.h"
#include "service/message/letters.h"
#include "service/message/message.h"

static const char STEPS[] =
    "SELECT group_concat(state, ' ') FROM (SELECT state FROM request_step WHERE request = 1 ORDER "
    "BY recorded, state)";
static const char EVENTS[] = "SELECT json_extract(data, '$.state'), json_extract(data, '$.staff') "
                             "FROM outbox WHERE type = 4 ORDER BY id";
static const char INFORMED[] = "SELECT s.hsaid, n.informed_on FROM named_contact_effect AS e JOIN "
                               "named_contact_stated AS n ON n.id = e.stated JOIN staff AS s ON "
                               "s.id = n.staff WHERE e.person = 1 AND e.to_day IS NULL";

static struct actor resident(int64_t person)
{
    return (struct actor){
        .id = STR("key:1"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = person};
}

static bool informs(struct instance *in)
{
    struct err err = {0};
    struct contact_acted done;
    struct contact_acting r = {.person = STR("key:1"),
                               .kind = KIND_DOCTOR,
                               .from = DAY_NONE,
                               .actor = actor(ROLE_STAFF, "SE0000000000-U1")};
    if (!contact_acts_inform(in->arena, in, &r, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return !done.is_already;
}

/* The newest message. */
static void reads(struct scratch *s, struct instance *in)
{
    struct err err = {0};
    struct message_ask ask = {.actor = resident(1)};
    struct message_seen seen;
    int64_t id = number_beside(s, "SELECT max(id) FROM message");
    if (!message_seen(in->arena, in, id, &ask, &seen, &err))
        fail_msg("%s %s", err.code, err.detail);
}

static struct request_answer steps(struct instance *in, enum request_state to, struct actor by)
{
    struct err err = {0};
    struct request_answer answer = {.id = 0};
    struct request_moving moving = {.id = 1, .to = to, .actor = by};
    if (to == REQUEST_DECLINED)
        moving.reason = STR("full");
    if (!requests_step(in->arena, in, &moving, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void open_asked(struct scratch *s, struct instance *in)
{
    open_county(s, in);
    county_script(in, REQUESTS);
}

static void open_assigned(struct scratch *s, struct instance *in)
{
    open_asked(s, in);
    struct assigning r = asks(s, "SE0000000000-D2", "key:1");
    (void)assigns(in, &r);
    stands_beside(s, STEPS, "0 1");
}

static void who_is_told_of_the_contact_is_told_of_the_request(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_assigned(s, &in);
    assert_true(informs(&in));
    stands_beside(s, STEPS, "0 1 4");
    stands_beside(s, INFORMED, "SE0000000000-D2 45300");
    stands_beside(s, "SELECT kind FROM message", "7"); /* no second one */
    assert_false(informs(&in));
    reads(s, &in);
    stands_beside(s, STEPS, "0 1 4 5");
    assert_true(steps(&in, REQUEST_SEEN, resident(1)).is_already);
    stands_beside(s, EVENTS,
                  "assigned SE0000000000-D2;informed SE0000000000-D2;seen SE0000000000-D2");
    stands_beside(s, "SELECT count(*) FROM request_step WHERE request > 1", "2"); /* of others */
    instance_close(&in);
}

/* There is no step from assigned to seen: who reads is informed by it. */
static void who_reads_before_being_informed_is_both(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_assigned(s, &in);
    reads(s, &in);
    stands_beside(s, STEPS, "0 1 4 5");
    stands_beside(s, INFORMED, "SE0000000000-D2 45300");
    stands_beside(s,
                  "SELECT count(DISTINCT recorded) FROM request_step WHERE request = 1 AND state "
                  "IN (4, 5)",
                  "1");
    stands_beside(s, EVENTS,
                  "assigned SE0000000000-D2;informed SE0000000000-D2;seen SE0000000000-D2");
    instance_close(&in);
}

/* Whose doctor they had been told of before has the answer yet to hear. */
static void a_contact_that_was_told_of_before_answers_too(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_county(s, &in);
    assert_true(informs(&in));
    county_script(&in, REQUESTS);
    struct assigning r = asks(s, "SE0000000000-D1", "key:1");
    (void)assigns(&in, &r);
    stands_beside(s, STEPS, "0 1");
    assert_true(informs(&in));
    stands_beside(s, STEPS, "0 1 4");
    assert_false(informs(&in));
    instance_close(&in);
}

/* Of the one named doctor: whoever it was at first. */
static void who_is_moved_is_told_of_the_request_by_that(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_assigned(s, &in);
    county_script(&in, "UPDATE request_step SET staff = 1 WHERE state = 1;"
                       "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                       "SELECT 1, 9, 'SE0000000000-U1', 'SE0000000000-D2', 45300, max(position) "
                       "FROM change;");
    reads(s, &in);
    stands_beside(s, STEPS, "0 1 4 5");
    instance_close(&in);
}

/* Of other kinds there may be several: it is this one. */
static void another_care_contact_is_no_answer(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_asked(s, &in);
    county_script(&in, "UPDATE request SET kind = 1 WHERE id = 1; UPDATE request_open SET kind = 1 "
                       "WHERE request = 1;");
    struct assigning r = asks(s, "SE0000000000-D3", "key:1");
    r.kind = KIND_CARE_CONTACT;
    (void)assigns(&in, &r);
    stands_beside(s, STEPS, "0 1");
    county_script(&in, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                       "SELECT 1, 7, 'SE0000000000-U1', 'SE0000000000-D1', 45300, max(position) "
                       "FROM change;");
    reads(s, &in);
    stands_beside(s, STEPS, "0 1");
    instance_close(&in);
}

/* Of an assignment that only finds what is there no other message tells. It comes once. */
static void a_contact_that_was_there_is_told_as_the_answer(void **state)
{
    static const char told[] = "SELECT kind, unit, staff, from_day FROM message";
    struct scratch *s = *state;
    struct instance in;
    open_asked(s, &in);
    struct assigning r = asks(s, "SE0000000000-D1", "key:1");
    (void)assigns(&in, &r);
    stands_beside(s, STEPS, "0 1");
    stands_beside(s, told, "13 SE0000000000-U1 SE0000000000-D1 45300");
    (void)assigns(&in, &r); /* nothing is open any more */
    (void)steps(&in, REQUEST_INFORMED, actor(ROLE_STAFF, "SE0000000000-U1"));
    stands_beside(s, STEPS, "0 1 4");
    stands_beside(s, told, "13 SE0000000000-U1 SE0000000000-D1 45300");
    reads(s, &in);
    stands_beside(s, STEPS, "0 1 4 5");
    stands_beside(s, INFORMED, "SE0000000000-D1 45300");
    instance_close(&in);
}

/* And who reads the answer to the request is informed of the contact. */
static void the_answer_to_the_request_informs_of_the_contact(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_assigned(s, &in);
    (void)steps(&in, REQUEST_INFORMED, actor(ROLE_STAFF, "SE0000000000-U1"));
    stands_beside(s, INFORMED, "SE0000000000-D2 -");
    reads(s, &in);
    stands_beside(s, STEPS, "0 1 4 5");
    stands_beside(s, INFORMED, "SE0000000000-D2 45300");
    instance_close(&in);
}

static bool put_nowhere(void *state, const struct letters *letters, char sum[static SHA256_TEXT],
                        struct err *err)
{
    (void)state, (void)letters, (void)err;
    (void)sha256_hex(sha256_of(STR("a file")), sum);
    return true;
}

/* To the first person. */
static void writes_letters(struct instance *in)
{
    struct err err = {0};
    struct letters_done done;
    struct letters_ask ask = {.actor = {.id = STR("os:test"),
                                        .role = ROLE_ADMINISTRATOR,
                                        .purpose = PURPOSE_ADMINISTRATION},
                              .sink = {NULL, put_nowhere}};
    county_script(in, "UPDATE person_stated SET paper = 1, given_name = 'Anna', surname = 'Ek', "
                      "street = 'Storg. 1', city = 'Sveg' WHERE identifier = 1;");
    if (!letters_run(in->arena, in, &ask, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
}

static void who_is_declined_is_told_on_paper_and_reads_it(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_asked(s, &in);
    (void)steps(&in, REQUEST_DECLINED, actor(ROLE_STAFF, "SE0000000000-U1"));
    writes_letters(&in);
    stands_beside(s, STEPS, "0 3 4");
    reads(s, &in);
    stands_beside(s, STEPS, "0 3 4 5");
    instance_close(&in);
}

/* That they are assigned, and that this is the answer: one act informs of the contact once. */
static void a_letter_may_tell_of_a_contact_twice(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_asked(s, &in);
    struct assigning r = asks(s, "SE0000000000-D1", "key:1");
    (void)assigns(&in, &r);
    county_script(&in, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                       "SELECT identifier, 7, unit, staff, from_day, position FROM message;");
    writes_letters(&in);
    stands_beside(s, "SELECT count(*) FROM message WHERE letter = 1", "2");
    stands_beside(s, STEPS, "0 1 4");
    stands_beside(s, INFORMED, "SE0000000000-D1 45300");
    instance_close(&in);
}

/* ---- it is shown ---- */

static struct request_shown shows(struct instance *in, struct actor by)
{
    struct err err = {0};
    struct request_shown shown = {.id = 0};
    struct request_looking looking = {.id = 1, .actor = by};
    if (!request_show(in->arena, in, &looking, &shown, &err))
        fail_msg("%s %s", err.code, err.detail);
    return shown;
}

static void one_is_shown_with_who_took_each_step(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct request_shown shown;
    struct err err = {0};
    struct actor nurse = actor(ROLE_STAFF, "SE0000000000-U1");
    open_assigned(s, &in);
    reads(s, &in);
    shown = shows(&in, nurse);
    assert_int_equal(shown.steps, 4);
    assert_int_equal(shown.step[2].state, REQUEST_INFORMED);
    assert_int_equal(shown.step[3].state, REQUEST_SEEN);
    assert_true(shown.step[3].at.us >= shown.step[1].at.us);
    assert_true(shown.step[3].by_resident && !shown.step[1].by_resident);
    assert_true(str_eq(shown.step[1].actor, STR("SE0000000000-N1")));
    assert_true(str_eq(hsaid_str(&shown.step[1].staff), STR("SE0000000000-D2")));
    shown = shows(&in, resident(1)); /* who of the staff it was is not told */
    assert_true(str_eq(shown.step[1].actor, STR("")));
    assert_true(str_eq(shown.step[3].actor, STR("key:1")));
    county_script(&in, "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 2;");
    shown = shows(&in, nurse);
    assert_false(shown.is_blocked);
    assert_true(str_eq(hsaid_str(&shown.step[1].staff), STR("")));
    shown = shows(&in, resident(1)); /* their own doctor */
    assert_true(str_eq(hsaid_str(&shown.step[1].staff), STR("SE0000000000-D2")));
    stands_beside(s,
                  "SELECT kind, outcome, count(*) FROM access_log WHERE about LIKE 'request=1%' "
                  "GROUP BY 1, 2",
                  "0 0 4");
    county_script(&in, "UPDATE person_stated SET protection = 1 WHERE identifier = 1;");
    struct request_looking looking = {.id = 1, .actor = nurse};
    assert_false(request_show(in.arena, &in, &looking, &shown, &err));
    assert_string_equal(err.code, "act.protected_person");
    instance_close(&in);
}

/* Nothing that could stem from the unit whose data are blocked. */
static void what_is_blocked_is_not_shown(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct actor nurse = actor(ROLE_STAFF, "SE0000000000-U1");
    open_assigned(s, &in);
    county_script(&in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                       "(1, 2, 45000, 1);");
    struct request_shown shown = shows(&in, nurse);
    assert_true(shown.is_blocked);
    assert_true(str_eq(hsaid_str(&shown.step[1].staff), STR("")));
    assert_true(str_eq(shown.step[1].actor, STR("")));
    shown = shows(&in, resident(1));
    assert_false(shown.is_blocked);
    assert_true(str_eq(hsaid_str(&shown.step[1].staff), STR("SE0000000000-D2")));
    struct err err = {0};
    struct request_looking looking = {
        .id = 1, .opening = {BLOCK_CONSENT, STR("asked")}, .actor = nurse};
    assert_true(request_show(in.arena, &in, &looking, &shown, &err));
    assert_false(shown.is_blocked);
    assert_true(str_eq(hsaid_str(&shown.step[1].staff), STR("SE0000000000-D2")));
    stands_beside(s,
                  "SELECT kind, outcome FROM access_log WHERE about LIKE "
                  "'request=1 blocked=consent reason=asked login=%'",
                  "0 0");
    looking.actor = resident(1);
    FAILS(request_show(in.arena, &in, &looking, &shown, &err), "block.opening", &err);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_is_told_of_the_contact_is_told_of_the_request),
        CASE(who_reads_before_being_informed_is_both),
        CASE(a_contact_that_was_told_of_before_answers_too),
        CASE(who_is_moved_is_told_of_the_request_by_that),
        CASE(another_care_contact_is_no_answer),
        CASE(a_contact_that_was_there_is_told_as_the_answer),
        CASE(the_answer_to_the_request_informs_of_the_contact),
        CASE(who_is_declined_is_told_on_paper_and_reads_it),
        CASE(a_letter_may_tell_of_a_contact_twice),
        CASE(one_is_shown_with_who_took_each_step),
        CASE(what_is_blocked_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
