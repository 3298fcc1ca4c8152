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
