/* service/listing/listing_named.h - with which doctor somebody comes to be listed, where listings
 * are on doctors: whether that doctor may have the person and has room (domain/assign.h, by
 * listing), and the named contact of kind 2 that begins with the listing. Whoever lists with a
 * doctor writes it here, after service/listing/listing_write.h.
 *
 *     struct listing_named n = {.person = person, .unit = unit, .unit_id = id, .doctor = doctor,
 *                               .from = decision.listing.from};
 *     if (!listing_named_decide(a, in, &n, err)) …
 *     if (listing_named_may(&n) && !listing_named_write(&act, &n, err)) …
 *
 * Errors: ERR_MISSING "staff.unknown"; those of store/db.h. */
#ifndef SERVICE_LISTING_LISTING_NAMED_H
#define SERVICE_LISTING_LISTING_NAMED_H
#include "service/contact/contact_write.h"

struct listing_named {
    int64_t person;
    struct hsaid unit, doctor;
    int64_t unit_id;
    struct day from;
    const enum basis *chosen; /* by the person, on the basis; NULL: not */
    /* What is read and decided: */
    int64_t doctor_id;
    struct assign_staff staff;
    struct assign_person who;
    struct contact_about about;
    struct assign_decision decision;
};
/* As if the person were listed at the unit on the day. */
MUST_USE bool listing_named_decide(struct arena *a, const struct instance *in,
                                   struct listing_named *n, struct err *err);
static inline bool listing_named_may(const struct listing_named *n)
{
    return n->decision.verdict <= ASSIGN_ALREADY;
}
/* The former doctor ends the day before, and what was planned later is taken back. Who has the
 * doctor keeps them. Touches the person. */
MUST_USE bool listing_named_write(struct act *act, const struct listing_named *n, struct err *err);
#endif
