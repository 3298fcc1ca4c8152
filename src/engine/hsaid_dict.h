/* engine/hsaid_dict.h - HSA-ids numbered from 0 in the order in which they are
 * first seen: the dictionaries of units and staff. Lives in the arena. */
#ifndef ENGINE_HSAID_DICT_H
#define ENGINE_HSAID_DICT_H
#include "domain/hsaid.h"

enum { UNITS_MOST = 65535 }; /* the columns of segments and snapshots have 16 bits for a unit */

struct hsaid_dict {
    struct arena *arena;
    struct hsaid *id; /* by number */
    uint32_t count, room;
    uint32_t *slot; /* open addressing: number + 1, 0 is free */
    uint32_t slots; /* a power of two */
};

struct hsaid_dict hsaid_dict_open(struct arena *a);
/* The number of the id, which is added if it is new. */
uint32_t hsaid_dict_add(struct hsaid_dict *d, const struct hsaid *id);
MUST_USE bool hsaid_dict_find(const struct hsaid_dict *d, const struct hsaid *id, uint32_t *number);
#endif
