#include "synth/clinic.h"

enum {
    OLD = 75,
    DRUGS = CODE_KIDNEY_LAST - CODE_KIDNEY + 1,
    RENEWED_LEAST = 280, /* days from one prescription to the next */
    RENEWED_MOST = 400,
    SUPPLY = 365,
    HALF_YEARS = 2 * PLAN_YEARS,
};
static const double HAVE_ANY = 0.84, HAVE_ANOTHER = 0.55, METFORMIN = 0.6, WITH_EGFR = 0.5;

struct patient {
    int32_t person;
    bool metformin;
    unsigned drugs;
    enum code drug[3];
};

static int32_t age_at(const struct clinic *c, int32_t person, int32_t day)
{
    return age_on((struct day){PERSON(c->d, person)->born}, (struct day){day});
}

static struct patient patient_of(const struct clinic *c, int32_t person, bool diabetes)
{
    struct rnd r = rnd_of(c->d->seed, STREAM_KIDNEY, UINT64_C(7) << 60 | (uint64_t)person);
    struct patient p = {.person = person};
    bool old = age_at(c, person, c->d->end) >= OLD;
    p.metformin = rnd_chance(&r, METFORMIN) && diabetes;
    if (old && rnd_chance(&r, HAVE_ANY))
        do
            p.drug[p.drugs++] = CODE_KIDNEY + rnd_below(&r, DRUGS);
        while (p.drugs < 3 && rnd_chance(&r, HAVE_ANOTHER));
    return p;
}

/* Prescribes the drugs about once a year, and tells in which window that was. */
static void prescribe(const struct clinic *c, const struct patient *p, int32_t since,
                      bool within[static YEAR_ENDS])
{
    struct rnd r = rnd_of(c->d->seed, STREAM_KIDNEY, UINT64_C(8) << 60 | (uint64_t)p->person);
    struct occasion at;
    int32_t day =
        (since > c->d->start ? since : c->d->start) + (int32_t)rnd_below(&r, RENEWED_LEAST);
    for (; day <= c->d->end; day += rnd_between(&r, RENEWED_LEAST, RENEWED_MOST)) {
        struct span_of_days span = {day, day + 13 < c->d->end ? day + 13 : c->d->end};
        if (!occasion_beside(c, p->person, span, rnd_u64(&r), &at))
            continue;
        for (unsigned i = 0; i < p->drugs; i++)
            event_add(c, EVENT_PRESCRIPTIONS, p->person, at,
                      (struct event){.code = (uint8_t)p->drug[i], .value = SUPPLY});
        if (p->metformin)
            event_add(c, EVENT_PRESCRIPTIONS, p->person, at,
                      (struct event){.code = CODE_METFORMIN, .value = SUPPLY});
        for (unsigned end = 0; end < YEAR_ENDS; end++)
            within[end] |= at.day >= window_first(c, end) && at.day <= c->end[end].last;
    }
}

/* When blood can be taken: at contacts, and once in a half-year without any. */
static unsigned samplings_of(const struct clinic *c, int32_t person,
                             struct occasion out[static OCCASIONS])
{
    struct occasion m[OCCASIONS];
    unsigned all = occasions_of(c, person, 1 << PROF_PHYSICIAN | 1 << PROF_NURSE, m), next = 0,
             count = 0;
    for (unsigned half = 0; half < HALF_YEARS; half++) {
        int32_t year = PLAN_FIRST_YEAR + (int32_t)half / 2;
        struct span_of_days span = {half % 2 ? date(year, 7, 1) : date(year, 1, 1),
                                    half % 2 ? date(year, 12, 31) : date(year, 6, 30)};
        uint64_t key =
            rnd_key(c->d->seed, STREAM_KIDNEY, UINT64_C(9) << 60 | (uint64_t)person << 8 | half);
        unsigned before = count;
        for (; next < all && m[next].day <= span.last; next++)
            if (count + HALF_YEARS < OCCASIONS)
                out[count++] = m[next];
        if (count == before && occasion_beside(c, person, span, key, &out[count]))
            count++;
    }
    return count;
}

static void write_sample(const struct clinic *c, int32_t person, struct occasion at)
{
    uint64_t id = UINT64_C(10) << 60 | (uint64_t)person << 16 | (uint64_t)(at.day - c->d->start);
    struct rnd r = rnd_of(c->d->seed, STREAM_KIDNEY, id);
    double creatinine = 62 + 12 * rnd_unit(&r);
    creatinine += rnd_exponential(&r, 18);
    uint16_t value = (uint16_t)(creatinine > 400 ? 400 : creatinine);
    uint16_t rate = (uint16_t)(value > 60 ? 5400 / value : 90);
    event_add(c, EVENT_MEASUREMENTS, person, at,
              (struct event){.code = CODE_CREATININE, .value = value});
    if (chance_under(chance_of(c, STREAM_KIDNEY, id), WITH_EGFR))
        event_add(c, EVENT_MEASUREMENTS, person, at,
                  (struct event){.code = CODE_EGFR, .value = rate});
}

static struct attender attender_of(const struct clinic *c, int32_t person,
                                   const bool within[static YEAR_ENDS])
{
    struct occasion m[OCCASIONS];
    struct attender a = {.person = person, .rank = chance_of(c, STREAM_KIDNEY, (uint64_t)person)};
    for (unsigned end = 0; end < YEAR_ENDS; end++)
        a.asked[end] = within[end] && c->end[end].unit[person] != NO_UNIT &&
                       age_at(c, person, c->end[end].last) >= OLD;
    attender_occasions(c, &a, m, samplings_of(c, person, m), false);
    return a;
}

void kidneys_make(const struct clinic *c, const struct cohort *diabetes)
{
    size_t persons = c->d->persons.count;
    struct attendance all = {.share = SHARE_KIDNEY,
                             .stream = STREAM_KIDNEY,
                             .at = ARENA_NEW(c->arena, struct attender, persons + 1)};
    struct occasion m[OCCASIONS];
    bool taken[OCCASIONS];
    for (size_t i = 0; i < persons; i++) {
        const struct person *p = PERSON(c->d, i);
        int32_t since = p->born + (int32_t)((OLD - 2) * 365.2425), ill = diabetes->since[i];
        if (p->origin == ORIGIN_VISITOR || (since > c->d->end && ill == FOREVER))
            continue;
        struct patient patient = patient_of(c, (int32_t)i, ill != FOREVER);
        bool within[YEAR_ENDS] = {false};
        if (patient.drugs > 0 || patient.metformin)
            prescribe(c, &patient, patient.drugs > 0 ? since : ill, within);
        all.at[all.count++] = attender_of(c, (int32_t)i, within);
    }
    attend(c, &all);
    for (size_t i = 0; i < all.count; i++) {
        unsigned count = samplings_of(c, all.at[i].person, m);
        attend_occasions(c, &all, &all.at[i], m, count, taken);
        for (unsigned n = 0; n < count; n++)
            if (taken[n])
                write_sample(c, all.at[i].person, m[n]);
    }
}
