/* service/contact/requests.h: a request from the asking until its answer was seen, by whom; what
 * the rules refuse; the list of those that are open; and nothing left of what fails. */
#include "service/contact/requests.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "service/act_about.h"
#include "service/listing/time_passes.h"

enum { TODAY = 45300 };

/* The first person is listed at U1, where D1 is a specialist in general medicine, and D2 at U2. */
static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
    county_script(out, "UPDATE staff_stated SET title_code = '201011' WHERE staff = 1;"
                       "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                       "panel_open, recorded) VALUES (1, 1, 44000, 0, 0, 1, 1);");
}

static struct actor resident(int64_t key)
{
    return (struct actor){
        .id = STR("key:1"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = key};
}

static struct actor staff_of(const char *unit)
{
    return (struct actor){.id = STR("SE0000000000-N1"),
                          .role = ROLE_STAFF,
                          .unit = str_of(unit),
                          .purpose = PURPOSE_CARE};
}

static struct request_answer asks(struct instance *in, const struct request_asking *asking)
{
    struct request_answer answer = {.id = 0};
    struct err err = {0};
    if (!requests_open(in->arena, in, asking, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static struct request_answer steps(struct instance *in, int64_t id, enum request_state to,
                                   struct actor actor)
{
    struct request_answer answer = {.id = 0};
    struct err err = {0};
    struct request_moving moving = {.id = id, .to = to, .actor = actor};
    if (to == REQUEST_DECLINED)
        moving.reason = STR("no doctor");
    if (!requests_step(in->arena, in, &moving, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void refused_asking(struct instance *in, const struct request_asking *asking,
                           enum err_kind kind, const char *code)
{
    struct request_answer answer;
    struct err err = {0};
    assert_false(requests_open(in->arena, in, asking, &answer, &err));
    assert_string_equal(err.code, code);
    assert_int_equal(err.kind, kind);
}

static void refused_step(struct instance *in, const struct request_moving *moving,
                         enum err_kind kind, const char *code)
{
    struct request_answer answer;
    struct err err = {0};
    assert_false(requests_step(in->arena, in, moving, &answer, &err));
    assert_string_equal(err.code, code);
    assert_int_equal(err.kind, kind);
}

static const char STEPS[] =
    "SELECT request, state, reason FROM request_step ORDER BY 1, recorded, state";
static const char OPEN[] = "SELECT request FROM request_open";
static const char MESSAGES[] = "SELECT identifier, kind, reason FROM message ORDER BY id";
static const char EVENTS[] =
    "SELECT person, json_extract(data, '$.request'), json_extract(data, '$.state'), "
    "json_extract(data, '$.unit'), json_extract(data, '$.staff') FROM outbox WHERE type = 4 "
    "ORDER BY id";

/* What assigning does in its own act. */
static void fulfils(struct instance *in, int64_t person)
{
    struct act act;
    struct err err = {0};
    struct act_options options = {.what = STR("assign"), .actor = staff_of("SE0000000000-U1")};
    struct request_fulfilling by = {.person = person, .kind = KIND_DOCTOR, .by = PARTY_STAFF};
    assert_true(hsaid_parse(STR("SE0000000000-D1"), &by.staff, &err));
    assert_true(hsaid_parse(STR("SE0000000000-U1"), &by.unit, &err));
    assert_true(act_begin(in->arena, in, &options, &act, &err));
    assert_true(request_fulfil(&act, &by, &err));
    assert_true(act_end(&act, STR("{}"), &err));
}

static void a_request_is_asked_fulfilled_told_and_seen(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "DELETE FROM named_contact_effect WHERE person = 1;");
    struct request_asking asking = {.person = STR("key:1"),
                                    .kind = KIND_DOCTOR,
                                    .wish = STR("SE0000000000-D1"),
                                    .actor = resident(1)};
    struct request_answer answer = asks(in, &asking);
    assert_int_equal(answer.state, REQUEST_REQUESTED);
    stands_beside(s, OPEN, "1");
    assert_int_equal(steps(in, 1, REQUEST_WAITING, staff_of("SE0000000000-U1")).state,
                     REQUEST_WAITING);
    assert_true(steps(in, 1, REQUEST_WAITING, staff_of("SE0000000000-U1")).is_already);
    stands_beside(s, OPEN, "1");
    fulfils(in, 1);
    stands_beside(s, OPEN, "");
    fulfils(in, 1); /* nothing is open any more */
    stands_beside(s, MESSAGES, "");
    (void)steps(in, 1, REQUEST_INFORMED, staff_of("SE0000000000-U1"));
    stands_beside(s, MESSAGES, "1 13 -");
    (void)steps(in, 1, REQUEST_SEEN, resident(1));
    stands_beside(s, STEPS, "1 0 -;1 2 -;1 1 -;1 4 -;1 5 -");
    stands_beside(s, EVENTS,
                  "1 1 requested SE0000000000-U1 SE0000000000-D1;"
                  "1 1 waiting SE0000000000-U1 SE0000000000-D1;"
                  "1 1 assigned SE0000000000-U1 SE0000000000-D1;"
                  "1 1 informed SE0000000000-U1 SE0000000000-D1;"
                  "1 1 seen SE0000000000-U1 SE0000000000-D1");
    stands_beside(s,
                  "SELECT count(*) FROM request_step AS t JOIN change AS c ON c.position = "
                  "t.recorded WHERE c.actor = 'SE0000000000-N1' AND c.recorded_at > 0",
                  "3");
    stands_beside(s, "SELECT act, kind, outcome, person FROM access_log WHERE act = 'request'",
                  "request 1 0 1;request 1 0 1;request 0 0 1;request 1 0 1;request 1 0 1");
}

static void who_is_declined_is_told_why(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {.person = STR("key:1"),
                                    .kind = KIND_CARE_CONTACT,
                                    .need = NEED_SAFETY,
                                    .actor = staff_of("SE0000000000-U1")};
    assert_int_equal(asks(in, &asking).id, 1);
    (void)steps(in, 1, REQUEST_DECLINED, staff_of("SE0000000000-U1"));
    (void)steps(in, 1, REQUEST_INFORMED, staff_of("SE0000000000-U1"));
    stands_beside(s, MESSAGES, "1 14 no doctor");
    stands_beside(s, STEPS, "1 0 -;1 3 no doctor;1 4 -");
    stands_beside(s, "SELECT need, wanted, wish FROM request", "1 0 -");
    asking.actor = resident(1); /* who was declined may ask again, and withdraw */
    assert_int_equal(asks(in, &asking).id, 2);
    (void)steps(in, 2, REQUEST_WITHDRAWN, resident(1));
    stands_beside(s, OPEN, "");
}

static void who_does_without_withdraws(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct act act;
    struct err err = {0};
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1)};
    (void)asks(in, &asking);
    struct act_options options = {.what = STR("assign"), .actor = resident(1)};
    assert_true(act_begin(in->arena, in, &options, &act, &err));
    assert_true(request_withdraw_of(&act, 1, PARTY_PERSON, &err));
    assert_true(request_withdraw_of(&act, 1, PARTY_PERSON, &err)); /* there is none */
    assert_true(act_end(&act, STR("{}"), &err));
    stands_beside(s, STEPS, "1 0 -;1 6 -");
    county_script(in, "INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (1, "
                      "45000, 1)");
    refused_asking(in, &asking, ERR_CONFLICT, "request.opted_out");
}

/* Asked when it is known already that the person opts out later: they wait until that day, and no
 * day longer. One for a care contact person stands. */
static void who_comes_to_do_without_waits_until_then(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct time_passed passed;
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1)};
    county_script(in, "INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (1, "
                      "45310, 1), (3, 45300, 1);");
    (void)asks(in, &asking);
    asking.kind = KIND_CARE_CONTACT;
    (void)asks(in, &asking);
    in->clock.today.n = 45309;
    assert_true(time_passes(in->arena, in, false, &passed, &err));
    stands_beside(s, OPEN, "2;1");
    in->clock.today.n = 45310;
    assert_true(time_passes(in->arena, in, true, &passed, &err));
    stands_beside(s, OPEN, "2;1");
    assert_true(time_passes(in->arena, in, false, &passed, &err));
    stands_beside(s, OPEN, "2");
    stands_beside(s, STEPS, "1 0 -;1 6 -;2 0 -");
    stands_beside(s, EVENTS,
                  "1 1 requested SE0000000000-U1 -;1 2 requested SE0000000000-U1 -;"
                  "1 1 withdrawn SE0000000000-U1 -");
    stands_beside(s,
                  "SELECT act, about, person, position > 0 FROM access_log WHERE person = 1 ORDER "
                  "BY id DESC LIMIT 1",
                  "request request=1 1 1");
    stands_beside(s, "SELECT count(*) FROM access_log WHERE person = 1", "3");
    assert_true(time_passes(in->arena, in, false, &passed, &err));
    stands_beside(s, "SELECT count(*) FROM access_log WHERE person = 1", "3");
}

static struct request_moving lets_wait(void)
{
    return (struct request_moving){
        .id = 1, .to = REQUEST_WAITING, .actor = staff_of("SE0000000000-U1")};
}

/* It would be withdrawn by the same act, and be told to wait in vain. */
static void nothing_is_to_wait_on_the_day_that_ends_it(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1)};
    struct request_moving moving = lets_wait();
    county_script(in, "INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (1, "
                      "45310, 1);");
    (void)asks(in, &asking);
    in->clock.today.n = 45310;
    refused_step(in, &moving, ERR_CONFLICT, "request.opted_out");
    stands_beside(s, STEPS, "1 0 -");
    stands_beside(s, EVENTS, "1 1 requested SE0000000000-U1 -");
    moving.to = REQUEST_DECLINED;
    moving.reason = STR("opted out");
    struct request_answer answer;
    struct err err = {0};
    assert_true(requests_step(in->arena, in, &moving, &answer, &err));
    stands_beside(s, STEPS, "1 0 -;1 3 opted out");
}

/* Of who does without a named doctor another contact waits. */
static void nor_of_who_is_gone(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_CARE_CONTACT, .actor = resident(1)};
    struct request_moving moving = lets_wait();
    (void)asks(in, &asking);
    county_script(in, "INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (1, "
                      "45000, 1);"
                      "UPDATE person_stated SET deregistration_reason = 1, deregistered_on = "
                      "45301 WHERE identifier = 1;");
    moving.dry_run = true;
    struct request_answer answer;
    struct err err = {0};
    assert_true(requests_step(in->arena, in, &moving, &answer, &err));
    moving.dry_run = false;
    in->clock.today.n = 45301;
    refused_step(in, &moving, ERR_CONFLICT, "request.ended");
    asking.kind = KIND_COORDINATING;
    asking.need = NEED_SAFETY;
    asking.actor = staff_of("SE0000000000-U1");
    refused_asking(in, &asking, ERR_CONFLICT, "request.ended");
    stands_beside(s, STEPS, "1 0 -");
}

/* Both of those who were joined; and of who has died. */
static void none_stays_open_of_who_is_gone_or_was_joined(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct act act;
    struct err err = {0};
    county_script(in, "INSERT INTO request VALUES (1, 1, 2, NULL, 0, 1), (2, 3, 2, NULL, 0, 1);"
                      "INSERT INTO request_step SELECT id, 0, 1, NULL, NULL FROM request;"
                      "INSERT INTO request_open SELECT identifier, kind, id FROM request;"
                      "UPDATE identifier SET person = 1 WHERE id = 3;");
    fulfils(in, 1);
    stands_beside(s, OPEN, "");
    stands_beside(s, STEPS, "1 0 -;1 1 -;2 0 -;2 1 -");
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_CARE_CONTACT, .actor = resident(1)};
    (void)asks(in, &asking);
    stands_beside(s, OPEN, "3");
    county_script(in, "UPDATE person_stated SET deregistration_reason = 1, deregistered_on = "
                      "45000 WHERE identifier = 1;");
    struct act_options options = {.what = STR("list"), .actor = staff_of("SE0000000000-U1")};
    assert_true(act_begin(in->arena, in, &options, &act, &err));
    assert_true(act_end(&act, STR("{}"), &err));
    stands_beside(s, OPEN, "");
    stands_beside(s, "SELECT state FROM request_step WHERE request = 3 AND state > 0", "6");
    stands_beside(s, "SELECT act, position > 0 FROM access_log ORDER BY id DESC LIMIT 1",
                  "request 1");
}

/* In the state that it has come to; another wish, need or kind is another request. */
static void who_asks_for_the_same_again_has_asked_already(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {.person = STR("key:1"),
                                    .kind = KIND_CARE_CONTACT,
                                    .need = NEED_SAFETY,
                                    .actor = staff_of("SE0000000000-U1")};
    assert_false(asks(in, &asking).is_already);
    struct request_answer again = asks(in, &asking);
    assert_true(again.is_already);
    assert_int_equal(again.id, 1);
    assert_int_equal(again.state, REQUEST_REQUESTED);
    (void)steps(in, 1, REQUEST_WAITING, asking.actor);
    again = asks(in, &asking);
    assert_true(again.is_already);
    assert_int_equal(again.state, REQUEST_WAITING);
    asking.need = NEED_SAFETY | NEED_SECURITY;
    refused_asking(in, &asking, ERR_CONFLICT, "request.open");
    asking.need = NEED_SAFETY;
    asking.is_wanted = true;
    refused_asking(in, &asking, ERR_CONFLICT, "request.open");
    stands_beside(s, OPEN, "1");
    (void)steps(in, 1, REQUEST_WITHDRAWN, asking.actor);
    assert_false(asks(in, &asking).is_already);
    stands_beside(s, OPEN, "2");
}

static void what_the_rules_refuse(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = staff_of("SE0000000000-U1")};
    refused_asking(in, &asking, ERR_INVALID, "request.need");
    asking.is_wanted = true;
    asking.actor = staff_of("SE0000000000-U2");
    refused_asking(in, &asking, ERR_DENIED, "request.right");
    asking.actor = resident(3); /* whoever it is that is another */
    const char *others[] = {"key:2", "key:99", "key:1"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        asking.person = str_of(others[i]);
        refused_asking(in, &asking, ERR_DENIED, "request.right");
    }
    asking.actor = staff_of("SE0000000000-U1");
    asking.wish = STR("SE0000000000-D2");
    refused_asking(in, &asking, ERR_CONFLICT, "request.wish");
    asking.wish = STR("SE0000000000-D1");
    refused_asking(in, &asking, ERR_CONFLICT, "request.has");
    asking.wish = STR("SE0000000000-D9");
    refused_asking(in, &asking, ERR_MISSING, "staff.unknown");
    asking.wish = STR("");
    asking.kind = KIND_MUNICIPAL;
    refused_asking(in, &asking, ERR_INVALID, "request.kind");
    asking.kind = KIND_DOCTOR;
    asking.person = STR("key:3");
    asking.actor = (struct actor){.id = STR("os:x"), .role = ROLE_ADMINISTRATOR};
    refused_asking(in, &asking, ERR_CONFLICT, "request.ended");
    asking.person = STR("key:2");
    refused_asking(in, &asking, ERR_DENIED, "act.protected_person");
    asking.person = STR("key:1");
    (void)asks(in, &asking);
    asking.wish = STR("SE0000000000-D1");
    refused_asking(in, &asking, ERR_CONFLICT, "request.open");
    asking.wish = STR("");
    asking.actor.id = STR("os:y");
    refused_asking(in, &asking, ERR_CONFLICT, "request.open");
    stands_beside(s, OPEN, "1");
    county_script(in, "DELETE FROM listing_effect WHERE person = 1; DELETE FROM request_open");
    refused_asking(in, &asking, ERR_CONFLICT, "request.not_listed");
}

static void a_step_is_one_that_there_is(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1)};
    (void)asks(in, &asking);
    struct request_moving moving = {
        .id = 1, .to = REQUEST_SEEN, .actor = staff_of("SE0000000000-U1")};
    refused_step(in, &moving, ERR_CONFLICT, "request.edge");
    moving.to = REQUEST_DECLINED;
    refused_step(in, &moving, ERR_INVALID, "request.reason");
    moving.reason = STR("one\ntwo");
    refused_step(in, &moving, ERR_INVALID, "request.reason_long");
    moving.reason = STR("");
    moving.to = REQUEST_WAITING;
    moving.actor = staff_of("SE0000000000-U2"); /* of another unit: as if there were none */
    refused_step(in, &moving, ERR_MISSING, "request.unknown");
    moving.to = REQUEST_SEEN; /* nor is its state told */
    refused_step(in, &moving, ERR_MISSING, "request.unknown");
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier IN (1, 4);");
    refused_step(in, &moving, ERR_MISSING, "request.unknown");
    county_script(in, "UPDATE person_stated SET protection = 0 WHERE identifier IN (1, 4);");
    moving.to = REQUEST_WAITING;
    moving.actor = resident(3); /* of another: as if there were none */
    refused_step(in, &moving, ERR_MISSING, "request.unknown");
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier IN (1, 4);");
    refused_step(in, &moving, ERR_MISSING, "request.unknown");
    county_script(in, "UPDATE person_stated SET protection = 0 WHERE identifier IN (1, 4);");
    moving.id = 7;
    refused_step(in, &moving, ERR_MISSING, "request.unknown");
    county_script(in, "UPDATE change SET recorded_at = 9000000000000000 WHERE position = (SELECT "
                      "recorded FROM request_step)");
    moving.id = 1;
    moving.actor = staff_of("SE0000000000-U1");
    refused_step(in, &moving, ERR_INVALID, "request.time");
    stands_beside(s, STEPS, "1 0 -");
}

static void the_same_key_is_answered_and_a_preview_changes_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {.person = STR("key:1"),
                                    .kind = KIND_DOCTOR,
                                    .actor = resident(1),
                                    .key = STR("a"),
                                    .dry_run = true};
    assert_int_equal(asks(in, &asking).id, 1);
    stands_beside(s, STEPS, "");
    asking.dry_run = false;
    assert_false(asks(in, &asking).is_repeat);
    struct request_answer again = asks(in, &asking);
    assert_true(again.is_repeat);
    assert_int_equal(again.id, 1);
    assert_int_equal(again.kind, KIND_DOCTOR);
    stands_beside(s, STEPS, "1 0 -");
    asking.kind = KIND_CARE_CONTACT;
    refused_asking(in, &asking, ERR_CONFLICT, "act.key_reused");
    struct request_moving moving = {
        .id = 1, .to = REQUEST_WITHDRAWN, .actor = resident(1), .key = STR("b")};
    struct request_answer answer;
    struct err err = {0};
    assert_true(requests_step(s->arena, in, &moving, &answer, &err));
    assert_true(requests_step(s->arena, in, &moving, &answer, &err));
    assert_true(answer.is_repeat);
    assert_int_equal(answer.state, REQUEST_WITHDRAWN);
}

/* The day is the instance's, whatever the clock says; without one of its own it is the clock's. */
static void what_is_asked_for_has_the_day_of_the_instance(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_list list;
    struct err err = {0};
    struct actor administrator = {.id = STR("os:x"), .role = ROLE_ADMINISTRATOR};
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1)};
    (void)asks(in, &asking);
    struct known_time before = {{TODAY - 1}, {INT64_MAX}}, that = {{TODAY}, {INT64_MAX}};
    in->clock.today.n += 40;
    assert_true(requests_list(s->arena, in, &administrator, &before, &list, &err));
    assert_int_equal(list.count, 0);
    assert_true(requests_list(s->arena, in, &administrator, &that, &list, &err));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.on.n, TODAY);
    assert_int_equal(list.row[0].asked_on.n, TODAY);
    struct known_time now = {DAY_NONE, clock_now()};
    assert_true(requests_list(s->arena, in, &administrator, &now, &list, &err));
    assert_int_equal(list.on.n, TODAY + 40);
    in->clock.today = DAY_NONE;
    (void)steps(in, 1, REQUEST_WITHDRAWN, resident(1));
    (void)asks(in, &asking);
    stands_beside(s, "SELECT count(*) FROM change_day WHERE day <> 45300", "0");
    assert_true(requests_list(s->arena, in, &administrator, &KNOWN_NOW, &list, &err));
    assert_int_equal(list.row[0].asked_on.n, stockholm_day(clock_now()).n);
}

static void the_open_ones_are_listed(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_list list;
    struct err err = {0};
    struct actor administrator = {
        .id = STR("os:x"), .role = ROLE_ADMINISTRATOR, .opens_protected = true};
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1)};
    (void)asks(in, &asking);
    (void)steps(in, 1, REQUEST_WAITING, staff_of("SE0000000000-U1"));
    asking = (struct request_asking){
        .person = STR("key:2"), .kind = KIND_DOCTOR, .is_wanted = true, .actor = administrator};
    (void)asks(in, &asking);
    in->clock.today.n += 3;
    assert_true(requests_list(s->arena, in, &administrator, &KNOWN_NOW, &list, &err));
    assert_int_equal(list.count, 2);
    assert_false(list.leaves_out);
    assert_int_equal(list.row[0].state, REQUEST_WAITING);
    assert_int_equal(list.on.n - list.row[0].asked_on.n, 3);
    assert_true(str_eq(hsaid_str(&list.row[1].unit), STR("SE0000000000-U2")));
    county_script(in, "UPDATE request SET wish = 1 WHERE id = 1; UPDATE staff_stated SET "
                      "protected_staff = 1 WHERE staff = 1;");
    administrator.opens_protected = false;
    assert_true(requests_list(s->arena, in, &administrator, &KNOWN_NOW, &list, &err));
    assert_int_equal(list.count, 1);
    assert_true(list.leaves_out);
    assert_int_equal(list.row[0].wish.text[0], 0);
    administrator.unit = STR("SE0000000000-U2");
    assert_true(requests_list(s->arena, in, &administrator, &KNOWN_NOW, &list, &err));
    assert_int_equal(list.count, 0);
    stands_beside(s, "SELECT count FROM access_log WHERE about LIKE 'list=%'", "2;1;0");
    struct actor own = resident(1);
    FAILS(requests_list(s->arena, in, &own, &KNOWN_NOW, &list, &err), "actor.role", &err);
    own = staff_of("SE0000000000-U2");
    assert_true(requests_list(s->arena, in, &own, &KNOWN_NOW, &list, &err));
    own.role = ROLE_MUNICIPAL;
    FAILS(requests_list(s->arena, in, &own, &KNOWN_NOW, &list, &err), "actor.role", &err);
    own = staff_of("");
    FAILS(requests_list(s->arena, in, &own, &KNOWN_NOW, &list, &err), "actor.role", &err);
    stands_beside(s, "SELECT count(*) FROM access_log WHERE about LIKE 'list=%' AND outcome = 2",
                  "3");
}

/* Rule 24: as one is shown, so is the list. */
static void a_wish_that_is_blocked_is_not_listed(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_list list;
    struct err err = {0};
    struct actor administrator = {.id = STR("os:x"), .role = ROLE_ADMINISTRATOR};
    struct actor nurse = staff_of("SE0000000000-U1");
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1)};
    (void)asks(in, &asking);
    county_script(in, "UPDATE request SET wish = 1 WHERE id = 1;");
    assert_true(requests_list(s->arena, in, &administrator, &KNOWN_NOW, &list, &err));
    assert_false(list.is_blocked[0]);
    assert_true(str_eq(hsaid_str(&list.row[0].wish), STR("SE0000000000-D1")));
    county_script(in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                      "(1, 1, 45000, 1);");
    struct known_time then = {{TODAY}, {INT64_MAX}}; /* a block is of today, whatever is asked */
    for (unsigned i = 0; i < 2; i++) {
        assert_true(
            requests_list(s->arena, in, &administrator, i == 0 ? &KNOWN_NOW : &then, &list, &err));
        assert_int_equal(list.count, 1);
        assert_true(list.is_blocked[0]);
        assert_int_equal(list.row[0].wish.text[0], 0);
    }
    assert_true(requests_list(s->arena, in, &nurse, &KNOWN_NOW, &list, &err));
    assert_false(list.is_blocked[0]);
    assert_true(str_eq(hsaid_str(&list.row[0].wish), STR("SE0000000000-D1")));
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct request_asking asking = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .actor = resident(1), .key = STR("form 17")};
    struct request_moving moving = {.id = 1,
                                    .to = REQUEST_DECLINED,
                                    .reason = STR("full"),
                                    .actor = staff_of("SE0000000000-U1")};
    struct request_answer answer;
    FAILS_WHOLE(s, 20, requests_open(s->arena, in, &asking, &answer, &err));
    stands_beside(s, STEPS, "1 0 -");
    FAILS_WHOLE(s, 20, requests_step(s->arena, in, &moving, &answer, &err));
    stands_beside(s, MESSAGES, "1 14 full");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_request_is_asked_fulfilled_told_and_seen),
        CASE(who_is_declined_is_told_why),
        CASE(who_does_without_withdraws),
        CASE(who_comes_to_do_without_waits_until_then),
        CASE(nothing_is_to_wait_on_the_day_that_ends_it),
        CASE(nor_of_who_is_gone),
        CASE(none_stays_open_of_who_is_gone_or_was_joined),
        CASE(who_asks_for_the_same_again_has_asked_already),
        CASE(what_the_rules_refuse),
        CASE(a_step_is_one_that_there_is),
        CASE(the_same_key_is_answered_and_a_preview_changes_nothing),
        CASE(what_is_asked_for_has_the_day_of_the_instance),
        CASE(the_open_ones_are_listed),
        CASE(a_wish_that_is_blocked_is_not_listed),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
