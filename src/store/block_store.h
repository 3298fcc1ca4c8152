/* store/block_store.h - blocks that somebody states by themselves; they are read with what
 * is known of a person (store/as_of_store.h). */
#ifndef STORE_BLOCK_STORE_H
#define STORE_BLOCK_STORE_H
#include "store/db.h"

struct block_said {
    int64_t identifier, unit;
    struct day from, to; /* both inside; to DAY_NONE: until it is lifted */
};
/* What stands under the identifier, the unit and the first day holds no more. */
MUST_USE bool block_withdraw(struct db *db, const struct block_said *row, int64_t position,
                             struct err *err);
/* The row holds in place of it. */
MUST_USE bool block_state(struct db *db, const struct block_said *row, int64_t position,
                          struct err *err);
#endif
