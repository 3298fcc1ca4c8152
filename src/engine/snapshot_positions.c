/* Positions in a snapshot: who of the staff worked where, when, and employed or hired. */
#include "engine/snapshot_opening.h"

/* Where each member's begin: the column is in their order. */
static const uint64_t *firsts(struct arena *a, const struct snapshot_positions *p, uint32_t staff)
{
    uint64_t *first = ARENA_NEW(a, uint64_t, (size_t)staff + 1), row = 0;
    for (uint32_t i = 0; i <= staff; i++) {
        while (row < p->count && p->staff[row] < i)
            row++;
        first[i] = row;
    }
    return first;
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
    p->first = firsts(o->arena, p, o->s->staff_count);
    return true;
}

bool snapshot_position_on(const struct snapshot *s, uint32_t staff, uint32_t unit, uint16_t day,
                          enum employment *out)
{
    const struct snapshot_positions *p = &s->positions;
    bool found = false;
    for (uint64_t i = p->first[staff]; i < p->first[staff + 1]; i++)
        if (p->unit[i] == unit && p->from[i] <= day && day <= p->to[i]) {
            *out = (enum employment)p->employment[i]; /* the latest to begin */
            found = true;
        }
    return found;
}
