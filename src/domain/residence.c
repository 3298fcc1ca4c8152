#include "domain/residence.h"

#include "domain/span.h"

static bool is_later(const struct residence_stated *a, const struct residence_stated *b)
{
    if (a->reported_on.n != b->reported_on.n)
        return a->reported_on.n > b->reported_on.n;
    return a->recorded > b->recorded;
}

bool residence_on(const struct residence_stated *rows, size_t count, enum residence_kind kind,
                  struct day on, size_t *row)
{
    const struct residence_stated *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (rows[i].kind == kind && span_covers(rows[i].from, rows[i].to, on) &&
            (!best || is_later(&rows[i], best)))
            best = &rows[i];
    if (best)
        *row = (size_t)(best - rows);
    return best != NULL;
}

bool residence_week(const struct residence_stated *rows, size_t count, enum residence_kind kind,
                    struct day monday, struct residence_in_week *out)
{
    struct day on = {monday.n + 6};
    for (size_t row = 0; on.n >= monday.n; on.n--)
        if (residence_on(rows, count, kind, on, &row)) {
            *out = (struct residence_in_week){row, on};
            return true;
        }
    return false;
}

size_t residence_overlaps(struct arena *a, const struct residence_stated *rows, size_t count,
                          const struct residence_stated *report, struct residence_overlap **out)
{
    size_t found = 0;
    *out = ARENA_NEW(a, struct residence_overlap, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct residence_stated *r = &rows[i];
        struct day from = r->from.n > report->from.n ? r->from : report->from;
        struct day to = span_sooner(r->to, report->to);
        if (r->kind == report->kind && r->from.n != report->from.n && !span_is_empty(from, to))
            (*out)[found++] = (struct residence_overlap){i, from, to, is_later(report, r)};
    }
    return found;
}

bool residence_goes_on(const struct residence_stated *row, enum residence_kind kind, struct day on)
{
    return row->kind == kind && span_covers(row->from, row->to, on) &&
           (day_is_none(row->to) || row->to.n > on.n);
}
