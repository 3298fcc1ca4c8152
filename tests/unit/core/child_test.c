/* core/child.h: its words as they are given, its input, its end, and the time it may take. */
#include "core/child.h"

#include "scratch.h"

#include <errno.h>

#include "core/clock.h"
#include "core/files.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* In a script of its own, because what it does must be seen from outside. */
static bool run(struct scratch *s, const char *script, const char *word, int seconds,
                struct err *err)
{
    char sh[] = "sh", c[] = "-c", text[128], path[512], last[32];
    char *const words[] = {sh, c, text, path, last, NULL};
    (void)snprintf(text, sizeof text, "%s", script);
    (void)snprintf(path, sizeof path, "%s", scratch_path(s, "out"));
    (void)snprintf(last, sizeof last, "%s", word);
    return child_run(&(struct child){words, STR("its input"), seconds}, err);
}

static struct str out(struct scratch *s)
{
    struct str text;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, "out"), 4096, &text, &err));
    return text;
}

static void it_gets_its_words_and_its_input(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    assert_true(run(s, "{ cat; echo \" $1\"; env | wc -l; } > \"$0\"", "a; $(b)", 10, &err));
    assert_true(str_starts(out(s), STR("its input a; $(b)\n")));
    assert_null(strstr(out(s).at, "HOME"));
}

static void how_it_ends_is_told(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    FAILS(run(s, "exit 75", "", 10, &err), "child.failed", &err);
    assert_string_equal(err.detail, "75");
    FAILS(run(s, "kill -9 $$", "", 10, &err), "child.failed", &err);
    assert_string_equal(err.detail, "137");
    char name[] = "no-such-program-here";
    char *const none[] = {name, NULL};
    FAILS(child_run(&(struct child){none, STR(""), 1}, &err), "child.start", &err);
    assert_string_equal(err.detail, strerror(ENOENT));
    char *const nothing[] = {NULL};
    FAILS(child_run(&(struct child){nothing, STR(""), 1}, &err), "child.start", &err);
}

static void who_takes_too_long_is_stopped(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    int64_t began = clock_monotonic_us();
    FAILS(run(s, "sleep 20 & sleep 20", "", 1, &err), "child.time", &err);
    assert_true(clock_monotonic_us() - began < 10 * 1000000);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(it_gets_its_words_and_its_input),
        CASE(how_it_ends_is_told),
        CASE(who_takes_too_long_is_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
