/* domain/capitation.h - the ages by which units are paid for those who are listed. Pure.
 * The groups are the same for all (ADR: capitation); a payment model that has others adds
 * them up or asks for a version. Their order is stored: add at the end, never reorder. */
#ifndef DOMAIN_CAPITATION_H
#define DOMAIN_CAPITATION_H
#include "core/day.h"
#include "domain/vocab.h"

enum age_group {
    AGE_0_6,
    AGE_7_17,
    AGE_18_44,
    AGE_45_64,
    AGE_65_74,
    AGE_75_84,
    AGE_85,
    AGE_UNKNOWN, /* no birth date, or one that comes later than the day */
    AGE_GROUPS
};
extern const struct vocab VOCAB_AGE_GROUP; /* "0-6", … "85-", "unknown" */

/* By the age in whole years on the day. */
enum age_group age_group_on(struct day birth, struct day on);
#endif
