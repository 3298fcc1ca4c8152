/* queries - the SQL of the registry into the program.
 *
 *     queries OUT.c OUT.h FILE.sql…
 *
 * A file is a row of blocks, each begun by a line of its own, `-- name: unit.insert`; what stands
 * before the first is comment. Of each block the header gets `QUERY_UNIT_INSERT`, a member of
 * `enum query`, and the table a `struct query_text`: the name and the text without comment lines.
 * Names are small letters, digits, `_` and one `.`, and no two are alike. A block that begins with
 * `-- stated: unit` declares a table instead, and stands for the queries of queries.h; a line
 * `-- known: unit` stands for its queries of queries.h, too. The queries behind `-- steps:
 * known.rows`, to the next such line or the end of the file, are steps: `STEPS_KNOWN_ROWS` has them
 * in the order in which they stand, each with how many values it takes (?1, ?2, …), and ends with
 * QUERY_COUNT. */
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
    b->at[b->count] = (struct block){path, line, name, sb_open(b->arena, 512), b->steps};
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

/* What a line directs, and the text behind it. */
enum directive { NO_DIRECTIVE, NAME, STATED, KNOWN, STEPS, DIRECTIVES };
static enum directive directive_of(struct str line, struct str *rest)
{
    static const char *const BEGINS[DIRECTIVES] = {
        [NAME] = "-- name:", [STATED] = "-- stated:", [KNOWN] = "-- known:", [STEPS] = "-- steps:"};
    for (enum directive i = NAME; i < DIRECTIVES; i++) {
        struct str begin = str_of(BEGINS[i]);
        if (!str_starts(line, begin))
            continue;
        *rest = str_trim((struct str){line.at + begin.len, line.len - begin.len});
        return i;
    }
    return NO_DIRECTIVE;
}

/* The block whose text follows; NULL: none does. `said` is the directive's own line. */
static struct block *begin_block(struct blocks *b, enum directive directive, struct block *said)
{
    if (directive == NAME)
        return add_block(b, said->path, said->line, said->name);
    if (directive == STATED)
        return said;
    if (directive == KNOWN)
        add_known(b, said);
    else if (!is_name(said->name))
        tool_fail(said->path, said->line, "steps have a name as queries do: %.*s",
                  STR_FMT(said->name));
    else
        b->steps = said->name;
    return NULL;
}

static void end_block(struct blocks *b, const struct block *block, bool is_declaration)
{
    if (block && is_declaration)
        add_stated(b, block);
    else if (block)
        check_block(block);
}

static void read_file(struct blocks *b, const char *path)
{
    struct str rest = tool_read(b->arena, path);
    struct block said, *block = NULL;
    b->steps = STR("");
    for (uint64_t line = 1; rest.len > 0; line++) {
        struct str text = str_trim(str_cut(&rest, '\n')), what;
        enum directive directive = directive_of(text, &what);
        if (directive != NO_DIRECTIVE) {
            end_block(b, block, block == &said);
            said = (struct block){path, line, what, sb_open(b->arena, 512), b->steps};
            block = begin_block(b, directive, &said);
        } else if (text.len > 0 && !str_starts(text, STR("--"))) {
            if (!block)
                tool_fail(path, line, "a statement before its -- name:");
            sb_put(&block->text, text);
            sb_char(&block->text, '\n');
        }
    }
    end_block(b, block, block == &said);
}

static void put_constant(struct sb *out, const char *kind, struct str name)
{
    sb_put(out, str_of(kind));
    for (size_t i = 0; i < name.len; i++)
        sb_char(out, name.at[i] == '.' ? '_' : (char)toupper((unsigned char)name.at[i]));
}

static int by_name(const void *a, const void *b)
{
    return str_compare(((const struct block *)a)->name, ((const struct block *)b)->name);
}

/* The most of the numbers behind `?`. */
static unsigned values_of(const struct block *b)
{
    struct str text = sb_str(&b->text);
    unsigned most = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '?')
            continue;
        unsigned n = 0;
        for (; i + 1 < text.len && isdigit((unsigned char)text.at[i + 1]); i++)
            n = n * 10 + (unsigned)(text.at[i + 1] - '0');
        if (n == 0)
            tool_fail(b->path, b->line, "%.*s is a step, and has a value without a number",
                      STR_FMT(b->name));
        most = n > most ? n : most;
    }
    return most;
}

/* Before the blocks are sorted: in the order in which they stand. */
static void put_steps(const struct blocks *b, struct sb *c, struct sb *h)
{
    struct str before = STR("");
    for (unsigned i = 0; i < b->count; i++) {
        const struct block *step = &b->at[i];
        bool ends = i + 1 == b->count || !str_eq(step->steps, b->at[i + 1].steps);
        if (step->steps.len > 0 && !str_eq(step->steps, before)) {
            put_constant(h, "extern const struct query_step STEPS_", step->steps);
            sb_put(h, STR("[];\n"));
            put_constant(c, "const struct query_step STEPS_", step->steps);
            sb_put(c, STR("[] = {\n"));
        }
        before = step->steps;
        if (step->steps.len == 0)
            continue;
        put_constant(c, "    {QUERY_", step->name);
        sb_fmt(c, ", %u},\n%s", values_of(step), ends ? "    {QUERY_COUNT, 0}};\n" : "");
    }
}

int main(int argc, char **argv)
{
    if (argc < 4)
        tool_fail("queries", 0, "usage: queries OUT.c OUT.h FILE.sql...");
    struct arena *a = arena_open((size_t)ARENA_BLOCK * 16);
    struct blocks b = {.arena = a};
    for (int i = 3; i < argc; i++)
        read_file(&b, argv[i]);
    struct sb c = sb_open(a, (size_t)ARENA_BLOCK * 4), h = sb_open(a, ARENA_BLOCK);
    struct sb steps = sb_open(a, ARENA_BLOCK);
    sb_put(&c, STR("#include \"store/query_text.h\"\n"));
    put_steps(&b, &c, &steps);
    if (b.count > 0)
        qsort(b.at, b.count, sizeof *b.at, by_name);
    sb_put(&h, STR("#ifndef QUERIES_H\n#define QUERIES_H\nenum query {\n"));
    sb_put(&c, STR("const struct query_text QUERY_TEXTS[] = {\n"));
    for (unsigned i = 0; i < b.count; i++) {
        sb_put(&h, STR("    "));
        put_constant(&h, "QUERY_", b.at[i].name);
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
    sb_put(&h, STR("    QUERY_COUNT\n};\n"
                   "struct query_step {\n    enum query query;\n    unsigned values;\n};\n"));
    sb_put(&h, sb_str(&steps));
    sb_put(&h, STR("#endif\n"));
    sb_put(&c, STR("    {0, 0}};\n"));
    tool_write(argv[1], sb_str(&c));
    tool_write(argv[2], sb_str(&h));
    arena_close(a);
    return EXIT_SUCCESS;
}
