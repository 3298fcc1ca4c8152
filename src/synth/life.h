/* synth/life.h - what the steps of a month share. A month goes like this:
 *
 *     life     deaths, births, moves out of the county         life.c
 *     moves    changes of unit and moves in, until each unit
 *              has as many listed as the plan says             moves.c
 *     named    doctors leave, persons get named contacts       named.c
 *     homes    places in special housing, home care            homes.c
 *
 * so the stock of a month's end is exact whatever chance did before. A person
 * stays in the stock through the last day of the listing. */
#ifndef SYNTH_LIFE_H
#define SYNTH_LIFE_H
#include "synth/district.h"

struct span_of_days {
    int32_t first, last;
};

enum ended {
    ENDED_NOT,
    ENDED_STAFF_LEFT,
    ENDED_CHANGED_UNIT,
    ENDED_MOVED,
    ENDED_CHANGED_DOCTOR,
};

int32_t person_new(struct district *d, uint8_t sex, int32_t born, struct rnd *r);
void person_list(struct district *d, int32_t person, unsigned unit, int32_t from, enum basis basis);
/* Lives in one of the unit's areas. */
void person_settle(struct district *d, int32_t person, unsigned unit, struct rnd *r);
/* Something may happen to the listing this month: it stands, and nothing has happened yet. */
bool person_is_settled(const struct district *d, int32_t person);
bool person_in_saebo(const struct district *d, int32_t person);
int32_t person_age(const struct district *d, int32_t person, int32_t on);
/* Of those listed at the unit in this month, one that the test takes; NOBODY after many tries. */
int32_t person_any(const struct district *d, unsigned unit, struct rnd *r,
                   bool (*takes)(const struct district *, int32_t));
/* Listed at the unit in this month, as indexed last. */
uint32_t members_count(const struct district *d, unsigned unit);
void members_index(struct district *d);

/* first.c: those who are there when the story begins. */
void first_make(struct district *d);
/* A birth date for somebody of the age `years` on that day. */
int32_t birth_of(int32_t years, int32_t on, struct rnd *r);
/* A man for the mother's children: the father of an earlier child or somebody of her age. */
void child_of(struct district *d, int32_t child, int32_t mother, int32_t father);

void moves_month(struct district *d, struct span_of_days m);

/* Has a contact of that kind on the day, by a row that stands or has ended. */
bool named_has(const struct district *d, int32_t person, enum contact_kind kind, int32_t on);
void named_first(struct district *d);
void named_month(struct district *d, struct span_of_days m);
/* Ends the contact of that kind, if there is one. */
void named_end(struct district *d, int32_t person, enum contact_kind kind, int32_t to,
               enum ended reason);
/* A named contact at the person's unit; `key` chooses among those who work there beyond the month:
 * persons with one key have one doctor. False where nobody can. */
bool named_give(struct district *d, int32_t person, enum contact_kind kind, int32_t from,
                uint64_t key, struct rnd *r);

void homes_first(struct district *d);
void homes_month(struct district *d, struct span_of_days m);
/* The person died: what the municipality reports. */
void homes_death(struct district *d, int32_t person, struct rnd *r);
#endif
