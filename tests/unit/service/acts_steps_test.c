/* Of each act that has no such test of its own: whichever of its statements fails, the whole
 * registry is as it was; and then it is done. That this is seen at all is shown on acts that are
 * not whole. */
#include "assign_scene.h"
#include "fails_whole.h"
#include "service/contact/staff_acts.h"
#include "service/listing/application.h"
#include "service/listing/queue.h"
#include "service/listing/time_passes.h"
#include "service/message/letters.h"
#include "service/message/message.h"
#include "service/message/notice.h"
#include "service/person/residence.h"
#include "service/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <sys/wait.h>

#define U1 "SE0000000000-U1"

static const struct actor REGION = {
    .id = {"os:test", 7}, .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};

/* ---- the acts ---- */

static struct application_asked application(void)
{
    return (struct application_asked){
        .person = STR("key:11"), .reason = STR("moved"), .id = 1, .granted = true, .actor = REGION};
}

static bool applying(struct instance *in, struct err *err)
{
    struct application_answer answer;
    struct application_asked q = application();
    return application_apply(in->arena, in, &q, &answer, err);
}

static bool deciding(struct instance *in, struct err *err)
{
    struct application_answer answer;
    struct application_asked q = application();
    return application_settle(in->arena, in, &q, &answer, err);
}

static bool refusing(struct instance *in, struct err *err)
{
    struct application_answer answer;
    struct application_asked q = application();
    q.granted = false;
    q.decision = STR("near enough");
    return application_settle(in->arena, in, &q, &answer, err);
}

static bool calling_next(struct instance *in, struct err *err)
{
    struct queue_next next;
    struct queue_asked q = {.unit = STR("SE0000000000-U2"), .actor = REGION};
    return queue_call_next(in->arena, in, &q, &next, err);
}

static bool ending_a_residence(struct instance *in, struct err *err)
{
    struct residence_answer answer;
    struct residence_request q = {
        .person = STR("key:11"), .from = DAY_NONE, .to = DAY_NONE, .actor = REGION};
    return residence_end(in->arena, in, &q, &answer, err);
}

static bool leaving(struct instance *in, struct err *err)
{
    struct queue_left left;
    struct queue_leaving q = {.person = STR("key:11"), .actor = REGION};
    return queue_leave(in->arena, in, &q, &left, err);
}

static bool passing(struct instance *in, struct err *err)
{
    struct time_passed passed;
    return time_passes(in->arena, in, false, &passed, err);
}

static bool change(struct instance *in, enum unit_what what, struct err *err)
{
    struct unit_changed changed;
    struct unit_change c = {.unit = STR(U1),
                            .what = what,
                            .cap = 9,
                            .queue = true,
                            .from = {40000},
                            .reason = STR("letter"),
                            .actor = REGION};
    c.from.n = TODAY - 10;
    return unit_change(in->arena, in, &c, &changed, err);
}

static bool capping(struct instance *in, struct err *err)
{
    return change(in, UNIT_CAP, err);
}

static bool opening(struct instance *in, struct err *err)
{
    return change(in, UNIT_OPENS, err);
}

static bool queueing(struct instance *in, struct err *err)
{
    return change(in, UNIT_QUEUE, err);
}

static struct staff_acting staff(void)
{
    return (struct staff_acting){.staff = STR("SE0000000000-D1"),
                                 .unit = STR(U1),
                                 .from = {TODAY + 1},
                                 .to = {TODAY + 30},
                                 .reason = STR("few doctors"),
                                 .fte = NAN,
                                 .target = 900,
                                 .cap = -1,
                                 .actor = REGION};
}

static bool positioning(struct instance *in, struct err *err)
{
    struct staff_acted done;
    struct staff_acting q = staff();
    return staff_acts_position(in->arena, in, &q, &done, err);
}

static bool going_away(struct instance *in, struct err *err)
{
    struct staff_acted done;
    struct staff_acting q = staff();
    return staff_acts_away(in->arena, in, &q, &done, err);
}

static bool dispensing(struct instance *in, struct err *err)
{
    struct staff_acted done;
    struct staff_acting q = staff();
    return staff_acts_dispense(in->arena, in, &q, &done, err);
}

static struct contact_acting contact(void)
{
    return (struct contact_acting){.person = STR("key:1"),
                                   .kind = KIND_DOCTOR,
                                   .from = DAY_NONE,
                                   .reason = STR("moves"),
                                   .actor = REGION};
}

static bool ending(struct instance *in, struct err *err)
{
    struct contact_acted done;
    struct contact_acting q = contact();
    return contact_acts_end(in->arena, in, &q, &done, err);
}

static bool informing(struct instance *in, struct err *err)
{
    struct contact_acted done;
    struct contact_acting q = contact();
    return contact_acts_inform(in->arena, in, &q, &done, err);
}

static bool reading(struct instance *in, struct err *err)
{
    struct message_seen seen;
    struct message_ask q = {
        .actor = {.id = STR("key:1"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = 1}};
    return message_seen(in->arena, in, 1, &q, &seen, err);
}

static bool opting_in(struct instance *in, struct err *err)
{
    struct contact_acted done;
    struct contact_acting q = contact();
    return contact_acts_opt_in(in->arena, in, &q, &done, err);
}

static bool put_letters(void *state, const struct letters *letters, char sum[static SHA256_TEXT],
                        struct err *err)
{
    (void)err;
    *(size_t *)state = letters->count;
    (void)sha256_hex(sha256_of(STR("a file")), sum);
    return true;
}

static bool writing(struct instance *in, struct err *err)
{
    size_t written = 0;
    struct letters_done done;
    struct letters_ask q = {.actor = REGION, .sink = {&written, put_letters}};
    return letters_run(in->arena, in, &q, &done, err) && done.letters == 1;
}

/* To somebody with a protected identity, whom the run opens before it writes. */
static bool writing_protected(struct instance *in, struct err *err)
{
    size_t written = 0;
    struct letters_done done;
    struct letters_ask q = {.actor = REGION, .sink = {&written, put_letters}};
    q.actor.opens_protected = true;
    bool good = letters_run(in->arena, in, &q, &done, err);
    return good && done.letters == 1;
}

static bool noticing(struct instance *in, struct err *err)
{
    char program[] = "true", *word[] = {program, NULL};
    struct notice_done done;
    struct notice_ask q = {.word = word, .from = STR("no-reply@example.se"), .seconds = 30};
    return notice_run(in->arena, in, &q, &done, err) && done.sent == 1;
}

static const char TOLD[] =
    "UPDATE person_stated SET paper = 1, given_name = 'Anna', surname = 'Ek', street = 'Storg. 1', "
    "city = 'Sveg', email = 'a@example.se' WHERE identifier = 11;"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) VALUES "
    "(11, 7, 'SE0000000000-U1', 'SE0000000000-D1', 45300, 1);";
static const char TOLD_PROTECTED[] =
    "UPDATE person_stated SET paper = 1, protection = 1 WHERE identifier = 11;"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) VALUES "
    "(11, 7, 'SE0000000000-U1', 'SE0000000000-D1', 45300, 1);";
/* To the child alone: its guardian does not pass the block. */
static const char TOLD_ALONE[] =
    "UPDATE person_stated SET birth_date = 44000, guardian1 = (SELECT packed FROM identifier WHERE "
    "id = 12), paper = 1, given_name = 'Anna', surname = 'Ek', street = 'Storg. 1', city = 'Sveg' "
    "WHERE identifier = 11;"
    "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES (11, 1, 45000, 1);"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) VALUES "
    "(11, 7, 'SE0000000000-U1', 'SE0000000000-D1', 45300, 1);";
static const char ANSWERED[] =
    "INSERT INTO request VALUES (1, 1, 2, NULL, 0, 1);"
    "INSERT INTO request_step VALUES (1, 0, 1, NULL, NULL), (1, 1, 1, NULL, 1);"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) VALUES "
    "(1, 7, 'SE0000000000-U1', 'SE0000000000-D1', 45300, 1);";
static const char WAITS[] =
    "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 2;"
    "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) VALUES "
    "(11, 2, 45299, 0, 1);";

static const char APPLIED[] =
    "INSERT INTO application (id, identifier, reason, recorded) VALUES (1, 11, 'moved', 1);";
static const char HAS_ROOM[] =
    "UPDATE unit_stated SET queue = 1 WHERE unit = 2;"
    "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) VALUES "
    "(11, 2, 45299, 0, 1);";
static const char RESIDES[] =
    "INSERT INTO residence_stated (identifier, kind, municipality, from_day, reported_on, "
    "recorded) VALUES (11, 0, '2380', 45200, 45200, 1);";

struct swept {
    const char *name, *before; /* before: what must be so */
    bool (*act)(struct instance *in, struct err *err);
    bool logs_alone;   /* that it is about to be done is in the log, whatever comes of it */
    const char *whole; /* it looks for more of them after each: what is so where one was done */
};
static const struct swept ACTS[] = {
    {"applying", "", applying, false, NULL},
    {"deciding", APPLIED, deciding, false, NULL},
    {"refusing", APPLIED, refusing, false, NULL},
    {"who is next in a queue", HAS_ROOM, calling_next, false, NULL},
    {"the end of a residence", RESIDES, ending_a_residence, false, NULL},
    {"leaving a queue", WAITS, leaving, false, NULL},
    {"a cap", "", capping, false, NULL},
    {"opening", "", opening, false, NULL},
    {"a queue", "", queueing, false, NULL},
    {"a position", "", positioning, false, NULL},
    {"an absence", "", going_away, false, NULL},
    {"a dispensation", "", dispensing, false, NULL},
    {"ending a contact", "", ending, false, NULL},
    {"informing of one", "", informing, false, NULL},
    {"informing of one that was asked for", ANSWERED, informing, false, NULL},
    {"reading of one that was asked for", ANSWERED, reading, false, NULL},
    {"opting in",
     "INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (1, 45000, 1);", opting_in,
     false, NULL},
    {"a consent that lapses",
     "INSERT INTO consent (identifier, unit, guardian, until_day, queue, recorded) VALUES "
     "(11, 2, 12, 45299, 0, 1);",
     passing, false,
     "SELECT (SELECT count(*) FROM message WHERE kind = 4), count(*) FROM consent WHERE why = 2"},
    {"a place of who is gone",
     "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 2;"
     "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) VALUES "
     "(11, 2, 45299, 0, 1);"
     "UPDATE person_stated SET deregistration_reason = 2, deregistered_on = 45300 "
     "WHERE identifier = 11;",
     passing, false, NULL},
    {"letters", TOLD, writing, false, NULL},
    {"a letter to who is protected", TOLD_PROTECTED, writing_protected, false, NULL},
    {"a letter to a child alone", TOLD_ALONE, writing, false, NULL},
    {"notices", TOLD, noticing, true, NULL},
};

/* ---- what fails ---- */

static void sweep(struct scratch *s, struct instance *in, const struct swept *what)
{
    struct str before = all_beside(s, !what->logs_alone);
    unsigned statement = 0; /* which fails */
    for (bool done = false; !done;) {
        struct err err = {0};
        statement = next_failure(statement);
        failing_steps = (struct failing_steps){.fail_at = statement};
        done = what->act(in, &err);
        bool was_reached = failing_steps.calls >= failing_steps.fail_at;
        failing_steps.fail_at = 0;
        if (!done && !was_reached)
            fail_msg("%s: %s %s", what->name, err.code ? err.code : "not done", err.detail);
        bool is_left = !done && !str_eq(all_beside(s, !what->logs_alone), before);
        if (is_left && what->whole) { /* the act itself was over */
            stands_beside(s, what->whole, "1 1");
            break;
        }
        if (is_left)
            fail_msg("%s: something is left when statement %u fails", what->name, statement);
    }
    if (statement <= 8 || str_eq(all_beside(s, !what->logs_alone), before))
        fail_msg("%s: nothing was done", what->name);
}

static void sweep_alone(const struct swept *what, bool by_macro)
{
    struct instance in;
    void *next = NULL;
    if (scratch_setup(&next) != 0 || !next)
        abort();
    struct scratch *s = next;
    open_county(s, &in);
    county_script(&in, what->before);
    if (by_macro)
        FAILS_WHOLE(s, 8, what->act(&in, &err));
    else
        sweep(s, &in, what);
    instance_close(&in);
    assert_int_equal(scratch_teardown(&next), 0);
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(ACTS); i++)
        sweep_alone(&ACTS[i], false);
}

/* ---- that it is seen ---- */

/* Each is whole, but not the two together. */
static bool two_acts(struct instance *in, struct err *err)
{
    return applying(in, err) && informing(in, err);
}

/* It says that it is done, and something of it failed. */
static bool says_done(struct instance *in, struct err *err)
{
    return applying(in, err) || true;
}

static bool does_nothing(struct instance *in, struct err *err)
{
    (void)in, (void)err;
    return true;
}

static const struct planted {
    struct swept what;
    bool is_whole;
} PLANTED[] = {
    {{"one act", "", applying, false, NULL}, true},
    {{"two acts", "", two_acts, false, NULL}, false},
    {{"an act that is said to be done", "", says_done, false, NULL}, false},
    {{"no act", "", does_nothing, false, NULL}, false},
};

static void is_swept(void **state)
{
    struct planted *p = *state;
    sweep_alone(&p->what, false);
}

static void is_swept_by_the_macro(void **state)
{
    struct planted *p = *state;
    sweep_alone(&p->what, true);
}

/* Whether such a test passes: in a process of its own, that it may fail. */
static bool passes(CMUnitTestFunction test, const struct planted *p)
{
    int status = -1;
    struct planted state = *p;
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        const struct CMUnitTest alone[] = {cmocka_unit_test_prestate(test, &state)};
        bool silent = freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr);
        _exit(silent ? cmocka_run_group_tests(alone, NULL, NULL) : 2);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) > 1)
        fail_msg("%s: it could not be tried", p->what.name);
    return WEXITSTATUS(status) == 0;
}

static void what_is_not_whole_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(PLANTED); i++) {
        if (passes(is_swept, &PLANTED[i]) != PLANTED[i].is_whole)
            fail_msg("%s", PLANTED[i].what.name);
        if (passes(is_swept_by_the_macro, &PLANTED[i]) != PLANTED[i].is_whole)
            fail_msg("%s, by the macro", PLANTED[i].what.name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whichever_statement_fails_leaves_nothing),
        cmocka_unit_test(what_is_not_whole_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
