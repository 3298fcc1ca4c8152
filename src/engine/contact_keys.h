/* engine/contact_keys.h - a table of contact keys over segments' rows: of each key
 * the row that it was last seen in. For who asks which rows say a key again
 * (counted.c, again.c); keys are compared byte by byte, a slot has 8 bytes. */
#ifndef ENGINE_CONTACT_KEYS_H
#define ENGINE_CONTACT_KEYS_H
#include "engine/segment.h"

/* Rows are numbered over the parts of all segments, in their order. */
struct contact_part {
    const struct segment *of;
    const struct segment_part *columns;
    uint32_t first_row;
};
struct contact_slot {
    uint32_t tag; /* of the hash: keys are compared only where it is the same */
    uint32_t row; /* row + 1; 0: free */
};
struct contact_keys {
    const struct contact_part *part;
    uint32_t parts, room, used; /* `room` is a power of two; one slot must stay free */
    struct contact_slot *slot;
};
/* The parts of the segments; their number comes back. */
uint32_t contact_keys_parts(struct arena *a, const struct segment *const *segment, size_t count,
                            const struct contact_part **out);
/* The part that the row is of. */
const struct contact_part *contact_keys_part(const struct contact_keys *k, uint32_t row);
uint64_t contact_keys_hash(struct str key);
/* The key's slot; a free one where the table has not the key. */
struct contact_slot *contact_keys_slot(const struct contact_keys *k, struct str key, uint64_t hash);
static inline struct contact_slot contact_keys_entry(uint64_t hash, uint32_t row)
{
    return (struct contact_slot){(uint32_t)(hash >> 32), row + 1};
}
#endif
