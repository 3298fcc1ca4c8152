/* exchange/schema.h - the files that a region hands over, as one table: of each
 * its columns, and of each column what it holds and where in the row's struct
 * (domain/rows.h) it goes. Header check, parsing, the operator's manual and the
 * fuzz target all go by it, so a new file is a new entry.
 *
 * What an empty value means is part of the entry: `required` refuses it,
 * `empty` says which word of a vocabulary it stands for. */
#ifndef EXCHANGE_SCHEMA_H
#define EXCHANGE_SCHEMA_H
#include "domain/vocab.h"

enum column_type {
    COLUMN_PERSON,       /* struct person_id; empty: packed 0 */
    COLUMN_HSAID,        /* struct hsaid; empty: text[0] == 0 */
    COLUMN_TEXT,         /* struct str, at most `most` bytes */
    COLUMN_DAY,          /* struct day; empty: DAY_NONE */
    COLUMN_DAY_OR_TIME,  /* struct day, and int16_t minute of the day at `minute`, -1 without */
    COLUMN_MOMENT,       /* struct moment; empty: INT64_MIN. Swedish time unless it ends in Z */
    COLUMN_VOCAB,        /* an enum; empty: `empty` */
    COLUMN_COUNT,        /* int64_t from `least` to `most`; empty: -1 */
    COLUMN_NUMBER,       /* double from `least` to `most`; empty: NAN */
    COLUMN_DECIMAL,      /* struct str: a number, kept as written */
    COLUMN_COUNTY,       /* struct str: two digits */
    COLUMN_MUNICIPALITY, /* struct str: four digits */
    COLUMN_REGION,       /* struct str: two digits, or SE for the nation */
    COLUMN_PERIOD        /* struct str: YYYY or YYYY-MM */
};

struct table_column {
    const char *name;
    enum column_type type;
    bool key;      /* rows that are alike in all keys are one row: the later replaces the earlier */
    bool required; /* must not be empty; implies `stands` */
    bool stands;   /* the file must have the column, though it may be empty */
    uint16_t at;   /* bytes into the row's struct */
    uint16_t minute;           /* COLUMN_DAY_OR_TIME: where the minute goes */
    const struct vocab *vocab; /* COLUMN_VOCAB */
    unsigned empty;            /* COLUMN_VOCAB: the value that an empty field stands for */
    int32_t least, most;       /* the range of a number; `most` bytes of a text */
    const char *note;          /* for the manual: what the name does not say; NULL: nothing */
};
enum { COLUMNS_MOST = 32 };

/* In the order of dependency: what a row refers to stands in a table before its own. */
enum table_id {
    TABLE_UNITS,
    TABLE_STAFF,
    TABLE_AREAS,
    TABLE_PEOPLE,
    TABLE_POSITIONS,
    TABLE_LISTINGS,
    TABLE_NAMED_CONTACTS,
    TABLE_RESIDENCES,
    TABLE_CONTACTS,
    TABLE_REFERENCES,
    TABLE_COUNT
};
struct table {
    const char *name; /* of the file, without its ending */
    const struct table_column *column;
    unsigned columns;
    size_t row_size;
};
extern const struct table TABLES[TABLE_COUNT];
enum { ROW_SIZE_MOST = 512 }; /* bytes; every table's row fits */

/* The table that a file's name begins with, up to its first `-` or `.`, letter by letter as in
 * TABLES ("contacts-2023-10.csv"); false: it is none. */
MUST_USE bool table_of_file(struct str name, enum table_id *out);
#endif
