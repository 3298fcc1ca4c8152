#include "core/checksum.h"

#define XXH_STATIC_LINKING_ONLY /* the size of its state: it shall live in the arena */
#include <xxhash.h>

struct checksum {
    XXH3_state_t *state;
};

uint64_t checksum_of(const void *at, size_t size)
{
    return XXH3_64bits(at, size);
}

struct checksum *checksum_open(struct arena *a)
{
    /* The state wants 64 bytes' alignment, more than an arena's block promises. */
    enum { ALIGN = 64 };
    struct checksum *c = ARENA_NEW(a, struct checksum, 1);
    unsigned char *room = ARENA_NEW(a, unsigned char, sizeof(XXH3_state_t) + ALIGN);
    size_t past = (uintptr_t)room % ALIGN;
    c->state = (void *)(room + (past > 0 ? ALIGN - past : 0));
    (void)XXH3_64bits_reset(c->state);
    return c;
}

void checksum_add(struct checksum *c, const void *at, size_t size)
{
    if (size > 0)
        (void)XXH3_64bits_update(c->state, at, size);
}

uint64_t checksum_value(const struct checksum *c)
{
    return XXH3_64bits_digest(c->state);
}
