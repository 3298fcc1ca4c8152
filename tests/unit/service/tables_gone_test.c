/* A registry that lacks one of the tables of the log, of acts, of messages and of events, as after
 * somebody's hand in it: each question fails as one of a damaged registry and gives nothing out;
 * and who reads may stop. */
#include "service/access/access_log.h"
#include "service/access/access_verify.h"
#include "service/message/message.h"
#include "service/message/relay.h"
#include "store/act_store.h"
#include "store/effect_store.h"

#include "county.h"

static bool none_of_the_log(void *state, const struct access_row *row, struct err *err)
{
    (void)state, (void)row, (void)err;
    fail_msg("a row of a table that there is not");
    return false;
}

static bool none_of_messages(void *state, const struct message_row *row, struct err *err)
{
    (void)row;
    ++*(unsigned *)state;
    return FAIL(err, ERR_IO, "test.full", "%s", "");
}

static bool none_of_events(void *state, const struct outbox_row *row, struct err *err)
{
    (void)row;
    ++*(unsigned *)state;
    return FAIL(err, ERR_IO, "test.full", "%s", "");
}

static bool none_of_effects(void *state, int64_t person, const struct effect_row *row,
                            struct err *err)
{
    (void)person, (void)row;
    ++*(unsigned *)state;
    return FAIL(err, ERR_IO, "test.full", "%s", "");
}

/* ---- what is asked ---- */

static bool log_each(struct instance *in, struct err *err)
{
    return access_log_each(in->db, (struct access_reader){NULL, none_of_the_log}, err);
}

static bool log_waiting(struct instance *in, struct err *err)
{
    return access_log_waiting(in->db, (struct access_reader){NULL, none_of_the_log}, err);
}

static bool log_of_person(struct instance *in, struct err *err)
{
    struct access_period p = {{0}, {INT64_MAX}};
    return access_log_of_person(in->db, 1, &p, (struct access_reader){NULL, none_of_the_log}, err);
}

static bool log_link(struct instance *in, struct err *err)
{
    struct access_link link;
    return access_log_link(in->db, 1, &link, err);
}

static bool log_start(struct instance *in, struct err *err)
{
    struct access_seal start;
    return access_log_start(in->db, &start, err);
}

static bool log_verify(struct instance *in, struct err *err)
{
    struct access_key key = {.entries = {.byte = {0}}};
    struct access_verdict v;
    return access_verify(in->db, &key, NULL, &v, err);
}

static bool log_writing(struct instance *in, struct err *err)
{
    struct access_entry e = {.act = STR("explain"), .person = 1, .count = -1};
    return access_log_write(in, &e, 1, err);
}

static bool key_of_act(struct instance *in, struct err *err)
{
    struct act_kept kept;
    bool found = false;
    return act_by_key(in->db, in->arena, STR("k"), &found, &kept, err);
}

static bool messages(struct instance *in, struct err *err)
{
    unsigned rows = 0;
    bool good = message_each_of(in->db, &(struct message_to){.person = 1},
                                (struct message_reader){&rows, none_of_messages}, err);
    assert_int_equal(rows, 0);
    return good;
}

static bool none_stand_again(void *state, const struct message_again *row, struct err *err)
{
    (void)state, (void)row, (void)err;
    fail_msg("a row of a table that there is not");
    return false;
}

static bool who_stands_again(struct instance *in, struct err *err)
{
    return message_each_again(in->db, 1, (struct message_again_reader){NULL, none_stand_again},
                              err);
}

static bool whose_message(struct instance *in, struct err *err)
{
    struct message_whose whose;
    return message_whose(in->db, 1, 1, &whose, err);
}

static bool feed(struct instance *in, struct err *err)
{
    unsigned rows = 0;
    struct feed_page page;
    struct feed_ask ask = {.actor = {.id = STR("os:test"), .role = ROLE_ADMINISTRATOR}, .most = 9};
    bool good =
        feed_read(in->arena, in, &ask, (struct outbox_reader){&rows, none_of_events}, &page, err);
    assert_int_equal(rows, 0);
    return good;
}

static bool effects(struct instance *in, struct err *err)
{
    unsigned rows = 0;
    bool good = effect_each_touched(in->db, (struct effect_reader){&rows, none_of_effects}, err);
    assert_int_equal(rows, 0);
    return good;
}

static const struct {
    const char *table; /* NULL: nobody has opened it */
    bool (*ask)(struct instance *in, struct err *err);
} GONE[] = {
    {"access_log", log_each},
    {"access_log", log_waiting},
    {"access_log", log_of_person},
    {"access_log", log_link},
    {"access_log", log_writing},
    {"access_log_start", log_start},
    {"access_log_start", log_verify},
    {"act", key_of_act},
    {"message", messages},
    {"message", whose_message},
    {"message", who_stands_again},
    {"outbox", feed},
    {NULL, effects},
};

static void what_asks_for_a_table_that_is_gone_fails(void **state)
{
    struct scratch *s = *state;
    for (size_t i = 0; i < sizeof GONE / sizeof *GONE; i++) {
        struct instance in;
        struct err err = {0};
        struct instance_options o = {.home = scratch_path(s, str_fmt(s->arena, "h%zu", i).at)};
        assert_true(instance_make(s->arena, &o, STR("23"), &err));
        assert_true(instance_open(s->arena, &o, &in, &err));
        if (GONE[i].table)
            county_script(&in,
                          str_fmt(s->arena, "ALTER TABLE %s RENAME TO gone;", GONE[i].table).at);
        if (GONE[i].ask(&in, &err))
            fail_msg("%zu: nobody missed %s", i, GONE[i].table);
        assert_int_equal(err.kind, ERR_IO);
        instance_close(&in);
    }
}

static void who_reads_may_stop(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct relay_done done;
    struct feed_page page;
    struct feed_ask ask = {.actor = {.id = STR("os:test"), .role = ROLE_ADMINISTRATOR}, .most = 9};
    unsigned rows = 0;
    county_open(s, &in);
    county_script(&in, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                       "SELECT 1, n, '', '', 44196, max(position) FROM change, "
                       "(SELECT 0 AS n UNION SELECT 1) GROUP BY n;"
                       "INSERT INTO outbox_seq VALUES (1, 2);"
                       "INSERT INTO outbox (uuid, type, person, seq, valid_from, position, data) "
                       "SELECT '00000000-0000-4000-8000-00000000000' || n, 12, 1, n, 44196, p, "
                       "'{\"changed\":[\"email\"]}' FROM (SELECT 1 AS n UNION SELECT 2), "
                       "(SELECT max(position) AS p FROM change);");
    assert_false(message_each_of(in.db, &(struct message_to){.person = 1},
                                 (struct message_reader){&rows, none_of_messages}, &err));
    assert_string_equal(err.code, "test.full");
    assert_int_equal(rows, 1);
    err = (struct err){0};
    assert_true(relay_run(&in, &(struct relay_ask){30, false}, &done, &err));
    assert_int_equal(done.placed, 2);
    rows = 0;
    err = (struct err){0};
    assert_false(
        outbox_each_after(in.db, 0, 9, (struct outbox_reader){&rows, none_of_events}, &err));
    assert_int_equal(rows, 1);
    rows = 0;
    err = (struct err){0};
    assert_false(
        feed_read(s->arena, &in, &ask, (struct outbox_reader){&rows, none_of_events}, &page, &err));
    assert_string_equal(err.code, "test.full");
    assert_int_equal(rows, 1);
    rows = 0;
    err = (struct err){0};
    assert_true(effect_open_touched(in.db, &err));
    assert_true(db_script(in.db, "test", STR("INSERT INTO temp.touched VALUES (1)"), &err));
    assert_false(effect_each_touched(in.db, (struct effect_reader){&rows, none_of_effects}, &err));
    assert_int_equal(rows, 1);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_asks_for_a_table_that_is_gone_fails),
        CASE(who_reads_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
