/* domain/household.h - who belongs together when a panel is moved by family.
 *
 * The population register has no households, only relations, so this is what is
 * meant: a child (below the age of own choice) belongs with its guardians, or
 * with its mother where no guardian is known; and whoever belongs with the same
 * person belongs together. So siblings, half siblings and both parents of a child
 * are one household, also over a parent who is not among those asked about, and
 * grown children are not of their parents'. Two adults without a child in common
 * are two: that they live together is nowhere written. */
#ifndef DOMAIN_HOUSEHOLD_H
#define DOMAIN_HOUSEHOLD_H
#include "core/base.h"

struct kin {
    int64_t person;                       /* the opaque key; no two alike */
    int64_t mother, guardian1, guardian2; /* keys; 0: not known */
    bool is_child;
};
/* group[i]: the place in `kin` of the one of i's household with the least key. `group` has `count`
 * places. The same for the same persons, whatever their order. */
void households(struct arena *a, const struct kin *kin, size_t count, size_t *group);
#endif
