/* service/listing/queue_fill.h - who waits for a unit is listed as soon as there is room, in the
 * transaction that made it, whoever made it: a resident who lists elsewhere, a load with
 * a death or a raised cap, the taking back of a load, a plan that is withdrawn. Who is
 * listed leaves room behind, perhaps where others wait, and so on until nobody moves.
 * Places of who was listed elsewhere meanwhile, died or emigrated end here too, so that
 * no use case can forget them.
 *
 * Called when what is in effect has been made anew, by act_settle() and by a load; where
 * nobody waits it costs two questions of empty indexes.
 *
 * Errors are those of store/db.h and of domain/hsaid.h for damaged rows. */
#ifndef SERVICE_LISTING_QUEUE_FILL_H
#define SERVICE_LISTING_QUEUE_FILL_H
#include "service/work.h"

struct bag;
struct instance;
struct queue_filling {
    struct arena *arena;
    struct instance *in;
    struct work work;
    struct bag *notes; /* of struct access_entry: who was listed, for the log */
};
/* Nobody is touched after it: what it did is in effect and told. */
MUST_USE bool queue_fill(const struct queue_filling *f, struct err *err);
/* Of a change that is taken back, whose listings and messages end with it: who has heard that their
 * doctor ends is told that they stay; whoever had a place, a consent or a request that it ended has
 * it again. When identifiers point to whom they did and what is in effect has been made anew,
 * before queue_fill(). */
MUST_USE bool queue_take_back(const struct queue_filling *f, int64_t undone, struct err *err);
#endif
