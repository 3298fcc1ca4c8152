#include "synth/clinic.h"

static const double BY_AGE[COHORT_AGES] = {0.06, 0.22, 0.8, 1.6, 2.6, 3, 2.3};
static const double TYPE_1 = 0.08, TYPE_1_YOUNG = 0.85, KIDNEYS = 0.06;

bool diabetes_is_type_2(const struct clinic *c, int32_t person)
{
    bool young = person_age(c->d, person, date(2021, 6, 30)) < 30;
    uint32_t chance = chance_of(c, STREAM_DIABETES, UINT64_C(7) << 60 | (uint64_t)person);
    return !chance_under(chance, young ? TYPE_1_YOUNG : TYPE_1);
}

void diabetes_make(const struct clinic *c, struct cohort *k)
{
    *k = (struct cohort){.share = SHARE_DIABETES,
                         .stream = STREAM_DIABETES,
                         .by_age = BY_AGE,
                         .men = 1.35,
                         .professions = 1 << PROF_PHYSICIAN | 1 << PROF_NURSE};
    cohort_make(c, k);
    struct occasion m[OCCASIONS];
    for (size_t i = 0; i < c->d->persons.count; i++) {
        if (k->since[i] == FOREVER)
            continue;
        unsigned count = cohort_occasions(c, k, (int32_t)i, k->since[i], m);
        enum code code = diabetes_is_type_2(c, (int32_t)i) ? CODE_DIABETES_2 : CODE_DIABETES_1;
        for (unsigned n = 0; n < count; n++) {
            uint64_t id = UINT64_C(9) << 60 | (uint64_t)i << 12 | n;
            bool kidneys =
                code == CODE_DIABETES_2 && chance_under(chance_of(c, STREAM_DIABETES, id), KIDNEYS);
            struct event e = {.code = (uint8_t)(kidneys ? CODE_DIABETES_2_KIDNEY : code)};
            event_add(c, EVENT_DIAGNOSES, (int32_t)i, m[n], e);
        }
    }
}
