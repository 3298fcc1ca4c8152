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

/* How many of the days after sought_on that filters ask for it took longer than. */
static uint32_t waited(const struct plan_rows *r, uint32_t day, uint16_t sought)
{
    uint32_t over = 0;
    if (sought == SEGMENT_DAY_NONE || sought > day)
        return r->lags;
    while (over < r->lags && (int32_t)(day - sought) > r->lag[over])
        over++;
    return over;
}

/* What a shape does not say about its row of contacts. */
static unsigned facts_of(const struct kernel *k, const struct kernel_run *run, uint32_t row,
                         unsigned use)
{
    const struct snapshot *s = k->world->snapshot;
    const struct plan_rows *r = &k->world->program->rows[EXPR_CONTACTS];
    uint32_t staff = narrow_at(s->contacts.staff, row);
    unsigned facts = staff != 0 ? ROW_STAFF : 0;
    if (use & SHAPE_ASKS_HERE && run->place_of[narrow_at(s->contacts.unit, row)] == run->place)
        facts |= ROW_HERE;
    if (use & SHAPE_ASKS_DOCTOR) {
        uint32_t doctor = kernel_doctor_on(s, run->person, s->contacts.day[row]);
        if (doctor != NO_STAFF)
            facts |= ROW_DOCTOR | (staff == doctor + 1 ? ROW_BY_DOCTOR : 0);
    }
    if (r->lags > 0)
        facts += ROW_FACTS * (s->contacts.sought
                                  ? waited(r, s->contacts.day[row], s->contacts.sought[row])
                                  : r->lags);
    return facts;
}

void kernel_grow(struct kernel *k, struct kernel_rows *rows)
{
    uint32_t room = rows->room ? rows->room * 2 : 64;
    struct kernel_row *grown = ARENA_NEW(k->arena, struct kernel_row, room);
    if (rows->count > 0)
        memcpy(grown, rows->at, rows->count * sizeof *grown);
    rows->at = grown;
    rows->room = room;
}

/* The row is one of those that meet each of its filters. */
static void append(struct kernel *k, const struct plan_rows *r, size_t met, struct kernel_row row)
{
    uint32_t first = r->first[met], end = r->first[met + 1];
    for (uint32_t i = first; i < end; i++)
        kernel_add_row(k, &k->rows[r->filter[i]], row);
    k->gathered += end - first;
}

static void gather_contacts(struct kernel *k, const struct kernel_run *run)
{
    const struct kernel_world *w = k->world;
    const struct plan_rows *r = &w->program->rows[EXPR_CONTACTS];
    const struct snapshot_contacts *c = &w->snapshot->contacts;
    uint32_t begin = c->first[run->person], end = c->first[run->person + 1], row = end;
    while (row > begin && c->day[row - 1] >= w->first_day[EXPR_CONTACTS])
        row--; /* most ask for the newest rows */
    for (; row < end && c->day[row] <= w->last_day; row++) {
        uint32_t shape = narrow_at(c->shape, row);
        unsigned use = r->use[shape];
        if (use & SHAPE_MEETS)
            append(k, r, plan_row(r, shape, facts_of(k, run, row, use)),
                   (struct kernel_row){row, narrow_at(c->staff, row), c->day[row],
                                       w->month_of[c->day[row]]});
    }
}

static void gather_events(struct kernel *k, const struct kernel_run *run, enum expr_table table)
{
    const struct kernel_world *w = k->world;
    const struct plan_rows *r = &w->program->rows[table];
    const struct snapshot_events *e = plan_events(w->snapshot, table);
    uint32_t begin = e->first[run->person], end = e->first[run->person + 1], row = end;
    while (row > begin && e->day[row - 1] >= w->first_day[table])
        row--;
    for (; row < end && e->day[row] <= w->last_day; row++) {
        uint32_t shape = narrow_at(e->shape, row);
        unsigned use = r->use[shape];
        if (!(use & SHAPE_MEETS))
            continue;
        bool here = use & SHAPE_ASKS_HERE && run->place_of[narrow_at(e->unit, row)] == run->place;
        append(k, r, plan_row(r, shape, here ? ROW_HERE : 0),
               (struct kernel_row){row, 0, e->day[row], w->month_of[e->day[row]]});
    }
}

uint32_t kernel_gather(struct kernel *k, const struct kernel_run *run)
{
    const struct plan_program *p = k->world->program;
    for (uint32_t i = 0; k->gathered > 0 && i < p->filters; i++)
        k->rows[i].count = 0;
    k->gathered = 0;
    if (p->rows[EXPR_CONTACTS].facts > 0)
        gather_contacts(k, run);
    for (unsigned table = EXPR_DIAGNOSES; table < PLAN_TABLES; table++)
        if (p->rows[table].facts > 0)
            gather_events(k, run, (enum expr_table)table);
    return k->gathered;
}

/* Without a branch for each row: which it would be is anyone's guess. */
#define SCAN(type)                                                                                 \
    for (uint32_t i = 0; i < count; i++) {                                                         \
        before[i] = found;                                                                         \
        found += (uint32_t)(c->day[first + i] >= from) &                                           \
                 (uint32_t)(c->day[first + i] <= w->last_day) &                                    \
                 (use[((const type *)c->shape.at)[first + i]] & SHAPE_MEETS);                      \
    }

void kernel_scan(const struct kernel_world *w, uint32_t first, uint32_t count, uint32_t *before)
{
    const struct snapshot_contacts *c = &w->snapshot->contacts;
    const uint8_t *use = w->program->rows[EXPR_CONTACTS].use;
    const uint16_t from = w->first_day[EXPR_CONTACTS];
    uint32_t found = 0;
    if (c->shape.width == 1)
        SCAN(uint8_t)
    else if (c->shape.width == 2)
        SCAN(uint16_t)
    else
        SCAN(uint32_t)
    before[count] = found;
}
