/* The sets that there are: those of the program, and those of a home in their place or beside. */
#include "codesets.h"
#include "core/embedded.h"
#include "core/folder.h"
#include "engine/codeset.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE_MOST = 4 * 1024 * 1024 };

struct collection {
    struct arena *arena;
    const struct codeset **at;
    size_t count;
};

static bool add(struct collection *c, const char *name, struct str text, struct err *err)
{
    const struct codeset *s;
    if (!codeset_parse(c->arena, name, text, &s, err))
        return false;
    size_t i = 0;
    while (i < c->count && !str_eq(c->at[i]->name, s->name))
        i++;
    if (i == CODESETS_MOST)
        return FAIL(err, ERR_INVALID, "codeset.many", "%.60s:1", name);
    c->at[i] = s;
    c->count += i == c->count;
    return true;
}

static bool add_folder(struct collection *c, const char *folder, struct err *err)
{
    const char *const *name;
    size_t count;
    if (!folder_list(c->arena, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(name[i]);
        if (len < 5 || name[i][0] == '.' || strcmp(name[i] + len - 4, ".csv") != 0)
            continue;
        const char *path = str_cstr(c->arena, str_fmt(c->arena, "%s/%s", folder, name[i]));
        struct str text;
        if (!file_read_all(&FILES_POSIX, c->arena, path, SIZE_MOST, &text, err) ||
            !add(c, name[i], text, err))
            return false;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct codeset *x = *(const struct codeset *const *)a;
    const struct codeset *y = *(const struct codeset *const *)b;
    return str_compare(x->name, y->name);
}

bool codesets_load(struct arena *a, const char *folder, struct codesets *out, struct err *err)
{
    struct collection c = {a, ARENA_NEW(a, const struct codeset *, CODESETS_MOST), 0};
    for (unsigned i = 0; i < EMBEDDED_CODESETS.count; i++) {
        const struct embedded *file = &EMBEDDED_CODESETS.file[i];
        if (!add(&c, str_cstr(a, file->name), file->bytes, err))
            return false;
    }
    if (folder && !add_folder(&c, folder, err))
        return false;
    qsort(c.at, c.count, sizeof *c.at, by_name);
    *out = (struct codesets){c.at, c.count};
    return true;
}

const struct codeset *codesets_find(const struct codesets *all, struct str name)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(all->at[i]->name, name))
            return all->at[i];
    return NULL;
}
