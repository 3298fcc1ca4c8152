/* store/queue_store.h - places in queues (domain/queue.h), stated of identifiers.
 * Reading as in store/unit_store.h, but texts are in the arena. */
#ifndef STORE_QUEUE_STORE_H
#define STORE_QUEUE_STORE_H
#include "domain/hsaid.h"
#include "domain/person_id.h"
#include "domain/queue.h"
#include "domain/quota.h"
#include "store/db.h"

struct queue_stated {
    struct queue_place place; /* .joined is the row's id */
    int64_t identifier;
    struct hsaid unit;
    struct str reason;   /* special reasons that were approved; empty: none */
    int64_t application; /* the one that was granted for them, used when there is room; 0: none */
    enum queue_end ends; /* of queue_listed() and queue_gone(): why it is to end */
};
struct queue_stated_list {
    struct queue_stated *at; /* in the order of joining, in the arena */
    size_t count;
};
MUST_USE bool queue_at_unit(struct db *db, struct arena *a, int64_t unit,
                            struct queue_stated_list *out, struct err *err);
MUST_USE bool queue_all(struct db *db, struct arena *a, struct queue_stated_list *out,
                        struct err *err);
MUST_USE bool queue_of_person(struct db *db, struct arena *a, int64_t person,
                              struct queue_stated_list *out, struct err *err);
/* Places that the person has left (QUEUE_END_LEFT), by the day. Places of everybody are read for
 * it: asked only where the region counts them. */
struct place_left_reader {
    void *state;
    bool (*take)(void *state, const struct place_left *row, struct err *err);
};
MUST_USE bool queue_each_left(struct db *db, int64_t person, struct place_left_reader reader,
                              struct err *err);
/* Whether a change may bring something about or end it: somebody waits in a queue, for a consent or
 * for a named contact. */
MUST_USE bool queue_may_follow(struct db *db, bool *out, struct err *err);
MUST_USE bool queue_waiting(struct db *db, int64_t unit, unsigned *persons, struct err *err);
/* Whom the change at the position listed at the unit from its queue; unit 0: from any. */
MUST_USE bool queue_taken(struct db *db, int64_t unit, int64_t position, int64_t *persons,
                          struct err *err);

/* They, in order, as they are printed. */
struct queue_person {
    int64_t person;
    struct person_id id;
    enum protection protection;
    struct day since;
};
struct queue_person_reader {
    void *state;
    bool (*take)(void *state, const struct queue_person *row, struct err *err);
};
MUST_USE bool queue_each_person(struct db *db, int64_t unit, struct queue_person_reader reader,
                                struct err *err);

/* Places of persons who were listed since they joined, or are gone by the day. */
MUST_USE bool queue_listed(struct db *db, struct arena *a, struct queue_stated_list *out,
                           struct err *err);
MUST_USE bool queue_gone(struct db *db, struct arena *a, struct day by,
                         struct queue_stated_list *out, struct err *err);

/* All places of each person who has some of more than one identifier, by person and in the order of
 * joining. */
MUST_USE bool queue_of_joined(struct db *db, struct arena *a, struct queue_stated_list *out,
                              struct err *err);

/* `place->joined` is not looked at: the row gets the next. */
MUST_USE bool queue_state(struct db *db, const struct queue_stated *row, int64_t position,
                          struct err *err);
MUST_USE bool queue_end(struct db *db, int64_t place, enum queue_end why, int64_t position,
                        struct err *err);

/* Of a change that is taken back: the places that it ended, also by a death or an emigration that
 * it said and whose day came later, whose persons have not joined anew; and that one of them holds
 * again, in its order, from the position on: what was known in between stays. */
MUST_USE bool queue_ended_at(struct db *db, struct arena *a, int64_t position,
                             struct queue_stated_list *out, struct err *err);
MUST_USE bool queue_hold_again(struct db *db, int64_t place, int64_t position, struct err *err);

/* Places at the unit that became free from the one day to the other, less those that were taken
 * over the cap by exemption. */
MUST_USE bool queue_room_made(struct db *db, int64_t unit, struct day from, struct day to,
                              unsigned *out, struct err *err);
#endif
