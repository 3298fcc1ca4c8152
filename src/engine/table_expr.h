/* engine/table_expr.h - the expressions of `kind: table`: figures of tables whose
 * rows are of units by month or year (engine/snapshot_tables.h), as a checked tree.
 * The language, with its grammar and meaning: docs/developer/measures.md. As with
 * persons' expressions two readers walk the tree: table_eval.c and table_oracle.c.
 *
 * An expression is about one place and one month-end T. Within a sum it is about one
 * row of a table, of a unit of that place.
 *
 * Numbers are exact: of each node it is known when it is read how many decimals it
 * has and how large it can become, and what could be too large for 128 bits is
 * refused. Errors as engine/definition.h says. */
#ifndef ENGINE_TABLE_EXPR_H
#define ENGINE_TABLE_EXPR_H
#include "domain/tables.h"
#include "engine/expr.h"

enum table_op {
    /* of the place */
    TABLE_OP_NUMBER, /* number; of a row too, as the three that follow */
    TABLE_OP_ADD,
    TABLE_OP_SUBTRACT,
    TABLE_OP_MULTIPLY,
    TABLE_OP_DIVIDE, /* a / b; where b is 0 the figure is invalid */
    TABLE_OP_SUM,    /* of the rows; of none it is unknown */
    TABLE_OP_MEAN,   /* of each unit: the sum / the months that have a row; a place has its units'
                      * sum; unknown where no unit has a row of the table in the window */
    TABLE_OP_NATION, /* a, of the nation's row in place of those of the place */
    /* of a row */
    TABLE_OP_COLUMN, /* its number; where that is empty the row is in no sum */
    TABLE_OP_NOT,
    TABLE_OP_AND,
    TABLE_OP_OR,
    TABLE_OP_WORDS, /* the column is one of the words */
    TABLE_OP_EACH,  /* the column is the word of the family's member */
    TABLE_OP_KNOWN  /* the column is not empty */
};
struct table_rows {
    enum table_id table;
    const struct table_expr *value, *where; /* where NULL: all rows */
    /* Of tables by month: those of the `months` months that end `shift` months before T's. Of
     * tables by year (months 0): those of the calendar year of T. */
    int32_t months, shift;
};
struct table_expr {
    enum table_op op;
    const struct table_expr *a, *b;
    struct decimal number;
    unsigned column;        /* of the rows' table */
    const struct str *word; /* as the file says it; none of a vocabulary is unknown */
    unsigned words;
    const struct table_rows *rows;
    bool is_plain;   /* a number with `places` decimals: no mean and no quotient is in it */
    unsigned places; /* the number is units / 10^places */
    unsigned bits;   /* and |units| < 2^bits */
};
enum { TABLE_PLACES_MOST = 18, TABLE_BITS_MOST = 126 };

struct table_each { /* what `each` stands for: a column of words */
    enum table_id table;
    unsigned column;
};
/* `each` NULL: the word has no meaning. */
MUST_USE bool table_expr_parse(struct arena *a, const struct expr_source *source, struct str text,
                               const struct table_each *each, const struct table_expr **out,
                               struct err *err);
/* Whether the language has a meaning for the name, so that no parameter can be called so. */
bool table_expr_is_reserved(struct str name);
/* Whether a node of that kind stands in the tree, in its rows too. */
bool table_expr_has(const struct table_expr *e, enum table_op op);
/* Whether its rows are all of years: then it says the same of each month of a year. */
bool table_expr_is_yearly(const struct table_expr *e); /* NULL: yes */
/* A table of units by month or year, and whether it is by month. */
MUST_USE bool table_expr_table(struct str name, enum table_id *out);
bool table_is_monthly(enum table_id table);
bool table_column_is_word(const struct table_column *c);
#endif
