/* A run is divided where anything may change; a part too many does no harm. */
#include "engine/kernel.h"

#include <string.h>

struct dividing {
    struct kernel *kernel;
    const struct kernel_run *run;
};

/* Something is another from that month-end on. */
static void mark(const struct dividing *d, int32_t month)
{
    if (month > (int32_t)d->run->from && month <= (int32_t)d->run->to)
        d->kernel->mark[month / 64] |= UINT64_C(1) << (month % 64);
}

static void mark_birthday(const struct dividing *d, const struct plan_node *n)
{
    const struct kernel_world *w = d->kernel->world;
    if (n->op != PLAN_BIRTHDAY)
        return;
    int32_t day = kernel_birthday(w, d->run->person, n->number);
    if (day >= 0 && day <= w->last_day)
        mark(d, w->month_of[day] - w->first.n);
}

static void mark_intervals(const struct dividing *d, const uint32_t *first, const uint16_t *from,
                           const uint16_t *to, int32_t shift)
{
    for (uint32_t i = first[d->run->person]; i < first[d->run->person + 1]; i++) {
        struct kernel_months m = kernel_months(d->kernel->world, from[i], to[i]);
        if (m.from > m.to)
            continue;
        mark(d, m.from + shift);
        if (m.to < INT32_MAX)
            mark(d, m.to + 1 + shift);
    }
}

static void mark_named(const struct dividing *d, int32_t shift)
{
    const struct snapshot *s = d->kernel->world->snapshot;
    const struct snapshot_named_contacts *n = &s->named_contacts;
    mark_intervals(d, n->first, n->from, n->to, shift);
    mark_intervals(d, s->listings.first, s->listings.from, s->listings.to, shift);
}

/* Where the day falls into a window that follows T, and where it drops out. */
static void mark_row(const struct dividing *d, const struct kernel_days *window, int32_t day)
{
    uint32_t from = 0, to = d->kernel->world->months;
    while (from < to) { /* the first window that ends on the day or later */
        uint32_t middle = from + (to - from) / 2;
        if (window[middle].to >= day)
            to = middle;
        else
            from = middle + 1;
    }
    mark(d, (int32_t)from);
    to = d->kernel->world->months;
    while (from < to) { /* the first that begins later */
        uint32_t middle = from + (to - from) / 2;
        if (window[middle].from > day)
            to = middle;
        else
            from = middle + 1;
    }
    mark(d, (int32_t)from);
}

/* A window around a day of the person has its rows as soon as T is not before them; that the day
 * itself may be another is marked with what it is made of. */
static void mark_dated(const struct dividing *d, uint32_t selection)
{
    const struct kernel_world *w = d->kernel->world;
    const struct plan_selection *p = &w->program->selection[selection];
    const struct kernel_slice rows = d->kernel->list[p->list];
    const struct selection *of = p->of;
    const struct kernel_days *window = w->window[selection];
    if (window && of->window != WINDOW_MONTHS && of->window != WINDOW_EVER) {
        for (uint32_t i = 0; i < rows.count; i++)
            mark_row(d, window, rows.at[i].day);
        return;
    }
    for (uint32_t i = 0; i < rows.count; i++) {
        int32_t enters = rows.at[i].month - w->first.n + of->shift;
        mark(d, enters);
        if (of->window == WINDOW_MONTHS)
            mark(d, enters + of->months);
    }
}

/* Whoever was informed counts from that day on. */
static void mark_informed(const struct dividing *d, int32_t shift)
{
    const struct kernel_world *w = d->kernel->world;
    const struct snapshot_named_contacts *n = &w->snapshot->named_contacts;
    for (uint32_t i = n->first[d->run->person]; i < n->first[d->run->person + 1]; i++)
        if (n->informed[i] <= w->last_day)
            mark(d, w->month_of[n->informed[i]] - w->first.n + shift);
}

static void mark_selection(const struct dividing *d, uint32_t selection)
{
    const struct kernel_world *w = d->kernel->world;
    const struct snapshot *s = w->snapshot;
    const struct plan_selection *p = &w->program->selection[selection];
    const struct selection *of = p->of;
    if (p->list != PLAN_NONE)
        mark_dated(d, selection);
    else if (p->anchor != PLAN_NONE) /* where T is not before a birthday */
        mark_birthday(d, &w->program->node[p->anchor]);
    else if (of->table == EXPR_LISTINGS)
        mark_intervals(d, s->listings.first, s->listings.from, s->listings.to, of->shift);
    else if (of->table == EXPR_NAMED_CONTACTS)
        mark_named(d, of->shift);
    else
        mark_intervals(d, s->residences.first, s->residences.from, s->residences.to, of->shift);
    if (p->asks_informed && p->anchor == PLAN_NONE)
        mark_informed(d, of->shift);
}

/* Rows of a list that are compared with T, or a day before it. */
static void mark_crossing(const struct dividing *d, const struct plan_crossing *c)
{
    const struct kernel_world *w = d->kernel->world;
    const struct kernel_slice rows = d->kernel->list[c->list];
    for (uint32_t i = 0; i < rows.count; i++) {
        mark(d, (int32_t)kernel_reached(w->day[c->day], w->months, rows.at[i].day));
        mark(d, (int32_t)kernel_reached(w->day[c->day], w->months, rows.at[i].day + 1));
    }
}

static void mark_new_years(const struct dividing *d)
{
    int32_t of_year = (d->kernel->world->first.n + 12 * 1000) % 12;
    for (int32_t month = -of_year; month <= (int32_t)d->run->to; month += 12)
        mark(d, month);
}

/* The month of the birthday, and the next for who is born on 29 February. */
static void mark_birthdays(const struct dividing *d)
{
    struct day birth = {d->kernel->world->snapshot->birth[d->run->person]};
    if (day_is_none(birth))
        return;
    int32_t of_year = (d->kernel->world->first.n + 12 * 1000 - month_of(birth).n) % 12;
    for (int32_t month = -of_year; month <= (int32_t)d->run->to; month += 12) {
        mark(d, month);
        mark(d, month + 1);
    }
}

void kernel_divide(struct kernel *k, struct kernel_run *run)
{
    const struct plan_program *p = k->world->program;
    struct dividing d = {k, run};
    k->month[run->item] = (uint16_t)run->from;
    run->items = 1;
    if (run->from == run->to)
        return;
    memset(k->mark, 0, (run->to / 64 + 1) * sizeof *k->mark);
    for (uint32_t i = 0; i < p->selections; i++)
        if (!kernel_is_shut(run, p->selection[i].gates))
            mark_selection(&d, i);
    for (uint32_t i = 0; i < p->crossings; i++)
        mark_crossing(&d, &p->crossing[i]);
    if (p->asks_age)
        mark_birthdays(&d);
    if (p->asks_year)
        mark_new_years(&d);
    for (uint32_t month = run->from; p->asks_each_month && month <= run->to; month++)
        mark(&d, (int32_t)month);
    if (k->marks_doctor)
        mark_named(&d, 0);
    for (uint32_t word = run->from / 64; word <= run->to / 64; word++)
        for (uint64_t bits = k->mark[word]; bits != 0; bits &= bits - 1)
            k->month[run->item + run->items++] =
                (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(bits));
}
