/* The rows in effect of the touched persons: what was stated of all their
 * identifiers through the rules of domain/. Three readings side by side, all by
 * person, so that one person at a time is in memory.
 *
 * Where the registry had nobody all persons are touched. To look for the rows of
 * each would take most of a first load: they are read from end to end, by
 * identifier, which is by person but for the few who have several. */
#include "domain/named_contact.h"
#include "service/load_parts.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/person_store.h"
#include "store/stage.h"

/* One of the readings, and the row that it stands on. */
struct listings {
    struct cursor cursor;
    enum db_next found;
    struct listing_of_person row;
};
struct contacts {
    struct cursor cursor;
    enum db_next found;
    struct named_contact_of_person row;
};
struct making {
    struct load *load;
    const struct hsaid *unit, *staff; /* by the registry's id */
    struct arena *arena;              /* reset for each person */
    struct listings listings;
    struct contacts contacts;
    struct bag listing, contact; /* one person's rows of the two readings */
    /* By index of identifier, whether it is its person's only one; others are passed over. NULL:
     * the readings are by person. */
    const bool *alone;
};

static const struct hsaid *by_id(struct load *l, const struct known_hsaids *k)
{
    struct hsaid *out = ARENA_NEW(l->writing, struct hsaid, (size_t)k->last + 1);
    for (size_t i = 0; i < k->entry.count; i++) {
        const struct known_hsaid *e = bag_at(&k->entry, i);
        if (e->id > 0)
            out[e->id] = k->dict.id[i];
    }
    return out;
}

/* The person of whom a row speaks, where it names the identifier; false: it is passed over. */
static bool name_person(const struct making *m, int64_t *person)
{
    if (!m->alone)
        return true;
    uint32_t index = (uint32_t)*person - 1;
    *person = m->load->persons.person[index];
    return m->alone[index];
}

static bool next_listing(struct making *m, struct err *err)
{
    struct listings *l = &m->listings;
    do {
        l->found = db_next(&l->cursor, err);
        if (l->found == DB_ROW)
            l->row = listing_touched_row(&l->cursor);
    } while (l->found == DB_ROW && !name_person(m, &l->row.person));
    return l->found != DB_FAILED;
}

static bool next_contact(struct making *m, struct err *err)
{
    struct contacts *c = &m->contacts;
    do {
        c->found = db_next(&c->cursor, err);
        if (c->found == DB_ROW)
            c->row = named_contact_touched_row(&c->cursor);
    } while (c->found == DB_ROW && !name_person(m, &c->row.person));
    return c->found != DB_FAILED;
}

/* What was stated of one person: in the shape of the rules, and as it stands in the registry. */
struct stated {
    struct listing_stated *listing;
    const int64_t *listing_id;
    size_t listings;
    struct named_contact_stated *contact;
    const struct named_contact_of_person *contact_row;
    size_t contacts;
};

static bool gather_listings(struct making *m, int64_t person, struct stated *out, struct err *err)
{
    struct bag *rows = &m->listing;
    bag_clear(rows);
    while (m->listings.found == DB_ROW && m->listings.row.person == person) {
        *(struct listing_of_person *)bag_add(rows) = m->listings.row;
        if (!next_listing(m, err))
            return false;
    }
    int64_t *id = ARENA_NEW(m->arena, int64_t, rows->count);
    out->listing = ARENA_NEW(m->arena, struct listing_stated, rows->count);
    for (size_t i = 0; i < rows->count; i++) {
        const struct listing_of_person *row = bag_at(rows, i);
        id[i] = row->stated;
        out->listing[i] =
            (struct listing_stated){m->unit[row->unit], row->from, row->to, row->place};
    }
    out->listing_id = id;
    out->listings = rows->count;
    return true;
}

static bool gather_contacts(struct making *m, int64_t person, struct stated *out, struct err *err)
{
    struct bag *rows = &m->contact;
    bag_clear(rows);
    while (m->contacts.found == DB_ROW && m->contacts.row.person == person) {
        *(struct named_contact_of_person *)bag_add(rows) = m->contacts.row;
        if (!next_contact(m, err))
            return false;
    }
    struct named_contact_of_person *row =
        ARENA_NEW(m->arena, struct named_contact_of_person, rows->count);
    out->contact = ARENA_NEW(m->arena, struct named_contact_stated, rows->count);
    for (size_t i = 0; i < rows->count; i++) {
        row[i] = *(const struct named_contact_of_person *)bag_at(rows, i);
        out->contact[i] = (struct named_contact_stated){
            m->staff[row[i].staff], m->unit[row[i].unit], row[i].from, row[i].to,
            row[i].place,           row[i].kind};
    }
    out->contact_row = row;
    out->contacts = rows->count;
    return true;
}

static bool make_one(struct making *m, int64_t person, struct day end, struct err *err)
{
    struct stated stated;
    struct listing_effect *listing;
    struct named_contact_effect *contact;
    struct db *db = m->load->db;
    arena_reset(m->arena);
    if (!gather_listings(m, person, &stated, err) || !gather_contacts(m, person, &stated, err))
        return false;
    size_t listings = listing_effects(m->arena, stated.listing, stated.listings, end, &listing);
    struct named_contact_facts facts = {.stated = stated.contact,
                                        .count = stated.contacts,
                                        .listing_stated = stated.listing,
                                        .listing = listing,
                                        .listing_count = listings,
                                        .end = end};
    size_t contacts = named_contact_effects(m->arena, &facts, &contact);
    for (size_t i = 0; i < listings; i++)
        if (!listing_insert_effect(db, person, stated.listing_id[listing[i].stated],
                                   listing[i].from, listing[i].to, err))
            return false;
    for (size_t i = 0; i < contacts; i++) {
        struct named_contact_of_person row = stated.contact_row[contact[i].stated];
        row.from = contact[i].from;
        row.to = contact[i].to;
        if (!named_contact_insert_effect(db, &row, err))
            return false;
    }
    return true;
}

static bool make_all(struct making *m, struct err *err)
{
    struct cursor person;
    enum db_next found;
    if (!stage_each_touched(m->load->db, &person, err))
        return false;
    while ((found = db_next(&person, err)) == DB_ROW)
        if (!make_one(m, db_get_i64(&person, 0), db_get_day(&person, 1), err))
            return false; /* the rollback ends the readings */
    return found == DB_END;
}

static bool stage_touched(struct load *l, struct err *err)
{
    for (uint32_t person = 0; (person = key_set_next(&l->touched, person + 1)) != 0;)
        if (!stage_touch_person(l->db, person, err))
            return false;
    return true;
}

static struct making open_making(struct load *l)
{
    return (struct making){.load = l,
                           .unit = by_id(l, &l->units),
                           .staff = by_id(l, &l->staff),
                           .arena = arena_open(ARENA_BLOCK),
                           .listing = BAG_OPEN(l->writing, struct listing_of_person),
                           .contact = BAG_OPEN(l->writing, struct named_contact_of_person)};
}

static bool make_touched(struct load *l, struct err *err)
{
    struct db *db = l->db;
    struct making m = open_making(l);
    bool done = stage_touched(l, err) && listing_forget_effects(db, err) &&
                named_contact_forget_effects(db, err) &&
                listing_touched(db, &m.listings.cursor, err) &&
                named_contact_touched(db, &m.contacts.cursor, err) && next_listing(&m, err) &&
                next_contact(&m, err) && make_all(&m, err);
    arena_close(m.arena);
    return done;
}

/* ---- where the registry had nobody ---- */

static const bool *find_alone(const struct load *l)
{
    const struct load_persons *p = &l->persons;
    bool *alone = ARENA_NEW(l->writing, bool, p->count);
    for (uint32_t i = 0; i < p->count; i++)
        alone[i] = p->newest[i] == i && known_identifier(&l->identifiers, i)->known;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->newest[i] != i)
            alone[p->newest[i]] = false;
    return alone;
}

static bool has_rows(const struct making *m, int64_t person)
{
    return (m->listings.found == DB_ROW && m->listings.row.person == person) ||
           (m->contacts.found == DB_ROW && m->contacts.row.person == person);
}

/* Days of death or emigration come by identifier, too. */
static bool make_alone(struct making *m, struct err *err)
{
    struct cursor end;
    uint32_t ended = 0; /* the identifier of whom `end` speaks */
    enum db_next found;
    if (!person_each_end(m->load->db, &end, err) || (found = db_next(&end, err)) == DB_FAILED)
        return false;
    for (uint32_t i = 0; i < m->load->persons.count; i++) {
        int64_t person = m->load->persons.person[i];
        struct day last = DAY_NONE;
        for (; found == DB_ROW && (ended = (uint32_t)db_get_i64(&end, 0)) <= i + 1;) {
            last = ended == i + 1 ? db_get_day(&end, 1) : DAY_NONE;
            if ((found = db_next(&end, err)) == DB_FAILED)
                return false;
        }
        if (m->alone[i] && has_rows(m, person) && !make_one(m, person, last, err))
            return false;
    }
    if (found == DB_ROW)
        db_end(&end);
    return true;
}

static bool make_first(struct load *l, struct err *err)
{
    struct making m = open_making(l);
    m.alone = find_alone(l);
    bool done = listing_each_stated(l->db, &m.listings.cursor, err) &&
                named_contact_each_stated(l->db, &m.contacts.cursor, err) &&
                next_listing(&m, err) && next_contact(&m, err) && make_alone(&m, err);
    arena_close(m.arena);
    return done;
}

bool load_make_effects(struct load *l, struct err *err)
{
    return (!load_is_first(l) || make_first(l, err)) && make_touched(l, err);
}
