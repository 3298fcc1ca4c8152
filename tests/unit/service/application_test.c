/* service/listing/listing.h: what a granted application for special reasons is used by, and that it
 * can be used again where nothing came of that: a place in a queue, a plan, a load. Nobody may
 * change here but by one. */
#include "queue_scene.h"
#include "service/known.h"
#include "service/listing/application.h"
#include "service/listing/elsewhere_end.h"
#include "store/application_store.h"

#define U1   "SE0000000000-U1"
#define U2   "SE0000000000-U2"
#define U3   "SE0000000000-U3"
#define USED "SELECT used IS NOT NULL FROM application ORDER BY id"
#define BASIS                                                                                      \
    "SELECT basis FROM listing_stated WHERE identifier = 5 AND superseded IS NULL AND id > 8"

static struct instance *open_granted(void **state)
{
    struct instance *in = open_queue(state);
    in->region.rules.changes.max = 0;
    county_script(in, "UPDATE person_stated SET county = '23';"
                      "INSERT INTO application (identifier, reason, recorded, decided, granted) "
                      "VALUES (5, 'moved', 1, 1, 1);");
    return in;
}

static struct listing_answer lists_at(struct instance *in, const char *unit, int32_t from)
{
    struct listing_request r = asks("key:5", unit);
    r.from.n = from;
    return lists(in, &r);
}

static void leaves(struct instance *in)
{
    struct queue_leaving leaving = {.person = STR("key:5"), .actor = asks("", "").actor};
    struct queue_left left;
    struct err err = {0};
    if (!queue_leave(in->arena, in, &leaving, &left, &err))
        fail_msg("%s %s", err.code, err.detail);
}

/* ---- places in queues ---- */

static void a_place_that_is_left_uses_nothing(void **state)
{
    struct instance *in = open_granted(state);
    assert_int_equal(joins(in, "key:5", U2).verdict, LISTING_QUEUED);
    ROWS(state, "SELECT application || reason FROM queue_place", "1moved");
    ROWS(state, USED, "0");
    leaves(in);
    struct listing_answer a = lists_at(in, U3, TODAY);
    assert_int_equal(a.verdict, LISTING_DONE);
    assert_false(a.is_counted);
    ROWS(state, USED, "1");
    in->clock.today.n++;
    struct listing_request r = asks("key:5", U1);
    refused(in, &r, "listing.no_changes", "");
}

static void who_waits_uses_it_by_another_listing(void **state)
{
    struct instance *in = open_granted(state);
    (void)joins(in, "key:5", U2);
    assert_int_equal(lists_at(in, U3, TODAY).verdict, LISTING_DONE);
    ROWS(state, WAITING, "");
    ROWS(state, USED, "1");
}

static void who_gets_the_place_has_used_it(void **state)
{
    struct instance *in = open_granted(state);
    (void)joins(in, "key:5", U2);
    in->region.rules.changes.max = 2;
    makes_room(in, U1);
    assert_int_equal(unit_of(in, 5), UNIT_2);
    ROWS(state, BASIS, "6");
    ROWS(state, USED, "1");
    in->region.rules.changes.max = 0;
    in->clock.today.n++;
    struct listing_request r = asks("key:5", U1);
    refused(in, &r, "listing.no_changes", "");
}

/* ---- plans ---- */

/* Was it free to be used, as it was known then? */
static bool was_free(struct instance *in, int64_t known_at)
{
    struct known_registry known;
    struct application_now was;
    struct err err = {0};
    struct known_time time = {DAY_NONE, {known_at}};
    assert_true(known_open_person(in->arena, in, &time, 5, &known, &err));
    assert_true(
        application_granted_of(known.in.db, in->arena, 5, (struct day){TODAY + 300}, &was, &err));
    known_close(&known);
    return was.id != 0;
}

static int64_t now(void **state)
{
    int64_t at = 0;
    assert_true(str_to_i64(str_of(rows(state, "SELECT max(recorded_at) FROM change")), &at));
    return at;
}

static void a_plan_that_is_withdrawn_gives_it_back(void **state)
{
    struct instance *in = open_granted(state);
    int64_t before = now(state);
    (void)lists_at(in, U3, TODAY + 30);
    ROWS(state, USED, "1");
    int64_t planned = now(state);
    (void)lists_at(in, U1, TODAY); /* stays */
    ROWS(state, USED, "0");
    assert_true(was_free(in, before));
    assert_false(was_free(in, planned));
    assert_true(was_free(in, now(state)));
    (void)lists_at(in, U3, TODAY + 10);
    ROWS(state, USED, "1");
    assert_true(was_free(in, before));
    assert_false(was_free(in, planned));
    assert_false(was_free(in, now(state)));
}

/* Another choice takes the place of what was planned, and uses what that did. */
static void a_plan_gives_it_to_what_takes_its_place(void **state)
{
    struct instance *in = open_granted(state);
    in->region.rules.changes.max = 1;
    makes_room(in, U1);
    in->region.rules.changes.max = 0;
    (void)lists_at(in, U3, TODAY + 30);
    struct listing_answer a = lists_at(in, U2, TODAY + 10);
    assert_int_equal(a.verdict, LISTING_DONE);
    assert_false(a.is_counted);
    ROWS(state, BASIS, "6");
    ROWS(state, USED, "1");
    in->clock.today.n += 11; /* has held, and is no plan any more */
    struct listing_request r = asks("key:5", U3);
    refused(in, &r, "listing.no_changes", "");
}

/* Whose plan ends by the same change, as somebody else is listed, leaves what it has used. */
static void what_is_used_again_stays_so(void **state)
{
    struct instance *in = open_granted(state);
    struct work w;
    struct err err = {0};
    bool any = false;
    (void)lists_at(in, U3, TODAY + 30);
    assert_true(work_begin(in->db, STR("list"), &w, &err));
    assert_true(listing_withdraw_from(w.db, 5, (struct day){TODAY}, w.position, &any, &err));
    assert_true(any && application_withdrawn(w.db, 5, w.position, &err));
    assert_true(application_use(w.db, 1, w.position, &err));
    assert_true(application_withdrawn(w.db, 6, w.position, &err));
    assert_true(work_commit(&w, &err));
    ROWS(state, USED, "1");
}

/* The plan may begin before there is room: then it has used it. */
static void a_place_beside_a_plan_does_not_use_it_twice(void **state)
{
    struct instance *in = open_granted(state);
    (void)lists_at(in, U3, TODAY + 30);
    struct listing_request r = asks("key:5", U2);
    r.queue = true;
    refused(in, &r, "listing.no_changes", "");
    ROWS(state, WAITING, "");
}

/* It may come back; then two changes would not be counted. */
static void beside_a_plan_no_other_is_granted(void **state)
{
    struct instance *in = open_granted(state);
    struct err err = {0};
    struct application_answer answer;
    struct application_asked asked = {
        .person = STR("key:5"), .reason = STR("again"), .actor = asks("", "").actor};
    (void)lists_at(in, U3, TODAY + 30);
    assert_true(application_apply(in->arena, in, &asked, &answer, &err));
    asked.id = answer.id;
    asked.granted = true;
    assert_false(application_settle(in->arena, in, &asked, &answer, &err));
    assert_string_equal(err.code, "application.granted");
    in->clock.today.n += 31; /* it holds */
    err = (struct err){0};
    assert_true(application_settle(in->arena, in, &asked, &answer, &err));
}

static void another_county_gives_it_back(void **state)
{
    struct instance *in = open_granted(state);
    struct err err = {0};
    struct elsewhere_answer listed;
    struct elsewhere_ended ended;
    struct elsewhere_request r = {.person = STR("key:5"),
                                  .county = STR("21"),
                                  .from = {TODAY + 30},
                                  .actor = asks("", "").actor};
    assert_true(elsewhere_list(in->arena, in, &r, &listed, &err));
    assert_false(listed.is_counted);
    ROWS(state, USED, "1");
    r.from = DAY_NONE;
    assert_true(elsewhere_end_listing(in->arena, in, &r, &ended, &err));
    assert_int_equal(ended.from.n, TODAY + 30);
    ROWS(state, USED, "0");
    assert_true(elsewhere_list(in->arena, in, &r, &listed, &err));
    ROWS(state, USED, "1");
    in->clock.today.n += 5; /* it has held */
    assert_true(elsewhere_end_listing(in->arena, in, &r, &ended, &err));
    ROWS(state, USED, "1");
}

/* Who was two persons until they were joined may have two that wait. */
static void no_other_is_granted_until_it_is_used(void **state)
{
    struct instance *in = open_granted(state);
    struct application_answer answer;
    struct err err = {0};
    struct application_asked asked = {.id = 2, .granted = true, .actor = asks("", "").actor};
    county_script(in, "INSERT INTO identifier VALUES (9, 1009, 5, 1);"
                      "INSERT INTO application (identifier, reason, recorded) "
                      "VALUES (9, 'moved', 1);");
    assert_false(application_settle(in->arena, in, &asked, &answer, &err));
    assert_string_equal(err.code, "application.granted");
    assert_string_equal(err.detail, "1");
    ROWS(state, "SELECT count(*) FROM application WHERE decided IS NOT NULL", "1");
    (void)lists_at(in, U3, TODAY);
    ROWS(state, USED, "1 0");
    assert_true(application_settle(in->arena, in, &asked, &answer, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_place_that_is_left_uses_nothing),
        SCENE(who_waits_uses_it_by_another_listing),
        SCENE(who_gets_the_place_has_used_it),
        SCENE(a_plan_that_is_withdrawn_gives_it_back),
        SCENE(a_plan_gives_it_to_what_takes_its_place),
        SCENE(what_is_used_again_stays_so),
        SCENE(a_place_beside_a_plan_does_not_use_it_twice),
        SCENE(beside_a_plan_no_other_is_granted),
        SCENE(another_county_gives_it_back),
        SCENE(no_other_is_granted_until_it_is_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
