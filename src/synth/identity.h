/* synth/identity.h - who is called what: personnummer, samordningsnummer that were
 * replaced, HSA-ids. Unique over all districts of a population.
 *
 * A personnummer is dated 1800 to 1836: whoever was born then did not live in 1947,
 * when the numbers were introduced, so it is nobody's. There are 13 500 486. */
#ifndef SYNTH_IDENTITY_H
#define SYNTH_IDENTITY_H
#include "synth/district.h"

enum { IDENTITY_TEXT = 12, IDENTITIES_MOST = 3 };
/* Of the whole population: what the earlier districts have taken. */
struct taken {
    uint64_t seed, persons, coordination, staff, units, contacts;
};
struct identity {
    const struct taken *taken;
    char (*person)[IDENTITY_TEXT]; /* the newest of each person */
    uint32_t *coordination;        /* how many samordningsnummer the earlier persons have */
    uint32_t coordinations;
};

struct identity identity_make(struct district *d, const struct taken *taken);
/* How many identifiers the person has had in turn, from 1; the last is the one in use. */
unsigned identity_count(const struct district *d, int32_t person);
/* The day on which identifier `n` (from 0) was replaced by the next one. */
int32_t identity_replaced(const struct district *d, int32_t person, unsigned n);
struct str identity_at(const struct district *d, const struct identity *id, int32_t person,
                       unsigned n, char text[static IDENTITY_TEXT]);
/* The one in use on that day. */
struct str identity_on(const struct district *d, const struct identity *id, int32_t person,
                       int32_t day, char text[static IDENTITY_TEXT]);
#endif
