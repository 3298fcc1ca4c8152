/* store/person_store.h - persons, their identifiers, and what is stated of them.
 * Reading as in store/unit_store.h.
 *
 * An identifier's id is 1, 2, 3 … in the order of recording, and never changes
 * hands; the person that it points to can. Segments of the warehouse name it. */
#ifndef STORE_PERSON_STORE_H
#define STORE_PERSON_STORE_H
#include "domain/rows.h"
#include "store/db.h"

/* A person as the newest identifier says; persons that were joined with others are left out. By
 * key. */
struct person_now {
    int64_t key;
    struct person_id id;             /* the newest identifier: the one that is printed */
    struct day birth, end;           /* `end`: of death or emigration; DAY_NONE: neither */
    struct str county, municipality; /* of registration; empty: none */
    struct day registered_from, deregistered_on;
    enum deregistration deregistration_reason;
    enum sex sex;
    enum protection protection;
};
struct person_reader {
    void *state;
    bool (*take)(void *state, const struct person_now *person, struct err *err);
};
MUST_USE bool person_each(struct db *db, struct person_reader reader, struct err *err);

/* Which person each identifier points to, by the identifier's id. */
struct identifier_now {
    uint32_t id;
    struct person_id number;
    int64_t person;
    uint32_t replaced_by; /* as stated now: an identifier's id; 0: none */
    bool stated;          /* something is, of it; else what was said was taken back */
    bool is_protected;    /* and that it is a protected identity */
};
struct identifier_reader {
    void *state;
    bool (*take)(void *state, const struct identifier_now *identifier, struct err *err);
};
MUST_USE bool identifier_each(struct db *db, struct identifier_reader reader, struct err *err);
MUST_USE bool identifier_count(struct db *db, int64_t *out, struct err *err);
MUST_USE bool person_last_key(struct db *db, int64_t *out, struct err *err);
/* The person that the identifier pointed to last before the one it points to; 0: none. */
MUST_USE bool identifier_past_person(struct db *db, uint32_t identifier, int64_t *out,
                                     struct err *err);

/* The days of death and emigration: columns identifier, by which they come, and day. */
MUST_USE bool person_each_end(struct db *db, struct cursor *out, struct err *err);

/* The person that it points to now; 0: it is not known. */
MUST_USE bool identifier_person(struct db *db, struct person_id id, int64_t *out, struct err *err);

/* Their newest; packed 0: they have none any more. */
MUST_USE bool person_number(struct db *db, int64_t person, struct person_id *out, struct err *err);

/* What rules ask of one person. */
struct person_facts {
    int64_t identifier; /* the newest */
    struct day birth_date, deregistered_on;
    struct str county, municipality; /* in the arena; empty: not known */
    enum deregistration reason;
    enum protection protection;
    struct person_id mother, guardian1, guardian2; /* packed 0: none */
    struct str area, postal_code;                  /* in the arena; empty: not known */
    struct day registered_from;
};
/* ERR_MISSING "person.unknown": there is none with the key, or it was joined with another. */
MUST_USE bool person_facts(struct db *db, struct arena *a, int64_t key, struct person_facts *out,
                           struct err *err);

/* The keys of those who live in the area. */
struct key_reader {
    void *state;
    bool (*take)(void *state, int64_t person, struct err *err);
};
/* Of a query that has them in its first column. */
MUST_USE bool key_each(struct db *db, const struct db_ask *ask, struct key_reader reader,
                       struct err *err);
MUST_USE bool person_each_of_area(struct db *db, struct str area, struct key_reader reader,
                                  struct err *err);

/* What is pending of a person on the day, by `what`. */
enum pending {
    PENDING_QUEUE,
    PENDING_CONSENT, /* until `to` */
    PENDING_APPLICATION,
    PENDING_REQUEST,
    PENDING_OPTED_OUT
};
struct person_pending {
    enum pending what;
    int64_t number; /* of an application or a request */
    enum contact_kind kind;
    struct hsaid unit;   /* of a queue or a consent */
    struct day from, to; /* DAY_NONE: not said */
    int64_t recorded;
};
struct pending_reader {
    void *state;
    bool (*take)(void *state, const struct person_pending *row, struct err *err);
};
MUST_USE bool person_each_pending(struct db *db, int64_t person, struct day on,
                                  struct pending_reader reader, struct err *err);

/* Writing, inside a transaction. */
MUST_USE bool person_insert(struct db *db, int64_t key, uint32_t newest, struct err *err);
MUST_USE bool person_set_newest(struct db *db, int64_t key, uint32_t newest, /* 0: joined */
                                struct err *err);
MUST_USE bool identifier_insert(struct db *db, const struct identifier_now *identifier,
                                int64_t position, struct err *err);
MUST_USE bool identifier_move(struct db *db, uint32_t identifier, int64_t person, int64_t position,
                              struct err *err);

/* Every row stays in the stage (store/stage.h) until people_keep_last(): one that is refused late
 * must leave the earlier row of its identifier. */
/* What the staged rows say of replacing, in their order. */
struct staged_person {
    int64_t row; /* of the stage */
    uint32_t identifier;
    uint64_t place;
    struct person_id replaced_by; /* packed 0: none */
};
struct staged_person_reader {
    void *state;
    bool (*take)(void *state, const struct staged_person *row, struct err *err);
};
MUST_USE bool people_each_staged(struct db *db, struct staged_person_reader reader,
                                 struct err *err);
/* And what they say of protection. */
struct staged_protection_reader {
    void *state;
    bool (*take)(void *state, uint32_t identifier, enum protection protection, struct err *err);
};
MUST_USE bool people_each_staged_protection(struct db *db, struct staged_protection_reader reader,
                                            struct err *err);
MUST_USE bool people_unstage(struct db *db, int64_t row, struct err *err);
MUST_USE bool people_keep_last(struct db *db,
                               struct err *err); /* of each identifier the last row */
#endif
