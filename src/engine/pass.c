#include "engine/pass.h"

#include "engine/parallel.h"
#include "engine/pass_rows.h"

#include <assert.h>
#include <string.h>

enum { PIECE = 4096 /* persons */, ITEMS = 256, LISTINGS = 64, ALIKE_BITS = 9 };

/* What becomes of a run when its lanes are worked out. */
struct target {
    uint32_t run;
    uint32_t place;
    struct tally *tally;
    int32_t times;
};
struct listing {
    uint32_t person, row, unit;
};
/* Persons of one pattern (kernel_plain.c) at one place. */
struct alike {
    uint64_t key; /* the place above the pattern */
    int32_t times;
};
/* One thread's part of one program. */
struct passing {
    const struct kernel_world *world;
    const struct pass *pass;
    struct arena *arena;
    struct kernel kernel;
    struct pass_sums sums;
    struct kernel_run *run; /* those in the lanes */
    uint32_t runs, items, room;
    struct target *target;
    uint32_t targets, targets_room;
    uint32_t *chosen;                 /* see kernel_choose(): of a piece */
    uint32_t fetched;                 /* see kernel_fetch() */
    struct listing *listing;          /* of the chosen */
    const struct kernel_plain *plain; /* NULL: the program is not */
    struct plain_rows *few;           /* of listings, if it is */
    struct alike *alike;              /* by hash */
    struct row_pass rows;             /* of a program of sums */
    bool is_asked;                    /* some level is */
    bool by_doctor;
    bool here_in[EXPR_TABLES];  /* tables whose rows are asked whether they are here */
    uint32_t turn;              /* a number for each person */
    uint32_t *touched;          /* units where something of the person is */
    uint32_t *seen[LEVELS];     /* by place: the last turn that came by */
    uint32_t *of_place[LEVELS]; /* by place: how many of the touched units it has, that turn */
};
struct thread {
    struct arena *arena;
    struct passing of[PLAN_PARTS];
};
struct passes {
    const struct pass *pass;
    struct kernel_world world[PLAN_PARTS];
    const struct row_months *const *months[PLAN_PARTS]; /* of programs of sums */
    struct thread *thread;
};

/* ---- a block of runs ---- */

/* A part has one doctor; those of one that stand together are added together. */
static void count_by_doctor(struct passing *p, const struct kernel_run *run)
{
    const uint16_t *month = p->kernel.month + run->item;
    uint32_t doctor = kernel_doctor(p->world, run, month[0]);
    for (uint32_t from = 0, to; from < run->items; from = to) {
        uint32_t now = doctor;
        for (to = from + 1; to < run->items; to++)
            if ((doctor = kernel_doctor(p->world, run, month[to])) != now)
                break;
        if (now != NO_STAFF)
            tally_add(&p->sums.at[LEVEL_DOCTOR], &p->kernel,
                      &(struct tally_part){run, from, to, now, 1});
    }
}

static bool has_doctor(const struct passing *p, uint32_t person)
{
    const uint32_t *first = p->world->snapshot->named_contacts.first;
    return p->by_doctor && first[person] < first[person + 1];
}

/* Where nothing counts, that they have a doctor does. */
static void count_subjects(struct passing *p, const struct kernel_run *run)
{
    if (!has_doctor(p, run->person))
        return;
    for (uint32_t from = run->from, to; from <= run->to; from = to) {
        uint32_t doctor = kernel_doctor(p->world, run, from);
        to = kernel_doctor_until(p->world, run, from);
        if (doctor != NO_STAFF)
            tally_subject(&p->sums.at[LEVEL_DOCTOR], doctor, from, to);
    }
}

static void flush(struct passing *p)
{
    lanes_run(&p->kernel.lanes, p->world->program, p->items);
    for (uint32_t i = 0; i < p->targets; i++) {
        const struct target *t = &p->target[i];
        const struct kernel_run *run = &p->run[t->run];
        tally_add(t->tally, &p->kernel,
                  &(struct tally_part){run, 0, run->items, t->place, t->times});
    }
    for (uint32_t i = 0; p->by_doctor && i < p->runs; i++)
        if (has_doctor(p, p->run[i].person))
            count_by_doctor(p, &p->run[i]);
    p->runs = p->items = p->targets = 0;
}

/* False where nothing of the run counts; else its targets can be added. */
static bool add_run(struct passing *p, struct kernel_run run)
{
    if (p->items + run.to - run.from + 1 > p->room)
        flush(p);
    run.item = p->items;
    bool even_empty = p->world->program->counts_empty;
    if (!kernel_run(&p->kernel, &run, even_empty) && !even_empty)
        return false;
    p->items += run.items;
    p->run[p->runs++] = run;
    return true;
}

/* Of the run that was added last. */
static void add_target(struct passing *p, struct tally *tally, uint32_t place, int32_t times)
{
    if (p->targets == p->targets_room) {
        uint32_t room = p->targets_room ? p->targets_room * 2 : 1024;
        struct target *grown = ARENA_NEW(p->arena, struct target, room);
        if (p->targets > 0)
            memcpy(grown, p->target, p->targets * sizeof *grown);
        p->target = grown;
        p->targets_room = room;
    }
    p->target[p->targets++] = (struct target){p->runs - 1, place, tally, times};
}

/* ---- listed: a run for each listing that holds on a month-end ---- */

static void add_listing(struct passing *p, struct listing of, bool may_count)
{
    const struct kernel_world *w = p->world;
    const struct snapshot_listings *l = &w->snapshot->listings;
    int32_t last = (int32_t)w->months - 1;
    uint32_t i = of.row;
    struct tally *units = &p->sums.at[LEVEL_UNIT];
    struct kernel_months m = {0, last};
    if (l->from[i] > w->first_end || l->to[i] < w->last_day)
        m = kernel_months(w, l->from[i], l->to[i]);
    m.from = m.from < 0 ? 0 : m.from;
    m.to = m.to > last ? last : m.to;
    if (m.from > m.to || of.unit >= w->snapshot->known_units)
        return;
    struct kernel_run run = {.person = of.person,
                             .from = (uint32_t)m.from,
                             .to = (uint32_t)m.to,
                             .place = of.unit,
                             .place_of = p->pass->level[LEVEL_UNIT].place_of,
                             .basis = l->basis[i]};
    if (w->program->sums > 0)
        row_pass_listed(&p->rows, &run);
    else if (!may_count || !add_run(p, run))
        count_subjects(p, &run);
    else if (units->places > 0)
        add_target(p, units, run.place, 1);
}

static void add_listings_of(struct passing *p, uint32_t person, bool may_count)
{
    const struct snapshot_listings *l = &p->world->snapshot->listings;
    for (uint32_t i = l->first[person]; i < l->first[person + 1]; i++)
        add_listing(p, (struct listing){person, i, l->unit[i]}, may_count);
}

static void pass_listed(struct passing *p, uint32_t person)
{
    add_listings_of(p, person, true);
}

/* Who is alike at a place is counted together. */
static void add_alike(struct passing *p, const struct alike *of)
{
    struct kernel_run run = {.item = p->items,
                             .items = 1,
                             .place = (uint32_t)(of->key >> 32),
                             .place_of = p->pass->level[LEVEL_UNIT].place_of,
                             .found = plan_gate(0)};
    if (of->times == 0)
        return;
    if (p->items == p->room) {
        flush(p);
        run.item = 0;
    }
    kernel_plain_fill(&p->kernel, p->plain, (uint32_t)of->key, run.item);
    p->items++;
    p->run[p->runs++] = run;
    if (p->sums.at[LEVEL_UNIT].places > 0)
        add_target(p, &p->sums.at[LEVEL_UNIT], run.place, of->times);
}

static void count_alike(struct passing *p, uint32_t place, uint32_t pattern)
{
    uint64_t key = (uint64_t)place << 32 | pattern;
    struct alike *a = &p->alike[key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - ALIKE_BITS)];
    if (a->key != key) {
        add_alike(p, a);
        *a = (struct alike){.key = key};
    }
    a->times++;
}

/* Those that were found, each as a step for all of them. */
static void add_plain(struct passing *p, uint32_t count)
{
    const uint32_t *place_of = p->pass->level[LEVEL_UNIT].place_of;
    uint32_t least = p->world->program->least_rows, taken = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct plain_rows *r = &p->few[taken];
        r->person = p->listing[i].person;
        r->place = p->listing[i].unit;
        if (r->place >= p->world->snapshot->known_units)
            continue;
        if (kernel_plain_take(&p->kernel, p->plain, place_of, r))
            taken += r->count >= least;
        else
            add_listing(p, p->listing[i], true);
    }
    for (uint32_t i = 0; i < taken; i++)
        count_alike(p, p->few[i].place, kernel_plain_pattern(&p->kernel, &p->few[i]));
}

static void add_listings(struct passing *p, uint32_t count)
{
    if (p->plain)
        add_plain(p, count);
    for (uint32_t i = 0; !p->plain && i < count; i++)
        add_listing(p, p->listing[i], true);
}

/* The listings that may hold are found first: what is looked up one after the other is not waited
 * for. */
static void pass_chosen(struct passing *p, uint32_t from, uint32_t count)
{
    const struct snapshot_listings l = p->world->snapshot->listings;
    uint16_t first_end = p->world->first_end, last_day = p->world->last_day;
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t person = from + p->chosen[i], end = l.first[person + 1];
        for (uint32_t row = l.first[person]; row < end; row++) {
            p->listing[found] = (struct listing){person, row, l.unit[row]};
            found += (uint32_t)(l.from[row] <= last_day) & (uint32_t)(l.to[row] >= first_end);
            if (found == LISTINGS) {
                add_listings(p, found);
                found = 0;
            }
        }
    }
    add_listings(p, found);
}

/* By doctor everybody is looked at: where nothing counts, that they have one does. */
static void pass_all(struct passing *p, uint32_t from, uint32_t count)
{
    for (uint32_t i = 0, next = 0; i < p->kernel.persons; i++) {
        bool is_chosen = next < count && p->chosen[next] == i;
        next += is_chosen;
        add_listings_of(p, from + i, is_chosen);
    }
}

/* Most persons have seen nobody that a measure asks for: they are found first, all at once. */
static void pass_listed_with_rows(struct passing *p, uint32_t from)
{
    uint32_t count = kernel_choose(&p->kernel, p->world->program->least_rows, p->chosen);
    p->fetched += kernel_fetch(&p->kernel, from, p->chosen, count);
    if (p->by_doctor)
        pass_all(p, from, count);
    else
        pass_chosen(p, from, count);
}

/* ---- everyone: a run for each unit where something of the person is ---- */

/* The unit, and the places that it belongs to. */
static uint32_t touch(struct passing *p, uint32_t unit, uint32_t count)
{
    if (unit >= p->world->snapshot->known_units || p->seen[LEVEL_UNIT][unit] == p->turn)
        return count;
    p->seen[LEVEL_UNIT][unit] = p->turn;
    for (unsigned level = LEVEL_OPERATOR; level < LEVELS; level++) {
        uint32_t place = p->pass->level[level].place_of[unit];
        if (p->sums.at[level].places == 0 || place == PLACE_NOWHERE)
            continue;
        if (p->seen[level][place] != p->turn)
            p->of_place[level][place] = 0;
        p->seen[level][place] = p->turn;
        p->of_place[level][place]++;
    }
    p->touched[count] = unit;
    return count + 1;
}

static uint32_t touched_by_rows(struct passing *p, uint32_t person, enum expr_table table,
                                uint32_t count)
{
    const struct kernel_world *w = p->world;
    const struct kernel_table r = kernel_table(w->snapshot, table);
    const uint8_t *use = w->program->rows[table].use;
    for (uint32_t i = r.first[person]; i < r.first[person + 1]; i++)
        if (r.day[i] >= w->first_day[table] && r.day[i] <= w->last_day &&
            use[narrow_at(r.shape, i)] & SHAPE_ASKS_HERE)
            count = touch(p, narrow_at(r.unit, i), count);
    return count;
}

static uint32_t touched(struct passing *p, uint32_t person)
{
    const struct snapshot *s = p->world->snapshot;
    const struct snapshot_listings *l = &s->listings;
    const struct snapshot_named_contacts *n = &s->named_contacts;
    uint32_t count = 0;
    p->turn++;
    for (unsigned table = 0; table < PLAN_TABLES; table++)
        if (p->here_in[table])
            count = touched_by_rows(p, person, (enum expr_table)table, count);
    for (uint32_t i = l->first[person]; p->here_in[EXPR_LISTINGS] && i < l->first[person + 1]; i++)
        count = touch(p, l->unit[i], count);
    for (uint32_t i = n->first[person]; p->here_in[EXPR_NAMED_CONTACTS] && i < n->first[person + 1];
         i++)
        count = touch(p, n->unit[i], count);
    return count;
}

/* What a measure says where no row is counts at every place; where a row is, it is taken away
 * again: from each touched unit, and from places that have several of them as often as it was
 * taken away too often. */
static void pass_away(struct passing *p, struct kernel_run run, uint32_t units)
{
    run.place = PLACE_AWAY;
    run.place_of = p->pass->level[LEVEL_UNIT].place_of;
    if (!add_run(p, run))
        return;
    add_target(p, &p->sums.away, 0, 1);
    for (uint32_t i = 0; i < units; i++)
        add_target(p, &p->sums.at[LEVEL_UNIT], p->touched[i], -1);
    for (unsigned level = LEVEL_OPERATOR; level < LEVELS; level++)
        for (uint32_t place = 0; place < p->sums.at[level].places; place++)
            if (p->seen[level][place] == p->turn && p->of_place[level][place] > 1)
                add_target(p, &p->sums.at[level], place, (int32_t)p->of_place[level][place] - 1);
}

/* Whether the level's place has another of the touched units beside this one. */
static bool is_shared(const struct passing *p, unsigned level, uint32_t unit, uint32_t *place)
{
    *place = p->pass->level[level].place_of[unit];
    return p->sums.at[level].places > 0 && *place != PLACE_NOWHERE &&
           p->of_place[level][*place] > 1;
}

/* The levels above are sums of units, made right for who was at several units of one place: what
 * was found at each is taken away there, and what is found at the place itself is added. */
static void pass_everyone(struct passing *p, uint32_t person)
{
    if (p->world->program->sums > 0) {
        row_pass_everyone(&p->rows, person);
        return;
    }
    struct kernel_run run = {.person = person, .to = p->world->months - 1};
    uint32_t units = touched(p, person), place;
    if (p->world->program->counts_away)
        pass_away(p, run, units);
    for (uint32_t i = 0; i < units; i++) {
        run.place = p->touched[i];
        run.place_of = p->pass->level[LEVEL_UNIT].place_of;
        if (!add_run(p, run))
            continue;
        add_target(p, &p->sums.at[LEVEL_UNIT], run.place, 1);
        for (unsigned level = LEVEL_OPERATOR; units > 1 && level < LEVELS; level++)
            if (is_shared(p, level, p->touched[i], &place))
                add_target(p, &p->sums.at[level], place, -1);
    }
    for (unsigned level = LEVEL_OPERATOR; units > 1 && level < LEVELS; level++)
        for (uint32_t i = 0; i < units; i++) {
            if (!is_shared(p, level, p->touched[i], &place))
                continue;
            p->of_place[level][place] = 0; /* once for each place */
            run.place = place;
            run.place_of = p->pass->level[level].place_of;
            if (add_run(p, run))
                add_target(p, &p->sums.at[level], place, 1);
        }
}

/* ---- registered: one run, for the municipality and the county ---- */

static void pass_registered(struct passing *p, uint32_t person)
{
    const struct kernel_world *w = p->world;
    const struct snapshot *s = w->snapshot;
    int32_t last = (int32_t)w->months - 1;
    if (s->own_county == SNAPSHOT_NONE16 || s->person_county[person] != s->own_county ||
        s->registered_from[person] == SNAPSHOT_NONE16)
        return;
    struct kernel_months m = kernel_months(w, s->registered_from[person], s->registered_to[person]);
    m.from = m.from < 0 ? 0 : m.from;
    m.to = m.to > last ? last : m.to;
    struct kernel_run run = {.person = person,
                             .from = (uint32_t)m.from,
                             .to = (uint32_t)m.to,
                             .place = PLACE_AWAY,
                             .place_of = p->pass->level[LEVEL_UNIT].place_of};
    if (m.from > m.to || !add_run(p, run))
        return;
    const uint32_t place[LEVELS] = {
        [LEVEL_MUNICIPALITY] = s->person_municipality[person], [LEVEL_COUNTY] = s->own_county};
    for (unsigned level = LEVEL_MUNICIPALITY; level <= LEVEL_COUNTY; level++)
        if (p->sums.at[level].places > 0 && place[level] != SNAPSHOT_NONE16)
            add_target(p, &p->sums.at[level], place[level], 1);
}

static void (*const pass_person[])(struct passing *p,
                                   uint32_t person) = {[POPULATION_LISTED] = pass_listed,
                                                       [POPULATION_EVERYONE] = pass_everyone,
                                                       [POPULATION_REGISTERED] = pass_registered};

static uint32_t persons_to_pass(const struct pass *pass)
{
    return pass->only ? pass->only->count : pass->snapshot->persons;
}

static void pass_piece(void *state, unsigned thread, unsigned piece)
{
    struct passes *all = state;
    const struct eval_persons *only = all->pass->only;
    uint32_t persons = persons_to_pass(all->pass), from = piece * PIECE;
    uint32_t to = persons - from > PIECE ? from + PIECE : persons;
    for (unsigned part = 0; part < PLAN_PARTS; part++) {
        struct passing *p = &all->thread[thread].of[part];
        if (!p->is_asked)
            continue;
        enum measure_population population = p->world->program->population;
        bool has_rows = population == POPULATION_LISTED && p->world->program->least_rows > 0;
        if (!only)
            kernel_look(&p->kernel, from, to);
        if (has_rows && !only)
            pass_listed_with_rows(p, from);
        else
            for (uint32_t i = from; i < to; i++)
                pass_person[population](p, only ? only->person[i] : i);
        flush(p);
    }
}

/* ---- beginning and end ---- */

/* The levels whose sums the population has: those above the unit are made of units. */
static bool is_kept(enum measure_population population, unsigned asked, enum eval_level level)
{
    unsigned above = 0;
    for (unsigned i = LEVEL_UNIT; i < LEVELS; i++)
        above |= asked & LEVEL_BIT(i);
    if (population == POPULATION_REGISTERED)
        return level >= LEVEL_MUNICIPALITY && asked & LEVEL_BIT(level);
    if (level == LEVEL_DOCTOR && population != POPULATION_LISTED)
        return false;
    return level == LEVEL_UNIT ? above != 0 : (asked & LEVEL_BIT(level)) != 0;
}

static struct passing passing_open(struct arena *a, const struct pass *pass,
                                   const struct kernel_world *w)
{
    const struct plan_program *program = w->program;
    struct passing p = {.world = w, .pass = pass, .arena = a};
    if (program->measures == 0)
        return p;
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++) {
        uint32_t count = 0;
        if (is_kept(program->population, pass->ask->levels, (enum eval_level)level))
            count = pass->level[level].places;
        p.is_asked |= count > 0;
        p.sums.at[level] = tally_open(a, program, count, w->months);
        p.seen[level] = ARENA_NEW(a, uint32_t, (size_t)count + 1);
        p.of_place[level] = ARENA_NEW(a, uint32_t, (size_t)count + 1);
    }
    p.room = w->months > ITEMS ? w->months : ITEMS;
    p.sums.away = tally_open(a, program, 1, w->months);
    p.by_doctor = p.sums.at[LEVEL_DOCTOR].places > 0;
    p.kernel = kernel_open(a, w, p.room);
    p.kernel.marks_doctor = p.by_doctor;
    p.run = ARENA_NEW(a, struct kernel_run, p.room);
    p.chosen = ARENA_NEW(a, uint32_t, program->least_rows > 0 ? PIECE + 1 : 1);
    p.listing = ARENA_NEW(a, struct listing, LISTINGS + 1);
    if (program->least_rows > 0 && program->sums == 0 && !pass->only && !p.by_doctor)
        p.plain = kernel_plain_open(a, w);
    if (p.plain) {
        p.few = ARENA_NEW(a, struct plain_rows, LISTINGS + 1);
        p.alike = ARENA_NEW(a, struct alike, (size_t)1 << ALIKE_BITS);
    }
    p.touched = ARENA_NEW(a, uint32_t, (size_t)pass->snapshot->known_units + 1);
    for (uint32_t i = 0; i < program->selections; i++)
        p.here_in[program->selection[i].of->table] |= program->selection[i].asks_here;
    return p;
}

static void merge(struct tally *to, const struct tally *from)
{
    for (uint32_t i = 0; i < to->places; i++)
        tally_merge(to, i, from, i);
}

/* What is still to be added when all pieces are done. */
static void finish(struct passing *p)
{
    for (uint32_t i = 0; p->plain && i < 1U << ALIKE_BITS; i++)
        add_alike(p, &p->alike[i]);
    if (p->plain)
        flush(p);
}

void pass_run(struct arena *a, const struct pass *pass, struct pass_sums out[static PLAN_PARTS])
{
    unsigned pieces = (persons_to_pass(pass) + PIECE - 1) / PIECE;
    unsigned threads = pass->ask->threads < pieces ? pass->ask->threads : pieces;
    threads = threads < 1 ? 1 : threads;
    struct passes all = {.pass = pass, .thread = ARENA_NEW(a, struct thread, threads)};
    const uint16_t *month_of = kernel_months_of_days(a, pass->ask->last);
    for (unsigned i = 0; i < PLAN_PARTS; i++) {
        all.world[i] =
            kernel_world_open(a, pass->snapshot, &pass->plan->program[i],
                              (struct kernel_span){pass->ask->last, pass->ask->months}, month_of);
        if (pass->ask->simd)
            all.world[i].simd = pass->ask->simd;
        if (all.world[i].program->sums > 0)
            all.months[i] = row_months_open(a, &all.world[i]);
    }
    for (unsigned t = 0; t < threads; t++) {
        all.thread[t].arena = t == 0 ? a : arena_open(ARENA_BLOCK);
        for (unsigned i = 0; i < PLAN_PARTS; i++) {
            struct passing *p = &all.thread[t].of[i];
            *p = passing_open(all.thread[t].arena, pass, &all.world[i]);
            p->rows = row_pass_open(all.thread[t].arena, &all.world[i], pass->level, all.months[i]);
            p->rows.kernel = &p->kernel;
            p->rows.at = p->sums.at;
        }
    }
    parallel_run(threads, pieces, pass_piece, &all);
    for (unsigned i = 0; i < PLAN_PARTS; i++) {
        for (unsigned t = 0; t < threads; t++)
            finish(&all.thread[t].of[i]);
        out[i] = all.thread[0].of[i].sums;
        for (unsigned t = 1; t < threads; t++) {
            const struct pass_sums *sums = &all.thread[t].of[i].sums;
            for (unsigned level = 0; level < LEVELS; level++)
                merge(&out[i].at[level], &sums->at[level]);
            merge(&out[i].away, &sums->away);
        }
        for (unsigned level = 0; level < LEVELS; level++)
            tally_sum(&out[i].at[level]);
        tally_sum(&out[i].away);
    }
    for (unsigned t = 1; t < threads; t++)
        arena_close(all.thread[t].arena);
}
