/* store/elsewhere_store.h - listings in other counties, as stated and in effect. What is in effect
 * is read with the listings here, listing_each_of(), as UNIT_ELSEWHERE. */
#ifndef STORE_ELSEWHERE_STORE_H
#define STORE_ELSEWHERE_STORE_H
#include "store/db.h"

/* Stated rows of the touched persons (store/stage.h), by person. */
struct elsewhere_of_person {
    int64_t person, stated;
    struct day from, to;
};
MUST_USE bool elsewhere_touched(struct db *db, struct cursor *out, struct err *err);
struct elsewhere_of_person elsewhere_touched_row(const struct cursor *c);
MUST_USE bool elsewhere_forget_effects(struct db *db, struct err *err); /* of the touched */
MUST_USE bool elsewhere_insert_effect(struct db *db, int64_t person, int64_t stated,
                                      struct day from, struct day to, struct err *err);

/* Says one row, at the position; the person must be touched. */
struct elsewhere_said {
    int64_t identifier;
    struct str county; /* the code of the one that lists */
    struct day from;
    int64_t application; /* that was granted, and that it uses; 0: none */
};
MUST_USE bool elsewhere_state(struct db *db, const struct elsewhere_said *row, int64_t position,
                              struct err *err);
/* Which county lists the person on the day, in the arena. *out has stated 0 where none does. */
struct elsewhere_now {
    int64_t stated;
    struct str county;
    struct day from;
};
MUST_USE bool elsewhere_on(struct db *db, struct arena *a, int64_t person, struct day on,
                           struct elsewhere_now *out, struct err *err);
/* Which is the first to do so from a day after that one. */
MUST_USE bool elsewhere_next(struct db *db, struct arena *a, int64_t person, struct day after,
                             struct elsewhere_now *out, struct err *err);
/* The row was of another county; the person must be touched. */
MUST_USE bool elsewhere_correct(struct db *db, int64_t stated, struct str county, int64_t position,
                                struct err *err);
/* The row has a last day; the person must be touched. */
MUST_USE bool elsewhere_end(struct db *db, int64_t stated, struct day last, int64_t position,
                            struct err *err);
/* Rows of the person that begin on the day or later hold no more; *any: there were. */
MUST_USE bool elsewhere_withdraw_from(struct db *db, int64_t person, struct day from,
                                      int64_t position, bool *any, struct err *err);
#endif
