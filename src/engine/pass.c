#include "engine/pass.h"

#include "engine/parallel.h"

#include <assert.h>
#include <string.h>

enum { PIECE = 4096 /* persons */, ITEMS = 512 };

struct counted { /* what becomes of a run when its lanes are worked out */
    struct tally *tally;
    uint32_t place;
    int32_t sign;
};
/* One thread's part of one program. */
struct passing {
    const struct kernel_world *world;
    const struct pass *pass;
    struct kernel kernel;
    struct pass_sums sums;
    struct kernel_run *run; /* those in the lanes */
    struct counted *counted;
    uint32_t runs, items, room;
    uint32_t *doctor;       /* by month-end */
    uint32_t *seen[LEVELS]; /* by place: the last `turn` that came by */
    uint32_t *touched;      /* places of one level */
    uint32_t turn;
    bool here_in[EXPR_TABLES]; /* tables whose rows are asked whether they are here */
};
struct thread {
    struct arena *arena;
    struct passing of[POPULATION_EVERYONE + 1];
};
struct passes {
    const struct pass *pass;
    struct kernel_world world[POPULATION_EVERYONE + 1];
    struct thread *thread;
};

unsigned pass_levels(enum measure_population population, unsigned asked)
{
    unsigned units = asked & ~LEVEL_BIT(LEVEL_PERSON) & ~LEVEL_BIT(LEVEL_DOCTOR);
    if (population == POPULATION_EVERYONE)
        return units;
    return (asked & LEVEL_BIT(LEVEL_DOCTOR)) | (units ? LEVEL_BIT(LEVEL_UNIT) : 0);
}

/* ---- a block of runs ---- */

static void count_by_doctor(struct passing *p, const struct kernel_run *run)
{
    struct tally *t = &p->sums.at[LEVEL_DOCTOR];
    kernel_doctors(p->world, run, p->doctor);
    for (uint32_t from = run->from, to; from <= run->to; from = to + 1) {
        uint32_t doctor = p->doctor[from - run->from];
        for (to = from; to < run->to && p->doctor[to + 1 - run->from] == doctor;)
            to++;
        if (doctor != NO_STAFF)
            tally_add(t, &p->kernel.lanes, &(struct tally_part){run, from, to, doctor, 1});
    }
}

static void flush(struct passing *p)
{
    lanes_run(&p->kernel.lanes, p->world->program, p->items);
    for (uint32_t i = 0; i < p->runs; i++) {
        const struct kernel_run *run = &p->run[i];
        const struct counted *c = &p->counted[i];
        if (c->tally)
            tally_add(c->tally, &p->kernel.lanes,
                      &(struct tally_part){run, run->from, run->to, c->place, c->sign});
        if (p->sums.at[LEVEL_DOCTOR].places > 0)
            count_by_doctor(p, run);
    }
    p->runs = p->items = 0;
}

static void add(struct passing *p, struct kernel_run run, struct counted counted)
{
    uint32_t items = run.to - run.from + 1;
    if (p->items + items > p->room)
        flush(p);
    run.item = p->items;
    p->items += items;
    kernel_run(&p->kernel, &run);
    p->counted[p->runs] = counted;
    p->run[p->runs++] = run;
}

/* ---- listed: a run for each listing that holds on a month-end ---- */

static void pass_listed(struct passing *p, uint32_t person)
{
    const struct snapshot_listings *l = &p->world->snapshot->listings;
    int32_t last = (int32_t)p->world->months - 1;
    struct tally *units = &p->sums.at[LEVEL_UNIT];
    for (uint32_t i = l->first[person]; i < l->first[person + 1]; i++) {
        int32_t from, to;
        kernel_months(p->world, l->from[i], l->to[i], &from, &to);
        from = from < 0 ? 0 : from;
        to = to > last ? last : to;
        if (from > to || l->unit[i] >= p->world->snapshot->known_units)
            continue;
        add(p,
            (struct kernel_run){.person = person,
                                .from = (uint32_t)from,
                                .to = (uint32_t)to,
                                .place = l->unit[i],
                                .place_of = p->pass->level[LEVEL_UNIT].place_of,
                                .basis = l->basis[i]},
            (struct counted){units->places > 0 ? units : NULL, l->unit[i], 1});
    }
}

/* ---- everyone: a run for each place where something of the person is ---- */

static uint32_t touch(struct passing *p, enum eval_level level, uint32_t unit, uint32_t count)
{
    uint32_t place = p->pass->level[level].place_of[unit];
    if (place == PLACE_NOWHERE || p->seen[level][place] == p->turn)
        return count;
    p->seen[level][place] = p->turn;
    p->touched[count] = place;
    return count + 1;
}

static uint32_t touched(struct passing *p, enum eval_level level, uint32_t person)
{
    const struct snapshot *s = p->world->snapshot;
    const struct snapshot_contacts *c = &s->contacts;
    const bool *asks_here = p->world->program->rows.asks_here;
    uint32_t count = 0;
    p->turn++;
    for (uint32_t i = c->first[person]; p->here_in[TABLE_CONTACTS] && i < c->first[person + 1]; i++)
        if (c->day[i] >= p->world->first_day && c->day[i] <= p->world->last_day &&
            asks_here[narrow_at(c->shape, i)])
            count = touch(p, level, narrow_at(c->unit, i), count);
    const struct snapshot_listings *l = &s->listings;
    for (uint32_t i = l->first[person]; p->here_in[TABLE_LISTINGS] && i < l->first[person + 1]; i++)
        count = touch(p, level, l->unit[i], count);
    const struct snapshot_named_contacts *n = &s->named_contacts;
    for (uint32_t i = n->first[person];
         p->here_in[TABLE_NAMED_CONTACTS] && i < n->first[person + 1]; i++)
        count = touch(p, level, n->unit[i], count);
    return count;
}

/* What a measure says where no row is, is counted once for all places; where one is, it is taken
 * away again. */
static void pass_everyone(struct passing *p, uint32_t person)
{
    struct kernel_run run = {.person = person, .to = p->world->months - 1, .place = PLACE_AWAY};
    bool away = p->world->program->counts_away;
    run.place_of = p->pass->level[LEVEL_UNIT].place_of;
    if (away)
        add(p, run, (struct counted){&p->sums.away, 0, 1});
    for (unsigned level = LEVEL_UNIT; level < LEVELS; level++) {
        struct tally *t = &p->sums.at[level];
        if (t->places == 0)
            continue;
        uint32_t count = touched(p, (enum eval_level)level, person);
        for (uint32_t i = 0; i < count; i++) {
            run.place = p->touched[i];
            run.place_of = p->pass->level[level].place_of;
            add(p, run, (struct counted){t, run.place, 1});
            run.place = PLACE_AWAY;
            if (away)
                add(p, run, (struct counted){t, p->touched[i], -1});
        }
    }
}

static void pass_piece(void *state, unsigned thread, unsigned piece)
{
    struct passes *all = state;
    uint32_t persons = all->pass->snapshot->persons, from = piece * PIECE;
    uint32_t to = persons - from > PIECE ? from + PIECE : persons;
    for (unsigned i = 0; i <= POPULATION_EVERYONE; i++) {
        struct passing *p = &all->thread[thread].of[i];
        if (p->world->program->measures == 0)
            continue;
        for (uint32_t person = from; person < to; person++)
            if (i == POPULATION_LISTED)
                pass_listed(p, person);
            else
                pass_everyone(p, person);
        flush(p);
    }
}

/* ---- beginning and end ---- */

static struct kernel_world world_of(struct arena *a, const struct pass *p,
                                    const struct plan_program *program)
{
    struct month first = {p->ask->last.n - (int32_t)p->ask->months + 1};
    struct month from = {program->asks_ever ? 0 : first.n - program->reach};
    struct day last = month_last(p->ask->last);
    uint16_t *month = ARENA_NEW(a, uint16_t, (size_t)last.n + 1);
    for (int32_t day = 0, m = 0; m <= p->ask->last.n; m++)
        for (int32_t end = month_last((struct month){m}).n; day <= end; day++)
            month[day] = (uint16_t)m;
    return (struct kernel_world){.snapshot = p->snapshot,
                                 .program = program,
                                 .first = first,
                                 .months = p->ask->months,
                                 .first_day = from.n > 0 ? (uint16_t)month_first(from).n : 0,
                                 .last_day = (uint16_t)last.n,
                                 .month_of = month};
}

static struct passing passing_open(struct arena *a, const struct pass *pass,
                                   const struct kernel_world *w)
{
    uint32_t room = w->months > ITEMS ? w->months : ITEMS, places = 1;
    const struct plan_program *program = w->program;
    struct passing p = {.world = w, .pass = pass, .room = room};
    unsigned levels = pass_levels(program->population, pass->ask->levels);
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++) {
        uint32_t count = levels & LEVEL_BIT(level) ? pass->level[level].places : 0;
        p.sums.at[level] = tally_open(a, program, count, w->months);
        p.seen[level] = ARENA_NEW(a, uint32_t, (size_t)count + 1);
        places = count > places ? count : places;
    }
    p.sums.away = tally_open(a, program, 1, w->months);
    p.kernel = kernel_open(a, w, room);
    p.run = ARENA_NEW(a, struct kernel_run, room);
    p.counted = ARENA_NEW(a, struct counted, room);
    p.doctor = ARENA_NEW(a, uint32_t, w->months);
    p.touched = ARENA_NEW(a, uint32_t, places);
    for (uint32_t i = 0; i < program->selections; i++)
        p.here_in[program->selection[i].of->table] |= program->selection[i].asks_here;
    return p;
}

static void merge(struct tally *to, const struct tally *from)
{
    for (uint32_t i = 0; i < to->places; i++)
        tally_merge(to, i, from, i);
}

void pass_run(struct arena *a, const struct pass *pass,
              struct pass_sums out[static POPULATION_EVERYONE + 1])
{
    unsigned pieces = (pass->snapshot->persons + PIECE - 1) / PIECE;
    unsigned threads = pass->ask->threads < pieces ? pass->ask->threads : pieces;
    threads = threads < 1 ? 1 : threads;
    struct passes all = {.pass = pass, .thread = ARENA_NEW(a, struct thread, threads)};
    for (unsigned i = 0; i <= POPULATION_EVERYONE; i++)
        all.world[i] = world_of(a, pass, &pass->plan->program[i]);
    for (unsigned t = 0; t < threads; t++) {
        all.thread[t].arena = t == 0 ? a : arena_open(ARENA_BLOCK);
        for (unsigned i = 0; i <= POPULATION_EVERYONE; i++)
            all.thread[t].of[i] = passing_open(all.thread[t].arena, pass, &all.world[i]);
    }
    parallel_run(threads, pieces, pass_piece, &all);
    for (unsigned i = 0; i <= POPULATION_EVERYONE; i++) {
        out[i] = all.thread[0].of[i].sums;
        for (unsigned t = 1; t < threads; t++) {
            const struct pass_sums *sums = &all.thread[t].of[i].sums;
            for (unsigned level = 0; level < LEVELS; level++)
                merge(&out[i].at[level], &sums->at[level]);
            merge(&out[i].away, &sums->away);
        }
    }
    for (unsigned t = 1; t < threads; t++)
        arena_close(all.thread[t].arena);
}
