/* service/work.h - one change of the registry: a transaction with its position.
 *
 *     struct work w;
 *     if (!work_begin(in->db, STR("load"), &w, err))
 *         return false;
 *     if (!write(w.db, w.position, err)) {
 *         work_abandon(&w);
 *         return false;
 *     }
 *     return work_commit(&w, err); */
#ifndef SERVICE_WORK_H
#define SERVICE_WORK_H
#include "service/instance.h"
#include "store/db.h"

struct work {
    struct db *db;
    int64_t position; /* what is written carries it */
};
/* `what` names the use case; the actor is who runs the program. Errors: store/db.h, "store.busy"
 * where another writes. */
MUST_USE bool work_begin(struct db *db, struct str what, struct work *out, struct err *err);
/* The same of an actor who is known. */
MUST_USE bool work_begin_by(struct db *db, struct str what, struct str actor, struct work *out,
                            struct err *err);
/* The same for who writes more than stands there (DB_FILL of store/db.h). */
MUST_USE bool work_begin_filling(struct db *db, struct str what, struct str actor, struct work *out,
                                 struct err *err);
/* What a change brings about by itself stands apart from what it says: at a position of its own, of
 * the same transaction, moment and actor. It is made where the first of it is written. */
struct work_following {
    struct work of;
    int64_t position; /* 0: it was not made */
};
MUST_USE bool work_follow(struct work_following *f, struct work *out, struct err *err);
/* Where the instance has a day of its own, the change is of that day, and not of its moment's. */
MUST_USE bool work_on_day(const struct work *w, const struct instance *in, struct err *err);
MUST_USE bool work_commit(struct work *w, struct err *err); /* after a failure it is abandoned */
void work_abandon(struct work *w);
#endif
