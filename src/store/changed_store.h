/* store/changed_store.h - what a position changed of what was stated: rows that it
 * recorded in place of others, of the touched persons (store/stage.h) and of units,
 * and reports whose identifier it gave to somebody else.
 * Texts are valid during the call. */
#ifndef STORE_CHANGED_STORE_H
#define STORE_CHANGED_STORE_H
#include "domain/residence_event.h"
#include "store/db.h"

/* A row in place of another: names of the columns that changed, divided by commas. */
struct changed_row {
    int64_t person;     /* of the touched; 0: of a unit */
    struct str unit;    /* its HSA-id */
    bool is_first;      /* there was no row before it that held */
    struct str columns; /* empty: none */
};
struct changed_reader {
    void *state;
    bool (*take)(void *state, const struct changed_row *row, struct err *err);
};
/* The touched persons' own rows, by person; then those of units. */
MUST_USE bool changed_persons(struct db *db, int64_t position, struct changed_reader reader,
                              struct err *err);
MUST_USE bool changed_units(struct db *db, int64_t position, struct changed_reader reader,
                            struct err *err);

/* The touched to whom the position gave an identifier: `former` is whose it was; 0: it is new. */
struct identified_reader {
    void *state;
    bool (*take)(void *state, int64_t person, int64_t former, struct err *err);
};
MUST_USE bool changed_identified(struct db *db, int64_t position, struct identified_reader reader,
                                 struct err *err);

/* Reports of the touched that were theirs until the position, which superseded them or gave their
 * identifier to somebody else (is_new false), and that are since then, by person. */
struct report_reader {
    void *state;
    bool (*take)(void *state, int64_t person, bool is_new, const struct residence_report *report,
                 struct err *err);
};
MUST_USE bool changed_residences(struct db *db, int64_t position, struct report_reader reader,
                                 struct err *err);
#endif
