/* service/contact/staff_show.h - what is known of a member of staff, for who asks: positions with
 * their panels on a day, dispensations, absences, who stands in for them. Nothing of a person, but
 * how many have them; who asked is in the access log before it is shown.
 *
 * Errors: ERR_MISSING "staff.unknown"; ERR_DENIED "staff.protected", "staff.right" (of residents);
 * those of service/contact/contact_facts.h and service/access/access_log.h. */
#ifndef SERVICE_CONTACT_STAFF_SHOW_H
#define SERVICE_CONTACT_STAFF_SHOW_H
#include "domain/access.h"
#include "service/contact/contact_facts.h"
#include "service/known.h"

struct staff_shown {
    struct contact_who who;
    struct panel
        *panel; /* of each position, in its order; of one that is over on the day count 0 */
    struct day on;
};
struct staff_asking {
    struct str staff; /* as written */
    struct known_time time;
    struct actor actor;
};
MUST_USE bool staff_show(struct arena *a, struct instance *in, const struct staff_asking *asking,
                         struct staff_shown *out, struct err *err);
#endif
