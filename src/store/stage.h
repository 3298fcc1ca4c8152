/* store/stage.h - where the rows of a load wait: tables of the connection's own,
 * on the disk but in no registry, which nobody else sees and which end with it.
 * So a load of any size needs little memory, holds no lock while it is read, and
 * writes in the end only the rows that differ.
 *
 *     stage_open, db_begin(DB_READ), unit_stage, … , stage_drop_same, db_commit
 *     db_begin(DB_WRITE), stage_land, …, db_commit, stage_close
 *
 * A row replaces the staged row of the same key; of units and people all stay until they are
 * settled. */
#ifndef STORE_STAGE_H
#define STORE_STAGE_H
#include "store/db.h"

/* In the order in which they land. */
enum stage_table {
    STAGE_UNIT,
    STAGE_STAFF,
    STAGE_AREA,
    STAGE_PEOPLE,
    STAGE_POSITION,
    STAGE_LISTING,
    STAGE_NAMED_CONTACT,
    STAGE_RESIDENCE,
    STAGE_REFERENCE,
    STAGE_COUNT
};
/* Empty tables, outside a transaction. */
MUST_USE bool stage_open(struct db *db, struct err *err);
MUST_USE bool stage_close(struct db *db, struct err *err);

/* Takes out the rows that say what holds already; *left: how many do not. */
MUST_USE bool stage_drop_same(struct db *db, enum stage_table table, int64_t *left,
                              struct err *err);
/* What the staged rows correct is superseded at the position, and they are recorded at it. */
MUST_USE bool stage_land(struct db *db, enum stage_table table, int64_t position, struct err *err);

/* The persons whose rows in effect must be made anew: those with staged rows, and others that the
 * caller names. */
MUST_USE bool stage_touch_persons(struct db *db, struct err *err);
MUST_USE bool stage_touch_person(struct db *db, int64_t person, struct err *err);
/* The touched, by key, with the day of death or emigration: columns person, day. */
MUST_USE bool stage_each_touched(struct db *db, struct cursor *out, struct err *err);
#endif
