/* templates - web/templates into C.
 *
 *     templates TEXTS.csv OUT.c OUT.h FILE.html…
 *
 * makes `void template_<name>(struct sb *out, enum lang lang, const struct <view> *v)` of each file
 * (docs/developer/templates.md). The keys of texts are checked against TEXTS.csv; mistakes fail the
 * build as file:line:column. */
#include "template.h"
#include "tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_key(const void *a, const void *b)
{
    const struct template_key *x = a, *y = b;
    return str_compare(x->key, y->key);
}

static void read_keys(struct arena *a, const char *path, struct template_set *set)
{
    struct tool_table t = tool_read_table(a, path, "key,text");
    struct template_key *key = ARENA_NEW(a, struct template_key, t.count > 0 ? t.count : 1);
    for (unsigned i = 0; i < t.count; i++) {
        struct str text = t.row[i].field[1];
        key[i].key = t.row[i].field[0];
        for (size_t k = 0; k + 1 < text.len; k++)
            key[i].places += text.at[k] == '{' && text.at[k + 1] == '}';
    }
    qsort(key, t.count, sizeof *key, by_key);
    set->key = key;
    set->keys = t.count;
}

static struct template_source read_source(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str name = str_of(slash ? slash + 1 : path);
    if (name.len < 6 || memcmp(name.at + name.len - 5, ".html", 5) != 0)
        tool_fail(path, 1, "a template is called <name>.html");
    name.len -= 5;
    return (struct template_source){.name = name, .path = path, .text = tool_read(a, path)};
}

int main(int argc, char **argv)
{
    if (argc < 4)
        tool_fail("templates", 0, "usage: templates TEXTS.csv OUT.c OUT.h FILE.html...");
    struct arena *a = arena_open(ARENA_BLOCK);
    unsigned count = (unsigned)argc - 4;
    struct template_source *source = ARENA_NEW(a, struct template_source, count > 0 ? count : 1);
    struct template_set set = {.source = source, .count = count};
    read_keys(a, argv[1], &set);
    for (unsigned i = 0; i < count; i++)
        source[i] = read_source(a, argv[4 + i]);
    struct template_output out;
    struct template_fault fault;
    if (!template_compile(a, &set, &out, &fault)) {
        fprintf(stderr, "%s:%u:%u: %s\n", fault.path, fault.at.line, fault.at.column,
                fault.message);
        return EXIT_FAILURE;
    }
    tool_write(argv[2], out.code);
    tool_write(argv[3], out.header);
    arena_close(a);
    return EXIT_SUCCESS;
}
