/* store/tally_store.h - what loads had of each table, counted (domain/load_tally.h),
 * and what looked odd. Units and code systems are kept of the newest loads of a
 * table only, those that others are compared with: of earlier ones the arrays are
 * empty. */
#ifndef STORE_TALLY_STORE_H
#define STORE_TALLY_STORE_H
#include "domain/oddities.h"
#include "store/db.h"

struct tallies {
    struct table_tally *at;
    unsigned count;
};
/* Of one load, by the name of the table, without units and systems. */
MUST_USE bool tally_of_load(struct db *db, struct arena *a, int64_t load, struct tallies *out,
                            struct err *err);
/* The newest ODDITY_LOADS of the table that were not taken back, the newest first, whole. */
MUST_USE bool tally_latest(struct db *db, struct arena *a, enum table_id table, struct tallies *out,
                           struct err *err);
/* Which tables the newest `most` loads had, the newest first; *count: how many loads there are. */
MUST_USE bool tally_tables(struct db *db, struct load_tables *out, unsigned most, unsigned *count,
                           struct err *err);
MUST_USE bool tally_oddities(struct db *db, struct arena *a, int64_t load, struct oddities *out,
                             struct err *err);

/* Writing, inside a transaction. */
MUST_USE bool tally_insert(struct db *db, const struct table_tally *t, struct err *err);
MUST_USE bool tally_insert_oddity(struct db *db, int64_t load, unsigned place,
                                  const struct oddity *o, struct err *err);
/* Units and code systems of loads before that one. */
MUST_USE bool tally_forget(struct db *db, enum table_id table, int64_t before, struct err *err);
#endif
