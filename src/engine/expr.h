/* engine/expr.h - the expressions of measures as a checked tree. The language,
 * with its grammar and meaning: docs/developer/measures.md. Two readers walk the
 * tree and share nothing else: plan.c, which makes it fast, and oracle.c, which
 * does what it says.
 *
 * An expression is about one person and one month-end T. Inside a selection's
 * `where` it is about one row of the table, of that person.
 *
 * A day or a quantity may be unknown; a comparison with one is false, whatever the
 * sign, and `is known` asks. A named part is one node that several stand on.
 *
 * A named doctor holds on a day when the row's unit is also the one where the
 * person is listed on that day; other rows of intervals when they cover it. */
#ifndef ENGINE_EXPR_H
#define ENGINE_EXPR_H
#include "core/base.h"
#include "core/day.h"
#include "engine/codeset.h"
#include "engine/decimal.h"

/* Dated rows first, then intervals. Invitations stand twice: by the day of the invitation, and
 * those that were performed by that day. */
enum expr_table {
    EXPR_CONTACTS,
    EXPR_DIAGNOSES,
    EXPR_PROCEDURES,
    EXPR_MEASUREMENTS,
    EXPR_PRESCRIPTIONS,
    EXPR_INVITATIONS,
    EXPR_PERFORMED, /* performed_invitations */
    EXPR_REFERRALS,
    EXPR_LISTINGS,
    EXPR_NAMED_CONTACTS,
    EXPR_RESIDENCES
};
enum { EXPR_TABLES = EXPR_RESIDENCES + 1 };
static inline bool expr_table_is_dated(enum expr_table table)
{
    return table <= EXPR_REFERRALS;
}

/* What has words: of rows, then of the person. */
enum expr_field {
    FIELD_PROFESSION,
    FIELD_FORM,
    FIELD_LEVEL,
    FIELD_PROBLEM,
    FIELD_BOOKING,
    FIELD_ASSESSED,
    FIELD_DIAGNOSIS_FORM, /* of a contact that the row belongs to: any of them */
    FIELD_PROCEDURE_FORM, /* likewise */
    FIELD_SOURCE,         /* of prescriptions */
    FIELD_PROGRAMME,      /* of invitations */
    FIELD_CHANNEL,
    FIELD_PERFORMED_PROGRAMME, /* of performed_invitations */
    FIELD_PERFORMED_CHANNEL,
    FIELD_REFERRED_TO,    /* of referrals */
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
    EXPR_GREATER_EQUAL, /* a, b: two numbers, two days, or a quantity and an EXPR_DECIMAL */
    EXPR_ADD,
    EXPR_SUBTRACT,
    EXPR_MULTIPLY,
    EXPR_WORDS,          /* the value of `field` is one of `words` */
    EXPR_AT_OWN_UNIT,    /* row: unit = own_unit */
    EXPR_HERE,           /* row: unit in here */
    EXPR_STAFF_KNOWN,    /* row: staff is known */
    EXPR_BY_OWN_DOCTOR,  /* row: staff = named_doctor, the doctor of the row's day */
    EXPR_HAS_OWN_DOCTOR, /* row: named_doctor is known, on the row's day */
    EXPR_CODE,           /* row: its code belongs to `set`, or to the `part` of it */
    EXPR_VALUE,          /* row: its value, `compare`d with `decimal` */
    EXPR_SOUGHT,         /* row of contacts: at most `number` days after sought_on, not before it */
    EXPR_LOOK,           /* row, in checks of data only: `look` is known of it */
    EXPR_INFORMED,       /* row of named_contacts: informed_on is known and not after the day */
    EXPR_AGE,            /* whole years on the day a; NULL: on T */
    EXPR_YEAR,           /* of T */
    EXPR_BIRTH_YEAR,
    EXPR_DECIMAL,  /* decimal: the other side of a quantity's comparison */
    EXPR_T,        /* a day: the last of the month `number` months before T's, or `in_days` so many
                    * days before T */
    EXPR_BIRTHDAY, /* a day: the person's `number`th birthday */
    EXPR_FIRST,    /* the day of the first row of `selection` */
    EXPR_LAST,
    EXPR_LATEST,   /* a quantity: the value of its last row: by day, by time (none sorts first), by
                    * the order of loading */
    EXPR_KNOWN,    /* whether the day or quantity a is */
    EXPR_COUNT,    /* rows of `selection` */
    EXPR_ANY,      /* whether there is one */
    EXPR_DISTINCT, /* how many different ones of `of` they have */
    EXPR_INDEX,    /* a continuity index over them: a fraction, or no value */
    EXPR_INDEX_COUNT, /* in the condition of `when`: the rows that the index counts */
    EXPR_WHEN         /* a where b holds, else no value */
};
/* The words of measures.md; each is p / q of N rows, n_j of them by provider j, k providers. */
enum expr_index {
    INDEX_COC,   /* (Σ n_j² − N) / (N (N − 1)) */
    INDEX_UPC,   /* max n_j / N */
    INDEX_K,     /* (N − k) / (N − 1) */
    INDEX_SECON, /* consecutive pairs with one provider / (N − 1) */
    INDEX_MMCI   /* (1 − k/(N + 0.1)) / (1 − 1/(N + 0.1)) */
};
/* What data quality asks of a row: `X is known`. */
enum expr_look {
    LOOK_UNIT,      /* its unit is one of units.csv */
    LOOK_LISTING,   /* the person is listed somewhere on the row's day */
    LOOK_END,       /* deregistered: the person had died or emigrated before the row's day */
    LOOK_DIAGNOSIS, /* of contacts: a diagnosis of the day and unit belongs to such a contact */
    LOOK_POSITION,  /* of contacts, named contacts: staff has a position at the unit on the day */
    LOOK_SOUGHT,    /* of contacts: it is said when it was asked for */
    LOOK_VALUE,     /* of measurements: a number, in a unit that the set knows */
    LOOKS
};
enum expr_type { TYPE_CONDITION, TYPE_NUMBER, TYPE_INDEX, TYPE_DAY, TYPE_QUANTITY };
enum expr_distinct {
    DISTINCT_STAFF, /* known ones */
    DISTINCT_DAYS,
    DISTINCT_SUBSTANCES /* that `set` says the codes have */
};

/* Which days a selection's dated rows are of; never after T. A selection of intervals has those
 * that hold on a day: WINDOW_EVER, the last day of the month `shift` before T's; WINDOW_ON, the
 * `anchor`. Around a day that is unknown there are no rows. */
enum window_kind {
    WINDOW_EVER,   /* all up to T; dated rows */
    WINDOW_MONTHS, /* the `months` months that end `shift` months before T's month ends */
    WINDOW_DAYS,   /* the `from` days that end with T */
    WINDOW_YEAR,   /* T's calendar year */
    WINDOW_AFTER,  /* `from` to `to` days after the anchor; `months`: the day after it to the same
                    * day of the month so many months later (the month's last where there is none) */
    WINDOW_BEFORE, /* `to` to `from` days before the anchor; `months`: from the same day of the
                    * month so many months before it to the day before it */
    WINDOW_ON
};
struct selection {
    enum expr_table table;
    const struct expr *where; /* of its rows; NULL: all */
    enum window_kind window;
    int32_t months, shift;     /* 0 where the window has none */
    int32_t from, to;          /* days */
    const struct expr *anchor; /* a day; NULL where the window has none */
    /* Which of those rows count, whatever T is; each NULL or false: no matter. */
    bool once_a_day;            /* of rows with one day and staff (or both without) the first */
    const struct expr *paired;  /* another row of the day and minute (or both without) meets it */
    const struct expr *without; /* no row of the person meets it in the wash-out before the day: */
    int32_t washout;            /* days, or months as WINDOW_BEFORE has them */
    bool washout_in_months;
    /* What values and substances are taken by: the set of a `code in` of `where`, the only one
     * there that converts or has substances. NULL: none. */
    const struct codeset *by;
};
/* What a measured value is compared with, as it is written with its unit. */
struct expr_limit {
    struct decimal stated;
    struct str unit;
    const struct codeset_row *row; /* by which it is converted; one of the set's own unit is too */
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
    const struct codeset *set;
    struct str part;                /* of the set; empty: all of it */
    enum expr_op compare;           /* EXPR_EQUAL to EXPR_GREATER_EQUAL */
    struct decimal decimal;         /* in the set's unit */
    const struct expr_limit *limit; /* NULL: no unit is stated */
    enum expr_distinct of;
    enum expr_look look;
    bool in_days;
};
enum {
    EXPR_NODES_MOST = 256,
    EXPR_DEPTH_MOST = 32,
    EXPR_SELECTIONS_MOST = 16,
    EXPR_NUMBER_MOST = 1000000,
    EXPR_MONTHS_MOST = 1200,
    EXPR_DAYS_MOST = 36525,
    EXPR_BIRTHDAY_MOST = 150,
    EXPR_PARTS_MOST = 32,
    EXPR_SETS_MOST = 32,
    EXPR_AGE_MOST = 1000,
    EXPR_YEAR_MOST = 9999,
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
/* An expression that was read, and `parts` of a definition: a name that stands for one. */
struct expr_part {
    struct str name;
    struct str text; /* as the file has it, for people; empty: of a bare expression */
    const struct expr *is;
    unsigned nodes, selections; /* that it is made of, those of the parts that it names included */
};
/* What the expression is about and where it stands, for errors. */
struct expr_source {
    const char *name;      /* of the file */
    struct str file;       /* its text; empty: columns are counted in the expression itself */
    unsigned line, column; /* where the expression begins in it */
    bool own_unit;         /* own_unit and listing.basis have a meaning */
    bool here;
    bool of_check; /* what data quality asks of a row has (EXPR_LOOK) */
    const struct expr_parameter *parameter;
    unsigned parameters;
    const struct expr_part *part; /* those that stand before this one */
    unsigned parts;
    const struct codeset *const *set; /* that the definition uses; an expression knows no others */
    unsigned sets;
    /* Bits of those that stand in the expression are set; NULL: nobody asks. */
    uint32_t *used_parts, *used_sets, *used_parameters;
};
enum expr_wanted { WANT_CONDITION, WANT_NUMBER, WANT_COUNTED, WANT_VALUE, WANT_PART, WANT_ROWS };
/* WANT_COUNTED: a number, or a condition that counts 1; WANT_VALUE: of a mean, with `when`;
 * WANT_PART: anything but an index; WANT_ROWS: what stands in the brackets of count, as an
 * EXPR_COUNT. `out->name` is left as it is. Errors as engine/definition.h
 * says. */
MUST_USE bool expr_parse(struct arena *a, const struct expr_source *source, struct str text,
                         enum expr_wanted wanted, struct expr_part *out, struct err *err);

/* Of a person with more rows than EXPR_ROWS_MOST the numbers stop there, at every step. */
static inline int32_t expr_bounded(int64_t n)
{
    return (int32_t)(n > EXPR_VALUE_MOST    ? EXPR_VALUE_MOST
                     : n < -EXPR_VALUE_MOST ? -EXPR_VALUE_MOST
                                            : n);
}
/* Whether a node of that kind stands in the tree; it looks into selections too. */
bool expr_has(const struct expr *e, enum expr_op op);
/* Whether it asks about T's calendar year, by `year` or a window: then it begins anew with each. */
bool expr_is_of_year(const struct expr *e); /* NULL: no */
/* The rows of an index, of `when` too; NULL: it is no index. */
const struct selection *expr_index_rows(const struct expr *value); /* NULL: NULL */
/* How many months of the table's dated rows, up to the month-end's, it looks back on; EXPR_EVER:
 * on all. */
enum { EXPR_EVER = 1000000 };
int32_t expr_reach(const struct expr *e, enum expr_table table);
struct definition;
int32_t expr_reach_of(const struct definition *d, enum expr_table table); /* of its whole rule */
int32_t expr_selection_reach(const struct selection *s); /* of dated rows; not what its day needs */
/* The fraction of an index: of N rows. False: no value (too few rows). */
struct index_counts {
    uint64_t rows, squares, most, providers, pairs; /* N, Σ n_j², max n_j, k, consecutive pairs */
};
MUST_USE bool index_fraction(enum expr_index index, const struct index_counts *c, uint64_t *p,
                             uint64_t *q);
/* The q of an index of so many rows: it depends on nothing else. */
uint64_t index_divisor(enum expr_index index, uint64_t rows);
#endif
