#include "engine/sieve.h"

#include "domain/vocab.h"

#include <string.h>

enum { BLOCK = 4096 /* rows */ };

struct sieving {
    const struct kernel_world *world;
    uint32_t place;
    uint64_t *mark; /* a bit for each person */
};

/* The rows of a table come by in their order, and so do their persons. */
struct owner {
    const uint32_t *first;
    uint32_t person;
};

static void mark_owner(const struct sieving *s, struct owner *o, uint32_t row)
{
    while (o->first[o->person + 1] <= row)
        o->person++;
    s->mark[o->person / 64] |= UINT64_C(1) << (o->person % 64);
}

/* ---- columns ---- */

/* hit[i]: whether the number is the one that is looked for. */
static void look8(const uint8_t *at, uint8_t wanted, uint32_t count, uint8_t *hit)
{
    for (uint32_t i = 0; i < count; i++)
        hit[i] = at[i] == wanted;
}

static void look16(const uint16_t *at, uint16_t wanted, uint32_t count, uint8_t *hit)
{
    for (uint32_t i = 0; i < count; i++)
        hit[i] = at[i] == wanted;
}

static void look32(const uint32_t *at, uint32_t wanted, uint32_t count, uint8_t *hit)
{
    for (uint32_t i = 0; i < count; i++)
        hit[i] = at[i] == wanted;
}

static void look(struct narrow c, uint32_t from, uint32_t wanted, uint32_t count, uint8_t *hit)
{
    if (c.width == 1)
        look8((const uint8_t *)c.at + from, (uint8_t)wanted, count, hit);
    else if (c.width == 2)
        look16((const uint16_t *)c.at + from, (uint16_t)wanted, count, hit);
    else
        look32((const uint32_t *)c.at + from, wanted, count, hit);
}

/* Of a table: rows whose number in the column is the wanted one, and for which `counts`. */
struct sought {
    const uint32_t *first; /* rows of each person */
    struct narrow at;
    uint32_t count, wanted;
    enum expr_table table;
    bool (*counts)(const struct sieving *s, enum expr_table table, uint32_t row);
};

static bool can_hold(struct narrow c, uint32_t number)
{
    return c.width >= 4 || number >> (8 * c.width) == 0;
}

static void mark_rows(const struct sieving *s, const struct sought *c)
{
    uint8_t hit[BLOCK] = {0};
    struct owner owner = {c->first, 0};
    for (uint32_t from = 0; can_hold(c->at, c->wanted) && from < c->count; from += BLOCK) {
        uint32_t rows = c->count - from < BLOCK ? c->count - from : BLOCK;
        look(c->at, from, c->wanted, rows, hit);
        for (uint32_t i = 0; i < rows; i++) {
            uint64_t eight;
            memcpy(&eight, hit + i / 8 * 8, sizeof eight);
            if (i % 8 == 0 && eight == 0)
                i += 7;
            else if (hit[i] && c->counts(s, c->table, from + i))
                mark_owner(s, &owner, from + i);
        }
    }
}

/* ---- tables ---- */

static bool is_listed(const struct sieving *s, enum expr_table table, uint32_t row)
{
    const struct snapshot_listings *l = &s->world->snapshot->listings;
    (void)table;
    return l->from[row] <= s->world->last_day && l->to[row] >= s->world->last_day;
}

static bool is_doctor(const struct sieving *s, enum expr_table table, uint32_t row)
{
    const struct snapshot_named_contacts *n = &s->world->snapshot->named_contacts;
    (void)table;
    return n->kind[row] == KIND_DOCTOR && n->from[row] <= s->world->last_day &&
           n->to[row] >= s->world->last_day;
}

static bool always(const struct sieving *s, enum expr_table table, uint32_t row)
{
    (void)s, (void)table, (void)row;
    return true;
}

/* Whether the row may be asked whether it is here. */
static bool asks_here(const struct sieving *s, enum expr_table table, uint32_t row)
{
    const struct kernel_world *w = s->world;
    const struct snapshot_events *e = plan_events(w->snapshot, table);
    uint16_t day = e ? e->day[row] : w->snapshot->contacts.day[row];
    uint32_t shape = narrow_at(e ? e->shape : w->snapshot->contacts.shape, row);
    return day >= w->first_day[table] && day <= w->last_day &&
           w->program->rows[table].use[shape] & SHAPE_ASKS_HERE;
}

static struct sought sought_in(const struct sieving *s, enum expr_table table)
{
    const struct snapshot *from = s->world->snapshot;
    const struct snapshot_listings *l = &from->listings;
    const struct snapshot_named_contacts *n = &from->named_contacts;
    const struct snapshot_contacts *c = &from->contacts;
    if (table == EXPR_LISTINGS)
        return (struct sought){l->first, {l->unit, 2}, l->count, s->place, table, always};
    if (table == EXPR_NAMED_CONTACTS)
        return (struct sought){n->first, {n->unit, 2}, n->count, s->place, table, always};
    if (table == EXPR_CONTACTS)
        return (struct sought){c->first, c->unit, c->count, s->place, table, asks_here};
    const struct snapshot_events *e = plan_events(from, table);
    return (struct sought){e->first, e->unit, e->count, s->place, table, asks_here};
}

/* Of whom anything is there that is asked whether it is. */
static void mark_visitors(const struct sieving *s)
{
    const struct plan_program *p = s->world->program;
    bool here_in[EXPR_TABLES] = {false};
    for (uint32_t i = 0; i < p->selections; i++)
        here_in[p->selection[i].of->table] |= p->selection[i].asks_here;
    for (unsigned table = 0; table < EXPR_TABLES; table++) {
        if (!here_in[table] || table == EXPR_RESIDENCES) /* which have no unit */
            continue;
        struct sought c = sought_in(s, (enum expr_table)table);
        mark_rows(s, &c);
    }
}

/* False: all persons. */
static bool mark_all(const struct sieving *s, enum eval_level level)
{
    const struct snapshot *from = s->world->snapshot;
    const struct plan_program *p = s->world->program;
    const struct snapshot_listings *l = &from->listings;
    const struct snapshot_named_contacts *n = &from->named_contacts;
    if (p->population == POPULATION_EVERYONE && level == LEVEL_UNIT && !p->counts_away) {
        mark_visitors(s);
        return true;
    }
    struct sought c;
    if (level == LEVEL_UNIT)
        c = (struct sought){l->first, {l->unit, 2}, l->count, s->place, EXPR_LISTINGS, is_listed};
    else
        c = (struct sought){n->first, {n->staff, 4},       n->count,
                            s->place, EXPR_NAMED_CONTACTS, is_doctor};
    if (p->population != POPULATION_LISTED || (level != LEVEL_UNIT && level != LEVEL_DOCTOR))
        return false;
    mark_rows(s, &c);
    return true;
}

struct sieved sieve(struct arena *a, const struct kernel_world *w, enum eval_level level,
                    uint32_t place)
{
    uint32_t persons = w->snapshot->persons, words = persons / 64 + 1, count = 0;
    struct sieving s = {w, place, ARENA_NEW(a, uint64_t, words)};
    if (!mark_all(&s, level))
        return (struct sieved){NULL, persons};
    for (uint32_t i = 0; i < words; i++)
        count += (uint32_t)__builtin_popcountll(s.mark[i]);
    uint32_t *person = ARENA_NEW(a, uint32_t, (size_t)count + 1), n = 0;
    for (uint32_t i = 0; i < words; i++)
        for (uint64_t bits = s.mark[i]; bits != 0; bits &= bits - 1)
            person[n++] = i * 64 + (uint32_t)__builtin_ctzll(bits);
    return (struct sieved){person, count};
}
