#include "service/person/as_of.h"

#include "domain/identity_merge.h"
#include "domain/residence.h"
#include "domain/span.h"
#include "engine/bag.h"
#include "store/instance_store.h"

bool as_of_covers(struct day from, struct day to, struct day on)
{
    return span_covers(from, to, on);
}

bool as_of_position(struct instance *in, struct moment at, int64_t *out, struct err *err)
{
    return at.us == INT64_MAX ? position_now(in->db, out, err) : position_at(in->db, at, out, err);
}

/* What is read of a person, and what is made of it. */
struct reading {
    struct arena *arena;
    struct db *db;
    const struct as_of_key *key;
    struct bag identifiers, people, listings, contacts, residences, blocks;
};

static void take_row(struct reading *r, enum as_of_table table, const struct cursor *c)
{
    switch (table) {
    case AS_OF_IDENTIFIERS:
        *(struct as_of_identifier *)bag_add(&r->identifiers) = as_of_identifier_row(c);
        break;
    case AS_OF_PEOPLE:
        *(struct as_of_stated *)bag_add(&r->people) = as_of_stated_row(r->arena, c);
        break;
    case AS_OF_LISTINGS:
        *(struct as_of_listing *)bag_add(&r->listings) = as_of_listing_row(r->arena, c);
        break;
    case AS_OF_CONTACTS:
        *(struct as_of_contact *)bag_add(&r->contacts) = as_of_contact_row(r->arena, c);
        break;
    case AS_OF_RESIDENCES:
        *(struct as_of_residence *)bag_add(&r->residences) = as_of_residence_row(r->arena, c);
        break;
    case AS_OF_BLOCKS:
        *(struct as_of_block *)bag_add(&r->blocks) = as_of_block_row(c);
        break;
    }
}

static bool read_all(struct reading *r, struct err *err)
{
    for (unsigned t = AS_OF_IDENTIFIERS; t <= AS_OF_BLOCKS; t++) {
        struct cursor c;
        enum db_next found;
        if (!as_of_query(r->db, (enum as_of_table)t, r->key, &c, err))
            return false;
        while ((found = db_next(&c, err)) == DB_ROW)
            take_row(r, (enum as_of_table)t, &c);
        if (found == DB_FAILED)
            return false;
    }
    return true;
}

/* ---- who is meant ---- */

static uint32_t place_of(const struct reading *r, int64_t identifier)
{
    for (uint32_t i = 0; i < r->people.count; i++)
        if (((const struct as_of_stated *)bag_at(&r->people, i))->identifier == identifier)
            return i;
    return IDENTITY_NONE;
}

/* Of the identifiers of which something was stated, the end of the chain. */
static bool find_newest(const struct reading *r, struct as_of_person *out, struct err *err)
{
    uint32_t count = (uint32_t)r->people.count, *newest;
    uint32_t *replaced = ARENA_NEW(r->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        replaced[i] =
            place_of(r, ((const struct as_of_stated *)bag_at(&r->people, i))->replaced_by);
    if (count == 0)
        return FAIL(err, ERR_MISSING, "person.unknown", "%s", "");
    if (!identity_merge(r->arena, replaced, count, &newest, err))
        return false;
    out->stated = *(const struct as_of_stated *)bag_at(&r->people, newest[0]);
    for (size_t i = 0; i < r->identifiers.count; i++) {
        const struct as_of_identifier *id = bag_at(&r->identifiers, i);
        if (id->id == out->stated.identifier)
            out->newest = id->number;
    }
    enum deregistration why = out->stated.row.deregistration_reason;
    bool ends = why == DEREG_DIED || why == DEREG_EMIGRATED;
    out->end = ends ? out->stated.row.deregistered_on : DAY_NONE;
    return true;
}

/* ---- what was in effect ---- */

static void make_effects(const struct reading *r, struct as_of_person *out)
{
    size_t listings = r->listings.count, contacts = r->contacts.count;
    struct listing_stated *ls = ARENA_NEW(r->arena, struct listing_stated, listings + 1);
    struct named_contact_stated *cs =
        ARENA_NEW(r->arena, struct named_contact_stated, contacts + 1);
    struct listing_effect *le;
    struct named_contact_effect *ce;
    for (size_t i = 0; i < listings; i++)
        ls[i] = ((const struct as_of_listing *)bag_at(&r->listings, i))->stated;
    for (size_t i = 0; i < contacts; i++)
        cs[i] = ((const struct as_of_contact *)bag_at(&r->contacts, i))->stated;
    out->listings = listing_effects(r->arena, ls, listings, out->end, &le);
    struct named_contact_facts facts = {cs, contacts, ls, le, out->listings, out->end};
    out->contacts = named_contact_effects(r->arena, &facts, &ce);
    struct as_of_listed *listed = ARENA_NEW(r->arena, struct as_of_listed, out->listings + 1);
    struct as_of_named *named = ARENA_NEW(r->arena, struct as_of_named, out->contacts + 1);
    for (size_t i = 0; i < out->listings; i++) {
        const struct as_of_listing *l = bag_at(&r->listings, le[i].stated);
        listed[i] = (struct as_of_listed){l->stated.unit, le[i].from,  le[i].to,
                                          l->basis,       l->recorded, l->county};
    }
    for (size_t i = 0; i < out->contacts; i++) {
        const struct as_of_contact *c = bag_at(&r->contacts, ce[i].stated);
        bool is_stated = ce[i].to.n == c->stated.to.n; /* else it ended by something else */
        named[i] = (struct as_of_named){.kind = c->stated.kind,
                                        .staff = c->stated.staff,
                                        .unit = c->stated.unit,
                                        .from = ce[i].from,
                                        .to = ce[i].to,
                                        .informed_on = c->informed_on,
                                        .recorded = c->recorded,
                                        .is_protected = c->is_protected,
                                        .reason = is_stated ? c->reason : STR(""),
                                        .override = c->override};
    }
    out->listing = listed;
    out->contact = named;
}

bool as_of_person(struct arena *a, struct instance *in, const struct as_of_key *key,
                  struct as_of_person *out, struct err *err)
{
    struct reading r = {.arena = a,
                        .db = in->db,
                        .key = key,
                        .identifiers = BAG_OPEN(a, struct as_of_identifier),
                        .people = BAG_OPEN(a, struct as_of_stated),
                        .listings = BAG_OPEN(a, struct as_of_listing),
                        .contacts = BAG_OPEN(a, struct as_of_contact),
                        .residences = BAG_OPEN(a, struct as_of_residence),
                        .blocks = BAG_OPEN(a, struct as_of_block)};
    struct as_of_person p = {.key = *key};
    if (!read_all(&r, err) || !find_newest(&r, &p, err))
        return false;
    make_effects(&r, &p);
    p.identifier = bag_array(a, &r.identifiers);
    p.identifiers = r.identifiers.count;
    p.residence = bag_array(a, &r.residences);
    p.residences = r.residences.count;
    p.block = bag_array(a, &r.blocks);
    p.blocks = r.blocks.count;
    *out = p;
    return true;
}

const struct as_of_listed *as_of_listed_on(const struct as_of_person *p, struct day on)
{
    for (size_t i = 0; i < p->listings; i++)
        if (span_covers(p->listing[i].from, p->listing[i].to, on))
            return &p->listing[i];
    return NULL;
}

const struct as_of_residence *as_of_residence_on(struct arena *a, const struct as_of_person *p,
                                                 enum residence_kind kind, struct day on)
{
    struct residence_stated *row = ARENA_NEW(a, struct residence_stated, p->residences + 1);
    size_t found = 0;
    for (size_t i = 0; i < p->residences; i++) {
        const struct residence_report *r = &p->residence[i].report;
        row[i] = (struct residence_stated){r->from, r->to, r->reported_on, p->residence[i].place,
                                           r->kind};
    }
    return residence_on(row, p->residences, kind, on, &found) ? &p->residence[found] : NULL;
}
