/* store/stage.h - where the rows of a load wait: tables of the connection's own,
 * on the disk but in no registry, which nobody else sees and which end with it.
 * So a load of any size needs little memory, holds no lock while it is read, and
 * writes in the end only the rows that differ.
 *
 *     stage_open, db_begin(DB_READ), stage_add, … , stage_compare, db_commit
 *     db_begin(DB_WRITE), stage_land, …, db_commit
 *
 * All of it is for the tables of HOME_REGISTRY (domain/tables.h), each by the queries that
 * tools/queries.h makes of its declaration. A row replaces the staged row of the same key; of a
 * table that settles all stay until they are settled. */
#ifndef STORE_STAGE_H
#define STORE_STAGE_H
#include "domain/tables.h"
#include "store/db.h"

/* Empty tables, outside a transaction. They go with the connection, or when it opens them anew: to
 * drop them is to write all their pages once more. */
MUST_USE bool stage_open(struct db *db, struct err *err);

/* `row` as domain/rows.h has it, with the registry's ids of those whom its columns refer to, by
 * column; 0: none. `place` is the caller's, and kept of a table that settles. */
struct staged_row {
    const void *row;
    const int64_t *id;
    uint64_t place;
};
MUST_USE bool stage_add(struct db *db, enum table_id table, const struct staged_row *row,
                        struct err *err);

/* Rows of <table>_stated that the load says again, by runs of their ids. */
struct stage_again {
    int64_t first_id, last_id;
};
struct stage_again_reader {
    void *state;
    bool (*take)(void *state, enum table_id table, struct stage_again run, struct err *err);
};
struct stage_compared {
    uint64_t added, corrected, again; /* keys: not there before, said otherwise, said the same */
};
/* Takes out the rows that say what holds already, and tells which. */
MUST_USE bool stage_compare(struct db *db, enum table_id table, struct stage_again_reader again,
                            struct stage_compared *out, struct err *err);
/* What the staged rows correct is superseded at the position, and they are recorded at it. */
MUST_USE bool stage_land(struct db *db, enum table_id table, const struct stage_compared *compared,
                         int64_t position, struct err *err);

/* Whose rows in effect the load moves, by what it stages of people, listings and named contacts, or
 * by their rows that began or ended at a position: column identifier, one that comes often. */
MUST_USE bool stage_each_identifier(struct db *db, struct cursor *out, struct err *err);
MUST_USE bool stage_each_changed(struct db *db, int64_t position, struct cursor *out,
                                 struct err *err);

/* The persons whose rows in effect must be made anew, each once. */
MUST_USE bool stage_touch_person(struct db *db, int64_t person, struct err *err);
/* They, by key, with the day of death or emigration: columns person, day. */
MUST_USE bool stage_each_touched(struct db *db, struct cursor *out, struct err *err);
#endif
