#include "engine/counted.h"

#include "core/checksum.h"

#include <string.h>

void days_out_add(struct days_out *out, struct day from, struct day to)
{
    int32_t first = from.n < 0 ? 0 : from.n;
    int32_t last = to.n < SEGMENT_DAY_NONE ? to.n : SEGMENT_DAY_NONE - 1;
    for (int32_t day = first; day <= last; day++)
        out->bit[day / 64] |= UINT64_C(1) << day % 64;
}

/* ---- contacts ---- */

struct part {
    const struct segment_part *columns;
    uint32_t first_row;
};
struct slot {
    uint32_t tag; /* of the hash: keys are compared only where it is the same */
    uint32_t row; /* row + 1; 0: free */
};
struct finding {
    const struct part *part;
    uint32_t parts, passes, room, used;
    struct slot *slot;
    uint64_t *bit;
    uint64_t replaced;
};

static struct str key_of_row(const struct finding *f, uint32_t row)
{
    uint32_t low = 0, high = f->parts; /* the part is in [low, high) */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (f->part[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    return segment_key(f->part[low].columns, row - f->part[low].first_row);
}

/* The key's slot, where the row before it of the same key stands, if there is one. */
static struct slot *slot_of(const struct finding *f, struct str key, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (f->room - 1), tag = (uint32_t)(hash >> 32);
    for (;; at = (at + 1) & (f->room - 1)) {
        struct slot *s = &f->slot[at];
        if (s->row == 0 || (s->tag == tag && str_eq(key_of_row(f, s->row - 1), key)))
            return s;
    }
}

/* The keys of one pass: each hash belongs to one. */
static bool find_pass(struct finding *f, uint32_t pass, struct err *err)
{
    memset(f->slot, 0, f->room * sizeof *f->slot);
    f->used = 0;
    for (uint32_t i = 0; i < f->parts; i++) {
        const struct part *part = &f->part[i];
        for (uint32_t k = 0; k < part->columns->count; k++) {
            struct str key = segment_key(part->columns, k);
            uint64_t hash = checksum_of(key.at, key.len);
            if ((hash >> 40) % f->passes != pass)
                continue;
            struct slot *slot = slot_of(f, key, hash);
            if (slot->row != 0) {
                f->bit[(slot->row - 1) / 64] |= UINT64_C(1) << (slot->row - 1) % 64;
                f->replaced++;
            } else if (++f->used == f->room) { /* keys that were made to meet in one pass */
                return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)f->room);
            }
            *slot = (struct slot){(uint32_t)(hash >> 32), part->first_row + k + 1};
        }
    }
    return true;
}

static uint32_t list_parts(struct arena *a, const struct contacts_segments *of,
                           const struct part **out)
{
    uint32_t parts = 0, count = 0, row = 0;
    for (size_t i = 0; i < of->count; i++)
        parts += of->segment[i]->parts;
    struct part *part = ARENA_NEW(a, struct part, parts + 1);
    for (size_t i = 0; i < of->count; i++)
        for (uint32_t k = 0; k < of->segment[i]->parts; k++) {
            part[count++] = (struct part){&of->segment[i]->part[k], row};
            row += (uint32_t)of->segment[i]->part[k].count;
        }
    *out = part;
    return count;
}

bool contacts_find_replaced(struct arena *a, const struct contacts_segments *of,
                            struct contacts_replaced *out, struct err *err)
{
    uint32_t most = of->table_rows > 0 ? of->table_rows : COUNTED_TABLE_ROWS;
    struct finding f = {.room = 64};
    uint64_t rows = 0;
    bool good = true;
    for (size_t i = 0; i < of->count; i++)
        rows += of->segment[i]->rows;
    if (rows >= UINT32_MAX)
        return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)UINT32_MAX);
    f.passes = (uint32_t)(rows / most) + 1;
    while (f.room < 2 * (rows / f.passes + 1))
        f.room *= 2;
    struct arena *own = arena_open(ARENA_BLOCK);
    f.parts = list_parts(own, of, &f.part);
    f.slot = ARENA_NEW(own, struct slot, f.room);
    f.bit = ARENA_NEW(a, uint64_t, rows / 64 + 1);
    for (uint32_t pass = 0; good && pass < f.passes; pass++)
        good = find_pass(&f, pass, err);
    arena_close(own);
    if (good)
        *out = (struct contacts_replaced){f.bit, rows, f.replaced};
    return good;
}
