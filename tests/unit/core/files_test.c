#include "core/files.h"

#include "failing_files.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Each test has a folder of its own under the temporary one. */
struct place {
    struct arena *arena;
    char folder[64];
};

static int setup(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/kontinua-files-XXXXXX");
    if (!p || !mkdtemp(p->folder))
        return -1;
    p->arena = arena_open(ARENA_BLOCK);
    *state = p;
    return 0;
}

static void remove_tree(const char *path)
{
    DIR *d = opendir(path);
    for (const struct dirent *e; d && (e = readdir(d));) {
        char inner[512];
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        (void)snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
        if (unlink(inner) != 0)
            remove_tree(inner);
    }
    if (d)
        closedir(d);
    (void)rmdir(path);
}

static int teardown(void **state)
{
    struct place *p = *state;
    remove_tree(p->folder);
    arena_close(p->arena);
    free(p);
    return 0;
}

static const char *in(struct place *p, const char *name)
{
    return str_fmt(p->arena, "%s/%s", p->folder, name).at;
}

static struct str content(struct place *p, const char *name)
{
    struct str s = STR("");
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, p->arena, in(p, name), 1 << 24, &s, &err));
    return s;
}

static unsigned entries(struct place *p)
{
    unsigned n = 0;
    DIR *d = opendir(p->folder);
    assert_non_null(d);
    for (const struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void a_file_is_replaced_whole(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    assert_true(file_replace(&FILES_POSIX, in(p, "a"), STR("old"), &err));
    assert_true(file_replace(&FILES_POSIX, in(p, "a"), STR("newer"), &err));
    assert_string_equal(content(p, "a").at, "newer");
    assert_true(file_replace(&FILES_POSIX, in(p, "a"), STR(""), &err));
    assert_int_equal(content(p, "a").len, 0);
    assert_int_equal(entries(p), 1);
    struct stat s;
    assert_int_equal(stat(in(p, "a"), &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
}

/* What a failed call is called; a close that fails has not written what it should have. */
static const char *code_of(const char *call)
{
    static const char *const codes[][2] = {{"open", "file.open"},   {"read", "file.read"},
                                           {"write", "file.write"}, {"close", "file.write"},
                                           {"sync", "file.sync"},   {"rename", "file.rename"}};
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (strcmp(call, codes[i][0]) == 0)
            return codes[i][1];
    return "none";
}

/* file_replace() whose n-th call fails. The file is then the old one or, only after the rename, the
 * new one, and never anything else; nothing is left beside it, unless removing failed too. Returns
 * false where there is no n-th call. */
static bool replace_fails(struct place *p, unsigned n, enum failing how, int error)
{
    struct err none = {0}, err = {0};
    struct failing_files f = failing_files(n, how, error);
    f.torn = true;
    assert_true(file_replace(&FILES_POSIX, in(p, "a"), STR("old"), &none));
    bool done = file_replace(failing_files_table(&f), in(p, "a"), STR("new content"), &err);
    if (f.calls < n)
        return false;
    bool replaced = strcmp(content(p, "a").at, "new content") == 0;
    assert_true(replaced || strcmp(content(p, "a").at, "old") == 0);
    if (done) { /* closing a folder that is synced already loses nothing */
        assert_true(replaced);
        assert_string_equal(f.what, "close");
    } else {
        assert_int_equal(err.kind, ERR_IO);
        assert_string_equal(err.code, error == ENOSPC ? "file.full" : code_of(f.what));
        assert_non_null(strstr(err.detail, p->folder));
    }
    if (how == FAIL_ONCE)
        assert_int_equal(entries(p), 1);
    return true;
}

static void a_failure_leaves_the_old_file(void **state)
{
    struct place *p = *state;
    unsigned n = 0;
    bool more = true;
    while (more) {
        n++;
        for (unsigned variant = 0; variant < 4 && more; variant++) {
            more = replace_fails(p, n, variant & 1 ? FAIL_STICKY : FAIL_ONCE,
                                 variant & 2 ? ENOSPC : EIO);
            remove_tree(p->folder);
            assert_int_equal(mkdir(p->folder, 0700), 0);
        }
    }
    assert_int_equal(n, 9); /* open, write, sync, close, rename; open, sync, close of the folder */
}

static void interruptions_and_short_writes_do_not_matter(void **state)
{
    struct place *p = *state;
    for (unsigned n = 1;; n++) {
        struct failing_files f = failing_files(n, FAIL_ONCE, EINTR);
        f.short_io = true;
        struct err err = {0};
        struct str got;
        bool done = file_replace(failing_files_table(&f), in(p, "a"),
                                 STR("a text that is longer than seven bytes"), &err) &&
                    file_read_all(failing_files_table(&f), p->arena, in(p, "a"), 1000, &got, &err);
        if (f.calls < n)
            break;
        if (strcmp(f.what, "read") == 0 || strcmp(f.what, "write") == 0 ||
            strcmp(f.what, "open") == 0)
            assert_true(done);
        if (done)
            assert_string_equal(got.at, "a text that is longer than seven bytes");
    }
}

static void reading_has_a_limit(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    struct str got = STR("untouched");
    assert_true(file_replace(&FILES_POSIX, in(p, "a"), STR("12345"), &err));
    assert_true(file_read_all(&FILES_POSIX, p->arena, in(p, "a"), 5, &got, &err));
    assert_int_equal(got.len, 5);
    got = STR("untouched");
    assert_false(file_read_all(&FILES_POSIX, p->arena, in(p, "a"), 4, &got, &err));
    assert_string_equal(err.code, "file.too_large");
    assert_int_equal(err.kind, ERR_INVALID);
    assert_string_equal(got.at, "untouched");
    err = (struct err){0};
    assert_false(file_read_all(&FILES_POSIX, p->arena, in(p, "none"), 4, &got, &err));
    assert_string_equal(err.code, "file.missing");
    assert_int_equal(err.kind, ERR_MISSING);
    err = (struct err){0};
    assert_false(folder_sync(&FILES_POSIX, in(p, "a"), &err));
    assert_string_equal(err.code, "file.open");
}

/* What has no end, or whose begin another process has to write, is not waited for. */
static void only_regular_files_are_read(void **state)
{
    struct place *p = *state;
    struct str got = STR("untouched");
    struct file_in *f = NULL;
    struct file_map map;
    assert_int_equal(mkfifo(in(p, "pipe"), 0600), 0);
    const char *const others[] = {in(p, "pipe"), p->folder, "/dev/null", "/dev/zero"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        struct err all = {0}, pieces = {0}, mapped = {0};
        assert_false(file_read_all(&FILES_POSIX, p->arena, others[i], 4, &got, &all));
        assert_string_equal(all.code, "file.regular");
        assert_int_equal(all.kind, ERR_INVALID);
        assert_false(file_in_open(&FILES_POSIX, p->arena, others[i], &f, &pieces));
        assert_string_equal(pieces.code, "file.regular");
        assert_false(file_map(others[i], &map, &mapped));
        assert_string_equal(mapped.code, "file.regular");
    }
    assert_string_equal(got.at, "untouched");
}

static void a_large_file_is_read_whole(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    enum { SIZE = 3 * 1000 * 1000 };
    char *bytes = ARENA_NEW(p->arena, char, SIZE);
    for (unsigned i = 0; i < SIZE; i++)
        bytes[i] = (char)(i * 2654435761U >> 24);
    assert_true(file_replace(&FILES_POSIX, in(p, "a"), (struct str){bytes, SIZE}, &err));
    assert_true(str_eq(content(p, "a"), (struct str){bytes, SIZE}));
    struct file_map m;
    assert_true(file_map(in(p, "a"), &m, &err));
    assert_int_equal(m.size, SIZE);
    assert_memory_equal(m.at, bytes, SIZE);
    file_unmap(&m);
    assert_int_equal(m.size, 0);
}

static void mapping(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    struct file_map m;
    assert_true(file_replace(&FILES_POSIX, in(p, "empty"), STR(""), &err));
    assert_true(file_map(in(p, "empty"), &m, &err));
    assert_int_equal(m.size, 0);
    file_unmap(&m);
    assert_false(file_map(in(p, "none"), &m, &err));
    assert_string_equal(err.code, "file.missing");
    assert_false(file_exists(in(p, "none")));
    assert_true(file_exists(in(p, "empty")));
}

static void folders_are_made_with_those_above(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    assert_true(folder_make(&FILES_POSIX, in(p, "x/y//z/"), &err));
    assert_true(folder_make(&FILES_POSIX, in(p, "x/y/z"), &err));
    struct stat s;
    assert_int_equal(stat(in(p, "x/y/z"), &s), 0);
    assert_int_equal(s.st_mode & 0777, 0700);
    assert_true(file_replace(&FILES_POSIX, in(p, "f"), STR("x"), &err));
    assert_false(folder_make(&FILES_POSIX, in(p, "f"), &err));
    assert_string_equal(err.code, "file.open");
    err = (struct err){0};
    assert_false(folder_make(&FILES_POSIX, in(p, "f/g"), &err));
    err = (struct err){0};
    assert_false(folder_make(&FILES_POSIX, "", &err));
    assert_string_equal(err.code, "file.missing");
    for (unsigned n = 1, calls = n; calls >= n; n++) {
        struct failing_files f = failing_files(n, FAIL_ONCE, EIO);
        const char *path = str_fmt(p->arena, "%s/n%u/m", p->folder, n).at;
        struct err failed = {0};
        bool done = folder_make(failing_files_table(&f), path, &failed);
        calls = f.calls;
        if (calls >= n && !done)
            assert_int_equal(failed.kind, ERR_IO);
        if (done)
            assert_true(file_exists(path));
    }
}

static void a_file_in_pieces_is_seen_when_committed(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    struct file_out *f = NULL;
    enum { PIECES = 1000, PIECE = 1000 };
    static char piece[PIECE], large[600 * 1000];
    memset(piece, 'p', sizeof piece);
    memset(large, 'l', sizeof large);
    assert_true(file_out_open(&FILES_POSIX, p->arena, in(p, "a"), &f, &err));
    for (unsigned i = 0; i < PIECES; i++)
        assert_true(file_out_write(f, piece, sizeof piece, &err));
    assert_true(file_out_write(f, large, sizeof large, &err));
    assert_true(file_out_write(f, "end", 3, &err));
    assert_int_equal(file_out_size(f), PIECES * PIECE + sizeof large + 3);
    assert_false(file_exists(in(p, "a")));
    assert_true(file_out_commit(f, &err));
    file_out_discard(f);
    struct str got = content(p, "a");
    assert_int_equal(got.len, PIECES * PIECE + sizeof large + 3);
    assert_int_equal(got.at[PIECES * PIECE - 1], 'p');
    assert_int_equal(got.at[PIECES * PIECE], 'l');
    assert_string_equal(got.at + got.len - 3, "end");
}

static void a_discarded_file_was_never_there(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    struct file_out *f = NULL;
    assert_true(file_out_open(&FILES_POSIX, p->arena, in(p, "a"), &f, &err));
    assert_true(file_out_write(f, "x", 1, &err));
    assert_int_equal(entries(p), 1);
    file_out_discard(f);
    file_out_discard(f);
    file_out_discard(NULL);
    assert_int_equal(entries(p), 0);
    assert_false(file_out_open(&FILES_POSIX, p->arena, in(p, "none/a"), &f, &err));
    assert_string_equal(err.code, "file.missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_replaced_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failure_leaves_the_old_file, setup, teardown),
        cmocka_unit_test_setup_teardown(interruptions_and_short_writes_do_not_matter, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(reading_has_a_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(only_regular_files_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_large_file_is_read_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(mapping, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_are_made_with_those_above, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_in_pieces_is_seen_when_committed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_discarded_file_was_never_there, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
