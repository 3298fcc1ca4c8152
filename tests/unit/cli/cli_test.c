/* The frame of the program: verbs are found, help is given, errors are told, exits are right. */
#include "command_line.h"

#include "core/utf8.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static void check(const char *line, int exit, const char *out, const char *note)
{
    struct said s = run_line(line);
    if (s.exit != exit || !strstr(s.out, out) || !strstr(s.note, note) ||
        (!*out && s.out_size > 0) || (!*note && s.note_size > 0))
        fail_msg("%s: exit %d\n%s\n%s", line, s.exit, s.out, s.note);
    said_free(&s);
}

static void help_and_version(void **state)
{
    (void)state;
    check("help", 0, "\n  version ", "");
    check("--help", 0, "\n  version ", "");
    check("--lang sv --help", 0, "\nVerb\n", "");
    check("help man", 0, "--out DIR", "");
    check("man --help", 0, "--out DIR", "");
    check("--help man", 0, "--out DIR", "");
    check("man --lang sv --help", 0, "Växlar", "");
    check("version", 0, "kontinua ", "");
    check("--version", 0, "kontinua ", "");
    check("version --quiet", 0, "kontinua ", "");
}

static void wrong_use_is_exit_2(void **state)
{
    (void)state;
    check("", 2, "", "[options.verb_missing]");
    check("hepl", 2, "", "hepl (help?) [options.verb]");
    check("help hepl", 2, "", "hepl (help?) [options.verb]");
    check("help a b", 2, "", "kontinua help --help");
    check("version --moths", 2, "", "[options.unknown]");
    check("version x", 2, "", "[options.arguments]");
    check("--lang de version", 2, "", "--lang de (sv, en) [options.choice]");
    check("version --lang sv --x", 2, "", "Växeln finns inte");
    check("--lang sv nix", 2, "", "Verbet finns inte");
    check("man nix", 2, "", "[options.verb]");
}

static char *swedish(const char *name)
{
    static char lang[] = "sv_SE.UTF-8";
    return strcmp(name, "LANG") == 0 ? lang : NULL;
}

static char *swedish_here(const char *name)
{
    static char lang[] = "sv", locale[] = "en_US.UTF-8";
    return strcmp(name, "KONTINUA_LANG") == 0 ? lang : strcmp(name, "LANG") == 0 ? locale : NULL;
}

/* Also where options are not yet read, or cannot be; what the line says counts first. */
static void the_language_is_known_before_options(void **state)
{
    static const struct {
        const char *word[5];
        unsigned count;
        bool is_swedish;
    } cases[] = {
        {{"--help"}, 1, true},
        {{"man", "--help"}, 2, true},
        {{"version", "--x"}, 2, true},
        {{"man", "--x", "--lang", "en"}, 4, false},
        {{"man", "--x", "--lang=en"}, 3, false},
        {{"man", "--x", "--", "--lang=en"}, 4, true},
        {{"man", "--x", "--lang"}, 3, true},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct said s = run_words(cases[i].word, cases[i].count, swedish_here);
        bool swedish = strstr(s.out, "pråk") || strstr(s.note, "Växeln finns inte");
        if (swedish != cases[i].is_swedish)
            fail_msg("%zu: %s%s", i, s.out, s.note);
        said_free(&s);
    }
}

static char *bad_day(const char *name)
{
    static char day[] = "tomorrow";
    return strcmp(name, "KONTINUA_TODAY") == 0 ? day : NULL;
}

static void the_environment_counts(void **state)
{
    (void)state;
    struct said s = run_words((const char *const[]){"nix"}, 1, swedish);
    assert_non_null(strstr(s.note, "Verbet finns inte"));
    said_free(&s);
    s = run_words((const char *const[]){"--lang", "en", "nix"}, 3, swedish);
    assert_non_null(strstr(s.note, "no such verb"));
    said_free(&s);
    s = run_words((const char *const[]){"version"}, 1, bad_day);
    assert_int_equal(s.exit, 2);
    assert_non_null(strstr(s.note, "KONTINUA_TODAY=tomorrow [options.day]"));
    said_free(&s);
}

static void every_verb_has_help_in_80_columns(void **state)
{
    (void)state;
    for (const struct command *const *c = COMMANDS; *c; c++) {
        static const char *const langs[] = {"sv", "en"};
        for (size_t l = 0; l < ARRAY_LEN(langs); l++) {
            const char *words[] = {"help", (*c)->verb.name, "--lang", langs[l]};
            struct said s = run_words(words, 4, no_environment);
            assert_int_equal(s.exit, 0);
            if (strstr(s.out, "\n\n\n"))
                fail_msg("%s: more than one empty line", (*c)->verb.name);
            for (struct str rest = str_of(s.out); rest.at;) {
                struct str line = str_cut(&rest, '\n');
                if (utf8_count(line) > 80)
                    fail_msg("%.*s", STR_FMT(line));
            }
            said_free(&s);
        }
    }
}

static void a_full_disk_is_exit_1_and_a_closed_pipe_is_not(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w"), *note = tmpfile();
    assert_non_null(full);
    const char *words[] = {"version"};
    assert_int_equal(cli_run(words, 1, no_environment, full, note), 1);
    (void)fclose(full);
    assert_true(ftell(note) > 0);
    (void)fclose(note);
    note = tmpfile();
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    (void)close(ends[0]); /* nobody reads: the writer gets EPIPE */
    FILE *to = fdopen(ends[1], "w");
    assert_int_equal(cli_run(words, 1, no_environment, to, note), 0);
    (void)fclose(to);
    assert_int_equal(ftell(note), 0);
    (void)fclose(note);
}

static int ignore_sigpipe(void **state)
{
    (void)state;
    return signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_and_version),
        cmocka_unit_test(wrong_use_is_exit_2),
        cmocka_unit_test(the_environment_counts),
        cmocka_unit_test(the_language_is_known_before_options),
        cmocka_unit_test(every_verb_has_help_in_80_columns),
        cmocka_unit_test(a_full_disk_is_exit_1_and_a_closed_pipe_is_not),
    };
    return cmocka_run_group_tests(tests, ignore_sigpipe, NULL);
}
