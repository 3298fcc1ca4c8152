#include "service/load/load_ids.h"

#include "domain/identity_merge.h"

#include <assert.h>

struct known_hsaids known_hsaids_open(struct arena *a)
{
    return (struct known_hsaids){.dict = hsaid_dict_open(a),
                                 .entry = BAG_OPEN(a, struct known_hsaid)};
}

/* Entries go with the dictionary's numbers. */
static struct known_hsaid *entry_of(struct known_hsaids *k, const struct hsaid *hsaid)
{
    uint32_t number = hsaid_dict_add(&k->dict, hsaid);
    if (number == k->entry.count)
        (void)bag_add(&k->entry);
    return bag_at(&k->entry, number);
}

void known_hsaids_add_stored(struct known_hsaids *k, int64_t id, const struct hsaid *hsaid,
                             bool known)
{
    *entry_of(k, hsaid) =
        (struct known_hsaid){.id = id, .stored = true, .stated = known, .known = known};
    k->last = id > k->last ? id : k->last;
}

int64_t known_hsaids_add(struct known_hsaids *k, const struct hsaid *hsaid)
{
    struct known_hsaid *e = entry_of(k, hsaid);
    if (e->id == 0)
        e->id = ++k->last;
    e->known = true;
    e->staged++;
    return e->id;
}

struct known_hsaid *known_hsaids_find(const struct known_hsaids *k, const struct hsaid *hsaid)
{
    uint32_t number;
    if (!hsaid_dict_find(&k->dict, hsaid, &number))
        return NULL;
    struct known_hsaid *e = bag_at(&k->entry, number);
    return e->known ? e : NULL;
}

struct known_identifiers known_identifiers_open(struct arena *a, uint32_t expected)
{
    uint32_t slots = 1024;
    while (slots / 2 < expected && slots < UINT32_C(1) << 31)
        slots *= 2;
    return (struct known_identifiers){.arena = a,
                                      .entry = BAG_OPEN(a, struct known_identifier),
                                      .slot = ARENA_NEW(a, struct identifier_slot, slots),
                                      .slots = slots};
}

static uint32_t first_slot(const struct known_identifiers *k, uint64_t packed)
{
    return (uint32_t)((packed * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (k->slots - 1);
}

/* The slot where the number stands or would stand. */
static struct identifier_slot *slot_of(const struct known_identifiers *k, uint64_t packed)
{
    uint32_t mask = k->slots - 1, at = first_slot(k, packed);
    while (k->slot[at].entry != 0 && k->slot[at].packed != packed)
        at = (at + 1) & mask;
    return &k->slot[at];
}

/* At most half of the slots are taken. */
static bool make_room(struct known_identifiers *k)
{
    if (k->entry.count < k->slots / 2)
        return true;
    if (k->slots == UINT32_C(1) << 31)
        return false;
    k->slots *= 2;
    k->slot = ARENA_NEW(k->arena, struct identifier_slot, k->slots);
    for (uint32_t i = 0; i < k->entry.count; i++) {
        uint64_t packed = known_identifier(k, i)->packed;
        if (packed != 0)
            *slot_of(k, packed) = (struct identifier_slot){packed, i + 1};
    }
    return true;
}

void known_identifiers_skip(struct known_identifiers *k)
{
    struct known_identifier *e = bag_add(&k->entry);
    e->replaced_by = e->was_replaced_by = IDENTITY_NONE;
}

void known_identifiers_forget(struct known_identifiers *k, uint32_t index)
{
    known_identifier(k, index)->known = false;
    k->any_unknown = true;
}

bool known_identifiers_add(struct known_identifiers *k, struct person_id id, uint32_t *index)
{
    if (!make_room(k))
        return false;
    struct identifier_slot *slot = slot_of(k, id.packed);
    if (slot->entry == 0) {
        known_identifiers_skip(k);
        *slot = (struct identifier_slot){id.packed, (uint32_t)k->entry.count};
        known_identifier(k, slot->entry - 1)->packed = id.packed;
    }
    *index = slot->entry - 1;
    known_identifier(k, *index)->known = true;
    return true;
}

void known_identifiers_expect(const struct known_identifiers *k, struct person_id id)
{
    __builtin_prefetch(&k->slot[first_slot(k, id.packed)]);
}

bool known_identifiers_find(const struct known_identifiers *k, struct person_id id, uint32_t *index)
{
    const struct identifier_slot *slot = slot_of(k, id.packed);
    if (slot->entry == 0 || (k->any_unknown && !known_identifier(k, slot->entry - 1)->known))
        return false;
    *index = slot->entry - 1;
    return true;
}
