#include "engine/hsaid_dict.h"

#include "core/checksum.h"

#include <string.h>

enum { FIRST_ROOM = 64 };

struct hsaid_dict hsaid_dict_open(struct arena *a)
{
    struct hsaid_dict d = {.arena = a, .room = FIRST_ROOM, .slots = FIRST_ROOM * 2};
    d.id = ARENA_NEW(a, struct hsaid, d.room);
    d.slot = ARENA_NEW(a, uint32_t, d.slots);
    return d;
}

/* The slot where the id stands or would stand. */
static uint32_t *slot_of(const struct hsaid_dict *d, const struct hsaid *id)
{
    uint32_t mask = d->slots - 1;
    uint32_t at = (uint32_t)checksum_of(id->text, sizeof id->text) & mask;
    while (d->slot[at] != 0 && !hsaid_eq(&d->id[d->slot[at] - 1], id))
        at = (at + 1) & mask;
    return &d->slot[at];
}

static void grow(struct hsaid_dict *d)
{
    struct hsaid_dict larger = {
        .arena = d->arena, .count = d->count, .room = d->room * 2, .slots = d->slots * 2};
    larger.id = ARENA_NEW(d->arena, struct hsaid, larger.room);
    larger.slot = ARENA_NEW(d->arena, uint32_t, larger.slots);
    memcpy(larger.id, d->id, d->count * sizeof *d->id);
    for (uint32_t i = 0; i < d->count; i++)
        *slot_of(&larger, &larger.id[i]) = i + 1;
    *d = larger;
}

uint32_t hsaid_dict_add(struct hsaid_dict *d, const struct hsaid *id)
{
    uint32_t *slot = slot_of(d, id);
    if (*slot != 0)
        return *slot - 1;
    if (d->count == d->room) {
        grow(d);
        slot = slot_of(d, id);
    }
    d->id[d->count] = *id;
    *slot = ++d->count;
    return d->count - 1;
}

bool hsaid_dict_find(const struct hsaid_dict *d, const struct hsaid *id, uint32_t *number)
{
    const uint32_t *slot = slot_of(d, id);
    if (*slot == 0)
        return false;
    *number = *slot - 1;
    return true;
}
