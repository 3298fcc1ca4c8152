#include "engine/bag.h"

#include <string.h>

static void add_chunk(struct bag *b)
{
    size_t have = b->count / BAG_CHUNK;
    if (have == b->chunks) {
        size_t room = b->chunks ? b->chunks * 2 : 4;
        unsigned char **grown = ARENA_NEW(b->arena, unsigned char *, room);
        if (have > 0)
            memcpy(grown, b->chunk, have * sizeof(unsigned char *));
        b->chunk = grown;
        b->chunks = room;
    }
    if (!b->chunk[have]) /* else it is left from before bag_clear() */
        b->chunk[have] = arena_take(b->arena, b->item, b->align, BAG_CHUNK);
}

void *bag_add(struct bag *b)
{
    if (b->count % BAG_CHUNK == 0)
        add_chunk(b);
    return bag_at(b, b->count++);
}

bool bag_take_key(void *state, int64_t key, struct err *err)
{
    (void)err;
    *(int64_t *)bag_add(state) = key;
    return true;
}

void *bag_array(struct arena *a, const struct bag *b)
{
    unsigned char *out = arena_take(a, b->item, b->align, b->count + 1);
    for (size_t done = 0; done < b->count; done += BAG_CHUNK) {
        size_t left = b->count - done;
        memcpy(out + done * b->item, b->chunk[done / BAG_CHUNK],
               b->item * (left < BAG_CHUNK ? left : BAG_CHUNK));
    }
    return out;
}

void bag_clear(struct bag *b)
{
    for (size_t done = 0; done < b->count; done += BAG_CHUNK) {
        size_t left = b->count - done;
        memset(b->chunk[done / BAG_CHUNK], 0, b->item * (left < BAG_CHUNK ? left : BAG_CHUNK));
    }
    b->count = 0;
}
