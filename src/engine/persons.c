#include "engine/persons.h"

#include "engine/kernel.h"
#include "engine/parallel.h"
#include "engine/pass.h"
#include "engine/sieve.h"

#include <assert.h>
#include <string.h>

enum { PIECE = 1024 /* persons */, ITEMS = 512 };

struct finding {
    const struct persons_request *ask;
    struct sieved from;
    const struct kernel_world *world;
    const uint32_t *unit;          /* by unit: itself, where it is known */
    const uint32_t *place_of;      /* by unit: its place of the level that is asked for */
    struct kernel *kernel;         /* by thread */
    struct person_part *part;      /* of a piece from piece * PIECE on */
    uint32_t *found;               /* by piece */
    uint32_t (*hidden)[STANDINGS]; /* likewise */
};

/* What the lanes say of the run's one item. False: it counts nothing. */
static bool take_part(const struct kernel *k, const struct kernel_run *run, struct person_part *out)
{
    uint32_t item = run->item;
    const struct plan_program *p = k->world->program;
    const struct plan_measure *m = p->measure;
    const struct lanes *l = &k->lanes;
    *out = (struct person_part){.person = run->person, .q = 1};
    /* Everyone is looked at everywhere. */
    bool is_nobody = m->definition->kind == MEASURE_COUNT && p->population == POPULATION_EVERYONE;
    if (kernel_is_shut(run, m->gates)) {
        out->denominator = m->definition->kind == MEASURE_COUNT && !is_nobody;
        return out->denominator != 0;
    }
    if (m->definition->kind != MEASURE_MEAN) {
        out->numerator = lane(l, m->numerator)[item];
        out->denominator = m->definition->kind == MEASURE_COUNT ? 1 : lane(l, m->denominator)[item];
        return out->numerator != 0 || (out->denominator != 0 && !is_nobody);
    }
    const struct plan_node *value = &p->node[m->value];
    int32_t number = lane(l, m->value)[item];
    if (!lane(l, m->present)[item] || (value->op == PLAN_INDEX && number == 0))
        return false;
    out->denominator = 1;
    out->numerator = number;
    if (value->op == PLAN_INDEX) {
        out->numerator = (int64_t)lane_wide(l, value)[item];
        out->q = index_divisor(value->index, (uint32_t)number);
    }
    return true;
}

static bool holds(const struct kernel *k, const struct kernel_run *run, uint32_t node)
{
    return node != PLAN_NONE && lane(&k->lanes, node)[run->item] != 0;
}

/* On which list the person is; false: on none. */
static bool take(const struct kernel *k, const struct kernel_run *run, struct person_part *out)
{
    const struct plan_measure *m = k->world->program->measure;
    bool counts = take_part(k, run, out), is_mean = m->definition->kind == MEASURE_MEAN;
    bool is_shut = kernel_is_shut(run, m->gates);
    if (!is_shut && holds(k, run, m->excluded))
        out->standing = STANDING_EXCLUDED;
    else if (counts && (is_mean || out->numerator != 0))
        out->standing = STANDING_NUMERATOR;
    else if (counts && m->definition->kind == MEASURE_RATIO)
        out->standing = STANDING_DENOMINATOR;
    else if (!is_shut && holds(k, run, m->missing))
        out->standing = STANDING_MISSING;
    else
        out->standing = counts ? STANDING_DENOMINATOR : STANDING_OUTSIDE;
    return out->standing != STANDING_OUTSIDE;
}

/* ---- a piece ---- */

/* The listing that holds on T, at a unit that is known; false: none, or at another place. */
static bool find_listed(const struct finding *f, uint32_t person, struct kernel_run *run)
{
    const struct snapshot *s = f->world->snapshot;
    const struct snapshot_listings *l = &s->listings;
    uint16_t T = f->world->last_day;
    uint32_t i = l->first[person], end = l->first[person + 1];
    while (i < end && (l->from[i] > T || l->to[i] < T || l->unit[i] >= s->known_units))
        i++;
    if (i == end)
        return false;
    run->place = l->unit[i];
    run->place_of = f->unit;
    run->basis = l->basis[i];
    if (f->ask->level == LEVEL_DOCTOR)
        return kernel_doctor(f->world, run, 0) == f->ask->place;
    return f->ask->level == LEVEL_PERSON || f->place_of[l->unit[i]] == f->ask->place;
}

static bool find_registered(const struct finding *f, uint32_t person, struct kernel_run *run)
{
    const struct snapshot *s = f->world->snapshot;
    uint16_t T = f->world->last_day;
    run->place = PLACE_AWAY;
    run->place_of = f->unit;
    return s->own_county != SNAPSHOT_NONE16 && s->person_county[person] == s->own_county &&
           s->registered_from[person] <= T && s->registered_to[person] >= T &&
           (f->ask->level == LEVEL_COUNTY ? s->own_county : s->person_municipality[person]) ==
               f->ask->place;
}

static bool find_anyone(const struct finding *f, uint32_t person, struct kernel_run *run)
{
    (void)person;
    run->place = f->ask->place;
    run->place_of = f->place_of;
    return true;
}

static bool (*const find[POPULATIONS])(const struct finding *f, uint32_t person,
                                       struct kernel_run *run) = {
    [POPULATION_LISTED] = find_listed,
    [POPULATION_EVERYONE] = find_anyone,
    [POPULATION_REGISTERED] = find_registered};

/* Of a piece, so far. */
struct piece {
    struct person_part *out;
    uint32_t found, *hidden;
};

static void flush(const struct finding *f, struct kernel *k, const struct kernel_run *run,
                  uint32_t runs, struct piece *p)
{
    lanes_run(&k->lanes, k->world->program, runs);
    for (uint32_t i = 0; i < runs; i++) {
        struct person_part *out = &p->out[p->found];
        if (!take(k, &run[i], out))
            continue;
        bool is_shown = f->ask->protected_rows ||
                        f->world->snapshot->protection[run[i].person] == PROTECTION_NONE;
        p->found += is_shown;
        p->hidden[out->standing] += !is_shown;
    }
}

static void find_piece(void *state, unsigned thread, unsigned piece)
{
    struct finding *f = state;
    struct kernel *k = &f->kernel[thread];
    struct kernel_run run[ITEMS];
    struct piece p = {f->part + (size_t)piece * PIECE, 0, f->hidden[piece]};
    uint32_t from = piece * PIECE, runs = 0;
    uint32_t to = f->from.count - from > PIECE ? from + PIECE : f->from.count;
    for (uint32_t i = from; i < to; i++) {
        uint32_t person = f->from.person ? f->from.person[i] : i;
        run[runs] = (struct kernel_run){.person = person, .item = runs};
        if (!find[f->world->program->population](f, person, &run[runs]))
            continue;
        (void)kernel_run(k, &run[runs++], true);
        if (runs == ITEMS) {
            flush(f, k, run, runs, &p);
            runs = 0;
        }
    }
    flush(f, k, run, runs, &p);
    f->found[piece] = p.found;
}

/* ---- the whole ---- */

static struct persons joined(struct finding *f, unsigned pieces)
{
    struct persons all = {.at = f->part};
    for (unsigned i = 0; i < pieces; i++) {
        memmove(f->part + all.count, f->part + (size_t)i * PIECE, f->found[i] * sizeof *f->part);
        all.count += f->found[i];
        for (unsigned k = 0; k < STANDINGS; k++)
            all.hidden[k] += f->hidden[i][k];
    }
    return all;
}

/* Kernels for the threads; what they need lives in their arenas. */
static void find_all(struct arena *work, struct finding *f, unsigned pieces)
{
    unsigned threads = f->ask->threads < PARALLEL_MOST ? f->ask->threads : PARALLEL_MOST;
    threads = threads < pieces || pieces == 0 ? threads : pieces;
    struct arena **of_thread = ARENA_NEW(work, struct arena *, (size_t)threads + 1);
    f->kernel = ARENA_NEW(work, struct kernel, (size_t)threads + 1);
    for (unsigned i = 0; i < threads; i++) {
        of_thread[i] = arena_open(ARENA_BLOCK);
        f->kernel[i] = kernel_open(of_thread[i], f->world, ITEMS);
    }
    parallel_run(threads, pieces, find_piece, f);
    for (unsigned i = 0; i < threads; i++)
        arena_close(of_thread[i]);
}

struct persons persons_of(struct arena *a, const struct snapshot *s,
                          const struct persons_request *ask)
{
    assert(ask->definition->kind != MEASURE_TABLE &&
           definition_has_level(ask->definition, ask->level));
    struct arena *work = arena_open(ARENA_BLOCK);
    struct plan_program program = plan_of(work, s, ask->definition, ask->lists);
    struct kernel_world world =
        kernel_world_open(work, s, &program, (struct kernel_span){ask->month, 1},
                          kernel_months_of_days(work, ask->month));
    struct finding f = {.ask = ask,
                        .world = &world,
                        .from = ask->among ? (struct sieved){ask->among, ask->among_count}
                                           : sieve(work, &world, ask->level, ask->place),
                        .unit = level_place_of(work, s, LEVEL_UNIT)};
    unsigned pieces = (f.from.count + PIECE - 1) / PIECE;
    f.part = ARENA_NEW(a, struct person_part, (size_t)f.from.count + 1);
    f.found = ARENA_NEW(work, uint32_t, (size_t)pieces + 1);
    f.hidden = (uint32_t(*)[STANDINGS])ARENA_NEW(work, uint32_t, ((size_t)pieces + 1) * STANDINGS);
    if (ask->level >= LEVEL_UNIT)
        f.place_of = level_place_of(work, s, ask->level);
    find_all(work, &f, pieces);
    struct persons out = joined(&f, pieces);
    arena_close(work);
    return out;
}

struct cell person_cell(const struct definition *d, const struct person_part *part,
                        struct exact_term *term)
{
    struct cell c = {.denominator = part->denominator, .numerator = part->numerator};
    if (!person_has_figure(part))
        return (struct cell){.missing = CELL_INV};
    if (d->kind != MEASURE_MEAN)
        return c;
    *term = (struct exact_term){part->q, 1, part->numerator,
                                (double)part->numerator * (double)part->numerator};
    c.numerator = 0;
    c.sum = (struct exact_sum){term, 1};
    return c;
}
