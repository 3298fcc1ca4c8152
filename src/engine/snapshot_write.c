/* From what a builder has collected to the file: units, staff and persons get the numbers that
 * they have in the snapshot, rows are sorted by person, columns are made and written. */
#include "engine/snapshot_builder.h"
#include "engine/sort_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbering ---- */

struct named {
    const struct hsaid *id;
    uint32_t number; /* the builder's */
    bool is_known;
};

static int by_id(const void *x, const void *y)
{
    const struct named *a = x, *b = y;
    if (a->is_known != b->is_known)
        return a->is_known ? -1 : 1;
    return hsaid_compare(a->id, b->id);
}

/* The ids sorted, units of units.csv first; *renumbered: the place of each builder's number. */
static struct named *sort_ids(struct arena *a, const struct hsaid_dict *dict,
                              const struct bag *facts, const uint32_t **renumbered)
{
    struct named *named = ARENA_NEW(a, struct named, dict->count + 1);
    uint32_t *number = ARENA_NEW(a, uint32_t, dict->count + 1);
    for (uint32_t i = 0; i < dict->count; i++)
        named[i] = (struct named){&dict->id[i], i,
                                  facts && ((struct unit_facts *)bag_at(facts, i))->is_known};
    qsort(named, dict->count, sizeof *named, by_id);
    for (uint32_t i = 0; i < dict->count; i++)
        number[named[i].number] = i;
    *renumbered = number;
    return named;
}

struct placed {
    uint32_t unit, handle; /* the unit of the latest listing */
    int64_t key;
};

static int by_unit_and_key(const void *x, const void *y)
{
    const struct placed *a = x, *b = y;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

/* Persons of one unit stand together: what is summed for a unit stays in the cache, and the file
 * does not depend on the order in which persons came. */
static void number_persons(struct snapshot_writing *w)
{
    uint32_t count = (uint32_t)w->b->person.count;
    struct placed *placed = ARENA_NEW(w->arena, struct placed, (size_t)count + 1);
    uint16_t *latest = ARENA_NEW(w->arena, uint16_t, (size_t)count + 1);
    uint32_t *order = ARENA_NEW(w->arena, uint32_t, (size_t)count + 1);
    uint32_t *number = ARENA_NEW(w->arena, uint32_t, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        placed[i] =
            (struct placed){UINT32_MAX, i, ((struct person_facts *)bag_at(&w->b->person, i))->key};
    for (size_t i = 0; i < w->b->listing.count; i++) {
        const struct listing_facts *l = bag_at(&w->b->listing, i);
        struct placed *p = &placed[l->person];
        if (p->unit == UINT32_MAX || l->from >= latest[l->person]) {
            p->unit = w->numbering.unit[l->unit];
            latest[l->person] = l->from;
        }
    }
    qsort(placed, count, sizeof *placed, by_unit_and_key);
    for (uint32_t i = 0; i < count; i++) {
        order[i] = placed[i].handle;
        number[placed[i].handle] = i;
    }
    w->person_order = order;
    w->numbering.person = number;
    w->numbering.persons = count;
}

/* ---- units, staff, persons ---- */

static bool write_units(struct snapshot_writing *w, struct err *err)
{
    const struct snapshot_builder *b = w->b;
    uint32_t count = b->unit.count, known = 0;
    struct named *named = sort_ids(w->arena, &b->unit, &b->unit_facts, &w->numbering.unit);
    struct hsaid *id = ARENA_NEW(w->arena, struct hsaid, count + 1);
    struct str *name = ARENA_NEW(w->arena, struct str, count + 1);
    uint8_t *kind = ARENA_NEW(w->arena, uint8_t, count + 1);
    uint16_t *municipality = ARENA_NEW(w->arena, uint16_t, count + 1);
    uint16_t *county = ARENA_NEW(w->arena, uint16_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct unit_facts *f = bag_at(&b->unit_facts, named[i].number);
        id[i] = *named[i].id;
        name[i] = f->name;
        kind[i] = f->operator_kind;
        municipality[i] = f->municipality;
        county[i] = f->county;
        known += f->is_known;
    }
    return snapshot_put(w, "known_units", COL_U32, &known, 1, err) &&
           snapshot_put(w, "unit_id", COL_TEXT, id, (uint64_t)count * sizeof *id, err) &&
           snapshot_put_texts(w, "unit_name", "unit_name_end", name, count, err) &&
           snapshot_put(w, "unit_operator", COL_U8, kind, count, err) &&
           snapshot_put(w, "unit_municipality", COL_U16, municipality, count, err) &&
           snapshot_put(w, "unit_county", COL_U16, county, count, err) &&
           snapshot_put(w, "place_end", COL_U32, b->place.end, b->place.count, err) &&
           snapshot_put(w, "place", COL_TEXT, b->place.bytes, b->place.used, err) &&
           snapshot_put(w, "own_county", COL_U16, &b->own_county, 1, err);
}

static bool write_staff(struct snapshot_writing *w, struct err *err)
{
    uint32_t count = w->b->staff.count;
    struct named *named = sort_ids(w->arena, &w->b->staff, NULL, &w->numbering.staff);
    struct hsaid *id = ARENA_NEW(w->arena, struct hsaid, count + 1);
    uint8_t *is_protected = ARENA_NEW(w->arena, uint8_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        id[i] = *named[i].id;
        is_protected[i] = *(uint8_t *)bag_at(&w->b->staff_protected, named[i].number);
    }
    return snapshot_put(w, "staff_id", COL_TEXT, id, (uint64_t)count * sizeof *id, err) &&
           snapshot_put(w, "staff_protected", COL_U8, is_protected, count, err);
}

static int by_key(const void *x, const void *y)
{
    const struct placed *a = x, *b = y;
    return (a->key > b->key) - (a->key < b->key);
}

static void index_identifiers(struct snapshot_writing *w)
{
    const struct bag *bag = &w->b->identifier;
    uint32_t identifiers = 0;
    for (size_t i = 0; i < bag->count; i++) {
        const struct identifier_facts *f = bag_at(bag, i);
        identifiers = f->identifier >= identifiers ? f->identifier + 1 : identifiers;
    }
    uint32_t *person_of = ARENA_NEW(w->arena, uint32_t, (size_t)identifiers + 1);
    memset(person_of, 0xff, identifiers * sizeof *person_of); /* SNAPSHOT_NOBODY */
    for (size_t i = 0; i < bag->count; i++) {
        const struct identifier_facts *f = bag_at(bag, i);
        person_of[f->identifier] = w->numbering.person[f->person];
    }
    w->numbering.person_of = person_of;
    w->numbering.identifiers = identifiers;
}

static bool write_registrations(struct snapshot_writing *w, struct err *err)
{
    uint32_t count = w->numbering.persons;
    size_t room = (size_t)count + 1;
    uint16_t *from = ARENA_NEW(w->arena, uint16_t, room);
    uint16_t *to = ARENA_NEW(w->arena, uint16_t, room);
    uint16_t *municipality = ARENA_NEW(w->arena, uint16_t, room);
    uint16_t *county = ARENA_NEW(w->arena, uint16_t, room);
    for (uint32_t i = 0; i < count; i++) {
        const struct person_facts *p = bag_at(&w->b->person, w->person_order[i]);
        from[i] = p->registered_from;
        to[i] = p->registered_to;
        municipality[i] = p->municipality;
        county[i] = p->county;
    }
    return snapshot_put(w, "registered_from", COL_U16, from, count, err) &&
           snapshot_put(w, "registered_to", COL_U16, to, count, err) &&
           snapshot_put(w, "person_municipality", COL_U16, municipality, count, err) &&
           snapshot_put(w, "person_county", COL_U16, county, count, err);
}

static bool write_persons(struct snapshot_writing *w, struct err *err)
{
    number_persons(w);
    index_identifiers(w);
    uint32_t count = w->numbering.persons;
    size_t room = (size_t)count + 1;
    int64_t *key = ARENA_NEW(w->arena, int64_t, room);
    int32_t *birth = ARENA_NEW(w->arena, int32_t, room);
    uint16_t *end = ARENA_NEW(w->arena, uint16_t, room);
    uint8_t *sex = ARENA_NEW(w->arena, uint8_t, room);
    uint8_t *protection = ARENA_NEW(w->arena, uint8_t, room);
    uint32_t *sorted = ARENA_NEW(w->arena, uint32_t, room);
    struct placed *placed = ARENA_NEW(w->arena, struct placed, room);
    for (uint32_t i = 0; i < count; i++) {
        const struct person_facts *p = bag_at(&w->b->person, w->person_order[i]);
        key[i] = p->key;
        birth[i] = p->birth;
        end[i] = p->end;
        sex[i] = p->sex;
        protection[i] = p->protection;
        placed[i] = (struct placed){0, i, p->key};
    }
    qsort(placed, count, sizeof *placed, by_key);
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = placed[i].handle;
    return snapshot_put(w, "person_key", COL_I64, key, count, err) &&
           snapshot_put(w, "person_by_key", COL_U32, sorted, count, err) &&
           snapshot_put(w, "birth", COL_I32, birth, count, err) &&
           snapshot_put(w, "end", COL_U16, end, count, err) &&
           snapshot_put(w, "sex", COL_U8, sex, count, err) &&
           snapshot_put(w, "protection", COL_U8, protection, count, err) &&
           write_registrations(w, err);
}

/* ---- terms ---- */

static int by_local(const void *x, const void *y)
{
    const struct snapshot_term *a = x, *b = y;
    return str_compare(a->local, b->local);
}

static bool write_terms(struct snapshot_writing *w, struct err *err)
{
    uint32_t count = (uint32_t)w->b->term.count;
    size_t room = (size_t)count + 1;
    struct snapshot_term *term = ARENA_NEW(w->arena, struct snapshot_term, room);
    struct str *local = ARENA_NEW(w->arena, struct str, room);
    struct str *code = ARENA_NEW(w->arena, struct str, room);
    struct str *factor = ARENA_NEW(w->arena, struct str, room);
    uint8_t *system = ARENA_NEW(w->arena, uint8_t, room);
    for (uint32_t i = 0; i < count; i++)
        term[i] = *(const struct snapshot_term *)bag_at(&w->b->term, i);
    qsort(term, count, sizeof *term, by_local);
    for (uint32_t i = 0; i < count; i++) {
        local[i] = term[i].local;
        code[i] = term[i].code;
        factor[i] = term[i].factor;
        system[i] = (uint8_t)term[i].system;
    }
    return snapshot_put_texts(w, "term_local", "term_local_end", local, count, err) &&
           snapshot_put_texts(w, "term_code", "term_code_end", code, count, err) &&
           snapshot_put_texts(w, "term_factor", "term_factor_end", factor, count, err) &&
           snapshot_put(w, "term_system", COL_U8, system, count, err);
}

static bool write_all(struct snapshot_writing *w, struct err *err)
{
    int64_t origin[] = {w->options->origin.position, w->options->origin.last_load};
    return snapshot_put(w, "origin", COL_I64, origin, ARRAY_LEN(origin), err) &&
           write_units(w, err) && write_staff(w, err) && write_persons(w, err) &&
           snapshot_write_intervals(w, err) && snapshot_write_care(w, err) && write_terms(w, err) &&
           snapshot_write_tables(w->b, w->arena, &w->numbering, w->file, err);
}

bool snapshot_finish(struct snapshot_builder *b, const struct files *fs,
                     const struct snapshot_options *options, uint64_t *checksum, struct err *err)
{
    assert(options->threads >= 1);
    struct snapshot_writing w = {.b = b, .arena = b->arena, .options = options};
    if (!colfile_create(fs, b->arena, options->path, &SNAPSHOT_KIND, &w.file, err))
        return false;
    bool done = write_all(&w, err) && colfile_commit(w.file, checksum, err);
    colfile_discard(w.file);
    return done;
}
