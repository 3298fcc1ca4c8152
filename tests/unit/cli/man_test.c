/* docs/man must be what the program's tables say: `ninja man` writes it anew. */
#include "command_line.h"

#include "core/files.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;

static void check_page(const char *made, const char *kept, const char *name)
{
    struct str a, b;
    struct err err = {0};
    const char *path = str_fmt(arena, "%s/%s", kept, name).at;
    assert_true(file_read_all(&FILES_POSIX, arena, str_fmt(arena, "%s/%s", made, name).at, 1 << 20,
                              &a, &err));
    if (!file_read_all(&FILES_POSIX, arena, path, 1 << 20, &b, &err) || !str_eq(a, b))
        fail_msg("%s is not what the program says: run ninja man", path);
    assert_int_equal(unlink(str_fmt(arena, "%s/%s", made, name).at), 0);
}

static void check_pages(const char *lang, const char *kept)
{
    char made[] = "/tmp/kontinua-man-XXXXXX";
    assert_non_null(mkdtemp(made));
    const char *words[] = {"man", "--out", made, "--lang", lang};
    struct said s = run_words(words, 5, no_environment);
    assert_int_equal(s.exit, 0);
    said_free(&s);
    check_page(made, kept, "kontinua.1");
    unsigned pages = 1, there = 0;
    for (const struct command *const *c = COMMANDS; *c; c++, pages++)
        check_page(made, kept, str_fmt(arena, "kontinua-%s.1", (*c)->verb.name).at);
    assert_int_equal(rmdir(made), 0); /* nothing else was written */
    DIR *d = opendir(kept);
    assert_non_null(d);
    for (const struct dirent *e; (e = readdir(d));)
        there += strstr(e->d_name, ".1") != NULL;
    closedir(d);
    assert_int_equal(there, pages); /* and no page of a verb that is gone */
}

static void the_pages_are_up_to_date(void **state)
{
    (void)state;
    arena = arena_open(ARENA_BLOCK);
    check_pages("en", DOCS_MAN);
    check_pages("sv", DOCS_MAN "/sv");
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_pages_are_up_to_date)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
