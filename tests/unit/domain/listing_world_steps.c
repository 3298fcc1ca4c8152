#include "listing_world.h"

#include <assert.h>
#include <string.h>

const char *const STEP_WORD[STEP_KINDS] = {
    "choose", "wait",  "move_in", "birth",   "leave", "away",    "cap",
    "queue",  "close", "open",    "unqueue", "saebo", "protect",
};

enum { FIRST_CHILD = 6, UNBORN = 8, LAST_WAIT = 2700 };

struct step world_random_step(struct random *r)
{
    static const uint8_t likely[] = {STEP_CHOOSE, STEP_CHOOSE, STEP_CHOOSE, STEP_CHOOSE,
                                     STEP_CHOOSE, STEP_CHOOSE, STEP_WAIT,   STEP_WAIT,
                                     STEP_WAIT,   STEP_WAIT};
    uint32_t which = random_below(r, 2 * ARRAY_LEN(likely));
    struct step s = {.kind = which < ARRAY_LEN(likely) ? likely[which]
                                                       : (uint8_t)random_below(r, STEP_KINDS)};
    s.c = (uint8_t)random_below(r, 128);
    bool of_unit = s.kind >= STEP_CAP && s.kind <= STEP_OPEN;
    s.a = (uint8_t)(of_unit ? 1 + random_below(r, UNITS) : random_below(r, PERSONS));
    s.b = (uint8_t)random_below(r, 6);
    if (s.kind == STEP_CHOOSE || s.kind == STEP_MOVE_IN)
        s.b = (uint8_t)(1 + random_below(r, UNITS));
    if (s.kind == STEP_WAIT)
        s.a = (uint8_t)(1 + random_below(r, 45));
    if (s.kind == STEP_BIRTH)
        s.a = UNBORN;
    if (s.kind == STEP_LEAVE)
        s.b = (uint8_t)random_below(r, 3);
    return s;
}

static unsigned signatures(unsigned flags)
{
    static const unsigned by[] = {SIGNED_PERSON, SIGNED_GUARDIAN1, SIGNED_GUARDIAN2,
                                  SIGNED_PERSON | SIGNED_GUARDIAN1 | SIGNED_GUARDIAN2};
    return by[flags / CHOOSE_SIGNER % 4];
}

/* What the test remembers of who signed, for the check that two guardians did, lately enough. */
static void remember(struct world *w, unsigned person, const struct listing_ask *ask, int64_t unit,
                     const struct listing_decision *d)
{
    struct resident *p = &w->person[person];
    if (d->verdict == LISTING_WAITS && p->consent.unit != unit)
        memset(p->signed_on, 0, sizeof p->signed_on);
    if (d->verdict != LISTING_DONE && d->verdict != LISTING_QUEUED && d->verdict != LISTING_WAITS)
        return;
    for (unsigned i = 0; i < GUARDIANS; i++)
        if (ask->signed_by & ((unsigned)SIGNED_GUARDIAN1 << i))
            p->signed_on[i][unit] = w->today;
    struct day own = listing_own_choice(&w->true_rules, p->birth);
    if (d->verdict == LISTING_WAITS || w->today.n >= own.n)
        return;
    unsigned signers = 0;
    for (unsigned i = 0; i < p->guardians; i++)
        signers +=
            w->today.n - p->signed_on[i][unit].n <= (int32_t)w->true_rules.guardian.lapse_days;
    if (signers < (w->true_rules.guardian.both && p->guardians == GUARDIANS ? 2 : 1))
        world_fault(w, "a child is listed without those who must consent", person);
    memset(p->signed_on, 0, sizeof p->signed_on);
}

static void decide_swap(struct world *w, const struct queue_place *place, const unsigned both[2],
                        struct listing_ask *ask, struct listing_decision *d)
{
    struct listing_person facts = world_facts(w, (unsigned)place->person);
    struct listing_unit unit = world_unit(w, place->unit, both, w->today);
    *ask = (struct listing_ask){.by = BY_QUEUE,
                                .is_special = place->is_special,
                                .is_electronic = place->is_electronic,
                                .from = DAY_NONE,
                                .today = w->today};
    listing_decide(&w->rules, &facts, &unit, ask, d);
}

/* Who has just joined a queue changes places with somebody who waits for where they are. */
static void try_swap(struct world *w, unsigned person)
{
    struct queue_place mine = w->place[w->places - 1];
    int64_t listed[PLACES], at = world_model(w, person, w->today);
    for (unsigned i = 0; i < w->places; i++)
        listed[i] = world_model(w, (unsigned)w->place[i].person, w->today);
    const struct queue_place *found = queue_swap(&w->rules, w->place, listed, w->places, at, &mine);
    if (!found)
        return;
    struct queue_place theirs = *found;
    const unsigned both[] = {person, (unsigned)theirs.person};
    struct listing_ask ask[2];
    struct listing_decision d[2];
    decide_swap(w, &mine, both, &ask[0], &d[0]);
    decide_swap(w, &theirs, both, &ask[1], &d[1]);
    if (d[0].verdict != LISTING_DONE || d[1].verdict != LISTING_DONE ||
        d[0].listing.from.n != d[1].listing.from.n)
        return;
    w->swapped++;
    w->swaps = w->wrong != WRONG_SWAP;
    world_carry_out(w, both[0], &ask[0], &d[0]);
    w->swaps = false;
    if (w->wrong != WRONG_SWAP)
        world_carry_out(w, both[1], &ask[1], &d[1]);
    world_cap_check(w, both[0], &d[0], BY_QUEUE);
}

static void step_choose(struct world *w, struct step s)
{
    static const int32_t days[] = {0, 20, 70, -5};
    unsigned day = s.c / CHOOSE_DAY % 4;
    struct listing_ask ask = {.by = BY_CHOICE,
                              .signed_by = signatures(s.c),
                              .is_electronic = !(s.c & CHOOSE_FORM),
                              .queue = s.c & CHOOSE_QUEUE,
                              .is_special = s.c & CHOOSE_SPECIAL && s.b % 2,
                              .is_undecided = s.c & CHOOSE_SPECIAL && s.b % 2 == 0 && s.a % 4 == 1,
                              .from = {w->today.n + days[day]},
                              .today = w->today};
    if (day == 0)
        ask.from = DAY_NONE;
    if (day == 3 && ask.is_electronic && s.b > 1)
        ask.from = w->today;
    if (s.a < FIRST_CHILD)
        ask.signed_by |= SIGNED_PERSON;
    else if (ask.signed_by == SIGNED_PERSON && s.c % 3)
        ask.signed_by = SIGNED_GUARDIAN1;
    struct listing_person facts = world_facts(w, s.a);
    struct day from = !day_is_none(ask.from) && ask.from.n < w->today.n ? ask.from : w->today;
    struct listing_unit unit = world_unit(w, s.b, (const unsigned[]){s.a, s.a}, from);
    struct listing_ask told = ask;
    told.is_special |= w->wrong == WRONG_FREE;
    struct listing_decision d;
    listing_decide(&w->rules, &facts, &unit, &told, &d);
    remember(w, s.a, &ask, s.b, &d);
    ask.is_special |= facts.consent.unit == s.b && facts.consent.is_special &&
                      w->today.n <= facts.consent.until.n; /* then it has lapsed */
    world_carry_out(w, s.a, &ask, &d);
    if (d.verdict != LISTING_QUEUED)
        return;
    assert(w->places < PLACES);
    w->place[w->places++] = (struct queue_place){.person = s.a,
                                                 .unit = s.b,
                                                 .joined = ++w->joined,
                                                 .since = w->today,
                                                 .is_special = d.is_special,
                                                 .is_electronic = ask.is_electronic};
    try_swap(w, s.a);
}

/* The units that somebody who has not chosen may be listed with. */
static size_t passive_units(struct world *w, unsigned person, const struct passive_ask *ask,
                            const int64_t by[2], struct passive_unit *out)
{
    size_t count = 0;
    struct listing_unit *unit = ARENA_NEW(w->arena, struct listing_unit, UNITS + 1);
    for (int64_t u = 1; u <= UNITS; u++)
        unit[u] = world_unit(w, u, (const unsigned[]){person, person}, ask->registered_from);
    if (by[0] > 0)
        out[count++] = (struct passive_unit){PASSIVE_MOTHER, &unit[by[0]]};
    out[count++] = (struct passive_unit){PASSIVE_AREA, &unit[by[1]]};
    for (int64_t u = 1; u <= UNITS; u++)
        out[count++] = (struct passive_unit){PASSIVE_NONE, &unit[u]};
    return count;
}

static void list_passively(struct world *w, unsigned person, struct passive_ask ask,
                           const int64_t by[2])
{
    struct passive_unit unit[UNITS + 2];
    struct listing_person facts = world_facts(w, person);
    struct passive_decision d;
    ask.today = w->today;
    ask.units = passive_units(w, person, &ask, by, unit);
    ask.unit = unit;
    passive_decide(&w->rules, &facts, &ask, &d);
    struct listing_ask as = {.by = ask.is_newborn ? BY_BIRTH : BY_AREA, .today = w->today};
    if (d.verdict == PASSIVE_LISTED)
        world_carry_out(w, person, &as, &d.listing);
}

static void say_gone(struct world *w, unsigned person, struct day on, bool is_dead)
{
    for (unsigned i = 0; i < w->gones; i++)
        if (w->gone[i].person == person && w->gone[i].superseded == 0)
            w->gone[i].superseded = w->position;
    assert(w->gones < ROWS);
    w->gone[w->gones++] = (struct gone_row){person, on, is_dead, w->position, 0};
    w->person[person].gone = on;
    w->person[person].is_dead = is_dead;
}

/* What held when the person emigrated ends then, and what was planned for later is none. */
static void end_at(struct world *w, unsigned person, struct day end)
{
    unsigned rows = w->rows;
    for (unsigned i = 0; i < rows && w->wrong != WRONG_COMING_BACK; i++) {
        struct listing_past listing = w->row[i].listing;
        bool reaches = day_is_none(listing.to) || listing.to.n > end.n;
        if (w->row[i].person != person || w->row[i].superseded != 0 || !reaches)
            continue;
        world_supersede(w, i);
        listing.to = end;
        if (listing.from.n <= end.n)
            world_state(w, person, &listing);
    }
    for (int32_t day = end.n + 1 - w->start.n; day < DAYS; day++) {
        w->model[person][day] = UNIT_NONE;
        w->begins[person][day] = false;
    }
}

static void step_move_in(struct world *w, struct step s)
{
    struct resident *p = &w->person[s.a];
    struct day from = {w->today.n - s.c % 10};
    if (p->is_dead)
        return;
    if (!day_is_none(p->gone)) {
        struct day end = passive_coming_back(p->gone, from);
        if (day_is_none(end))
            return;
        say_gone(w, s.a, DAY_NONE, false);
        end_at(w, s.a, end);
    }
    p->from_here = true;
    list_passively(w, s.a, (struct passive_ask){.registered_from = from},
                   (const int64_t[]){UNIT_NONE, s.b});
}

static void step_birth(struct world *w, struct step s)
{
    struct resident *p = &w->person[s.a];
    unsigned mother = s.b % FIRST_CHILD, other = s.c % FIRST_CHILD;
    if (p->exists || !day_is_none(w->person[mother].gone))
        return;
    *p = (struct resident){
        .exists = true, .from_here = true, .birth = {w->today.n - 1}, .gone = DAY_NONE};
    p->guardian[p->guardians++] = mother;
    if (other != mother && day_is_none(w->person[other].gone))
        p->guardian[p->guardians++] = other;
    list_passively(w, s.a, (struct passive_ask){.registered_from = p->birth, .is_newborn = true},
                   (const int64_t[]){world_model(w, mother, p->birth), 1 + s.c % UNITS});
}

static void step_leave(struct world *w, struct step s)
{
    struct leaving_decision d = passive_leaving((enum leaving)s.b);
    if (!day_is_none(w->person[s.a].gone))
        return;
    if (s.b == LEAVING_COUNTY)
        w->person[s.a].from_here = false;
    if (d.ends_listing)
        say_gone(w, s.a, (struct day){w->today.n - s.c % 3}, s.b == LEAVING_DEATH);
    if (d.ends_places)
        world_drop_places(w, s.a, 0);
    if (d.ends_consent)
        w->person[s.a].consent.unit = UNIT_NONE;
    for (unsigned i = 0; d.ends_listing && i < PERSONS; i++) {
        struct resident *child = &w->person[i];
        if (child->guardians == 0 || (child->guardian[0] != s.a && child->guardian[1] != s.a))
            continue;
        if (child->guardian[0] == s.a)
            child->guardian[0] = child->guardian[1];
        child->guardians--;
        child->consent.unit = UNIT_NONE;
    }
}

static void step_away(struct world *w, struct step s)
{
    struct listing_ask ask = {.by = BY_OTHER_REGION,
                              .is_special = s.b % 3 == 0,
                              .from = {w->today.n - s.c % 5},
                              .today = w->today};
    struct listing_person facts = world_facts(w, s.a);
    struct listing_unit there = {.unit = UNIT_ELSEWHERE, .cap = -1};
    struct listing_decision d;
    listing_decide(&w->rules, &facts, &there, &ask, &d);
    world_carry_out(w, s.a, &ask, &d);
}

enum { LOOKS_ON = 231 };

/* On each of the days from the first on; the most on one of them. */
static int64_t most_listed(const struct world *w, int64_t unit, struct day from,
                           int64_t listed[LOOKS_ON])
{
    int64_t most = 0;
    for (int32_t i = 0; i < LOOKS_ON; i++) {
        listed[i] = 0;
        for (unsigned person = 0; person < PERSONS; person++)
            listed[i] += world_model(w, person, (struct day){from.n + i}) == unit;
        most = listed[i] > most ? listed[i] : most;
    }
    return most;
}

static struct closing_listed listed_from(const struct world *w, int64_t unit, struct day from)
{
    int64_t listed[LOOKS_ON];
    struct room_step *step = ARENA_NEW(w->arena, struct room_step, LOOKS_ON);
    (void)most_listed(w, unit, from, listed);
    for (int32_t i = 1; i < LOOKS_ON; i++)
        step[i - 1] = (struct room_step){{from.n + i}, listed[i] - listed[i - 1]};
    return (struct closing_listed){listed[0], step, LOOKS_ON - 1};
}

static void step_close(struct world *w, struct step s)
{
    struct closing_plan plan = {.unit = s.a, .last = {w->today.n + s.c % 30}, .today = w->today};
    struct day first = {plan.last.n + 1};
    struct closing_person *person = ARENA_NEW(w->arena, struct closing_person, ROWS);
    struct listing_unit to[UNITS];
    struct closing_listed listed[UNITS];
    if (!day_is_none(w->unit[s.a].closes))
        return;
    for (int64_t u = 1; u <= UNITS; u++) {
        to[plan.tos] = w->unit[u];
        listed[plan.tos++] = listed_from(w, u, first);
    }
    for (unsigned i = 0; i < PERSONS; i++) {
        struct listing_person facts = world_facts(w, i);
        for (size_t k = 0; k < facts.past_count; k++) {
            const struct listing_past *past = &facts.past[k];
            if (past->unit == s.a && (day_is_none(past->to) || past->to.n >= first.n))
                person[plan.persons++] =
                    (struct closing_person){.person = i,
                                            .to = 1 + (s.a + (s.b % 2 ? s.b : i)) % UNITS,
                                            .from = past->from.n > first.n ? past->from : first,
                                            .facts = facts};
        }
    }
    plan.person = person;
    plan.to = to;
    plan.listed = listed;
    struct closing_decision d;
    if (!unit_closing(w->arena, &w->rules, &plan, &d))
        return;
    for (size_t i = w->wrong == WRONG_CLOSING; i < plan.persons; i++) {
        struct listing_ask ask = {.by = BY_FORCE, .from = person[i].from, .today = w->today};
        world_carry_out(w, (unsigned)person[i].person, &ask, &d.move[i].decision);
    }
    int64_t each[LOOKS_ON];
    for (size_t u = 0; u < plan.tos && w->wrong != WRONG_CLOSING; u++)
        if (to[u].unit != s.a && most_listed(w, to[u].unit, first, each) != d.after[u])
            world_fault(w, "more or fewer than the closing counted", s.a);
    w->unit[s.a].closes = plan.last;
    for (unsigned i = 0; i < PERSONS; i++) {
        world_drop_places(w, i, s.a);
        if (w->person[i].consent.unit == s.a)
            w->person[i].consent.unit = UNIT_NONE;
    }
}

static void step_unit(struct world *w, struct step s)
{
    struct listing_unit *u = &w->unit[s.a];
    if (s.kind == STEP_CAP)
        u->cap = s.b - 1;
    if (s.kind == STEP_QUEUE)
        u->has_queue = s.b > 1;
    if (s.kind == STEP_CLOSE)
        step_close(w, s);
    if (s.kind == STEP_OPEN && !day_is_none(u->closes) && u->closes.n < w->today.n) {
        u->closes = DAY_NONE;
        u->opens = (struct day){w->today.n + s.c % 20};
    }
}

/* They leave every queue in which they stand; who stands in none, somebody else does. */
static void step_unqueue(struct world *w, struct step s)
{
    unsigned person = s.a, own = 0;
    for (unsigned i = 0; i < w->places; i++)
        own += w->place[i].person == (int64_t)person;
    if (own == 0 && w->places > 0)
        person = (unsigned)w->place[s.b % w->places].person;
    for (unsigned i = 0; i < w->places; i++)
        if (w->place[i].person == (int64_t)person && w->lefts[person] < LEFTS)
            w->left[person][w->lefts[person]++] = (struct place_left){w->place[i].since, w->today};
    world_drop_places(w, person, 0);
}

static void step_person(struct world *w, struct step s)
{
    struct resident *p = &w->person[s.a];
    if (s.kind == STEP_BIRTH)
        step_birth(w, s);
    if (!p->exists)
        return;
    if (s.kind == STEP_CHOOSE)
        step_choose(w, s);
    if (s.kind == STEP_MOVE_IN)
        step_move_in(w, s);
    if (s.kind == STEP_LEAVE)
        step_leave(w, s);
    if (s.kind == STEP_AWAY)
        step_away(w, s);
    if (s.kind == STEP_UNQUEUE)
        step_unqueue(w, s);
    if (s.kind == STEP_SAEBO)
        p->in_saebo = s.b % 2;
    if (s.kind == STEP_PROTECT)
        p->protection = s.b < 4 ? PROTECTION_NONE : PROTECTION_CONFIDENTIAL;
}

void world_step(struct world *w, struct step s)
{
    if (w->fault[0])
        return;
    w->position++;
    if (s.kind == STEP_WAIT)
        w->today.n += w->today.n - w->start.n < LAST_WAIT ? s.a : 0;
    else if (s.kind >= STEP_CAP && s.kind <= STEP_OPEN)
        step_unit(w, s);
    else
        step_person(w, s);
    if (s.kind != STEP_LEAVE || w->wrong != WRONG_NO_ROOM_MADE)
        world_serve(w);
    world_check(w);
    arena_reset(w->arena);
}
