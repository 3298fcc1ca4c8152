#include "core/options.h"

#include "core/sb.h"
#include "core/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { QUIET, OUT, MONTHS, AS_OF, BY, MEASURE, SEX, OPTIONS };
static const char *const LEVELS[] = {"unit", "county", NULL};
static const char *const SEXES[] = {"unknown", "female", "male", NULL};
static const struct option OPTION[OPTIONS] = {
    [QUIET] = {.name = "quiet",
               .type = OPTION_FLAG,
               .help = TEXT_OPTION_QUIET,
               .env = "T_QUIET",
               .setting = true},
    [OUT] = {.name = "out",
             .type = OPTION_TEXT,
             .value_name = "DIR",
             .help = TEXT_OPTION_MAN_OUT,
             .required = true},
    [MONTHS] = {.name = "months",
                .type = OPTION_INT,
                .value_name = "N",
                .help = TEXT_OPTION_HOME,
                .env = "T_MONTHS",
                .preset = "1",
                .least = 1,
                .most = 480,
                .setting = true},
    [AS_OF] = {.name = "as-of",
               .type = OPTION_DAY,
               .value_name = "DATE",
               .help = TEXT_OPTION_TODAY,
               .setting = true},
    [BY] = {.name = "by",
            .type = OPTION_CHOICE,
            .value_name = "LEVEL",
            .help = TEXT_OPTION_FORMAT,
            .preset = "unit",
            .choice = LEVELS},
    [MEASURE] = {.name = "measure",
                 .type = OPTION_LIST,
                 .value_name = "ID,...",
                 .help = TEXT_OPTION_LANG,
                 .preset = "a,b",
                 .setting = true},
    [SEX] = {.name = "sex",
             .type = OPTION_LIST,
             .value_name = "SEX,...",
             .help = TEXT_OPTION_LANG,
             .choice = SEXES,
             .preset = "unknown"},
};
enum { HOME, SHARED };
static const struct option SHARED_OPTION[SHARED] = {
    [HOME] = {.name = "home",
              .type = OPTION_TEXT,
              .value_name = "DIR",
              .help = TEXT_OPTION_HOME,
              .env = "T_HOME",
              .preset = "./x"},
};
static const struct verb VERB = {.name = "try",
                                 .arguments = "FILE...",
                                 .least_arguments = 1,
                                 .most_arguments = 2,
                                 .summary = TEXT_VERB_MAN_SUMMARY,
                                 .about = TEXT_VERB_MAN_ABOUT,
                                 .option = OPTION,
                                 .options = OPTIONS};

struct parsed {
    struct arena *arena;
    struct options own, shared;
    struct command_line line;
    struct err err;
    bool good;
};

/* Words with blanks between them; ~ stands for an empty word. */
static struct parsed parse(const char *words)
{
    struct parsed p = {.arena = arena_open(ARENA_BLOCK)};
    const char **word = ARENA_NEW(p.arena, const char *, strlen(words) + 1);
    for (struct str rest = str_of(words); rest.at;) {
        struct str w = str_cut(&rest, ' ');
        if (w.len > 0)
            word[p.line.count++] = str_eq(w, STR("~")) ? "" : str_cstr(p.arena, w);
    }
    p.line.word = word;
    p.own = options_open(p.arena, OPTION, OPTIONS);
    p.shared = options_open(p.arena, SHARED_OPTION, SHARED);
    struct options *sets[] = {&p.own, &p.shared};
    p.good = options_take(p.arena, &p.line, sets, 2, &p.err);
    return p;
}

static void every_type_is_read(void **state)
{
    (void)state;
    struct parsed p = parse("--quiet --out=d=1 one --months 36 --as-of 2023-12-31 --by county "
                            "--measure Ko05L,listed --measure x --home /h -- --two");
    assert_true(p.good);
    assert_true(p.own.value[QUIET].yes);
    assert_true(str_eq(p.own.value[OUT].text, STR("d=1")));
    assert_int_equal(p.own.value[MONTHS].number, 36);
    char day[DAY_TEXT];
    assert_string_equal(day_format(p.own.value[AS_OF].day, day).at, "2023-12-31");
    assert_int_equal(p.own.value[BY].choice, 1);
    assert_int_equal(p.own.value[MEASURE].count, 3);
    assert_true(str_eq(p.own.value[MEASURE].item[0], STR("Ko05L")));
    assert_true(str_eq(p.own.value[MEASURE].item[2], STR("x")));
    assert_true(str_eq(p.shared.value[HOME].text, STR("/h")));
    assert_int_equal(p.line.arguments, 2);
    assert_true(str_eq(p.line.argument[0], STR("one")));
    assert_true(str_eq(p.line.argument[1], STR("--two")));
    assert_true(options_check(&p.own, &VERB, &p.line, &p.err));
    arena_close(p.arena);
}

static void a_list_of_a_few_words_is_a_set(void **state)
{
    (void)state;
    struct parsed p = parse("");
    assert_int_equal(p.own.value[SEX].choices, 1);
    arena_close(p.arena);
    p = parse("--sex female --sex male,female");
    assert_true(p.good);
    assert_int_equal(p.own.value[SEX].count, 3);
    assert_int_equal(p.own.value[SEX].choices, 6); /* the preset's word is not among them */
    arena_close(p.arena);
}

static void presets_hold_where_nothing_is_given(void **state)
{
    (void)state;
    struct parsed p = parse("");
    assert_true(p.good);
    assert_false(p.own.value[QUIET].yes);
    assert_int_equal(p.own.value[MONTHS].number, 1);
    assert_false(p.own.value[MONTHS].given);
    assert_true(day_is_none(p.own.value[AS_OF].day));
    assert_int_equal(p.own.value[BY].choice, 0);
    assert_int_equal(p.own.value[MEASURE].count, 2);
    assert_int_equal(p.own.value[OUT].text.len, 0);
    arena_close(p.arena);
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *words, *code, *detail;
    } cases[] = {
        {"--mnoths 3", "options.unknown", "--mnoths (--months?)"},
        {"--mon 3", "options.unknown", "--mon (--months?)"},
        {"--hoem x", "options.unknown", "--hoem (--home?)"},
        {"--zzzzzz", "options.unknown", "--zzzzzz"},
        {"--Months=3", "options.unknown", "--Months (--months?)"},
        {"-q", "options.unknown", "--q"},
        {"-o1", "options.unknown", "--o1"},
        {"-out", "options.unknown", "--out (--out?)"},
        {"--months", "options.value_missing", "--months N"},
        {"--out --months 3", "options.value_missing", "--out DIR"},
        {"--out --months=3", "options.value_missing", "--out DIR"},
        {"--months -- 3", "options.value_missing", "--months N"},
        {"--out=", "options.value_missing", "--out "},
        {"--out ~", "options.value_missing", "--out "},
        {"--quiet=yes", "options.value_unwanted", "--quiet yes"},
        {"--months 1 --months 2", "options.twice", "--months"},
        {"--quiet --quiet", "options.twice", "--quiet"},
        {"--months x", "options.number", "--months x"},
        {"--months 1.5", "options.number", "--months 1.5"},
        {"--months 0", "options.range", "--months 0 (1-480)"},
        {"--months 481", "options.range", "--months 481 (1-480)"},
        {"--months 99999999999999999999", "options.number", "--months 99999999999999999999"},
        {"--as-of 2023-02-29", "options.day", "--as-of 2023-02-29"},
        {"--as-of today", "options.day", "--as-of today"},
        {"--by region", "options.choice", "--by region (unit, county)"},
        {"--sex male,x", "options.choice", "--sex x (unknown, female, male)"},
        {"--measure a,,b", "options.list", "--measure a,,b"},
        {"--measure ,", "options.list", "--measure ,"},
        {"--out \xC3(", "options.encoding", "--out"},
        {"x\xC3", "options.encoding", "1"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct parsed p = parse(cases[i].words);
        assert_false(p.good);
        assert_int_equal(p.err.kind, ERR_INVALID);
        assert_string_equal(p.err.code, cases[i].code);
        assert_string_equal(p.err.detail, cases[i].detail);
        arena_close(p.arena);
    }
}

static void arguments_are_counted_and_options_required(void **state)
{
    (void)state;
    static const struct {
        const char *words, *code, *detail;
    } cases[] = {
        {"one", "options.required", "--out"},
        {"--out d", "options.arguments", "try FILE..."},
        {"--out d 1 2 3", "options.arguments", "try FILE..."},
        {"--out d 1 2", NULL, NULL},
        {"--out d -", NULL, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct parsed p = parse(cases[i].words);
        assert_true(p.good);
        assert_int_equal(options_check(&p.own, &VERB, &p.line, &p.err), cases[i].code == NULL);
        if (cases[i].code) {
            assert_string_equal(p.err.code, cases[i].code);
            assert_string_equal(p.err.detail, cases[i].detail);
        }
        arena_close(p.arena);
    }
}

static void the_first_argument_can_be_a_verb(void **state)
{
    (void)state;
    static const char *const words[] = {"--home", "h", "try", "--months", "2"};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct command_line line = {.word = words, .count = 5, .first_only = true};
    struct options shared = options_open(a, SHARED_OPTION, SHARED);
    struct err err = {0};
    assert_true(options_take(a, &line, (struct options *[]){&shared}, 1, &err));
    assert_int_equal(line.arguments, 1);
    assert_int_equal(line.next, 3); /* what follows is for the verb's own table too */
    assert_true(str_eq(shared.value[HOME].text, STR("h")));
    arena_close(a);
}

static char *environment(const char *name)
{
    static char months[] = "24", quiet[] = "yes", home[] = "/env", empty[] = "";
    if (strcmp(name, "T_MONTHS") == 0)
        return months;
    if (strcmp(name, "T_QUIET") == 0)
        return quiet;
    return strcmp(name, "T_HOME") == 0 ? home : empty;
}

static char *bad_environment(const char *name)
{
    static char text[] = "maybe";
    return strncmp(name, "T_", 2) == 0 ? text : NULL;
}

static void the_environment_fills_in(void **state)
{
    (void)state;
    struct parsed p = parse("--months 36");
    assert_true(options_take_env(p.arena, &p.own, environment, &p.err));
    assert_true(options_take_env(p.arena, &p.shared, environment, &p.err));
    assert_int_equal(p.own.value[MONTHS].number, 36);
    assert_true(p.own.value[QUIET].yes);
    assert_true(str_eq(p.shared.value[HOME].text, STR("/env")));
    arena_close(p.arena);
    p = parse("");
    assert_false(options_take_env(p.arena, &p.own, bad_environment, &p.err));
    assert_string_equal(p.err.code, "options.choice");
    assert_string_equal(p.err.detail, "T_QUIET=maybe (yes, no)");
    arena_close(p.arena);
}

static struct parsed with_settings(const char *words, const char *yaml)
{
    struct parsed p = parse(words);
    const struct yaml *map = NULL;
    assert_true(p.good);
    assert_true(yaml_parse(p.arena, "k.yaml", str_of(yaml), &map, &p.err));
    struct options *sets[] = {&p.own, &p.shared};
    p.good = options_take_settings(p.arena, map, sets, 2, &p.err);
    return p;
}

static void settings_fill_in_what_is_left(void **state)
{
    (void)state;
    struct parsed p = with_settings("--months 36", "months: 12\nas-of: 2024-01-15\n"
                                                   "measure: [x, y, z]\nquiet: no\n");
    assert_true(p.good);
    assert_int_equal(p.own.value[MONTHS].number, 36);
    assert_int_equal(p.own.value[MEASURE].count, 3);
    assert_false(p.own.value[QUIET].yes);
    assert_true(p.own.value[AS_OF].given);
    arena_close(p.arena);
    p = with_settings("", "measure: x,y\n");
    assert_true(p.good);
    assert_int_equal(p.own.value[MEASURE].count, 2);
    arena_close(p.arena);
    static const struct {
        const char *yaml, *code, *detail;
    } cases[] = {
        {"mnths: 2\n", "options.setting", "k.yaml:1:1: mnths"},
        {"home: /x\n", "options.setting", "k.yaml:1:1: home"}, /* no setting, though an option */
        {"\nmonths: 0\n", "options.range", "k.yaml:2:9: months 0 (1-480)"},
        {"months: [1]\n", "options.setting", "k.yaml:1:9: months"},
        {"months: []\n", "options.setting", "k.yaml:1:9: months"},
        {"months: {a: b}\n", "options.setting", "k.yaml:1:9: months"},
        {"as-of: [[1]]\n", "options.setting", "k.yaml:1:8: as-of"},
        {"[a]\n", "options.setting", "k.yaml:1:1: "},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        p = with_settings("", cases[i].yaml);
        assert_false(p.good);
        assert_string_equal(p.err.code, cases[i].code);
        assert_string_equal(p.err.detail, cases[i].detail);
        arena_close(p.arena);
    }
}

static void the_nearest_word_is_near(void **state)
{
    (void)state;
    static const char *const words[] = {"measure", "import", "serve"};
    assert_string_equal(options_nearest(STR("mesure"), words, 3), "measure");
    assert_string_equal(options_nearest(STR("meausre"), words, 3), "measure");
    assert_string_equal(options_nearest(STR("imp"), words, 3), "import");
    assert_string_equal(options_nearest(STR("sevre"), words, 3), "serve");
    assert_null(options_nearest(STR("x"), words, 3));
    assert_null(options_nearest(STR(""), words, 3));
    assert_null(options_nearest(STR("a-word-that-is-so-long-that-nothing-is-near"), words, 3));
}

static void lines_end_before_column_81(void **state)
{
    (void)state;
    for (int lang = LANG_SV; lang <= LANG_EN; lang++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct sb out = sb_open(a, 4096);
        struct options shared = options_open(a, SHARED_OPTION, SHARED);
        options_help(&out, (enum lang)lang, "kontinua", &VERB, &shared);
        for (struct str rest = sb_str(&out); rest.at;)
            assert_true(utf8_count(str_cut(&rest, '\n')) <= 80);
        sb_char(&out, '\0');
        for (unsigned i = 0; i < OPTIONS; i++)
            assert_non_null(strstr(out.at, OPTION[i].name));
        assert_non_null(strstr(out.at, "(1–480)"));
        assert_non_null(strstr(out.at, "(unit, county)"));
        assert_non_null(strstr(out.at, "(unknown, female, male)"));
        assert_non_null(strstr(out.at, "T_MONTHS"));
        assert_non_null(strstr(out.at, "FILE..."));
        arena_close(a);
    }
}

static void wrapping(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, 64);
    options_wrap(&out, STR("one  two\nthree"), 0, 2);
    sb_char(&out, '\0');
    assert_string_equal(out.at, "one two\n\n  three\n");
    arena_close(a);
}

static void manuals_are_roff(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, 4096);
    struct options shared = options_open(a, SHARED_OPTION, SHARED);
    options_man(&out, LANG_SV, "kontinua", &VERB, &shared);
    sb_char(&out, '\0');
    assert_non_null(strstr(out.at, ".TH KONTINUA\\-TRY 1\n"));
    assert_non_null(strstr(out.at, "\n.SH VÄXLAR\n"));
    assert_non_null(strstr(out.at, "\n.TP\n.B \\-\\-as\\-of \\fIDATE\\fR\n"));
    assert_non_null(strstr(out.at, "\n.BR kontinua (1)\n"));
    out.len = 0;
    const struct verb *verbs[] = {&VERB};
    struct program program = {"kontinua", TEXT_CLI_SUMMARY, TEXT_CLI_ABOUT, verbs, 1};
    options_man_program(&out, LANG_EN, &program, &shared);
    sb_char(&out, '\0');
    assert_non_null(strstr(out.at, ".TH KONTINUA 1\n"));
    assert_non_null(strstr(out.at, ".BR kontinua\\-try (1)\n"));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read),
        cmocka_unit_test(a_list_of_a_few_words_is_a_set),
        cmocka_unit_test(presets_hold_where_nothing_is_given),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(arguments_are_counted_and_options_required),
        cmocka_unit_test(the_first_argument_can_be_a_verb),
        cmocka_unit_test(the_environment_fills_in),
        cmocka_unit_test(settings_fill_in_what_is_left),
        cmocka_unit_test(the_nearest_word_is_near),
        cmocka_unit_test(lines_end_before_column_81),
        cmocka_unit_test(wrapping),
        cmocka_unit_test(manuals_are_roff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
