/* Whose protected identity the load takes away, counted. Of persons by who they are with the load:
 * a new identifier whose row says nothing of protection takes it away too. */
#include "service/load/load_parts.h"
#include "store/person_store.h"
#include "store/staff_store.h"

/* With the load, by index of identifier. */
struct protected_now {
    bool *is_protected;
    uint32_t count;
};

static bool take_staged(void *state, uint32_t identifier, enum protection protection,
                        struct err *err)
{
    struct protected_now *p = state;
    if (identifier - 1 < p->count)
        p->is_protected[identifier - 1] = protection != PROTECTION_NONE;
    return true;
}

static bool was_protected(const struct load *l, uint32_t index)
{
    const struct known_identifier *e = known_identifier(&l->identifiers, index);
    return e->stated && e->is_protected && l->persons.old_newest[index] == index;
}

static bool count_persons(struct load *l, uint64_t *out, struct err *err)
{
    const struct load_persons *persons = &l->persons;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct protected_now now = {ARENA_NEW(a, bool, persons->count), persons->count};
    uint64_t any = 0, lost = 0;
    for (uint32_t i = 0; i < now.count; i++) {
        now.is_protected[i] = known_identifier(&l->identifiers, i)->is_protected;
        any += was_protected(l, i);
    }
    bool good = any == 0 || people_each_staged_protection(
                                l->db, (struct staged_protection_reader){&now, take_staged}, err);
    for (uint32_t i = 0; good && any > 0 && i < now.count; i++)
        lost += was_protected(l, i) && !now.is_protected[persons->newest[i]];
    arena_close(a);
    *out = lost;
    return good;
}

bool load_find_unprotected(struct load *l, enum table_id table, struct oddities *out,
                           struct err *err)
{
    uint64_t lost = 0;
    if (table == TABLE_PEOPLE && l->has_people && !count_persons(l, &lost, err))
        return false;
    if (table == TABLE_STAFF && !staff_count_unprotected(l->db, &lost, err))
        return false;
    if (lost > 0)
        oddities_add(out,
                     (struct oddity){.kind = ODDITY_UNPROTECTED, .table = table, .rows = lost});
    return true;
}
