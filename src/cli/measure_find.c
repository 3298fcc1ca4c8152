#include "cli/measure_find.h"

#include "core/options.h"

/* Letters of an id in one case: who writes NURSE65 means nurse65. */
static const char *lower(struct arena *a, struct str id)
{
    char *at = ARENA_NEW(a, char, id.len + 1);
    for (size_t i = 0; i < id.len; i++)
        at[i] = (char)(id.at[i] >= 'A' && id.at[i] <= 'Z' ? id.at[i] - 'A' + 'a' : id.at[i]);
    at[id.len] = '\0';
    return at;
}

bool measure_find(struct arena *a, const struct definitions *all, struct str id,
                  const struct definition **out, struct err *err)
{
    *out = definitions_find(all, id);
    if (*out)
        return true;
    const char **names = ARENA_NEW(a, const char *, all->count + 1);
    for (size_t i = 0; i < all->count; i++)
        names[i] = lower(a, all->at[i]->id);
    const char *near = options_nearest(str_of(lower(a, id)), names, (unsigned)all->count);
    for (size_t i = 0; near && i < all->count; i++)
        if (names[i] == near) {
            near = str_cstr(a, all->at[i]->id);
            break;
        }
    return FAIL(err, ERR_MISSING, "measure.unknown", "%.*s%s%s%s", (int)(id.len < 60 ? id.len : 60),
                id.at, near ? " (" : "", near ? near : "", near ? "?)" : "");
}
