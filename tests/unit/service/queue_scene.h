/* tests/unit/service/queue_scene.h - a scene of listing with a queue: who joins it, who makes room
 * in it, and what is kept of that. */
#ifndef TESTS_UNIT_SERVICE_QUEUE_SCENE_H
#define TESTS_UNIT_SERVICE_QUEUE_SCENE_H
#include "service/listing/queue.h"

#include "listing_scene.h"

/* Four more persons, of age, the first three at the first unit and the fourth at the third; the
 * second unit has a cap of one, and a queue. */
static const char MORE[] =
    "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1), (7, 1007, 7, 1), "
    "(8, 1008, 8, 1);"
    "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6), (7, 7), (8, 8);"
    "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
    "deregistration_reason, recorded) SELECT key, 20000 + key, 1, 0, 0, 0, 1 FROM person "
    "WHERE key > 4;"
    "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) VALUES "
    "(5, 5, 11, 44561, 2, 1), (6, 6, 11, 44561, 2, 1), (7, 7, 11, 44561, 2, 1), "
    "(8, 8, 13, 44561, 2, 1);"
    "INSERT INTO listing_effect VALUES (5, 44561, NULL, 5, 11), "
    "(6, 44561, NULL, 6, 11), (7, 44561, NULL, 7, 11), (8, 44561, NULL, 8, 13);"
    "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 2;";

static inline struct instance *open_queue(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, MORE);
    return in;
}

static inline struct listing_answer joins(struct instance *in, const char *person, const char *unit)
{
    struct listing_request r = asks(person, unit);
    r.queue = true;
    return lists(in, &r);
}

/* The second person, whose identity is protected, leaves the second unit for another. */
static inline void makes_room(struct instance *in, const char *unit)
{
    struct listing_request r = asks("key:2", unit);
    r.actor.opens_protected = true;
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
}

#define WAITING "SELECT identifier FROM queue_place WHERE superseded IS NULL ORDER BY id"
#define ENDED   "SELECT why FROM queue_place WHERE superseded IS NOT NULL ORDER BY id"
#define EVENTS  "SELECT person || ':' || type FROM outbox WHERE type IN (2, 3) ORDER BY id"
#endif
