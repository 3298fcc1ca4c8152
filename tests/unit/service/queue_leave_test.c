/* service/listing/queue.h: who leaves a queue, and what it counts. */
#include "queue_scene.h"

static struct queue_left leaves(struct instance *in, const char *person, const char *unit)
{
    struct queue_left left;
    struct err err = {0};
    struct listing_request r = asks(person, unit);
    struct queue_leaving leaving = {.person = r.person, .unit = r.unit, .actor = r.actor};
    if (!queue_leave(in->arena, in, &leaving, &left, &err))
        fail_msg("%s %s", err.code, err.detail);
    return left;
}

static void who_leaves_is_not_listed_later(void **state)
{
    struct instance *in = open_queue(state);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)joins(in, "key:6", "SE0000000000-U2");
    assert_int_equal(leaves(in, "key:5", "").queues, 1);
    assert_true(leaves(in, "key:5", "").is_already);
    assert_true(leaves(in, "key:6", "SE0000000000-U3").is_already);
    ROWS(state, WAITING, "6");
    ROWS(state, EVENTS, "5:2 6:2 5:3");
    ROWS(state, "SELECT data FROM outbox WHERE type = 3",
         "{\"unit\":\"SE0000000000-U2\",\"since\":\"2024-01-11\",\"why\":\"left\"}");
    makes_room(in, "SE0000000000-U1");
    assert_int_equal(unit_of(in, 6), UNIT_2);
    assert_int_equal(unit_of(in, 5), UNIT_1);
}

/* What is said of it is what counts later; who leaves a queue on the day of joining it, or where
 * the region frees it, has changed nothing. */
static void what_leaving_counts_is_said(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_left left;
    (void)joins(in, "key:5", "SE0000000000-U2");
    in->clock.today.n++;
    left = leaves(in, "key:5", "");
    assert_false(left.is_counted);
    assert_int_equal(left.left, 2);
    in->region.rules.changes.free &= ~(1U << FREE_QUEUE_LEAVE);
    (void)joins(in, "key:6", "SE0000000000-U2");
    assert_false(leaves(in, "key:6", "").is_counted);
    (void)joins(in, "key:6", "SE0000000000-U2");
    in->clock.today.n++;
    struct queue_leaving leaving = {
        .person = STR("key:6"), .actor = asks("key:6", "").actor, .dry_run = true};
    assert_true(queue_leave(in->arena, in, &leaving, &left, &err));
    assert_true(left.is_counted && left.left == 1 && left.queues == 1);
    leaving.dry_run = false;
    leaving.key = STR("a");
    for (unsigned i = 0; i < 2; i++) { /* the key asked again */
        assert_true(queue_leave(in->arena, in, &leaving, &left, &err));
        assert_true(left.is_counted && left.left == 1 && left.queues == 1);
        assert_int_equal(left.is_repeat, i);
    }
    left = leaves(in, "key:6", "");
    assert_true(left.is_already && !left.is_counted);
    assert_int_equal(left.left, 1);
    struct listing_request r = asks("key:6", "SE0000000000-U3"); /* with the leaving one change */
    assert_int_equal(lists(in, &r).left, 1);
    (void)joins(in, "key:7", "SE0000000000-U2");
    in->clock.today.n++;
    in->region.rules.changes.max = 0; /* never refused */
    assert_int_equal(leaves(in, "key:7", "").left, 0);
}

/* Where the region counts it; a place that is lost is not left, nor one that was taken by mistake.
 */
static void who_leaves_has_changed_once(void **state)
{
    struct instance *in = open_queue(state);
    struct listing_request r = asks("key:5", "SE0000000000-U3");
    in->region.rules.changes.free &= ~(1U << FREE_QUEUE_LEAVE);
    (void)joins(in, "key:5", "SE0000000000-U2");
    (void)leaves(in, "key:5", "");
    in->clock.today.n++;
    (void)joins(in, "key:5", "SE0000000000-U2");
    in->clock.today.n++;
    (void)leaves(in, "key:5", ""); /* on 2024-01-13, never refused */
    in->region.rules.changes.max = 1;
    r.unit = STR("SE0000000000-U2"); /* one queue for another: the leaving stands */
    r.queue = true;
    refused(in, &r, "listing.quota", "2025-01-13");
    in->clock.today.n++;
    r.unit = STR("SE0000000000-U3");
    r.queue = false;
    refused(in, &r, "listing.quota", "2025-01-13");
    in->region.rules.changes.max = 2;
    struct listing_answer a = lists(in, &r);
    assert_true(a.is_counted);
    assert_int_equal(a.left, 0);
    in->region.rules.changes.max = 3;
    (void)joins(in, "key:6", "SE0000000000-U2");
    in->clock.today.n++;
    r.person = STR("key:6");
    a = lists(in, &r); /* and loses the place */
    assert_int_equal(a.left, 2);
    in->region.rules.changes.free |= 1U << FREE_QUEUE_LEAVE;
    r.person = STR("key:5");
    r.unit = STR("SE0000000000-U1");
    assert_int_equal(lists(in, &r).left, 1);
}

/* One guardian takes the child out of a queue: the child's messages, which both read, say so. */
static void what_one_guardian_leaves_is_told(void **state)
{
    struct instance *in = open_queue(state);
    struct err err = {0};
    struct queue_left left;
    (void)joins(in, "key:5", "SE0000000000-U2");
    county_script(in,
                  "UPDATE person_stated SET birth_date = 44000, guardian1 = (SELECT packed FROM "
                  "identifier WHERE id = 6) WHERE identifier = 5");
    struct queue_leaving leaving = {.person = STR("key:5"),
                                    .actor = {.id = STR("key:6"),
                                              .role = ROLE_GUARDIAN,
                                              .purpose = PURPOSE_OWN,
                                              .person = 6,
                                              .on_behalf = 5}};
    assert_true(queue_leave(in->arena, in, &leaving, &left, &err));
    ROWS(state, ENDED, "1");
    ROWS(state, "SELECT identifier || ' ' || unit FROM message WHERE kind = 2",
         "5 SE0000000000-U2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(who_leaves_is_not_listed_later),
        SCENE(what_leaving_counts_is_said),
        SCENE(who_leaves_has_changed_once),
        SCENE(what_one_guardian_leaves_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
