/* service/listing/elsewhere.h - another county says that it lists a person: a listing here ends
 * on the day before, with the named doctor, and which county it is is kept. The person
 * comes back by listing here (service/listing/listing.h). Who is listed in another county already
 * gets the code that is said now: it corrects the first, or holds from a later day that is given.
 * An application that was granted is used by it, as by a listing here.
 *
 * Errors: those of service/act.h and service/act_about.h; the refusals of
 * domain/listing_refusal.h, "listing.no_changes" where no day is the next; ERR_INVALID
 * "elsewhere.county" (no code of another county that there is), "listing.day_far"; ERR_DENIED
 * "actor.role" (an administrator records it). */
#ifndef SERVICE_LISTING_ELSEWHERE_H
#define SERVICE_LISTING_ELSEWHERE_H
#include "domain/access.h"
#include "service/instance.h"

struct elsewhere_request {
    struct str person, county; /* as written */
    struct day from;           /* DAY_NONE: today */
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct elsewhere_answer {
    bool is_already; /* is listed in that county: nothing was changed */
    bool is_repeat;
    struct str county;
    struct day from;
    struct str former; /* HSA-id of the unit of the day before; empty: none */
    bool is_counted;   /* as a change of unit */
    struct str was;    /* the code of another county that was said to list them; empty: none */
};
MUST_USE bool elsewhere_list(struct arena *a, struct instance *in,
                             const struct elsewhere_request *request, struct elsewhere_answer *out,
                             struct err *err);
#endif
