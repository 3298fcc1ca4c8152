#include "synth/life.h"

#include <assert.h>

/* Special housing is reported by the week: that many persons have a place in each, and that many of
 * them a named doctor and a care contact. So what the point measurement of 2021 week 48 counted is
 * a week like the others. */

static const enum contact_kind KINDS[] = {KIND_DOCTOR, KIND_CARE_CONTACT};

struct week {
    int32_t monday, sunday;
};

static const struct residence *stay(const struct district *d, int32_t person)
{
    return RESIDENCE(d, PERSON(d, person)->home);
}

/* The last day of the week that the resident is there. */
static int32_t last_day(const struct district *d, int32_t person, struct week w)
{
    int32_t gone = PERSON(d, person)->gone;
    return gone < w.sunday ? gone : w.sunday;
}

/* Residents are those with an open stay in special housing; the dead of the month still have it. */
struct residents {
    int32_t *at;
    uint32_t count, room;
};

static struct residents residents_of(struct district *d, int32_t from)
{
    uint32_t count = 0;
    for (size_t i = 0; i < d->persons.count; i++)
        count += person_in_saebo(d, (int32_t)i) && PERSON(d, i)->gone >= from;
    double places = plan_value(PATH_SAEBO, (struct day){d->start});
    uint32_t entering = 2 * plan_count(places, d->scale) + UNITS; /* at the start, and in a month */
    struct residents all = {ARENA_NEW(d->arena, int32_t, count + entering), 0, count + entering};
    for (size_t i = 0; i < d->persons.count; i++)
        if (person_in_saebo(d, (int32_t)i) && PERSON(d, i)->gone >= from)
            all.at[all.count++] = (int32_t)i;
    return all;
}

static void move_to(struct district *d, int32_t person, enum residence_kind kind, int32_t from,
                    struct rnd *r)
{
    struct person *p = PERSON(d, person);
    if (p->home != NOBODY) {
        struct residence *before = RESIDENCE(d, p->home);
        before->to = from - 1;
        before->reported = from + rnd_between(r, 0, 6);
    }
    struct residence *new = list_add(d->arena, &d->residences, sizeof *new);
    *new =
        (struct residence){.person = person,
                           .from = from,
                           .to = FOREVER,
                           .reported = from + rnd_between(r, 0, 9),
                           .unit = p->unit,
                           .kind = (uint8_t)kind,
                           .home = (uint8_t)rnd_below(r, 1 + (uint32_t)d->unit[p->unit].areas / 2)};
    p->home = (int32_t)d->residences.count - 1;
    p->home_since = from;
}

void homes_death(struct district *d, int32_t person, struct rnd *r)
{
    struct person *p = PERSON(d, person);
    if (p->home == NOBODY)
        return;
    struct residence *home = RESIDENCE(d, p->home);
    home->late = rnd_chance(r, 0.05);
    home->to = home->late ? FOREVER : p->gone;
    if (!home->late)
        home->reported = p->gone + rnd_between(r, 0, 9);
}

static bool may_move_in(const struct district *d, int32_t person)
{
    return person_is_settled(d, person) && !person_in_saebo(d, person) &&
           PERSON(d, person)->origin != ORIGIN_ELSEWHERE && !PERSON(d, person)->sample;
}

static double frailty(const struct district *d, int32_t person, int32_t on)
{
    double years = (double)person_age(d, person, on) - 68;
    double likely = years < 0 ? 0 : 0.02 + 0.0014 * years * years;
    return likely * (PERSON(d, person)->home != NOBODY ? 3 : 1);
}

/* Somebody old of the unit's, the frailest first. */
static int32_t find_frail(const struct district *d, unsigned unit, int32_t on, struct rnd *r)
{
    int32_t found = NOBODY;
    for (unsigned tries = 0; tries < 60; tries++) {
        int32_t who = person_any(d, unit, r, may_move_in);
        if (who == NOBODY)
            return found;
        double likely = frailty(d, who, on);
        if (rnd_chance(r, likely))
            return who;
        if (found == NOBODY || likely > frailty(d, found, on))
            found = who;
    }
    return found;
}

/* The places of a week at each unit: as many as the plan has, where old people are. */
static void places_of(const struct district *d, struct week w, uint32_t *places)
{
    double share[UNITS];
    for (unsigned u = 0; u < UNITS; u++)
        share[u] = d->unit[u].saebo ? d->unit[u].listed * d->unit[u].old : 0;
    double all = plan_value(PATH_SAEBO, (struct day){w.sunday});
    apportion(share, UNITS, plan_count(all, d->scale), places);
}

/* Free places are taken, from Monday to Friday. */
static void take_places(struct district *d, struct residents *all, struct week w, struct rnd *r)
{
    uint32_t places[UNITS], in[UNITS] = {0}, enter[UNITS], have = 0, want = 0;
    double missing[UNITS];
    places_of(d, w, places);
    for (uint32_t i = 0; i < all->count; i++)
        if (last_day(d, all->at[i], w) >= w.monday) {
            in[stay(d, all->at[i])->unit]++;
            have++;
        }
    for (unsigned u = 0; u < UNITS; u++) {
        want += places[u];
        missing[u] = places[u] > in[u] ? (double)(places[u] - in[u]) : 0;
    }
    apportion(missing, UNITS, want > have ? want - have : 0, enter);
    for (unsigned u = 0; u < UNITS; u++) {
        for (; enter[u] > 0; enter[u]--) {
            int32_t day = w.monday + rnd_between(r, 0, 4);
            int32_t who = find_frail(d, u, day, r);
            if (who == NOBODY)
                break;
            int32_t listed = LISTING(d, PERSON(d, who)->listing)->from;
            move_to(d, who, RESIDENCE_SAEBO, day > listed ? day : listed, r);
            assert(all->count < all->room);
            all->at[all->count++] = who;
        }
    }
}

static int32_t row_of(const struct district *d, int32_t person, enum contact_kind kind)
{
    return kind == KIND_DOCTOR ? PERSON(d, person)->doctor : PERSON(d, person)->carer;
}

/* One home of a unit has one doctor. */
static uint64_t home_key(const struct district *d, int32_t person)
{
    const struct residence *s = stay(d, person);
    return rnd_key(d->seed, STREAM_USUAL, (UINT64_C(1) << 40) + s->unit * 16U + s->home);
}

/* How many of each unit have such a contact, of those who are there the whole month. */
struct cover {
    uint32_t with[UNITS], without[UNITS];
};

static bool stays_all(const struct district *d, int32_t person, struct span_of_days m)
{
    return PERSON(d, person)->gone == FOREVER && stay(d, person)->from <= m.first;
}

static struct cover cover_of(const struct district *d, const struct residents *all,
                             enum contact_kind kind, struct span_of_days m, int32_t on)
{
    struct cover c = {0};
    for (uint32_t i = 0; i < all->count; i++)
        if (stays_all(d, all->at[i], m)) {
            unsigned u = stay(d, all->at[i])->unit;
            c.with[u] += named_has(d, all->at[i], kind, on);
            c.without[u] += !named_has(d, all->at[i], kind, on);
        }
    return c;
}

static bool give(struct district *d, int32_t person, enum contact_kind kind, struct week w,
                 struct rnd *r)
{
    int32_t from = stay(d, person)->from > w.monday ? stay(d, person)->from : w.monday;
    int32_t row = row_of(d, person, kind);
    if (row != NOBODY && NAMED(d, row)->from > from) /* will have one soon, by a successor */
        return false;
    return from <= d->end && named_give(d, person, kind, from, home_key(d, person), r);
}

static uint32_t wanted(const struct district *d, enum contact_kind kind, struct week w)
{
    enum path path = kind == KIND_DOCTOR ? PATH_SAEBO_DOCTOR : PATH_SAEBO_CARE;
    return plan_count(plan_value(path, (struct day){w.sunday}), d->scale);
}

static uint32_t with_contact(const struct district *d, const struct residents *all,
                             enum contact_kind kind, struct week w)
{
    uint32_t have = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        int32_t on = last_day(d, all->at[i], w);
        have += on >= w.monday && named_has(d, all->at[i], kind, on);
    }
    return have;
}

/* Contacts are given until the week has as many as the plan says. At each unit somebody stays
 * without: there is always one whose contact has just left or who does not want any. */
static void give_contacts(struct district *d, const struct residents *all, enum contact_kind kind,
                          struct span_of_days m, struct week w, struct rnd *r)
{
    uint32_t want = wanted(d, kind, w), have = with_contact(d, all, kind, w);
    struct cover c = cover_of(d, all, kind, m, w.sunday);
    for (uint32_t tries = 0; have < want && tries < 200 * all->count; tries++) {
        int32_t who = all->at[rnd_below(r, all->count)];
        unsigned u = stay(d, who)->unit;
        bool whole = stays_all(d, who, m);
        if (PERSON(d, who)->gone != FOREVER || named_has(d, who, kind, w.sunday) ||
            (whole && c.without[u] <= 1) || !give(d, who, kind, w, r))
            continue;
        have++;
        c.with[u] += whole;
        c.without[u] -= whole;
    }
}

/* Where more have contacts than the plan says, some end with the week before. */
static void take_contacts(struct district *d, const struct residents *all, enum contact_kind kind,
                          struct week w, struct rnd *r)
{
    uint32_t want = wanted(d, kind, w), have = with_contact(d, all, kind, w);
    for (uint32_t tries = 0; have > want && tries < 200 * all->count; tries++) {
        int32_t who = all->at[rnd_below(r, all->count)], row = row_of(d, who, kind);
        if (PERSON(d, who)->gone != FOREVER || PERSON(d, who)->sample || row == NOBODY ||
            NAMED(d, row)->from >= w.monday)
            continue;
        named_end(d, who, kind, w.monday - 1, ENDED_CHANGED_DOCTOR);
        have--;
    }
}

/* Where all of a unit have a contact somebody loses it: a clinician leaves the task. */
static void lose_one(struct district *d, const struct residents *all, enum contact_kind kind,
                     struct span_of_days m, int32_t sunday)
{
    struct cover c = cover_of(d, all, kind, m, sunday + 1);
    for (uint32_t i = 0; i < all->count; i++) {
        int32_t who = all->at[i];
        unsigned u = stay(d, who)->unit;
        if (c.without[u] > 0 || !stays_all(d, who, m) || PERSON(d, who)->sample ||
            row_of(d, who, kind) == NOBODY || NAMED(d, row_of(d, who, kind))->from > sunday)
            continue;
        named_end(d, who, kind, sunday, ENDED_STAFF_LEFT);
        c.without[u]++;
    }
}

static void home_care_month(struct district *d, struct span_of_days m, struct rnd *r)
{
    uint32_t have = 0;
    double weight[UNITS];
    for (size_t i = 0; i < d->persons.count; i++) {
        const struct person *p = PERSON(d, i);
        have += p->home != NOBODY && p->gone == FOREVER &&
                RESIDENCE(d, p->home)->kind == RESIDENCE_HOME_CARE;
    }
    for (unsigned u = 0; u < UNITS; u++)
        weight[u] = d->unit[u].listed * d->unit[u].old;
    uint32_t want = plan_count(plan_value(PATH_HOME_CARE, (struct day){m.last}), d->scale);
    for (uint32_t tries = 0; have < want && tries < 40 * want; tries++) {
        int32_t day = rnd_between(r, m.first, m.last);
        int32_t who = find_frail(d, rnd_weighted(r, weight, UNITS), day, r);
        if (who == NOBODY || PERSON(d, who)->home != NOBODY ||
            LISTING(d, PERSON(d, who)->listing)->from > day)
            continue;
        move_to(d, who, RESIDENCE_HOME_CARE, day, r);
        have++;
    }
}

static struct week week_of(int32_t monday)
{
    return (struct week){monday, monday + 6};
}

void homes_first(struct district *d)
{
    struct rnd r = rnd_of(d->seed, STREAM_HOMES, UINT32_MAX);
    struct span_of_days m = {d->start, d->start};
    struct week w = week_of(d->first_monday);
    struct residents all = residents_of(d, w.monday);
    for (size_t i = 0; i < d->persons.count; i++)
        if (PERSON(d, i)->sample == 4) {
            move_to(d, (int32_t)i, RESIDENCE_SAEBO, w.monday, &r);
            all.at[all.count++] = (int32_t)i;
        }
    d->month = 0;
    take_places(d, &all, w, &r);
    for (uint32_t i = 0; i < all.count; i++)
        if (PERSON(d, all.at[i])->sample)
            (void)give(d, all.at[i], KIND_CARE_CONTACT, w, &r);
    give_contacts(d, &all, KIND_DOCTOR, m, w, &r);
    give_contacts(d, &all, KIND_CARE_CONTACT, m, w, &r);
    home_care_month(d, m, &r);
    for (size_t i = 0; i < d->residences.count; i++) { /* they moved in before the story begins */
        struct residence *home = RESIDENCE(d, i);
        home->from -= 30 + (int32_t)rnd_exponential(&r, 600);
        home->reported = home->from + rnd_between(&r, 0, 9);
    }
    d->month = -1;
}

/* The weeks that end in the month: who dies or leaves in them is known by then. */
void homes_month(struct district *d, struct span_of_days m)
{
    struct rnd r = rnd_of(d->seed, STREAM_HOMES, (uint64_t)d->month);
    struct residents all = residents_of(d, m.first - 6);
    int32_t monday = m.first - (m.first - d->first_monday) % 7;
    lose_one(d, &all, KIND_DOCTOR, m, monday - 1);
    lose_one(d, &all, KIND_CARE_CONTACT, m, monday - 1);
    for (; monday + 6 <= m.last; monday += 7) {
        struct week w = week_of(monday);
        take_places(d, &all, w, &r);
        for (unsigned i = 0; i < ARRAY_LEN(KINDS); i++) {
            give_contacts(d, &all, KINDS[i], m, w, &r);
            take_contacts(d, &all, KINDS[i], w, &r);
        }
    }
    home_care_month(d, m, &r);
}
