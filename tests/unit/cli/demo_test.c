/* demo: a county of a thousand persons, whole or not at all. */
#include "command_line.h"

#include "core/folder.h"
#include "scratch.h"
#include "service/instance.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

static struct said demo(struct scratch *s, const char *more)
{
    return run_line(
        str_fmt(s->arena, "demo --lang en --scale 1000 --home %s/home %s", s->folder, more).at);
}

static void check(struct said said, int exit, const char *note)
{
    if (said.exit != exit || said.out_size > 0 || !strstr(said.note, note))
        fail_msg("exit %d\n%s\n%s", said.exit, said.out, said.note);
    said_free(&said);
}

static size_t entries(struct scratch *s, const char *folder)
{
    const char *const *name = NULL;
    size_t count = 0;
    struct err err = {0};
    assert_true(folder_list(s->arena, folder, &name, &count, &err));
    return count;
}

static void makes_an_instance_with_figures(void **state)
{
    struct scratch *s = *state;
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct instance in;
    struct err err = {0};
    check(demo(s, "--seed 7"), 0, "The demo county is in");
    assert_int_equal(entries(s, s->folder), 1);
    assert_false(file_exists(scratch_path(s, "home/files")));
    assert_false(file_exists(scratch_path(s, "home/lock")));
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(in.is_demo);
    instance_close(&in);
    struct said said = run_line(
        str_fmt(s->arena, "measure --by county --measure listed --home %s", options.home).at);
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "\nlisted,county,23,2023-12,1000,1,1000,\n"));
    said_free(&said);
    check(demo(s, ""), 5, "[instance.exists]");
}

static void is_of_a_seed(void **state)
{
    struct scratch *s = *state;
    char *figures[3];
    static const char *const seeds[] = {"--seed 1", "--seed 2", ""};
    for (size_t i = 0; i < ARRAY_LEN(seeds); i++) {
        check(demo(s, seeds[i]), 0, "");
        struct said said =
            run_line(str_fmt(s->arena, "measure --by unit --home %s/home", s->folder).at);
        figures[i] = said.out;
        free(said.note);
        scratch_remove(scratch_path(s, "home"));
    }
    assert_string_not_equal(figures[0], figures[1]);
    assert_string_equal(figures[0], figures[2]); /* the preset is seed 1 */
    for (size_t i = 0; i < ARRAY_LEN(seeds); i++)
        free(figures[i]);
}

static void a_broken_attempt_is_cleared_away(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    assert_true(
        folder_make(&FILES_POSIX, scratch_path(s, "home.unfinished/warehouse/segments"), &err));
    (void)scratch_write(s, "home.unfinished/lock", STR(""));
    (void)scratch_write(s, "home.unfinished/registry.new", STR("half"));
    check(demo(s, "--quiet"), 0, "");
    assert_int_equal(entries(s, s->folder), 1);
}

static void two_at_once_are_refused(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    struct file_lock lock;
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home.unfinished"), &err));
    assert_true(file_lock_take(&FILES_POSIX, scratch_path(s, "home.unfinished/lock"), LOCK_WAIT,
                               &lock, &err));
    check(demo(s, ""), 6, "[file.locked]");
    assert_true(file_exists(scratch_path(s, "home.unfinished/lock")));
    file_lock_release(&lock);
    check(demo(s, ""), 0, "");
}

static void a_failure_leaves_nothing(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    /* A folder stands where the lock must be. */
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home.unfinished/lock"), &err));
    check(demo(s, ""), 1, "[file.open]");
    scratch_remove(scratch_path(s, "home.unfinished"));
    (void)scratch_write(s, "file", STR(""));
    struct said said = run_line(
        str_fmt(s->arena, "demo --lang en --scale 1000 --home %s/file/home", s->folder).at);
    check(said, 1, "[file.open]");
    check(demo(s, "--scale 999"), 2, "[options.twice]");
    said = run_line(str_fmt(s->arena, "demo --lang en --scale 999 --home %s/a", s->folder).at);
    check(said, 2, "999 (1000-10500000) [options.range]");
    said = run_line(str_fmt(s->arena, "demo --lang en --scale half --home %s/a", s->folder).at);
    check(said, 2, "[options.choice]");
    assert_int_equal(entries(s, s->folder), 1);
}

/* Where no file may be larger than `bytes`: what the command exits with, and no trace of it. */
static int exit_within(struct scratch *s, rlim_t bytes)
{
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {bytes, bytes};
        (void)signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
            _exit(100);
        struct said said = demo(s, "");
        _exit(said.exit);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_full_disk_leaves_nothing(void **state)
{
    struct scratch *s = *state;
    rlim_t bytes = 1024;
    for (; exit_within(s, bytes) != 0; bytes *= 2)
        assert_int_equal(entries(s, s->folder), 0);
    assert_true(bytes > 64 * 1024); /* it failed at each of the steps on the way */
    assert_int_equal(entries(s, s->folder), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(makes_an_instance_with_figures, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(is_of_a_seed, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_broken_attempt_is_cleared_away, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(two_at_once_are_refused, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_failure_leaves_nothing, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_nothing, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
