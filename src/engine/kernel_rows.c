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

/* The marked rows of a person, one after the other. */
struct marked {
    const struct kernel_marks *of;
    uint64_t left; /* of the word */
    uint32_t word, end;
};

static struct marked marked_rows(const struct kernel *k, const uint32_t *first, uint32_t person,
                                 enum expr_table table)
{
    const struct kernel_marks *m = &k->mark_of[table];
    uint32_t begin = first[person] - m->first, end = first[person + 1] - m->first;
    uint64_t left = m->at[begin / 64] & (UINT64_MAX << (begin % 64));
    return (struct marked){m, left, begin / 64, end};
}

/* False: no more. */
static bool next_row(struct marked *m, uint32_t *row)
{
    while (m->left == 0) {
        if ((m->word + 1) * 64 >= m->end)
            return false;
        m->left = m->of->at[++m->word];
    }
    uint32_t at = m->word * 64 + (uint32_t)__builtin_ctzll(m->left);
    m->left &= m->left - 1;
    *row = m->of->first + at;
    return at < m->end;
}

static void gather_contacts(struct kernel *k, const struct kernel_run *run)
{
    const struct kernel_world *w = k->world;
    const struct plan_rows *r = &w->program->rows[EXPR_CONTACTS];
    const struct snapshot_contacts *c = &w->snapshot->contacts;
    struct marked m = marked_rows(k, c->first, run->person, EXPR_CONTACTS);
    for (uint32_t row; next_row(&m, &row);) {
        uint32_t shape = narrow_at(c->shape, row);
        append(k, r, plan_row(r, shape, facts_of(k, run, row, r->use[shape])),
               (struct kernel_row){row, narrow_at(c->staff, row), c->day[row],
                                   w->month_of[c->day[row]]});
    }
}

static void gather_events(struct kernel *k, const struct kernel_run *run, enum expr_table table)
{
    const struct kernel_world *w = k->world;
    const struct plan_rows *r = &w->program->rows[table];
    const struct snapshot_events *e = plan_events(w->snapshot, table);
    struct marked m = marked_rows(k, e->first, run->person, table);
    for (uint32_t row; next_row(&m, &row);) {
        uint32_t shape = narrow_at(e->shape, row);
        bool here =
            r->use[shape] & SHAPE_ASKS_HERE && run->place_of[narrow_at(e->unit, row)] == run->place;
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
    if (run->person - k->looked >= k->persons)
        kernel_look(k, run->person, run->person + 1);
    if (p->rows[EXPR_CONTACTS].facts > 0)
        gather_contacts(k, run);
    for (unsigned table = EXPR_DIAGNOSES; table < PLAN_TABLES; table++)
        if (p->rows[table].facts > 0)
            gather_events(k, run, (enum expr_table)table);
    return k->gathered;
}

static const uint32_t *first_of(const struct snapshot *s, enum expr_table table)
{
    return table == EXPR_CONTACTS ? s->contacts.first : s->events[table - EXPR_DIAGNOSES].first;
}

static void look_at(struct kernel *k, enum expr_table table, struct simd_stretch rows)
{
    struct kernel_marks *m = &k->mark_of[table];
    if (m->room < simd_words(rows.count)) {
        m->room = (size_t)simd_words(rows.count) * 2;
        m->at = ARENA_NEW(k->arena, uint64_t, m->room);
        if (table == EXPR_CONTACTS)
            k->before = ARENA_NEW(k->arena, uint32_t, m->room);
    }
    m->first = rows.first;
    k->world->simd->mark(&k->world->rows[table], rows, m->at);
}

void kernel_look(struct kernel *k, uint32_t from, uint32_t to)
{
    k->looked = from;
    k->persons = to - from;
    for (unsigned table = 0; table < PLAN_TABLES; table++) {
        const uint32_t *first = first_of(k->world->snapshot, (enum expr_table)table);
        if (k->world->program->rows[table].facts > 0)
            look_at(k, (enum expr_table)table,
                    (struct simd_stretch){first[from], first[to] - first[from]});
    }
}

uint32_t kernel_choose(struct kernel *k, uint32_t least, uint32_t *chosen)
{
    return k->world->simd->choose(
        &(struct simd_persons){.first = k->world->snapshot->contacts.first + k->looked,
                               .count = k->persons,
                               .mark = k->mark_of[EXPR_CONTACTS].at,
                               .before = k->before,
                               .least = least},
        chosen);
}

static void fetch(struct narrow column, uint32_t row)
{
    __builtin_prefetch((const char *)column.at + (size_t)row * column.width);
}

void kernel_fetch(const struct kernel *k, uint32_t person)
{
    const struct snapshot_contacts *c = &k->world->snapshot->contacts;
    uint32_t row = c->first[person], last = c->first[person + 1] - 1;
    fetch(c->staff, row);
    fetch(c->staff, last);
    fetch(c->unit, row);
    fetch(c->unit, last);
}
