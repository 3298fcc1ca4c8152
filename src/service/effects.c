/* What was stated of all identifiers of a person through the rules of domain/. Three
 * readings side by side, all by person, so that one person at a time is in memory.
 *
 * To look for the rows of each person would take most of a first load: of everybody
 * they are read from end to end, by identifier, which is by person but for the few
 * who have several. */
#include "service/effects.h"

#include "domain/named_contact.h"
#include "engine/bag.h"
#include "store/elsewhere_store.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/person_store.h"
#include "store/staff_store.h"
#include "store/stage.h"

/* One of the readings, and the row that it stands on. */
struct listings {
    struct cursor cursor;
    enum db_next found;
    struct listing_of_person row;
};
struct elsewheres {
    struct cursor cursor;
    enum db_next found;
    struct elsewhere_of_person row;
};
struct contacts {
    struct cursor cursor;
    enum db_next found;
    struct named_contact_of_person row;
};
struct making {
    struct db *db;
    const struct effects_ids *ids; /* NULL: the rows say it */
    struct arena *arena;           /* reset for each person */
    struct listings listings;
    struct elsewheres elsewheres;
    struct contacts contacts;
    struct bag listing, contact;               /* one person's rows of the two readings */
    const struct effects_everybody *everybody; /* NULL: the readings are by person */
};

/* The person of whom a row speaks, where it names the identifier; false: it is passed over. */
static bool name_person(const struct making *m, int64_t *person)
{
    if (!m->everybody)
        return true;
    uint32_t index = (uint32_t)*person - 1;
    *person = m->everybody->person[index];
    return m->everybody->alone[index];
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

static bool next_elsewhere(struct making *m, struct err *err)
{
    struct elsewheres *e = &m->elsewheres;
    e->found = db_next(&e->cursor, err);
    if (e->found == DB_ROW)
        e->row = elsewhere_touched_row(&e->cursor);
    return e->found != DB_FAILED;
}

/* What was stated of one person: in the shape of the rules, and as it stands in the registry. */
struct stated {
    struct listing_stated *listing;
    const int64_t *listing_id;
    size_t listings, here; /* of the listings the first `here` are of our units */
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
    out->here = rows->count;
    while (m->elsewheres.found == DB_ROW && m->elsewheres.row.person == person) {
        const struct elsewhere_of_person *row = &m->elsewheres.row;
        *(struct listing_of_person *)bag_add(rows) = (struct listing_of_person){
            .stated = row->stated, .from = row->from, .to = row->to, .place = -1};
        if (!next_elsewhere(m, err))
            return false;
    }
    int64_t *id = ARENA_NEW(m->arena, int64_t, rows->count);
    out->listing = ARENA_NEW(m->arena, struct listing_stated, rows->count);
    for (size_t i = 0; i < rows->count; i++) {
        const struct listing_of_person *row = bag_at(rows, i);
        id[i] = row->stated;
        out->listing[i] = (struct listing_stated){m->ids && i < out->here ? m->ids->unit[row->unit]
                                                                          : row->unit_id,
                                                  row->from, row->to, row->place};
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
        out->contact[i] =
            (struct named_contact_stated){m->ids ? m->ids->staff[row[i].staff] : row[i].staff_id,
                                          m->ids ? m->ids->unit[row[i].unit] : row[i].unit_id,
                                          row[i].from,
                                          row[i].to,
                                          row[i].place,
                                          row[i].kind};
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
    for (size_t i = 0; i < listings; i++) {
        size_t row = listing[i].stated;
        bool (*insert)(struct db *, int64_t, int64_t, struct day, struct day, struct err *) =
            row < stated.here ? listing_insert_effect : elsewhere_insert_effect;
        if (!insert(m->db, person, stated.listing_id[row], listing[i].from, listing[i].to, err))
            return false;
    }
    for (size_t i = 0; i < contacts; i++) {
        struct named_contact_of_person row = stated.contact_row[contact[i].stated];
        row.from = contact[i].from;
        row.to = contact[i].to;
        if (!named_contact_insert_effect(m->db, &row, err))
            return false;
    }
    return true;
}

static bool make_all(struct making *m, struct err *err)
{
    struct cursor person;
    enum db_next found;
    if (!stage_each_touched(m->db, &person, err))
        return false;
    while ((found = db_next(&person, err)) == DB_ROW)
        if (!make_one(m, db_get_i64(&person, 0), db_get_day(&person, 1), err))
            return false; /* the rollback ends the readings */
    return found == DB_END;
}

static struct making open_making(struct arena *a, struct db *db, const struct effects_ids *ids,
                                 const struct effects_everybody *everybody)
{
    return (struct making){.db = db,
                           .ids = ids,
                           .arena = arena_open(ARENA_BLOCK),
                           .elsewheres = {.found = DB_END},
                           .listing = BAG_OPEN(a, struct listing_of_person),
                           .contact = BAG_OPEN(a, struct named_contact_of_person),
                           .everybody = everybody};
}

static void close_making(struct making *m)
{
    arena_close(m->arena);
}

bool effects_make(struct arena *a, struct db *db, struct err *err)
{
    struct making m = open_making(a, db, NULL, NULL);
    bool done = listing_forget_effects(db, err) && elsewhere_forget_effects(db, err) &&
                named_contact_forget_effects(db, err) &&
                elsewhere_touched(db, &m.elsewheres.cursor, err) && next_elsewhere(&m, err) &&
                listing_touched(db, &m.listings.cursor, err) &&
                named_contact_touched(db, &m.contacts.cursor, err) && next_listing(&m, err) &&
                next_contact(&m, err) && make_all(&m, err);
    close_making(&m);
    return done;
}

/* ---- of everybody ---- */

static bool has_rows(const struct making *m, int64_t person)
{
    return (m->listings.found == DB_ROW && m->listings.row.person == person) ||
           (m->contacts.found == DB_ROW && m->contacts.row.person == person);
}

/* Days of death or emigration come by identifier, too. */
static bool make_alone(struct making *m, struct err *err)
{
    const struct effects_everybody *e = m->everybody;
    struct cursor end;
    uint32_t ended = 0; /* the identifier of whom `end` speaks */
    enum db_next found;
    if (!person_each_end(m->db, &end, err) || (found = db_next(&end, err)) == DB_FAILED)
        return false;
    for (uint32_t i = 0; i < e->count; i++) {
        struct day last = DAY_NONE;
        for (; found == DB_ROW && (ended = (uint32_t)db_get_i64(&end, 0)) <= i + 1;) {
            last = ended == i + 1 ? db_get_day(&end, 1) : DAY_NONE;
            if ((found = db_next(&end, err)) == DB_FAILED)
                return false;
        }
        if (e->alone[i] && has_rows(m, e->person[i]) && !make_one(m, e->person[i], last, err))
            return false;
    }
    if (found == DB_ROW)
        db_end(&end);
    return true;
}

bool effects_make_first(struct arena *a, struct db *db, const struct effects_ids *ids,
                        const struct effects_everybody *everybody, struct err *err)
{
    struct making m = open_making(a, db, ids, everybody);
    bool done = listing_each_stated(db, &m.listings.cursor, err) &&
                named_contact_each_stated(db, &m.contacts.cursor, err) && next_listing(&m, err) &&
                next_contact(&m, err) && make_alone(&m, err);
    close_making(&m);
    return done;
}
