#include "engine/counted.h"

#include "engine/contact_keys.h"

#include <string.h>

void days_out_add(struct days_out *out, struct day from, struct day to)
{
    int32_t first = from.n < 0 ? 0 : from.n;
    int32_t last = to.n < SEGMENT_DAY_NONE ? to.n : SEGMENT_DAY_NONE - 1;
    for (int32_t day = first; day <= last; day++)
        out->bit[day / 64] |= UINT64_C(1) << day % 64;
}

/* ---- contacts ---- */

struct finding {
    struct contact_keys keys;
    uint32_t passes;
    uint64_t *bit;
    uint64_t replaced;
};

/* The keys of one pass: each hash belongs to one. */
static bool find_pass(struct finding *f, uint32_t pass, struct err *err)
{
    struct contact_keys *keys = &f->keys;
    memset(keys->slot, 0, keys->room * sizeof *keys->slot);
    keys->used = 0;
    for (uint32_t i = 0; i < keys->parts; i++) {
        const struct contact_part *part = &keys->part[i];
        for (uint32_t k = 0; k < part->columns->count; k++) {
            struct str key = segment_key(part->columns, k);
            uint64_t hash = contact_keys_hash(key);
            if ((hash >> 40) % f->passes != pass)
                continue;
            struct contact_slot *slot = contact_keys_slot(keys, key, hash);
            if (slot->row != 0) {
                f->bit[(slot->row - 1) / 64] |= UINT64_C(1) << (slot->row - 1) % 64;
                f->replaced++;
            } else if (++keys->used == keys->room) { /* keys made to meet in one pass */
                return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)keys->room);
            }
            *slot = contact_keys_entry(hash, part->first_row + k);
        }
    }
    return true;
}

bool contacts_find_replaced(struct arena *a, const struct contacts_segments *of,
                            struct contacts_replaced *out, struct err *err)
{
    uint32_t most = of->table_rows > 0 ? of->table_rows : COUNTED_TABLE_ROWS;
    struct finding f = {.keys.room = 64};
    uint64_t rows = 0;
    bool good = true;
    for (size_t i = 0; i < of->count; i++)
        rows += of->segment[i]->rows;
    if (rows >= UINT32_MAX)
        return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)UINT32_MAX);
    f.passes = (uint32_t)(rows / most) + 1;
    while (f.keys.room < 2 * (rows / f.passes + 1))
        f.keys.room *= 2;
    struct arena *own = arena_open(ARENA_BLOCK);
    f.keys.parts = contact_keys_parts(own, of->segment, of->count, &f.keys.part);
    f.keys.slot = ARENA_NEW(own, struct contact_slot, f.keys.room);
    f.bit = ARENA_NEW(a, uint64_t, rows / 64 + 1);
    for (uint32_t pass = 0; good && pass < f.passes; pass++)
        good = find_pass(&f, pass, err);
    arena_close(own);
    if (good)
        *out = (struct contacts_replaced){f.bit, rows, f.replaced};
    return good;
}
