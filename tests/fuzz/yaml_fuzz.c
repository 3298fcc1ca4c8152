/* Any bytes as YAML: a tree within its limits whose every node has a place, or a refusal. */
#include "core/yaml.h"

#include "known_leaks.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct yaml *n, unsigned depth)
{
    if (depth > YAML_DEPTH_MOST || n->line == 0 || n->column == 0)
        abort();
    if (n->kind == YAML_SCALAR) {
        if (n->count != 0 || n->text.at[n->text.len] != '\0')
            abort();
        return;
    }
    for (unsigned i = 0; i < n->count; i++) {
        check(&n->item[i], depth + 1);
        if (n->kind == YAML_MAP && yaml_get(n, n->key[i].text) != &n->item[i])
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const struct yaml *root = NULL;
    if (yaml_parse(a, "fuzz", (struct str){(const char *)data, size}, &root, &err))
        check(root, 0);
    else if (strncmp(err.code, "yaml.", 5) != 0 || strncmp(err.detail, "fuzz:", 5) != 0)
        abort();
    arena_close(a);
    return 0;
}
