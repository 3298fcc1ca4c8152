/* What holds from a day to a day: listings, named contacts and residences of persons, positions of
 * staff. Rows are sorted by whose they are and when they begin, then each column is made of one of
 * their fields. */
#include "engine/snapshot_builder.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct place {      /* of a row, for sorting */
    uint32_t owner; /* the snapshot's number of the person or member of staff */
    uint32_t tie;   /* what tells those of one day apart */
    uint32_t index; /* in the bag */
    uint16_t from;
};

static int by_owner_and_from(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    if (a->owner != b->owner)
        return a->owner < b->owner ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->tie > b->tie) - (a->tie < b->tie);
}

/* Writes where each person's rows begin; the rows must have been sorted. */
static bool put_first(struct snapshot_writing *w, const char *name, const struct place *row,
                      size_t count, struct err *err)
{
    uint32_t persons = w->numbering.persons;
    uint32_t *first = ARENA_NEW(w->arena, uint32_t, (size_t)persons + 1);
    for (size_t i = 0; i < count; i++)
        first[row[i].owner + 1]++;
    for (uint32_t p = 0; p < persons; p++)
        first[p + 1] += first[p];
    return snapshot_put(w, name, COL_U32, first, (uint64_t)persons + 1, err);
}

/* A column is a field of the rows: where it stands in one, and how wide it is. */
struct field {
    const char *name;
    size_t at, size;
};
#define FIELD(name, facts, field)                                                                  \
    {                                                                                              \
        name, offsetof(struct facts, field), sizeof(((struct facts *)NULL)->field)                 \
    }

static enum col_type type_of(size_t size)
{
    return size == 1 ? COL_U8 : size == 2 ? COL_U16 : COL_U32;
}

/* `row`: as many as the bag has, of its items. */
static bool put_fields(struct snapshot_writing *w, const struct bag *bag, const void *row,
                       const struct field *field, unsigned fields, struct err *err)
{
    for (unsigned f = 0; f < fields; f++) {
        size_t size = field[f].size;
        char *column = arena_take(w->arena, size, size, bag->count + 1);
        for (size_t i = 0; i < bag->count; i++)
            memcpy(column + i * size, (const char *)row + i * bag->item + field[f].at, size);
        if (!snapshot_put(w, field[f].name, type_of(size), column, bag->count, err))
            return false;
    }
    return true;
}

/* The rows of the bag in the order of their places, which are sorted. */
static void *sorted(struct snapshot_writing *w, const struct bag *bag, struct place *place)
{
    char *rows = arena_take(w->arena, bag->item, bag->align, bag->count + 1);
    qsort(place, bag->count, sizeof *place, by_owner_and_from);
    for (size_t i = 0; i < bag->count; i++)
        memcpy(rows + i * bag->item, bag_at(bag, place[i].index), bag->item);
    return rows;
}

static bool write_listings(struct snapshot_writing *w, struct err *err)
{
    static const struct field fields[] = {
        FIELD("listing_unit", listing_facts, unit), FIELD("listing_from", listing_facts, from),
        FIELD("listing_to", listing_facts, to), FIELD("listing_basis", listing_facts, basis)};
    const struct bag *bag = &w->b->listing;
    struct place *place = ARENA_NEW(w->arena, struct place, bag->count + 1);
    for (uint32_t i = 0; i < bag->count; i++) {
        const struct listing_facts *f = bag_at(bag, i);
        place[i] = (struct place){w->numbering.person[f->person], i, i, f->from};
    }
    struct listing_facts *row = sorted(w, bag, place);
    for (size_t i = 0; i < bag->count; i++)
        row[i].unit = (uint16_t)w->numbering.unit[row[i].unit];
    return put_first(w, "listing_first", place, bag->count, err) &&
           put_fields(w, bag, row, fields, ARRAY_LEN(fields), err);
}

static bool write_named_contacts(struct snapshot_writing *w, struct err *err)
{
    static const struct field fields[] = {
        FIELD("named_staff", named_contact_facts_row, staff),
        FIELD("named_unit", named_contact_facts_row, unit),
        FIELD("named_from", named_contact_facts_row, from),
        FIELD("named_to", named_contact_facts_row, to),
        FIELD("named_informed", named_contact_facts_row, informed),
        FIELD("named_kind", named_contact_facts_row, kind)};
    const struct bag *bag = &w->b->named_contact;
    struct place *place = ARENA_NEW(w->arena, struct place, bag->count + 1);
    for (uint32_t i = 0; i < bag->count; i++) {
        const struct named_contact_facts_row *f = bag_at(bag, i);
        place[i] = (struct place){w->numbering.person[f->person], i, i, f->from};
    }
    struct named_contact_facts_row *row = sorted(w, bag, place);
    for (size_t i = 0; i < bag->count; i++) {
        row[i].staff = w->numbering.staff[row[i].staff];
        row[i].unit = (uint16_t)w->numbering.unit[row[i].unit];
    }
    return put_first(w, "named_first", place, bag->count, err) &&
           put_fields(w, bag, row, fields, ARRAY_LEN(fields), err);
}

static bool write_residences(struct snapshot_writing *w, struct err *err)
{
    static const struct field fields[] = {
        FIELD("residence_from", residence_facts, from), FIELD("residence_to", residence_facts, to),
        FIELD("residence_reported", residence_facts, reported),
        FIELD("residence_municipality", residence_facts, municipality),
        FIELD("residence_kind", residence_facts, kind)};
    const struct bag *bag = &w->b->residence;
    struct place *place = ARENA_NEW(w->arena, struct place, bag->count + 1);
    for (uint32_t i = 0; i < bag->count; i++) {
        const struct residence_facts *f = bag_at(bag, i);
        place[i] = (struct place){w->numbering.person[f->person], i, i, f->from};
    }
    const struct residence_facts *row = sorted(w, bag, place);
    return put_first(w, "residence_first", place, bag->count, err) &&
           put_fields(w, bag, row, fields, ARRAY_LEN(fields), err);
}

static bool write_positions(struct snapshot_writing *w, struct err *err)
{
    static const struct field fields[] = {FIELD("position_staff", position_facts, staff),
                                          FIELD("position_unit", position_facts, unit),
                                          FIELD("position_from", position_facts, from),
                                          FIELD("position_to", position_facts, to),
                                          FIELD("position_employment", position_facts, employment)};
    const struct bag *bag = &w->b->position;
    struct place *place = ARENA_NEW(w->arena, struct place, bag->count + 1);
    for (uint32_t i = 0; i < bag->count; i++) {
        const struct position_facts *f = bag_at(bag, i);
        place[i] =
            (struct place){w->numbering.staff[f->staff], w->numbering.unit[f->unit], i, f->from};
    }
    struct position_facts *row = sorted(w, bag, place);
    for (size_t i = 0; i < bag->count; i++) {
        row[i].staff = place[i].owner;
        row[i].unit = (uint16_t)place[i].tie;
    }
    return put_fields(w, bag, row, fields, ARRAY_LEN(fields), err);
}

bool snapshot_write_intervals(struct snapshot_writing *w, struct err *err)
{
    return write_listings(w, err) && write_named_contacts(w, err) && write_residences(w, err) &&
           write_positions(w, err);
}
