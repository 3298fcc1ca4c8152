/* service/listing/elsewhere_end.h - another county does not list a person any more, and ours is
 * responsible again: what has begun ends on the day before, what has not is withdrawn. Where that
 * leaves the person at a unit here they stay there, with the named doctor who would have ended;
 * else they are listed by area, where the region lists who moves in so, or nowhere until
 * they choose. Places in queues that were lost do not come back. That the other county lists them
 * no more is no change; a listing by area is one where the region frees neither it nor a return.
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_INVALID "listing.day_far";
 * ERR_DENIED "actor.role" (an administrator records it). */
#ifndef SERVICE_LISTING_ELSEWHERE_END_H
#define SERVICE_LISTING_ELSEWHERE_END_H
#include "service/listing/elsewhere.h"

struct elsewhere_ended {
    bool is_already; /* no other county lists the person then: nothing was changed */
    bool is_repeat;
    struct day from;       /* the first day without it; of one that is withdrawn its own first */
    struct str was;        /* the code of the county */
    struct str unit, name; /* HSA-id and name of the unit here; empty: nowhere */
    bool is_counted;       /* the listing there is a change that counts */
};
/* Of the request the county is not looked at, and `from` is the first day without it. */
MUST_USE bool elsewhere_end_listing(struct arena *a, struct instance *in,
                                    const struct elsewhere_request *request,
                                    struct elsewhere_ended *out, struct err *err);
#endif
