#include "cli/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { THREADS, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [THREADS] = {.name = "threads",
                 .type = OPTION_INT,
                 .value_name = "N",
                 .help = TEXT_OPTION_HOME,
                 .preset = "2",
                 .least = 1,
                 .most = 64,
                 .setting = true},
};

/* Reads a home whose kontinua.yaml is `yaml` (none for NULL); the code of the failure or "". */
static const char *read_home(const char *yaml, struct cli *cli, struct options *own)
{
    char home[] = "/tmp/kontinua-home-XXXXXX";
    struct err err = {0};
    assert_non_null(mkdtemp(home));
    cli->home = home;
    cli->shared = options_open(cli->arena, SHARED_OPTIONS, SHARED_COUNT);
    *own = options_open(cli->arena, OPTION, OPTIONS);
    const char *path = str_fmt(cli->arena, "%s/" SETTINGS_FILE, home).at;
    if (yaml)
        assert_true(file_replace(&FILES_POSIX, path, str_of(yaml), &err));
    bool good = settings_read(cli, own, &err);
    (void)unlink(path);
    assert_int_equal(rmdir(home), 0);
    if (!good) /* it says which file */
        assert_true(str_starts(str_of(err.detail), str_of(path)));
    return good ? "" : err.code;
}

static void settings_hold_for_the_verb_and_the_shared(void **state)
{
    (void)state;
    struct cli cli = {.arena = arena_open(ARENA_BLOCK)};
    struct options own;
    assert_string_equal(read_home("today: 2024-01-15\nthreads: 8\nlang: sv\n", &cli, &own), "");
    assert_int_equal(own.value[THREADS].number, 8);
    char day[DAY_TEXT];
    assert_string_equal(day_format(cli.shared.value[SHARED_TODAY].day, day).at, "2024-01-15");
    assert_string_equal(read_home(NULL, &cli, &own), "");
    assert_int_equal(own.value[THREADS].number, 2);
    assert_string_equal(read_home("", &cli, &own), "");
    arena_close(cli.arena);
}

static void what_is_no_setting_is_refused(void **state)
{
    (void)state;
    struct cli cli = {.arena = arena_open(ARENA_BLOCK)};
    struct options own;
    assert_string_equal(read_home("todya: 2024-01-15\n", &cli, &own), "options.setting");
    assert_string_equal(read_home("home: /elsewhere\n", &cli, &own), "options.setting");
    assert_string_equal(read_home("today: soon\n", &cli, &own), "options.day");
    assert_string_equal(read_home("threads: 65\n", &cli, &own), "options.range");
    assert_string_equal(read_home("threads: [\n", &cli, &own), "yaml.syntax");
    arena_close(cli.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_hold_for_the_verb_and_the_shared),
        cmocka_unit_test(what_is_no_setting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
