/* service/listing/application.h - that a change of unit be not counted, for special reasons
 * (HSL 7 kap 3 b §): somebody applies, the region decides, and the next
 * change that would count uses what was granted, once (service/listing/listing.h).
 *
 * The person applies, a guardian of a child, or staff and administrators who have got it on
 * a form. Administrators decide, and no unit: the one loses by it and the other gains.
 *
 * Errors: those of service/act.h, service/act_about.h, store/application_store.h; ERR_INVALID
 * "application.reason" (no line of 1 to 200 characters); ERR_DENIED "application.party";
 * ERR_CONFLICT "application.decided" (otherwise, before), "application.granted" (another one of the
 * person, detail: its number, and it is not used), "gone.dead", "gone.emigrated" (domain/gone.h).
 */
#ifndef SERVICE_LISTING_APPLICATION_H
#define SERVICE_LISTING_APPLICATION_H
#include "domain/access.h"
#include "service/instance.h"

struct application_asked {
    struct str person, reason; /* of an application */
    int64_t id;                /* of a decision */
    bool granted;
    struct str decision; /* why; of a refusal always */
    struct actor actor;
    struct str key; /* of the asker's; empty: none */
    bool dry_run;
};
struct application_answer {
    int64_t id;
    bool is_already; /* one waits, or it was decided so before: nothing was changed */
    bool is_repeat;  /* was answered before with the key */
};
MUST_USE bool application_apply(struct arena *a, struct instance *in,
                                const struct application_asked *asked,
                                struct application_answer *out, struct err *err);
MUST_USE bool application_settle(struct arena *a, struct instance *in,
                                 const struct application_asked *asked,
                                 struct application_answer *out, struct err *err);
#endif
