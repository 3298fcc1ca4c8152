#include "engine/contact_keys.h"

#include "core/checksum.h"

uint32_t contact_keys_parts(struct arena *a, const struct segment *const *segment, size_t count,
                            const struct contact_part **out)
{
    uint32_t parts = 0, made = 0, row = 0;
    for (size_t i = 0; i < count; i++)
        parts += segment[i]->parts;
    struct contact_part *part = ARENA_NEW(a, struct contact_part, parts + 1);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < segment[i]->parts; k++) {
            part[made++] = (struct contact_part){segment[i], &segment[i]->part[k], row};
            row += (uint32_t)segment[i]->part[k].count;
        }
    *out = part;
    return made;
}

const struct contact_part *contact_keys_part(const struct contact_keys *k, uint32_t row)
{
    uint32_t low = 0, high = k->parts; /* the part is in [low, high) */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (k->part[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    return &k->part[low];
}

uint64_t contact_keys_hash(struct str key)
{
    return checksum_of(key.at, key.len);
}

static bool is_key(const struct contact_keys *k, uint32_t row, struct str key)
{
    const struct contact_part *part = contact_keys_part(k, row);
    return str_eq(segment_key(part->columns, row - part->first_row), key);
}

struct contact_slot *contact_keys_slot(const struct contact_keys *k, struct str key, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (k->room - 1), tag = (uint32_t)(hash >> 32);
    for (;; at = (at + 1) & (k->room - 1)) {
        struct contact_slot *s = &k->slot[at];
        if (s->row == 0 || (s->tag == tag && is_key(k, s->row - 1, key)))
            return s;
    }
}
