/* service/contact/staff_list.h - who works at a unit, or anywhere, on a day, by name, as it was
 * known at a moment. Whose identity is protected is in no list without the right (rule 22). One
 * entry in the access log, before anything is shown.
 *
 * Errors: ERR_DENIED "staff.right" (of residents); those of service/act_about.h and
 * service/access/access_log.h. */
#ifndef SERVICE_CONTACT_STAFF_LIST_H
#define SERVICE_CONTACT_STAFF_LIST_H
#include "domain/access.h"
#include "service/known.h"
#include "store/staff_store.h"

struct staff_list_asking {
    struct str unit; /* as written; empty: all */
    struct known_time time;
    struct actor actor;
};
struct staff_list {
    const struct staff_working *row; /* in the arena */
    size_t count;
    bool leaves_out; /* whose identity is protected: how many would say who */
};
MUST_USE bool staff_list(struct arena *a, struct instance *in,
                         const struct staff_list_asking *asking, struct staff_list *out,
                         struct err *err);
#endif
