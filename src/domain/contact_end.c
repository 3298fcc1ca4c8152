#include "domain/contact_end.h"

#include "domain/span.h"

/* It ends the day before `on`, unless it does so already. */
static void ends_before(struct contact_ending *ends, const struct contact_now *contact,
                        struct day on, enum contact_end why)
{
    if (ends->row == 0 || on.n - 1 < ends->on.n)
        *ends = (struct contact_ending){contact->row, {on.n - 1}, why};
}

/* By which of the listings of one day the person is listed. */
static bool is_last_of_day(const struct contact_plan *plan, size_t i)
{
    return i + 1 == plan->listings || plan->listed[i + 1].from.n != plan->listed[i].from.n;
}

/* The listing that holds on the day; NULL: none. */
static const struct contact_listed *held_on(const struct contact_plan *plan, struct day on)
{
    const struct contact_listed *held = NULL;
    for (size_t i = 0; i < plan->listings && plan->listed[i].from.n <= on.n; i++)
        held = &plan->listed[i];
    return held && span_covers(held->from, held->to, on) ? held : NULL;
}

/* Who comes back to the unit on the day: since when they have been listed elsewhere; DAY_NONE: they
 * were there, or nowhere, on the day before. */
static struct day away_since(const struct contact_plan *plan, const struct hsaid *unit,
                             struct day day)
{
    struct day since = DAY_NONE, before = {day.n - 1};
    for (size_t i = 0; i < plan->listings && plan->listed[i].from.n < day.n; i++) {
        const struct contact_listed *l = &plan->listed[i];
        if (hsaid_eq(&l->unit, unit))
            since = is_last_of_day(plan, i) ? DAY_NONE : since;
        else if (day_is_none(since) && is_last_of_day(plan, i))
            since = l->from;
    }
    return held_on(plan, before) ? since : DAY_NONE;
}

/* Who is listed elsewhere on the first day that is asked of is so from before it. Whom a listing
 * elsewhere had ended does not come back with the person. */
static void at_change(struct contact_ending *ends, const struct contact_now *contact,
                      const struct contact_plan *plan, struct day first)
{
    const struct contact_listed *held = held_on(plan, first);
    struct day away = away_since(plan, &contact->unit, first);
    bool is_here = held && hsaid_eq(&held->unit, &contact->unit);
    if (held && !is_here)
        ends_before(ends, contact, first, END_CHANGED_UNIT);
    if (is_here && !day_is_none(away) && contact->from.n < away.n)
        ends_before(ends, contact, away, END_CHANGED_UNIT);
    for (size_t i = 0; i < plan->listings; i++) {
        const struct contact_listed *l = &plan->listed[i];
        if (is_last_of_day(plan, i) && l->from.n > first.n && !hsaid_eq(&l->unit, &contact->unit))
            ends_before(ends, contact, l->from, END_CHANGED_UNIT);
    }
}

struct contact_ending contact_end_next(const struct contact_now *contact,
                                       const struct contact_plan *plan, struct day from)
{
    struct contact_ending ends = {.row = 0};
    const struct contact_now *coming = plan->coming;
    struct day first = day_later(contact->from, from);
    if (contact->kind != KIND_DOCTOR)
        return ends;
    at_change(&ends, contact, plan, first);
    if (!day_is_none(plan->opted_out))
        ends_before(&ends, contact, plan->opted_out, END_OPTED_OUT);
    for (size_t i = 0; i < plan->doctors; i++) {
        const struct contact_now *next = &plan->doctor[i];
        if (next->from.n > contact->from.n && next->from.n >= from.n)
            ends_before(&ends, contact, next->from, END_REPLACED);
    }
    bool is_coming = coming && contact->from.n <= coming->from.n &&
                     hsaid_eq(&coming->staff, &contact->staff) &&
                     hsaid_eq(&coming->unit, &contact->unit);
    if (coming && !is_coming)
        ends_before(&ends, contact, coming->from, END_REPLACED);
    return ends;
}
