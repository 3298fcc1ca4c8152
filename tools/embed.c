/* embed - files into the program.
 *
 *     embed NAME OUT.c OUT.h FILE…
 *
 * makes `const struct embedded_files EMBEDDED_<NAME>` (core/embedded.h): each file under its last
 * name, sorted by it, bytes as they are. NAME is lower case. */
#include "tool.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct source {
    const char *path;
    struct str name;
};

static int by_name(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    return str_compare(x->name, y->name);
}

static struct str last_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash ? slash + 1 : path);
}

static void put_upper(struct sb *out, const char *name)
{
    for (; *name; name++)
        sb_char(out, *name == '-' ? '_' : (char)toupper((unsigned char)*name));
}

/* Numbers, not a string literal: ISO C promises only 4 095 characters of those. */
static void put_bytes(struct sb *out, struct str bytes, unsigned number)
{
    sb_fmt(out, "static const unsigned char file_%u[] = {", number);
    for (size_t i = 0; i < bytes.len; i++) {
        if (i % 24 == 0)
            sb_char(out, '\n');
        sb_i64(out, (unsigned char)bytes.at[i]);
        sb_char(out, ',');
    }
    sb_put(out, STR("\n0};\n"));
}

int main(int argc, char **argv)
{
    if (argc < 4)
        tool_fail("embed", 0, "usage: embed NAME OUT.c OUT.h FILE...");
    struct arena *a = arena_open(ARENA_BLOCK);
    unsigned count = (unsigned)argc - 4;
    struct source *source = ARENA_NEW(a, struct source, count > 0 ? count : 1);
    for (unsigned i = 0; i < count; i++)
        source[i] = (struct source){argv[4 + i], last_name(argv[4 + i])};
    qsort(source, count, sizeof *source, by_name);

    struct sb c = sb_open(a, 1024 * 1024), h = sb_open(a, 256);
    sb_fmt(&c, "#include \"%.*s\"\n", STR_FMT(last_name(argv[3])));
    struct sb list = sb_open(a, 4096);
    for (unsigned i = 0; i < count; i++) {
        if (i > 0 && str_eq(source[i - 1].name, source[i].name))
            tool_fail(source[i].path, 1, "two files have this name");
        put_bytes(&c, tool_read(a, source[i].path), i);
        sb_put(&list, STR("    {STR_INIT("));
        tool_put_literal(&list, source[i].name);
        sb_fmt(&list, "), {(const char *)file_%u, sizeof file_%u - 1}},\n", i, i);
    }
    sb_fmt(&c, "static const struct embedded file[] = {\n%.*s    {{0, 0}, {0, 0}}};\n",
           STR_FMT(sb_str(&list)));
    sb_put(&c, STR("const struct embedded_files EMBEDDED_"));
    put_upper(&c, argv[1]);
    sb_fmt(&c, " = {file, %u};\n", count);
    sb_put(&h, STR("#include \"core/embedded.h\"\nextern const struct embedded_files EMBEDDED_"));
    put_upper(&h, argv[1]);
    sb_put(&h, STR(";\n"));
    tool_write(argv[2], sb_str(&c));
    tool_write(argv[3], sb_str(&h));
    arena_close(a);
    return EXIT_SUCCESS;
}
