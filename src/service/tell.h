/* service/tell.h - the events that follow from what is in effect: what held of the
 * touched persons before, compared with what holds after (domain/event.h), written
 * to the outbox in the same transaction. */
#ifndef SERVICE_TELL_H
#define SERVICE_TELL_H
#include "engine/bag.h"
#include "store/db.h"

struct tell {
    struct arena *arena;
    struct db *db;
    struct bag before; /* struct told_row: in effect of the touched, when it was read */
    struct str actor;  /* whose doing it is; empty, as it begins: that of who makes the change */
};
/* Reads what is in effect of the touched (store/stage.h). */
MUST_USE bool tell_begin(struct arena *a, struct db *db, struct tell *out, struct err *err);
/* Reads it again and writes what happened, at the position; *count events. */
MUST_USE bool tell_end(struct tell *t, int64_t position, uint64_t *count, struct err *err);
#endif
