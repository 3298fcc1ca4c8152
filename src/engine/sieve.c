#include "engine/sieve.h"

#include "domain/vocab.h"

#include <string.h>

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

/* Whether the row's person is marked yet. */
static bool find_owner(const struct sieving *s, struct owner *o, uint32_t row)
{
    while (o->first[o->person + 1] <= row)
        o->person++;
    return s->mark[o->person / 64] >> (o->person % 64) & 1;
}

/* ---- columns ---- */

/* Of so many rows hit[i]: whether the number is the one that is looked for. The count is fixed, so
 * that the compiler makes vectors of the loops. */
enum { CHUNK = 64 };
static void look8(const uint8_t *restrict at, uint8_t wanted, uint8_t hit[CHUNK])
{
    for (uint32_t i = 0; i < CHUNK; i++)
        hit[i] = at[i] == wanted;
}

static void look16(const uint16_t *restrict at, uint16_t wanted, uint8_t hit[CHUNK])
{
    for (uint32_t i = 0; i < CHUNK; i++)
        hit[i] = at[i] == wanted;
}

static void look32(const uint32_t *restrict at, uint32_t wanted, uint8_t hit[CHUNK])
{
    for (uint32_t i = 0; i < CHUNK; i++)
        hit[i] = at[i] == wanted;
}

static void look(struct narrow c, uint32_t from, uint32_t wanted, uint8_t hit[CHUNK])
{
    if (c.width == 1)
        look8((const uint8_t *)c.at + from, (uint8_t)wanted, hit);
    else if (c.width == 2)
        look16((const uint16_t *)c.at + from, (uint16_t)wanted, hit);
    else
        look32((const uint32_t *)c.at + from, wanted, hit);
}

/* Of a table: rows whose number in the column is the wanted one, and that count. */
struct sought {
    const uint32_t *first; /* rows of each person */
    struct narrow at;
    uint32_t count, wanted;
    bool (*counts)(const struct sieving *s, const struct sought *c, uint32_t row); /* NULL: all */
    struct kernel_table dated;
    const uint8_t *use; /* of dated rows, by shape */
    uint16_t first_day;
};

static bool can_hold(struct narrow c, uint32_t number)
{
    return c.width >= 4 || number >> (8 * c.width) == 0;
}

static void mark_row(const struct sieving *s, const struct sought *c, struct owner *o, uint32_t row)
{
    if (!find_owner(s, o, row) && (!c->counts || c->counts(s, c, row)))
        s->mark[o->person / 64] |= UINT64_C(1) << (o->person % 64);
}

static void mark_rows(const struct sieving *s, const struct sought *c)
{
    uint8_t hit[CHUNK] = {0};
    struct owner owner = {c->first, 0};
    uint32_t from = 0;
    if (!can_hold(c->at, c->wanted))
        return;
    for (; c->count - from >= CHUNK; from += CHUNK) {
        look(c->at, from, c->wanted, hit);
        for (uint32_t word = 0; word < CHUNK; word += 8) {
            uint64_t bytes; /* 0 or 1 */
            memcpy(&bytes, hit + word, sizeof bytes);
            for (; bytes != 0; bytes &= bytes - 1)
                mark_row(s, c, &owner, from + word + (uint32_t)__builtin_ctzll(bytes) / 8);
        }
    }
    for (; from < c->count; from++)
        if (narrow_at(c->at, from) == c->wanted)
            mark_row(s, c, &owner, from);
}

/* ---- tables ---- */

static bool is_listed(const struct sieving *s, const struct sought *c, uint32_t row)
{
    const struct snapshot_listings *l = &s->world->snapshot->listings;
    return l->from[row] <= s->world->last_day && l->to[row] >= s->world->last_day;
}

static bool is_doctor(const struct sieving *s, const struct sought *c, uint32_t row)
{
    const struct snapshot_named_contacts *n = &s->world->snapshot->named_contacts;
    return n->kind[row] == KIND_DOCTOR && n->from[row] <= s->world->last_day &&
           n->to[row] >= s->world->last_day;
}

/* Whether the dated row may be asked whether it is here. */
static bool asks_here(const struct sieving *s, const struct sought *c, uint32_t row)
{
    uint16_t day = c->dated.day[row];
    return day >= c->first_day && day <= s->world->last_day &&
           c->use[narrow_at(c->dated.shape, row)] & SHAPE_ASKS_HERE;
}

/* Rows of the place. */
static struct sought sought_in(const struct sieving *s, enum expr_table table)
{
    const struct snapshot *from = s->world->snapshot;
    const struct snapshot_listings *l = &from->listings;
    const struct snapshot_named_contacts *n = &from->named_contacts;
    struct sought c = {.wanted = s->place};
    if (table == EXPR_LISTINGS) {
        c.first = l->first;
        c.at = (struct narrow){l->unit, 2};
        c.count = l->count;
    } else if (table == EXPR_NAMED_CONTACTS) {
        c.first = n->first;
        c.at = (struct narrow){n->unit, 2};
        c.count = n->count;
    } else {
        c.dated = kernel_table(from, table);
        c.first = c.dated.first;
        c.at = c.dated.unit;
        c.count = c.dated.count;
        c.use = s->world->program->rows[table].use;
        c.first_day = s->world->first_day[table];
        c.counts = asks_here;
    }
    return c;
}

/* Of whom anything is there that is asked whether it is. */
static void mark_visitors(const struct sieving *s)
{
    const struct plan_program *p = s->world->program;
    bool here_in[EXPR_TABLES] = {false};
    for (uint32_t i = 0; i < p->selections; i++)
        here_in[p->selection[i].of->table] |= p->selection[i].asks_here;
    here_in[EXPR_RESIDENCES] = false; /* which have no unit */
    for (unsigned table = 0; table < EXPR_TABLES; table++) {
        if (!here_in[table])
            continue;
        struct sought c = sought_in(s, (enum expr_table)table);
        mark_rows(s, &c);
    }
}

/* False: all persons. */
static bool mark_all(const struct sieving *s, enum eval_level level)
{
    const struct plan_program *p = s->world->program;
    if (p->population == POPULATION_EVERYONE && level == LEVEL_UNIT && !p->counts_away) {
        mark_visitors(s);
        return true;
    }
    if (p->population != POPULATION_LISTED || (level != LEVEL_UNIT && level != LEVEL_DOCTOR))
        return false;
    struct sought c = sought_in(s, level == LEVEL_UNIT ? EXPR_LISTINGS : EXPR_NAMED_CONTACTS);
    c.counts = level == LEVEL_UNIT ? is_listed : is_doctor;
    if (level == LEVEL_DOCTOR)
        c.at = (struct narrow){s->world->snapshot->named_contacts.staff, 4};
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
