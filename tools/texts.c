/* texts - what is said to people, from CSV into C.
 *
 *     texts texts  SV.csv EN.csv OUT.h OUT.c     key,text; the same keys in both files
 *     texts errors ERRORS.csv OUT.c              code,kind,sv,en
 *
 * The first makes `enum text` and the table behind core/text.h, the second the table behind
 * core/err_text.h. A key that is missing, doubled or misspelt, an empty text, or places `{}` that
 * differ between languages fail the build with file and line. */
#include "tool.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { KEY, TEXT };
enum { CODE, KIND, SV, EN };

static int by_first_field(const void *a, const void *b)
{
    const struct tool_row *x = a, *y = b;
    return str_compare(x->field[0], y->field[0]);
}

static unsigned places(struct str text)
{
    unsigned n = 0;
    for (size_t i = 0; i + 1 < text.len; i++)
        n += text.at[i] == '{' && text.at[i + 1] == '}';
    return n;
}

/* Words of a-z, 0-9 and _ joined by dots, beginning with a letter. */
static bool is_key(struct str s)
{
    bool start = true;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool letter = c >= 'a' && c <= 'z', inner = letter || (c >= '0' && c <= '9') || c == '_';
        if (start ? !letter : !(inner || c == '.'))
            return false;
        start = c == '.';
    }
    return s.len > 0 && !start;
}

static void sort_and_check(struct tool_table *t)
{
    qsort(t->row, t->count, sizeof *t->row, by_first_field);
    for (unsigned i = 0; i < t->count; i++) {
        const struct tool_row *row = &t->row[i];
        struct str key = row->field[0];
        if (!is_key(key))
            tool_fail(t->path, row->line, "%.*s is no key: words of a-z, 0-9, _ joined by dots",
                      STR_FMT(key));
        for (unsigned f = 1; f < t->columns; f++)
            if (str_trim(row->field[f]).len == 0)
                tool_fail(t->path, row->line, "%.*s has an empty text", STR_FMT(key));
        if (i > 0 && str_eq(t->row[i - 1].field[0], key))
            tool_fail(t->path, row->line, "%.*s stands on line %llu too", STR_FMT(key),
                      (unsigned long long)t->row[i - 1].line);
    }
}

static void check_twins(const struct tool_table *a, const struct tool_table *b)
{
    for (unsigned i = 0, j = 0; i < a->count || j < b->count; i++, j++) {
        int order = i == a->count ? 1 : j == b->count ? -1 : by_first_field(&a->row[i], &b->row[j]);
        if (order != 0) {
            const struct tool_table *has = order < 0 ? a : b, *lacks = order < 0 ? b : a;
            const struct tool_row *row = order < 0 ? &a->row[i] : &b->row[j];
            tool_fail(has->path, row->line, "%.*s is missing in %s", STR_FMT(row->field[KEY]),
                      lacks->path);
        }
        if (places(a->row[i].field[TEXT]) != places(b->row[j].field[TEXT]))
            tool_fail(b->path, b->row[j].line, "%.*s has another number of {} than in %s",
                      STR_FMT(b->row[j].field[KEY]), a->path);
    }
}

static void put_enum_name(struct sb *out, struct str key)
{
    sb_put(out, STR("TEXT_"));
    for (size_t i = 0; i < key.len; i++)
        sb_char(out, key.at[i] == '.' ? '_' : (char)toupper((unsigned char)key.at[i]));
}

/* "a.b" and "a_b" would be one name in C; a key and a place in the enum are one thing. */
static void check_names(struct arena *a, const struct tool_table *t)
{
    struct str *name = ARENA_NEW(a, struct str, t->count + 1);
    for (unsigned i = 0; i < t->count; i++) {
        struct sb out = sb_open(a, 64);
        put_enum_name(&out, t->row[i].field[KEY]);
        name[i] = sb_str(&out);
        for (unsigned j = 0; j < i; j++)
            if (str_eq(name[i], name[j]))
                tool_fail(t->path, t->row[i].line, "%.*s and %.*s are the same in C",
                          STR_FMT(t->row[i].field[KEY]), STR_FMT(t->row[j].field[KEY]));
    }
}

static void put_texts(struct sb *c, const char *name, const struct tool_table *t)
{
    sb_fmt(c, "const struct str %s[TEXT_COUNT] = {\n", name);
    for (unsigned i = 0; i < t->count; i++) {
        sb_put(c, STR("    STR_INIT("));
        tool_put_literal(c, t->row[i].field[TEXT]);
        sb_put(c, STR("),\n"));
    }
    sb_put(c, STR("};\n"));
}

static void texts(struct arena *a, char **argv)
{
    struct tool_table sv = tool_read_table(a, argv[0], "key,text");
    struct tool_table en = tool_read_table(a, argv[1], "key,text");
    sort_and_check(&sv);
    sort_and_check(&en);
    check_twins(&sv, &en);
    check_names(a, &sv);
    struct sb h = sb_open(a, 64 * 1024), c = sb_open(a, 256 * 1024);
    sb_put(&h, STR("enum text {\n"));
    for (unsigned i = 0; i < sv.count; i++) {
        sb_put(&h, STR("    "));
        put_enum_name(&h, sv.row[i].field[KEY]);
        sb_put(&h, STR(",\n"));
    }
    sb_put(&h, STR("    TEXT_COUNT\n};\n"));
    sb_put(&c, STR("#include \"core/text.h\"\n\n#include \"core/text_table.h\"\n\n"));
    put_texts(&c, "TEXTS_SV", &sv);
    put_texts(&c, "TEXTS_EN", &en);
    sb_put(&c, STR("const struct str TEXT_KEYS[TEXT_COUNT] = {\n"));
    for (unsigned i = 0; i < sv.count; i++)
        sb_fmt(&c, "    STR_INIT(\"%.*s\"),\n", STR_FMT(sv.row[i].field[KEY]));
    sb_put(&c, STR("};\n"));
    tool_write(argv[2], sb_str(&h));
    tool_write(argv[3], sb_str(&c));
}

static void put_error(struct sb *c, const struct tool_table *t, const struct tool_row *row)
{
    static const char *const kinds[] = {"invalid", "denied", "missing", "conflict", "busy", "io"};
    unsigned k = 0;
    while (k < ARRAY_LEN(kinds) && !str_eq(row->field[KIND], str_of(kinds[k])))
        k++;
    if (k == ARRAY_LEN(kinds))
        tool_fail(t->path, row->line,
                  "%.*s is no kind: invalid, denied, missing, conflict, busy, io",
                  STR_FMT(row->field[KIND]));
    if (!memchr(row->field[CODE].at, '.', row->field[CODE].len))
        tool_fail(t->path, row->line, "%.*s is no code: <thing>.<reason>",
                  STR_FMT(row->field[CODE]));
    if (places(row->field[SV]) != places(row->field[EN]) || places(row->field[SV]) > 1)
        tool_fail(t->path, row->line, "%.*s: one {} at most, in both languages",
                  STR_FMT(row->field[CODE]));
    sb_fmt(c, "    {STR_INIT(\"%.*s\"), ERR_", STR_FMT(row->field[CODE]));
    for (const char *s = kinds[k]; *s; s++)
        sb_char(c, (char)toupper((unsigned char)*s));
    sb_put(c, STR(", {STR_INIT("));
    tool_put_literal(c, row->field[SV]);
    sb_put(c, STR("), STR_INIT("));
    tool_put_literal(c, row->field[EN]);
    sb_put(c, STR(")}},\n"));
}

static void errors(struct arena *a, char **argv)
{
    struct tool_table t = tool_read_table(a, argv[0], "code,kind,sv,en");
    sort_and_check(&t);
    struct sb c = sb_open(a, 256 * 1024);
    sb_put(&c, STR("#include \"core/err_table.h\"\n\nconst struct err_text ERR_TEXTS[] = {\n"));
    for (unsigned i = 0; i < t.count; i++)
        put_error(&c, &t, &t.row[i]);
    sb_fmt(&c, "};\nconst unsigned ERR_TEXT_COUNT = %u;\n", t.count);
    tool_write(argv[1], sb_str(&c));
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    if (argc == 6 && strcmp(argv[1], "texts") == 0)
        texts(a, argv + 2);
    else if (argc == 4 && strcmp(argv[1], "errors") == 0)
        errors(a, argv + 2);
    else
        tool_fail("texts", 0, "usage: texts texts SV EN OUT.h OUT.c | texts errors CSV OUT.c");
    arena_close(a);
    return EXIT_SUCCESS;
}
