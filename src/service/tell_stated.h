/* service/tell_stated.h - the events that follow from what is stated, beside those of
 * what is in effect (service/tell.h): reports of residence, changed rows of persons
 * and units, identifiers that came to a person. Written to the outbox in the
 * transaction that stated them; only what the position itself recorded is looked at.
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_TELL_STATED_H
#define SERVICE_TELL_STATED_H
#include "store/db.h"

/* Of the touched (store/stage.h); `today` is the day from which a change of a person holds. *count
 * events. */
MUST_USE bool tell_stated(struct arena *a, struct db *db, int64_t position, struct day today,
                          uint64_t *count, struct err *err);
/* The same of units, for loads: an act knows from which day its change of a unit holds, and tells
 * it itself. */
MUST_USE bool tell_units(struct arena *a, struct db *db, int64_t position, struct day today,
                         uint64_t *count, struct err *err);
#endif
