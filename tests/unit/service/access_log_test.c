/* service/access/access_log.h, access_key.h, access_checkpoint.h, access_verify.h: what is written
 * with an act, what the log finds of what was done to it in the database, and what a patient is
 * shown. */
#include "service/access/access_checkpoint.h"
#include "service/access/access_keep.h"

#include "access_scene.h"
#include "failing_files.h"
#include "failing_sqlite.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static struct failing_sqlite *disk;

static void written_sealed_and_sound(void **state)
{
    struct place p;
    struct stat s;
    open_home(&p, *state, NULL);
    fill(&p, 10);
    struct access_verdict v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.sealed, 10);
    assert_int_equal(v.unsealed, 0);
    assert_int_equal(stat(scratch_path(p.scratch, "home/access-log.key"), &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    instance_close(&p.in);
}

static void more_than_are_written_at_once(void **state)
{
    struct place p;
    open_home(&p, *state, NULL);
    fill(&p, 2001);
    struct access_verdict v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.sealed, 2001);
    instance_close(&p.in);
}

struct change {
    const char *sql;
    enum access_fault fault;
};

/* Each column of an entry, set to something else of its kind. */
static void each_column_changed(void **state)
{
    static const char *const changes[] = {
        "at = at + 1",       "actor = 'SE0000000000-P2'",
        "role = role + 1",   "unit = 'SE0000000000-U2'",
        "unit = NULL",       "purpose = purpose + 1",
        "on_behalf = 5",     "act = 'explain '",
        "kind = kind + 1",   "outcome = outcome + 1",
        "person = 9999",     "person = NULL",
        "about = 'measure'", "about = NULL",
        "count = 8",         "position = 3",
    };
    struct place p;
    open_home(&p, *state, NULL);
    fill(&p, 100);
    for (int n = 1; n <= 100; n += 9)
        for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
            run_fmt(&p,
                    "CREATE TEMP TABLE kept AS SELECT * FROM access_log WHERE sequence = %d;"
                    "UPDATE access_log SET %s WHERE sequence = %d",
                    n, changes[i], n);
            struct access_verdict v = judge(&p, NULL);
            assert_int_equal(v.fault, ACCESS_CHANGED);
            assert_int_equal(v.broken, n);
            assert_int_equal(v.sealed, n - 1);
            run(&p, "REPLACE INTO access_log SELECT * FROM temp.kept; DROP TABLE temp.kept");
        }
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    instance_close(&p.in);
}

/* Of a thousand, in the database: each removed; each swapped with the next; one put in before each.
 * Some of them: the whole log is read each time, and tests/unit/domain tries every one. */
static void rows_removed_swapped_put_in(void **state)
{
    enum { ENTRIES = 1000 };
    struct place p;
    open_home(&p, *state, NULL);
    fill(&p, ENTRIES);
    for (int n = 1; n < ENTRIES; n += 13) {
        run_fmt(&p, "CREATE TEMP TABLE kept AS SELECT * FROM access_log WHERE sequence >= %d", n);
        run_fmt(&p, "DELETE FROM access_log WHERE sequence = %d", n);
        struct access_verdict v = judge(&p, NULL);
        assert_int_equal(v.fault, ACCESS_MISSING);
        assert_int_equal(v.broken, n);
        run_fmt(&p,
                "REPLACE INTO access_log SELECT * FROM temp.kept;"
                "UPDATE access_log SET sequence = NULL, sum = NULL, chain = NULL WHERE sequence = "
                "%d; UPDATE access_log SET sequence = %d, sum = (SELECT sum FROM temp.kept WHERE "
                "sequence = %d), chain = (SELECT chain FROM temp.kept WHERE sequence = %d) WHERE "
                "sequence = %d",
                n, n, n + 1, n + 1, n + 1);
        run_fmt(&p,
                "UPDATE access_log SET sequence = %d, sum = (SELECT sum FROM temp.kept WHERE "
                "sequence = %d), chain = (SELECT chain FROM temp.kept WHERE sequence = %d) WHERE "
                "sequence IS NULL",
                n + 1, n, n);
        v = judge(&p, NULL);
        assert_int_equal(v.fault, ACCESS_CHANGED);
        assert_int_equal(v.broken, n);
        run_fmt(&p, "DELETE FROM access_log WHERE sequence >= %d", n);
        run_fmt(&p,
                "INSERT INTO access_log SELECT * FROM temp.kept WHERE sequence < %d;"
                "INSERT INTO access_log (at, actor, act, sequence, sum, chain) SELECT at, actor, "
                "act, %d, sum, chain FROM temp.kept WHERE sequence = %d;",
                n, n, n);
        v = judge(&p, NULL);
        assert_int_equal(v.fault, ACCESS_CHANGED);
        assert_int_equal(v.broken, n);
        run_fmt(&p,
                "DELETE FROM access_log WHERE sequence >= %d;"
                "INSERT INTO access_log SELECT * FROM temp.kept; DROP TABLE temp.kept",
                n);
    }
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    assert_int_equal(judge(&p, NULL).sealed, ENTRIES);
    instance_close(&p.in);
}

static struct access_checkpoint read_checkpoint(struct place *p, const char *path)
{
    struct access_checkpoint c = {.at = {0}};
    struct access_key key = key_of(p);
    struct err err = {0};
    assert_true(access_checkpoint_read(&FILES_POSIX, path, &key, &c, &err));
    return c;
}

/* Of a thousand, each number of the last: the log is cut off by one more each time. */
static void what_is_cut_off_the_checkpoint_finds(void **state)
{
    enum { ENTRIES = 1000, BEHIND = 5, KEPT = ENTRIES - 10 };
    struct place p;
    open_home(&p, *state, NULL);
    const char *path = scratch_path(p.scratch, "checkpoint");
    p.in.checkpoint = str_of(path);
    fill(&p, ENTRIES);
    struct access_checkpoint c = read_checkpoint(&p, path);
    assert_int_equal(c.link.sequence, ENTRIES);
    assert_int_equal(judge(&p, &c).fault, ACCESS_SOUND);
    p.in.checkpoint = STR("");
    fill(&p, BEHIND); /* entries behind it do not matter */
    assert_int_equal(judge(&p, &c).fault, ACCESS_SOUND);
    run(&p, "CREATE TEMP TABLE kept AS SELECT * FROM access_log");
    for (int n = ENTRIES; n >= 1; n--) {
        run_fmt(&p, "DELETE FROM access_log WHERE sequence >= %d", n);
        assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND); /* the control misses it */
        struct access_verdict v = judge(&p, &c);
        assert_int_equal(v.fault, ACCESS_CUT_OFF);
        assert_int_equal(v.broken, n);
    }
    /* An older copy that went on, with other entries, until as far as the checkpoint. */
    run_fmt(&p, "INSERT INTO access_log SELECT * FROM temp.kept WHERE sequence <= %d", KEPT);
    fill(&p, ENTRIES - KEPT + BEHIND);
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    struct access_verdict v = judge(&p, &c);
    assert_int_equal(v.fault, ACCESS_FORKED);
    assert_int_equal(v.broken, ENTRIES);
    instance_close(&p.in);
}

static void each_byte_of_a_checkpoint(void **state)
{
    struct place p;
    struct err err = {0};
    struct str text;
    open_home(&p, *state, NULL);
    const char *path = scratch_path(p.scratch, "checkpoint");
    p.in.checkpoint = str_of(path);
    fill(&p, 3);
    struct access_key key = key_of(&p);
    struct access_checkpoint c;
    assert_true(file_read_all(&FILES_POSIX, p.scratch->arena, path, 4096, &text, &err));
    char bytes[1024];
    memcpy(bytes, text.at, text.len);
    for (size_t i = 0; i < text.len; i++) {
        bytes[i] ^= 1;
        (void)scratch_write(p.scratch, "other", (struct str){bytes, text.len});
        err.kind = ERR_NONE;
        assert_false(
            access_checkpoint_read(&FILES_POSIX, scratch_path(p.scratch, "other"), &key, &c, &err));
        assert_true(strcmp(err.code, "log.checkpoint_form") == 0 ||
                    strcmp(err.code, "log.checkpoint_signature") == 0);
        bytes[i] ^= 1;
    }
    err.kind = ERR_NONE;
    for (size_t len = 0; len < text.len; len += 7) {
        (void)scratch_write(p.scratch, "other", (struct str){bytes, len});
        FAILS(
            access_checkpoint_read(&FILES_POSIX, scratch_path(p.scratch, "other"), &key, &c, &err),
            "log.checkpoint_form", &err);
    }
    struct access_key other = {secret_make(), secret_make()};
    FAILS(access_checkpoint_read(&FILES_POSIX, path, &other, &c, &err), "log.checkpoint_signature",
          &err);
    p.in.checkpoint = STR("checkpoint");
    FAILS(access_log_checkpoint(&p.in, &err), "log.checkpoint_path", &err);
    instance_close(&p.in);
}

/* Refused with that code; neither entry nor checkpoint is written. */
static void refuses(struct place *p, const char *code, const char *detail)
{
    struct err err = {0};
    struct access_entry e = entry(p, 77);
    struct access_verdict before = judge(p, NULL), after;
    FAILS(access_log_write(&p->in, &e, 1, &err), code, &err);
    assert_non_null(strstr(err.detail, detail));
    after = judge(p, NULL);
    assert_int_equal(after.fault, before.fault);
    assert_int_equal(after.sealed, before.sealed);
    assert_int_equal(after.unsealed, before.unsealed);
}

/* By hand, into the table: no act of the program makes it genuine. */
static void what_was_put_in_is_never_sealed(void **state)
{
    struct place p;
    struct err err = {0};
    struct actor actor;
    struct access_kept kept;
    open_home(&p, *state, NULL);
    actor = actor_of_process(p.scratch->arena);
    fill(&p, 3);
    run(&p, "INSERT INTO access_log (at, actor, act) VALUES (1, 'x', 'y')");
    struct access_verdict v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_UNSEALED);
    assert_int_equal(v.broken, 0);
    assert_int_equal(v.sealed, 3);
    assert_int_equal(v.unsealed, 1);
    refuses(&p, "log.unsealed", "1");
    struct access_erasure what = {.sequence = 2, .decision = STR("2026-1"), .actor = actor};
    FAILS(access_log_erase_entry(&p.in, &what, &err), "log.unsealed", &err);
    struct access_keeping keeping = {.actor = actor};
    FAILS(access_keep_since(p.scratch->arena, &p.in, (struct moment){90000000}, &keeping, &kept,
                            &err),
          "log.unsealed", &err);
    struct access_entry e = entry(&p, 4);
    assert_true(db_begin(p.in.db, DB_WRITE, &err));
    FAILS(access_log_act(&p.in, p.in.db, &e, &err), "log.unsealed", &err);
    db_rollback(p.in.db);
    assert_int_equal(judge(&p, NULL).sealed, 3);
    /* a worse fault is told first */
    run(&p, "UPDATE access_log SET about = about || 'z' WHERE sequence = 2");
    assert_int_equal(judge(&p, NULL).fault, ACCESS_CHANGED);
    run(&p, "UPDATE access_log SET about = substr(about, 1, length(about) - 1) WHERE "
            "sequence = 2;"
            "DELETE FROM access_log WHERE sequence IS NULL");
    fill(&p, 1);
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    assert_int_equal(judge(&p, NULL).sealed, 4);
    instance_close(&p.in);
}

/* Before the first entry there is no key; none is made for it. */
static void what_was_put_in_before_the_first(void **state)
{
    struct place p;
    struct err err = {0};
    open_home(&p, *state, NULL);
    run(&p, "INSERT INTO access_log (at, actor, act) VALUES (1, 'x', 'y'), (2, 'x', 'y')");
    struct access_entry e = entry(&p, 1);
    FAILS(access_log_write(&p.in, &e, 1, &err), "log.unsealed", &err);
    assert_string_equal(err.detail, "2");
    assert_false(file_exists(scratch_path(p.scratch, "home/access-log.key")));
    instance_close(&p.in);
}

/* The act after it would write a checkpoint that does not know of what is gone. */
static void nothing_is_added_to_a_log_that_was_cut_off(void **state)
{
    struct place p;
    open_home(&p, *state, NULL);
    const char *path = scratch_path(p.scratch, "checkpoint");
    p.in.checkpoint = str_of(path);
    fill(&p, 30);
    run(&p, "CREATE TEMP TABLE kept AS SELECT * FROM access_log");
    static const int from[] = {30, 29, 15, 2, 1};
    for (size_t i = 0; i < ARRAY_LEN(from); i++) {
        run_fmt(&p, "DELETE FROM access_log WHERE sequence >= %d", from[i]);
        refuses(&p, "log.checkpoint_unmet", str_fmt(p.scratch->arena, "%d (cut_off)", from[i]).at);
        assert_int_equal(read_checkpoint(&p, path).link.sequence, 30);
    }
    /* An older copy that went on without the setting: as far as the checkpoint, and farther. */
    run(&p, "INSERT INTO access_log SELECT * FROM temp.kept WHERE sequence <= 20");
    for (int i = 0; i < 2; i++) {
        p.in.checkpoint = STR("");
        fill(&p, 10);
        p.in.checkpoint = str_of(path);
        refuses(&p, "log.checkpoint_unmet", "30 (forked)");
    }
    assert_int_equal(read_checkpoint(&p, path).link.sequence, 30);
    run(&p, "DELETE FROM access_log; INSERT INTO access_log SELECT * FROM temp.kept");
    fill(&p, 1);
    assert_int_equal(read_checkpoint(&p, path).link.sequence, 31);
    instance_close(&p.in);
}

/* After a power cut it stands behind; what it tells of may have been removed since. */
static void a_checkpoint_from_before_is_met(void **state)
{
    struct place p;
    struct err err = {0};
    struct access_kept kept;
    open_home(&p, *state, NULL);
    const char *path = scratch_path(p.scratch, "checkpoint");
    p.in.checkpoint = str_of(path);
    fill(&p, 9);
    p.in.checkpoint = STR("");
    fill(&p, 9);
    p.in.checkpoint = str_of(path);
    fill(&p, 1);
    assert_int_equal(read_checkpoint(&p, path).link.sequence, 19);
    for (int i = 0; i < 2; i++) {
        struct access_keeping ask = {.actor = actor_of_process(p.scratch->arena)};
        struct moment all = {90000000};
        assert_true(access_keep_since(p.scratch->arena, &p.in, all, &ask, &kept, &err));
    }
    assert_int_equal(read_checkpoint(&p, path).link.sequence, 21);
    (void)scratch_write(p.scratch, "checkpoint", STR("something else\n"));
    refuses(&p, "log.checkpoint_form", path);
    assert_int_equal(remove(path), 0);
    fill(&p, 1);
    assert_int_equal(read_checkpoint(&p, path).link.sequence, 22);
    instance_close(&p.in);
}

static void where_no_checkpoint_can_be_kept(void **state)
{
    struct place p;
    struct scratch *s = *state;
    open_home(&p, s, NULL);
    fill(&p, 1);
    (void)scratch_write(s, "file", STR("no folder\n"));
    assert_int_equal(mkdir(scratch_path(s, "home-2"), 0700), 0);
    assert_int_equal(symlink(scratch_path(s, "home/loads"), scratch_path(s, "link")), 0);
    static const struct {
        const char *place, *code;
    } bad[] = {
        {"no/where", "log.checkpoint_place"},        {"file/checkpoint", "log.checkpoint_place"},
        {"home/checkpoint", "log.checkpoint_path"},  {"home/loads/c", "log.checkpoint_path"},
        {"home-2/../home/c", "log.checkpoint_path"}, {"link/c", "log.checkpoint_path"},
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        p.in.checkpoint = str_of(scratch_path(s, bad[i].place));
        refuses(&p, bad[i].code, bad[i].place);
        assert_false(file_exists(scratch_path(s, bad[i].place)));
    }
    struct err err = {0}; /* beside a home that is not made yet */
    assert_true(
        access_checkpoint_place(scratch_path(s, "home-2/c"), scratch_path(s, "none"), &err));
    p.in.checkpoint = STR("here");
    refuses(&p, "log.checkpoint_path", "here");
    p.in.checkpoint = str_of(scratch_path(s, "home-2/checkpoint")); /* beside the home */
    fill(&p, 1);
    assert_true(file_exists(scratch_path(s, "home-2/checkpoint")));
    instance_close(&p.in);
}

static void a_key_that_is_lost(void **state)
{
    struct place p;
    struct err err = {0};
    struct access_key key;
    open_home(&p, *state, NULL);
    fill(&p, 3);
    const char *path = scratch_path(p.scratch, "home/access-log.key");
    struct access_entry e = entry(&p, 4);
    assert_int_equal(rename(path, scratch_path(p.scratch, "kept")), 0);
    FAILS(access_log_write(&p.in, &e, 1, &err), "log.key_missing", &err);
    FAILS(access_key_read(&FILES_POSIX, path, &key, &err), "log.key_missing", &err);
    assert_false(file_exists(path)); /* none is made in its place */
    (void)scratch_write(p.scratch, "home/access-log.key", STR("no key\n"));
    FAILS(access_log_write(&p.in, &e, 1, &err), "log.key_damaged", &err);
    (void)scratch_write(p.scratch, "home/access-log.key", STR(""));
    FAILS(access_log_write(&p.in, &e, 1, &err), "log.key_damaged", &err);
    assert_int_equal(rename(scratch_path(p.scratch, "kept"), path), 0);
    assert_int_equal(judge(&p, NULL).sealed, 3); /* nothing of it was written */
    assert_int_equal(judge(&p, NULL).unsealed, 0);
    struct str whole;
    assert_true(file_read_all(&FILES_POSIX, p.scratch->arena, path, 4096, &whole, &err));
    whole.len--; /* somebody's editor left out the end of the line: it is the key all the same */
    (void)scratch_write(p.scratch, "home/access-log.key", whole);
    assert_int_equal(judge(&p, NULL).sealed, 3);
    instance_close(&p.in);
}

/* Whichever call of the disk fails: the entries are there, sealed, or nothing of them is. */
static void the_nth_call_fails(void **state)
{
    bool more = true;
    for (unsigned n = 1; more; n++) {
        struct place p;
        struct err err = {0};
        open_home(&p, *state, NULL);
        fill(&p, 3);
        struct access_entry e[] = {entry(&p, 4), entry(&p, 5)};
        *disk = (struct failing_sqlite){.fail_at = n};
        bool failed = !access_log_write(&p.in, e, ARRAY_LEN(e), &err);
        more = disk->calls >= n;
        *disk = (struct failing_sqlite){.fail_at = 0};
        assert_true(!failed || err.kind == ERR_IO || err.kind == ERR_BUSY);
        instance_close(&p.in);
        open_home(&p, *state, NULL);
        struct access_verdict v = judge(&p, NULL);
        assert_int_equal(v.fault, ACCESS_SOUND);
        assert_int_equal(v.unsealed, 0);
        assert_true(v.sealed == 5 || (failed && v.sealed == 3));
        instance_close(&p.in);
        scratch_remove(scratch_path(p.scratch, "home"));
    }
}

/* The first entry makes the key: what of it fails leaves no entry, and the next makes it. */
static void the_nth_call_of_the_key_fails(void **state)
{
    bool more = true;
    for (unsigned n = 1; more; n++) {
        struct place p;
        struct err err = {0};
        struct failing_files files = failing_files(n, FAIL_ONCE, EIO);
        open_home(&p, *state, NULL);
        struct access_entry e = entry(&p, 1);
        p.in.files = failing_files_table(&files);
        bool failed = !access_log_write(&p.in, &e, 1, &err);
        p.in.files = &FILES_POSIX;
        fill(&p, 1);
        struct access_verdict v = judge(&p, NULL);
        assert_int_equal(v.fault, ACCESS_SOUND);
        assert_int_equal(v.sealed, failed ? 1 : 2);
        instance_close(&p.in);
        scratch_remove(scratch_path(p.scratch, "home"));
        more = files.calls >= n;
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(written_sealed_and_sound),
        TEST(more_than_are_written_at_once),
        TEST(each_column_changed),
        TEST(rows_removed_swapped_put_in),
        TEST(what_is_cut_off_the_checkpoint_finds),
        TEST(each_byte_of_a_checkpoint),
        TEST(what_was_put_in_is_never_sealed),
        TEST(what_was_put_in_before_the_first),
        TEST(nothing_is_added_to_a_log_that_was_cut_off),
        TEST(a_checkpoint_from_before_is_met),
        TEST(where_no_checkpoint_can_be_kept),
        TEST(a_key_that_is_lost),
        TEST(the_nth_call_fails),
        TEST(the_nth_call_of_the_key_fails),
    };
    disk = failing_sqlite_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
