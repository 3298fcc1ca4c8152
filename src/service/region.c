#include "service/region.h"

#include "core/sb.h"
#include "core/yaml.h"
#include "engine/shelf.h"
#include "service/rule_files.h" /* made by the build of rules/ */

struct search {
    struct arena *arena;
    struct str name;
    struct region *out;
    bool found;
    struct sb known;
};

static bool take(void *state, const char *file, struct str text, struct err *err)
{
    struct search *s = state;
    struct region r;
    if (!region_read(s->arena, &(struct embedded){str_of(file), text}, &r, err))
        return false;
    if (str_eq(s->name, r.id) || str_eq(s->name, r.county)) {
        *s->out = r; /* a later one takes the place of its namesake */
        s->found = true;
    }
    sb_fmt(&s->known, "%s%.*s (%.*s)", s->known.len > 0 ? ", " : "", STR_FMT(r.id),
           STR_FMT(r.county));
    return true;
}

/* A file that would be passed over in silence for its ending. */
static bool none_is_yml(struct arena *a, const char *folder, struct err *err)
{
    const char *const *name;
    size_t count;
    if (!folder_list(a, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (shelf_takes(name[i], ".yml"))
            return FAIL(err, ERR_INVALID, "rule.name", "%.200s", name[i]);
    return true;
}

bool region_find(struct arena *a, const char *folder, struct str name, struct region *out,
                 struct err *err)
{
    struct region found;
    struct search s = {.arena = a, .name = name, .out = &found, .known = sb_open(a, 64)};
    const struct shelf_files files = {&EMBEDDED_RULES, folder, ".yaml", YAML_SIZE_MOST, take, &s};
    if ((folder && !none_is_yml(a, folder, err)) || !shelf_read(a, &files, err))
        return false;
    if (!s.found)
        return FAIL(err, ERR_MISSING, "region.unknown", "%.*s", STR_FMT(sb_str(&s.known)));
    *out = found;
    return true;
}
