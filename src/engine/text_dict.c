#include "engine/text_dict.h"

#include "core/checksum.h"

#include <assert.h>
#include <string.h>

enum { FIRST_ROOM = 64, FIRST_BYTES = 1024 };

struct text_dict text_dict_open(struct arena *a)
{
    struct text_dict d = {
        .arena = a, .room = FIRST_ROOM, .slots = FIRST_ROOM * 2, .bytes_room = FIRST_BYTES};
    d.end = ARENA_NEW(a, uint32_t, d.room);
    d.slot = ARENA_NEW(a, uint32_t, d.slots);
    d.bytes = ARENA_NEW(a, char, d.bytes_room);
    return d;
}

/* The slot where the text stands or would stand. */
static uint32_t *slot_of(const struct text_dict *d, struct str text)
{
    uint32_t mask = d->slots - 1;
    uint32_t at = (uint32_t)checksum_of(text.at, text.len) & mask;
    while (d->slot[at] != 0 && !str_eq(text_dict_at(d, d->slot[at] - 1), text))
        at = (at + 1) & mask;
    return &d->slot[at];
}

static void grow(struct text_dict *d)
{
    uint32_t *end = ARENA_NEW(d->arena, uint32_t, (size_t)d->room * 2);
    memcpy(end, d->end, d->count * sizeof *end);
    d->end = end;
    d->room *= 2;
    d->slots *= 2;
    d->slot = ARENA_NEW(d->arena, uint32_t, d->slots);
    for (uint32_t i = 0; i < d->count; i++)
        *slot_of(d, text_dict_at(d, i)) = i + 1;
}

static void grow_bytes(struct text_dict *d, size_t wanted)
{
    size_t room = d->bytes_room;
    while (room < wanted)
        room *= 2;
    assert(room <= UINT32_C(1) << 31);
    char *bytes = ARENA_NEW(d->arena, char, room);
    memcpy(bytes, d->bytes, d->used);
    d->bytes = bytes;
    d->bytes_room = (uint32_t)room;
}

uint32_t text_dict_add(struct text_dict *d, struct str text)
{
    uint32_t *slot = slot_of(d, text);
    if (*slot != 0)
        return *slot - 1;
    if (d->count == d->room) {
        grow(d);
        slot = slot_of(d, text);
    }
    if (d->bytes_room - d->used < text.len)
        grow_bytes(d, (size_t)d->used + text.len);
    if (text.len > 0)
        memcpy(d->bytes + d->used, text.at, text.len);
    d->used += (uint32_t)text.len;
    d->end[d->count] = d->used;
    *slot = ++d->count;
    return d->count - 1;
}

void text_dict_clear(struct text_dict *d)
{
    memset(d->slot, 0, d->slots * sizeof *d->slot);
    d->count = d->used = 0;
}
