#include "cli/measure_find.h"

#include "core/options.h"

bool measure_find(struct arena *a, const struct definitions *all, struct str id,
                  const struct definition **out, struct err *err)
{
    *out = definitions_find(all, id);
    if (*out)
        return true;
    const char **names = ARENA_NEW(a, const char *, all->count + 1);
    for (size_t i = 0; i < all->count; i++)
        names[i] = str_cstr(a, all->at[i]->id);
    const char *near = options_nearest(id, names, (unsigned)all->count);
    return FAIL(err, ERR_MISSING, "measure.unknown", "%.*s%s%s%s", (int)(id.len < 60 ? id.len : 60),
                id.at, near ? " (" : "", near ? near : "", near ? "?)" : "");
}
