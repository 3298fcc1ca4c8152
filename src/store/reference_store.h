/* store/reference_store.h - figures of others to compare with, and what local terms are read as.
 * Reading as in store/unit_store.h. */
#ifndef STORE_REFERENCE_STORE_H
#define STORE_REFERENCE_STORE_H
#include "domain/rows.h"
#include "store/db.h"

/* What holds now, by measure, level, period. */
struct reference_reader {
    void *state;
    bool (*take)(void *state, const struct reference_row *row, struct err *err);
};
MUST_USE bool reference_each(struct db *db, struct reference_reader reader, struct err *err);

/* What holds now, by local term. */
struct term_reader {
    void *state;
    bool (*take)(void *state, const struct term_row *row, struct err *err);
};
MUST_USE bool term_each(struct db *db, struct term_reader reader, struct err *err);
#endif
