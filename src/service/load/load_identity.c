/* Who is who, when all rows of people have come: which identifiers are one person
 * (domain/identity_merge.h), and which key the person has. Keys are opaque and
 * stay: a person who gets a new identifier is the same. */
#include "domain/identity_merge.h"
#include "service/load/load_parts.h"
#include "store/person_store.h"

struct settling {
    struct load *load;
    struct arena *arena;
    struct bag refused; /* struct refused */
};
struct refused {
    int64_t row; /* of the stage */
    uint32_t index;
    uint64_t place;
    const char *code;
};

/* What a staged row says of replacing, a later one of the same identifier instead of it; one that
 * names somebody unknown is refused. */
static bool take_row(void *state, const struct staged_person *row, struct err *err)
{
    struct settling *s = state;
    struct known_identifiers *k = &s->load->identifiers;
    struct known_identifier *e = known_identifier(k, row->identifier - 1);
    uint32_t target = IDENTITY_NONE;
    if (row->replaced_by.packed != 0 && !known_identifiers_find(k, row->replaced_by, &target)) {
        struct refused *r = bag_add(&s->refused);
        *r = (struct refused){row->row, row->identifier - 1, row->place, "load.person_unknown"};
    }
    e->replaced_by = target;
    return true;
}

static uint32_t *replacing(const struct known_identifiers *k, struct arena *a, bool was)
{
    uint32_t *out = ARENA_NEW(a, uint32_t, k->entry.count);
    for (uint32_t i = 0; i < k->entry.count; i++)
        out[i] =
            was ? known_identifier(k, i)->was_replaced_by : known_identifier(k, i)->replaced_by;
    return out;
}

/* Of each identifier on a circle its last row. */
struct circled {
    struct settling *settling;
    const bool *on_circle;
    struct refused *last; /* by index of identifier */
};

static bool take_circled(void *state, const struct staged_person *row, struct err *err)
{
    struct circled *c = state;
    uint32_t index = row->identifier - 1;
    if (c->on_circle[index])
        c->last[index] = (struct refused){row->row, index, row->place, "load.person_circle"};
    return true;
}

/* Rows on a circle: those of the load, for the registry has none. */
static bool find_circles(struct settling *s, struct err *err)
{
    struct known_identifiers *k = &s->load->identifiers;
    uint32_t count = (uint32_t)k->entry.count, *member;
    uint32_t found = identity_circles(s->arena, replacing(k, s->arena, false), count, &member);
    if (found == 0)
        return true;
    bool *on_circle = ARENA_NEW(s->arena, bool, count);
    for (uint32_t i = 0; i < found; i++)
        on_circle[member[i]] = true;
    struct circled c = {s, on_circle, ARENA_NEW(s->arena, struct refused, count)};
    if (!people_each_staged(s->load->db, (struct staged_person_reader){&c, take_circled}, err))
        return false;
    for (uint32_t i = 0; i < found; i++)
        if (c.last[member[i]].code)
            *(struct refused *)bag_add(&s->refused) = c.last[member[i]];
    return true;
}

/* Without the row, what came before it holds: an earlier row of the load, which the next round
 * finds, or what the registry has; where there is neither, nobody is known. */
static bool refuse_rows(struct settling *s, struct load_refusals refusals, struct err *err)
{
    struct load *l = s->load;
    for (size_t i = 0; i < s->refused.count; i++) {
        const struct refused *r = bag_at(&s->refused, i);
        struct known_identifier *e = known_identifier(&l->identifiers, r->index);
        struct load_refusal refusal = {.column = "replaced_by"};
        (void)err_set(&refusal.why, ERR_INVALID, r->code, __FILE__, "%s", "");
        e->replaced_by = e->was_replaced_by;
        if (--e->staged == 0 && !e->stated)
            known_identifiers_forget(&l->identifiers, r->index);
        if (!people_unstage(l->db, r->row, err) ||
            !refusals.take(refusals.state, r->place, &refusal, err))
            return false;
    }
    return true;
}

/* A row that is refused may make another's target unknown: until none is. */
static bool settle_replacing(struct load *l, struct load_refusals refusals, struct err *err)
{
    bool good = true, again = true;
    while (good && again) {
        struct settling s = {.load = l, .arena = arena_open(ARENA_BLOCK)};
        s.refused = (struct bag)BAG_OPEN(s.arena, struct refused);
        good = people_each_staged(l->db, (struct staged_person_reader){&s, take_row}, err) &&
               (s.refused.count > 0 || find_circles(&s, err)) && refuse_rows(&s, refusals, err);
        again = s.refused.count > 0;
        arena_close(s.arena);
    }
    return good;
}

/* ---- keys ---- */

/* Which keys are given away; a person's key goes to one group of identifiers. */
struct keys {
    struct load *load;
    uint32_t *person; /* of the group of each newest identifier, then of every identifier */
    bool *taken;      /* by key */
    uint32_t last;    /* the last key that there is */
};

static bool claim(struct keys *k, uint32_t newest, uint32_t key)
{
    if (key == 0 || k->person[newest] != 0 || (key <= k->last && k->taken[key]))
        return false;
    k->taken[key] = true;
    k->person[newest] = key;
    return true;
}

/* The person that the identifier pointed to, and points to still: not where what was said of it was
 * taken back, for somebody else may have the key now; nor of one of whom nothing is said now. */
static uint32_t key_of(const struct known_identifier *e)
{
    return e->stated && e->known ? e->person : 0;
}

/* In this order: who was the newest and is, keeps the key; then who is the newest; then a group
 * keeps the key of any of its members; then the one that the newest had once, or still points to;
 * then a new key. */
static bool give_keys(struct keys *k, const uint32_t *newest, const uint32_t *old_newest,
                      uint32_t *first_new, struct err *err)
{
    const struct known_identifiers *ids = &k->load->identifiers;
    uint32_t count = (uint32_t)ids->entry.count;
    for (uint32_t i = 0; i < count; i++)
        if (newest[i] == i && old_newest[i] == i)
            (void)claim(k, i, key_of(known_identifier(ids, i)));
    for (uint32_t i = 0; i < count; i++)
        if (newest[i] == i)
            (void)claim(k, i, key_of(known_identifier(ids, i)));
    for (uint32_t i = 0; i < count; i++)
        (void)claim(k, newest[i], key_of(known_identifier(ids, i)));
    uint32_t next = k->last + 1;
    for (uint32_t i = 0; i < count; i++) {
        int64_t past = 0;
        const struct known_identifier *e = known_identifier(ids, i);
        if (newest[i] != i || k->person[i] != 0 || !e->known)
            continue;
        if (e->person != 0 && !identifier_past_person(k->load->db, i + 1, &past, err))
            return false;
        if (!claim(k, i, (uint32_t)past) && !claim(k, i, e->person))
            k->person[i] = next++;
    }
    *first_new = k->last + 1;
    for (uint32_t i = 0; i < count; i++)
        k->person[i] = k->person[newest[i]];
    return true;
}

bool load_settle_keys(struct load *l, struct err *err)
{
    const struct known_identifiers *ids = &l->identifiers;
    uint32_t count = (uint32_t)ids->entry.count, *newest, *old_newest, first_new = 0;
    int64_t last = 0;
    if (!identity_merge(l->arena, replacing(ids, l->arena, false), count, &newest, err) ||
        !identity_merge(l->arena, replacing(ids, l->arena, true), count, &old_newest, err) ||
        !person_last_key(l->db, &last, err))
        return false;
    if (last > UINT32_MAX - (int64_t)count - 1)
        return FAIL(err, ERR_INVALID, "load.full", "%lld", (long long)last);
    struct keys k = {.load = l,
                     .person = ARENA_NEW(l->arena, uint32_t, count),
                     .taken = ARENA_NEW(l->arena, bool, (size_t)last + 1),
                     .last = (uint32_t)last};
    if (!give_keys(&k, newest, old_newest, &first_new, err))
        return false;
    l->persons = (struct load_persons){count, k.person, newest, old_newest, first_new};
    return true;
}

bool load_settle_people(struct load *l, struct load_refusals refusals, struct err *err)
{
    if (!l->has_people)
        return true;
    if (l->any_replaced && !settle_replacing(l, refusals, err))
        return false;
    if (l->has_twice && !people_keep_last(l->db, err))
        return false;
    return load_settle_keys(l, err);
}
