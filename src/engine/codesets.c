/* The sets that there are: those of the program, and those of a home in their place or beside. */
#include "codesets.h"
#include "engine/codeset.h"
#include "engine/shelf.h"

#include <stdlib.h>

struct collection {
    struct arena *arena;
    struct shelf shelf; /* const struct codeset * */
};

static bool take(void *state, const char *name, struct str text, struct err *err)
{
    struct collection *c = state;
    const struct codeset *s;
    return codeset_parse(c->arena, name, text, &s, err) &&
           (shelf_put(&c->shelf, s->name, s) ||
            FAIL(err, ERR_INVALID, "codeset.many", "%.60s:1", name));
}

static int by_name(const void *a, const void *b)
{
    const struct codeset *x = *(const struct codeset *const *)a;
    const struct codeset *y = *(const struct codeset *const *)b;
    return str_compare(x->name, y->name);
}

bool codesets_load(struct arena *a, const char *folder, struct codesets *out, struct err *err)
{
    struct collection c = {a, shelf_open(a, CODESETS_MOST)};
    const struct shelf_files files = {&EMBEDDED_CODESETS, folder, ".csv",
                                      CODESET_SIZE_MOST,  take,   &c};
    if (!shelf_read(a, &files, err))
        return false;
    const struct codeset **at = ARENA_NEW(a, const struct codeset *, c.shelf.count + 1);
    for (size_t i = 0; i < c.shelf.count; i++)
        at[i] = c.shelf.at[i];
    qsort(at, c.shelf.count, sizeof *at, by_name);
    *out = (struct codesets){at, c.shelf.count};
    return true;
}

const struct codeset *codesets_find(const struct codesets *all, struct str name)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(all->at[i]->name, name))
            return all->at[i];
    return NULL;
}
