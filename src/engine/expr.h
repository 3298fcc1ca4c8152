/* engine/expr.h - the expressions of measures as a checked tree. The language,
 * with its grammar and meaning: docs/developer/measures.md. Two readers walk the
 * tree and share nothing else: plan.c, which makes it fast, and oracle.c, which
 * does what it says.
 *
 * An expression is about one person and one month-end T. Inside a selection's
 * `where` it is about one row of the table, of that person.
 *
 * A named doctor holds on a day when the row's unit is also the one where the
 * person is listed on that day; other rows of intervals when they cover it. */
#ifndef ENGINE_EXPR_H
#define ENGINE_EXPR_H
#include "core/base.h"
#include "core/day.h"
#include "engine/decimal.h"

enum expr_table { EXPR_CONTACTS, EXPR_LISTINGS, EXPR_NAMED_CONTACTS, EXPR_RESIDENCES };
enum { EXPR_TABLES = EXPR_RESIDENCES + 1 };

/* What has words: of rows, then of the person. */
enum expr_field {
    FIELD_PROFESSION,
    FIELD_FORM,
    FIELD_LEVEL,
    FIELD_PROBLEM,
    FIELD_BOOKING,
    FIELD_ASSESSED,
    FIELD_BASIS,          /* of listings */
    FIELD_KIND,           /* of named_contacts */
    FIELD_RESIDENCE_KIND, /* of residences */
    FIELD_SEX,
    FIELD_PROTECTION,
    FIELD_LISTING_BASIS /* of the listing on T */
};

enum expr_op {
    EXPR_NUMBER, /* number */
    EXPR_NOT,    /* a */
    EXPR_AND,
    EXPR_OR, /* a, b */
    EXPR_EQUAL,
    EXPR_UNEQUAL,
    EXPR_LESS,
    EXPR_LESS_EQUAL,
    EXPR_GREATER,
    EXPR_GREATER_EQUAL, /* numbers a, b */
    EXPR_ADD,
    EXPR_SUBTRACT,
    EXPR_MULTIPLY,
    EXPR_WORDS,          /* the value of `field` is one of `words` */
    EXPR_AT_OWN_UNIT,    /* row: unit = own_unit */
    EXPR_HERE,           /* row: unit in here */
    EXPR_STAFF_KNOWN,    /* row: staff is known */
    EXPR_BY_OWN_DOCTOR,  /* row: staff = named_doctor, the doctor of the row's day */
    EXPR_HAS_OWN_DOCTOR, /* row: named_doctor is known, on the row's day */
    EXPR_AGE,            /* whole years on T */
    EXPR_COUNT,          /* rows of `selection` */
    EXPR_ANY,            /* whether there is one */
    EXPR_DISTINCT,       /* how many different, known staff they have */
    EXPR_INDEX,          /* a continuity index over them: a fraction, or no value */
    EXPR_INDEX_COUNT,    /* in the condition of `when`: the rows that the index counts */
    EXPR_WHEN            /* a where b holds, else no value */
};
/* The words of measures.md; each is p / q of N rows, n_j of them by provider j, k providers. */
enum expr_index {
    INDEX_COC,   /* (Σ n_j² − N) / (N (N − 1)) */
    INDEX_UPC,   /* max n_j / N */
    INDEX_K,     /* (N − k) / (N − 1) */
    INDEX_SECON, /* consecutive pairs with one provider / (N − 1) */
    INDEX_MMCI   /* (1 − k/(N + 0.1)) / (1 − 1/(N + 0.1)) */
};
enum expr_type { TYPE_CONDITION, TYPE_NUMBER, TYPE_INDEX };

struct selection {
    enum expr_table table;
    const struct expr *where; /* of its rows; NULL: all */
    /* Contacts: those of the `months` months that end `shift` months before T's month ends; 0:
     * all up to then. Intervals: those that hold on the last day of the month `shift` before T's.
     */
    int32_t months, shift;
    bool once_a_day; /* of rows with one day and staff (or both without) the first counts */
};
struct expr {
    enum expr_op op;
    enum expr_type type;
    const struct expr *a, *b;
    int64_t number;
    enum expr_field field;
    uint32_t words; /* bits by the field's enum */
    enum expr_index index;
    const struct selection *selection;
};
enum {
    EXPR_NODES_MOST = 256,
    EXPR_DEPTH_MOST = 32,
    EXPR_SELECTIONS_MOST = 16,
    EXPR_NUMBER_MOST = 1000000,
    EXPR_MONTHS_MOST = 1200,
    EXPR_AGE_MOST = 1000,
    EXPR_ROWS_MOST = 65536 /* that one person is reckoned to have, for EXPR_VALUE_MOST */
};
/* No number that an expression makes of one person is beyond this, so that sums over persons fit
 * 64 bits: products of products are refused when they are read. */
#define EXPR_VALUE_MOST INT64_C(0x7fffffff)

/* A name that stands for a number or for words: `parameters` of a definition. */
struct expr_parameter {
    struct str name;
    bool is_list;
    struct decimal number;
    const struct str *word;
    unsigned words;
};
/* What the expression is about and where it stands, for errors. */
struct expr_source {
    const char *name;      /* of the file */
    struct str file;       /* its text; empty: columns are counted in the expression itself */
    unsigned line, column; /* where the expression begins in it */
    bool own_unit;         /* own_unit and listing.basis have a meaning; else here has */
    const struct expr_parameter *parameter;
    unsigned parameters;
};
enum expr_wanted { WANT_CONDITION, WANT_NUMBER, WANT_COUNTED, WANT_VALUE };
/* WANT_COUNTED: a number, or a condition that counts 1; WANT_VALUE: of a mean, with `when`.
 * Errors as engine/definition.h says. */
MUST_USE bool expr_parse(struct arena *a, const struct expr_source *source, struct str text,
                         enum expr_wanted wanted, const struct expr **out, struct err *err);

/* Of a person with more rows than EXPR_ROWS_MOST the numbers stop there, at every step. */
static inline int32_t expr_bounded(int64_t n)
{
    return (int32_t)(n > EXPR_VALUE_MOST    ? EXPR_VALUE_MOST
                     : n < -EXPR_VALUE_MOST ? -EXPR_VALUE_MOST
                                            : n);
}
/* Whether a node of that kind stands in the tree; it looks into selections too. */
bool expr_has(const struct expr *e, enum expr_op op);
/* How many months of contacts, up to the month-end, it looks back on; EXPR_EVER: on all. */
enum { EXPR_EVER = 1000000 };
int32_t expr_reach(const struct expr *e);
/* The fraction of an index: of N rows. False: no value (too few rows). */
struct index_counts {
    uint64_t rows, squares, most, providers, pairs; /* N, Σ n_j², max n_j, k, consecutive pairs */
};
MUST_USE bool index_fraction(enum expr_index index, const struct index_counts *c, uint64_t *p,
                             uint64_t *q);
#endif
