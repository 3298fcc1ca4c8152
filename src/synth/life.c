#include "synth/life.h"

#include <string.h>

void list_reserve(struct arena *a, struct list *l, size_t size, size_t room)
{
    if (l->room >= room)
        return;
    void *grown = arena_take(a, size, _Alignof(max_align_t), room);
    if (l->count > 0)
        memcpy(grown, l->at, l->count * size);
    l->at = grown;
    l->room = room;
}

void *list_add(struct arena *a, struct list *l, size_t size)
{
    if (l->count == l->room)
        list_reserve(a, l, size, l->room < 512 ? 1024 : l->room + l->room / 2);
    return (char *)l->at + size * l->count++;
}

int32_t person_new(struct district *d, uint8_t sex, int32_t born, struct rnd *r)
{
    struct person *p = list_add(d->arena, &d->persons, sizeof *p);
    *p = (struct person){
        .born = born,
        .arrived = born,
        .gone = FOREVER,
        .last = FOREVER,
        .mother = NOBODY,
        .father = NOBODY,
        .child = NOBODY,
        .sibling = NOBODY,
        .listing = NOBODY,
        .doctor = NOBODY,
        .carer = NOBODY,
        .doctors = NOBODY,
        .carers = NOBODY,
        .home = NOBODY,
        .need = (float)rnd_gamma(r, 1.12),
        .busy = -1,
        .unit = NO_UNIT,
        .sex = sex,
    };
    return (int32_t)d->persons.count - 1;
}

void person_settle(struct district *d, int32_t person, unsigned unit, struct rnd *r)
{
    struct person *p = PERSON(d, person);
    p->lives = (uint8_t)unit;
    p->area = (uint8_t)rnd_below(r, d->unit[unit].areas);
}

void person_list(struct district *d, int32_t person, unsigned unit, int32_t from, enum basis basis)
{
    struct person *p = PERSON(d, person);
    if (p->listing != NOBODY) {
        LISTING(d, p->listing)->to = from - 1;
        named_end(d, person, KIND_DOCTOR, from - 1, ENDED_CHANGED_UNIT);
        named_end(d, person, KIND_CARE_CONTACT, from - 1, ENDED_CHANGED_UNIT);
    }
    struct listing *l = list_add(d->arena, &d->listings, sizeof *l);
    *l = (struct listing){.person = person,
                          .from = from,
                          .to = FOREVER,
                          .unit = (uint8_t)unit,
                          .basis = (uint8_t)basis};
    p->listing = (int32_t)d->listings.count - 1;
    p->unit = (uint8_t)unit;
    p->busy = (int16_t)d->month;
}

bool person_is_settled(const struct district *d, int32_t person)
{
    const struct person *p = PERSON(d, person);
    return p->listing != NOBODY && p->gone == FOREVER && p->last == FOREVER && p->busy != d->month;
}

bool person_in_saebo(const struct district *d, int32_t person)
{
    int32_t home = PERSON(d, person)->home;
    return home != NOBODY && RESIDENCE(d, home)->kind == RESIDENCE_SAEBO;
}

int32_t person_age(const struct district *d, int32_t person, int32_t on)
{
    return (int32_t)((double)(on - PERSON(d, person)->born) / 365.2425);
}

int32_t person_any(const struct district *d, unsigned unit, struct rnd *r,
                   bool (*takes)(const struct district *, int32_t))
{
    uint32_t count = members_count(d, unit);
    for (unsigned tries = 0; count > 0 && tries < 400; tries++) {
        int32_t person = d->member[d->first[unit] + rnd_below(r, count)];
        if (takes(d, person))
            return person;
    }
    return NOBODY;
}

uint32_t members_count(const struct district *d, unsigned unit)
{
    return d->first[unit + 1] - d->first[unit];
}

void members_index(struct district *d)
{
    uint32_t count[UNITS + 1] = {0};
    if (d->members_room < d->persons.count) {
        d->members_room = d->persons.room;
        d->member = ARENA_NEW(d->arena, int32_t, d->members_room);
    }
    for (size_t i = 0; i < d->persons.count; i++)
        if (PERSON(d, i)->listing != NOBODY)
            count[PERSON(d, i)->unit]++;
    d->first[0] = 0;
    for (unsigned u = 0; u < UNITS; u++)
        d->first[u + 1] = d->first[u] + count[u];
    uint32_t at[UNITS];
    memcpy(at, d->first, sizeof at);
    for (size_t i = 0; i < d->persons.count; i++)
        if (PERSON(d, i)->listing != NOBODY)
            d->member[at[PERSON(d, i)->unit]++] = (int32_t)i;
}

/* A year's risk of dying: Gompertz, with the first year and accidents. */
static double death_risk(const struct district *d, int32_t person, int32_t age)
{
    double risk = 0.00012 + 0.000028 * steady_exp(0.0935 * (double)age) + (age < 1 ? 0.002 : 0);
    int32_t home = PERSON(d, person)->home;
    if (home == NOBODY)
        return risk * 0.86;
    return RESIDENCE(d, home)->kind == RESIDENCE_SAEBO ? risk + 0.24 : risk * 1.3 + 0.03;
}

/* A year's risk of leaving the county, by age; children go with their mother. */
static double move_risk(int32_t age)
{
    if (age < 18)
        return 0;
    if (age < 20)
        return 0.05;
    if (age < 30)
        return 0.072;
    if (age < 45)
        return 0.024;
    return age < 67 ? 0.009 : 0.004;
}

static double birth_chance(const struct person *p, int32_t age)
{
    if (p->sex != SEX_FEMALE || age < 18 || age > 45)
        return 0;
    double from_best = ((double)age - 30.5) / 5.2;
    return 0.128 * steady_exp(-from_best * from_best / 2);
}

static void die(struct district *d, int32_t person, int32_t day, struct rnd *r)
{
    struct person *p = PERSON(d, person);
    p->gone = p->last = day;
    p->reason = DEREG_DIED;
    homes_death(d, person, r);
}

/* Somebody leaves the county, the children with their mother. A listing ends with emigration; after
 * a move within the country it stands until the person lists at the new place, which may take. */
static void leave(struct district *d, int32_t person, int32_t day, struct rnd *r)
{
    bool abroad = rnd_chance(r, 0.09);
    int32_t lag =
        rnd_chance(r, 0.8) ? rnd_between(r, 0, 45) : 45 + (int32_t)rnd_exponential(r, 220);
    for (int32_t who = person, next = PERSON(d, person)->child; who != NOBODY;
         who = next, next = next == NOBODY ? NOBODY : PERSON(d, next)->sibling) {
        struct person *p = PERSON(d, who);
        bool grown = who != person && person_age(d, who, day) >= 18;
        if (!grown && p->listing != NOBODY && p->gone == FOREVER && p->last == FOREVER &&
            p->busy != d->month && p->born < day && !p->sample) {
            p->gone = day;
            p->reason = abroad ? DEREG_EMIGRATED : DEREG_MOVED_COUNTY;
            p->last = abroad ? day : day + lag;
        }
    }
}

static void bear(struct district *d, int32_t mother, int32_t day, struct rnd *r)
{
    uint8_t sex = rnd_chance(r, 0.514) ? SEX_MALE : SEX_FEMALE;
    int32_t child = person_new(d, sex, day, r);
    struct person *m = PERSON(d, mother), *c = PERSON(d, child);
    c->origin = ORIGIN_BORN;
    c->lives = m->lives;
    c->area = m->area;
    int32_t father = m->child != NOBODY ? PERSON(d, m->child)->father : NOBODY;
    if (father != NOBODY && PERSON(d, father)->gone != FOREVER)
        father = NOBODY;
    m->busy = (int16_t)d->month;
    person_list(d, child, m->unit, day, BASIS_NEWBORN);
    child_of(d, child, mother, father);
}

/* What chance brings one person in this month. */
static void live_month(struct district *d, int32_t person, struct span_of_days m, struct rnd *r)
{
    const struct person *p = PERSON(d, person);
    double part = (double)(m.last - m.first + 1) / 365.25, luck = rnd_unit(r);
    int32_t day = rnd_between(r, m.first, m.last), age = person_age(d, person, m.first);
    if (!person_is_settled(d, person) || p->sample)
        return;
    double risk = death_risk(d, person, age) * part;
    if (luck < risk) {
        die(d, person, day, r);
        return;
    }
    luck -= risk;
    risk = move_risk(age) * part;
    if (p->origin == ORIGIN_ELSEWHERE) { /* goes home, or lists there */
        if (luck < 0.1 * part)
            PERSON(d, person)->last = day;
        return;
    }
    if (luck < risk && p->home == NOBODY) {
        leave(d, person, day, r);
        return;
    }
    luck -= risk;
    if (luck >= 0 && luck < birth_chance(p, age) * part &&
        (p->child == NOBODY || day - PERSON(d, p->child)->born > 400))
        bear(d, person, day, r);
}

/* Takes out of the stock whose listing ended before the month did. */
static void end_listings(struct district *d, struct span_of_days m)
{
    for (size_t i = 0; i < d->persons.count; i++) {
        struct person *p = PERSON(d, i);
        if (p->listing == NOBODY || p->last >= m.last)
            continue;
        if (p->reason == DEREG_DIED || p->reason == DEREG_EMIGRATED) {
            /* no end is written into the listing or the contacts: it follows from the register */
            if (p->doctor != NOBODY)
                STAFF(d, NAMED(d, p->doctor)->staff)->panel--;
        } else {
            LISTING(d, p->listing)->to = p->last;
            named_end(d, (int32_t)i, KIND_DOCTOR, p->last, ENDED_MOVED);
            named_end(d, (int32_t)i, KIND_CARE_CONTACT, p->last, ENDED_MOVED);
        }
        p->listing = NOBODY;
        p->unit = NO_UNIT;
    }
}

void life_make(struct district *d)
{
    d->month = -1;
    d->month_end = d->start;
    first_make(d);
    members_index(d);
    named_first(d);
    homes_first(d);
    struct month month = month_of((struct day){d->start}), last = month_of((struct day){d->end});
    for (; month.n <= last.n; month.n++) {
        d->month++;
        struct span_of_days m = {month_first(month).n, month_last(month).n};
        if (m.last > d->end)
            m.last = d->end;
        d->month_end = m.last;
        struct rnd r = rnd_of(d->seed, STREAM_LIFE, (uint64_t)d->month);
        for (size_t i = 0, count = d->persons.count; i < count; i++)
            if (PERSON(d, i)->listing != NOBODY)
                live_month(d, (int32_t)i, m, &r);
        end_listings(d, m);
        members_index(d);
        moves_month(d, m);
        members_index(d);
        named_month(d, m);
        homes_month(d, m);
    }
}
