#include "synth/clinic.h"

enum {
    CODES = CODE_EVERYDAY_LAST - CODE_EVERYDAY + 1,
    DRUGS = CODE_DRUG_LAST - CODE_DRUG + 1,
    SPREAD = 9,    /* codes that are common at one age */
    LIFE = 92,     /* years over which the codes are spread */
    ADULT = 40,    /* whose blood pressure is taken now and then */
    FEW_DAYS = 10, /* of a drug */
};
/* The share of contacts with a diagnosis that no measure asks for; of physicians' visits with a
 * drug, a blood pressure, a creatinine. Low shares of diagnoses are what the report complains of.
 */
static const double WRITTEN_VISIT = 0.5, WRITTEN_PHYSICIAN = 0.25, WRITTEN_NURSE = 0.1,
                    WRITTEN_OTHERS = 0.3, DRUG = 0.12, PRESSURE = 0.08, CREATININE = 0.04;

static double written(const struct contact *x)
{
    if (x->form == FORM_LETTER)
        return 0.02;
    if (x->profession == PROF_PHYSICIAN)
        return is_visit(x) ? WRITTEN_VISIT : WRITTEN_PHYSICIAN;
    return x->profession == PROF_NURSE ? WRITTEN_NURSE : WRITTEN_OTHERS;
}

static void add(const struct clinic *c, enum event_table t, size_t contact, unsigned code,
                unsigned value)
{
    const struct contact *x = CONTACT(c->d, contact);
    struct occasion at = {c->d->start + x->day, (int32_t)contact};
    event_add(c, t, x->person, at, (struct event){.code = (uint8_t)code, .value = (uint16_t)value});
}

/* What else a physician does in a visit. Measures ask for the values of those with diabetes and of
 * the old: those are told elsewhere. */
static void add_values(const struct clinic *c, size_t contact, int32_t years, bool diabetes,
                       struct rnd *r)
{
    bool old = person_age(c->d, CONTACT(c->d, contact)->person, c->d->end) >= 74;
    if (years >= ADULT && rnd_chance(r, PRESSURE) && !diabetes) {
        unsigned lower = 66 + rnd_below(r, 30);
        add(c, EVENT_MEASUREMENTS, contact, CODE_SYSTOLIC, lower + 40 + rnd_below(r, 40));
        add(c, EVENT_MEASUREMENTS, contact, CODE_DIASTOLIC, lower);
    }
    if (rnd_chance(r, CREATININE) && !diabetes && !old)
        add(c, EVENT_MEASUREMENTS, contact, CODE_CREATININE, 52 + rnd_below(r, 50));
    if (rnd_chance(r, DRUG)) {
        unsigned code = CODE_DRUG + rnd_below(r, DRUGS);
        add(c, EVENT_PRESCRIPTIONS, contact, code, FEW_DAYS * (1 + rnd_below(r, 9)));
    }
}

void everyday_make(const struct clinic *c, const struct cohort *diabetes)
{
    for (size_t i = 0; i < c->d->contacts.count; i++) {
        const struct contact *x = CONTACT(c->d, i);
        if (x->flags & CONTACT_ELSEWHERE)
            continue;
        struct rnd r = rnd_of(c->d->seed, STREAM_EVERYDAY, i);
        int32_t years = person_age(c->d, x->person, c->d->start + x->day);
        if (rnd_chance(&r, written(x))) {
            int32_t first = years * (CODES - SPREAD) / LIFE;
            first = first < CODES - SPREAD ? first : CODES - SPREAD;
            add(c, EVENT_DIAGNOSES, i,
                (unsigned)(CODE_EVERYDAY + first + rnd_between(&r, 0, SPREAD - 1)), 0);
        }
        if (x->profession == PROF_PHYSICIAN && is_visit(x))
            add_values(c, i, years, diabetes->since[x->person] != FOREVER, &r);
    }
}
