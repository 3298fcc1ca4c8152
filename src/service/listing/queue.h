/* service/listing/queue.h - who waits for a unit: the list of them, who is next, and leaving it.
 * Joining is service/listing/listing.h; who is listed when there is room,
 * service/listing/queue_fill.h.
 *
 * Staff and head of the unit and administrators see a queue; the person, a guardian of a
 * child and these take them out of it.
 *
 * Errors: those of service/act.h, service/act_about.h; ERR_DENIED "queue.party" (who acts may
 * not see or leave it), "act.too_young" (a child that leaves by itself). */
#ifndef SERVICE_LISTING_QUEUE_H
#define SERVICE_LISTING_QUEUE_H
#include "domain/person_id.h"
#include "service/act.h"
#include "service/known.h"

struct queue_leaving {
    struct str person, unit; /* as written; unit empty: whichever */
    struct actor actor;
    struct str key; /* of the asker's; empty: none */
    bool dry_run;
};
struct queue_left {
    bool is_already; /* stood in none: nothing was changed */
    bool is_repeat;  /* was answered before with the key */
    unsigned queues;
    bool is_counted; /* as a change of unit, alone or as one with another of today */
    unsigned left;   /* how many changes are left after it */
};
MUST_USE bool queue_leave(struct arena *a, struct instance *in, const struct queue_leaving *asked,
                          struct queue_left *out, struct err *err);

struct queue_row {
    unsigned number; /* from 1; 0: not told */
    int64_t person;  /* their key */
    struct person_id id;
    struct day since;
    int32_t wait; /* days, estimated; -1: not known, or not told */
};
struct queue_list {
    struct str unit, name;
    struct queue_row *row; /* in the arena; without those who are hidden */
    size_t count;
    bool leaves_out; /* protected persons, if there are any: then without numbers and waits, whose
                      * gaps would say how many and where they stand */
};
struct queue_asking {
    struct str unit; /* as written */
    struct known_time time;
    struct actor actor;
};
/* In the access log before it is given out. A wait is estimated of today, and of no other day. */
MUST_USE bool queue_show(struct arena *a, struct instance *in, const struct queue_asking *asking,
                         struct queue_list *out, struct err *err);

/* Where a person stands in the queue of a unit today: nothing is logged, for who asks has opened
 * the person. Of a unit that is not stated any more there is no wait. */
struct queue_stand {
    unsigned number; /* 0: not in it */
    int32_t wait;    /* days, estimated; -1: not known */
};
MUST_USE bool queue_stands(struct arena *a, struct instance *in, const struct hsaid *unit,
                           int64_t person, struct queue_stand *out, struct err *err);

struct queue_asked {
    struct str unit;
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct queue_next {
    bool is_repeat;
    struct str unit, name;
    int64_t person; /* the first who was listed, else who is next; 0: nobody waits, or hidden */
    struct person_id id;
    bool is_hidden; /* somebody, whom the actor may not see */
    struct day since;
    bool is_listed;  /* there was room */
    bool has_lost;   /* may not be listed any more: the place has ended, and nobody was listed */
    struct day from; /* then the first day there */
};
/* Lists who is next, and all others for whom there is room. Room that somebody makes is filled by
 * whoever makes it; this is for what came otherwise, as by a day that has passed. */
MUST_USE bool queue_call_next(struct arena *a, struct instance *in, const struct queue_asked *asked,
                              struct queue_next *out, struct err *err);
#endif
