/* Folders are listed in order and taken away whole, and a lock has one holder. */
#include "core/folder.h"

#include "failing_files.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    struct arena *arena;
    char folder[64];
};

static int setup(void **state)
{
    static const char template[] = "/tmp/kontinua-folder-XXXXXX";
    struct place *p = calloc(1, sizeof *p);
    if (!p)
        return -1;
    memcpy(p->folder, template, sizeof template);
    if (!mkdtemp(p->folder))
        return -1;
    p->arena = arena_open(ARENA_BLOCK);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    bool gone = folder_remove(&FILES_POSIX, p->folder, &err);
    arena_close(p->arena);
    free(p);
    return gone ? 0 : -1;
}

static const char *in(const struct place *p, const char *name)
{
    return str_fmt(p->arena, "%s/%s", p->folder, name).at;
}

static void put(const struct place *p, const char *name)
{
    struct err err = {0};
    assert_true(file_replace(&FILES_POSIX, in(p, name), STR("x"), &err));
}

static void make(const struct place *p, const char *name)
{
    struct err err = {0};
    assert_true(folder_make(&FILES_POSIX, in(p, name), &err));
}

static void names_come_in_order(void **state)
{
    const struct place *p = *state;
    const char *const *name = NULL;
    size_t count = 9;
    struct err err = {0};
    assert_true(folder_list(p->arena, p->folder, &name, &count, &err));
    assert_int_equal(count, 0);
    for (int i = 0; i < 100; i++)
        put(p, str_fmt(p->arena, "f%02d", (i * 37) % 100).at);
    make(p, ".hidden");
    assert_true(folder_list(p->arena, p->folder, &name, &count, &err));
    assert_int_equal(count, 101);
    assert_string_equal(name[0], ".hidden");
    assert_string_equal(name[1], "f00");
    assert_string_equal(name[100], "f99");
    assert_false(folder_list(p->arena, in(p, "none"), &name, &count, &err));
    assert_string_equal(err.code, "file.missing");
    err = (struct err){0};
    assert_false(folder_list(p->arena, in(p, "f00"), &name, &count, &err));
    assert_string_equal(err.code, "file.open");
}

static void a_folder_goes_with_what_is_in_it(void **state)
{
    const struct place *p = *state;
    struct err err = {0};
    make(p, "out");
    put(p, "out/kept");
    make(p, "a");
    make(p, "a/b");
    make(p, "a/b/c");
    put(p, "a/one");
    put(p, "a/b/c/two");
    assert_int_equal(symlink(in(p, "out"), in(p, "a/link")), 0);
    assert_true(folder_remove(&FILES_POSIX, in(p, "a"), &err));
    assert_false(file_exists(in(p, "a")));
    assert_true(file_exists(in(p, "out/kept")));
    assert_true(folder_remove(&FILES_POSIX, in(p, "a"), &err));
    assert_true(folder_remove(&FILES_POSIX, in(p, "out/kept"), &err));
    assert_false(file_exists(in(p, "out/kept")));
}

static void what_cannot_be_removed_is_told(void **state)
{
    const struct place *p = *state;
    make(p, "a");
    put(p, "a/one");
    struct failing_files f = failing_files(1, FAIL_STICKY, EROFS);
    struct err err = {0};
    assert_false(folder_remove(failing_files_table(&f), in(p, "a"), &err));
    assert_string_equal(err.code, "file.write");
    assert_true(file_exists(in(p, "a/one")));
}

/* Whether another process can take the lock. */
static bool others_can(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        struct file_lock lock;
        struct err err = {0};
        bool got = file_lock_take(&FILES_POSIX, path, LOCK_TRY, &lock, &err);
        _exit(got ? 0 : strcmp(err.code, "file.locked") == 0 && err.kind == ERR_BUSY ? 1 : 2);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
    return WEXITSTATUS(status) == 0;
}

static void a_lock_has_one_holder(void **state)
{
    const struct place *p = *state;
    const char *path = in(p, "lock");
    struct file_lock lock;
    struct err err = {0};
    assert_true(file_lock_take(&FILES_POSIX, path, LOCK_WAIT, &lock, &err));
    assert_false(others_can(path));
    file_lock_release(&lock);
    assert_true(others_can(path)); /* and it ended with that process */
    assert_true(file_lock_take(&FILES_POSIX, path, LOCK_TRY, &lock, &err));
    file_lock_release(&lock);
    assert_false(file_lock_take(&FILES_POSIX, in(p, "none/lock"), LOCK_WAIT, &lock, &err));
    assert_string_equal(err.code, "file.missing");
    err = (struct err){0};
    struct failing_files f = failing_files(1, FAIL_STICKY, EACCES);
    assert_false(file_lock_take(failing_files_table(&f), path, LOCK_WAIT, &lock, &err));
    assert_string_equal(err.code, "file.open");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_come_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(a_folder_goes_with_what_is_in_it, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_removed_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_lock_has_one_holder, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
