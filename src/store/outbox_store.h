/* store/outbox_store.h - events that wait to be told, written in the transaction of
 * what they tell, and the feed that others read. */
#ifndef STORE_OUTBOX_STORE_H
#define STORE_OUTBOX_STORE_H
#include "core/uuid.h"
#include "domain/event.h"
#include "store/db.h"

/* An event that is written. Of a person, or where `person` is 0 of a unit. */
struct outbox_event {
    enum event_type type;
    int64_t person;
    struct str unit; /* HSA-id; of an event of a unit only */
    struct day valid_from;
    struct str data;  /* JSON, as docs/developer/events.md says of the type */
    struct str actor; /* whose doing it was; empty: that of who makes the change */
};
MUST_USE bool outbox_add(struct db *db, const struct outbox_event *event, struct uuid id,
                         int64_t position, struct err *err);

/* The relay: gives those that have no place in the feed the next ones, in a transaction of its
 * caller's. A place is never given before its event is committed, so who has read up to one has
 * read all before it. */
MUST_USE bool outbox_place(struct db *db, uint64_t *placed, struct err *err);
MUST_USE bool outbox_last(struct db *db, int64_t *out, struct err *err);  /* the last place given */
MUST_USE bool outbox_waits(struct db *db, int64_t *out, struct err *err); /* how many have none */

/* Events that got their place before the moment: how many, and their removal. Places and numbers go
 * on where they were. */
MUST_USE bool outbox_older(struct db *db, struct moment than, int64_t *out, struct err *err);
MUST_USE bool outbox_forget(struct db *db, struct moment than, struct err *err);

/* An event as it is read from the feed: the envelope. */
struct outbox_row {
    int64_t place;
    struct str id; /* UUID: the idempotency key */
    enum event_type type;
    int64_t person, seq; /* of a person; 0: of the unit */
    struct str unit;
    struct day valid_from;
    struct moment recorded_at;
    struct str by; /* whose doing it was */
    struct str data;
    bool is_protected;   /* the person has a protected identity now */
    struct str nameless; /* data without the staff who have one; empty: it names none of them */
    bool by_protected;   /* and so has who did it, of staff or not */
};
struct outbox_reader {
    void *state;
    bool (*take)(void *state, const struct outbox_row *row, struct err *err);
};
/* At most so many after the place, in order. Texts are valid during the call. */
MUST_USE bool outbox_each_after(struct db *db, int64_t place, uint32_t most,
                                struct outbox_reader reader, struct err *err);
#endif
