#include "engine/persons.h"

#include "engine/kernel.h"
#include "engine/parallel.h"
#include "engine/pass.h"

#include <assert.h>
#include <string.h>

enum { PIECE = 1024 /* persons */, ITEMS = 512 };

struct finding {
    const struct persons_request *ask;
    const struct kernel_world *world;
    const uint32_t *unit;     /* by unit: itself, where it is known */
    const uint32_t *place_of; /* by unit: its place of the level that is asked for */
    struct kernel *kernel;    /* by thread */
    struct person_part *part; /* of a piece from piece * PIECE on */
    uint32_t *found;          /* by piece */
};

/* What the lanes say of the run's one item. False: not in the denominator. */
static bool take(const struct kernel *k, const struct kernel_run *run, struct person_part *out)
{
    uint32_t item = run->item;
    const struct plan_program *p = k->world->program;
    const struct plan_measure *m = p->measure;
    const struct lanes *l = &k->lanes;
    out->q = 1;
    /* Everyone is looked at everywhere. */
    bool is_nobody = m->definition->kind == MEASURE_COUNT && p->population == POPULATION_EVERYONE;
    if (kernel_is_shut(run, m->gates)) {
        out->numerator = 0;
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
    out->denominator = 1;
    out->numerator = number;
    if (!lane(l, m->present)[item] || (value->op == PLAN_INDEX && number == 0))
        return false;
    if (value->op == PLAN_INDEX) {
        out->numerator = (int64_t)lane_wide(l, value)[item];
        out->q = index_divisor(value->index, (uint32_t)number);
    }
    return true;
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

static uint32_t flush(struct kernel *k, const struct kernel_run *run, uint32_t runs,
                      struct person_part *out)
{
    uint32_t found = 0;
    lanes_run(&k->lanes, k->world->program, runs);
    for (uint32_t i = 0; i < runs; i++) {
        out[found].person = run[i].person;
        found += take(k, &run[i], &out[found]);
    }
    return found;
}

static void find_piece(void *state, unsigned thread, unsigned piece)
{
    struct finding *f = state;
    struct kernel *k = &f->kernel[thread];
    const struct snapshot *s = f->world->snapshot;
    struct kernel_run run[ITEMS];
    uint32_t from = piece * PIECE, runs = 0;
    uint32_t to = s->persons - from > PIECE ? from + PIECE : s->persons;
    struct person_part *out = f->part + from;
    for (uint32_t person = from; person < to; person++) {
        if (!f->ask->protected_rows && s->protection[person] != PROTECTION_NONE)
            continue;
        run[runs] = (struct kernel_run){.person = person, .item = runs};
        if (!find[f->world->program->population](f, person, &run[runs]))
            continue;
        (void)kernel_run(k, &run[runs++], true);
        if (runs == ITEMS) {
            out += flush(k, run, runs, out);
            runs = 0;
        }
    }
    out += flush(k, run, runs, out);
    f->found[piece] = (uint32_t)(out - (f->part + from));
}

/* ---- the whole ---- */

static struct persons joined(struct finding *f, unsigned pieces)
{
    size_t count = 0;
    for (unsigned i = 0; i < pieces; i++) {
        memmove(f->part + count, f->part + (size_t)i * PIECE, f->found[i] * sizeof *f->part);
        count += f->found[i];
    }
    return (struct persons){f->part, count};
}

struct persons persons_of(struct arena *a, const struct snapshot *s,
                          const struct persons_request *ask)
{
    assert(ask->definition->kind != MEASURE_TABLE &&
           definition_has_level(ask->definition, ask->level));
    struct arena *work = arena_open(ARENA_BLOCK);
    struct plan plan = plan_make(work, s, &ask->definition, 1);
    struct kernel_world world = kernel_world_open(
        work, s, &plan.program[plan_part_of(ask->definition)], (struct kernel_span){ask->month, 1},
        kernel_months_of_days(work, ask->month));
    unsigned pieces = (s->persons + PIECE - 1) / PIECE;
    unsigned threads = ask->threads < PARALLEL_MOST ? ask->threads : PARALLEL_MOST;
    struct finding f = {.ask = ask,
                        .world = &world,
                        .unit = level_place_of(work, s, LEVEL_UNIT),
                        .kernel = ARENA_NEW(work, struct kernel, threads),
                        .part = ARENA_NEW(a, struct person_part, (size_t)s->persons + 1),
                        .found = ARENA_NEW(work, uint32_t, (size_t)pieces + 1)};
    if (ask->level >= LEVEL_UNIT)
        f.place_of = level_place_of(work, s, ask->level);
    struct arena **of_thread = ARENA_NEW(work, struct arena *, threads);
    for (unsigned i = 0; i < threads; i++) {
        of_thread[i] = arena_open(ARENA_BLOCK);
        f.kernel[i] = kernel_open(of_thread[i], &world, ITEMS);
    }
    parallel_run(threads, pieces, find_piece, &f);
    struct persons out = joined(&f, pieces);
    for (unsigned i = 0; i < threads; i++)
        arena_close(of_thread[i]);
    arena_close(work);
    return out;
}

struct cell person_cell(const struct definition *d, const struct person_part *part,
                        struct exact_term *term)
{
    struct cell c = {.denominator = part->denominator, .numerator = part->numerator};
    if (d->kind != MEASURE_MEAN)
        return c;
    *term = (struct exact_term){part->q, 1, part->numerator,
                                (double)part->numerator * (double)part->numerator};
    c.numerator = 0;
    c.sum = (struct exact_sum){term, 1};
    return c;
}
