/* store/application_store.h - applications that a change be not counted, for special
 * reasons. Texts are in the arena. */
#ifndef STORE_APPLICATION_STORE_H
#define STORE_APPLICATION_STORE_H
#include "domain/hsaid.h"
#include "domain/person_id.h"
#include "domain/vocab.h"
#include "store/db.h"

struct application_now {
    int64_t id, person; /* id 0: there is none */
    struct str reason;  /* what was applied with */
    bool is_decided, is_granted, is_used;
    struct str decision; /* why, as who decided wrote it; empty: not said */
};
/* ERR_MISSING "application.unknown". */
MUST_USE bool application_by_id(struct db *db, struct arena *a, int64_t id,
                                struct application_now *out, struct err *err);
/* The person's that waits for its decision; the first that was granted and is not used, or by
 * nothing but a plan for the day or later (is_used), which a listing from that day withdraws. */
MUST_USE bool application_open_of(struct db *db, struct arena *a, int64_t person,
                                  struct application_now *out, struct err *err);
MUST_USE bool application_granted_of(struct db *db, struct arena *a, int64_t person,
                                     struct day from, struct application_now *out, struct err *err);

/* Those that wait for their decision, oldest first; of who is listed at the unit on the day, 0: of
 * all. Texts are valid during the call. */
struct application_waiting {
    int64_t id, person;
    struct person_id number; /* .packed 0: none of their own */
    enum protection protection;
    struct str reason;
    struct day asked_on;
    struct hsaid unit; /* text[0] == 0: listed nowhere */
};
struct application_reader {
    void *state;
    bool (*take)(void *state, const struct application_waiting *row, struct err *err);
};
MUST_USE bool application_each_waiting(struct db *db, int64_t unit, struct day on,
                                       struct application_reader reader, struct err *err);

MUST_USE bool application_insert(struct db *db, int64_t identifier, struct str reason,
                                 int64_t position, int64_t *id, struct err *err);
MUST_USE bool application_decide(struct db *db, int64_t id, bool granted, struct str decision,
                                 int64_t position, struct err *err);
/* One that is used already stays so. */
MUST_USE bool application_use(struct db *db, int64_t id, int64_t position, struct err *err);
/* Those of the person used by listings that were withdrawn at the position, and those used at the
 * position that is taken back with all else of it, can be used again; what was known of them stays.
 */
MUST_USE bool application_withdrawn(struct db *db, int64_t person, int64_t position,
                                    struct err *err);
MUST_USE bool application_taken_back(struct db *db, int64_t undone, int64_t position,
                                     struct err *err);
#endif
