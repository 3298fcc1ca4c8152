#include "listing_world.h"

#include "domain/listing.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void world_fault(struct world *w, const char *what, unsigned who)
{
    if (w->fault[0])
        return;
    char day[DAY_TEXT];
    snprintf(w->fault, sizeof w->fault, "%s (%u, on %.*s)", what, who,
             STR_FMT(day_format(w->today, day)));
}

static bool is_known(int64_t recorded, int64_t superseded, int64_t position)
{
    return recorded <= position && (superseded == 0 || superseded > position);
}

size_t world_past(struct world *w, unsigned person, int64_t position, struct listing_past **out)
{
    struct listing_stated stated[ROWS];
    const struct listing_past *from[ROWS];
    size_t count = 0;
    struct day gone = DAY_NONE;
    for (unsigned i = 0; i < w->rows; i++)
        if (w->row[i].person == person &&
            is_known(w->row[i].recorded, w->row[i].superseded, position)) {
            from[count] = &w->row[i].listing;
            stated[count++] = (struct listing_stated){
                .from = w->row[i].listing.from, .to = w->row[i].listing.to, .recorded = (int64_t)i};
        }
    for (unsigned i = 0; i < w->gones; i++)
        if (w->gone[i].person == person &&
            is_known(w->gone[i].recorded, w->gone[i].superseded, position))
            gone = w->gone[i].on;
    struct listing_effect *effect;
    size_t found = listing_effects(w->arena, stated, count, gone, &effect);
    *out = ARENA_NEW(w->arena, struct listing_past, found);
    for (size_t i = 0; i < found; i++) {
        (*out)[i] = *from[effect[i].stated];
        (*out)[i].from = effect[i].from;
        (*out)[i].to = effect[i].to;
    }
    return found;
}

static int64_t unit_on(const struct listing_past *past, size_t count, struct day on)
{
    for (size_t i = 0; i < count; i++)
        if (past[i].from.n <= on.n && (day_is_none(past[i].to) || on.n <= past[i].to.n))
            return past[i].unit;
    return UNIT_NONE;
}

struct listing_person world_facts(struct world *w, unsigned person)
{
    const struct resident *p = &w->person[person];
    struct listing_past *past;
    struct listing_person facts = {.birth = p->birth,
                                   .gone = p->gone,
                                   .is_dead = p->is_dead,
                                   .from_here = p->from_here,
                                   .in_saebo = p->in_saebo,
                                   .protection = p->protection,
                                   .guardians = p->guardians,
                                   .consent = p->consent};
    facts.past_count = world_past(w, person, w->position, &past);
    facts.past = past;
    for (unsigned i = 0; i < p->guardians; i++) {
        size_t count = world_past(w, p->guardian[i], w->position, &past);
        facts.guardian[i] =
            (struct listing_guardian){.unit = unit_on(past, count, w->today),
                                      .protection = w->person[p->guardian[i]].protection};
    }
    struct queue_place *own = ARENA_NEW(w->arena, struct queue_place, w->places);
    for (unsigned i = 0; i < w->places; i++)
        if (w->place[i].person == (int64_t)person)
            own[facts.places++] = w->place[i];
    facts.place = own;
    facts.left = w->left[person];
    facts.lefts = w->lefts[person];
    return facts;
}

static void add_step(struct room_step *steps, size_t *count, struct day on, int64_t by)
{
    size_t at = (*count)++;
    for (; at > 0 && steps[at - 1].on.n > on.n; at--)
        steps[at] = steps[at - 1];
    steps[at] = (struct room_step){on, by};
}

struct listing_unit world_unit(struct world *w, int64_t unit, const unsigned without[2],
                               struct day from)
{
    struct listing_unit u = w->unit[unit];
    struct room_step *steps = ARENA_NEW(w->arena, struct room_step, 2 * (size_t)w->rows + 1);
    size_t count = 0;
    int64_t listed = 0;
    for (unsigned other = 0; other < PERSONS; other++) {
        struct listing_past *past;
        bool is_without = other == without[0] || other == without[1];
        size_t n = is_without ? 0 : world_past(w, other, w->position, &past);
        for (size_t i = 0; i < n; i++) {
            if (past[i].unit != unit || (!day_is_none(past[i].to) && past[i].to.n < from.n))
                continue;
            if (past[i].from.n <= from.n)
                listed++;
            else
                add_step(steps, &count, past[i].from, 1);
            if (!day_is_none(past[i].to))
                add_step(steps, &count, (struct day){past[i].to.n + 1}, -1);
        }
    }
    u.room_from = queue_room_from(u.cap, listed, from, steps, count);
    if (w->wrong == WRONG_CAP)
        u.room_from = from;
    for (unsigned i = 0; i < w->places; i++)
        u.waiting += w->place[i].unit == unit;
    return u;
}

void world_supersede(struct world *w, unsigned row)
{
    w->row[row].superseded = w->position;
    if (w->wrong == WRONG_REWRITTEN)
        w->row[row].recorded = INT64_MAX;
}

void world_state(struct world *w, unsigned person, const struct listing_past *listing)
{
    assert(w->rows < ROWS);
    w->row[w->rows++] =
        (struct row){.person = person, .listing = *listing, .recorded = w->position};
}

void world_drop_places(struct world *w, unsigned person, int64_t unit)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < w->places; i++)
        if (w->place[i].person != (int64_t)person || (unit != 0 && w->place[i].unit != unit))
            w->place[kept++] = w->place[i];
    w->places = kept;
}

static size_t index_of(const struct world *w, struct day on)
{
    assert(on.n >= w->start.n && on.n < w->start.n + DAYS);
    return (size_t)(on.n - w->start.n);
}

int64_t world_model(const struct world *w, unsigned person, struct day on)
{
    const struct resident *p = &w->person[person];
    if (!day_is_none(p->gone) && on.n > p->gone.n)
        return UNIT_NONE;
    return w->model[person][index_of(w, on)];
}

/* The plain model of a listing: every day from its first, until what was planned if that stands. */
static void model_listing(struct world *w, unsigned person, const struct listing_decision *d)
{
    size_t from = index_of(w, d->listing.from);
    for (size_t day = from; day < DAYS; day++) {
        if (day > from && w->begins[person][day] && !d->withdraws)
            break;
        w->model[person][day] = (int8_t)d->listing.unit;
        w->begins[person][day] = day == from;
    }
}

static void list(struct world *w, unsigned person, const struct listing_decision *d)
{
    for (unsigned i = 0; i < w->rows; i++) {
        struct row *row = &w->row[i];
        bool goes = row->listing.from.n == d->listing.from.n ||
                    (row->listing.from.n > d->listing.from.n && d->withdraws &&
                     w->wrong != WRONG_PLAN_STANDS);
        if (row->person == person && row->superseded == 0 && goes)
            world_supersede(w, i);
    }
    world_state(w, person, &d->listing);
    model_listing(w, person, d);
    if (d->places == PLACES_LOST && w->wrong != WRONG_KEPT_PLACE)
        world_drop_places(w, person, 0);
    else if (d->places != PLACES_KEPT)
        world_drop_places(w, person, d->listing.unit);
}

void world_carry_out(struct world *w, unsigned person, const struct listing_ask *ask,
                     const struct listing_decision *d)
{
    struct resident *p = &w->person[person];
    if (d->ends_consent)
        p->consent = (struct listing_consent){.unit = UNIT_NONE};
    w->met[d->verdict]++;
    if (d->verdict == LISTING_DONE) {
        list(w, person, d);
        world_act_check(w, person, ask, d);
    } else if (d->verdict == LISTING_WAITS) {
        p->consent = d->consent;
        p->consent.until.n += w->wrong == WRONG_NO_LAPSE ? 10000 : 0;
    }
}

/* Lists the first who waits for the unit, if there is room. */
static bool serve_one(struct world *w, int64_t unit)
{
    const struct queue_place *next = queue_first(w->place, w->places, unit);
    for (unsigned i = 0; next && w->wrong == WRONG_ORDER && i < w->places; i++)
        if (w->place[i].unit == unit)
            next = &w->place[i];
    if (!next)
        return false;
    unsigned person = (unsigned)next->person;
    for (unsigned i = 0; i < w->places; i++)
        if (w->place[i].unit == unit && w->place[i].joined < next->joined)
            world_fault(w, "somebody was overtaken in the queue", person);
    struct listing_person facts = world_facts(w, person);
    struct listing_unit u = world_unit(w, unit, (const unsigned[]){person, person}, w->today);
    if (u.cap >= 0 && day_is_none(u.room_from))
        return false;
    struct listing_ask ask = {.by = BY_QUEUE,
                              .is_special = next->is_special,
                              .is_electronic = next->is_electronic,
                              .from = DAY_NONE,
                              .today = w->today};
    struct listing_decision d;
    listing_decide(&w->rules, &facts, &u, &ask, &d);
    if (d.verdict == LISTING_QUOTA && w->wrong == WRONG_NOTHING &&
        w->rules.changes.free == (1U << FREE_COUNT) - 1)
        world_fault(w, "the quota refuses who was let into the queue", person);
    w->served += d.verdict == LISTING_DONE;
    world_carry_out(w, person, &ask, &d);
    world_drop_places(w, person, unit);
    return true;
}

/* Whoever waits is listed as far as there is room, after every step, in the same transaction; who
 * is listed leaves room behind, perhaps where somebody else waits. */
void world_serve(struct world *w)
{
    for (bool again = true; again;) {
        again = false;
        for (int64_t unit = 1; unit <= UNITS; unit++)
            again |= serve_one(w, unit);
    }
}
