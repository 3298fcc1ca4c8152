#include "core/csv.h"

#include "core/csv_scan.h"
#include "core/sb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A text that arrives in pieces of at most `piece` bytes. */
struct text {
    struct str rest;
    size_t piece;
    bool broken; /* the read after the last byte fails */
};

static bool text_read(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    struct text *t = state;
    size_t n = t->rest.len < t->piece ? t->rest.len : t->piece;
    n = n < room ? n : room;
    if (n == 0 && t->broken)
        return FAIL(err, ERR_IO, "file.read", "text");
    if (n > 0)
        memcpy(to, t->rest.at, n);
    t->rest = (struct str){t->rest.at + n, t->rest.len - n};
    *got = n;
    return true;
}

static struct byte_source source(struct text *t)
{
    return (struct byte_source){.state = t, .name = "t.csv", .read = text_read};
}

static bool ends_open(struct arena *a, struct str text, size_t piece)
{
    struct text t = {.rest = text, .piece = piece};
    struct err err = {0};
    struct csv *csv = NULL;
    struct csv_row row;
    assert_true(csv_open(a, source(&t), &csv, &err));
    while (csv_next(csv, &row, &err) == CSV_ROW)
        continue;
    assert_int_equal(err.kind, ERR_NONE);
    return csv_ends_open(csv);
}

/* The whole file as one line: fields in <>, rows ended by their line number; errors by code. */
static struct str shown(struct arena *a, struct str text, size_t piece)
{
    struct text t = {.rest = text, .piece = piece};
    struct err err = {0};
    struct csv *csv = NULL;
    struct sb out = sb_open(a, 256);
    struct csv_row row;
    enum csv_result got = CSV_FAILED;
    if (csv_open(a, source(&t), &csv, &err)) {
        row = *csv_header(csv);
        do {
            for (unsigned i = 0; i < row.count; i++)
                sb_fmt(&out, "<%.*s>", STR_FMT(row.field[i]));
            sb_fmt(&out, "%llu ", (unsigned long long)row.line);
        } while ((got = csv_next(csv, &row, &err)) == CSV_ROW);
    }
    if (got == CSV_FAILED)
        sb_fmt(&out, "%s %s", err.code, err.detail);
    else
        assert_int_equal(csv_bytes(csv), text.len);
    sb_char(&out, '\0');
    return sb_str(&out);
}

static const struct {
    const char *text, *shown;
} CASES[] = {
    {"a,b\n1,2\n3,4\n", "<a><b>1 <1><2>2 <3><4>3 "},
    {"a,b\r\n1,2\r\n3,4\r\n", "<a><b>1 <1><2>2 <3><4>3 "},
    {"a;b\n1,5;2\n", "<a><b>1 <1,5><2>2 "},
    {"\xEF\xBB\xBF"
     "a,b\n1,2",
     "<a><b>1 <1><2>2 "},
    {"\xEF\xBB\xBF\"a\",b\n", "<a><b>1 "},
    {"a\n1", "<a>1 <1>2 "},
    {"a\n1\r", "<a>1 <1>2 "},
    {"a,b\n,\n\n,,\n", "<a><b>1 <><>2 <>3 <><><>4 "},
    {"a,b\n\"x,y\",\"l\nm\"\n2,3\n", "<a><b>1 <x,y><l\nm>2 <2><3>4 "},
    {"a\n\"\"\n\"\"\"\"\n\"a\"\"b\"\r\n", "<a>1 <>2 <\">3 <a\"b>4 "},
    {"a\n\"a\r\nb\"\nc", "<a>1 <a\r\nb>2 <c>4 "},
    {"a,b\n\"1\"", "<a><b>1 <1>2 "},
    {"\"a;b\",c\n1,2\n", "<a;b><c>1 <1><2>2 "},
    {"a\nx\ry\n", "<a>1 <x\ry>2 "},
    {"namn\nÅsa Öberg\n", "<namn>1 <Åsa Öberg>2 "},
    {"", "csv.header t.csv"},
    {"\xEF\xBB\xBF", "csv.header t.csv"},
    {"\na\n", "csv.header t.csv"},
    {"\xEF\xBB\xBF\xEF\xBB\xBF"
     "a\n",
     "csv.mark_twice t.csv:1 (byte 4)"},
    {"a,b\r1,2\r", "csv.line_ends t.csv:1 (byte 4)"},
    {"\"a\rb\"\nc\n", "<a\rb>1 <c>2 "},
    {"a\nb\"c\n", "<a>1 csv.quote t.csv:2 (byte 4)"},
    {"a\n\"b\"c\n", "<a>1 csv.quote t.csv:2 (byte 5)"},
    {"a\n\"b\" \"\n", "<a>1 csv.quote t.csv:2 (byte 5)"},
    {"a\nb\n\"c\nd", "<a>1 <b>2 csv.quote t.csv:3 (byte 5)"},
    {"a\nb\n\"", "<a>1 <b>2 csv.quote t.csv:3 (byte 5)"},
    {"a\nb\n\xC3(\n", "csv.encoding t.csv:3 (byte 6)"},
    {"a\nb\xC3", "csv.encoding t.csv:2 (byte 5)"},
    {"a\n\xED\xA0\x80\n", "csv.encoding t.csv:2 (byte 4)"},
    {"a\n\xC0\xAF\n", "csv.encoding t.csv:2 (byte 3)"},
};

static void rows_and_refusals(void **state)
{
    (void)state;
    static const size_t pieces[] = {1, 2, 3, 64, 100000};
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++)
        for (size_t p = 0; p < ARRAY_LEN(pieces); p++) {
            arena_reset(a);
            assert_string_equal(shown(a, str_of(CASES[i].text), pieces[p]).at, CASES[i].shown);
        }
    assert_string_equal(shown(a, STR("a\nb\0c\n"), 100).at, "csv.nul t.csv:2 (byte 4)");
    arena_close(a);
}

static void a_failed_read_is_not_the_end(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct text t = {.rest = STR("a\n1\n"), .piece = 100, .broken = true};
    struct err err = {0};
    struct csv *csv = NULL;
    assert_false(csv_open(a, source(&t), &csv, &err));
    assert_string_equal(err.code, "file.read");
    assert_null(csv);
    arena_close(a);
}

/* Rows of every length around a chunk's end, some quoted, so that they straddle it everywhere. */
static void rows_straddle_chunks(void **state)
{
    (void)state;
    enum { ROWS = 120000 };
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb text = sb_open(a, 8 * 1024 * 1024);
    sb_put(&text, STR("number,filler,quoted\n"));
    for (unsigned i = 0; i < ROWS; i++)
        sb_fmt(&text, "%u,%.*s,\"%u \"\"q\"\"\n%.*s\"\n", i, (int)(i % 37),
               "åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö", i, (int)(i % 11), "xxxxxxxxxxx");
    /* cutting "åäö…" by bytes may split a letter: those rows get plain filler instead */
    char *at = text.at;
    for (size_t i = 0; i + 1 < text.len; i++)
        if ((unsigned char)at[i] == 0xC3 && (unsigned char)at[i + 1] < 0x80)
            at[i] = 'a';
    struct text t = {.rest = sb_str(&text), .piece = 99991};
    struct err err = {0};
    struct csv *csv = NULL;
    assert_true(csv_open(a, source(&t), &csv, &err));
    struct csv_row row;
    unsigned rows = 0;
    for (; csv_next(csv, &row, &err) == CSV_ROW; rows++) {
        int64_t number = -1;
        assert_int_equal(row.count, 3);
        assert_true(str_to_i64(row.field[0], &number));
        assert_int_equal(number, rows);
        assert_int_equal(row.field[1].len, rows % 37);
        assert_int_equal(row.line, 2 + 2 * rows);
        char expect[64];
        int n = snprintf(expect, sizeof expect, "%u \"q\"\n%.*s", rows, (int)(rows % 11),
                         "xxxxxxxxxxx");
        assert_true(str_eq(row.field[2], (struct str){expect, (size_t)n}));
    }
    assert_int_equal(err.kind, ERR_NONE);
    assert_int_equal(rows, ROWS);
    assert_int_equal(csv_bytes(csv), text.len);
    arena_close(a);
}

static struct str one_long_row(struct arena *a, size_t size, bool quoted)
{
    char *row = ARENA_NEW(a, char, size + 8);
    memcpy(row, "h\n", 2);
    memset(row + 2, 'x', size);
    if (quoted)
        row[2] = row[2 + size - 1] = '"';
    row[2 + size] = '\n';
    return (struct str){row, 2 + size + 1};
}

static void rows_have_a_limit(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    for (int quoted = 0; quoted < 2; quoted++) {
        for (size_t over = 0; over < 2; over++) {
            struct str s = shown(a, one_long_row(a, CSV_ROW_MOST + over, quoted), 5000);
            assert_int_equal(over == 1, str_eq(s, STR("<h>1 csv.row_size t.csv:2 (byte 3)\0")));
        }
        struct str far = one_long_row(a, 3 * 1024 * 1024, quoted);
        assert_string_equal(shown(a, far, 100000).at, "<h>1 csv.row_size t.csv:2 (byte 3)");
    }
    arena_close(a);
}

static void fields_beyond_the_most_are_counted(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb text = sb_open(a, 1024);
    sb_put(&text, STR("a,b\n"));
    for (unsigned i = 0; i < 299; i++)
        sb_put(&text, STR("x,"));
    sb_put(&text, STR("x\n1,2\n"));
    struct text t = {.rest = sb_str(&text), .piece = 64};
    struct err err = {0};
    struct csv *csv = NULL;
    struct csv_row row;
    assert_true(csv_open(a, source(&t), &csv, &err));
    assert_int_equal(csv_next(csv, &row, &err), CSV_ROW);
    assert_int_equal(row.count, 300);
    assert_int_equal(csv_next(csv, &row, &err), CSV_ROW);
    assert_int_equal(row.count, 2);
    t = (struct text){.rest = {text.at + 4, text.len - 4}, .piece = 64};
    assert_false(csv_open(a, source(&t), &csv, &err));
    assert_string_equal(err.code, "csv.header");
    arena_close(a);
}

static void both_scanners_agree(void **state)
{
    (void)state;
    static const char letters[] = "a,;\"\n\r\0\x80\xFF,,\n";
    uint32_t x = 1;
    for (unsigned round = 0; round < 20000; round++) {
        char block[CSV_BLOCK];
        unsigned choices = round % 3 == 0 ? 1 : round % 3 == 1 ? 6 : sizeof letters - 1;
        for (unsigned i = 0; i < CSV_BLOCK; i++) {
            x = x * 1664525 + 1013904223;
            block[i] = letters[(x >> 16) % choices];
        }
        struct csv_marks fast = csv_scan(block, ','), plain = csv_scan_plain(block, ',');
        assert_true(fast.structure == plain.structure);
        assert_int_equal(fast.nul, plain.nul);
        assert_int_equal(fast.not_ascii, plain.not_ascii);
    }
}

static void what_is_written_reads_back(void **state)
{
    (void)state;
    static const char *const fields[] = {"plain", "a,b",  "a;b", "q\"q", "\"",
                                         "l\nm",  "c\rd", "å",   ""};
    struct arena *a = arena_open(ARENA_BLOCK);
    for (const char *s = ",;"; *s; s++) {
        struct sb text = sb_open(a, 256);
        sb_fmt(&text, "a%cb\n", *s);
        for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
            csv_put(&text, str_of(fields[i]), *s);
            sb_fmt(&text, "%cx\n", *s);
        }
        struct text t = {.rest = sb_str(&text), .piece = 1000};
        struct err err = {0};
        struct csv *csv = NULL;
        struct csv_row row;
        assert_true(csv_open(a, source(&t), &csv, &err));
        for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
            assert_int_equal(csv_next(csv, &row, &err), CSV_ROW);
            assert_int_equal(row.count, 2);
            assert_true(str_eq(row.field[0], str_of(fields[i])));
        }
    }
    arena_close(a);
}

/* Where a field stands in the text: behind a mark, letters of two bytes, quotes with separators and
 * line ends in them. */
static void places_are_found(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF"
                               "a;b;c\n\xC3\xA5;\"x;\"\"y\nz\";d\n1;2\n";
    static const struct {
        uint64_t line;
        unsigned field;
        struct csv_place at;
    } cases[] = {{1, 0, {1, 1}}, {1, 2, {1, 5}}, {2, 1, {2, 3}}, {2, 2, {3, 4}},
                 {4, 1, {4, 3}}, {4, 9, {4, 4}}, {9, 3, {5, 1}}};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct text t = {str_of(text), sizeof text, false};
    struct err err = {0};
    struct csv *c;
    assert_true(csv_open(a, (struct byte_source){&t, "f", text_read}, &c, &err));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_place p = csv_place(c, str_of(text), cases[i].line, cases[i].field);
        assert_int_equal(p.line, cases[i].at.line);
        assert_int_equal(p.column, cases[i].at.column);
    }
    arena_close(a);
}

static void a_last_row_without_a_line_end(void **state)
{
    struct arena *a = arena_open(1024);
    static const struct {
        const char *text;
        bool open;
    } cases[] = {{"a,b\n1,2\n", false},   {"a,b\n1,2", true},       {"a,b\r\n1,2\r\n", false},
                 {"a,b\r\n1,2\r", true},  {"a,b\n1,\"2\n\"", true}, {"a,b", true},
                 {"a,b\n1,2\n\n", false}, {"a,b\n1,2\n ", true}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        for (size_t piece = 1; piece < 4; piece++)
            assert_int_equal(ends_open(a, str_of(cases[i].text), piece), cases[i].open);
    for (size_t len = 61; len < 68; len++) { /* around a block */
        struct str text = str_fmt(a, "a,b\n%0*d,2\n", (int)len, 0);
        assert_false(ends_open(a, text, 4096));
        assert_true(ends_open(a, (struct str){text.at, text.len - 1}, 4096));
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_refusals),
        cmocka_unit_test(a_failed_read_is_not_the_end),
        cmocka_unit_test(rows_straddle_chunks),
        cmocka_unit_test(rows_have_a_limit),
        cmocka_unit_test(fields_beyond_the_most_are_counted),
        cmocka_unit_test(both_scanners_agree),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(places_are_found),
        cmocka_unit_test(a_last_row_without_a_line_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
