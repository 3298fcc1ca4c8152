#include "domain/passive.h"

#include "domain/span.h"

/* In the region's order; after them all, what is only near. */
static unsigned rank(const struct rules *rules, const struct passive_ask *ask,
                     enum passive_listing by)
{
    if (by == PASSIVE_NONE)
        return 2;
    if (!ask->is_newborn)
        return by == rules->passive.moved_in ? 0 : 3;
    for (unsigned i = 0; i < 2; i++)
        if (rules->passive.newborn[i] == by)
            return i;
    return 3; /* not a ground of this region */
}

static bool is_listed(const struct listing_person *p, struct day on)
{
    for (size_t i = 0; i < p->past_count; i++)
        if (p->past[i].from.n >= on.n || span_covers(p->past[i].from, p->past[i].to, on))
            return true;
    return false;
}

/* The first possible day: registered, and after a listing that has ended since. */
static struct day first_day(const struct listing_person *p, const struct passive_ask *ask)
{
    struct day from = ask->registered_from;
    for (size_t i = 0; i < p->past_count; i++)
        if (!day_is_none(p->past[i].to) && p->past[i].to.n >= from.n &&
            p->past[i].to.n < ask->today.n)
            from = (struct day){p->past[i].to.n + 1};
    return from;
}

struct day passive_from(struct day registered_from, struct day today)
{
    enum { YEAR = 366 };
    bool is_late = day_is_none(registered_from) || registered_from.n < today.n - YEAR;
    return is_late ? today : registered_from;
}

bool passive_is_newborn(struct day birth, struct day registered_from, struct day today)
{
    return !day_is_none(birth) && birth.n <= today.n && age_on(birth, today) < 1 &&
           (day_is_none(registered_from) || registered_from.n <= birth.n);
}

void passive_decide(const struct rules *rules, const struct listing_person *person,
                    const struct passive_ask *ask, struct passive_decision *out)
{
    struct listing_ask asked = {.by = ask->is_newborn ? BY_BIRTH : BY_AREA,
                                .hides_protected = ask->hides_protected,
                                .from = first_day(person, ask),
                                .today = ask->today};
    *out = (struct passive_decision){.verdict = PASSIVE_NOWHERE};
    if (person->is_dead || (!day_is_none(person->gone) && person->gone.n < asked.from.n))
        out->verdict = PASSIVE_DEAD;
    else if (is_listed(person, asked.from))
        out->verdict = PASSIVE_STANDS;
    else if (!person->from_here)
        out->verdict = PASSIVE_NOT_HERE;
    else if (ask->is_newborn ? rules->passive.newborn[0] == PASSIVE_NONE
                             : rules->passive.moved_in == PASSIVE_NONE)
        out->verdict = PASSIVE_NOT_SO;
    for (unsigned r = 0; out->verdict == PASSIVE_NOWHERE && r < 3; r++)
        for (size_t i = 0; i < ask->units && out->verdict == PASSIVE_NOWHERE; i++) {
            if (rank(rules, ask, ask->unit[i].by) != r)
                continue;
            listing_decide(rules, person, ask->unit[i].unit, &asked, &out->listing);
            if (out->listing.verdict == LISTING_DONE) {
                out->verdict = PASSIVE_LISTED;
                out->chosen = i;
            }
        }
}

bool passive_follows_area(const struct rules *rules, enum basis basis)
{
    return rules->passive.new_unit == NEW_UNIT_AREA && basis == BASIS_AREA;
}

bool passive_moves(const struct rules *rules, enum basis basis)
{
    return rules->passive.moved_in == PASSIVE_AREA && basis == BASIS_AREA;
}

bool passive_gives_way(enum basis planned)
{
    return planned == BASIS_AREA || planned == BASIS_ADMINISTRATIVE;
}

struct leaving_decision passive_leaving(enum leaving how)
{
    bool ends = how != LEAVING_COUNTY;
    return (struct leaving_decision){ends, ends, ends};
}

struct day passive_coming_back(struct day emigrated_on, struct day registered_from)
{
    return registered_from.n <= emigrated_on.n + 1 ? DAY_NONE : emigrated_on;
}
