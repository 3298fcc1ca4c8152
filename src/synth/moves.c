#include "synth/life.h"

#include <string.h>

static bool may_change(const struct district *d, int32_t person)
{
    const struct person *p = PERSON(d, person);
    return person_is_settled(d, person) && !p->sample && !person_in_saebo(d, person) &&
           p->origin != ORIGIN_ELSEWHERE &&
           LISTING(d, p->listing)->from < d->start + d->month * 30 - 90;
}

/* A unit that somebody listed at `unit` changes to: one with room in `wanted`, nearby if any. */
static unsigned destination(const struct district *d, unsigned unit, const uint32_t *wanted,
                            struct rnd *r)
{
    double weight[UNITS];
    double sum = 0;
    for (unsigned u = 0; u < UNITS; u++) {
        bool near = d->unit[u].municipality == d->unit[unit].municipality;
        weight[u] = (double)wanted[u] * (near ? 20 : 1);
        sum += weight[u];
    }
    return sum > 0 ? rnd_weighted(r, weight, UNITS) : unit;
}

static void change_unit(struct district *d, int32_t person, unsigned to, int32_t day, struct rnd *r)
{
    const struct person *p = PERSON(d, person);
    bool near = d->unit[p->lives].municipality == d->unit[to].municipality;
    enum basis basis = rnd_chance(r, 0.86) ? BASIS_CHOICE_ESERVICE : BASIS_CHOICE_FORM;
    if (!near) { /* moves within the county */
        basis = rnd_chance(r, 0.5) ? basis : rnd_chance(r, 0.5) ? BASIS_SPECIAL_REASON : BASIS_AREA;
        person_settle(d, person, to, r);
    }
    person_list(d, person, to, day, basis);
}

/* As many as `out` says leave each unit for others, so that each gets as many as `in` says. */
static void change_units(struct district *d, uint32_t *out, uint32_t *in, struct span_of_days m,
                         struct rnd *r)
{
    for (unsigned u = 0; u < UNITS; u++) {
        while (out[u] > 0) {
            int32_t who = person_any(d, u, r, may_change);
            unsigned to = destination(d, u, in, r);
            if (who == NOBODY || to == u)
                break;
            change_unit(d, who, to, rnd_between(r, m.first, m.last), r);
            out[u]--;
            in[to]--;
        }
    }
}

/* Those who change although as many come the other way: two units swap. */
static void swap_units(struct district *d, struct span_of_days m, struct rnd *r)
{
    uint32_t pairs = plan_count(215, d->scale);
    double size[UNITS];
    for (unsigned u = 0; u < UNITS; u++)
        size[u] = d->unit[u].listed;
    for (uint32_t i = 0; i < pairs; i++) {
        unsigned a = rnd_weighted(r, size, UNITS);
        uint32_t all[UNITS];
        for (unsigned u = 0; u < UNITS; u++)
            all[u] = u == a ? 0 : (uint32_t)(d->unit[u].listed * 10);
        unsigned b = destination(d, a, all, r);
        int32_t one = person_any(d, a, r, may_change), other = person_any(d, b, r, may_change);
        if (one == NOBODY || other == NOBODY || a == b)
            continue;
        change_unit(d, one, b, rnd_between(r, m.first, m.last), r);
        change_unit(d, other, a, rnd_between(r, m.first, m.last), r);
    }
}

static int32_t mover_age(struct rnd *r)
{
    static const double AGE[] = {22, 30, 17, 12, 8, 6, 3, 1.2}; /* from 18, by eight years */
    return 18 + 8 * (int32_t)rnd_weighted(r, AGE, 8) + rnd_between(r, 0, 7);
}

static int32_t move_in_one(struct district *d, int32_t age, uint8_t sex, int32_t day, struct rnd *r)
{
    int32_t who = person_new(d, sex, birth_of(age, day, r), r);
    struct person *p = PERSON(d, who);
    p->origin = ORIGIN_MOVED_IN;
    p->arrived = day;
    return who;
}

/* A household moves in: at most `most` persons. Who chooses at once does so in the e-service. */
static uint32_t move_in(struct district *d, unsigned unit, uint32_t most, struct span_of_days m,
                        struct rnd *r)
{
    int32_t day = rnd_between(r, m.first, m.last), age = mover_age(r);
    bool chooses = rnd_chance(r, d->unit[unit].operator_kind == OPERATOR_EXTERNAL ? 0.5 : 0.16);
    bool abroad = rnd_chance(r, 0.14), numbered = abroad && rnd_chance(r, 0.06);
    uint32_t persons = rnd_chance(r, 0.62) ? 1 : 2, children = 0;
    if (age >= 24 && age < 48 && rnd_chance(r, 0.3))
        children = 1 + rnd_below(r, 3);
    if (persons > most)
        persons = most;
    if (persons + children > most)
        children = most - persons;
    int32_t first = (int32_t)d->persons.count;
    uint8_t sex = children > 0 || rnd_chance(r, 0.48) ? SEX_FEMALE : SEX_MALE;
    for (uint32_t i = 0; i < persons + children; i++) {
        bool child = i >= persons;
        int32_t years = child ? (int32_t)rnd_below(r, (uint32_t)(age - 20 < 17 ? age - 20 : 17))
                              : age + (i > 0 ? rnd_between(r, -3, 3) : 0);
        uint8_t own = child ? (rnd_chance(r, 0.5) ? SEX_FEMALE : SEX_MALE)
                            : (uint8_t)(i == 0 ? sex : SEX_FEMALE + SEX_MALE - sex);
        int32_t who = move_in_one(d, years < 18 && !child ? 18 : years, own, day, r);
        if (abroad)
            PERSON(d, who)->origin = ORIGIN_ABROAD;
        if (numbered)
            PERSON(d, who)->numbers = (uint8_t)(rnd_chance(r, 0.1) ? 2 : 1);
        if (child)
            child_of(d, who, first, persons > 1 ? first + 1 : NOBODY);
        person_settle(d, who, unit, r);
        PERSON(d, who)->area = PERSON(d, first)->area;
        person_list(d, who, unit, day, chooses ? BASIS_CHOICE_ESERVICE : BASIS_AREA);
    }
    return persons + children;
}

/* Persons who live in another county choose a unit where they often stay. */
static void list_elsewhere(struct district *d, unsigned unit, struct span_of_days m, struct rnd *r)
{
    int32_t day = rnd_between(r, m.first, m.last);
    int32_t age = 20 + 6 * (int32_t)rnd_below(r, 10) + rnd_between(r, 0, 5);
    int32_t who = move_in_one(d, age, rnd_chance(r, 0.5) ? SEX_FEMALE : SEX_MALE, day, r);
    PERSON(d, who)->origin = ORIGIN_ELSEWHERE;
    person_settle(d, who, unit, r);
    person_list(d, who, unit, day, BASIS_OUT_OF_COUNTY);
}

static uint32_t missing_elsewhere(const struct district *d, unsigned unit, int32_t day)
{
    double share = d->unit[unit].tourist ? plan_value(PATH_ELSEWHERE, (struct day){day}) : 0.002;
    uint32_t want = plan_count((double)members_count(d, unit) * share, 1), have = 0;
    for (uint32_t i = d->first[unit]; i < d->first[unit + 1]; i++)
        have += PERSON(d, d->member[i])->origin == ORIGIN_ELSEWHERE;
    return want > have ? want - have : 0;
}

/* A small district may by chance have too many: some more move away. */
static void move_away(struct district *d, uint32_t count, struct span_of_days m, struct rnd *r)
{
    for (uint32_t tries = 200 * count; count > 0 && tries > 0; tries--) {
        int32_t who = person_any(d, rnd_below(r, UNITS), r, may_change);
        if (who == NOBODY)
            continue;
        struct person *p = PERSON(d, who);
        p->gone = p->last = rnd_between(r, m.first, m.last - 1);
        p->reason = DEREG_MOVED_COUNTY;
        LISTING(d, p->listing)->to = p->last;
        named_end(d, who, KIND_DOCTOR, p->last, ENDED_MOVED);
        named_end(d, who, KIND_CARE_CONTACT, p->last, ENDED_MOVED);
        p->listing = NOBODY;
        p->unit = NO_UNIT;
        count--;
    }
    members_index(d);
}

/* New persons for each unit: where the areas are, and external units get few of them. */
static void share_newcomers(const struct district *d, uint32_t count, struct rnd *r, uint32_t *out)
{
    double share[UNITS];
    for (unsigned u = 0; u < UNITS; u++) {
        bool external = d->unit[u].operator_kind == OPERATOR_EXTERNAL;
        share[u] = d->unit[u].listed * (external ? 0.45 : 1) * (0.9 + 0.2 * rnd_unit(r)) *
                   (1 + 8 * d->unit[u].trend);
    }
    apportion(share, UNITS, count, out);
}

void moves_month(struct district *d, struct span_of_days m)
{
    struct rnd r = rnd_of(d->seed, STREAM_CHOICE, (uint64_t)d->month);
    uint32_t want[UNITS], in[UNITS], gain[UNITS] = {0}, lose[UNITS] = {0};
    places_listed(d, (struct day){m.last}, want);
    int64_t missing = 0;
    for (unsigned u = 0; u < UNITS; u++)
        missing += (int64_t)want[u] - members_count(d, u);
    if (missing < 0) {
        move_away(d, (uint32_t)-missing, m, &r);
        missing = 0;
    }
    share_newcomers(d, (uint32_t)missing, &r, in);
    for (unsigned u = 0; u < UNITS; u++) {
        int64_t left = (int64_t)want[u] - members_count(d, u) - in[u];
        gain[u] = left > 0 ? (uint32_t)left : 0;
        lose[u] = left < 0 ? (uint32_t)-left : 0;
    }
    change_units(d, lose, gain, m, &r);
    swap_units(d, m, &r);
    for (unsigned u = 0; u < UNITS; u++) {
        uint32_t elsewhere = missing_elsewhere(d, u, m.last);
        for (; in[u] > 0 && elsewhere > 0; in[u]--, elsewhere--)
            list_elsewhere(d, u, m, &r);
        while (in[u] > 0)
            in[u] -= move_in(d, u, in[u], m, &r);
    }
}
