/* store/db_given.h - rows in memory as a table of SQLite's, `given` with columns
 * c1, c2, …: many rows are written by one statement, which costs a fraction of
 * as many statements of one row. For db_sqlite.c alone. */
#ifndef STORE_DB_GIVEN_H
#define STORE_DB_GIVEN_H
#include "store/db.h"

#include <sqlite3.h>

enum { GIVEN_COLUMNS_MOST = 32, GIVEN_ROWS_MOST = 1024 };

/* Rows of one query that wait to be written. */
struct given {
    struct arena *arena;    /* values and their texts; reset when they have been written */
    struct db_value *value; /* row by row */
    unsigned columns;
    size_t rows; /* 0: nothing waits */
    size_t room; /* rows */
};

/* Copies the row. */
void given_add(struct given *g, const struct db_value *value, unsigned columns);
void given_clear(struct given *g);

/* The connection gets the table; its rows are those of *at while a statement runs. */
int given_register(sqlite3 *sqlite, const struct given *const *at);
#endif
