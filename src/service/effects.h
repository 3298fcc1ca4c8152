/* service/effects.h - the rows in effect, made anew of what is stated, in the
 * transaction that touched the persons (store/stage.h has them). Whatever states
 * something of listings, named contacts or the end of a person's registration ends
 * with this: a load, the taking back of one, an act.
 *
 * Errors are those of store/db.h. Memory that is asked for ends with the arena. */
#ifndef SERVICE_EFFECTS_H
#define SERVICE_EFFECTS_H
#include "domain/hsaid.h"
#include "store/db.h"

/* Of the touched. */
MUST_USE bool effects_make(struct arena *a, struct db *db, struct err *err);

/* Of a registry that has nothing in effect, and nothing that holds again after it was taken back.
 * By index of identifier (its id less one): the person, and whether the person has no other one;
 * who has several is left to effects_make(). */
struct effects_ids { /* by the registry's id */
    const struct hsaid *unit, *staff;
};
struct effects_everybody {
    const uint32_t *person;
    const bool *alone;
    uint32_t count;
};
MUST_USE bool effects_make_first(struct arena *a, struct db *db, const struct effects_ids *ids,
                                 const struct effects_everybody *everybody, struct err *err);
#endif
