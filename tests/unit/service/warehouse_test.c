/* service/figures/warehouse.h: a snapshot is what the registry and the loads say, in step with
 * them, and CURRENT names a whole one whatever fails. */
#include "county.h"

#include "core/folder.h"
#include "engine/meaning.h"
#include "failing_files.h"
#include "forge.h"
#include "service/figures/verify.h"
#include "service/figures/warehouse.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>

static const struct warehouse_use PLAIN = {0};

/* Opens, says why, closes. */
static enum warehouse_why open_and_close(struct scratch *s, struct instance *in, char *name)
{
    struct warehouse_now now;
    struct err err = {0};
    if (!warehouse_open(s->arena, in, &PLAIN, &now, &err))
        fail_msg("%s %s", err.code, err.detail);
    if (name)
        (void)snprintf(name, 16, "%.*s", STR_FMT(now.name));
    snapshot_close(&now.snapshot);
    return now.why;
}

static unsigned snapshots(struct scratch *s)
{
    const char *const *name = NULL;
    size_t count = 0;
    struct err err = {0};
    assert_true(
        folder_list(s->arena, scratch_path(s, "home/" INSTANCE_SNAPSHOTS), &name, &count, &err));
    return (unsigned)count;
}

/* Turns a byte in the middle of the file. */
static void damage(const char *path)
{
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    (void)fseek(f, 0, SEEK_END);
    long middle = ftell(f) / 2;
    (void)fseek(f, middle, SEEK_SET);
    int byte = fgetc(f);
    (void)fseek(f, middle, SEEK_SET);
    (void)fputc(byte ^ 1, f);
    (void)fclose(f);
}

static const char *snapshot_at(struct scratch *s, const char *name)
{
    return scratch_path(s, str_fmt(s->arena, "home/" INSTANCE_SNAPSHOTS "/%s", name).at);
}

static void nothing_loaded_is_said(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = {.home = scratch_path(s, "home")};
    struct instance in;
    struct warehouse_now now;
    struct err err = {0};
    assert_true(instance_make(s->arena, &o, STR("23"), &err));
    assert_true(instance_open(s->arena, &o, &in, &err));
    FAILS(warehouse_open(s->arena, &in, &PLAIN, &now, &err), "warehouse.empty", &err);
    FAILS(warehouse_look(s->arena, &in, &now, &err), "warehouse.none", &err);
    instance_close(&in);
}

static void has_what_the_registry_says(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct warehouse_now now;
    struct err err = {0};
    county_open(s, &in);
    assert_true(warehouse_open(s->arena, &in, &PLAIN, &now, &err));
    const struct snapshot *n = &now.snapshot;
    assert_int_equal(now.why, WAREHOUSE_FIRST);
    assert_int_equal(n->origin.position, 2);
    assert_int_equal(n->origin.last_load, 1);
    assert_int_equal(n->last_contact.n, 45287);
    assert_int_equal(n->known_units, 3);
    assert_int_equal(n->units, 4);
    assert_true(str_eq(n->unit_name[1], STR("Södra")));
    assert_int_equal(n->unit_operator[1], OPERATOR_EXTERNAL);
    assert_true(str_eq(n->place[n->unit_county[2]], STR("21")));
    assert_int_equal(n->unit_municipality[2], SNAPSHOT_NONE16);
    assert_int_equal(n->staff_count, 2);
    assert_int_equal(n->staff_protected[1], 1);
    uint32_t first = 0, second = 0, third = 0;
    assert_true(snapshot_person(n, 1, &first));
    assert_true(snapshot_person(n, 2, &second));
    assert_true(snapshot_person(n, 3, &third));
    assert_int_equal(n->birth[first], 20000);
    assert_int_equal(n->end[first], SNAPSHOT_NONE16);
    assert_int_equal(n->protection[second], PROTECTION_CONFIDENTIAL);
    assert_int_equal(n->birth[third], INT32_MIN);
    assert_int_equal(n->end[third], 44300);
    assert_int_equal(n->listings.count, 3);
    assert_int_equal(n->listings.to[n->listings.first[third]], 44300);
    assert_int_equal(n->named_contacts.count, 2);
    assert_int_equal(n->named_contacts.kind[n->named_contacts.first[first]], KIND_DOCTOR);
    assert_int_equal(n->residences.count, 1); /* the one that ends before it begins covers no day */
    assert_int_equal(n->contacts.count, 4);
    /* The contact under the identifier that was joined is the person's. */
    assert_int_equal(n->contacts.first[first + 1] - n->contacts.first[first], 2);
    snapshot_close(&now.snapshot);
    instance_close(&in);
}

static void follows_the_registry_and_keeps_three(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct warehouse_now old, now;
    struct err err = {0};
    char name[16], next[16];
    county_open(s, &in);
    assert_true(warehouse_open(s->arena, &in, &PLAIN, &old, &err));
    assert_int_equal(open_and_close(s, &in, name), WAREHOUSE_AS_IT_WAS);
    for (int load = 2; load < 7; load++) {
        county_load(s, &in, load, 45287 + load);
        /* What a power cut left of one is cleared away with the old ones. */
        (void)scratch_write(s, "home/" INSTANCE_SNAPSHOTS "/000000009.new-0badcafe", STR("half"));
        assert_true(warehouse_look(s->arena, &in, &now, &err)); /* behind, and still there */
        snapshot_close(&now.snapshot);
        assert_int_equal(open_and_close(s, &in, next), WAREHOUSE_BEHIND);
        assert_true(strcmp(next, name) > 0);
        assert_int_equal(snapshots(s), load < 3 ? load : 3);
    }
    assert_int_equal(old.snapshot.contacts.count, 4); /* whoever reads it keeps it */
    assert_int_equal(old.snapshot.last_contact.n, 45287);
    snapshot_close(&old.snapshot);
    assert_true(warehouse_open(s->arena, &in, &PLAIN, &now, &err));
    assert_int_equal(now.snapshot.contacts.count, 24);
    snapshot_close(&now.snapshot);
    instance_close(&in);
}

/* As if another version of the program had made it: that is no damage, and nobody is told. */
static void of_another_version(const char *path)
{
    enum { VERSION_AT = 12 }; /* bytes into the file */
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    (void)fseek(f, VERSION_AT, SEEK_SET);
    (void)fputc(1, f);
    (void)fclose(f);
}

static bool no_finding(void *state, const struct verify_finding *f, struct err *err)
{
    (void)state;
    (void)err;
    fail_msg("%.*s %s", STR_FMT(f->file), f->why.code);
    return false;
}

static void a_snapshot_of_another_version_is_built_anew(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct warehouse_now now;
    struct verify_report report;
    struct err err = {0};
    char name[16];
    county_open(s, &in);
    (void)open_and_close(s, &in, name);
    of_another_version(snapshot_at(s, name));
    FAILS(warehouse_look(s->arena, &in, &now, &err), "colfile.version", &err);
    err = (struct err){0};
    assert_true(
        warehouse_verify(&in, (struct verify_reader){NULL, no_finding, NULL}, &report, &err));
    assert_int_equal(open_and_close(s, &in, NULL), WAREHOUSE_VERSION);
    assert_false(file_exists(snapshot_at(s, name)));
    assert_int_equal(open_and_close(s, &in, NULL), WAREHOUSE_AS_IT_WAS);
    instance_close(&in);
}

static void a_damaged_snapshot_is_refused_and_built_anew(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct warehouse_now now;
    struct err err = {0};
    char name[16];
    county_open(s, &in);
    (void)open_and_close(s, &in, name);
    damage(snapshot_at(s, name));
    assert_true(warehouse_open(s->arena, &in, &PLAIN, &now, &err));
    assert_int_equal(now.why, WAREHOUSE_DAMAGED);
    assert_string_equal(now.refused.code, "colfile.damaged");
    assert_non_null(strstr(now.refused.detail, name));
    snapshot_close(&now.snapshot);
    assert_false(file_exists(snapshot_at(s, name))); /* of no use to anyone */
    assert_int_equal(open_and_close(s, &in, name), WAREHOUSE_AS_IT_WAS);

    assert_int_equal(unlink(snapshot_at(s, name)), 0);
    assert_int_equal(open_and_close(s, &in, name), WAREHOUSE_DAMAGED);
    static const char too_long[] =
        "000000001 0123456789abcdef and more than fits in one line of it\n";
    static const char *const wrong[] = {"", "000000001\n", "../../../etc/pa 0123456789abcdef\n",
                                        "000000001 0123456789abcdeg\n", too_long};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        (void)scratch_write(s, "home/" INSTANCE_CURRENT, str_of(wrong[i]));
        if (i < 4)
            FAILS(warehouse_look(s->arena, &in, &now, &err), "warehouse.current", &err);
        assert_int_equal(open_and_close(s, &in, NULL), WAREHOUSE_DAMAGED);
    }
    /* Whole, but not the one that was published. */
    (void)open_and_close(s, &in, name);
    (void)scratch_write(s, "home/" INSTANCE_CURRENT,
                        str_fmt(s->arena, "%s 0123456789abcdef\n", name));
    FAILS(warehouse_look(s->arena, &in, &now, &err), "colfile.damaged", &err);
    struct str held;
    bool is_behind;
    FAILS(warehouse_hold(s->arena, &in, STR("why"), &held, &is_behind, &err), "colfile.damaged",
          &err);
    assert_int_equal(open_and_close(s, &in, NULL), WAREHOUSE_DAMAGED);
    instance_close(&in);
}

/* CURRENT with that engine, and a snapshot that has the checksum but numbers without sense. */
static uint64_t forge_snapshot(struct scratch *s, const char *name)
{
    const char *path = snapshot_at(s, name), *forged = scratch_path(s, "forged");
    struct colfile f;
    struct err err = {0};
    struct forge change = {0, FORGE_SET, 0, 99}; /* of a first person's first listing */
    assert_true(colfile_open(s->arena, path, &SNAPSHOT_KIND, &f, &err));
    while (strcmp(f.section[change.section].name, "listing_unit") != 0)
        change.section++;
    colfile_close(&f);
    assert_true(forge_copy(path, forged, &SNAPSHOT_KIND, &change, 1));
    assert_int_equal(rename(forged, path), 0);
    assert_true(colfile_open(s->arena, path, &SNAPSHOT_KIND, &f, &err));
    uint64_t checksum = f.checksum;
    colfile_close(&f);
    return checksum;
}

/* Only the engine that proved a snapshot takes its numbers for what they were. */
static void what_another_engine_proved_is_proven_anew(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct warehouse_now now;
    struct err err = {0};
    char name[16];
    county_open(s, &in);
    (void)open_and_close(s, &in, name);
    const char *current = scratch_path(s, "home/" INSTANCE_CURRENT);
    struct str text, own = engine_fingerprint();
    assert_true(file_read_all(&FILES_POSIX, s->arena, current, 100, &text, &err));
    assert_int_equal(text.len, strlen("000000001 0123456789abcdef\n") + own.len + 1);
    assert_memory_equal(text.at + text.len - own.len - 1, own.at, own.len);
    /* As programs wrote it that did not say who proved: it opens, and is in step. */
    struct str rest = text, line = str_cut(&rest, '\n');
    (void)scratch_write(s, "home/" INSTANCE_CURRENT, str_fmt(s->arena, "%.*s\n", STR_FMT(line)));
    assert_int_equal(open_and_close(s, &in, NULL), WAREHOUSE_AS_IT_WAS);

    unsigned long long checksum = forge_snapshot(s, name);
    static const char *const others[] = {"", "0123456789abcdef\n", "0123456789abcdef and more\n"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        (void)scratch_write(s, "home/" INSTANCE_CURRENT,
                            str_fmt(s->arena, "%s %016llx\n%s", name, checksum, others[i]));
        FAILS(warehouse_look(s->arena, &in, &now, &err), "snapshot.damaged", &err);
    }
    (void)scratch_write(s, "home/" INSTANCE_CURRENT,
                        str_fmt(s->arena, "%s %016llx\n%.*s\n", name, checksum, STR_FMT(own)));
    err = (struct err){0};
    assert_true(warehouse_look(s->arena, &in, &now, &err)); /* as it was said to be proven */
    snapshot_close(&now.snapshot);
    (void)scratch_write(s, "home/" INSTANCE_CURRENT,
                        str_fmt(s->arena, "%s %016llx\n", name, checksum));
    assert_int_equal(open_and_close(s, &in, NULL), WAREHOUSE_DAMAGED);
    assert_int_equal(open_and_close(s, &in, NULL), WAREHOUSE_AS_IT_WAS);
    instance_close(&in);
}

static void a_segment_must_be_the_one_that_was_committed(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct warehouse_now now;
    struct err err = {0};
    const char *path = scratch_path(s, "home/" INSTANCE_SEGMENTS "/1.segment");
    county_open(s, &in);
    damage(path);
    FAILS(warehouse_open(s->arena, &in, &PLAIN, &now, &err), "warehouse.segment_damaged", &err);
    assert_non_null(strstr(err.detail, "/1.segment (1)"));
    assert_int_equal(unlink(path), 0);
    FAILS(warehouse_open(s->arena, &in, &PLAIN, &now, &err), "warehouse.segment_missing", &err);
    county_script(&in, "DELETE FROM load_segment; DELETE FROM load;");
    county_load(s, &in, 1, 45287);
    county_load(s, &in, 2, 45288);
    assert_int_equal(rename(scratch_path(s, "home/" INSTANCE_SEGMENTS "/2.segment"), path), 0);
    FAILS(warehouse_open(s->arena, &in, &PLAIN, &now, &err), "warehouse.segment_damaged", &err);
    assert_int_equal(snapshots(s), 0);
    instance_close(&in);
}

/* A byte that turned on the disk may name what there is not: no figure is made of it. */
static void a_registry_that_contradicts_itself_is_refused(void **state)
{
    struct scratch *s = *state;
    static const char *const damages[] = {"UPDATE unit_list SET unit = unit + 900",
                                          "UPDATE listing_effect SET person = person + 70000",
                                          "UPDATE named_contact_stated SET staff = -1"};
    for (size_t i = 0; i < ARRAY_LEN(damages); i++) {
        struct instance in;
        struct warehouse_now now;
        struct err err = {0};
        county_open(s, &in);
        assert_true(db_script(in.db, "test", STR("PRAGMA foreign_keys = OFF"), &err));
        assert_true(db_script(in.db, "test", str_of(damages[i]), &err));
        FAILS(warehouse_open(s->arena, &in, &PLAIN, &now, &err), "store.damaged", &err);
        assert_int_equal(snapshots(s), 0);
        instance_close(&in);
        scratch_remove(scratch_path(s, "home"));
    }
}

/* Builds the second snapshot with the n-th call of the disk failing; then CURRENT must name the
 * first or the second, whole, and the next attempt must bring the second. False: all were tried. */
static bool try_failing(struct scratch *s, unsigned n, enum failing how)
{
    struct instance in;
    struct warehouse_now now;
    struct err err = {0};
    county_open(s, &in);
    (void)open_and_close(s, &in, NULL);
    county_load(s, &in, 2, 45288);
    struct failing_files f = failing_files(n, how, EIO);
    f.torn = true;
    struct warehouse_use use = {.files = failing_files_table(&f)};
    if (warehouse_open(s->arena, &in, &use, &now, &err)) {
        assert_int_equal(now.snapshot.contacts.count, 8);
        snapshot_close(&now.snapshot);
    } else {
        assert_int_equal(err.kind, ERR_IO);
    }
    err = (struct err){0};
    assert_true(warehouse_look(s->arena, &in, &now, &err));
    assert_true(now.snapshot.contacts.count == 4 || now.snapshot.contacts.count == 8);
    snapshot_close(&now.snapshot);
    assert_true(warehouse_open(s->arena, &in, &PLAIN, &now, &err));
    assert_int_equal(now.snapshot.contacts.count, 8);
    snapshot_close(&now.snapshot);
    assert_true(snapshots(s) <= 3);
    instance_close(&in);
    scratch_remove(scratch_path(s, "home"));
    return f.calls >= n;
}

static void current_is_the_old_or_the_new_one(void **state)
{
    unsigned n = 1;
    while (try_failing(*state, n, FAIL_ONCE))
        n++;
    assert_true(n > 10);
    for (n = 1; try_failing(*state, n, FAIL_STICKY);)
        n++;
}

struct builder {
    struct scratch *s;
    struct instance in;
    char name[16];
    enum warehouse_why why;
};

static void *build(void *state)
{
    struct builder *b = state;
    struct warehouse_now now;
    struct err err = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    if (warehouse_open(a, &b->in, &PLAIN, &now, &err)) {
        (void)snprintf(b->name, sizeof b->name, "%.*s", STR_FMT(now.name));
        b->why = now.why;
        snapshot_close(&now.snapshot);
    }
    arena_close(a);
    return NULL;
}

static void two_at_once_build_one(void **state)
{
    struct scratch *s = *state;
    struct builder b[2] = {{.s = s}, {.s = s}};
    struct instance_options o = {.home = scratch_path(s, "home")};
    struct err err = {0};
    pthread_t thread[2];
    county_open(s, &b[0].in);
    assert_true(instance_open(s->arena, &o, &b[1].in, &err));
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, build, &b[i]), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(thread[i], NULL), 0);
    assert_string_equal(b[0].name, "000000001");
    assert_string_equal(b[1].name, "000000001");
    assert_true((b[0].why == WAREHOUSE_FIRST) != (b[1].why == WAREHOUSE_FIRST));
    assert_int_equal(snapshots(s), 1);
    instance_close(&b[0].in);
    instance_close(&b[1].in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_loaded_is_said, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(has_what_the_registry_says, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(follows_the_registry_and_keeps_three, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_snapshot_of_another_version_is_built_anew, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_snapshot_is_refused_and_built_anew, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(what_another_engine_proved_is_proven_anew, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_segment_must_be_the_one_that_was_committed, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_registry_that_contradicts_itself_is_refused,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(current_is_the_old_or_the_new_one, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(two_at_once_build_one, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
