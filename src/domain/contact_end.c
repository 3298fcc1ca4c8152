#include "domain/contact_end.h"

#include "domain/span.h"

/* It ends the day before `on`, unless it does so already. */
static void ends_before(struct contact_ending *ends, const struct contact_now *contact,
                        struct day on, enum contact_end why)
{
    if (ends->row == 0 || on.n - 1 < ends->on.n)
        *ends = (struct contact_ending){contact->row, {on.n - 1}, why};
}

/* The listing that holds on the day; NULL: none. */
static const struct contact_listed *held_on(const struct contact_plan *plan, struct day on)
{
    const struct contact_listed *held = NULL;
    for (size_t i = 0; i < plan->listings && plan->listed[i].from.n <= on.n; i++)
        held = &plan->listed[i];
    return held && span_covers(held->from, held->to, on) ? held : NULL;
}

/* Who is listed elsewhere on the first day that is asked of is so from before it. Whom the listing
 * on the day before ended does not come back with the person. */
static void at_change(struct contact_ending *ends, const struct contact_now *contact,
                      const struct contact_plan *plan, struct day first)
{
    const struct contact_listed *held = held_on(plan, first),
                                *before = held_on(plan, (struct day){first.n - 1});
    if (held && !hsaid_eq(&held->unit, &contact->unit))
        ends_before(ends, contact, first, END_CHANGED_UNIT);
    if (before && contact->from.n < before->from.n && !hsaid_eq(&before->unit, &contact->unit))
        ends_before(ends, contact, before->from, END_CHANGED_UNIT);
    for (size_t i = 0; i < plan->listings; i++) {
        const struct contact_listed *l = &plan->listed[i];
        bool holds = i + 1 == plan->listings || plan->listed[i + 1].from.n != l->from.n;
        if (holds && l->from.n > first.n && !hsaid_eq(&l->unit, &contact->unit))
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
