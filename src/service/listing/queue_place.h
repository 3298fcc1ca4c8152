/* service/listing/queue_place.h - a place in a queue begins or ends, with what others and the
 * person are told of it; and what becomes of who is next. Inside an act.
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_LISTING_QUEUE_PLACE_H
#define SERVICE_LISTING_QUEUE_PLACE_H
#include "service/act.h"
#include "service/listing/listing_facts.h"
#include "store/queue_store.h"

/* At the end of the queue: row->place.joined is not looked at. */
MUST_USE bool queue_place_begin(struct act *act, const struct queue_stated *row, struct err *err);
MUST_USE bool queue_place_end(struct act *act, const struct queue_stated *row, enum queue_end why,
                              struct err *err);

/* The person's number in the queue of the unit, from 1, by persons, as the queue is shown; 0: not
 * in it. */
MUST_USE bool queue_place_number(struct db *db, int64_t unit, int64_t person, unsigned *out,
                                 struct err *err);

/* It ended by a change that is taken back: it holds again where it stood. The person hears of it
 * who has heard that it ended. */
MUST_USE bool queue_place_again(struct act *act, const struct queue_stated *row, bool has_heard,
                                struct err *err);

/* What is so of one who waits, and what would become of them now. */
struct queue_turn {
    struct person_facts stated;
    struct listing_person person;
    struct listing_unit unit;
    struct listing_decision decision;
};
/* `other`: who leaves the unit in the same act, for the two change places; 0: nobody. */
MUST_USE bool queue_turn(struct arena *a, const struct instance *in, const struct queue_stated *row,
                         int64_t other, struct queue_turn *out, struct err *err);
#endif
