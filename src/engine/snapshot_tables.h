/* engine/snapshot_tables.h - in a snapshot, the tables whose rows are of units by
 * month or year: calls, staffing, hired weeks, economy, care need, surveys. Their
 * columns are those of TABLES (domain/tables.h), in its order. Of a decimal number
 * nothing is lost: it is kept as its floor and billionths above that.
 *
 * Errors are those of engine/snapshot.h: "snapshot.full" too where a table has more
 * than SNAPSHOT_TABLE_ROWS_MOST rows, which is what sums are reckoned to have. */
#ifndef ENGINE_SNAPSHOT_TABLES_H
#define ENGINE_SNAPSHOT_TABLES_H
#include "domain/tables.h"
#include "engine/colfile.h"

enum {
    SNAPSHOT_TABLES = TABLE_SURVEY - TABLE_CALLS + 1,
    SNAPSHOT_TABLE_COLUMNS = 10,
    SNAPSHOT_TABLE_ROWS_MOST = 1 << 24,
    SNAPSHOT_BILLION = 1000 * 1000 * 1000
};
#define SNAPSHOT_NATION  UINT32_MAX /* in place of a unit */
#define SNAPSHOT_UNKNOWN INT64_MIN  /* in place of a number: the field was empty */

struct snapshot_number {
    int64_t whole; /* the greatest whole number that is not over it */
    uint32_t nano; /* the rest, in billionths */
};
/* "-?[0-9]{1,12}(.[0-9]{1,9})?"; false: something else. */
MUST_USE bool snapshot_number_parse(struct str text, struct snapshot_number *out);

/* ---- building ---- */

struct snapshot_builder;
struct snapshot_table_row {
    uint32_t unit;  /* as snapshot_add_unit() numbered it, or SNAPSHOT_NATION */
    int32_t period; /* month or year */
    /* By column: a number, or of a vocabulary the word's place in `whole`. */
    struct snapshot_number number[SNAPSHOT_TABLE_COLUMNS];
    struct str text; /* of the column that is a free word */
};
MUST_USE bool snapshot_add_table_row(struct snapshot_builder *b, enum table_id table,
                                     const struct snapshot_table_row *row, struct err *err);

/* ---- reading ---- */

struct snapshot_table_column { /* NULL: the column is of another type */
    const uint32_t *word;      /* the vocabulary's; of a free word the place in `words` */
    const int64_t *whole;      /* SNAPSHOT_UNKNOWN: none */
    const uint32_t *nano;      /* of decimals */
};
struct snapshot_table { /* rows of a unit together, by period */
    uint32_t rows;
    const uint32_t *first; /* rows of unit u are [first[u], first[u + 1]); the nation's begin where
                            * those of the last unit of units.csv end */
    const int32_t *period;
    struct snapshot_table_column column[SNAPSHOT_TABLE_COLUMNS];
};
struct snapshot_tables {
    struct snapshot_table at[SNAPSHOT_TABLES];
    const struct str *word; /* the free ones, by bytes: dimensions of surveys */
    uint32_t words;
};
static inline const struct snapshot_table *snapshot_table(const struct snapshot_tables *t,
                                                          enum table_id table)
{
    return &t->at[table - TABLE_CALLS];
}
static inline bool snapshot_has_table(enum table_id table)
{
    return table >= TABLE_CALLS && table <= TABLE_SURVEY;
}

/* For snapshot.c: checked whole. Errors name the section. */
MUST_USE bool snapshot_open_tables(const struct colfile *file, struct arena *a,
                                   uint32_t known_units, struct snapshot_tables *out,
                                   struct err *err);
#endif
