#include "cli/print.h"

#include "cli/progress.h"
#include "cli/wrap.h"
#include "core/utf8.h"

#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const struct print_column COLUMNS[] = {
    {"unit", TEXT_HELP_NAME, .shrinks = true},
    {"value", TEXT_HELP_USAGE, .number = true},
    {"missing", TEXT_HELP_OPTIONS, .number = false},
};

struct columns {
    const struct print_column *at;
    unsigned count;
};

/* What is printed of so many rows of those columns. To be freed. */
static char *printed_of(struct columns columns, enum format format, enum lang lang,
                        const struct str *cell, size_t rows)
{
    char *text = NULL;
    size_t size = 0;
    struct err err = {0};
    struct cli cli = {.arena = arena_open(ARENA_BLOCK),
                      .lang = lang,
                      .format = format,
                      .out = open_memstream(&text, &size)};
    struct print *p = print_open(&cli, columns.at, columns.count);
    for (size_t i = 0; i < rows; i++)
        assert_true(print_row(p, cell + i * columns.count, &err));
    assert_true(print_end(p, &err));
    (void)fclose(cli.out);
    arena_close(cli.arena);
    return text;
}

static char *printed(enum format format, enum lang lang, struct str (*row)[3], unsigned count)
{
    return printed_of((struct columns){COLUMNS, 3}, format, lang, *row, count);
}

static void check(enum format format, enum lang lang, unsigned count, const char *expected)
{
    struct str rows[2][3] = {{STR_INIT("Åre, \"HC\""), STR_INIT("0.5"), STR_INIT("")},
                             {STR_INIT("Z"), STR_INIT(""), STR_INIT("INV")}};
    char *text = printed(format, lang, rows, count);
    assert_string_equal(text, expected);
    free(text);
}

static void three_formats(void **state)
{
    (void)state;
    check(FORMAT_CSV, LANG_SV, 2, "unit,value,missing\n\"Åre, \"\"HC\"\"\",0.5,\nZ,,INV\n");
    check(FORMAT_CSV, LANG_SV, 0, "unit,value,missing\n");
    check(FORMAT_JSON, LANG_SV, 2,
          "[\n{\"unit\":\"Åre, \\\"HC\\\"\",\"value\":\"0.5\",\"missing\":\"\"},\n"
          "{\"unit\":\"Z\",\"value\":null,\"missing\":\"INV\"}\n]\n");
    check(FORMAT_JSON, LANG_EN, 0, "[]\n");
    check(FORMAT_TABLE, LANG_SV, 2,
          "Namn       Användning  Växlar\nÅre, \"HC\"         0,5\nZ                      INV\n");
    check(FORMAT_TABLE, LANG_EN, 1, "Name       Usage  Options\nÅre, \"HC\"    0.5\n");
}

static void a_table_fits_the_terminal(void **state)
{
    (void)state;
    static char longest[400];
    for (unsigned i = 0; i + 1 < sizeof longest; i += 2)
        memcpy(longest + i, "å", 2);
    struct str rows[1][3] = {{{longest, sizeof longest}, STR_INIT("12345.678"), STR_INIT("x")}};
    char *text = printed(FORMAT_TABLE, LANG_EN, rows, 1);
    struct str rest = str_of(text);
    (void)str_cut(&rest, '\n');
    struct str line = str_cut(&rest, '\n');
    assert_true(line.len > 100); /* two bytes a letter, one column */
    assert_non_null(strstr(text, "å…  12345.678  x\n"));
    free(text);
}

/* Nothing is cut of a column that goes on below; words stay whole where that is enough. */
static void a_wide_table_goes_on_below(void **state)
{
    (void)state;
    static const struct print_column columns[] = {
        {"unit", TEXT_HELP_NAME, .wraps = true},
        {"id", TEXT_HELP_USAGE, .number = false},
        {"code", TEXT_HELP_OPTIONS, .wraps = true},
        {"value", TEXT_HELP_VERBS, .wraps = true},
    };
    static const struct str rows[][4] = {
        {STR_INIT("Storsjöstranden hälsocentral"), STR_INIT("183208199244  2023-01-02"),
         STR_INIT("home_visit"), STR_INIT("SE0000000000-P00003")},
        {STR_INIT("Forsarna hälsocentral  i Östra bygden och skogen"), STR_INIT("1"), STR_INIT(""),
         STR_INIT("")},
        {STR_INIT("Kort"), STR_INIT("2"), STR_INIT("x"), STR_INIT("y")}};
    char *text =
        printed_of((struct columns){columns, 4}, FORMAT_TABLE, LANG_EN, *rows, ARRAY_LEN(rows));
    assert_string_equal(text, "Name                   Usage                     Options     Verbs\n"
                              "Storsjöstranden        183208199244  2023-01-02  home_visit  "
                              "SE0000000000-P00003\n"
                              "hälsocentral\n"
                              "Forsarna hälsocentral  1\n"
                              "i Östra bygden och\n"
                              "skogen\n"
                              "Kort                   2                         x           y\n");
    free(text);
}

/* Where no identifier or day has room in its column, a record is a few lines. */
static void a_table_that_is_too_wide_is_stacked(void **state)
{
    (void)state;
    static const struct print_column columns[] = {
        {"unit", TEXT_HELP_NAME, .wraps = true},
        {"id", TEXT_HELP_USAGE, .wraps = true},
        {"at", TEXT_HELP_OPTIONS, .wraps = true},
        {"value", TEXT_HELP_VERBS, .number = true},
    };
    static const struct str rows[][4] = {
        {STR_INIT("SE0000000000-UNITUNITUNIT00001"), STR_INIT("SE0000000000-STAFFSTAFF00001"),
         STR_INIT("2026-11-27"), STR_INIT("1234567890.5")},
        {STR_INIT("a name of many words that goes on below itself, for it has more letters than "
                  "a line"),
         STR_INIT(""), STR_INIT("2026-11-28"), STR_INIT("2")}};
    char *text =
        printed_of((struct columns){columns, 4}, FORMAT_TABLE, LANG_EN, *rows, ARRAY_LEN(rows));
    assert_string_equal(text, "Name     SE0000000000-UNITUNITUNIT00001\n"
                              "Usage    SE0000000000-STAFFSTAFF00001\n"
                              "Options  2026-11-27\n"
                              "Verbs    1234567890.5\n"
                              "\n"
                              "Name     a name of many words that goes on below itself, for it has "
                              "more letters\n"
                              "         than a line\n"
                              "Options  2026-11-28\n"
                              "Verbs    2\n");
    free(text);
}

/* What nobody has takes no room from what somebody has. */
static void a_wide_table_leaves_out_what_is_empty(void **state)
{
    (void)state;
    static const struct print_column columns[] = {
        {"unit", TEXT_HELP_NAME, .wraps = true},
        {"id", TEXT_HELP_USAGE, .wraps = true},
        {"at", TEXT_HELP_OPTIONS, .number = true},
        {"value", TEXT_HELP_VERBS, .wraps = false},
    };
    static const struct str rows[][4] = {{STR_INIT("SE0000000000-UNITUNITUNIT00001"), STR_INIT(""),
                                          STR_INIT("2"),
                                          STR_INIT("SE0000000000-STAFFSTAFFSTAFFSTAFF001")},
                                         {STR_INIT("a"), STR_INIT(""), STR_INIT(""), STR_INIT("")}};
    char *text =
        printed_of((struct columns){columns, 4}, FORMAT_TABLE, LANG_EN, *rows, ARRAY_LEN(rows));
    assert_string_equal(text, "Name                            Options  Verbs\n"
                              "SE0000000000-UNITUNITUNIT00001        2  "
                              "SE0000000000-STAFFSTAFFSTAFFSTAFF001\n"
                              "a\n");
    free(text);
    text = printed_of((struct columns){columns, 4}, FORMAT_CSV, LANG_EN, *rows, 1);
    assert_non_null(strstr(text, "unit,id,at,value\n"));
    free(text);
}

static void nothing_is_said_in_a_sentence(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    struct err err = {0};
    struct cli cli = {.arena = arena_open(ARENA_BLOCK),
                      .lang = LANG_EN,
                      .format = FORMAT_TABLE,
                      .out = open_memstream(&text, &size)};
    struct print *p = print_open(&cli, COLUMNS, 3);
    print_nothing(p, TEXT_PERSON_NONE);
    assert_true(print_end(p, &err));
    (void)fclose(cli.out);
    assert_string_equal(text, "Nobody was found.\n");
    free(text);
    arena_close(cli.arena);
}

/* A word that is wider than all there is goes on below as well. */
static void a_long_word_goes_on_below(void **state)
{
    (void)state;
    static const struct print_column column[] = {{"unit", TEXT_HELP_NAME, .wraps = true}};
    char word[201] = {0};
    for (unsigned i = 0; i < 200; i += 2)
        memcpy(word + i, "å", 2);
    char *text =
        printed_of((struct columns){column, 1}, FORMAT_TABLE, LANG_EN, &(struct str){word, 200}, 1);
    struct str rest = str_of(text);
    assert_true(str_eq(str_cut(&rest, '\n'), STR("Name")));
    assert_int_equal(utf8_count(str_cut(&rest, '\n')), 80);
    assert_int_equal(utf8_count(str_cut(&rest, '\n')), 20);
    assert_int_equal(rest.len, 0);
    free(text);
}

/* What a file says must not move a terminal's cursor or colour its text. */
static void a_table_shows_control_characters(void **state)
{
    (void)state;
    struct str rows[1][3] = {{STR_INIT("\x1B[31m\n\xC2\x9B"), STR_INIT("1"), STR_INIT("x")}};
    char *text = printed(FORMAT_TABLE, LANG_EN, rows, 1);
    assert_non_null(strstr(text, "\xEF\xBF\xBD[31m\xEF\xBF\xBD\xEF\xBF\xBD"));
    assert_null(strchr(text, '\x1B'));
    free(text);
}

static void many_rows_stream(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    char *text = NULL;
    size_t size = 0;
    struct err err = {0};
    struct cli cli = {.arena = arena_open(ARENA_BLOCK),
                      .format = FORMAT_CSV,
                      .out = open_memstream(&text, &size)};
    struct print *p = print_open(&cli, COLUMNS, 3);
    struct str row[3] = {STR("a unit with a name"), STR("1"), STR("")};
    for (unsigned i = 0; i < ROWS; i++)
        assert_true(print_row(p, row, &err));
    assert_true(print_end(p, &err));
    (void)fclose(cli.out);
    assert_int_equal(size, 19 + ROWS * strlen("a unit with a name,1,\n"));
    free(text);
    cli.out = fopen("/dev/full", "w");
    p = print_open(&cli, COLUMNS, 3);
    bool good = true;
    for (unsigned i = 0; i < ROWS && good; i++)
        good = print_row(p, row, &err);
    assert_false(good);
    assert_string_equal(err.code, "cli.output");
    assert_int_equal(err.kind, ERR_IO);
    (void)fclose(cli.out);
    arena_close(cli.arena);
}

static void progress_is_plain_lines_elsewhere(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    struct cli cli = {
        .arena = arena_open(ARENA_BLOCK), .lang = LANG_EN, .note = open_memstream(&text, &size)};
    struct progress p = progress_open(&cli);
    progress_show(&p, "contacts.csv", 0, 100, 0);
    p.began -= 10 * 1000000; /* as if it had begun ten seconds ago */
    p.shown -= 10 * 1000000;
    progress_show(&p, "contacts.csv", 50, 100, 12345678);
    progress_show(&p, "contacts.csv", 60, 100, 22345678); /* too soon */
    progress_note(&p, STR("done"));
    progress_end(&p);
    cli.quiet = true;
    progress_show(&p, "other", 50, 100, 1);
    progress_note(&p, STR("not said"));
    (void)fclose(cli.note);
    assert_true(str_starts(str_of(text), STR("contacts.csv   50%  1,23")));
    assert_non_null(strstr(text, " rows/s  0:"));
    assert_non_null(strstr(text, " left\ndone\n"));
    assert_null(strstr(text, "not said"));
    assert_null(strchr(text, '\r'));
    free(text);
    assert_true(str_eq(progress_grouped(cli.arena, LANG_EN, 0), STR("0")));
    assert_true(str_eq(progress_grouped(cli.arena, LANG_SV, 999), STR("999")));
    assert_true(str_eq(progress_grouped(cli.arena, LANG_EN, 1234567), STR("1,234,567")));
    assert_true(str_eq(progress_grouped(cli.arena, LANG_SV, 1234567), STR("1\u00a0234\u00a0567")));
    arena_close(cli.arena);
}

/* On a terminal of so many columns (0: nobody knows) the line fits, whatever the file is called. */
static void line_fits(unsigned short columns, const char *what, const char *shown)
{
    int master = -1, slave = -1;
    struct winsize size = {.ws_row = 24, .ws_col = columns};
    char text[1024];
    assert_int_equal(openpty(&master, &slave, NULL, NULL, columns > 0 ? &size : NULL), 0);
    struct cli cli = {
        .arena = arena_open(ARENA_BLOCK), .lang = LANG_EN, .note = fdopen(slave, "r+")};
    struct progress p = progress_open(&cli);
    progress_show(&p, what, 0, 100, 0);
    assert_true(read(master, text, sizeof text) > 0);
    p.began -= 10 * 1000000;
    p.shown -= 10 * 1000000;
    progress_show(&p, what, 50, 100, 12345678);
    ssize_t got = read(master, text, sizeof text);
    static const size_t clear = 4; /* \r, ESC [ K */
    assert_true(got > (ssize_t)clear);
    struct str line = {text + clear, (size_t)got - clear};
    if (!str_starts(line, str_of(shown)))
        fail_msg("%.*s", STR_FMT(line));
    assert_true(utf8_count(line) < (columns > 0 ? columns : PRINT_WIDTH));
    assert_true(line.len > 5 && memcmp(line.at + line.len - 5, " left", 5) == 0);
    progress_end(&p);
    (void)fclose(cli.note);
    (void)close(master);
    arena_close(cli.arena);
}

static void progress_fits_a_terminal(void **state)
{
    (void)state;
    static const char name[] = "reading contacts-of-the-whole-region-with-all-providers-and-a-long-"
                               "story-2023-10-01-to-2023-10-31.csv.zst";
    line_fits(200, name, name);
    line_fits(80, name, "reading contacts-of-th…");
    line_fits(0, name, "reading contacts-of-th…");
    line_fits(50, name, "reading…");
    line_fits(80, "läser åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö.csv",
              "läser åäöåäöåäöåäöåäöå…");
    line_fits(80, "contacts.csv", "contacts.csv   50%");
}

static void sentences_are_broken(void **state)
{
    static const struct {
        const char *text, *lines;
    } cases[] = {
        {"", "\n"},
        {"Load 1 has landed.", "Load 1 has landed.\n"},
        {"diagnoses.csv, code, rejected rows: 12 345, the first on line 1 234 567. The value is "
         "none",
         "diagnoses.csv, code, rejected rows: 12 345, the first on line 1 234 567. The\n"
         "  value is none\n"},
        {"diagnoses.csv, code, rejected rows: 12 345, the first on a line of the file 1 234 567.",
         "diagnoses.csv, code, rejected rows: 12 345, the first on a line of the file\n"
         "  1 234 567.\n"},
        {"in "
         "/a/folder/whose/name/is/longer/than/a/line/of/the/terminal/and/that/nobody/would/break "
         "it stands",
         "in\n  /a/folder/whose/name/is/longer/than/a/line/of/the/terminal/and/that/nobody/would/"
         "break\n  it stands\n"},
    };
    struct arena *a = arena_open(ARENA_BLOCK);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct sb out = sb_open(a, 64);
        wrap(&out, str_of(cases[i].text));
        sb_char(&out, '\0');
        assert_string_equal(sb_str(&out).at, cases[i].lines);
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_formats),
        cmocka_unit_test(a_table_fits_the_terminal),
        cmocka_unit_test(a_wide_table_goes_on_below),
        cmocka_unit_test(a_table_that_is_too_wide_is_stacked),
        cmocka_unit_test(a_wide_table_leaves_out_what_is_empty),
        cmocka_unit_test(nothing_is_said_in_a_sentence),
        cmocka_unit_test(a_long_word_goes_on_below),
        cmocka_unit_test(a_table_shows_control_characters),
        cmocka_unit_test(many_rows_stream),
        cmocka_unit_test(progress_is_plain_lines_elsewhere),
        cmocka_unit_test(progress_fits_a_terminal),
        cmocka_unit_test(sentences_are_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
