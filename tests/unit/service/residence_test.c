/* service/person/residence.h: what the municipality reports, from the registry's rows to its rows,
 * its events and its log; who may; what is refused; and nothing left of what fails. */
#include "service/person/residence.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "logged.h"
#include "store/outbox_store.h"
#include "store/residence_store.h"

enum { TODAY = 45300 };

/* The first person lives in Bräcke, where the third unit lies, as the municipality's own. */
static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    county_script(out, "UPDATE person_stated SET municipality = '2305' WHERE identifier = 1;"
                       "UPDATE unit_stated SET municipality = '2305' WHERE unit = 3;");
    out->clock = (struct clock){.today = {TODAY}};
}

static struct residence_request asks(const char *home)
{
    return (struct residence_request){.person = STR("key:1"),
                                      .has_kind = true,
                                      .home = str_of(home),
                                      .from = DAY_NONE,
                                      .to = DAY_NONE,
                                      .actor = {.id = STR("SE0000000000-N1"),
                                                .role = ROLE_MUNICIPAL,
                                                .unit = STR("SE0000000000-U3"),
                                                .purpose = PURPOSE_ADMINISTRATION}};
}

#define RESIDENCE_ACT                                                                              \
    bool (*act)(struct arena * a, struct instance * in, const struct residence_request *asked,     \
                struct residence_answer *out, struct err *err)

static struct residence_answer does(struct instance *in, RESIDENCE_ACT,
                                    const struct residence_request *r)
{
    struct err err = {0};
    struct residence_answer answer;
    if (!act(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void refused(struct instance *in, RESIDENCE_ACT, const struct residence_request *r,
                    const char *code)
{
    struct err err = {0};
    struct residence_answer answer;
    assert_false(act(in->arena, in, r, &answer, &err));
    assert_string_equal(err.code, code);
}

/* ---- what is there ---- */

struct feed {
    char text[2048];
};

static bool take_event(void *state, const struct outbox_row *row, struct err *err)
{
    (void)err;
    struct feed *f = state;
    size_t at = strlen(f->text);
    (void)snprintf(f->text + at, sizeof f->text - at, "%.*s %.*s\n",
                   STR_FMT(vocab_word(&VOCAB_EVENT, row->type)), STR_FMT(row->data));
    return true;
}

static void told(struct instance *in, const char *expected)
{
    struct work w;
    struct feed f = {""};
    struct err err = {0};
    uint64_t placed = 0;
    assert_true(work_begin(in->db, STR("relay"), &w, &err) && outbox_place(w.db, &placed, &err) &&
                work_commit(&w, &err));
    assert_true(outbox_each_after(in->db, 0, 20, (struct outbox_reader){&f, take_event}, &err));
    assert_string_equal(f.text, expected);
}

static bool take_held(void *state, const struct residence_held *row, struct err *err)
{
    (void)err;
    struct feed *f = state;
    char from[DAY_TEXT], to[DAY_TEXT];
    size_t at = strlen(f->text);
    (void)snprintf(f->text + at, sizeof f->text - at, "%.*s %.*s %.*s %.*s\n",
                   STR_FMT(row->report.home), STR_FMT(day_format(row->report.from, from)),
                   STR_FMT(day_format(row->report.to, to)), STR_FMT(row->report.source));
    return true;
}

static void held(struct instance *in, const char *expected)
{
    struct feed f = {""};
    struct err err = {0};
    assert_true(
        residence_each_held(in->db, 1, (struct residence_held_reader){&f, take_held}, &err));
    assert_string_equal(f.text, expected);
}

static void log_has(struct instance *in, unsigned done, unsigned denied)
{
    struct logged l = logged(in, 1, "saebo report");
    assert_int_equal(l.of[ACCESS_DONE], done);
    assert_int_equal(l.of[ACCESS_DENIED], denied);
}

/* ---- what is done ---- */

static void a_place_is_reported_told_and_logged(void **state)
{
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    r.key = STR("k1");
    struct residence_answer a = does(in, residence_report, &r);
    assert_false(a.is_already);
    assert_int_equal(a.count, 1);
    assert_true(str_eq(a.line[0].municipality, STR("2305")));
    held(in, "Furan 2024-01-11  SE0000000000-U3\n");
    told(in, "residence.reported {\"kind\":\"saebo\",\"municipality\":\"2305\",\"home\":\"Furan\","
             "\"from\":\"2024-01-11\",\"to\":null,\"reported_on\":\"2024-01-11\"}\n");
    log_has(in, 1, 0);
    in->clock.today.n++; /* the same, although the day that was not given is another */
    a = does(in, residence_report, &r);
    in->clock.today.n--;
    assert_true(a.is_repeat);
    assert_int_equal(a.count, 1);
    assert_true(str_eq(a.line[0].home, STR("Furan")));
    r.key = STR("");
    assert_true(does(in, residence_report, &r).is_already);
    held(in, "Furan 2024-01-11  SE0000000000-U3\n");
}

/* The later report wins on the days of both, and that is shown; ending ends both. */
static void nobody_lives_in_two_homes(void **state)
{
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    r.from.n = TODAY - 100;
    (void)does(in, residence_report, &r);
    r = asks("Eken");
    r.from.n = TODAY - 10;
    struct residence_answer a = does(in, residence_report, &r);
    assert_int_equal(a.count, 2);
    assert_int_equal(a.line[1].role, RESIDENCE_LOSES);
    assert_true(str_eq(a.line[1].home, STR("Furan")));
    assert_int_equal(a.line[1].from.n, TODAY - 10);
    assert_true(day_is_none(a.line[1].to));
    r = asks("");
    r.to.n = TODAY - 1;
    a = does(in, residence_end, &r);
    assert_int_equal(a.count, 2);
    held(in, "Furan 2023-10-03 2024-01-10 SE0000000000-U3\n"
             "Eken 2024-01-01 2024-01-10 SE0000000000-U3\n");
    assert_true(does(in, residence_end, &r).is_already);
}

/* The rows stay: what was known then is known of then. */
static void a_mistake_holds_on_no_day(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    r.from.n = TODAY - 100;
    (void)does(in, residence_report, &r);
    r = asks("Eken");
    r.from.n = TODAY - 10;
    (void)does(in, residence_report, &r);
    r = asks("");
    r.from.n = TODAY - 10;
    r.dry_run = true;
    assert_int_equal(does(in, residence_withdraw, &r).line[0].role, RESIDENCE_WITHDRAWN);
    r.dry_run = false;
    r.key = STR("k1");
    struct residence_answer a = does(in, residence_withdraw, &r);
    assert_false(a.is_already || a.is_repeat);
    assert_true(a.count == 1 && str_eq(a.line[0].home, STR("Eken")));
    assert_true(does(in, residence_withdraw, &r).is_repeat);
    r.key = STR("");
    a = does(in, residence_withdraw, &r);
    assert_true(a.is_already && str_eq(a.line[0].home, STR("Eken")));
    held(in, "Furan 2023-10-03  SE0000000000-U3\n");
    told(in, "residence.reported {\"kind\":\"saebo\",\"municipality\":\"2305\",\"home\":\"Furan\","
             "\"from\":\"2023-10-03\",\"to\":null,\"reported_on\":\"2024-01-11\"}\n"
             "residence.reported {\"kind\":\"saebo\",\"municipality\":\"2305\",\"home\":\"Eken\","
             "\"from\":\"2024-01-01\",\"to\":null,\"reported_on\":\"2024-01-11\"}\n"
             "residence.ended {\"kind\":\"saebo\",\"from\":\"2024-01-01\",\"to\":null,"
             "\"withdrawn\":true}\n");
    stands_beside(s,
                  "SELECT count(*) FROM residence_stated WHERE home = 'Eken' AND superseded > "
                  "recorded",
                  "1");
    log_has(in, 6, 0);
    r = asks("Eken"); /* it can be reported anew */
    r.from.n = TODAY - 10;
    assert_false(does(in, residence_report, &r).is_already);
}

static void which_is_withdrawn_is_said(void **state)
{
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    refused(in, residence_withdraw, &r, "residence.not_reported");
    (void)does(in, residence_report, &r);
    r.kind = RESIDENCE_HOME_CARE;
    (void)does(in, residence_report, &r);
    r.has_kind = false;
    refused(in, residence_withdraw, &r, "residence.which");
    r.from.n = TODAY - 1;
    refused(in, residence_withdraw, &r, "residence.not_reported");
    r.from = DAY_NONE;
    r.has_kind = true;
    (void)does(in, residence_withdraw, &r);
    r.has_kind = false; /* of the one that stands */
    county_script(in, "UPDATE residence_stated SET municipality = '2380' WHERE kind = 0;");
    refused(in, residence_withdraw, &r, "residence.elsewhere");
    r.actor.role = ROLE_STAFF;
    refused(in, residence_withdraw, &r, "actor.role");
    r.actor.role = ROLE_ADMINISTRATOR;
    assert_int_equal(does(in, residence_withdraw, &r).line[0].kind, RESIDENCE_SAEBO);
    held(in, "");
}

static void a_preview_changes_nothing(void **state)
{
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    r.dry_run = true;
    assert_int_equal(does(in, residence_report, &r).count, 1);
    held(in, "");
    told(in, "");
    log_has(in, 1, 0);
}

static void who_may_not_is_refused_and_logged(void **state)
{
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    r.actor.role = ROLE_STAFF;
    refused(in, residence_report, &r, "actor.role");
    r.actor.role = ROLE_MUNICIPAL;
    r.municipality = STR("2380");
    refused(in, residence_report, &r, "residence.elsewhere");
    r.municipality = STR("");
    county_script(in, "UPDATE person_stated SET municipality = '2380' WHERE identifier = 1;");
    refused(in, residence_report, &r, "actor.role");
    log_has(in, 0, 2);
    r.actor.role = ROLE_ADMINISTRATOR;
    r.municipality = STR("2380");
    (void)does(in, residence_report, &r);
}

/* The municipality opens who is protected for this, where it says why. */
static void of_who_is_protected_it_is_said_why(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET municipality = '2305' WHERE identifier = 2;");
    struct residence_request r = asks("Furan");
    r.person = STR("key:2");
    refused(in, residence_report, &r, "act.protected_person");
    r.actor.protected_reason = STR("moves here");
    (void)does(in, residence_report, &r);
    r.actor.role = ROLE_ADMINISTRATOR; /* of whom the command line asks for more than a reason */
    refused(in, residence_report, &r, "act.protected_person");
}

static void what_cannot_be_is_refused(void **state)
{
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    r.to.n = TODAY - 1;
    refused(in, residence_report, &r, "residence.days");
    r.to = DAY_NONE;
    r.from = (struct day){TODAY - 11 * 366};
    refused(in, residence_report, &r, "residence.days");
    county_script(in, "UPDATE person_stated SET birth_date = 45200 WHERE identifier = 1;");
    r.from = (struct day){45199};
    refused(in, residence_report, &r, "residence.before_birth");
    r = asks("two\nlines");
    refused(in, residence_report, &r, "residence.text");
    r = asks("");
    r.actor.role = ROLE_ADMINISTRATOR;
    r.municipality = STR("Bräcke");
    refused(in, residence_report, &r, "residence.municipality");
    r.municipality = STR("2399"); /* of that form, and there is none */
    refused(in, residence_report, &r, "residence.municipality");
    r.municipality = r.actor.unit = STR("");
    refused(in, residence_report, &r, "residence.unsaid");
    r.municipality = STR("2305");
    r.person = STR("key:3");
    refused(in, residence_report, &r, "gone.dead");
    r.person = STR("key:1");
    r.has_kind = false;
    refused(in, residence_end, &r, "residence.none");
    r.has_kind = true;
    (void)does(in, residence_report, &r);
    r.kind = RESIDENCE_HOME_CARE;
    (void)does(in, residence_report, &r);
    r.has_kind = false;
    refused(in, residence_end, &r, "residence.kind");
}

static void a_statement_that_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct residence_request r = asks("Furan");
    r.key = STR("k1");
    struct residence_answer a;
    FAILS_WHOLE(s, 20, residence_report(in->arena, in, &r, &a, &err));
    assert_false(a.is_repeat);
    held(in, "Furan 2024-01-11  SE0000000000-U3\n");
}

static void a_withdrawal_that_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO residence_stated (identifier, kind, municipality, from_day, "
                      "reported_on, recorded) VALUES (1, 0, '2305', 45200, 45200, 1);");
    struct residence_request r = asks("");
    r.key = STR("k1");
    struct residence_answer a;
    FAILS_WHOLE(s, 20, residence_withdraw(in->arena, in, &r, &a, &err));
    assert_false(a.is_repeat);
    held(in, "");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_place_is_reported_told_and_logged),
        CASE(nobody_lives_in_two_homes),
        CASE(a_mistake_holds_on_no_day),
        CASE(which_is_withdrawn_is_said),
        CASE(a_preview_changes_nothing),
        CASE(who_may_not_is_refused_and_logged),
        CASE(of_who_is_protected_it_is_said_why),
        CASE(what_cannot_be_is_refused),
        CASE(a_statement_that_fails_leaves_nothing),
        CASE(a_withdrawal_that_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
