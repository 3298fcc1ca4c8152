/* store/instance_store.h - the registry's position, and what holds for the
 * instance as a whole.
 *
 * Every transaction that changes the registry makes a position, greater than all
 * before it; a load a second one where something follows from it by itself. A stated row carries
 * the position at which it was recorded and the one at which it was superseded, so what was known
 * at a position is what had been recorded by then and not superseded. */
#ifndef STORE_INSTANCE_STORE_H
#define STORE_INSTANCE_STORE_H
#include "core/day.h"
#include "store/db.h"

/* The last change; 0: none yet. */
MUST_USE bool position_now(struct db *db, int64_t *out, struct err *err);
/* The last change recorded not after the moment: what did we know then? 0: nothing. */
MUST_USE bool position_at(struct db *db, struct moment at, int64_t *out, struct err *err);
/* Makes the next one, inside a transaction. Its moment is `now`, or that of the position before it
 * if the clock went backwards. */
MUST_USE bool position_make(struct db *db, struct moment now, struct str what, struct str actor,
                            int64_t *out, struct err *err);
/* The same of what a change brings about by itself: of the moment, the day and the actor
 * of the change. */
MUST_USE bool position_follow(struct db *db, int64_t of, int64_t *out, struct err *err);
/* The day of the change is not the date in Sweden of its moment: the instance has a day of its own.
 */
MUST_USE bool position_keep_day(struct db *db, int64_t position, struct day day, struct err *err);
/* The last change made on the day or before it: what had been said by its end? 0: nothing. */
MUST_USE bool position_on(struct db *db, struct day day, int64_t *out, struct err *err);
/* A change's day, of a row with its columns: change_day's, and the moment. */
struct day position_day(const struct cursor *c, unsigned day, unsigned recorded_at);
/* What it was, in the arena, and when. */
MUST_USE bool position_what(struct db *db, struct arena *a, int64_t position, struct str *what,
                            struct moment *at, struct err *err);

/* A fact by its name: 'demo'; false in *found where it is not there. */
MUST_USE bool instance_fact_get(struct db *db, struct str name, bool *found, struct err *err);
MUST_USE bool instance_fact_set(struct db *db, struct str name, struct str value, struct err *err);

/* Reads the whole file: each fault of it is told, without values of rows, up to twenty of its pages
 * and one a table and a reference whose rows lead nowhere. A file that cannot be read to its end is
 * told so too. */
struct fault_reader {
    void *state;
    bool (*take)(void *state, struct str what, struct err *err);
};
MUST_USE bool instance_check(struct db *db, struct fault_reader reader, struct err *err);
#endif
