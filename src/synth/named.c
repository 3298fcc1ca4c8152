#include "synth/life.h"

static int32_t *row_of(struct person *p, enum contact_kind kind)
{
    return kind == KIND_DOCTOR ? &p->doctor : &p->carer;
}

void named_end(struct district *d, int32_t person, enum contact_kind kind, int32_t to,
               enum ended reason)
{
    int32_t *row = row_of(PERSON(d, person), kind);
    if (*row == NOBODY)
        return;
    struct named *n = NAMED(d, *row);
    if (n->to > to)
        n->to = to;
    n->reason = (uint8_t)reason;
    if (kind == KIND_DOCTOR)
        STAFF(d, n->staff)->panel--;
    *row = NOBODY;
}

/* Room on a panel: half as much again as the target at the most. */
static bool has_room(const struct district *d, int32_t staff)
{
    const struct staff *s = STAFF(d, staff);
    double target = s->training == TRAINING_NONE ? PLAN_PANEL : PLAN_PANEL_TRAINING;
    return (double)s->panel < 1.5 * target * s->fte;
}

/* Who stays beyond this month: who leaves in it has handed over the tasks. */
static bool can_be_named(const struct district *d, const struct roster_entry *e, bool doctor)
{
    return e->stays && STAFF(d, e->staff)->until > d->month_end &&
           (!doctor || has_room(d, e->staff));
}

/* The one that the key leads to, if that one can; else of those who can the one with the least
 * panel. */
static int32_t find_clinician(const struct district *d, const struct roster *r, uint64_t key,
                              bool doctor)
{
    int32_t usual = staff_usual(r, key), best = NOBODY;
    for (unsigned i = 0; i < r->count; i++) {
        int32_t staff = r->at[i].staff;
        if (!can_be_named(d, &r->at[i], doctor))
            continue;
        if (staff == usual)
            return staff;
        if (best == NOBODY || STAFF(d, staff)->panel < STAFF(d, best)->panel)
            best = staff;
    }
    return best;
}

bool named_has(const struct district *d, int32_t person, enum contact_kind kind, int32_t on)
{
    const struct person *p = PERSON(d, person);
    int32_t row = kind == KIND_DOCTOR ? p->doctors : p->carers;
    while (row != NOBODY && NAMED(d, row)->from > on)
        row = NAMED(d, row)->before;
    return row != NOBODY && NAMED(d, row)->to >= on;
}

bool named_give(struct district *d, int32_t person, enum contact_kind kind, int32_t from,
                uint64_t key, struct rnd *r)
{
    struct person *p = PERSON(d, person);
    struct roster roster =
        staff_roster(d, p->unit, kind == KIND_DOCTOR ? PROF_PHYSICIAN : PROF_NURSE, from);
    int32_t staff = find_clinician(d, &roster, key, kind == KIND_DOCTOR);
    if (staff == NOBODY)
        return false;
    struct named *n = list_add(d->arena, &d->named, sizeof *n);
    int32_t informed = from + (int32_t)rnd_exponential(r, 18);
    int32_t *newest = kind == KIND_DOCTOR ? &p->doctors : &p->carers;
    *n = (struct named){.person = person,
                        .staff = staff,
                        .from = from,
                        .to = FOREVER,
                        .informed = rnd_chance(r, 0.72) && informed <= d->end ? informed : FOREVER,
                        .before = *newest,
                        .unit = p->unit,
                        .kind = (uint8_t)kind};
    *row_of(p, kind) = *newest = (int32_t)d->named.count - 1;
    if (kind == KIND_DOCTOR)
        STAFF(d, staff)->panel++;
    return true;
}

/* Persons with one key have one clinician: own patients of a unit spread over its staff. */
static uint64_t own_key(const struct district *d, int32_t person)
{
    return rnd_key(d->seed, STREAM_USUAL, (uint64_t)person);
}

/* The clinician of a contact leaves: most get another one at once. */
static void succeed(struct district *d, int32_t person, enum contact_kind kind,
                    struct span_of_days m, struct rnd *r)
{
    const struct person *p = PERSON(d, person);
    int32_t row = kind == KIND_DOCTOR ? p->doctor : p->carer;
    if (row == NOBODY)
        return;
    int32_t until = STAFF(d, NAMED(d, row)->staff)->until;
    if (until > m.last)
        return;
    if (until < NAMED(d, row)->from)
        until = NAMED(d, row)->from;
    named_end(d, person, kind, until, ENDED_STAFF_LEFT);
    bool leaving = p->last <= until || until >= d->end;
    if (!leaving && (p->sample || rnd_chance(r, person_in_saebo(d, person) ? 0.9 : 0.6)))
        (void)named_give(d, person, kind, until + 1, own_key(d, person), r);
}

/* How likely it is that somebody is given a named contact before others are. */
static double wants(const struct district *d, int32_t person, enum contact_kind kind, int32_t on)
{
    const struct person *p = PERSON(d, person);
    int32_t age = person_age(d, person, on);
    double need = p->need > 3 ? 1 : (double)p->need / 3;
    if (kind == KIND_DOCTOR)
        return (age >= 65   ? 0.75
                : age >= 40 ? 0.4
                            : 0.2) *
                   (0.4 + 0.6 * need) +
               (p->home != NOBODY ? 0.25 : 0);
    return (age >= 75   ? 0.5
            : age >= 50 ? 0.12
                        : 0.04) *
               (0.2 + 0.8 * need) +
           (p->home != NOBODY ? 0.4 : 0);
}

static double unit_share(const struct district *d, unsigned unit, enum contact_kind kind,
                         int32_t on)
{
    enum path path = kind == KIND_DOCTOR ? PATH_NAMED_DOCTOR : PATH_CARE_CONTACT;
    double share = plan_value(path, (struct day){on}) * d->unit[unit].named;
    return share > 0.9 ? 0.9 : share;
}

/* Gives so many of the unit's persons a contact that its share is reached; `back`: days that the
 * contact may have begun earlier. */
static void fill_unit(struct district *d, unsigned unit, enum contact_kind kind,
                      struct span_of_days m, struct rnd *r)
{
    uint32_t count = members_count(d, unit), have = 0, all = 0;
    for (uint32_t i = d->first[unit]; i < d->first[unit + 1]; i++) {
        struct person *p = PERSON(d, d->member[i]);
        if (person_in_saebo(d, d->member[i]))
            continue;
        all++;
        have += *row_of(p, kind) != NOBODY;
    }
    uint32_t want = plan_count((double)all * unit_share(d, unit, kind, m.last), 1);
    for (uint64_t tries = 0; have < want && tries < 200ULL * count; tries++) {
        int32_t who = d->member[d->first[unit] + rnd_below(r, count)];
        struct person *p = PERSON(d, who);
        if (*row_of(p, kind) != NOBODY || !person_is_settled(d, who) || person_in_saebo(d, who) ||
            !rnd_chance(r, wants(d, who, kind, m.last)))
            continue;
        int32_t listed = LISTING(d, p->listing)->from;
        int32_t from = rnd_between(r, m.first > listed ? m.first : listed, m.last);
        if (!named_give(d, who, kind, from, own_key(d, who), r))
            return; /* the panels are full */
        have++;
    }
}

/* At the start the contacts have been there for some time, but no longer than their clinicians. */
static void age_contacts(struct district *d, struct rnd *r)
{
    int32_t *began = ARENA_NEW(d->arena, int32_t, d->staff.count);
    for (size_t i = 0; i < d->positions.count; i++)
        began[POSITION(d, i)->staff] = POSITION(d, i)->from;
    for (size_t i = 0; i < d->named.count; i++) {
        struct named *n = NAMED(d, i);
        int32_t listed = LISTING(d, PERSON(d, n->person)->listing)->from;
        int32_t least = began[n->staff] > listed ? began[n->staff] : listed;
        if (least < n->from)
            n->from = rnd_between(r, least, n->from);
        if (n->informed != FOREVER)
            n->informed = n->from + (int32_t)rnd_exponential(r, 20);
    }
}

void named_first(struct district *d)
{
    struct rnd r = rnd_of(d->seed, STREAM_NAMED, UINT32_MAX);
    struct span_of_days m = {d->start, d->start};
    for (size_t i = 0; i < d->persons.count; i++)
        if (PERSON(d, i)->sample && PERSON(d, i)->sample != 6)
            (void)named_give(d, (int32_t)i, KIND_DOCTOR, d->start, own_key(d, (int32_t)i), &r);
    d->month = 0; /* what was at the start counts as settled */
    for (unsigned u = 0; u < UNITS; u++) {
        fill_unit(d, u, KIND_DOCTOR, m, &r);
        fill_unit(d, u, KIND_CARE_CONTACT, m, &r);
    }
    age_contacts(d, &r);
    d->month = -1;
}

void named_month(struct district *d, struct span_of_days m)
{
    struct rnd r = rnd_of(d->seed, STREAM_NAMED, (uint64_t)d->month);
    for (uint32_t i = 0; i < d->first[UNITS]; i++) {
        succeed(d, d->member[i], KIND_DOCTOR, m, &r);
        succeed(d, d->member[i], KIND_CARE_CONTACT, m, &r);
    }
    for (unsigned u = 0; u < UNITS; u++) {
        fill_unit(d, u, KIND_DOCTOR, m, &r);
        fill_unit(d, u, KIND_CARE_CONTACT, m, &r);
    }
}
