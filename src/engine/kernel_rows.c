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

/* What is asked of a person's contacts; copied, since the compiler cannot know that the rows that
 * are written are none of it. */
struct contacts_of {
    const struct snapshot_contacts rows;
    const struct plan_rows plan;
    const uint32_t *place_of;
    uint32_t place;
};

/* What a shape does not say about its row of contacts. */
static inline unsigned facts_of(const struct kernel *k, const struct kernel_run *run,
                                const struct contacts_of *c, struct kernel_row row, unsigned use)
{
    unsigned facts = row.staff != 0 ? ROW_STAFF : 0;
    if (use & SHAPE_ASKS_HERE && c->place_of[narrow_at(c->rows.unit, row.row)] == c->place)
        facts |= ROW_HERE;
    if (use & SHAPE_ASKS_DOCTOR) {
        uint32_t doctor = kernel_doctor_on(k->world->snapshot, run->person, row.day);
        if (doctor != NO_STAFF)
            facts |= ROW_DOCTOR | (row.staff == doctor + 1 ? ROW_BY_DOCTOR : 0);
    }
    if (c->plan.lags > 0)
        facts += ROW_FACTS * (c->rows.sought ? waited(&c->plan, row.day, c->rows.sought[row.row])
                                             : c->plan.lags);
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

/* The row is one of those that meet each of its filters. Whether it meets any is anyone's guess:
 * the first is written without asking. Inline, so that the row is made where it stays. */
__attribute__((always_inline)) static inline void
append(struct kernel *k, const struct plan_rows *r, size_t met, struct kernel_row row)
{
    uint32_t first = r->first[met], end = r->first[met + 1];
    struct kernel_rows *rows = &k->rows[r->filter[first]];
    kernel_make_room(k, rows);
    rows->at[rows->count] = row;
    rows->count += first < end;
    for (uint32_t i = first + 1; i < end; i++)
        kernel_add_row(k, &k->rows[r->filter[i]], row);
    k->gathered += end - first;
}

static void gather_contacts(struct kernel *k, const struct kernel_run *run)
{
    const struct kernel_world *w = k->world;
    const struct contacts_of c = {w->snapshot->contacts, w->program->rows[EXPR_CONTACTS],
                                  run->place_of, run->place};
    const struct kernel_marks marks = k->mark_of[EXPR_CONTACTS];
    const uint16_t *month_of = w->month_of;
    uint32_t end = c.rows.first[run->person + 1];
    for (uint32_t first = c.rows.first[run->person]; first < end; first += 64)
        for (uint64_t bits = kernel_marked(&marks, first, end); bits != 0; bits &= bits - 1) {
            uint32_t row = first + (uint32_t)__builtin_ctzll(bits);
            uint32_t shape = narrow_at(c.rows.shape, row);
            uint16_t day = c.rows.day[row];
            struct kernel_row made = {row, narrow_at(c.rows.staff, row), day, month_of[day]};
            unsigned facts = facts_of(k, run, &c, made, c.plan.use[shape]);
            append(k, &c.plan, plan_row(&c.plan, shape, facts), made);
        }
}

static void gather_events(struct kernel *k, const struct kernel_run *run, enum expr_table table)
{
    const struct kernel_world *w = k->world;
    const struct plan_rows *r = &w->program->rows[table];
    const struct snapshot_events *e = plan_events(w->snapshot, table);
    const struct kernel_marks marks = k->mark_of[table];
    uint32_t end = e->first[run->person + 1];
    for (uint32_t first = e->first[run->person]; first < end; first += 64)
        for (uint64_t bits = kernel_marked(&marks, first, end); bits != 0; bits &= bits - 1) {
            uint32_t row = first + (uint32_t)__builtin_ctzll(bits),
                     shape = narrow_at(e->shape, row);
            bool here = r->use[shape] & SHAPE_ASKS_HERE &&
                        run->place_of[narrow_at(e->unit, row)] == run->place;
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
    if (m->room <= simd_words(rows.count)) {
        m->room = (size_t)simd_words(rows.count) * 2 + 1;
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

/* Without a branch that anyone would have to guess, or memory would wait for the guess, and in few
 * instructions, of which the processor looks ahead a few hundred. */
uint32_t kernel_fetch(const struct kernel *k, uint32_t from, const uint32_t *chosen, uint32_t count)
{
    enum { FEW = 24 /* rows: most persons have no more that are new */ };
    const struct snapshot_contacts *c = &k->world->snapshot->contacts;
    const struct snapshot_listings l = k->world->snapshot->listings;
    const uint32_t *first = c->first;
    const uint8_t *staff = c->staff.at, *unit = c->unit.at; /* any byte of a row is of its line */
    size_t staff_width = c->staff.width, unit_width = c->unit.width;
    uint32_t read = 0, listings = l.count - 1;
    for (uint32_t i = 0; l.count > 0 && i < count; i++) {
        uint32_t begin = first[from + chosen[i]], last = first[from + chosen[i] + 1] - 1;
        uint32_t row = last - begin > FEW ? last - FEW : begin, of = l.first[from + chosen[i]];
        of = of < listings ? of : listings;
        read += (uint32_t)staff[row * staff_width] + staff[last * staff_width] +
                unit[row * unit_width] + unit[last * unit_width] + l.unit[of] + l.from[of] +
                l.to[of];
    }
    return read;
}

struct kernel_table kernel_table(const struct snapshot *s, enum expr_table table)
{
    const struct snapshot_contacts *c = &s->contacts;
    if (table == EXPR_CONTACTS)
        return (struct kernel_table){c->first, c->day, c->unit, c->shape, c->count};
    const struct snapshot_events *e = &s->events[table - EXPR_DIAGNOSES];
    return (struct kernel_table){e->first, e->day, e->unit, e->shape, e->count};
}
