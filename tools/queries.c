/* queries - the SQL of the registry into the program.
 *
 *     queries OUT.c OUT.h FILE.sql…
 *
 * A file is a row of blocks, each begun by a line of its own, `-- name: unit.insert`; what stands
 * before the first is comment. Of each block the header gets `QUERY_UNIT_INSERT`, a member of
 * `enum query`, and the table a `struct query_text`: the name and the text without comment lines.
 * Names are small letters, digits, `_` and one `.`, and no two are alike. A block that begins with
 * `-- stated: unit` declares a table instead, and stands for the queries of queries.h. */
#include "queries.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_name(struct str s)
{
    size_t points = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        points += c == '.';
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'))
            return false;
    }
    return points == 1 && s.at[0] != '.' && s.at[s.len - 1] != '.';
}

struct block *add_block(struct blocks *b, const char *path, uint64_t line, struct str name)
{
    if (!is_name(name))
        tool_fail(path, line, "a name is small letters and digits around one point: %.*s",
                  STR_FMT(name));
    for (unsigned i = 0; i < b->count; i++)
        if (str_eq(b->at[i].name, name))
            tool_fail(path, line, "%.*s stands at %s:%llu too", STR_FMT(name), b->at[i].path,
                      (unsigned long long)b->at[i].line);
    if (b->count == b->room) {
        struct block *grown = ARENA_NEW(b->arena, struct block, b->room * 2 + 32);
        if (b->count > 0)
            memcpy(grown, b->at, b->count * sizeof *grown);
        b->at = grown;
        b->room = b->room * 2 + 32;
    }
    b->at[b->count] = (struct block){path, line, name, sb_open(b->arena, 512)};
    return &b->at[b->count++];
}

static void check_block(const struct block *b)
{
    struct str text = sb_str(&b->text);
    if (text.len < 2 || text.at[text.len - 2] != ';')
        tool_fail(b->path, b->line, "%.*s does not end in ;", STR_FMT(b->name));
    if (memchr(text.at, ';', text.len - 2))
        tool_fail(b->path, b->line, "%.*s is more than one statement", STR_FMT(b->name));
}

/* The text behind a directive, `-- name: …`; false: the line is none. */
static bool is_directive(struct str line, struct str directive, struct str *rest)
{
    if (!str_starts(line, directive))
        return false;
    *rest = str_trim((struct str){line.at + directive.len, line.len - directive.len});
    return true;
}

/* What stands between two directives. */
static void end_block(struct blocks *b, struct block *block, struct str stated)
{
    if (block && stated.len > 0)
        add_stated(b, block, stated);
    else if (block)
        check_block(block);
}

static void read_file(struct blocks *b, const char *path)
{
    struct str rest = tool_read(b->arena, path), stated = STR("");
    struct block declaration, *block = NULL;
    for (uint64_t line = 1; rest.len > 0; line++) {
        struct str text = str_trim(str_cut(&rest, '\n')), name;
        bool is_stated = is_directive(text, STR("-- stated:"), &name);
        if (is_stated || is_directive(text, STR("-- name:"), &name)) {
            end_block(b, block, stated);
            stated = is_stated ? name : STR("");
            if (is_stated)
                declaration = (struct block){path, line, name, sb_open(b->arena, 512)};
            block = is_stated ? &declaration : add_block(b, path, line, name);
        } else if (text.len > 0 && !str_starts(text, STR("--"))) {
            if (!block)
                tool_fail(path, line, "a statement before the first -- name:");
            sb_put(&block->text, text);
            sb_char(&block->text, '\n');
        }
    }
    end_block(b, block, stated);
}

static void put_constant(struct sb *out, struct str name)
{
    sb_put(out, STR("QUERY_"));
    for (size_t i = 0; i < name.len; i++)
        sb_char(out, name.at[i] == '.' ? '_' : (char)toupper((unsigned char)name.at[i]));
}

static int by_name(const void *a, const void *b)
{
    return str_compare(((const struct block *)a)->name, ((const struct block *)b)->name);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        tool_fail("queries", 0, "usage: queries OUT.c OUT.h FILE.sql...");
    struct arena *a = arena_open((size_t)ARENA_BLOCK * 16);
    struct blocks b = {.arena = a};
    for (int i = 3; i < argc; i++)
        read_file(&b, argv[i]);
    if (b.count > 0)
        qsort(b.at, b.count, sizeof *b.at, by_name);
    struct sb c = sb_open(a, (size_t)ARENA_BLOCK * 4), h = sb_open(a, ARENA_BLOCK);
    sb_put(&h, STR("#ifndef QUERIES_H\n#define QUERIES_H\nenum query {\n"));
    sb_put(&c, STR("#include \"store/query_text.h\"\n"
                   "const struct query_text QUERY_TEXTS[] = {\n"));
    for (unsigned i = 0; i < b.count; i++) {
        sb_put(&h, STR("    "));
        put_constant(&h, b.at[i].name);
        sb_put(&h, STR(",\n"));
        sb_put(&c, STR("    {"));
        tool_put_literal(&c, b.at[i].name);
        struct str rest = sb_str(&b.at[i].text);
        sb_put(&c, STR(",\n"));
        while (rest.len > 0) {
            struct str line = str_cut(&rest, '\n');
            sb_put(&c, STR("     "));
            tool_put_literal(&c, str_fmt(a, "%.*s\n", STR_FMT(line)));
            sb_char(&c, '\n');
        }
        sb_put(&c, STR("    },\n"));
    }
    sb_put(&h, STR("    QUERY_COUNT\n};\n#endif\n"));
    sb_put(&c, STR("    {0, 0}};\n"));
    tool_write(argv[1], sb_str(&c));
    tool_write(argv[2], sb_str(&h));
    arena_close(a);
    return EXIT_SUCCESS;
}
