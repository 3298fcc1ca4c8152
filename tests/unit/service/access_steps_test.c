/* The access log where the n-th statement fails: what was to be written is not there in part, what
 * is read is not taken for whole, and the log is as sound as before. */
#include "service/access/access_keep.h"
#include "service/access/access_log.h"
#include "service/access/access_verify.h"
#include "store/outbox_store.h"

#include "failing_steps.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { ENTRIES = 12, OLD = 4 };

static struct access_entry entry(int64_t person)
{
    return (struct access_entry){.at = {1000000 * person},
                                 .actor = {.id = STR("SE0000000000-P1"), .role = ROLE_STAFF},
                                 .act = STR("explain"),
                                 .person = person,
                                 .count = -1};
}

static void open_home(struct scratch *s, struct instance *out)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct access_entry e[ENTRIES];
    struct err err = {0};
    for (int64_t i = 0; i < ENTRIES; i++)
        e[i] = entry(i + 1);
    assert_true(instance_make(s->arena, &options, STR("23"), &err));
    assert_true(instance_open(s->arena, &options, out, &err));
    assert_true(access_log_write(out, e, ENTRIES, &err));
}

static int64_t sealed(struct instance *in)
{
    struct access_key key;
    struct access_verdict v = {0};
    struct err err = {0};
    const char *path = str_cstr(in->arena, str_fmt(in->arena, "%s/access-log.key", in->home));
    assert_true(access_key_read(&FILES_POSIX, path, &key, &err));
    assert_true(access_verify(in->db, &key, NULL, &v, &err));
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.unsealed, 0);
    return v.sealed;
}

/* ---- what is done; each is done whole or fails ---- */

static bool write_one(struct instance *in, struct err *err)
{
    struct access_entry e = entry(90);
    return access_log_write(in, &e, 1, err);
}

static bool act(struct instance *in, struct err *err)
{
    struct access_entry e = entry(91);
    if (!db_begin(in->db, DB_WRITE, err))
        return false;
    if (access_log_act(in, in->db, &e, err) && db_commit(in->db, err))
        return true;
    db_rollback(in->db);
    return false;
}

static bool erase(struct instance *in, struct err *err)
{
    struct access_erasure what = {
        .sequence = 7, .decision = STR("A 1"), .actor = {.id = STR("os:test")}};
    return access_log_erase_entry(in, &what, err);
}

static bool forget(struct instance *in, struct err *err)
{
    struct access_keeping ask = {.actor = {.id = STR("os:test")}};
    struct access_kept kept;
    if (!access_keep_since(in->arena, in, (struct moment){1000000 * OLD + 1}, &ask, &kept, err))
        return false;
    assert_int_equal(kept.removed, OLD);
    return true;
}

static bool verify(struct instance *in, struct err *err)
{
    struct access_key key;
    struct access_verdict v = {0};
    const char *path = str_cstr(in->arena, str_fmt(in->arena, "%s/access-log.key", in->home));
    return access_key_read(&FILES_POSIX, path, &key, err) &&
           access_verify(in->db, &key, NULL, &v, err);
}

static bool take(void *state, const struct access_row *row, struct err *err)
{
    (void)row;
    (void)err;
    ++*(unsigned *)state;
    return true;
}

/* A consumer that cannot go on ends the reading. */
static bool stop(void *state, const struct access_row *row, struct err *err)
{
    (void)row;
    if (++*(unsigned *)state < 2)
        return true;
    return FAIL(err, ERR_IO, "test.full", "%s", "");
}

static bool extract(struct instance *in, struct err *err)
{
    unsigned rows = 0;
    struct access_period period = {{0}, {INT64_MAX}};
    return access_log_of_person(in->db, 3, &period, (struct access_reader){&rows, take}, err);
}

static bool sample(struct instance *in, struct err *err)
{
    unsigned rows = 0;
    struct access_sample s = {.period = {{0}, {INT64_MAX}}, .count = 3, .seed = 5};
    if (!access_log_between(in->db, &s.period, &s.of, err) ||
        !access_sample(in->db, &s, (struct access_reader){&rows, take}, err))
        return false;
    assert_int_equal(rows, 3);
    return true;
}

struct doing {
    const char *name;
    bool (*run)(struct instance *in, struct err *err);
    int64_t more; /* entries that are sealed after it */
};
static const struct doing DOING[] = {
    {"verify", verify, 0},   {"extract", extract, 0}, {"sample", sample, 0},       {"act", act, 1},
    {"write", write_one, 1}, {"erase", erase, 1},     {"forget", forget, 1 - OLD},
};

static void whichever_statement_fails(void **state)
{
    struct instance in;
    open_home(*state, &in);
    for (size_t i = 0; i < sizeof DOING / sizeof *DOING; i++) {
        const struct doing *d = &DOING[i];
        int64_t before = sealed(&in);
        unsigned calls = 0;
        for (unsigned n = 1;; n++) {
            struct err err = {0};
            failing_steps = (struct failing_steps){.fail_at = n};
            bool done = d->run(&in, &err);
            calls = failing_steps.calls;
            failing_steps = (struct failing_steps){0};
            if (done && calls >= n) /* what failed was not needed: nothing here is */
                fail_msg("%s: statement %u of %u failed and nobody said so", d->name, n, calls);
            if (done)
                break;
            assert_int_equal(err.kind, ERR_IO);
            assert_int_equal(sealed(&in), before);
        }
        assert_int_equal(sealed(&in), before + d->more);
    }
    instance_close(&in);
}

static void who_reads_may_stop(void **state)
{
    struct instance in;
    struct err err = {0};
    unsigned rows = 0;
    open_home(*state, &in);
    assert_false(access_log_each(in.db, (struct access_reader){&rows, stop}, &err));
    assert_string_equal(err.code, "test.full");
    assert_int_equal(rows, 2);
    assert_int_equal(sealed(&in), ENTRIES);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(whichever_statement_fails),
        CASE(who_reads_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
