#include "domain/listing.h"

#include "domain/span.h"

#include <assert.h>
#include <stdlib.h>

static int by_from(const void *x, const void *y)
{
    const struct listing_stated *a = *(const struct listing_stated *const *)x;
    const struct listing_stated *b = *(const struct listing_stated *const *)y;
    if (a->from.n != b->from.n)
        return a->from.n < b->from.n ? -1 : 1;
    if (a->recorded != b->recorded)
        return a->recorded < b->recorded ? -1 : 1;
    return (a > b) - (a < b);
}

size_t listing_effects(struct arena *a, const struct listing_stated *stated, size_t count,
                       struct day end, struct listing_effect **out)
{
    *out = ARENA_NEW(a, struct listing_effect, count);
    const struct listing_stated **row = ARENA_NEW(a, const struct listing_stated *, count);
    for (size_t i = 0; i < count; i++) {
        assert(!day_is_none(stated[i].from));
        row[i] = &stated[i];
    }
    if (count > 0)
        qsort(row, count, sizeof *row, by_from);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        struct day to = span_sooner(row[i]->to, end);
        if (i + 1 < count) /* also a row that itself holds on no day ends the one before it */
            to = span_sooner(to, (struct day){row[i + 1]->from.n - 1});
        if (!span_is_empty(row[i]->from, to))
            (*out)[found++] = (struct listing_effect){(size_t)(row[i] - stated), row[i]->from, to};
    }
    return found;
}
