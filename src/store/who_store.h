/* store/who_store.h - what is asked of one person to say who their doctor is on a
 * day: a few looks into indexes. Reading as in store/unit_store.h. */
#ifndef STORE_WHO_STORE_H
#define STORE_WHO_STORE_H
#include "domain/who.h"
#include "store/db.h"

/* Where the person is listed on the day; 0: nowhere. Texts are in the arena. */
struct who_listed {
    int64_t unit;
    struct hsaid hsaid;
    struct str name, phone, web;
    struct day opens_on, closes_on; /* of the unit */
};
MUST_USE bool who_listed(struct db *db, struct arena *a, int64_t person, struct day on,
                         struct who_listed *out, struct err *err);
/* The named doctor there; id 0: none. */
struct who_staff {
    int64_t id;
    struct hsaid hsaid;
};
MUST_USE bool who_named(struct db *db, int64_t person, struct day on, int64_t unit,
                        struct who_staff *out, struct err *err);
/* A place is kept at the unit for a doctor to come, since when they have been listed there. */
MUST_USE bool who_coming(struct db *db, int64_t person, struct day on, int64_t unit, bool *out,
                         struct err *err);

struct who_substitute {
    int64_t id; /* of the one who stands in */
    struct hsaid staff;
    struct day from, to;
};
struct who_substitute_reader {
    void *state;
    bool (*take)(void *state, const struct who_substitute *row, struct err *err);
};
/* Of a doctor at the unit on the day. */
MUST_USE bool who_each_substitute(struct db *db, int64_t doctor, struct day on, int64_t unit,
                                  struct who_substitute_reader reader, struct err *err);
#endif
