#include "synth/demand.h"

struct kind {
    struct care care;
    float yearly[DEMAND_AGES]; /* under 1, 6, 18, 40, 65, 80, and over */
};

static const struct kind KIND[] = {
    {{PROF_PHYSICIAN, FORM_VISIT}, {1, .8F, .4F, .6F, .9F, 1.3F, 1.5F}},
    {{PROF_NURSE, FORM_VISIT}, {3.5F, 1, .35F, .55F, .8F, 1.5F, 1.9F}},
    {{PROF_PHYSICIAN, FORM_PHONE}, {.2F, .15F, .1F, .35F, .6F, 1, 1.5F}},
    {{PROF_PHYSICIAN, FORM_VIDEO}, {0, .02F, .02F, .08F, .07F, .04F, .02F}},
    {{PROF_PHYSICIAN, FORM_DIGITAL}, {.02F, .03F, .03F, .1F, .09F, .05F, .02F}},
    {{PROF_PHYSICIAN, FORM_LETTER}, {.05F, .05F, .05F, .15F, .3F, .55F, .6F}},
    {{PROF_NURSE, FORM_PHONE}, {.9F, .6F, .3F, .5F, .6F, .9F, 1.5F}},
    {{PROF_NURSE, FORM_DIGITAL}, {.1F, .1F, .05F, .15F, .12F, .06F, .02F}},
    {{PROF_PHYSIOTHERAPIST, FORM_VISIT}, {.05F, .02F, .08F, .2F, .35F, .4F, .25F}},
    {{PROF_PHYSIOTHERAPIST, FORM_GROUP}, {0, 0, 0, .03F, .06F, .09F, .05F}},
    {{PROF_PHYSIOTHERAPIST, FORM_VIDEO}, {0, 0, 0, .03F, .02F, .01F, 0}},
    {{PROF_OCCUPATIONAL_THERAPIST, FORM_VISIT}, {0, .01F, .02F, .03F, .05F, .08F, .12F}},
    {{PROF_PSYCHOLOGIST, FORM_VISIT}, {0, 0, .03F, .12F, .06F, .01F, 0}},
    {{PROF_PSYCHOLOGIST, FORM_VIDEO}, {0, 0, 0, .04F, .02F, 0, 0}},
    {{PROF_COUNSELLOR, FORM_VISIT}, {0, 0, .05F, .1F, .07F, .03F, .01F}},
    {{PROF_COUNSELLOR, FORM_PHONE}, {0, 0, .01F, .04F, .03F, .02F, .01F}},
    {{PROF_DIETITIAN, FORM_VISIT}, {.01F, .02F, .02F, .02F, .03F, .03F, .02F}},
    {{PROF_ASSISTANT_NURSE, FORM_VISIT}, {.05F, .05F, .05F, .12F, .25F, .45F, .5F}},
    {{PROF_OTHER, FORM_PHONE}, {.03F, .03F, .03F, .05F, .06F, .06F, .08F}},
    {{PROF_MIDWIFE, FORM_VISIT}, {0, 0, .03F, .7F, .06F, 0, 0}}, /* women's: the last one */
};
enum { KINDS = sizeof KIND / sizeof *KIND };

struct home_kind {
    struct care care;
    float yearly[DEMAND_AGES], home_care, saebo;
};

static const struct home_kind HOME_KIND[] = {
    {{PROF_NURSE, FORM_HOME_VISIT}, {1.2F, .008F, .006F, .007F, .012F, .09F, .4F}, 1.7F, .7F},
    {{PROF_PHYSICIAN, FORM_HOME_VISIT}, {.01F, .001F, .001F, .002F, .003F, .01F, .07F}, .4F, 1.7F},
    {{PROF_OCCUPATIONAL_THERAPIST, FORM_HOME_VISIT}, {0, 0, 0, .001F, .003F, .01F, .06F}, .4F, .3F},
    {{PROF_PHYSIOTHERAPIST, FORM_HOME_VISIT}, {0, 0, 0, 0, .001F, .005F, .03F}, .2F, .1F},
};
enum { HOME_KINDS = sizeof HOME_KIND / sizeof *HOME_KIND };

/* Where others come to them they go out less, and who has home care is ill. */
static const double OTHERS_BY_SITUATION[] = {1, 1.3, 0.7};

static unsigned age_group(int32_t years)
{
    static const int32_t BEFORE[DEMAND_AGES - 1] = {1, 6, 18, 40, 65, 80};
    unsigned group = 0;
    while (group < DEMAND_AGES - 1 && years >= BEFORE[group])
        group++;
    return group;
}

static double home_yearly(const struct home_kind *k, const struct demand *d)
{
    if (d->situation == SITUATION_SAEBO)
        return (double)k->saebo;
    return (double)(d->situation == SITUATION_HOME_CARE ? k->home_care : k->yearly[d->age]);
}

static unsigned kinds_of(const struct demand *d)
{
    return d->woman ? KINDS : KINDS - 1;
}

struct demand demand_of(const struct person *p, int32_t years, enum situation situation)
{
    struct demand d = {
        .age = age_group(years), .woman = p->sex == SEX_FEMALE, .situation = situation};
    for (unsigned i = 0; i < HOME_KINDS; i++)
        d.visited += home_yearly(&HOME_KIND[i], &d);
    for (unsigned i = 0; i < kinds_of(&d); i++)
        d.others += (double)KIND[i].yearly[d.age];
    d.others *= OTHERS_BY_SITUATION[situation];
    return d;
}

struct care demand_other(const struct demand *d, bool on_call, struct rnd *r)
{
    double weight[KINDS];
    unsigned count = on_call ? DEMAND_ON_CALL : kinds_of(d);
    for (unsigned i = 0; i < count; i++)
        weight[i] = (double)KIND[i].yearly[d->age];
    return KIND[rnd_weighted(r, weight, count)].care;
}

struct care demand_home_visit(const struct demand *d, struct rnd *r)
{
    double weight[HOME_KINDS];
    for (unsigned i = 0; i < HOME_KINDS; i++)
        weight[i] = home_yearly(&HOME_KIND[i], d);
    return HOME_KIND[rnd_weighted(r, weight, HOME_KINDS)].care;
}
