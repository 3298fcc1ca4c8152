#include "exchange/fhir_ids.h"

#include "core/checksum.h"

enum { FIRST_SLOTS = 1024 };

struct entry {
    const char *id;
    uint32_t len, hash;
    uint64_t value;
};

struct fhir_ids fhir_ids_open(struct arena *a)
{
    return (struct fhir_ids){.arena = a, .entry = BAG_OPEN(a, struct entry)};
}

static uint32_t hash_of(struct str id)
{
    return (uint32_t)checksum_of(id.at, id.len);
}

/* The slot of the id, or the free one where it belongs. */
static uint32_t *slot_of(const struct fhir_ids *ids, struct str id, uint32_t hash)
{
    size_t i = hash & (ids->slots - 1);
    for (; ids->slot[i] != 0; i = (i + 1) & (ids->slots - 1)) {
        const struct entry *e = bag_at(&ids->entry, ids->slot[i] - 1);
        if (e->hash == hash && str_eq((struct str){e->id, e->len}, id))
            break;
    }
    return &ids->slot[i];
}

/* At most half of the slots are taken. */
static void make_room(struct fhir_ids *ids)
{
    if (ids->entry.count * 2 < ids->slots)
        return;
    ids->slots = ids->slots == 0 ? FIRST_SLOTS : ids->slots * 2;
    ids->slot = ARENA_NEW(ids->arena, uint32_t, ids->slots);
    for (size_t i = 0; i < ids->entry.count; i++) {
        const struct entry *e = bag_at(&ids->entry, i);
        *slot_of(ids, (struct str){e->id, e->len}, e->hash) = (uint32_t)i + 1;
    }
}

void fhir_ids_put(struct fhir_ids *ids, struct str id, uint64_t value)
{
    if (id.len == 0 || id.len > FHIR_ID_MOST)
        return;
    make_room(ids);
    uint32_t hash = hash_of(id), *slot = slot_of(ids, id, hash);
    if (*slot != 0) {
        ((struct entry *)bag_at(&ids->entry, *slot - 1))->value = value;
        return;
    }
    struct entry *e = bag_add(&ids->entry);
    *e = (struct entry){str_copy(ids->arena, id).at, (uint32_t)id.len, hash, value};
    *slot = (uint32_t)ids->entry.count;
}

bool fhir_ids_find(const struct fhir_ids *ids, struct str id, uint64_t *value)
{
    if (ids->slots == 0)
        return false;
    const uint32_t *slot = slot_of(ids, id, hash_of(id));
    if (*slot == 0)
        return false;
    *value = ((const struct entry *)bag_at(&ids->entry, *slot - 1))->value;
    return true;
}
