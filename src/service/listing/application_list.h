/* service/listing/application_list.h - applications that wait for their decision, oldest first, as
 * they stood on a day and were known at a moment. Administrators see all, or those of a unit's
 * listed; staff and head of a unit those. Who is protected is in no list without the right. One
 * entry in the access log, before anything is shown.
 *
 * Errors: ERR_DENIED "actor.role" (others, logged); those of service/act_about.h and
 * service/access/access_log.h. */
#ifndef SERVICE_LISTING_APPLICATION_LIST_H
#define SERVICE_LISTING_APPLICATION_LIST_H
#include "domain/access.h"
#include "service/known.h"
#include "store/application_store.h"

struct application_list {
    const struct application_waiting *row; /* in the arena */
    size_t count;
    bool leaves_out; /* whose identity is protected: how many would say who */
};
MUST_USE bool application_list(struct arena *a, struct instance *in, const struct actor *actor,
                               const struct known_time *time, struct application_list *out,
                               struct err *err);
#endif
