/* store/request_store.h - requests for named contacts, with their steps: when each state was
 * reached, and by whom. Reading as in store/unit_store.h. */
#ifndef STORE_REQUEST_STORE_H
#define STORE_REQUEST_STORE_H
#include "domain/person_id.h"
#include "domain/request.h"
#include "store/db.h"

struct request_kept {
    int64_t id;
    struct request request;  /* the person that its identifier points to now */
    struct person_id number; /* the person's newest */
    struct hsaid wish;       /* the doctor who is wished; text[0] == 0: any */
    struct hsaid staff;      /* who was assigned; text[0] == 0: nobody */
    unsigned need;
    bool is_wanted;
    struct str reason;   /* of what was declined; in the arena */
    struct str asked_by; /* as in the access log; in the arena */
};
/* ERR_MISSING "request.unknown". */
MUST_USE bool request_by_id(struct db *db, struct arena *a, int64_t id, struct request_kept *out,
                            struct err *err);
/* Its steps in the order of time. */
struct request_taken {
    enum request_state state;
    struct moment at;
    struct str actor;   /* who took it, as in the access log */
    struct str reason;  /* of what was declined; empty: none */
    struct hsaid staff; /* who was assigned; text[0] == 0: nobody */
};
struct request_step_reader {
    void *state;
    bool (*take)(void *state, const struct request_taken *row, struct err *err);
};
MUST_USE bool request_each_step(struct db *db, int64_t id, struct request_step_reader reader,
                                struct err *err);
/* The open request of that kind; 0: there is none. */
MUST_USE bool request_open_of(struct db *db, int64_t person, enum contact_kind kind, int64_t *out,
                              struct err *err);

/* The assignment itself wrote the person a message of the kind, an enum message_kind. */
MUST_USE bool request_is_answered_by(struct db *db, int64_t id, int message_kind, bool *out,
                                     struct err *err);

/* Writes a request in its first state. */
struct request_said {
    int64_t identifier; /* the newest of the person */
    enum contact_kind kind;
    struct hsaid wish;
    unsigned need;
    bool is_wanted;
};
MUST_USE bool request_insert(struct db *db, const struct request_said *said, int64_t position,
                             int64_t *id, struct err *err);
struct request_stepped {
    int64_t id;
    enum request_state to;
    struct str reason;  /* of REQUEST_DECLINED */
    struct hsaid staff; /* of REQUEST_ASSIGNED */
};
MUST_USE bool request_add_step(struct db *db, const struct request_stepped *step, int64_t position,
                               struct err *err);

/* The open ones, oldest first; of the unit where the person is listed on the day, 0: of all. */
struct request_waiting {
    int64_t id, person;
    struct person_id number; /* the person's newest */
    enum protection protection;
    enum contact_kind kind;
    enum request_state state;
    struct hsaid wish, unit; /* text[0] == 0: none */
    unsigned need;
    bool is_wanted;
    struct moment asked_at;
    struct day asked_on;
};
struct request_reader {
    void *state;
    bool (*take)(void *state, const struct request_waiting *row, struct err *err);
};
MUST_USE bool request_each_open(struct db *db, int64_t unit, struct day on,
                                struct request_reader reader, struct err *err);

/* The first of the person that is answered and has not come to a state yet, whose answer is a
 * contact of that kind with that member of staff, or which the message told; 0: none. */
struct request_answered {
    int64_t person;
    enum contact_kind kind;
    struct hsaid staff;       /* text[0] == 0: no contact */
    int64_t message;          /* 0: none */
    enum request_state until; /* REQUEST_INFORMED or REQUEST_SEEN */
};
MUST_USE bool request_answered(struct db *db, const struct request_answered *of, int64_t *id,
                               struct err *err);

/* The first open one of somebody who is gone on the day or, for a named doctor, does without one,
 * or who has an earlier one of its kind, as who was two persons until they were joined; 0: none. */
MUST_USE bool request_that_ends(struct db *db, struct day on, int64_t *id, struct err *err);

/* The first open one of the person that wishes for a named doctor who works at the unit neither on
 * the day nor later; 0: none. */
MUST_USE bool request_wishes_elsewhere(struct db *db, int64_t person, const struct hsaid *unit,
                                       struct day on, int64_t *id, struct err *err);

/* Of a change that is taken back: the first that it withdrew, whose person has not asked for the
 * same since; 0: none. And that it is open as it was, from the position on: what was known in
 * between stays. */
MUST_USE bool request_withdrawn_at(struct db *db, int64_t position, int64_t *id, struct err *err);
MUST_USE bool request_unwithdraw(struct db *db, int64_t id, int64_t position, struct err *err);

/* Where the person is listed on the day; text[0] == 0: nowhere. */
MUST_USE bool request_listed_at(struct db *db, int64_t person, struct day on, struct hsaid *out,
                                struct err *err);
#endif
