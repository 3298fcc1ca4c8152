/* engine/bag.h - an array that grows without moving: items stand in chunks in
 * the arena. For builders that do not know how much will come. */
#ifndef ENGINE_BAG_H
#define ENGINE_BAG_H
#include "core/base.h"

enum { BAG_CHUNK = 64 }; /* items */
struct bag {
    struct arena *arena;
    unsigned char **chunk;
    size_t item, align, count, chunks;
};
#define BAG_OPEN(a, type)                                                                          \
    {                                                                                              \
        .arena = (a), .item = sizeof(type), .align = _Alignof(type)                                \
    }
/* Room for one more item, zeroed. */
void *bag_add(struct bag *b);
/* Makes the function of a reader (of store/) whose state is the bag: it keeps each row as it is. */
#define BAG_TAKE(name, type)                                                                       \
    static bool name(void *state, const type *row, struct err *err)                                \
    {                                                                                              \
        (void)err;                                                                                 \
        *(type *)bag_add(state) = *row;                                                            \
        return true;                                                                               \
    }
/* That of a reader of keys, into a bag of int64_t. */
bool bag_take_key(void *state, int64_t key, struct err *err);
/* Empty again, its chunks kept: for who fills many small ones, one after the other. */
void bag_clear(struct bag *b);
/* The items one after the other, in the arena, with room for one more: never NULL. */
void *bag_array(struct arena *a, const struct bag *b);
static inline void *bag_at(const struct bag *b, size_t i)
{
    return b->chunk[i / BAG_CHUNK] + i % BAG_CHUNK * b->item;
}
#endif
