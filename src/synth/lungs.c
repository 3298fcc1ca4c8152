#include "synth/clinic.h"

static const double BY_AGE[COHORT_AGES] = {0, 0.02, 0.3, 1.1, 2.8, 3.2, 2};
enum {
    SEERS = 1 << PROF_PHYSICIAN | 1 << PROF_NURSE | 1 << PROF_PHYSIOTHERAPIST,
    DRUGS = 3,
    RENEWED_LEAST = 270, /* days from one prescription to the next */
    RENEWED_MOST = 400,
    SUPPLY = 100,
};
/* What a person has; the drugs that maintain have so many substances together. */
static const struct regimen {
    double common;
    enum code drug[DRUGS];
    unsigned substances;
} REGIMEN[] = {
    {0.17, {CODE_NONE}, 0},
    {0.12, {CODE_RELIEVER}, 0},
    {0.13, {CODE_LAMA, CODE_RELIEVER}, 1},
    {0.05, {CODE_LABA}, 1},
    {0.22, {CODE_LABA_LAMA, CODE_RELIEVER}, 2},
    {0.1, {CODE_LABA, CODE_LAMA_OTHER}, 2},
    {0.12, {CODE_LABA_ICS, CODE_RELIEVER}, 2},
    {0.09, {CODE_TRIPLE}, 3},
};
enum { REGIMENS = sizeof REGIMEN / sizeof *REGIMEN };

static const struct regimen *regimen_of(const struct clinic *c, int32_t person)
{
    double common[REGIMENS];
    for (unsigned i = 0; i < REGIMENS; i++)
        common[i] = REGIMEN[i].common;
    struct rnd r = rnd_of(c->d->seed, STREAM_COPD, UINT64_C(7) << 60 | (uint64_t)person);
    return &REGIMEN[rnd_weighted(&r, common, REGIMENS)];
}

/* Prescribes it about once a year, and tells whether it was in the window of each year-end. */
static void prescribe(const struct clinic *c, int32_t person, int32_t since,
                      const struct regimen *regimen, bool within[static YEAR_ENDS])
{
    struct rnd r = rnd_of(c->d->seed, STREAM_COPD, UINT64_C(8) << 60 | (uint64_t)person);
    struct occasion at;
    int32_t day = since > c->d->start ? since : c->d->start + (int32_t)rnd_below(&r, RENEWED_LEAST);
    for (; day <= c->d->end; day += rnd_between(&r, RENEWED_LEAST, RENEWED_MOST)) {
        struct span_of_days span = {day, day + 13 < c->d->end ? day + 13 : c->d->end};
        if (!occasion_beside(c, person, span, rnd_u64(&r), &at))
            continue;
        for (unsigned i = 0; i < DRUGS && regimen->drug[i] != CODE_NONE; i++)
            event_add(c, EVENT_PRESCRIPTIONS, person, at,
                      (struct event){.code = (uint8_t)regimen->drug[i], .value = SUPPLY});
        for (unsigned end = 0; end < YEAR_ENDS; end++)
            within[end] |= at.day >= window_first(c, end) && at.day <= c->end[end].last;
    }
}

/* Whoever is not known at a year-end to have it, because it was written down too long ago, is not
 * told of at other visits either: nobody is asked about who was not when that was decided. */
static bool is_forgotten(const struct clinic *c, const struct cohort *k, int32_t person)
{
    for (unsigned end = 0; end < YEAR_ENDS; end++)
        if (c->end[end].unit[person] != NO_UNIT && !cohort_has(c, k, person, end) &&
            k->since[person] <= c->end[end].last)
            return true;
    return false;
}

static unsigned visits_of(const struct clinic *c, const struct cohort *k, int32_t person,
                          struct occasion out[static OCCASIONS])
{
    struct occasion m[OCCASIONS];
    unsigned count = 0, all = occasions_of(c, person, SEERS, m);
    for (unsigned i = 0; i < all && !is_forgotten(c, k, person); i++)
        if (m[i].day >= k->since[person] && is_visit(CONTACT(c->d, m[i].contact)))
            out[count++] = m[i];
    return count;
}

/* Writes down that the person has it; at visits only the first time. */
static void write_down(const struct clinic *c, const struct cohort *k, struct attender *a)
{
    struct occasion m[OCCASIONS];
    unsigned count = cohort_occasions(c, k, a->person, k->since[a->person], m);
    for (unsigned i = 0; i < count; i++) {
        event_add(c, EVENT_DIAGNOSES, a->person, m[i],
                  (struct event){.code = m[i].contact % 9 == 0 ? CODE_COPD_WORSE : CODE_COPD});
        if (m[i].contact != NOBODY && is_visit(CONTACT(c->d, m[i].contact)))
            attender_occasions(c, a, &m[i], 1, true);
    }
}

static void write_returns(const struct clinic *c, const struct cohort *k,
                          const struct attendance *all)
{
    struct occasion m[OCCASIONS];
    bool taken[OCCASIONS];
    for (size_t i = 0; i < all->count; i++) {
        int32_t person = all->at[i].person;
        unsigned count = visits_of(c, k, person, m);
        attend_occasions(c, all, &all->at[i], m, count, taken);
        for (unsigned n = 0; n < count; n++)
            if (taken[n])
                event_add(c, EVENT_DIAGNOSES, person, m[n], (struct event){.code = CODE_COPD});
    }
}

void lungs_make(const struct clinic *c)
{
    struct cohort k = {.share = SHARE_COPD,
                       .stream = STREAM_COPD,
                       .by_age = BY_AGE,
                       .men = 0.95,
                       .professions = SEERS,
                       .visits_once = true};
    cohort_make(c, &k);
    size_t persons = c->d->persons.count;
    struct attendance all = {.share = SHARE_RETURNED,
                             .stream = STREAM_COPD,
                             .at = ARENA_NEW(c->arena, struct attender, persons + 1)};
    struct occasion m[OCCASIONS];
    for (size_t i = 0; i < persons; i++) {
        if (k.since[i] == FOREVER)
            continue;
        struct attender *a = &all.at[all.count++];
        const struct regimen *regimen = regimen_of(c, (int32_t)i);
        bool within[YEAR_ENDS] = {false};
        *a = (struct attender){.person = (int32_t)i,
                               .rank = chance_of(c, STREAM_COPD, UINT64_C(11) << 60 | i)};
        prescribe(c, (int32_t)i, k.since[i], regimen, within);
        write_down(c, &k, a);
        attender_occasions(c, a, m, visits_of(c, &k, (int32_t)i, m), false);
        for (unsigned end = 0; end < YEAR_ENDS; end++)
            a->asked[end] =
                cohort_has(c, &k, (int32_t)i, end) && within[end] && regimen->substances >= 2;
    }
    attend(c, &all);
    write_returns(c, &k, &all);
}
