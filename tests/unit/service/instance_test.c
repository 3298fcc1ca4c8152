/* service/instance.h and service/region.h: made whole or not at all, opened, refused. */
#include "service/instance.h"
#include "service/work.h"
#include "store/instance_store.h"

#include "failing_files.h"
#include "failing_sqlite.h"
#include "how_many.h"
#include "scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct instance_options options_of(struct scratch *s)
{
    return (struct instance_options){.home = scratch_path(s, "home")};
}

static void is_made_and_opened(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct instance in;
    struct err err = {0};
    FAILS(instance_open(s->arena, &o, &in, &err), "instance.missing", &err);
    assert_true(instance_make(s->arena, &o, STR("23"), &err));
    struct stat st;
    assert_int_equal(stat(o.home, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_true(instance_open(s->arena, &o, &in, &err));
    assert_true(str_eq(in.region.county, STR("23")));
    assert_true(str_eq(in.region.id, STR("jamtland")));
    assert_false(in.is_demo);
    struct db *other = NULL;
    assert_true(instance_db(&in, &other, &err));
    db_close(other);
    instance_close(&in);
    FAILS(instance_make(s->arena, &o, STR("jamtland"), &err), "instance.exists", &err);
    unsigned run = 9;
    assert_true(instance_migrate(s->arena, &o, &run, &err));
    assert_int_equal(run, 0);
}

/* In a process of its own, which is nobody in particular. */
static void a_home_of_somebody_else_is_not_called_missing(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct instance in;
    struct err err = {0};
    assert_true(instance_make(s->arena, &o, STR("23"), &err));
    assert_int_equal(chmod(o.home, 0), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(2);
        bool opened = instance_open(s->arena, &o, &in, &err);
        _exit(!opened && strcmp(err.code, "file.open") == 0 ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(o.home, 0700), 0);
    assert_int_equal(status, 0);
}

static void an_unknown_region_makes_nothing(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct err err = {0};
    FAILS(instance_make(s->arena, &o, STR("99"), &err), "region.unknown", &err);
    assert_non_null(strstr(err.detail, "jamtland (23)"));
    assert_false(file_exists(o.home));
}

static void keeps_the_settings_that_stand(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct instance in;
    struct err err = {0};
    struct str text;
    assert_int_equal(mkdir(o.home, 0755), 0);
    (void)scratch_write(s, "home/kontinua.yaml", STR("# ours\nlang: sv\ntoday: 2020-01-01"));
    assert_true(instance_make(s->arena, &o, STR("jamtland"), &err));
    assert_true(instance_open(s->arena, &o, &in, &err));
    struct day today;
    assert_true(day_parse(STR("2024-01-15"), &today, &err));
    assert_true(instance_make_demo(&in, today, &err));
    assert_int_equal(instance_today(&in).n, today.n);
    instance_close(&in);
    assert_true(instance_open(s->arena, &o, &in, &err));
    assert_true(in.is_demo);
    instance_close(&in);
    const char *path = scratch_path(s, "home/kontinua.yaml");
    assert_true(file_read_all(&FILES_POSIX, s->arena, path, 1000, &text, &err));
    assert_true(str_eq(text, STR("# ours\nlang: sv\nregion: jamtland\ntoday: 2024-01-15\n")));
}

static void a_missing_region_is_told(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct instance in;
    struct err err = {0};
    assert_true(instance_make(s->arena, &o, STR("jamtland"), &err));
    (void)scratch_write(s, "home/kontinua.yaml", STR("lang: sv\n"));
    FAILS(instance_open(s->arena, &o, &in, &err), "rule.key_missing", &err);
}

/* After every failure there is no instance, and the next attempt makes one. */
static void is_made_whole_or_not_at_all(void **state)
{
    struct scratch *s = *state;
    for (unsigned n = 1;; n = next_failure(n)) {
        struct failing_files f = failing_files(n, FAIL_ONCE, EIO);
        struct instance_options o = options_of(s), again = o;
        o.files = failing_files_table(&f);
        struct instance in;
        struct err err = {0};
        bool made = instance_make(s->arena, &o, STR("jamtland"), &err);
        err.kind = ERR_NONE;
        if (!made && !instance_make(s->arena, &again, STR("jamtland"), &err))
            assert_string_equal(err.code, "instance.exists"); /* only the last sync failed */
        err.kind = ERR_NONE;
        assert_true(instance_open(s->arena, &again, &in, &err));
        instance_close(&in);
        scratch_remove(again.home);
        if (f.calls < n)
            break;
    }
}

/* So of every call of SQLite from which on none succeeds: a disk that is full when the registry is
 * closed leaves its write-ahead log, and the file alone would be half of it. */
static void a_full_disk_leaves_none(void **state)
{
    struct scratch *s = *state;
    struct failing_sqlite *disk = failing_sqlite_install();
    unsigned n = 0;
    for (bool failed = true; failed;) {
        struct instance_options o = options_of(s);
        struct instance in;
        struct err err = {0}, again = {0};
        n = next_failure(n);
        *disk = (struct failing_sqlite){.fail_at = n, .sticky = true};
        bool made = instance_make(s->arena, &o, STR("23"), &err);
        failed = disk->calls >= n;
        *disk = (struct failing_sqlite){0};
        if (!made && !instance_make(s->arena, &o, STR("23"), &again))
            fail_msg("call %u: %s %s", n, again.code, again.detail);
        assert_true(instance_open(s->arena, &o, &in, &again));
        instance_close(&in);
        scratch_remove(o.home);
    }
    assert_true(n > 20);
}

static void a_folder_of_other_things_is_left_alone(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct err err = {0};
    struct stat st;
    assert_int_equal(mkdir(o.home, 0755), 0);
    assert_int_equal(chmod(o.home, 01777), 0);
    (void)scratch_write(s, "home/notes.txt", STR("x"));
    FAILS(instance_make(s->arena, &o, STR("23"), &err), "instance.occupied", &err);
    assert_int_equal(stat(o.home, &st), 0);
    assert_int_equal(st.st_mode & 07777, 01777);
    assert_false(file_exists(scratch_path(s, "home/kontinua.yaml")));
}

static void put_rules(struct scratch *s, const char *from, const char *to)
{
    struct str text;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena,
                              str_fmt(s->arena, SOURCE_ROOT "/tests/spec/rules/%s", from).at,
                              1 << 20, &text, &err));
    (void)scratch_write(s, str_fmt(s->arena, "home/rules/%s", to).at, text);
}

/* A region that the program does not know, and one that decided otherwise than it. */
static void a_home_has_rules_of_its_own(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct instance in;
    struct err err = {0}, gone = {0}, wrong = {0};
    assert_int_equal(mkdir(o.home, 0700) + mkdir(scratch_path(s, "home/rules"), 0700), 0);
    put_rules(s, "uppsala.yaml", "uppsala.yaml");
    (void)scratch_write(s, "home/rules/notes.txt", STR("no rule file"));
    assert_true(instance_make(s->arena, &o, STR("03"), &err));
    assert_true(instance_open(s->arena, &o, &in, &err));
    assert_true(str_eq(in.region.id, STR("uppsala")));
    assert_int_equal(in.region.rules.changes.window, WINDOW_CALENDAR_YEAR);
    instance_close(&in);
    put_rules(s, "norway.yaml", "uppsala.yaml");
    assert_true(instance_open(s->arena, &o, &in, &err));
    assert_int_equal(in.region.rules.listing_on, LISTING_ON_DOCTOR);
    instance_close(&in);
    (void)scratch_write(s, "home/rules/uppsala.yaml", STR("region: 3\n"));
    FAILS(instance_open(s->arena, &o, &in, &wrong), "rule.map", &wrong);
    scratch_remove(scratch_path(s, "home/rules"));
    FAILS(instance_open(s->arena, &o, &in, &gone), "region.unknown", &gone);
    assert_string_equal(gone.detail, "jamtland (23)");
}

static void its_rules_stand_before_the_programs(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct instance in;
    struct err err = {0};
    assert_true(instance_make(s->arena, &o, STR("jamtland"), &err));
    assert_int_equal(mkdir(scratch_path(s, "home/rules"), 0700), 0);
    put_rules(s, "norway.yaml", "jamtland.yaml");
    assert_true(instance_open(s->arena, &o, &in, &err));
    assert_true(str_eq(in.region.id, STR("jamtland")) && str_eq(in.region.county, STR("46")));
    instance_close(&in);
}

static void work_has_a_position(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = options_of(s);
    struct instance in;
    struct err err = {0};
    struct work w;
    assert_true(instance_make(s->arena, &o, STR("jamtland"), &err));
    assert_true(instance_open(s->arena, &o, &in, &err));
    assert_true(work_begin(in.db, STR("test"), &w, &err));
    assert_int_equal(w.position, 1);
    work_abandon(&w);
    assert_true(work_begin(in.db, STR("test"), &w, &err));
    assert_int_equal(w.position, 1);
    assert_true(work_commit(&w, &err));
    int64_t position = 0;
    assert_true(position_now(in.db, &position, &err));
    assert_int_equal(position, 1);
    instance_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_made_and_opened, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_home_of_somebody_else_is_not_called_missing,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(an_unknown_region_makes_nothing, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(keeps_the_settings_that_stand, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_missing_region_is_told, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(is_made_whole_or_not_at_all, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_folder_of_other_things_is_left_alone, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_none, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_home_has_rules_of_its_own, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(its_rules_stand_before_the_programs, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(work_has_a_position, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
