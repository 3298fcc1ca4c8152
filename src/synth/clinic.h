/* synth/clinic.h - what the steps of the clinical part share. Illnesses fall on persons, and are
 * written down at the contacts that the persons had; before those are told, from 2016, on days of
 * their own. Where the report prints a share of two year-ends, it is first found who is asked about
 * at each, then who of them has it (choose.c), and the rows follow that:
 *
 *     diabetes   the diagnosis, blood pressure, HbA1c      diabetes.c, readings.c
 *     mood       depression and anxiety, follow-up         mood.c
 *     lungs      COPD, its drugs, return visits            lungs.c
 *     kidneys    drugs of the old, and creatinine          kidneys.c
 *     everyday   what else is written down                 everyday.c
 *     talks      invitations to health talks               talks.c
 *     reviews    of drugs; advice                          reviews.c
 *     referrals                                            referrals.c */
#ifndef SYNTH_CLINIC_H
#define SYNTH_CLINIC_H
#include "synth/codes.h"
#include "synth/history.h"
#include "synth/life.h"

enum { YEAR_ENDS = 2 };
struct year_end {
    int32_t year, last;  /* 31 December */
    const uint8_t *unit; /* where each person is listed on that day; NO_UNIT */
};
struct clinic {
    struct district *d;
    struct arena *arena; /* given back when all is made */
    struct history history;
    struct index contacts;
    struct year_end end[YEAR_ENDS]; /* the year before the last, and the last */
};

/* How the window of 18 months before each year-end begins; the two share half a year. */
int32_t window_first(const struct clinic *c, unsigned end);

/* A day at which something can be written down. */
struct occasion {
    int32_t day, contact; /* NOBODY */
};
enum { OCCASIONS = 400 };
/* The person's contacts at units of those professions (a set of bits), by day; at most OCCASIONS.
 */
unsigned occasions_of(const struct clinic *c, int32_t person, unsigned professions,
                      struct occasion out[static OCCASIONS]);
void event_add(const struct clinic *c, enum event_table t, int32_t person, struct occasion at,
               struct event what);
/* A working day of the span, at the unit where the person is listed then; false if nowhere. */
bool occasion_beside(const struct clinic *c, int32_t person, struct span_of_days span, uint64_t key,
                     struct occasion *out);
bool is_visit(const struct contact *c);

/* Chance that belongs to a contact, or to a person: the same whenever it is asked. */
uint32_t chance_of(const struct clinic *c, enum stream stream, uint64_t id);
bool chance_under(uint32_t chance, double p);

/* choose.c: who has what a printed share asks for. */
struct candidate {
    uint32_t rank; /* low ranks have it first */
    uint32_t what; /* the caller's */
    uint8_t unit;
    bool settled, has; /* settled: `has` is decided already */
};
/* Decides `has`; puts the candidates in another order. False where the plan's shares, in all and of
 * the smallest and the largest unit, cannot be had of these candidates. */
bool choose(const struct clinic *c, enum share share, int32_t year, struct candidate *at,
            size_t count);
/* The unit's share on a day, as it is when nothing is chosen. */
double unit_share(const struct district *d, enum share share, unsigned unit, int32_t day);

/* cohort.c: who has a chronic illness since when. */
struct cohort {
    enum share share;
    enum stream stream;
    const double *by_age;     /* [COHORT_AGES] how common, relatively */
    double men;               /* the same of men, relative to women */
    unsigned professions;     /* whose contacts the diagnosis is written down at */
    bool visits_once;         /* at a visit only where it is the first time */
    int32_t *since;           /* of each person; FOREVER: has it not */
    int32_t *seen[YEAR_ENDS]; /* of each person: the last day with the diagnosis before; or 0 */
};
enum { COHORT_AGES = 7 }; /* under 18, 40, 55, 65, 75, 85, and over */
void cohort_make(const struct clinic *c, struct cohort *k);
/* When the person's diagnosis is written down, by day. */
unsigned cohort_occasions(const struct clinic *c, const struct cohort *k, int32_t person,
                          int32_t since, struct occasion out[static OCCASIONS]);
/* Listed on the year-end, with the diagnosis in 60 months. */
bool cohort_has(const struct clinic *c, const struct cohort *k, int32_t person, unsigned end);

/* attend.c: who is seen within 18 months, at which of some occasions. */
struct attender {
    int32_t person;
    uint32_t rank;
    bool asked[YEAR_ENDS], seen[YEAR_ENDS];
    bool could[3],
        was[3]; /* in the two thirds of the windows that are one's own, and the shared one */
};
struct attendance {
    enum share share;
    enum stream stream;
    struct attender *at;
    size_t count;
};
void attender_occasions(const struct clinic *c, struct attender *a, const struct occasion *m,
                        unsigned count, bool settled);
void attend(const struct clinic *c, struct attendance *a);
/* Marks which of the person's occasions come about. */
void attend_occasions(const struct clinic *c, const struct attendance *all,
                      const struct attender *a, const struct occasion *m, unsigned count,
                      bool *taken);

void diabetes_make(const struct clinic *c, struct cohort *k);
/* Of somebody who has it; nobody changes. */
bool diabetes_is_type_2(const struct clinic *c, int32_t person);
void readings_make(const struct clinic *c, const struct cohort *diabetes);
void mood_make(const struct clinic *c);
void lungs_make(const struct clinic *c);
void kidneys_make(const struct clinic *c, const struct cohort *diabetes);
void talks_make(const struct clinic *c);
void reviews_make(const struct clinic *c);
void referrals_make(const struct clinic *c);
void everyday_make(const struct clinic *c, const struct cohort *diabetes);
#endif
