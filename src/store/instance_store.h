/* store/instance_store.h - the registry's position, and what holds for the
 * instance as a whole.
 *
 * Every transaction that changes the registry makes a position, greater than all
 * before it; a load a second one where something follows from it by itself. A stated row carries
 * the position at which it was recorded and the one at which it was superseded, so what was known
 * at a position is what had been recorded by then and not superseded. */
#ifndef STORE_INSTANCE_STORE_H
#define STORE_INSTANCE_STORE_H
#include "store/db.h"

/* The last change; 0: none yet. */
MUST_USE bool position_now(struct db *db, int64_t *out, struct err *err);
/* The last change recorded not after the moment: what did we know then? 0: nothing. */
MUST_USE bool position_at(struct db *db, struct moment at, int64_t *out, struct err *err);
/* Makes the next one, inside a transaction. Its moment is `now`, or that of the position before it
 * if the clock went backwards. */
MUST_USE bool position_make(struct db *db, struct moment now, struct str what, struct str actor,
                            int64_t *out, struct err *err);
/* The same of what a change brings about by itself: of the moment and the actor of the change. */
MUST_USE bool position_follow(struct db *db, int64_t of, int64_t *out, struct err *err);
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
