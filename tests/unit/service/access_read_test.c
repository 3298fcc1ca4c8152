/* service/access/access_read.h: what is given of the log has nothing that may not be shown, and
 * nothing is given that is not in the log. */
#include "service/access/access_read.h"

#include "service/access/access_log.h"

#include "beside.h"
#include "failing_steps.h"

static const struct actor CHECKS = {.id = {"SE0000000000-A1", 15}, .purpose = PURPOSE_LOG_REVIEW};
static const struct actor PERSON = {
    .id = {"key:1", 5}, .role = ROLE_RESIDENT, .person = 1, .purpose = PURPOSE_OWN};
static const struct actor NURSE = {
    .id = {"SE0000000000-D2", 15}, .role = ROLE_STAFF, .unit = {"SE0000000000-U2", 15}};
static const struct actor LOGIN = {.id = {"os:somebody", 11}};

enum { THEN = 1000 }; /* what is shown was then: what a look adds to the log is not */

/* Somebody of the staff, whose identity is protected, on behalf of somebody, about each of two. */
static void open_county(struct scratch *s, struct instance *in)
{
    struct err err = {0};
    struct access_entry e[3] = {{.at = {THEN},
                                 .actor = NURSE,
                                 .act = STR("who"),
                                 .person = 1,
                                 .about = STR("unit=SE0000000000-U2"),
                                 .count = -1,
                                 .position = 1}};
    county_open(s, in);
    e[0].actor.on_behalf = 3;
    e[1] = e[0];
    e[1].person = 2;
    e[2] = (struct access_entry){
        .at = {THEN}, .act = STR(ACCESS_REVIEW), .about = STR("entry=2 finding=x"), .count = -1};
    assert_true(access_log_write(in, e, 3, &err));
}

struct seen {
    unsigned rows;
    struct access_shown last; /* texts are compared while they are there */
    const char *actor, *unit, *about;
};

static bool look(void *state, const struct access_shown *shown, struct err *err)
{
    struct seen *seen = state;
    const struct access_entry *e = &shown->row.entry;
    (void)err;
    if (!str_eq(e->act, STR("who")))
        return true;
    assert_true(!seen->actor || str_starts(e->actor.id, str_of(seen->actor)));
    assert_true(!seen->actor || (seen->actor[0] != 0) == (e->actor.id.len > 0));
    assert_true(!seen->unit || str_eq(e->actor.unit, str_of(seen->unit)));
    assert_true(!seen->about || (seen->about[0] != 0) == (e->about.len > 0));
    seen->last = *shown;
    seen->rows++;
    return true;
}

static bool extract(struct instance *in, const struct actor *actor, struct seen *seen,
                    struct err *err)
{
    struct access_ask ask = {*actor, {{0}, {2 * THEN}}};
    return access_read_extract(in->arena, in, &ask, STR("key:1"),
                               (struct access_viewer){seen, look}, err);
}

static void an_extract_has_what_may_be_told(void **state)
{
    struct instance in;
    struct err err = {0};
    struct actor opens = CHECKS;
    struct seen hidden = {.actor = "", .unit = "SE0000000000-U2", .about = ""};
    struct seen whole = {.actor = "SE0000000000-D2", .unit = "SE0000000000-U2", .about = ""};
    opens.opens_protected = true;
    open_county(*state, &in);
    assert_true(extract(&in, &CHECKS, &hidden, &err)); /* the nurse's identity is protected */
    assert_true(extract(&in, &opens, &whole, &err));
    county_script(&in, "UPDATE staff_stated SET protected_staff = 0;");
    assert_true(extract(&in, &CHECKS, &whole, &err));
    assert_true(extract(&in, &PERSON, &hidden, &err));
    assert_int_equal(hidden.rows, 2);
    assert_int_equal(whole.rows, 2);
    assert_int_equal(whole.last.row.entry.actor.on_behalf, 0);
    assert_int_equal(whole.last.row.entry.position, 0);
    FAILS(extract(&in, &NURSE, &hidden, &err), "log.right", &err);
    assert_int_equal(hidden.rows, 2);
    instance_close(&in);
}

static bool sample(struct instance *in, const struct actor *actor, struct seen *seen,
                   struct err *err)
{
    struct access_sample drawn;
    struct access_draw draw = {.ask = {*actor, {{0}, {2 * THEN}}}, .share = 100};
    return access_read_sample(in->arena, in, &draw, &drawn, (struct access_viewer){seen, look},
                              err);
}

static void a_sample_ties_no_unit_to_who_is_protected(void **state)
{
    struct instance in;
    struct err err = {0};
    struct actor opens = CHECKS;
    struct seen seen = {.actor = ""}, all = {.actor = "SE0000000000-D2", .unit = "SE0000000000-U2"};
    opens.opens_protected = true; /* and the nurse's identity is protected */
    open_county(*state, &in);
    assert_true(sample(&in, &CHECKS, &seen, &err));
    assert_int_equal(seen.rows, 2);
    assert_int_equal(seen.last.row.entry.person, 2);
    assert_int_equal(seen.last.row.entry.actor.unit.len, 0);
    assert_int_equal(seen.last.row.entry.about.len, 0);
    assert_true(sample(&in, &opens, &all, &err));
    assert_int_equal(all.rows, 2);
    FAILS(sample(&in, &NURSE, &seen, &err), "log.right", &err);
    FAILS(sample(&in, &PERSON, &seen, &err), "log.right", &err);
    assert_int_equal(seen.rows, 2);
    instance_close(&in);
}

/* Of two that are about somebody who is not protected: who says it, and what it says. */
static void a_sample_names_no_staff_nor_guardian_who_is_protected(void **state)
{
    static const char *const about = "staff=SE0000000000-D2 unit=SE0000000000-U2";
    struct instance in;
    struct err err = {0};
    struct actor opens = CHECKS;
    struct access_entry e = {
        .at = {THEN}, .actor = LOGIN, .act = STR("who"), .person = 1, .count = -1, .position = 1};
    opens.opens_protected = true;
    open_county(*state, &in);
    e.about = str_of(about);
    assert_true(access_log_write(&in, &e, 1, &err));
    struct seen named = {.about = NULL}, open = named;
    assert_true(sample(&in, &CHECKS, &named, &err));
    const struct access_shown *last = &named.last;
    assert_false(last->by_hidden);
    assert_int_equal(last->row.entry.about.len + (size_t)last->row.entry.position, 0);
    assert_int_equal(last->row.entry.person, 1);
    assert_true(sample(&in, &opens, &open, &err));
    assert_int_equal(open.last.row.entry.position, 1);
    e.actor = PERSON;
    e.actor.id = STR("key:2"); /* as whoever has the child's other parent by law */
    e.actor.role = ROLE_GUARDIAN;
    e.about = STR("unit=SE0000000000-U1");
    assert_true(access_log_write(&in, &e, 1, &err));
    assert_true(sample(&in, &CHECKS, &named, &err));
    assert_true(last->by_hidden);
    assert_int_equal(last->row.entry.actor.id.len + (size_t)last->row.entry.position, 0);
    assert_true(last->row.entry.about.len > 0);
    struct seen hidden = {.actor = ""};
    county_script(&in, "UPDATE access_log SET act = 'x' WHERE actor NOT LIKE 'key:2';");
    assert_true(extract(&in, &CHECKS, &hidden, &err));
    assert_int_equal(hidden.rows, 1);
    instance_close(&in);
}

static bool list_reviews(struct instance *in, const struct actor *actor, struct seen *seen,
                         struct err *err)
{
    struct access_ask ask = {*actor, {{0}, {2 * THEN}}};
    return access_read_alarms(in->arena, in, &ask, (struct access_viewer){seen, look}, err) &&
           access_read_reviews(in->arena, in, &ask, (struct access_viewer){seen, look}, err);
}

static bool keep_finding(struct instance *in, const struct actor *actor, struct seen *seen,
                         struct err *err)
{
    bool is_already = false;
    struct access_finding f = {.sequence = 1, .actor = *actor};
    f.text = str_fmt(in->arena, "found %u", seen->rows++);
    return access_log_review(in, &f, &is_already, err);
}

/* Each statement in turn: what was shown, or was kept, is in the log. */
static void what_cannot_be_logged_is_not_shown(void **state)
{
    static bool (*const DOES[])(struct instance * in, const struct actor *actor, struct seen *seen,
                                struct err *err) = {extract, sample, list_reviews, keep_finding};
    struct scratch *s = *state;
    struct instance in;
    open_county(s, &in);
    for (size_t i = 0; i < ARRAY_LEN(DOES); i++) {
        bool done = false;
        /* A sample reads the whole log, and each try that fails late makes it longer. */
        for (unsigned n = 1; !done; n += 1 + n / 16) {
            struct err err = {0};
            struct seen seen = {.rows = i == 3 ? n : 0};
            int64_t before = number_beside(s, "SELECT count(*) FROM access_log");
            failing_steps = (struct failing_steps){.fail_at = n};
            done = DOES[i](&in, &LOGIN, &seen, &err);
            unsigned calls = failing_steps.calls;
            failing_steps = (struct failing_steps){0};
            int64_t more = number_beside(s, "SELECT count(*) FROM access_log") - before;
            assert_true(done ? calls < n : err.kind == ERR_IO);
            assert_true(i == 3 ? more == done : seen.rows == 0 || more > 0);
            assert_true(!done || more > 0);
        }
    }
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_extract_has_what_may_be_told),
        CASE(a_sample_ties_no_unit_to_who_is_protected),
        CASE(a_sample_names_no_staff_nor_guardian_who_is_protected),
        CASE(what_cannot_be_logged_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
