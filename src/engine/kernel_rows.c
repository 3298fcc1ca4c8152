#include "engine/kernel.h"

#include <string.h>

uint32_t kernel_doctor_on(const struct snapshot *s, uint32_t person, uint16_t day)
{
    const struct snapshot_named_contacts *n = &s->named_contacts;
    const struct snapshot_listings *l = &s->listings;
    for (uint32_t i = n->first[person]; i < n->first[person + 1] && n->from[i] <= day; i++) {
        if (n->kind[i] != KIND_DOCTOR || n->to[i] < day)
            continue;
        for (uint32_t k = l->first[person]; k < l->first[person + 1] && l->from[k] <= day; k++)
            if (l->to[k] >= day)
                return l->unit[k] == n->unit[i] ? n->staff[i] : NO_STAFF;
        return NO_STAFF;
    }
    return NO_STAFF;
}

/* What a shape does not say about its row. */
static unsigned facts_of(const struct kernel *k, const struct kernel_run *run, uint32_t row,
                         unsigned use)
{
    const struct snapshot *s = k->world->snapshot;
    uint32_t staff = narrow_at(s->contacts.staff, row);
    unsigned facts = staff != 0 ? ROW_STAFF : 0;
    if (use & SHAPE_ASKS_HERE && run->place_of[narrow_at(s->contacts.unit, row)] == run->place)
        facts |= ROW_HERE;
    if (use & SHAPE_ASKS_DOCTOR) {
        uint32_t doctor = kernel_doctor_on(s, run->person, s->contacts.day[row]);
        if (doctor != NO_STAFF)
            facts |= ROW_DOCTOR | (staff == doctor + 1 ? ROW_BY_DOCTOR : 0);
    }
    return facts;
}

static void grow(struct kernel *k, struct kernel_rows *rows)
{
    uint32_t room = rows->room ? rows->room * 2 : 64;
    struct kernel_row *grown = ARENA_NEW(k->arena, struct kernel_row, room);
    if (rows->count > 0)
        memcpy(grown, rows->at, rows->count * sizeof *grown);
    rows->at = grown;
    rows->room = room;
}

/* The row is one of those that meet each of the filters. */
static void append(struct kernel *k, uint32_t row, const uint32_t *filter, uint32_t filters)
{
    const struct kernel_world *w = k->world;
    uint16_t day = w->snapshot->contacts.day[row];
    uint32_t staff = narrow_at(w->snapshot->contacts.staff, row);
    for (uint32_t i = 0; i < filters; i++) {
        struct kernel_rows *rows = &k->rows[filter[i]];
        if (rows->count == rows->room)
            grow(k, rows);
        rows->at[rows->count++] = (struct kernel_row){w->month_of[day], day, staff};
    }
    k->gathered += filters;
}

uint32_t kernel_gather(struct kernel *k, const struct kernel_run *run)
{
    const struct kernel_world *w = k->world;
    const struct plan_program *p = w->program;
    const struct snapshot_contacts *c = &w->snapshot->contacts;
    uint32_t begin = c->first[run->person], end = c->first[run->person + 1], row = end;
    for (uint32_t i = 0; k->gathered > 0 && i < p->filters; i++)
        k->rows[i].count = 0;
    k->gathered = 0;
    while (row > begin && c->day[row - 1] >= w->first_day) /* most ask for the newest rows */
        row--;
    for (; row < end && c->day[row] <= w->last_day; row++) {
        uint32_t shape = narrow_at(c->shape, row);
        unsigned use = p->rows.use[shape];
        if (!(use & SHAPE_MEETS))
            continue;
        size_t met = plan_row(shape, facts_of(k, run, row, use));
        uint32_t first = p->rows.first[met], filters = p->rows.first[met + 1] - first;
        if (filters > 0)
            append(k, row, p->rows.filter + first, filters);
    }
    return k->gathered;
}

/* Without a branch for each row: which it would be is anyone's guess. */
#define SCAN(type)                                                                                 \
    for (uint32_t i = 0; i < count; i++) {                                                         \
        before[i] = found;                                                                         \
        found += (uint32_t)(c->day[first + i] >= w->first_day) &                                   \
                 (uint32_t)(c->day[first + i] <= w->last_day) &                                    \
                 (use[((const type *)c->shape.at)[first + i]] & SHAPE_MEETS);                      \
    }

void kernel_scan(const struct kernel_world *w, uint32_t first, uint32_t count, uint32_t *before)
{
    const struct snapshot_contacts *c = &w->snapshot->contacts;
    const uint8_t *use = w->program->rows.use;
    uint32_t found = 0;
    if (c->shape.width == 1)
        SCAN(uint8_t)
    else if (c->shape.width == 2)
        SCAN(uint16_t)
    else
        SCAN(uint32_t)
    before[count] = found;
}
