/* service/key_set.h - a set of the registry's keys, from 1: a bit for each, so that
 * who comes again is told at the cost of one look. It lives in the arena. */
#ifndef SERVICE_KEY_SET_H
#define SERVICE_KEY_SET_H
#include "core/base.h"

struct key_set {
    struct arena *arena;
    uint64_t *word;
    size_t words;
};
bool key_set_add(struct key_set *s, uint32_t key); /* false: it was there */
/* The least key that is not below `from`; 0: there is none. */
uint32_t key_set_next(const struct key_set *s, uint32_t from);
void key_set_clear(struct key_set *s);
#endif
