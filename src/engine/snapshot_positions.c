/* Positions in a snapshot: who of the staff worked where, when, and employed or hired. */
#include "engine/snapshot_builder.h"
#include "engine/snapshot_opening.h"

#include <stdlib.h>

static int by_staff_and_from(const void *x, const void *y)
{
    const struct position_facts *a = x, *b = y;
    if (a->staff != b->staff)
        return a->staff < b->staff ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

bool snapshot_write_positions(struct snapshot_writing *w, struct err *err)
{
    const struct bag *bag = &w->b->position;
    size_t count = bag->count, room = count + 1;
    struct position_facts *row = ARENA_NEW(w->arena, struct position_facts, room);
    uint32_t *staff = ARENA_NEW(w->arena, uint32_t, room);
    uint16_t *unit = ARENA_NEW(w->arena, uint16_t, room);
    uint16_t *from = ARENA_NEW(w->arena, uint16_t, room);
    uint16_t *to = ARENA_NEW(w->arena, uint16_t, room);
    uint8_t *employment = ARENA_NEW(w->arena, uint8_t, room);
    for (size_t i = 0; i < count; i++) {
        row[i] = *(const struct position_facts *)bag_at(bag, i);
        row[i].staff = w->numbering.staff[row[i].staff];
        row[i].unit = (uint16_t)w->numbering.unit[row[i].unit];
    }
    qsort(row, count, sizeof *row, by_staff_and_from);
    for (size_t i = 0; i < count; i++) {
        staff[i] = row[i].staff;
        unit[i] = row[i].unit;
        from[i] = row[i].from;
        to[i] = row[i].to;
        employment[i] = row[i].employment;
    }
    return snapshot_put(w, "position_staff", COL_U32, staff, count, err) &&
           snapshot_put(w, "position_unit", COL_U16, unit, count, err) &&
           snapshot_put(w, "position_from", COL_U16, from, count, err) &&
           snapshot_put(w, "position_to", COL_U16, to, count, err) &&
           snapshot_put(w, "position_employment", COL_U8, employment, count, err);
}

bool opening_positions(struct opening *o)
{
    struct snapshot_positions *p = &o->s->positions;
    struct column staff;
    if (!colcheck_find(&o->check, "position_staff", COL_U32, &staff, o->err))
        return false;
    p->count = staff.count;
    struct wanted wanted[] = {
        {"position_staff", COL_U32, o->s->staff_count, (void *)&p->staff},
        {"position_unit", COL_U16, o->s->units, (void *)&p->unit},
        {"position_from", COL_U16, OPENING_ANY16, (void *)&p->from},
        {"position_to", COL_U16, OPENING_ANY16, (void *)&p->to},
        {"position_employment", COL_U8, EMPLOYMENT_HIRED + 1, (void *)&p->employment},
    };
    if (!FIND_ALL(o, p->count, wanted))
        return false;
    for (uint64_t i = 0; i < p->count; i++) {
        if (i > 0 && p->staff[i] < p->staff[i - 1])
            return opening_damaged(o, "position_staff");
        if (p->to[i] < p->from[i])
            return opening_damaged(o, "position_to");
    }
    return true;
}

/* The first of the member's. */
static uint64_t first_of(const struct snapshot_positions *p, uint32_t staff)
{
    uint64_t from = 0, to = p->count;
    while (from < to) {
        uint64_t middle = from + (to - from) / 2;
        if (p->staff[middle] < staff)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool snapshot_position_on(const struct snapshot *s, uint32_t staff, uint32_t unit, uint16_t day,
                          enum employment *out)
{
    const struct snapshot_positions *p = &s->positions;
    bool found = false;
    for (uint64_t i = first_of(p, staff); i < p->count && p->staff[i] == staff; i++)
        if (p->unit[i] == unit && p->from[i] <= day && day <= p->to[i]) {
            *out = (enum employment)p->employment[i]; /* the latest to begin */
            found = true;
        }
    return found;
}
