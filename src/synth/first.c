#include "synth/life.h"
#include "synth/samples.h"

/* Persons by five years of age in a rural county, per mille. */
static const double PYRAMID[] = {50, 54, 57, 56, 51, 56, 62, 60,  57,  58,  65,
                                 63, 61, 63, 62, 58, 35, 20, 9.2, 2.4, 0.25};
enum { BANDS = sizeof PYRAMID / sizeof *PYRAMID };

int32_t birth_of(int32_t years, int32_t on, struct rnd *r)
{
    return on - (int32_t)((double)years * 365.2425) - rnd_between(r, 1, 364);
}

void child_of(struct district *d, int32_t child, int32_t mother, int32_t father)
{
    struct person *c = PERSON(d, child), *m = PERSON(d, mother);
    c->mother = mother;
    c->father = father;
    c->sibling = m->child;
    m->child = child;
}

static int32_t first_age(const double *weight, struct rnd *r)
{
    return (int32_t)rnd_weighted(r, weight, BANDS) * 5 + rnd_between(r, 0, 4);
}

/* How the listing came about that stands at the start. */
static void first_listing(struct district *d, int32_t person, unsigned unit, struct rnd *r)
{
    const struct unit *u = &d->unit[unit];
    struct person *p = PERSON(d, person);
    int32_t reform = date(2010, 1, 1), choice = date(2014, 3, 1);
    double share = u->choice * (p->sex == SEX_FEMALE ? 1.06 : 0.94);
    int32_t from = rnd_between(r, p->born > reform ? p->born : reform, d->start - 1);
    enum basis basis = BASIS_AREA;
    if (rnd_chance(r, share)) {
        bool online = from > choice && rnd_chance(r, 0.7);
        basis = online ? BASIS_CHOICE_ESERVICE : BASIS_CHOICE_FORM;
    } else if (p->born >= reform && rnd_chance(r, 0.8)) {
        basis = BASIS_NEWBORN;
        from = p->born;
    } else if (p->born < reform && rnd_chance(r, 0.55)) {
        basis = BASIS_ADMINISTRATIVE; /* all were listed when the choice of unit began */
        from = reform;
    }
    bool own = basis == BASIS_AREA || basis == BASIS_ADMINISTRATIVE || basis == BASIS_NEWBORN;
    unsigned home = unit;
    for (unsigned tries = 0; !own && tries < 3 && home == unit; tries++) {
        unsigned near = rnd_below(r, UNITS);
        if (d->unit[near].municipality == u->municipality)
            home = near;
    }
    person_settle(d, person, home, r);
    if (p->born < d->start - 3650 && rnd_chance(r, 0.35)) /* moved here once */
        p->arrived = rnd_between(r, p->born + 3600, from > p->born + 3600 ? from : p->born + 3600);
    if (p->arrived > from)
        from = p->arrived;
    person_list(d, person, unit, from, basis);
}

static void first_elsewhere(struct district *d, int32_t person, unsigned unit, struct rnd *r)
{
    struct person *p = PERSON(d, person);
    int32_t reform = date(2010, 1, 1);
    p->origin = ORIGIN_ELSEWHERE;
    p->arrived = rnd_between(r, p->born > reform ? p->born : reform, d->start - 1);
    person_settle(d, person, unit, r);
    person_list(d, person, unit, p->arrived, BASIS_OUT_OF_COUNTY);
}

static bool is_parent_for(const struct district *d, int32_t parent, int32_t child, enum sex sex)
{
    const struct person *p = PERSON(d, parent), *c = PERSON(d, child);
    int32_t years = (c->born - p->born) / 365;
    return p->sex == sex && years >= 20 && years <= 41 && p->origin == ORIGIN_HERE &&
           (p->child == NOBODY || sex == SEX_MALE || c->born - PERSON(d, p->child)->born > 400 ||
            c->born - PERSON(d, p->child)->born < -400);
}

/* Finds parents among the unit's own for those under 19. */
static void find_parents(struct district *d, int32_t child, int32_t first, int32_t count,
                         struct rnd *r)
{
    int32_t mother = NOBODY, father = NOBODY;
    for (unsigned tries = 0; tries < 80 && mother == NOBODY; tries++) {
        int32_t who = first + (int32_t)rnd_below(r, (uint32_t)count);
        if (is_parent_for(d, who, child, SEX_FEMALE) && !PERSON(d, who)->sample)
            mother = who;
    }
    if (mother == NOBODY)
        return;
    if (PERSON(d, mother)->child != NOBODY)
        father = PERSON(d, PERSON(d, mother)->child)->father;
    for (unsigned tries = 0; tries < 40 && father == NOBODY; tries++) {
        int32_t who = first + (int32_t)rnd_below(r, (uint32_t)count);
        if (is_parent_for(d, who, child, SEX_MALE) && !PERSON(d, who)->sample)
            father = who;
    }
    child_of(d, child, mother, rnd_chance(r, 0.94) ? father : NOBODY);
    struct person *c = PERSON(d, child);
    c->lives = PERSON(d, mother)->lives;
    c->area = PERSON(d, mother)->area;
}

/* The sample people live in the county of the report, at its largest unit. */
static void make_samples(struct district *d, struct rnd *r)
{
    for (unsigned i = 0; i < SAMPLES; i++) {
        const struct sample *s = &SAMPLE[i];
        int32_t who = person_new(d, (uint8_t)s->sex, date(s->year, s->month, s->day), r);
        struct person *p = PERSON(d, who);
        p->sample = (uint8_t)(i + 1);
        p->need = 1.6F;
        p->protection = i == 4 ? PROTECTION_CONFIDENTIAL : PROTECTION_NONE;
        person_settle(d, who, 0, r);
        int32_t from = p->born > date(2010, 1, 1) ? p->born : date(2016, 5, 2);
        person_list(d, who, 0, from, i == 2 ? BASIS_NEWBORN : BASIS_CHOICE_ESERVICE);
    }
    child_of(d, 2, 0, 1);
}

static void first_unit(struct district *d, unsigned unit, uint32_t count)
{
    struct rnd r = rnd_of(d->seed, STREAM_FIRST, unit);
    const struct unit *u = &d->unit[unit];
    double weight[BANDS];
    for (unsigned i = 0; i < BANDS; i++)
        weight[i] = PYRAMID[i] * (i >= 13 ? u->old : i >= 4 && i < 8 ? 1 / u->old : 1);
    int32_t first = (int32_t)d->persons.count;
    if (d->number == 0 && unit == 0)
        make_samples(d, &r);
    double elsewhere = u->tourist ? plan_value(PATH_ELSEWHERE, (struct day){d->start}) : 0.002;
    while (d->persons.count < (size_t)first + count) {
        uint8_t sex = rnd_chance(&r, 0.497) ? SEX_FEMALE : SEX_MALE;
        int32_t age = first_age(weight, &r);
        if (sex == SEX_MALE && age > 80 && rnd_chance(&r, 0.45))
            sex = SEX_FEMALE;
        int32_t who = person_new(d, sex, birth_of(age, d->start, &r), &r);
        if (age > 17 && rnd_chance(&r, elsewhere))
            first_elsewhere(d, who, unit, &r);
        else
            first_listing(d, who, unit, &r);
    }
    for (int32_t who = first; who < first + (int32_t)count; who++)
        if (PERSON(d, who)->born > d->start - 19 * 365 && PERSON(d, who)->mother == NOBODY &&
            PERSON(d, who)->origin == ORIGIN_HERE)
            find_parents(d, who, first, (int32_t)count, &r);
}

void first_make(struct district *d)
{
    uint32_t listed[UNITS];
    places_listed(d, (struct day){d->start - 1}, listed);
    for (unsigned unit = 0; unit < UNITS; unit++)
        first_unit(d, unit, listed[unit]);
}
