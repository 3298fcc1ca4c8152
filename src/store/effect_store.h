/* store/effect_store.h - what is in effect of persons, listings and named contacts in
 * one reading, and the persons whom a transaction touches without a load. */
#ifndef STORE_EFFECT_STORE_H
#define STORE_EFFECT_STORE_H
#include "domain/event.h"
#include "store/db.h"

/* Nobody is touched, on a connection that may have a load's stage or not. */
MUST_USE bool effect_open_touched(struct db *db, struct err *err);

/* The rows in effect of the touched persons (store/stage.h), by person, listings first, those in
 * other counties too. */
struct effect_reader {
    void *state;
    bool (*take)(void *state, int64_t person, const struct effect_row *row, struct err *err);
};
MUST_USE bool effect_each_touched(struct db *db, struct effect_reader reader, struct err *err);
#endif
