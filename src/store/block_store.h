/* store/block_store.h - blocks that somebody states by themselves, those that stand on a day, and
 * those that a person had; with all that is known of them they are read by store/as_of_store.h. */
#ifndef STORE_BLOCK_STORE_H
#define STORE_BLOCK_STORE_H
#include "domain/block.h"
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
/* By the person's key. */
struct block_reader {
    void *state;
    bool (*take)(void *state, int64_t person, const struct block *block, struct err *err);
};
/* Of everybody. */
MUST_USE bool block_each_standing(struct db *db, struct day on, struct block_reader reader,
                                  struct err *err);
/* That the person had at the position, of whatever day, under identifiers that are theirs now: who
 * was joined with another since has those of both. */
MUST_USE bool block_each_of(struct db *db, int64_t person, int64_t position,
                            struct block_reader reader, struct err *err);
#endif
