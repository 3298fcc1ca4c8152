/* service/act.h: one transaction, what is in effect, what others are told; the same key twice; and
 * nothing left of what failed. */
#include "service/act.h"
#include "store/instance_store.h"
#include "store/listing_store.h"

#include "county.h"
#include "fails_whole.h"
enum { ANNA = 1, UNIT_1 = 1, UNIT_2 = 2, DAY = 45000 };

static struct act_options options_of(const char *key, const char *asked)
{
    return (struct act_options){
        .what = STR("test"),
        .actor = {.id = STR("os:test"), .role = ROLE_STAFF, .purpose = PURPOSE_ADMINISTRATION},
        .key = str_of(key),
        .asked = str_of(asked)};
}

/* Lists the first person at a unit. */
static bool list(struct instance *in, const struct act_options *options, int64_t unit,
                 struct act *act, struct err *err)
{
    struct listing_said said = {ANNA, unit, {DAY}, DAY_NONE, BASIS_CHOICE_FORM, STR("")};
    if (!act_begin(in->arena, in, options, act, err))
        return false;
    if (act->is_repeat)
        return true;
    if (!listing_state(act->work.db, &said, act->work.position, err) ||
        !act_touch(act, ANNA, err)) {
        act_abandon(act);
        return false;
    }
    return act_end(act, STR("{\"listed\":true}"), err);
}

/* ---- what is there ---- */

struct feed {
    unsigned count;
    char type[8][32], data[8][160];
    int64_t seq[8], place[8];
};

static bool take(void *state, const struct outbox_row *row, struct err *err)
{
    (void)err;
    struct feed *f = state;
    struct str type = vocab_word(&VOCAB_EVENT, (unsigned)row->type);
    assert_int_equal(row->id.len, 36);
    assert_true(str_starts(row->by, STR("os:")));
    (void)snprintf(f->type[f->count], 32, "%.*s", STR_FMT(type));
    (void)snprintf(f->data[f->count], 160, "%.*s", STR_FMT(row->data));
    f->seq[f->count] = row->seq;
    f->place[f->count++] = row->place;
    return true;
}

static struct feed feed_of(struct instance *in, uint64_t expected)
{
    struct work w;
    struct feed f = {0};
    struct err err = {0};
    uint64_t placed = 0;
    assert_true(work_begin(in->db, STR("relay"), &w, &err));
    assert_true(outbox_place(w.db, &placed, &err));
    assert_int_equal(placed, expected);
    assert_true(work_commit(&w, &err));
    assert_true(outbox_each_after(in->db, 0, 8, (struct outbox_reader){&f, take}, &err));
    return f;
}

static int64_t position_of(struct instance *in)
{
    struct err err = {0};
    int64_t position = 0;
    assert_true(position_now(in->db, &position, &err));
    return position;
}

static void who_changes_unit_is_told_of_both(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct act act;
    struct err err = {0};
    county_open(s, &in);
    struct act_options o = options_of("", "");
    assert_true(list(&in, &o, UNIT_2, &act, &err));
    struct feed f = feed_of(&in, 3);
    assert_int_equal(f.count, 3);
    assert_string_equal(f.type[0], "listing.ended"); /* of one day: listings first */
    assert_string_equal(f.data[0],
                        "{\"unit\":\"SE0000000000-U1\",\"basis\":\"choice_eservice\","
                        "\"from\":\"2021-01-02\",\"withdrawn\":false,\"to\":\"2023-03-16\"}");
    assert_string_equal(f.type[1], "named_contact.ended");
    assert_string_equal(f.type[2], "listing.created");
    for (unsigned i = 0; i < f.count; i++) {
        assert_int_equal(f.seq[i], i + 1);
        assert_int_equal(f.place[i], i + 1);
    }
    assert_int_equal(feed_of(&in, 0).count, 3);
    instance_close(&in);
}

static void a_key_is_answered_twice_and_done_once(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct act act;
    struct err err = {0};
    county_open(s, &in);
    struct act_options o = options_of("k1", "list at 2");
    assert_true(list(&in, &o, UNIT_2, &act, &err));
    assert_false(act.is_repeat);
    int64_t position = position_of(&in);
    assert_true(list(&in, &o, UNIT_2, &act, &err));
    assert_true(act.is_repeat);
    assert_true(str_eq(act.answer, STR("{\"listed\":true}")));
    assert_int_equal(position_of(&in), position);
    o.asked = STR("list at 1");
    FAILS(list(&in, &o, UNIT_1, &act, &err), "act.key_reused", &err);
    assert_int_equal(position_of(&in), position);
    assert_int_equal(feed_of(&in, 3).count, 3);
    instance_close(&in);
}

static void a_dry_run_leaves_nothing(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct act act;
    struct err err = {0};
    county_open(s, &in);
    int64_t position = position_of(&in);
    struct act_options o = options_of("k1", "list at 2");
    o.dry_run = true;
    assert_true(list(&in, &o, UNIT_2, &act, &err));
    assert_int_equal(position_of(&in), position);
    o.dry_run = false;
    assert_true(list(&in, &o, UNIT_2, &act, &err));
    assert_false(act.is_repeat);
    instance_close(&in);
}

/* Whichever statement fails, nothing is left; and with none that fails it is done. */
static void a_statement_that_fails_leaves_nothing(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    struct act act;
    struct act_options o = options_of("k1", "list at 2");
    FAILS_WHOLE(s, 20, list(&in, &o, UNIT_2, &act, &err));
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_changes_unit_is_told_of_both),
        CASE(a_key_is_answered_twice_and_done_once),
        CASE(a_dry_run_leaves_nothing),
        CASE(a_statement_that_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
