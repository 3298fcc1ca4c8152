/* synth/demand.h - how much care somebody seeks, and of which kind: by age, sex,
 * special housing and home care. Only the proportions matter: the plan says how many
 * contacts there are in all. */
#ifndef SYNTH_DEMAND_H
#define SYNTH_DEMAND_H
#include "synth/district.h"

enum situation { SITUATION_OWN_HOME, SITUATION_HOME_CARE, SITUATION_SAEBO };
enum { DEMAND_AGES = 7, DEMAND_ON_CALL = 2 /* kinds */ };

struct demand {
    double visited; /* home visits a year, of one with the common need */
    double others;  /* all other contacts */
    unsigned age;   /* the group */
    bool woman;
    enum situation situation;
};
struct care {
    uint8_t profession, form;
};

struct demand demand_of(const struct person *p, int32_t years, enum situation situation);
/* What the contact is for such a person; `on_call`: in a weekend, only what cannot wait. */
struct care demand_other(const struct demand *d, bool on_call, struct rnd *r);
struct care demand_home_visit(const struct demand *d, struct rnd *r);
#endif
