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

static void mark_selection(const struct dividing *d, const struct plan_selection *p)
{
    const struct kernel_world *w = d->kernel->world;
    const struct snapshot *s = w->snapshot;
    const struct selection *of = p->of;
    const struct kernel_rows *rows = &d->kernel->rows[p->filter];
    switch (of->table) {
    case EXPR_CONTACTS:
        for (uint32_t i = 0; i < rows->count; i++) {
            int32_t enters = rows->at[i].month - w->first.n + of->shift;
            mark(d, enters);
            if (of->months > 0)
                mark(d, enters + of->months);
        }
        break;
    case EXPR_LISTINGS:
        mark_intervals(d, s->listings.first, s->listings.from, s->listings.to, of->shift);
        break;
    case EXPR_NAMED_CONTACTS:
        mark_named(d, of->shift);
        break;
    case EXPR_RESIDENCES:
        mark_intervals(d, s->residences.first, s->residences.from, s->residences.to, of->shift);
        break;
    }
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
        mark_selection(&d, &p->selection[i]);
    if (p->asks_age)
        mark_birthdays(&d);
    if (k->marks_doctor)
        mark_named(&d, 0);
    for (uint32_t word = run->from / 64; word <= run->to / 64; word++)
        for (uint64_t bits = k->mark[word]; bits != 0; bits &= bits - 1)
            k->month[run->item + run->items++] =
                (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(bits));
}
