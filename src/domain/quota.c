#include "domain/quota.h"

#include "domain/span.h"

enum { YEAR_MONTHS = 12 };

/* The reason for which changes on that basis are free; FREE_COUNT: there is none. */
static enum free_change reason_of(enum basis basis)
{
    switch (basis) {
    case BASIS_AREA:
        return FREE_AREA;
    case BASIS_NEWBORN:
        return FREE_NEWBORN;
    case BASIS_ADMINISTRATIVE:
        return FREE_FORCED;
    case BASIS_SPECIAL_REASON:
        return FREE_SPECIAL_REASON;
    case BASIS_CHOICE_ESERVICE:
    case BASIS_CHOICE_FORM:
    case BASIS_OUT_OF_COUNTY:
        break;
    }
    return FREE_COUNT;
}

static bool is_free(const struct rules *rules, enum free_change reason)
{
    return reason != FREE_COUNT && (rules->changes.free & (1U << reason)) != 0;
}

/* The unit's own list, of those without a doctor, begins or ends. */
static bool is_without_doctor(const struct listing_past *before, const struct listing_past *next)
{
    return before->at != 0 && before->at == next->at &&
           (before->unit == before->at || next->unit == next->at);
}

bool quota_counts(const struct rules *rules, const struct listing_past *past, size_t count,
                  const struct listing_past *next)
{
    const struct listing_past *before = NULL;
    for (size_t i = 0; i < count; i++)
        if (span_covers(past[i].from, past[i].to, (struct day){next->from.n - 1}))
            before = &past[i];
    if (!before || before->unit == next->unit)
        return false;
    if (next->unit == UNIT_ELSEWHERE) /* chosen in the other county, how is not known */
        return next->basis != BASIS_SPECIAL_REASON || !is_free(rules, FREE_SPECIAL_REASON);
    if (before->unit == UNIT_ELSEWHERE && is_free(rules, FREE_RETURN))
        return false;
    if (rules->listing_on == LISTING_ON_DOCTOR && before->at == next->at &&
        (is_free(rules, FREE_DOCTOR_CHOICE) || is_without_doctor(before, next)))
        return false;
    return !is_free(rules, reason_of(next->basis));
}

/* The first day that does not count a change of that day any more. */
static struct day counts_until(const struct rules *rules, struct day made)
{
    if (rules->changes.window == WINDOW_CALENDAR_YEAR)
        return month_first(month_from(day_civil(made).year + 1, 1));
    return day_add_months(made, YEAR_MONTHS);
}

bool quota_counts_leaving(const struct rules *rules)
{
    return !is_free(rules, FREE_QUEUE_LEAVE);
}

bool quota_counts_left(const struct rules *rules, const struct place_left *left)
{
    return quota_counts_leaving(rules) && left->since.n < left->on.n;
}

/* Do the changes of the two days count on one day? */
static bool count_together(const struct rules *rules, struct day a, struct day b)
{
    return a.n < b.n ? b.n < counts_until(rules, a).n : a.n < counts_until(rules, b).n;
}

/* The last day before `before` with a change that counts beside one of the day `on`; DAY_NONE:
 * there is none. */
static struct day change_before(const struct rules *rules, const struct quota_past *past,
                                struct day on, struct day before)
{
    struct day made = DAY_NONE;
    for (size_t i = past->count; i-- > 0 && day_is_none(made);) {
        struct day from = past->listing[i].from;
        if (from.n < on.n && from.n < before.n &&
            quota_counts(rules, past->listing, i, &past->listing[i]))
            made = from;
    }
    for (size_t i = past->lefts; i-- > 0;) {
        struct day left = past->left[i].on;
        if (left.n != on.n && left.n < before.n && left.n > made.n &&
            quota_counts_left(rules, &past->left[i]))
            made = left;
    }
    return made;
}

struct quota quota_on(const struct rules *rules, const struct quota_past *past, struct day on)
{
    struct quota q = {.next = on};
    unsigned later = 0; /* changes after the one looked at, newest first */
    struct day frees = DAY_NONE, made = {INT32_MAX};
    while (!day_is_none(made = change_before(rules, past, on, made))) {
        q.used += count_together(rules, made, on);
        if (++later == rules->changes.max) /* when it no longer counts there is room for one */
            frees = counts_until(rules, made);
    }
    for (size_t i = 0; i < past->lefts; i++)
        q.has_left |= past->left[i].on.n == on.n && quota_counts_left(rules, &past->left[i]);
    q.allowed = q.used < rules->changes.max;
    if (!q.allowed)
        q.next = frees; /* none at all where the region allows none */
    return q;
}
