/* Listings, named contacts and residences: each row is laid once over the month-ends on which it
 * holds. */
#include "engine/kernel.h"

#include <string.h>

void kernel_months(const struct kernel_world *w, uint16_t from_day, uint16_t to_day, int32_t *from,
                   int32_t *to)
{
    if (from_day > w->last_day) {
        *from = INT32_MAX;
        *to = INT32_MIN;
        return;
    }
    *from = (int32_t)w->month_of[from_day] - w->first.n;
    if (to_day >= w->last_day)
        *to = INT32_MAX;
    else /* the month that a row ends in counts where it covers that month's last day */
        *to = (int32_t)w->month_of[to_day + 1] - 1 - w->first.n;
}

/* What the three tables have in common. */
struct interval_rows {
    const uint32_t *first;
    const uint16_t *from, *to, *unit; /* unit NULL: none */
    const uint8_t *word;
};

static struct interval_rows rows_of(const struct snapshot *s, enum expr_table table)
{
    if (table == TABLE_LISTINGS)
        return (struct interval_rows){s->listings.first, s->listings.from, s->listings.to,
                                      s->listings.unit, s->listings.basis};
    if (table == TABLE_NAMED_CONTACTS)
        return (struct interval_rows){s->named_contacts.first, s->named_contacts.from,
                                      s->named_contacts.to, s->named_contacts.unit,
                                      s->named_contacts.kind};
    return (struct interval_rows){s->residences.first, s->residences.from, s->residences.to, NULL,
                                  s->residences.kind};
}

struct laying {
    const struct kernel_world *world;
    const struct kernel_run *run;
    int32_t shift;
    int32_t *change; /* by month-end, one more than there are */
};

static void lay(const struct laying *l, uint16_t from_day, uint16_t to_day)
{
    int32_t from, to, first = (int32_t)l->run->from, last = (int32_t)l->run->to;
    kernel_months(l->world, from_day, to_day, &from, &to);
    if (from == INT32_MAX)
        return;
    from += l->shift;
    to = to > INT32_MAX - l->shift ? INT32_MAX : to + l->shift;
    from = from < first ? first : from;
    to = to > last ? last : to;
    if (from > to)
        return;
    l->change[from]++;
    l->change[to + 1]--;
}

/* A named doctor holds only while the person is listed at the unit. */
static void lay_doctor(const struct laying *l, uint32_t row)
{
    const struct snapshot_listings *listed = &l->world->snapshot->listings;
    const struct snapshot_named_contacts *n = &l->world->snapshot->named_contacts;
    uint32_t person = l->run->person;
    for (uint32_t i = listed->first[person]; i < listed->first[person + 1]; i++) {
        uint16_t from = n->from[row] > listed->from[i] ? n->from[row] : listed->from[i];
        uint16_t to = n->to[row] < listed->to[i] ? n->to[row] : listed->to[i];
        if (listed->unit[i] == n->unit[row] && from <= to)
            lay(l, from, to);
    }
}

/* Whether the row meets the selection's condition. */
static bool is_met(const struct plan_selection *of, const struct interval_rows *rows,
                   const struct kernel_run *run, uint32_t row)
{
    bool here = rows->unit && run->place_of[rows->unit[row]] == run->place;
    return of->match[here] >> rows->word[row] & 1;
}

static void lay_row(const struct laying *l, const struct interval_rows *rows, uint32_t row,
                    bool is_doctor)
{
    if (is_doctor)
        lay_doctor(l, row);
    else
        lay(l, rows->from[row], rows->to[row]);
}

/* Rows of one member of staff count once: of the person's rows only the first of each is counted,
 * on every month-end on which any of them holds. */
static void distinct(struct laying *l, const struct plan_selection *of,
                     const struct interval_rows *rows, int32_t *out)
{
    const struct snapshot_named_contacts *n = &l->world->snapshot->named_contacts;
    const struct kernel_run *run = l->run;
    uint32_t begin = n->first[run->person], end = n->first[run->person + 1];
    size_t months = l->world->months;
    memset(out, 0, (run->to - run->from + 1) * sizeof *out);
    for (uint32_t i = begin; i < end; i++) {
        bool is_first = true;
        for (uint32_t k = begin; k < i; k++)
            is_first &= n->staff[k] != n->staff[i];
        if (!is_first)
            continue;
        memset(l->change, 0, (months + 1) * sizeof *l->change);
        for (uint32_t k = i; k < end; k++)
            if (n->staff[k] == n->staff[i] && is_met(of, rows, run, k))
                lay_row(l, rows, k, n->kind[k] == KIND_DOCTOR);
        int32_t now = 0;
        for (uint32_t m = run->from; m <= run->to; m++)
            out[m - run->from] += (now += l->change[m]) > 0;
    }
}

void kernel_interval(struct kernel *k, const struct kernel_run *run, const struct plan_node *n)
{
    const struct plan_program *p = k->world->program;
    const struct plan_selection *of = &p->selection[n->selection];
    enum expr_table table = of->of->table;
    struct interval_rows rows = rows_of(k->world->snapshot, table);
    struct laying l = {k->world, run, of->of->shift, k->change};
    int32_t *out = lane(&k->lanes, (uint32_t)(n - p->node)) + run->item;
    if (n->op == PLAN_DISTINCT) {
        distinct(&l, of, &rows, out);
        return;
    }
    memset(k->change, 0, ((size_t)k->world->months + 1) * sizeof *k->change);
    for (uint32_t i = rows.first[run->person]; i < rows.first[run->person + 1]; i++)
        if (is_met(of, &rows, run, i))
            lay_row(&l, &rows, i, table == TABLE_NAMED_CONTACTS && rows.word[i] == KIND_DOCTOR);
    int32_t now = 0;
    for (uint32_t m = run->from; m <= run->to; m++)
        *out++ = now += k->change[m];
}

void kernel_doctors(const struct kernel_world *w, const struct kernel_run *run, uint32_t *out)
{
    const struct snapshot_named_contacts *n = &w->snapshot->named_contacts;
    for (uint32_t m = run->from; m <= run->to; m++)
        out[m - run->from] = NO_STAFF;
    for (uint32_t i = n->first[run->person]; i < n->first[run->person + 1]; i++) {
        int32_t from, to, first = (int32_t)run->from, last = (int32_t)run->to;
        if (n->kind[i] != KIND_DOCTOR || n->unit[i] != run->place)
            continue;
        kernel_months(w, n->from[i], n->to[i], &from, &to);
        for (int32_t m = from < first ? first : from; m <= last && m <= to; m++)
            out[m - first] = n->staff[i];
    }
}
