/* store/consent_store.h - changes of a child's listing that wait for the other guardian
 * (domain/listing_choice.h), stated of the child's identifiers. Reading as in
 * store/unit_store.h, but texts are in the arena. */
#ifndef STORE_CONSENT_STORE_H
#define STORE_CONSENT_STORE_H
#include "domain/hsaid.h"
#include "domain/listing_choice.h"
#include "store/db.h"

struct consent_now {
    int64_t id, child;
    struct hsaid unit;
    int64_t guardian;           /* who has signed: the key of their person */
    struct listing_consent ask; /* but signed_by, which is by the child's guardians of the day */
    struct str reason;          /* special reasons that were approved; empty: none */
    int64_t doctor_id;          /* with whom, where listings are on doctors; 0: with nobody */
    struct hsaid doctor;
};
/* The newest; out->id 0: none waits. A joined person may have had two. */
MUST_USE bool consent_of_person(struct db *db, struct arena *a, int64_t child,
                                struct consent_now *out, struct err *err);
/* The first of those that could be given until a day before `today`; out->id 0: there is none. */
MUST_USE bool consent_lapsed(struct db *db, struct arena *a, struct day today,
                             struct consent_now *out, struct err *err);

MUST_USE bool consent_lapsed_count(struct db *db, struct day today, int64_t *out, struct err *err);

struct consent_said {
    int64_t identifier, guardian; /* the child's newest identifier; the key of who has signed */
    const struct listing_consent *ask;
    struct str reason;
    int64_t doctor; /* the registry's id; 0: none */
};
MUST_USE bool consent_state(struct db *db, const struct consent_said *row, int64_t position,
                            struct err *err);
/* All that wait of the child. */
MUST_USE bool consent_end(struct db *db, int64_t child, enum consent_end why, int64_t position,
                          struct err *err);
/* The first of those of children who died or emigrated by the day; out->id 0: there is none. */
MUST_USE bool consent_gone(struct db *db, struct arena *a, struct day by, struct consent_now *out,
                           struct err *err);
/* Of a change that is taken back: those that it ended hold again, from the position on. */
MUST_USE bool consent_hold_again(struct db *db, int64_t undone, int64_t position, struct err *err);
#endif
