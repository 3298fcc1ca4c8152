#include "domain/identity_merge.h"

#include <assert.h>

/* on_circle[i] says whether i stands on a circle; returns how many do. Each identifier is walked
 * from once: `walk` holds the walk that came to it first. */
static uint32_t find_circles(struct arena *a, const uint32_t *replaced_by, uint32_t count,
                             bool *on_circle)
{
    uint32_t *walk = ARENA_NEW(a, uint32_t, count), found = 0;
    for (uint32_t start = 0; start < count; start++) {
        uint32_t at = start;
        for (; at != IDENTITY_NONE && walk[at] == 0; at = replaced_by[at]) {
            assert(replaced_by[at] == IDENTITY_NONE || replaced_by[at] < count);
            walk[at] = start + 1;
        }
        if (at == IDENTITY_NONE || walk[at] != start + 1)
            continue; /* an end, or the trail of an earlier walk */
        for (; !on_circle[at]; at = replaced_by[at], found++)
            on_circle[at] = true;
    }
    return found;
}

uint32_t identity_circles(struct arena *a, const uint32_t *replaced_by, uint32_t count,
                          uint32_t **members)
{
    bool *on_circle = ARENA_NEW(a, bool, count);
    uint32_t found = find_circles(a, replaced_by, count, on_circle), n = 0;
    *members = ARENA_NEW(a, uint32_t, found);
    for (uint32_t i = 0; i < count; i++)
        if (on_circle[i])
            (*members)[n++] = i;
    return found;
}

bool identity_merge(struct arena *a, const uint32_t *replaced_by, uint32_t count, uint32_t **newest,
                    struct err *err)
{
    uint32_t circled = find_circles(a, replaced_by, count, ARENA_NEW(a, bool, count));
    if (circled > 0)
        return FAIL(err, ERR_CONFLICT, "identity.circle", "%u", circled);
    uint32_t *end = ARENA_NEW(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        end[i] = IDENTITY_NONE;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t last = i;
        while (end[last] == IDENTITY_NONE && replaced_by[last] != IDENTITY_NONE)
            last = replaced_by[last];
        if (end[last] != IDENTITY_NONE)
            last = end[last];
        for (uint32_t at = i; end[at] == IDENTITY_NONE; at = replaced_by[at]) {
            end[at] = last;
            if (at == last)
                break;
        }
    }
    *newest = end;
    return true;
}
