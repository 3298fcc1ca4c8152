/* store/table_store.h - the tables of units by month and year, as they hold now. Reading as in
 * store/unit_store.h. */
#ifndef STORE_TABLE_STORE_H
#define STORE_TABLE_STORE_H
#include "domain/tables.h"
#include "store/db.h"

/* A field by its column's type: decimals and words that are free are texts, all others numbers: of
 * a unit its id (0: the nation), of a vocabulary the word's place; -1: empty. */
struct table_field {
    int64_t number;
    struct str text;
};
struct table_reader {
    void *state;
    /* By column, in the order of TABLES. */
    bool (*take)(void *state, enum table_id table, const struct table_field *field,
                 struct err *err);
};
/* TABLE_CALLS to TABLE_SURVEY; by unit's id and the other keys. */
MUST_USE bool table_each(struct db *db, enum table_id table, struct table_reader reader,
                         struct err *err);
/* The dimensions of surveys, by bytes; in the arena. */
MUST_USE bool table_dimensions(struct arena *a, struct db *db, const struct str **out,
                               size_t *count, struct err *err);
#endif
