#include "engine/pass_rows.h"

static uint32_t later(uint32_t x, uint32_t y)
{
    return x > y ? x : y;
}

static uint32_t earlier(uint32_t x, uint32_t y)
{
    return x < y ? x : y;
}

/* Neither end of a window ever goes back, so that those which have a day come one after the other.
 */
static const struct row_months *months_of(struct arena *a, const struct kernel_world *w,
                                          const struct kernel_days *window, uint32_t first)
{
    struct row_months *of = ARENA_NEW(a, struct row_months, (size_t)w->last_day - first + 1);
    uint32_t from = 0, end = 0;
    for (uint32_t day = first; day <= w->last_day; day++) {
        while (from < w->months && window[from].to < (int32_t)day)
            from++;
        while (end < w->months && window[end].from <= (int32_t)day)
            end++;
        of[day - first] = (struct row_months){(uint16_t)from, (uint16_t)later(from, end)};
    }
    return of;
}

const struct row_months *const *row_months_open(struct arena *a, const struct kernel_world *w)
{
    const struct plan_program *p = w->program;
    const struct row_months **of =
        ARENA_NEW(a, const struct row_months *, (size_t)p->selections + 1);
    for (uint32_t i = 0; i < p->selections; i++)
        of[i] = months_of(a, w, w->window[i], w->first_day[p->selection[i].of->table]);
    return of;
}

struct row_pass row_pass_open(struct arena *a, const struct kernel_world *w,
                              const struct level_places level[static LEVELS],
                              const struct row_months *const *months)
{
    const struct snapshot *s = w->snapshot;
    struct row_pass r = {.level = level,
                         .months = months,
                         .stretch = ARENA_NEW(a, struct row_stretch, (size_t)w->months + 1)};
    uint32_t *known = ARENA_NEW(a, uint32_t, (size_t)s->units + 1);
    for (uint32_t unit = s->known_units; unit < s->units; unit++)
        known[unit] = PLACE_NOWHERE;
    r.known = known;
    for (unsigned i = LEVEL_UNIT; i < LEVELS; i++)
        r.last[i] = ARENA_NEW(a, struct row_last, (size_t)level[i].places + 1);
    return r;
}

/* Rows of a sum. Loops take it along by value: whatever is written may be what is read. */
struct row_view {
    const struct kernel_row *at;
    const struct row_months *months;
    uint32_t count, first_day;
};

static struct row_view rows_of(const struct row_pass *r, const struct plan_sum *sum)
{
    const struct kernel_world *w = r->kernel->world;
    const struct plan_selection *s = &w->program->selection[sum->selection];
    const struct kernel_rows *rows = &r->kernel->rows[w->program->list[s->list].filter];
    return (struct row_view){rows->at, r->months[sum->selection], rows->count,
                             w->first_day[s->of->table]};
}

static inline struct row_months months_at(const struct row_view *v, uint32_t i)
{
    return v->months[v->at[i].day - v->first_day];
}

static void add(int64_t *series, uint32_t from, uint32_t end, int64_t value)
{
    series[from] += value;
    series[end] -= value;
}

/* ---- listed ---- */

/* At the unit, and of each doctor there. */
static uint32_t find_stretches(struct row_pass *r, const struct kernel_run *run)
{
    const struct kernel_world *w = r->kernel->world;
    uint32_t count = 0, end = run->to + 1;
    if (r->at[LEVEL_UNIT].places > 0)
        r->stretch[count++] = (struct row_stretch){&r->at[LEVEL_UNIT], run->place, run->from, end};
    for (uint32_t from = run->from, to; from < end && r->at[LEVEL_DOCTOR].places > 0; from = to) {
        uint32_t doctor = kernel_doctor(w, run, from);
        to = kernel_doctor_until(w, run, from);
        if (doctor != NO_STAFF)
            r->stretch[count++] = (struct row_stretch){&r->at[LEVEL_DOCTOR], doctor, from, to};
    }
    return count;
}

static void add_rows(const struct row_pass *r, const struct plan_sum *sum,
                     const struct row_stretch *s)
{
    const struct row_view v = rows_of(r, sum);
    if (v.count == 0)
        return;
    int64_t *series = tally_series(s->tally, s->place, sum->series);
    uint32_t counted = s->from; /* up to there the person does */
    for (uint32_t i = 0; i < v.count; i++) {
        struct row_months m = months_at(&v, i);
        uint32_t from = later(m.from, counted), end = earlier(m.end, s->end);
        if (from >= end)
            continue;
        add(series, from, end, 1);
        if (sum->adds == ADDS_ANY)
            counted = end;
    }
}

void row_pass_listed(struct row_pass *r, const struct kernel_run *run)
{
    const struct plan_program *p = r->kernel->world->program;
    uint32_t stretches = find_stretches(r, run);
    (void)kernel_gather(r->kernel, run);
    for (uint32_t k = 0; k < stretches; k++) {
        const struct row_stretch *s = &r->stretch[k];
        tally_subject(s->tally, s->place, s->from, s->end);
        for (uint32_t i = 0; i < p->sums; i++)
            if (p->sum[i].adds == ADDS_NUMBER)
                add(tally_series(s->tally, s->place, p->sum[i].series), s->from, s->end,
                    p->sum[i].number);
            else
                add_rows(r, &p->sum[i], s);
    }
}

/* ---- everyone ---- */

static struct narrow unit_of_rows(const struct row_pass *r, const struct plan_sum *sum)
{
    const struct kernel_world *w = r->kernel->world;
    return kernel_table(w->snapshot, w->program->selection[sum->selection].of->table).unit;
}

/* The first of the month-ends [from, end) for which the person does not count at the place yet;
 * now they do for all. */
static uint32_t take_from(struct row_pass *r, unsigned level, uint32_t place, struct row_months m)
{
    struct row_last *last = &r->last[level][place];
    uint32_t from = last->turn == r->turn ? later(m.from, last->end) : m.from;
    if (from < m.end)
        *last = (struct row_last){r->turn, m.end};
    return from;
}

/* The levels above are sums of units; who counts at another unit of the place already is taken
 * away there. */
static void add_anyone(struct row_pass *r, const struct plan_sum *sum, uint32_t unit,
                       struct row_months m)
{
    uint32_t from = take_from(r, LEVEL_UNIT, unit, m);
    if (from >= m.end)
        return;
    add(tally_series(&r->at[LEVEL_UNIT], unit, sum->series), from, m.end, 1);
    for (unsigned level = LEVEL_OPERATOR; level < LEVELS; level++) {
        uint32_t place = r->level[level].place_of[unit];
        if (r->at[level].places == 0 || place == PLACE_NOWHERE)
            continue;
        uint32_t end = earlier(take_from(r, level, place, m), m.end);
        if (from < end)
            add(tally_series(&r->at[level], place, sum->series), from, end, -1);
    }
}

static void add_everyone(struct row_pass *r, const struct plan_sum *sum)
{
    const struct row_view v = rows_of(r, sum);
    const struct narrow unit = unit_of_rows(r, sum);
    struct tally *units = &r->at[LEVEL_UNIT];
    bool is_any = sum->adds == ADDS_ANY;
    uint32_t series = sum->series;
    for (uint32_t i = 0; i < v.count; i++) {
        struct row_months m = months_at(&v, i);
        uint32_t of = narrow_at(unit, v.at[i].row);
        if (is_any)
            add_anyone(r, sum, of, m);
        else
            add(tally_series(units, of, series), m.from, m.end, 1);
    }
}

void row_pass_everyone(struct row_pass *r, uint32_t person)
{
    const struct plan_program *p = r->kernel->world->program;
    const struct kernel_run run = {.person = person, .place = 0, .place_of = r->known};
    if (kernel_gather(r->kernel, &run) == 0)
        return;
    for (uint32_t i = 0; i < p->sums; i++) {
        r->turn++;
        add_everyone(r, &p->sum[i]);
    }
}
