/* engine/text_dict.h - texts numbered from 0 in the order in which they are first
 * seen: codes, values, names of systems. The texts stand one behind the other, so
 * that a dictionary is two columns: where each text ends, and the bytes. Lives in
 * the arena. */
#ifndef ENGINE_TEXT_DICT_H
#define ENGINE_TEXT_DICT_H
#include "core/base.h"

struct text_dict {
    struct arena *arena;
    uint32_t *end; /* by number: where the text ends in `bytes` */
    char *bytes;
    uint32_t *slot; /* open addressing: number + 1, 0 is free */
    uint32_t count, room, slots, used, bytes_room;
};

struct text_dict text_dict_open(struct arena *a);
/* The number of the text, which is copied if it is new. All texts together are under 2^31 bytes. */
uint32_t text_dict_add(struct text_dict *d, struct str text);
void text_dict_clear(struct text_dict *d); /* empty again, its memory kept */
static inline struct str text_dict_at(const struct text_dict *d, uint32_t number)
{
    uint32_t from = number > 0 ? d->end[number - 1] : 0;
    return (struct str){d->bytes + from, d->end[number] - from};
}
#endif
