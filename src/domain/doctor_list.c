#include "domain/doctor_list.h"

enum { DOCTOR_SHIFT = 32 };

int64_t doctor_list_key(int64_t unit, int64_t doctor)
{
    return unit | doctor << DOCTOR_SHIFT;
}

static bool is_before(struct day a, struct day b) /* DAY_NONE: the end of all days */
{
    return !day_is_none(a) && (day_is_none(b) || a.n < b.n);
}

struct lists {
    struct listing_past *at;
    size_t count;
};

/* Who goes on with the same doctor, in another row, is on the same list. */
static void add(struct lists *lists, struct listing_past next)
{
    struct listing_past *last = lists->count > 0 ? &lists->at[lists->count - 1] : NULL;
    bool goes_on = last && last->unit == next.unit && !day_is_none(last->to) &&
                   last->to.n == next.from.n - 1 && next.basis == BASIS_ADMINISTRATIVE;
    if (goes_on)
        last->to = next.to;
    else
        lists->at[lists->count++] = next;
}

/* Of one listing at a unit: its doctors there, and the days between without one. */
static void divide(struct lists *lists, const struct listing_past *listed,
                   const struct list_doctor *doctor, size_t doctors)
{
    struct listing_past next = *listed;
    next.at = listed->unit;
    for (size_t i = 0; i < doctors; i++) {
        const struct list_doctor *d = &doctor[i];
        bool is_over = !day_is_none(d->to) && d->to.n < next.from.n;
        bool is_later = !day_is_none(listed->to) && d->from.n > listed->to.n;
        if (d->unit != listed->unit || is_over || is_later)
            continue;
        if (d->from.n > next.from.n) {
            next.unit = listed->unit;
            next.to = (struct day){d->from.n - 1};
            add(lists, next);
            next.from = d->from;
            next.basis = BASIS_ADMINISTRATIVE;
        }
        if (next.from.n > listed->from.n)
            next.basis = d->is_chosen && d->from.n == next.from.n ? d->basis : BASIS_ADMINISTRATIVE;
        next.unit = doctor_list_key(listed->unit, d->staff);
        next.to = is_before(d->to, listed->to) ? d->to : listed->to;
        add(lists, next);
        if (day_is_none(next.to) || (!day_is_none(listed->to) && next.to.n >= listed->to.n))
            return;
        next.from = (struct day){next.to.n + 1};
        next.basis = BASIS_ADMINISTRATIVE;
    }
    next.unit = listed->unit;
    next.to = listed->to;
    add(lists, next);
}

size_t doctor_lists(struct arena *a, const struct listing_past *listed, size_t count,
                    const struct list_doctor *doctor, size_t doctors, struct listing_past **out)
{
    struct lists lists = {ARENA_NEW(a, struct listing_past, count * (2 * doctors + 1) + 1), 0};
    for (size_t i = 0; i < count; i++)
        if (listed[i].unit == UNIT_ELSEWHERE)
            lists.at[lists.count++] = listed[i];
        else
            divide(&lists, &listed[i], doctor, doctors);
    *out = lists.at;
    return lists.count;
}
