/* domain/tables.h - the tables that a region hands over, as data: of each its
 * columns, and of each column what it holds and where in the row's struct
 * (domain/rows.h) it goes. Header check, parsing, references, what is stored and
 * the operator's manual all go by it, so a new table is a new entry.
 *
 * What an empty value means is part of the entry: `required` refuses it,
 * `empty` says which word of a vocabulary it stands for. */
#ifndef DOMAIN_TABLES_H
#define DOMAIN_TABLES_H
#include "core/day.h"
#include "domain/vocab.h"

enum column_type {
    COLUMN_PERSON,         /* struct person_id; empty: packed 0 */
    COLUMN_HSAID,          /* struct hsaid; empty: text[0] == 0 */
    COLUMN_UNIT_OR_NATION, /* struct hsaid; `SE`, the nation: text[0] == 0 */
    COLUMN_TEXT,           /* struct str, at most `most` bytes */
    COLUMN_WORD,           /* the same, without white space */
    COLUMN_DAY,            /* struct day; empty: DAY_NONE */
    COLUMN_DAY_OR_TIME,    /* struct day, and int16_t minute of the day at `minute`, -1 without */
    COLUMN_TIME,           /* the same of a full time; empty: DAY_NONE, -1 */
    COLUMN_MONTH,          /* struct month */
    COLUMN_MOMENT,         /* struct moment; empty: INT64_MIN. Swedish time unless it ends in Z */
    COLUMN_VOCAB,          /* an enum; empty: `empty` */
    COLUMN_COUNT,          /* int64_t from `least` to `most`; empty: -1 */
    COLUMN_NUMBER,         /* double from `least` to `most`; empty: NAN */
    COLUMN_DECIMAL,        /* struct str: a number, kept as written */
    COLUMN_MEASURED,       /* struct str: a number that may have <, >, <= or >= before it */
    COLUMN_COUNTY,         /* struct str: two digits */
    COLUMN_MUNICIPALITY,   /* struct str: four digits */
    COLUMN_REGION,         /* struct str: two digits, or SE for the nation */
    COLUMN_PERIOD          /* struct str: YYYY or YYYY-MM */
};
/* Of whom a column speaks. What is not there is refused, but where the table brings it. */
enum column_refers { REFERS_NOTHING, REFERS_PERSON, REFERS_UNIT, REFERS_STAFF };

struct table_column {
    const char *name;
    enum column_type type;
    bool key;      /* rows that are alike in all keys are one row: the later replaces the earlier */
    bool required; /* must not be empty; implies `stands` */
    bool stands;   /* the file must have the column, though it may be empty */
    bool what;     /* of events: what it was; alike are rows of one person, time, and these */
    bool ends;     /* COLUMN_DAY: the last day of the row's period, itself inside */
    uint16_t at;   /* bytes into the row's struct */
    uint16_t since;            /* `ends`: where the first day of the period stands in the struct */
    uint16_t minute;           /* COLUMN_DAY_OR_TIME, COLUMN_TIME: where the minute goes */
    enum column_refers refers; /* COLUMN_PERSON, COLUMN_HSAID, COLUMN_UNIT_OR_NATION */
    const struct vocab *vocab; /* COLUMN_VOCAB */
    unsigned empty;            /* COLUMN_VOCAB: the value that an empty field stands for */
    int32_t least, most;       /* the range of a number; `most` bytes of a text */
    const char *note;          /* for the manual: what the name does not say; NULL: nothing */
};
enum { COLUMNS_MOST = 32 };

/* In the order of dependency: what a row refers to stands in a table before its own. */
enum table_id {
    TABLE_UNITS,
    TABLE_OPERATORS,
    TABLE_STAFF,
    TABLE_AREAS,
    TABLE_PEOPLE,
    TABLE_POSITIONS,
    TABLE_LISTINGS,
    TABLE_NAMED_CONTACTS,
    TABLE_RESIDENCES,
    TABLE_BLOCKS,
    TABLE_CONTACTS,
    TABLE_DIAGNOSES,
    TABLE_PROCEDURES,
    TABLE_MEASUREMENTS,
    TABLE_PRESCRIPTIONS,
    TABLE_INVITATIONS,
    TABLE_REFERRALS,
    TABLE_CALLS,
    TABLE_STAFFING,
    TABLE_HIRED_WEEKS,
    TABLE_ECONOMY,
    TABLE_CNI,
    TABLE_SURVEY,
    TABLE_REFERENCES,
    TABLE_TERMS,
    TABLE_COUNT
};
/* Where a table's rows are kept: what is stated of people and units in the registry, what care did
 * in segments of the warehouse. Events have no key: rows alike are so many events, and a range of
 * days is replaced as a whole. */
enum table_home { HOME_REGISTRY, HOME_CONTACTS, HOME_EVENTS };
struct table {
    const char *name; /* of the file, without its ending */
    enum table_home home;
    const struct table_column *column;
    unsigned columns;
    size_t row_size;
    /* What the table brings into being: its first column. Its rows wait until all are read, for
     * they may refer to each other. */
    enum column_refers brings;
    bool settles;
};
extern const struct table TABLES[TABLE_COUNT];
enum { ROW_SIZE_MOST = 512 }; /* bytes; every table's row fits */

static inline const void *column_at(const struct table_column *c, const void *row)
{
    return (const char *)row + c->at;
}
/* The column of that name; NULL: none. */
const struct table_column *table_column(const struct table *t, struct str name);

/* The table of that name, letter by letter; false: there is none. */
MUST_USE bool table_find(struct str name, enum table_id *out);
#endif
