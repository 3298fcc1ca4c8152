/* What care did: contacts, and the events, some of which belong to contacts. */
#include "engine/snapshot_builder.h"

/* The shapes that occur, in their order; *index: the place of each. */
static bool put_shapes(struct snapshot_writing *w, const struct sorted_contact *row, uint32_t count,
                       uint16_t index[static SHAPES], uint32_t *shapes, struct err *err)
{
    bool occurs[SHAPES] = {false};
    uint16_t *shape = ARENA_NEW(w->arena, uint16_t, SHAPES);
    for (uint32_t i = 0; i < count; i++)
        occurs[row[i].shape] = true;
    *shapes = 0;
    for (unsigned i = 0; i < SHAPES; i++)
        if (occurs[i]) {
            index[i] = (uint16_t)*shapes;
            shape[(*shapes)++] = (uint16_t)i;
        }
    return snapshot_put(w, "shape", COL_U16, shape, *shapes, err);
}

/* Times and days of asking: left out where no contact has one. */
static bool put_optional(struct snapshot_writing *w, const struct sorted_contact *row,
                         uint32_t count, struct err *err)
{
    uint16_t *minute = ARENA_NEW(w->arena, uint16_t, (size_t)count + 1);
    uint16_t *sought = ARENA_NEW(w->arena, uint16_t, (size_t)count + 1);
    bool has_minute = false, has_sought = false;
    for (uint32_t i = 0; i < count; i++) {
        minute[i] = (uint16_t)(when_minute(row[i].when) - 1); /* 0 becomes SEGMENT_MINUTE_NONE */
        has_minute |= minute[i] != SEGMENT_MINUTE_NONE;
        sought[i] = row[i].sought;
        has_sought |= row[i].sought != SEGMENT_DAY_NONE;
    }
    return snapshot_put(w, "contact_minute", COL_U16, minute, has_minute ? count : 0, err) &&
           snapshot_put(w, "contact_sought", COL_U16, sought, has_sought ? count : 0, err);
}

static bool write_contacts(struct snapshot_writing *w, const struct sorted_contacts *sorted,
                           struct err *err)
{
    uint32_t shapes;
    uint16_t index[SHAPES];
    const uint32_t *first = sorted->first;
    const struct sorted_contact *row = sorted->row;
    uint32_t count = first[w->numbering.persons];
    if (!snapshot_put(w, "contact_first", COL_U32, first, (uint64_t)w->numbering.persons + 1,
                      err) ||
        !put_shapes(w, row, count, index, &shapes, err) || !put_optional(w, row, count, err))
        return false;
    uint16_t *day = ARENA_NEW(w->arena, uint16_t, (size_t)count + 1);
    uint32_t *unit = ARENA_NEW(w->arena, uint32_t, (size_t)count + 1);
    uint32_t *staff = ARENA_NEW(w->arena, uint32_t, (size_t)count + 1);
    uint32_t *shape = ARENA_NEW(w->arena, uint32_t, (size_t)count + 1);
    uint16_t last[1] = {SNAPSHOT_NONE16};
    for (uint32_t i = 0; i < count; i++) {
        day[i] = when_day(row[i].when);
        unit[i] = row[i].unit;
        staff[i] = row[i].staff;
        shape[i] = index[row[i].shape];
        if (last[0] == SNAPSHOT_NONE16 || day[i] > last[0])
            last[0] = day[i];
    }
    return snapshot_put(w, "last_contact", COL_U16, last, 1, err) &&
           snapshot_put(w, "contact_day", COL_U16, day, count, err) &&
           snapshot_put_narrow(w, "contact_unit", unit, count, w->b->unit.count, err) &&
           snapshot_put_narrow(w, "contact_staff", staff, count, w->b->staff.count, err) &&
           snapshot_put_narrow(w, "contact_shape", shape, count, shapes, err);
}

/* The columns stand in memory of their own, which is given back when they are written. */
static bool write_contact_columns(struct snapshot_writing *w, const struct sorted_contacts *sorted,
                                  struct err *err)
{
    struct snapshot_writing own = *w;
    own.arena = arena_open(ARENA_BLOCK);
    bool good = write_contacts(&own, sorted, err);
    arena_close(own.arena);
    return good;
}

/* Contacts stay sorted until all is written that belongs to them. */
static bool write_what_belongs(struct snapshot_writing *w, struct err *err)
{
    struct sorted_contacts sorted;
    struct arena *own = arena_open(ARENA_BLOCK);
    bool good =
        snapshot_sort_contacts(w->b, own, &w->numbering, w->options->threads, &sorted, err) &&
        write_contact_columns(w, &sorted, err) &&
        snapshot_write_events(w, EVENTS_DIAGNOSES, &sorted, err) &&
        snapshot_write_events(w, EVENTS_PROCEDURES, &sorted, err);
    arena_close(own);
    return good;
}

bool snapshot_write_care(struct snapshot_writing *w, struct err *err)
{
    bool good = write_what_belongs(w, err);
    for (unsigned i = EVENTS_MEASUREMENTS; good && i < SNAPSHOT_EVENTS; i++)
        good = snapshot_write_events(w, (enum snapshot_events_table)i, NULL, err);
    return good;
}
