/* Listings, named contacts and residences: each row is laid once over the month-ends on which it
 * holds. */
#include "engine/kernel.h"

#include <string.h>

struct kernel_months kernel_months(const struct kernel_world *w, uint16_t from_day, uint16_t to_day)
{
    if (from_day > w->last_day)
        return (struct kernel_months){INT32_MAX, INT32_MIN};
    struct kernel_months m = {(int32_t)w->month_of[from_day] - w->first.n, INT32_MAX};
    if (to_day < w->last_day) /* the month of the end counts where its last day is inside */
        m.to = (int32_t)w->month_of[to_day + 1] - 1 - w->first.n;
    return m;
}

/* What the three tables have in common. */
struct interval_rows {
    const uint32_t *first;
    const uint16_t *from, *to, *unit; /* unit NULL: none */
    const uint8_t *word;
    const uint16_t *informed; /* of named contacts; else NULL */
};

static struct interval_rows rows_of(const struct snapshot *s, enum expr_table table)
{
    if (table == EXPR_LISTINGS)
        return (struct interval_rows){s->listings.first, s->listings.from,  s->listings.to,
                                      s->listings.unit,  s->listings.basis, NULL};
    if (table == EXPR_NAMED_CONTACTS)
        return (struct interval_rows){s->named_contacts.first, s->named_contacts.from,
                                      s->named_contacts.to,    s->named_contacts.unit,
                                      s->named_contacts.kind,  s->named_contacts.informed};
    return (struct interval_rows){
        s->residences.first, s->residences.from, s->residences.to, NULL, s->residences.kind, NULL};
}

/* A selection, for one run. */
struct laying {
    const struct kernel *kernel;
    const struct kernel_run *run;
    const struct plan_selection *of;
    struct interval_rows rows;
    int32_t *out; /* by part */
};

static bool is_here(const struct laying *l, uint32_t row)
{
    return l->rows.unit && l->run->place_of[l->rows.unit[row]] == l->run->place;
}

/* Whether the row meets the selection's condition, when the person was informed, or not. */
static bool is_met(const struct laying *l, uint32_t row, bool informed)
{
    return l->of->match[is_here(l, row) + 2 * informed] >> l->rows.word[row] & 1;
}

static bool is_doctor(const struct laying *l, uint32_t row)
{
    return l->of->of->table == EXPR_NAMED_CONTACTS && l->rows.word[row] == KIND_DOCTOR;
}

/* Counts the parts whose month-end, moved back by the selection's shift, lies in the interval. */
static bool lay(const struct laying *l, uint16_t from_day, uint16_t to_day)
{
    const struct kernel *k = l->kernel;
    struct kernel_months m = kernel_months(k->world, from_day, to_day);
    bool any = false;
    for (uint32_t i = 0; i < l->run->items; i++) {
        int32_t month = k->month[l->run->item + i] - l->of->of->shift;
        bool holds = month >= m.from && month <= m.to;
        l->out[i] += holds;
        any |= holds;
    }
    return any;
}

/* A named doctor holds only while the person is listed at the unit. */
static bool lay_while_listed(const struct laying *l, uint32_t row, uint16_t from, uint16_t to)
{
    const struct snapshot_listings *listed = &l->kernel->world->snapshot->listings;
    bool any = false;
    if (!is_doctor(l, row))
        return lay(l, from, to);
    uint32_t end = listed->first[l->run->person + 1];
    for (uint32_t i = listed->first[l->run->person]; i < end; i++) {
        uint16_t both_from = from > listed->from[i] ? from : listed->from[i];
        uint16_t both_to = to < listed->to[i] ? to : listed->to[i];
        if (listed->unit[i] == l->rows.unit[row] && both_from <= both_to)
            any |= lay(l, both_from, both_to);
    }
    return any;
}

/* The days before the person was informed, and those from then on; SNAPSHOT_NONE16: never. */
static bool lay_row(const struct laying *l, uint32_t row)
{
    uint16_t from = l->rows.from[row], to = l->rows.to[row];
    bool asks = l->of->asks_informed && l->rows.informed; /* of named contacts */
    uint16_t informed = asks ? l->rows.informed[row] : SNAPSHOT_NONE16;
    bool any = false;
    if (is_met(l, row, false) && from < informed)
        any |= lay_while_listed(
            l, row, from,
            to < informed || informed == SNAPSHOT_NONE16 ? to : (uint16_t)(informed - 1));
    if (informed != SNAPSHOT_NONE16 && is_met(l, row, true) && informed <= to)
        any |= lay_while_listed(l, row, from > informed ? from : informed, to);
    return any;
}

/* Rows of one member of staff count once: those of each are laid together, beside `out`. */
static bool distinct(struct laying *l)
{
    const uint32_t *staff = l->kernel->world->snapshot->named_contacts.staff;
    uint32_t begin = l->rows.first[l->run->person], end = l->rows.first[l->run->person + 1];
    int32_t *out = l->out;
    bool any = false;
    l->out = l->kernel->beside;
    for (uint32_t i = begin; i < end; i++) {
        bool is_first = true;
        for (uint32_t k = begin; k < i; k++)
            is_first &= staff[k] != staff[i];
        if (!is_first)
            continue;
        memset(l->out, 0, l->run->items * sizeof *l->out);
        for (uint32_t k = i; k < end; k++)
            any |= staff[k] == staff[i] && lay_row(l, k);
        for (uint32_t part = 0; part < l->run->items; part++)
            out[part] += l->out[part] > 0;
    }
    return any;
}

/* ---- on a day of the person ---- */

static bool holds_on(const struct laying *l, uint32_t row, uint16_t day)
{
    const struct snapshot_listings *listed = &l->kernel->world->snapshot->listings;
    bool asks = l->of->asks_informed && l->rows.informed; /* of named contacts */
    uint16_t informed = asks ? l->rows.informed[row] : SNAPSHOT_NONE16;
    bool knows = informed != SNAPSHOT_NONE16 && informed <= day;
    if (l->rows.from[row] > day || l->rows.to[row] < day || !is_met(l, row, knows))
        return false;
    if (!is_doctor(l, row))
        return true;
    uint32_t end = listed->first[l->run->person + 1];
    for (uint32_t i = listed->first[l->run->person]; i < end; i++)
        if (listed->from[i] <= day && listed->to[i] >= day)
            return listed->unit[i] == l->rows.unit[row];
    return false;
}

static int32_t count_on(const struct laying *l, uint16_t day, bool distinct)
{
    const uint32_t *staff = l->kernel->world->snapshot->named_contacts.staff;
    uint32_t begin = l->rows.first[l->run->person], end = l->rows.first[l->run->person + 1];
    int32_t count = 0;
    for (uint32_t i = begin; i < end; i++) {
        bool counts = holds_on(l, i, day);
        for (uint32_t k = begin; counts && distinct && k < i; k++)
            counts = staff[k] != staff[i] || !holds_on(l, k, day);
        count += counts;
    }
    return count;
}

/* Of a day after T nothing is known yet. */
static bool on_days(const struct laying *l, bool distinct)
{
    const struct kernel *k = l->kernel;
    const int32_t *day = lane(&k->lanes, l->of->anchor) + l->run->item;
    bool any = false;
    for (uint32_t i = 0; i < l->run->items; i++) {
        if (day[i] >= 0 && day[i] <= k->world->end[k->month[l->run->item + i]])
            l->out[i] = count_on(l, (uint16_t)day[i], distinct);
        any |= l->out[i] > 0;
    }
    return any;
}

bool kernel_interval(struct kernel *k, const struct kernel_run *run, const struct plan_node *n)
{
    const struct plan_program *p = k->world->program;
    struct laying l = {.kernel = k, .run = run, .of = &p->selection[n->selection]};
    bool any = false;
    l.rows = rows_of(k->world->snapshot, l.of->of->table);
    l.out = lane(&k->lanes, (uint32_t)(n - p->node)) + run->item;
    memset(l.out, 0, run->items * sizeof *l.out);
    if (l.of->anchor != PLAN_NONE)
        return on_days(&l, n->op == PLAN_DISTINCT);
    if (n->op == PLAN_DISTINCT)
        return distinct(&l);
    for (uint32_t i = l.rows.first[run->person]; i < l.rows.first[run->person + 1]; i++)
        any |= lay_row(&l, i);
    return any;
}

uint32_t kernel_doctor(const struct kernel_world *w, const struct kernel_run *run, uint32_t month)
{
    const struct snapshot_named_contacts *n = &w->snapshot->named_contacts;
    for (uint32_t i = n->first[run->person]; i < n->first[run->person + 1]; i++) {
        struct kernel_months m = kernel_months(w, n->from[i], n->to[i]);
        if (n->kind[i] == KIND_DOCTOR && n->unit[i] == run->place && m.from <= (int32_t)month &&
            (int32_t)month <= m.to)
            return n->staff[i];
    }
    return NO_STAFF;
}

uint32_t kernel_doctor_until(const struct kernel_world *w, const struct kernel_run *run,
                             uint32_t month)
{
    const struct snapshot_named_contacts *n = &w->snapshot->named_contacts;
    int32_t now = (int32_t)month, until = (int32_t)run->to + 1;
    for (uint32_t i = n->first[run->person]; i < n->first[run->person + 1]; i++) {
        struct kernel_months m = kernel_months(w, n->from[i], n->to[i]);
        if (m.from > now)
            until = m.from < until ? m.from : until;
        else if (m.to >= now && m.to < until)
            until = m.to + 1;
    }
    return (uint32_t)until;
}
