/* store/known_store.h - the registry as it was known at a position, as tables of a connection that
 * stand before the registry's own of the same names: every query of that connection answers as of
 * then. The connection must be new, inside a transaction, and is used for reading alone.
 *
 *     if (!effect_open_touched(db, err) || !known_rows(db, &at, err) ||
 *         !known_effects(db, &at, err) || !effects_make(a, db, err)) … */
#ifndef STORE_KNOWN_STORE_H
#define STORE_KNOWN_STORE_H
#include "store/db.h"

struct known_at {
    int64_t position;
    int64_t person; /* of this one alone, where rows are said of persons; 0: of all */
    int64_t said;   /* what holds from when it is said (places in queues, requests, applications):
                       as it was at this position, not after the other */
};
MUST_USE bool known_rows(struct db *db, const struct known_at *at, struct err *err);
/* In effect of whom nothing has been said since; the others are touched, and are to be made. */
MUST_USE bool known_effects(struct db *db, const struct known_at *at, struct err *err);
#endif
