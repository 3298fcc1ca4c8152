/* domain/doctor_list.h - where listings are on doctors (`listing.on: doctor`): from the units at
 * which a person is listed, and their named doctors there, to the lists on which they are. Pure.
 *
 * A list is that of a doctor at a unit, or the unit's own of those who have no doctor: who was
 * listed by area or came from the unit's queue, whose doctor left. Whoever comes from that one to a
 * doctor of the unit has changed no doctor (domain/quota.h). Norway's fastlegeordning lists
 * with a doctor (helse- og omsorgstjenesteloven § 3-2, pasient- og brukerrettighetsloven § 2-1 c).
 *
 * Whose doing a new list at the same unit is: the person's, on the basis of the choice, where they
 * chose that doctor; else the unit's (BASIS_ADMINISTRATIVE): an assignment, a panel that was moved,
 * a doctor who left. */
#ifndef DOMAIN_DOCTOR_LIST_H
#define DOMAIN_DOCTOR_LIST_H
#include "domain/assign.h"
#include "domain/quota.h"

/* A named doctor, of kind 2, in effect; by `from`, on no day two. */
struct list_doctor {
    int64_t staff, unit;
    struct day from, to;
    bool is_chosen; /* by the person, on the basis */
    enum basis basis;
};
/* The key of the list of a doctor at the unit, both by the registry's keys, which are below 2^31;
 * doctor 0: of the unit's own, which is the unit's key. */
int64_t doctor_list_key(int64_t unit, int64_t doctor);
/* The lists, by `from`; their number is returned and *out is in the arena. `at` is their unit, of
 * UNIT_ELSEWHERE 0. */
size_t doctor_lists(struct arena *a, const struct listing_past *listed, size_t count,
                    const struct list_doctor *doctor, size_t doctors, struct listing_past **out);
#endif
