/* service/listing/listing.h as residents and guardians use it, the consent of the other guardian,
 * and service/listing/application.h: applied for, decided, used once. */
#include "fails_whole.h"
#include "listing_scene.h"
#include "service/listing/application.h"
#include "service/listing/queue.h"

/* A child with two guardians, persons 6 and 7; all at the first unit. */
static const char FAMILY[] =
    "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1), (7, 1007, 7, 1);"
    "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6), (7, 7);"
    "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
    "deregistration_reason, guardian1, guardian2, recorded) VALUES "
    "(5, 43000, 1, 0, 0, 0, 1006, 1007, 1), (6, 30000, 1, 0, 0, 0, NULL, NULL, 1), "
    "(7, 30001, 1, 0, 0, 0, NULL, NULL, 1);"
    "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) VALUES "
    "(5, 5, 11, 44561, 2, 1);"
    "INSERT INTO listing_effect VALUES (5, 44561, NULL, 5, 11);"
    "UPDATE person_stated SET county = '23';";
enum { CHILD = 5, MOTHER = 6, FATHER = 7 };
#define U2 "SE0000000000-U2"

static struct instance *open_family(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, FAMILY);
    return in;
}

/* ---- for oneself ---- */

static void a_resident_lists_themselves(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(MOTHER, 0, U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    ROWS(state, "SELECT basis FROM listing_stated WHERE identifier = 6", "0");
    ROWS(state, "SELECT actor || ' ' || role FROM access_log WHERE person = 6", "key:6 1");
    r.from = (struct day){TODAY - 1};
    refused(in, &r, "listing.day_past", "2024-01-11");
    r.special = STR("moved");
    refused(in, &r, "listing.reason_eservice", "");
}

/* Nobody learns anything of another by trying: not that they have died, nor that they are
 * protected.
 */
static void nobody_lists_another(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(MOTHER, 0, U2);
    const char *other[] = {"key:1", "key:2", "key:3", "key:7"};
    for (size_t i = 0; i < ARRAY_LEN(other); i++) {
        r.person = str_of(other[i]);
        refused(in, &r, "listing.party", "");
    }
    ROWS(state, "SELECT person || ':' || outcome FROM access_log", "1:2 2:2 3:2 7:2");
    r.person = STR("key:99"); /* nobody */
    refused(in, &r, "listing.party", "");
    r.person = STR("key:1");
    r.unit = STR(""); /* nor is told whether a change waits */
    refused(in, &r, "listing.party", "");
    r = asks_self(1, CHILD, U2); /* no guardian */
    refused(in, &r, "listing.party", "");
    r = asks("key:1", U2);
    r.actor.role = ROLE_STAFF;
    r.actor.unit = STR("SE0000000000-U1"); /* which would lose the person */
    refused(in, &r, "listing.party", "");
    r.actor.unit = STR(U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
}

static void a_child_is_told_when_it_may(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(CHILD, 0, U2);
    refused(in, &r, "listing.under_age", "2035-09-24");
    r.queue = true;
    refused(in, &r, "listing.under_age", "2035-09-24");
    struct queue_leaving leaving = {.person = r.person, .actor = r.actor};
    struct queue_left left;
    struct err err = {0};
    FAILS(queue_leave(in->arena, in, &leaving, &left, &err), "act.too_young", &err);
    assert_string_equal(err.detail, "2035-09-24");
    leaving.actor = asks_self(1, CHILD, U2).actor; /* nobody to the child */
    FAILS(queue_leave(in->arena, in, &leaving, &left, &err), "queue.party", &err);
}

/* ---- for a child ---- */

#define CONSENTS "SELECT coalesce(why, '-') FROM consent ORDER BY id"

static void the_second_guardian_carries_it_out(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    struct listing_answer a = lists(in, &r);
    assert_int_equal(a.verdict, LISTING_WAITS);
    assert_int_equal(a.until.n, TODAY + 30);
    assert_int_equal(unit_of(in, CHILD), UNIT_1);
    ROWS(state, "SELECT identifier || ':' || kind FROM message", "5:3");
    assert_int_equal(lists(in, &r).verdict, LISTING_ALREADY_WAITS);
    ROWS(state, CONSENTS, "-");
    in->clock.today.n += 30;
    r = asks_self(FATHER, CHILD, U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    assert_int_equal(unit_of(in, CHILD), UNIT_2);
    ROWS(state, CONSENTS, "0");
}

static void a_key_is_answered_while_it_waits(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    r.key = STR("a");
    (void)lists(in, &r);
    in->clock.today.n++;
    struct listing_answer a = lists(in, &r);
    assert_true(a.is_repeat);
    assert_int_equal(a.verdict, LISTING_WAITS);
    assert_int_equal(a.until.n, TODAY + 30);
}

static void another_change_takes_its_place(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    (void)lists(in, &r);
    r = asks_self(FATHER, CHILD, "SE0000000000-U3");
    assert_int_equal(lists(in, &r).verdict, LISTING_WAITS);
    ROWS(state, CONSENTS, "1 -");
    r = asks("key:5", U2); /* a form with both */
    struct listing_answer a = lists(in, &r);
    assert_int_equal(a.verdict, LISTING_DONE);
    assert_int_equal(a.guardians, 2);
    ROWS(state, CONSENTS, "1 1");
}

static void what_nobody_consents_to_lapses(void **state)
{
    struct instance *in = open_family(state);
    struct err err = {0};
    unsigned lapsed = 9;
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    (void)lists(in, &r);
    in->clock.today.n += 30;
    assert_true(listing_lapse(in->arena, in, &lapsed, &err));
    assert_int_equal(lapsed, 0);
    in->clock.today.n++;
    assert_true(listing_lapse(in->arena, in, &lapsed, &err));
    assert_int_equal(lapsed, 1);
    ROWS(state, CONSENTS, "2");
    ROWS(state, "SELECT identifier || ':' || kind FROM message ORDER BY id", "5:3 5:4");
    r = asks_self(FATHER, CHILD, U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_WAITS);
}

/* Also where no worker has looked yet. */
static void who_comes_too_late_begins_anew(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    (void)lists(in, &r);
    in->clock.today.n += 31;
    r = asks_self(FATHER, CHILD, U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_WAITS);
    ROWS(state, CONSENTS, "1 -");
    ROWS(state, "SELECT guardian FROM consent WHERE superseded IS NULL", "7");
}

static void a_form_of_one_guardian_is_a_consent(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks("key:5", "");
    r.consent = STR("key:7");
    r.key = STR("form");
    refused(in, &r, "listing.nothing_waits", "");
    struct listing_request first = asks_self(MOTHER, CHILD, U2);
    (void)lists(in, &first);
    struct listing_answer a = lists(in, &r);
    assert_int_equal(a.verdict, LISTING_DONE);
    assert_true(str_eq(a.unit, STR(U2)));
    ROWS(state, CONSENTS, "0");
    ROWS(state,
         "SELECT basis FROM listing_stated WHERE identifier = 5 AND superseded IS NULL "
         "ORDER BY id DESC LIMIT 1",
         "1");
    a = lists(in, &r); /* nothing waits any more, but it is the same form */
    assert_true(a.is_repeat);
    assert_true(str_eq(a.unit, STR(U2)));
    r = asks("key:5", "SE0000000000-U3");
    r.consent = STR("key:1");
    refused(in, &r, "listing.not_guardian", "");
}

/* Nobody learns by a form whose guardian somebody with a protected identity is: not without the
 * right, and then it stands in the log of both. */
static void whose_form_it_is_is_opened(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks("key:5", U2);
    const char *protected[] = {"key:7", "key:2"}; /* a guardian, and nobody's */
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 7;");
    for (size_t i = 0; i < ARRAY_LEN(protected); i++) {
        r.consent = str_of(protected[i]);
        refused(in, &r, "act.protected_person", "");
    }
    ROWS(state, "SELECT person || ':' || outcome FROM access_log ORDER BY sequence",
         "5:2 7:2 5:2 2:2");
    r.consent = STR("key:7");
    r.actor.opens_protected = true;
    r.actor.protected_reason = STR("came with the form");
    assert_int_equal(lists(in, &r).verdict, LISTING_WAITS);
    r.consent = STR("key:6");
    r.actor.opens_protected = false;
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    ROWS(state, "SELECT person FROM access_log WHERE outcome = 0 ORDER BY sequence", "5 7 5 6");
    ROWS(state, "SELECT substr(about, 1, 28) FROM access_log WHERE person = 6",
         "unit=SE0000000000-U2 consent");
}

/* Nor whether something waits of a child with a protected identity, and where. */
static void what_waits_of_the_protected_is_not_told(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks("key:5", "");
    r.consent = STR("key:7");
    r.actor.role = ROLE_STAFF;
    r.actor.unit = STR("SE0000000000-U1");
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 5;");
    refused(in, &r, "act.protected_person", "");
    struct listing_request first = asks("key:5", U2);
    first.consent = STR("key:6");
    first.actor.opens_protected = true;
    first.actor.protected_reason = STR("came with the form");
    assert_int_equal(lists(in, &first).verdict, LISTING_WAITS);
    refused(in, &r, "act.protected_person", "");
    r.actor.unit = STR(U2);
    refused(in, &r, "act.protected_person", "");
}

/* Nor, of whoever it is, to who works at another unit: neither by the answer nor by the log. */
static void what_waits_at_another_unit_is_not_told(void **state)
{
    static const char LOGGED[] = "SELECT person || ':' || outcome || ':' || substr(about, 1, "
                                 "instr(about, 'login') - 1) FROM access_log WHERE actor = "
                                 "'SE0000000000-N1' AND role IN (3, 4, 5) ORDER BY sequence";
    struct instance *in = open_family(state);
    struct listing_request r = asks("key:5", "");
    struct listing_request first = asks_self(MOTHER, CHILD, U2);
    r.consent = STR("key:7");
    for (unsigned waits = 0; waits < 2; waits++) {
        r.actor.role = ROLE_STAFF;
        r.actor.unit = STR("SE0000000000-U1");
        refused(in, &r, "listing.nothing_waits", "");
        r.actor.role = ROLE_MUNICIPAL;
        refused(in, &r, "listing.nothing_waits", "");
        if (!waits)
            (void)lists(in, &first);
    }
    ROWS(state, LOGGED, "5:2: 7:2:consent  5:2: 7:2:consent  5:2: 7:2:consent  5:2: 7:2:consent ");
    r.actor.role = ROLE_STAFF;
    r.actor.unit = STR(U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
}

static void a_protected_relation_takes_a_form(void **state)
{
    struct instance *in = open_family(state);
    county_script(in, "UPDATE person_stated SET protection = 1 WHERE identifier = 5;");
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    refused(in, &r, "listing.protected_relation", "");
    county_script(in, "UPDATE person_stated SET protection = 0 WHERE identifier = 5;"
                      "UPDATE person_stated SET protection = 1 WHERE identifier = 6;");
    refused(in, &r, "listing.protected_relation", "");
    r = asks_self(FATHER, CHILD, U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_WAITS);
}

static void what_waited_for_a_child_that_is_gone_ends(void **state)
{
    struct instance *in = open_family(state);
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    (void)lists(in, &r);
    county_script(in, "UPDATE person_stated SET deregistration_reason = 2, deregistered_on = 45300 "
                      "WHERE identifier = 5;");
    r = asks_self(MOTHER, 0, U2); /* any act */
    (void)lists(in, &r);
    ROWS(state, CONSENTS, "3");
    ROWS(state,
         "SELECT role || ' ' || act || ' ' || kind FROM access_log WHERE person = 5 ORDER BY "
         "sequence DESC LIMIT 1",
         "0 consent lapse 1"); /* an entry about the child, by the program */
}

/* ---- special reasons ---- */

static struct application_asked applies(const char *person, const char *reason)
{
    return (struct application_asked){
        .person = str_of(person), .reason = str_of(reason), .actor = asks("", "").actor};
}

static int64_t apply(struct instance *in, const struct application_asked *asked, bool already)
{
    struct application_answer answer;
    struct err err = {0};
    if (!application_apply(in->arena, in, asked, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(answer.is_already, already);
    return answer.id;
}

static void decide(struct instance *in, int64_t id, bool granted)
{
    struct application_answer answer;
    struct err err = {0};
    struct application_asked asked = {.id = id,
                                      .granted = granted,
                                      .decision = granted ? STR("") : STR("no reason"),
                                      .actor = asks("", "").actor};
    if (!application_settle(in->arena, in, &asked, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
}

static void what_was_granted_is_used_once(void **state)
{
    struct instance *in = open_family(state);
    in->region.rules.changes.max = 1;
    struct application_asked asked = applies("key:1", "follows the doctor");
    int64_t id = apply(in, &asked, false);
    assert_int_equal(apply(in, &asked, true), id);
    decide(in, id, true);
    ROWS(state, "SELECT identifier || ':' || kind FROM message", "1:11");
    struct listing_request r = asks_self(1, 0, U2);
    struct listing_answer a = lists(in, &r);
    assert_false(a.is_counted);
    assert_int_equal(a.left, 1);
    ROWS(state, "SELECT reason FROM listing_reason", "follows the doctor");
    ROWS(state, "SELECT used IS NOT NULL FROM application", "1");
    in->clock.today.n++;
    r = asks_self(1, 0, "SE0000000000-U3");
    assert_true(lists(in, &r).is_counted);
    in->clock.today.n++;
    r = asks_self(1, 0, U2);
    refused(in, &r, "listing.quota", "2025-01-12");
    id = apply(in, &asked, false);
    refused(in, &r, "listing.quota", "2025-01-12"); /* it waits */
    decide(in, id, false);
    refused(in, &r, "listing.quota", "2025-01-12");
    decide(in, apply(in, &asked, false), true);
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
}

/* What counts nothing anyway uses nothing. */
static void what_needs_no_reason_leaves_it(void **state)
{
    struct instance *in = open_family(state);
    struct application_asked asked = applies("key:6", "moved");
    decide(in, apply(in, &asked, false), true);
    struct listing_request r = asks_self(MOTHER, 0, U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE); /* was listed nowhere */
    ROWS(state, "SELECT used IS NOT NULL FROM application", "0");
    ROWS(state, "SELECT basis FROM listing_stated WHERE identifier = 6", "0");
}

static void both_guardians_use_what_one_applied_for(void **state)
{
    struct instance *in = open_family(state);
    in->region.rules.changes.max = 0;
    struct listing_request r = asks_self(MOTHER, CHILD, U2);
    refused(in, &r, "listing.no_changes", "");
    struct application_asked asked = {
        .person = STR("key:5"), .reason = STR("moved"), .actor = r.actor};
    decide(in, apply(in, &asked, false), true);
    assert_int_equal(lists(in, &r).verdict, LISTING_WAITS);
    ROWS(state, "SELECT used IS NOT NULL FROM application", "0");
    r = asks_self(FATHER, CHILD, U2);
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    ROWS(state, "SELECT used IS NOT NULL FROM application", "1");
    ROWS(state, "SELECT reason FROM listing_reason", "moved");
}

/* What staff with a form call special reasons is what the region has granted, or is refused. */
static void the_unit_that_gains_does_not_approve(void **state)
{
    static const enum role STAFF[] = {ROLE_STAFF, ROLE_UNIT_HEAD};
    struct instance *in = open_family(state);
    in->region.rules.changes.max = 0;
    struct application_asked asked = applies("key:1", "follows the doctor");
    for (size_t i = 0; i < ARRAY_LEN(STAFF); i++) {
        struct listing_request r = asks("key:1", U2);
        r.actor.role = STAFF[i];
        r.actor.unit = STR(U2);
        refused(in, &r, "listing.no_changes", "");
        r.special = STR("moved");
        refused(in, &r, "listing.undecided", "");
    }
    struct listing_request r = asks("key:1", U2);
    r.actor.role = ROLE_STAFF;
    r.actor.unit = STR(U2);
    r.special = STR("moved");
    int64_t id = apply(in, &asked, false);
    refused(in, &r, "listing.undecided", ""); /* it waits */
    decide(in, id, true);
    struct listing_answer a = lists(in, &r);
    assert_false(a.is_counted);
    ROWS(state, "SELECT reason FROM listing_reason", "follows the doctor");
    ROWS(state, "SELECT used IS NOT NULL FROM application", "1");
    in->clock.today.n++;
    r.unit = r.actor.unit = STR("SE0000000000-U3");
    refused(in, &r, "listing.undecided", ""); /* once */
    decide(in, apply(in, &asked, false), true);
    r.actor.role = ROLE_ADMINISTRATOR; /* who decides leaves what was granted */
    (void)lists(in, &r);
    ROWS(state, "SELECT reason FROM listing_reason ORDER BY 1", "follows the doctor moved");
    ROWS(state, "SELECT count(*) FROM application WHERE used IS NULL", "1");
}

static void who_applies_and_who_decides(void **state)
{
    struct instance *in = open_family(state);
    struct err err = {0};
    struct application_answer answer;
    struct application_asked asked = applies("key:1", " ");
    FAILS(application_apply(in->arena, in, &asked, &answer, &err), "application.reason", &err);
    asked = applies("key:1", "moved");
    asked.actor = asks_self(MOTHER, 0, "").actor;
    FAILS(application_apply(in->arena, in, &asked, &answer, &err), "application.party", &err);
    asked.actor = asks_self(1, 0, "").actor;
    int64_t id = apply(in, &asked, false);
    asked.id = id;
    asked.granted = true;
    FAILS(application_settle(in->arena, in, &asked, &answer, &err), "application.party", &err);
    asked.actor = asks("", "").actor;
    asked.granted = false;
    FAILS(application_settle(in->arena, in, &asked, &answer, &err), "application.reason", &err);
    asked.id = 99;
    asked.granted = true;
    FAILS(application_settle(in->arena, in, &asked, &answer, &err), "application.unknown", &err);
    decide(in, id, true);
    asked.id = id;
    assert_true(application_settle(in->arena, in, &asked, &answer, &err));
    assert_true(answer.is_already);
    asked.granted = false;
    asked.decision = STR("no reason");
    FAILS(application_settle(in->arena, in, &asked, &answer, &err), "application.decided", &err);
}

/* Key 3 died; a guardian who has died acts for nobody. */
static void nobody_applies_for_who_is_gone_or_acts_when_dead(void **state)
{
    struct instance *in = open_family(state);
    struct err err = {0};
    struct application_answer answer;
    struct application_asked asked = applies("key:3", "moved");
    FAILS(application_apply(in->arena, in, &asked, &answer, &err), "gone.dead", &err);
    asked = applies("key:1", "moved");
    int64_t id = apply(in, &asked, false);
    county_script(in, "UPDATE person_stated SET deregistration_reason = 2, deregistered_on = 45000 "
                      "WHERE identifier = 1;");
    asked.id = id;
    asked.granted = true;
    FAILS(application_settle(in->arena, in, &asked, &answer, &err), "gone.emigrated", &err);
    asked.granted = false; /* but it does not lie open */
    asked.decision = STR("has emigrated");
    assert_true(application_settle(in->arena, in, &asked, &answer, &err));
    FAILS(application_apply(in->arena, in, &asked, &answer, &err), "gone.emigrated", &err);
    county_script(in, "UPDATE person_stated SET deregistration_reason = 1, deregistered_on = 45000 "
                      "WHERE identifier IN (1, 6);");
    asked = applies("key:1", "moved");
    asked.actor = asks_self(1, 0, "").actor;
    FAILS(application_apply(in->arena, in, &asked, &answer, &err), "application.party", &err);
    asked = applies("key:5", "moved");
    asked.actor = asks_self(MOTHER, CHILD, "").actor;
    FAILS(application_apply(in->arena, in, &asked, &answer, &err), "application.party", &err);
}

/* ---- what fails ---- */

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct instance *in = open_family(state);
    struct application_asked asked = applies("key:5", "moved");
    decide(in, apply(in, &asked, false), true);
    struct listing_request first = asks_self(MOTHER, CHILD, U2), second = asks("key:5", "");
    second.consent = STR("key:7");
    struct scratch *s = scratch_of(state);
    for (unsigned step = 0; step < 2; step++) {
        struct listing_answer answer;
        FAILS_WHOLE(s, 20,
                    listing_list(in->arena, in, step == 0 ? &first : &second, &answer, &err));
    }
    ROWS(state, CONSENTS, "0");
    ROWS(state, "SELECT used IS NOT NULL FROM application", "1");
    assert_int_equal(unit_of(in, CHILD), UNIT_2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_resident_lists_themselves),
        SCENE(nobody_lists_another),
        SCENE(a_child_is_told_when_it_may),
        SCENE(the_second_guardian_carries_it_out),
        SCENE(a_key_is_answered_while_it_waits),
        SCENE(another_change_takes_its_place),
        SCENE(what_nobody_consents_to_lapses),
        SCENE(who_comes_too_late_begins_anew),
        SCENE(a_form_of_one_guardian_is_a_consent),
        SCENE(whose_form_it_is_is_opened),
        SCENE(what_waits_of_the_protected_is_not_told),
        SCENE(what_waits_at_another_unit_is_not_told),
        SCENE(a_protected_relation_takes_a_form),
        SCENE(what_waited_for_a_child_that_is_gone_ends),
        SCENE(what_was_granted_is_used_once),
        SCENE(what_needs_no_reason_leaves_it),
        SCENE(both_guardians_use_what_one_applied_for),
        SCENE(the_unit_that_gains_does_not_approve),
        SCENE(who_applies_and_who_decides),
        SCENE(nobody_applies_for_who_is_gone_or_acts_when_dead),
        SCENE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
