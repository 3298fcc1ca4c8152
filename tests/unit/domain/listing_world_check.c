#include "listing_world.h"

#include <string.h>

enum { ALL_FREE = (1U << FREE_COUNT) - 1, ALL_EXEMPT = (1U << EXEMPT_COUNT) - 1 };
enum { BACK = 40, AHEAD = 130, FAR = 200 }; /* days looked at, from today */

/* ---- the rules again, as plainly as can be ---- */

static bool is_same_or_after(struct civil a, struct civil b)
{
    if (a.year != b.year)
        return a.year > b.year;
    return a.month != b.month ? a.month > b.month : a.day >= b.day;
}

/* Does a change of one day still count on the other? */
static bool still_counts(const struct rules *rules, struct day made, struct day on)
{
    struct civil m = day_civil(made), o = day_civil(on);
    if (rules->changes.window == WINDOW_CALENDAR_YEAR)
        return m.year == o.year;
    m.year++;
    if (m.month == 2 && m.day == 29)
        m.day = 28;
    return !is_same_or_after(o, m);
}

static bool free_by(const struct rules *rules, enum free_change reason)
{
    return rules->changes.free >> reason & 1;
}

static bool is_counted(const struct rules *rules, const struct listing_past *past, size_t i)
{
    if (i == 0 || past[i - 1].unit == past[i].unit || day_is_none(past[i - 1].to) ||
        past[i - 1].to.n + 1 != past[i].from.n)
        return false;
    if (past[i].unit == UNIT_ELSEWHERE)
        return past[i].basis != BASIS_SPECIAL_REASON || !free_by(rules, FREE_SPECIAL_REASON);
    if (past[i - 1].unit == UNIT_ELSEWHERE && free_by(rules, FREE_RETURN))
        return false;
    enum basis basis = past[i].basis;
    return !(basis == BASIS_AREA && free_by(rules, FREE_AREA)) &&
           !(basis == BASIS_NEWBORN && free_by(rules, FREE_NEWBORN)) &&
           !(basis == BASIS_ADMINISTRATIVE && free_by(rules, FREE_FORCED)) &&
           !(basis == BASIS_SPECIAL_REASON && free_by(rules, FREE_SPECIAL_REASON));
}

static bool is_exempt(const struct world *w, unsigned person, const struct listing_decision *d,
                      enum listing_by by)
{
    const struct resident *p = &w->person[person];
    unsigned bits = w->true_rules.cap.exempt;
    struct day on = d->listing.from;
    bool was_listed = false;
    for (int32_t day = 0; day < on.n - w->start.n; day++)
        was_listed |= w->model[person][day] != UNIT_NONE;
    bool is_infant = on.n < day_add_months(p->birth, 12).n && !was_listed;
    bool with_guardian = false;
    for (unsigned i = 0; i < p->guardians; i++)
        with_guardian |= world_model(w, p->guardian[i], w->today) == d->listing.unit;
    bool is_child = age_on(p->birth, on) < (int32_t)w->true_rules.guardian.own_choice_age;
    return (bits >> EXEMPT_NEWBORN & 1 && (by == BY_BIRTH || is_infant)) ||
           (bits >> EXEMPT_SAEBO & 1 && p->in_saebo) ||
           (bits >> EXEMPT_CHILD_OF_LISTED & 1 && is_child && with_guardian);
}

/* ---- of one act ---- */

/* On the days of this listing: one that was planned for later, and stands, was looked at when it
 * was decided, and somebody who is exempt may have come there since. */
void world_cap_check(struct world *w, unsigned person, const struct listing_decision *d,
                     enum listing_by by)
{
    int64_t unit = d->listing.unit;
    if (unit == UNIT_ELSEWHERE || w->unit[unit].cap < 0 || is_exempt(w, person, d, by))
        return;
    for (struct day on = d->listing.from; on.n <= w->today.n + FAR; on.n++) {
        int64_t listed = 0;
        if (on.n > d->listing.from.n && w->begins[person][on.n - w->start.n])
            return;
        for (unsigned i = 0; i < PERSONS; i++)
            listed += world_model(w, i, on) == unit;
        if (world_model(w, person, on) == unit && listed > w->unit[unit].cap) {
            world_fault(w, "over the cap without an exemption", person);
            return;
        }
    }
}

/* Queues left on other days than changes were made on, and the one of the day is made on. */
static unsigned lefts_used(const struct world *w, unsigned person, const struct listing_past *past,
                           size_t count, struct day on)
{
    unsigned used = 0;
    for (unsigned k = 0; k < w->lefts[person]; k++) {
        const struct place_left *left = &w->left[person][k];
        bool is_one = free_by(&w->true_rules, FREE_QUEUE_LEAVE) || left->since.n == left->on.n ||
                      left->on.n == on.n || (k > 0 && left[-1].on.n == left->on.n);
        for (size_t i = 0; i < count; i++)
            is_one |= past[i].from.n == left->on.n && is_counted(&w->true_rules, past, i);
        struct day first = left->on.n < on.n ? left->on : on;
        used += !is_one && still_counts(&w->true_rules, first, left->on.n < on.n ? on : left->on);
    }
    return used;
}

/* Those of other counties have no limit here for listing there. */
static void check_quota(struct world *w, unsigned person, const struct listing_decision *d)
{
    bool is_limited = d->listing.unit != UNIT_ELSEWHERE || w->person[person].from_here;
    struct listing_past *past;
    size_t count = world_past(w, person, w->position, &past);
    unsigned used = 0;
    bool counts = false;
    for (size_t i = 0; i < count && past[i].from.n <= d->listing.from.n; i++) {
        counts = is_counted(&w->true_rules, past, i);
        used += counts && still_counts(&w->true_rules, past[i].from, d->listing.from);
    }
    used += lefts_used(w, person, past, count, d->listing.from);
    if (is_limited && counts && used > w->true_rules.changes.max)
        world_fault(w, "one change too many", person);
    if (counts != d->is_counted)
        world_fault(w, "a change is counted that does not count, or the other way round", person);
}

/* Was the person to come there on that day as their unit closes? Its day need be no first of a
 * month. */
static bool is_of_closing(const struct world *w, unsigned person, const struct listing_past *l)
{
    for (unsigned i = 0; i < w->rows; i++) {
        const struct listing_past *of = &w->row[i].listing;
        if (w->row[i].person == person && of->basis == BASIS_ADMINISTRATIVE &&
            of->unit == l->unit && of->from.n == l->from.n)
            return true;
    }
    return false;
}

void world_act_check(struct world *w, unsigned person, const struct listing_ask *ask,
                     const struct listing_decision *d)
{
    if (!w->swaps)
        world_cap_check(w, person, d, ask->by);
    if (ask->by <= BY_OTHER_REGION)
        check_quota(w, person, d);
    if (ask->is_undecided)
        world_fault(w, "listed for special reasons that nobody has approved", person);
    if (ask->by == BY_CHOICE && (d->listing.basis == BASIS_SPECIAL_REASON) != ask->is_special)
        world_fault(w, "the basis is not what was asked for", person);
    for (unsigned i = 0; i < w->places && ask->by <= BY_OTHER_REGION; i++)
        if (w->place[i].person == (int64_t)person && d->places != PLACES_KEPT)
            world_fault(w, "listed, and still in a queue", person);
    if (ask->by <= BY_QUEUE && d->listing.from.n < w->today.n && ask->is_electronic)
        world_fault(w, "listed from a past day in the e-service", person);
    if (w->true_rules.effective == EFFECTIVE_NEXT_MONTH && ask->by <= BY_QUEUE &&
        day_civil(d->listing.from).day != 1 && ask->by == BY_CHOICE &&
        !is_of_closing(w, person, &d->listing))
        world_fault(w, "not from the first of a month", person);
}

/* ---- of the whole county ---- */

/* What the rows say is what the model says, on every day; on no day two, in order. */
static void check_person(struct world *w, unsigned person)
{
    struct listing_past *past;
    size_t count = world_past(w, person, w->position, &past), at = 0;
    for (size_t i = 0; i < count; i++)
        if ((i + 1 < count && (day_is_none(past[i].to) || past[i].to.n >= past[i + 1].from.n)) ||
            (!day_is_none(past[i].to) && past[i].to.n < past[i].from.n))
            world_fault(w, "listings overlap", person);
    for (struct day on = {w->today.n - BACK}; on.n <= w->today.n + AHEAD; on.n++) {
        while (at < count && !day_is_none(past[at].to) && past[at].to.n < on.n)
            at++;
        int64_t unit = at < count && past[at].from.n <= on.n ? past[at].unit : UNIT_NONE;
        if (unit != world_model(w, person, on)) {
            world_fault(w, "the rows say another unit than the calendar", person);
            return;
        }
    }
}

static void check_queues(struct world *w)
{
    struct day far = {w->today.n + FAR};
    for (unsigned i = 0; i < w->places; i++) {
        const struct queue_place *place = &w->place[i];
        unsigned person = (unsigned)place->person, own = 0;
        for (unsigned k = 0; k < w->places; k++)
            own += w->place[k].person == place->person;
        if (own > w->true_rules.queue.max)
            world_fault(w, "in more queues than the region allows", person);
        if (!day_is_none(w->person[person].gone) || !day_is_none(w->unit[place->unit].closes))
            world_fault(w, "who is gone waits, or for a unit that closes", person);
        if (i > 0 && w->place[i - 1].joined >= place->joined)
            world_fault(w, "the order of the queue has changed", person);
        int64_t listed = 0;
        for (unsigned k = 0; k < PERSONS; k++)
            listed += k != person && world_model(w, k, far) == place->unit;
        if (w->unit[place->unit].cap < 0 || listed < w->unit[place->unit].cap)
            world_fault(w, "there is room, and somebody waits", person);
    }
}

static void check_closed(struct world *w)
{
    for (int64_t unit = 1; unit <= UNITS; unit++)
        for (unsigned i = 0; i < PERSONS && !day_is_none(w->unit[unit].closes); i++)
            for (struct day on = {w->unit[unit].closes.n + 1}; on.n <= w->today.n + AHEAD; on.n++)
                if (world_model(w, i, on) == unit) {
                    world_fault(w, "listed at a unit that has closed", i);
                    return;
                }
}

static void check_branch(struct world *w)
{
    for (unsigned i = 0; i < PERSONS && w->unit[UNITS].is_branch; i++)
        for (struct day on = w->start; on.n <= w->today.n + AHEAD; on.n++)
            if (world_model(w, i, on) == UNITS) {
                world_fault(w, "listed at a branch", i);
                return;
            }
}

void world_check(struct world *w)
{
    for (unsigned person = 0; person < PERSONS; person++)
        check_person(w, person);
    check_queues(w);
    check_closed(w);
    check_branch(w);
    static const int32_t days[] = {-2, 72};
    for (unsigned i = 0; i < 2 * PERSONS && w->notes < NOTES; i++) {
        struct day on = {w->today.n + days[i % 2]};
        w->note[w->notes++] = (struct note){w->position, on, i / 2, world_model(w, i / 2, on)};
    }
}

/* What was known after each step is still known at the end. */
void world_end(struct world *w)
{
    for (unsigned i = 0; i < w->notes && !w->fault[0]; i++) {
        const struct note *note = &w->note[i];
        struct listing_past *past;
        size_t count = world_past(w, note->person, note->position, &past);
        int64_t unit = UNIT_NONE;
        for (size_t k = 0; k < count; k++)
            if (past[k].from.n <= note->on.n &&
                (day_is_none(past[k].to) || note->on.n <= past[k].to.n))
                unit = past[k].unit;
        if (unit != note->unit)
            world_fault(w, "what was known then is not what is said now to have been",
                        note->person);
    }
    arena_reset(w->arena);
}

/* ---- the beginning ---- */

static void plant(struct world *w)
{
    struct rules *r = &w->rules;
    r->changes.max += w->wrong == WRONG_QUOTA;
    if (w->wrong == WRONG_WINDOW)
        r->changes.window = r->changes.window == WINDOW_CALENDAR_YEAR ? WINDOW_ROLLING_12_MONTHS
                                                                      : WINDOW_CALENDAR_YEAR;
    r->queue.max += w->wrong == WRONG_TWO_QUEUES;
    if (w->wrong == WRONG_ONE_CONSENT)
        r->guardian.both = false;
    if (w->wrong == WRONG_AGE)
        r->guardian.own_choice_age -= 2;
    if (w->wrong == WRONG_LEAVING)
        r->changes.free |= 1U << FREE_QUEUE_LEAVE;
    if (w->wrong == WRONG_EXEMPT)
        r->cap.exempt = ALL_EXEMPT;
}

/* Drawn one after the other, for the order within an initializer is the compiler's. */
static struct rules random_rules(struct random *r, uint64_t seed)
{
    bool plain = random_below(r, 3) > 0; /* as most regions have it */
    struct rules rules = {
        .queue = {.max = plain ? 1 : 2, .auto_swap = seed % 2},
        .guardian = {.own_choice_age = plain ? 18 : 16, .lapse_days = plain ? 30 : 10},
        .passive = {.moved_in = PASSIVE_AREA, .newborn = {PASSIVE_MOTHER, PASSIVE_AREA}}};
    rules.effective = random_below(r, 4) == 0 ? EFFECTIVE_NEXT_MONTH : EFFECTIVE_AT_ONCE;
    rules.changes.max = 1 + random_below(r, 2);
    rules.changes.window =
        random_below(r, 4) == 0 ? WINDOW_CALENDAR_YEAR : WINDOW_ROLLING_12_MONTHS;
    rules.changes.free = plain ? ALL_FREE : random_below(r, ALL_FREE + 1);
    rules.cap.exempt = plain ? ALL_EXEMPT : random_below(r, ALL_EXEMPT + 1);
    rules.guardian.both = random_below(r, 4) > 0;
    return rules;
}

void world_start(struct world *w, uint64_t seed, enum wrong wrong, struct arena *a)
{
    struct random r = {seed};
    memset(w, 0, sizeof *w);
    w->arena = a;
    w->wrong = wrong;
    w->true_rules = w->rules = random_rules(&r, seed);
    plant(w);
    bool is_known = day_from_civil(2023, 3, 20, &w->today);
    w->today.n += is_known ? (int32_t)random_below(&r, 300) : 0;
    w->start = (struct day){w->today.n - 150};
    for (int64_t u = 1; u <= UNITS; u++) {
        w->unit[u] = (struct listing_unit){.unit = u, .opens = DAY_NONE, .closes = DAY_NONE};
        w->unit[u].cap = u == 1 ? -1 : (int64_t)random_below(&r, 4);
        w->unit[u].has_queue = random_below(&r, 4) > 0;
    }
    w->unit[UNITS].is_branch = seed % 8 == 0;
    static const int32_t age[PERSONS] = {40, 41, 35, 33, 82, 25, 12, 15, -1};
    static const unsigned parent[PERSONS] = {[6] = 0, [7] = 2};
    for (unsigned i = 0; i < PERSONS; i++) {
        struct resident *p = &w->person[i];
        *p = (struct resident){.exists = age[i] >= 0, .from_here = true, .gone = DAY_NONE};
        p->birth = (struct day){w->today.n - 365 * age[i] - (int32_t)random_below(&r, 300)};
        if (age[i] > 0 && age[i] < 16) {
            p->guardians = 2;
            p->guardian[0] = parent[i];
            p->guardian[1] = parent[i] + 1;
        }
    }
    for (unsigned i = 0; i < PERSONS; i++)
        world_step(w, (struct step){STEP_MOVE_IN, (uint8_t)i, (uint8_t)(1 + i % UNITS), 5});
}
