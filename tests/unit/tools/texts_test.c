/* tools/texts and tools/embed: what they make of good tables, and what they say of bad ones. */
#include "core/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const NAMES[] = {"sv.csv", "en.csv", "errors.csv", "out.h", "out.c", NULL};

struct place {
    struct arena *arena;
    char folder[64];
};

static int setup(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    if (!p)
        return -1;
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/kontinua-tools-XXXXXX");
    p->arena = arena_open(ARENA_BLOCK);
    *state = p;
    return mkdtemp(p->folder) ? 0 : -1;
}

static int teardown(void **state)
{
    struct place *p = *state;
    for (const char *const *name = NAMES; *name; name++)
        (void)unlink(str_fmt(p->arena, "%s/%s", p->folder, *name).at);
    int left = rmdir(p->folder);
    arena_close(p->arena);
    free(p);
    return left;
}

static void put(struct place *p, const char *name, const char *text)
{
    struct err err = {0};
    const char *path = str_fmt(p->arena, "%s/%s", p->folder, name).at;
    assert_true(file_replace(&FILES_POSIX, path, str_of(text), &err));
}

static const char *made(struct place *p, const char *name)
{
    struct str s = STR("");
    struct err err = {0};
    const char *path = str_fmt(p->arena, "%s/%s", p->folder, name).at;
    assert_true(file_read_all(&FILES_POSIX, p->arena, path, 1 << 20, &s, &err));
    return s.at;
}

/* Runs a tool in the folder; returns what it said, with its exit code behind. */
static const char *run(struct place *p, const char *tool, const char *words)
{
    char said[1024] = {0};
    /* NOLINTNEXTLINE(cert-env33-c): a shell joins what is said to both outputs */
    FILE *from = popen(str_fmt(p->arena, "cd %s && %s %s 2>&1", p->folder, tool, words).at, "r");
    assert_non_null(from);
    size_t n = fread(said, 1, sizeof said - 1, from);
    said[n] = '\0';
    int status = pclose(from);
    return str_fmt(p->arena, "%s=%d", said, WEXITSTATUS(status)).at;
}

static const char *const TEXTS = "texts sv.csv en.csv out.h out.c";

static void texts_become_an_enum_and_tables(void **state)
{
    struct place *p = *state;
    put(p, "sv.csv", "key,text\nb.c,\"Två, \"\"{}\"\"?\"\na,Å1\n");
    put(p, "en.csv", "key,text\na,A\nb.c,Two {}\n");
    assert_string_equal(run(p, TEXTS_TOOL, TEXTS), "=0");
    assert_string_equal(made(p, "out.h"),
                        "enum text {\n    TEXT_A,\n    TEXT_B_C,\n    TEXT_COUNT\n};\n");
    const char *c = made(p, "out.c");
    assert_non_null(strstr(c, "TEXTS_SV[TEXT_COUNT] = {\n    STR_INIT(\"\\303\\2051\"),\n"));
    assert_non_null(strstr(c, "STR_INIT(\"Tv\\303\\245, \\042{}\\042\\077\")"));
    assert_non_null(strstr(c, "STR_INIT(\"b.c\"),"));
}

static void bad_texts_are_refused_with_file_and_line(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *sv, *en, *said;
    } cases[] = {
        {"a,1\nb,2\n", "a,1\n", "sv.csv:3: b is missing in en.csv"},
        {"a,1\n", "a,1\n\nb,2\n", "en.csv:3: 1 fields, 2 columns"},
        {"a,1\n", "a,1\nb,2\n", "en.csv:3: b is missing in sv.csv"},
        {"a,1\na,2\n", "a,1\n", "a stands on line"},
        {"a,1\nB,2\n", "a,1\n", "sv.csv:3: B is no key"},
        {"a..b,1\n", "a,1\n", "sv.csv:2: a..b is no key"},
        {"a.,1\n", "a,1\n", "sv.csv:2: a. is no key"},
        {"a,\n", "a,1\n", "sv.csv:2: a has an empty text"},
        {"a,x {}\n", "a,x\n", "en.csv:2: a has another number of {}"},
        {"a.b,1\na_b,2\n", "a.b,1\na_b,2\n", "are the same in C"},
        {"a,\"1\n", "a,1\n", "csv.quote"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        put(p, "sv.csv", str_fmt(p->arena, "key,text\n%s", cases[i].sv).at);
        put(p, "en.csv", str_fmt(p->arena, "key,text\n%s", cases[i].en).at);
        const char *said = run(p, TEXTS_TOOL, TEXTS);
        if (!strstr(said, cases[i].said) || !strstr(said, "\n=1"))
            fail_msg("%s was expected, said was\n%s", cases[i].said, said);
    }
    put(p, "sv.csv", "text,key\n");
    assert_string_equal(run(p, TEXTS_TOOL, TEXTS), "sv.csv:1: the header must be key,text\n=1");
    assert_false(file_exists(str_fmt(p->arena, "%s/out.c", p->folder).at));
}

static void errors_become_a_table(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *rows, *said;
    } cases[] = {
        {"b.x,io,sv,en {}\n", "errors.csv:2: b.x: one {} at most, in both languages"},
        {"b.x,oops,sv,en\n", "errors.csv:2: oops is no kind"},
        {"b,io,sv,en\n", "errors.csv:2: b is no code"},
        {"b.x,io,,en\n", "errors.csv:2: b.x has an empty text"},
        {"b.x,io,sv,en\nb.x,io,sv,en\n", "b.x stands on line"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        put(p, "errors.csv", str_fmt(p->arena, "code,kind,sv,en\n%s", cases[i].rows).at);
        const char *said = run(p, TEXTS_TOOL, "errors errors.csv out.c");
        if (!strstr(said, cases[i].said) || !strstr(said, "\n=1"))
            fail_msg("%s was expected, said was\n%s", cases[i].said, said);
    }
    put(p, "errors.csv", "code,kind,sv,en\nb.x,io,S,E\na.y,invalid,S {},E {}\n");
    assert_string_equal(run(p, TEXTS_TOOL, "errors errors.csv out.c"), "=0");
    const char *c = made(p, "out.c");
    assert_non_null(strstr(c, "{STR_INIT(\"a.y\"), ERR_INVALID, {STR_INIT(\"S {}\")"));
    assert_non_null(strstr(c, "ERR_TEXT_COUNT = 2;"));
    assert_non_null(strstr(run(p, TEXTS_TOOL, "nothing"), "usage"));
}

static void files_become_arrays(void **state)
{
    struct place *p = *state;
    put(p, "sv.csv", "AB\n");
    put(p, "en.csv", "");
    assert_string_equal(run(p, EMBED_TOOL, "two-files out.c out.h sv.csv en.csv"), "=0");
    const char *c = made(p, "out.c"), *h = made(p, "out.h");
    assert_non_null(strstr(c, "file_1[] = {\n65,66,10,\n0};"));
    assert_true(strstr(c, "\"en.csv\"") < strstr(c, "\"sv.csv\""));
    assert_non_null(strstr(c, "const struct embedded_files EMBEDDED_TWO_FILES = {file, 2};"));
    assert_non_null(strstr(h, "extern const struct embedded_files EMBEDDED_TWO_FILES;"));
    assert_non_null(strstr(run(p, EMBED_TOOL, "x out.c out.h sv.csv ./sv.csv"), "=1"));
    assert_non_null(strstr(run(p, EMBED_TOOL, "x out.c out.h none"), "file.missing"));
    assert_string_equal(run(p, EMBED_TOOL, "x out.c out.h"), "=0");
}

static void queries_become_an_enum(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *sql, *said;
    } cases[] = {
        {"SELECT 1;\n", "sv.csv:1: a statement before its -- name:"},
        {"-- name: one\nSELECT 1;\n", "sv.csv:1: a name is"},
        {"-- name: One.two\nSELECT 1;\n", "sv.csv:1: a name is"},
        {"-- name: a.b\nSELECT 1;\n-- name: a.b\nSELECT 2;\n", "sv.csv:3: a.b stands at sv.csv:1"},
        {"-- name: a.b\nSELECT 1\n", "sv.csv:1: a.b does not end in ;"},
        {"-- name: a.b\n\n-- name: a.c\nSELECT 1;\n", "sv.csv:1: a.b does not end in ;"},
        {"-- name: a.b\nSELECT 1; SELECT 2;\n", "sv.csv:1: a.b is more than one statement"},
        {"-- stated: a\nb KEY\n", "sv.csv:1: stated a: not a column: b KEY"},
        {"-- stated: a\nb KEY,\n", "sv.csv:1: stated a does not end in ;"},
        {"-- stated: a\nb KEY;\nc;\n", "sv.csv:1: stated a: not a column: c;"},
        {"-- stated: a\nb;\n", "sv.csv:1: stated a has no KEY"},
        {"-- stated: a\nb KEYS;\n", "sv.csv:1: stated a: not a column: b KEYS"},
        {"-- stated: a\nb AS c d;\n", "sv.csv:1: stated a: not a column: b AS c d"},
        {"-- stated: a stays\nb KEY;\n", "sv.csv:1: stated a: what is stays?"},
        {"-- stated: a\nb KEY;\n-- name: a.land\nSELECT 1;\n", "a.land stands at sv.csv:1"},
        {"-- known: a of persons\n", "sv.csv:1: known a: what is of persons?"},
        {"-- known:\n", "sv.csv:1: a name is"},
        {"-- known: a\nSELECT 1;\n", "sv.csv:2: a statement before its -- name:"},
        {"-- steps: all\n", "sv.csv:1: steps have a name as queries do: all"},
        {"-- steps: a.all\n-- name: a.b\nSELECT ?;\n", "sv.csv:2: a.b is a step, and has a value"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        put(p, "sv.csv", cases[i].sql);
        const char *said = run(p, QUERIES_TOOL, "out.c out.h sv.csv");
        if (!strstr(said, cases[i].said) || !strstr(said, "\n=1"))
            fail_msg("%s was expected, said was\n%s", cases[i].said, said);
    }
    put(p, "sv.csv", "-- units\n\n-- name: unit.now\n-- a comment\nSELECT a\n    FROM b;\n");
    put(p, "en.csv", "-- name: area.now\nSELECT c;\n");
    assert_string_equal(run(p, QUERIES_TOOL, "out.c out.h sv.csv en.csv"), "=0");
    const char *h = made(p, "out.h"), *c = made(p, "out.c");
    assert_non_null(strstr(h, "    QUERY_AREA_NOW,\n    QUERY_UNIT_NOW,\n    QUERY_COUNT\n"));
    assert_non_null(strstr(c, "{\"unit.now\",\n     \"SELECT a\\012\"\n     \"FROM b;\\012\"\n"));
    assert_null(strstr(c, "comment"));
    put(p, "sv.csv", "-- stated: area\nname KEY,\nunit AS list (SELECT 1 WHERE s.unit),\nday;\n");
    assert_string_equal(run(p, QUERIES_TOOL, "out.c out.h sv.csv"), "=0");
    c = made(p, "out.c");
    assert_non_null(strstr(c, "INSERT OR REPLACE INTO temp.stage_area (name, unit, day) "
                              "SELECT c1, c2, c3 FROM given;"));
    assert_non_null(strstr(c, "WHERE n.name = s.name AND n.superseded IS NULL"));
    assert_non_null(strstr(c, "SELECT s.name, (SELECT 1 WHERE s.unit), s.day, "));
    assert_non_null(strstr(run(p, QUERIES_TOOL, "out.c"), "usage"));
}

static void steps_stand_in_their_order(void **state)
{
    struct place *p = *state;
    put(p, "sv.csv",
        "-- name: a.alone\nSELECT 1;\n-- steps: a.first\n-- name: a.z\nSELECT ?2, ?1;\n"
        "-- known: unit\n-- steps: a.second\n-- known: listing of identifier\n");
    put(p, "en.csv", "-- name: b.alone\nSELECT ?;\n");
    assert_string_equal(run(p, QUERIES_TOOL, "out.c out.h sv.csv en.csv"), "=0");
    const char *h = made(p, "out.h"), *c = made(p, "out.c");
    assert_non_null(strstr(h, "extern const struct query_step STEPS_A_FIRST[];\n"
                              "extern const struct query_step STEPS_A_SECOND[];\n"));
    assert_non_null(strstr(c, "const struct query_step STEPS_A_FIRST[] = {\n"
                              "    {QUERY_A_Z, 2},\n"
                              "    {QUERY_KNOWN_UNIT, 1},\n"
                              "    {QUERY_KNOWN_UNIT_HOLDS, 0},\n"
                              "    {QUERY_COUNT, 0}};\n"
                              "const struct query_step STEPS_A_SECOND[] = {\n"
                              "    {QUERY_KNOWN_LISTING, 2},\n"
                              "    {QUERY_KNOWN_LISTING_HOLDS, 0},\n"
                              "    {QUERY_KNOWN_LISTING_OF, 0},\n"
                              "    {QUERY_COUNT, 0}};\n"
                              "const struct query_text"));
    assert_null(strstr(c, "KNOWN_UNIT_OF"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts_become_an_enum_and_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_texts_are_refused_with_file_and_line, setup, teardown),
        cmocka_unit_test_setup_teardown(errors_become_a_table, setup, teardown),
        cmocka_unit_test_setup_teardown(files_become_arrays, setup, teardown),
        cmocka_unit_test_setup_teardown(queries_become_an_enum, setup, teardown),
        cmocka_unit_test_setup_teardown(steps_stand_in_their_order, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
