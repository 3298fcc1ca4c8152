/* engine/definition.h - a measure as its file says it, read and checked: texts
 * for people, where the rule comes from, and expressions that a plan is made of.
 * The language: docs/developer/measures.md. The files: measures/<id>.yaml.
 *
 * Errors, all ERR_INVALID, the detail begins `name:line:column`: those of
 * core/yaml.h; "measure.empty"; "measure.key" (a key that no measure has, or none of its kind),
 * "measure.key_missing", "measure.value" (not one of the words or forms that the
 * key takes), "measure.id" (the id is not the file's name);
 * "check.place" (it is a check, which is read from the folder checks only: engine/check.h);
 * "measure.unused" (a code set, a part or a parameter that no expression asks for),
 * "measure.codeset" (there is no such set); "expression.syntax", "expression.name" (a table, field,
 * word or function that there is not), "expression.type" (a number where a condition must stand …),
 * "expression.place" (own_unit, here, a name of the person or of other rows where it means
 * nothing), "expression.limit" (too long, too deep, too many selections), "expression.number" (out
 * of its bounds), "expression.unit" (a limit in one that the set of the values does not have). */
#ifndef ENGINE_DEFINITION_H
#define ENGINE_DEFINITION_H
#include "core/day.h"
#include "core/text.h"
#include "domain/tables.h"
#include "engine/codeset.h"
#include "engine/decimal.h"

/* ratio: Σ numerator / Σ denominator over the persons. count: Σ value. mean: Σ value / persons
 * that have one. table: of rows of units by month or year, not of persons (engine/table_expr.h):
 * Σ / Σ, or with `value` a sum. */
enum measure_kind { MEASURE_RATIO, MEASURE_COUNT, MEASURE_MEAN, MEASURE_TABLE };
/* listed: those listed on T, each at the unit where they are listed. everyone: each place looks at
 * all persons; what they did there is asked for with `here`. registered: those registered in the
 * instance's own county on T, each in the municipality of their own. */
enum measure_population { POPULATION_LISTED, POPULATION_EVERYONE, POPULATION_REGISTERED };
enum { POPULATIONS = POPULATION_REGISTERED + 1 };
enum measure_unit {
    IN_PERSONS,
    IN_CONTACTS,
    IN_PERCENT,
    IN_PER_1000,
    IN_INDEX,
    IN_POINTS, /* this and what follows: of tables only */
    IN_WEEKS,
    IN_THOUSAND_KRONOR
};
enum measure_direction { DIRECTION_NONE, DIRECTION_UP, DIRECTION_DOWN }; /* which way is better */

/* On which list of a place a person of its population stands, on one at most: who is excluded is on
 * no other; numerator and denominator make up the figure; of who is in neither some are missing. */
enum standing {
    STANDING_NUMERATOR,   /* counts something in the numerator; of a mean: has a value */
    STANDING_DENOMINATOR, /* nothing there, but in the denominator; of a count: is of the
                           * population, where that is not everyone */
    STANDING_MISSING,  /* meets the key `missing`; of an index without it: had some of its rows */
    STANDING_EXCLUDED, /* meets `exclude`, or has no birth date and the measure asks for age */
    STANDING_OUTSIDE,  /* on none */
    STANDINGS = STANDING_OUTSIDE
};

/* A number to reach, or a change since a month: that is tested for the same place, of the figure
 * that the place had then (engine/target.h). */
struct measure_target {
    bool is_set, is_change;
    enum target_op op;
    struct decimal value; /* in the measure's unit: 80 of "80 %"; of a change per cent of the
                           * figure of `since`, over -100: 20 of "an increase by 20 %" */
    int64_t scale;        /* 100 of per cent, 1000 of per mille, else 1: for target_is_met() */
    struct month since;   /* of a change; 1900-01 or later */
    struct str source;
};
struct measure_gap { /* a known gap, by enum lang */
    struct str text[2];
};

/* A file with the key `each` makes a measure for each word of a column: a family. */
struct family_word {
    struct str word, text[2]; /* as data have it; by enum lang */
};
struct measure_family {
    enum table_id table;
    unsigned column;
    struct str id; /* of its members, with "{column}" where the word goes */
    /* What its measures are of; but of an open family, whose words are those that the data have,
     * only how some of them are called. */
    const struct family_word *word;
    unsigned words;
    bool is_open;
};

struct expr; /* engine/expr.h */
struct table_expr;
struct expr_parameter;
struct expr_part;
struct definition {
    struct str id, code;         /* "An04"; the field's own "Ån04" */
    struct str name[2], text[2]; /* by enum lang; one line; the rule in words */
    struct str source, owner;    /* publication; who answers for the definition */
    char certainty;              /* 'A' published, 'B' standard, 'C' our default, 'D' unknown */
    struct day reviewed;
    enum measure_kind kind;
    enum measure_population population;
    enum measure_unit unit;
    enum measure_direction direction;
    struct measure_target target;
    const struct measure_gap *gap;
    unsigned gaps;
    const struct expr_parameter *parameter; /* what the expressions name, in the file's order */
    unsigned parameters;
    const struct codeset *const *set; /* that the expressions ask for, in the file's order */
    unsigned sets;
    const struct expr_part *part; /* expressions with names, in the file's order */
    unsigned parts;
    const struct str *band; /* ids of the measures that together are the whole, this one too */
    unsigned bands;
    bool is_suppressed; /* `suppress: no` only where no person can be behind a figure */
    /* NULL where the kind has none: a ratio has numerator and perhaps denominator (else each
     * person counts 1), count and mean have value; `exclude` drops persons. `missing` is of no
     * figure: whom it holds for lacks what the measure asks for (enum standing). */
    const struct expr *numerator, *denominator, *value, *exclude, *missing;
    struct { /* of a table; a `value` is a numerator without denominator */
        const struct table_expr *numerator, *denominator;
    } of_tables;
    const struct measure_family *family; /* NULL: the measure stands for itself */
    struct str each; /* the member's word; empty: it is the family, no measure */
};
/* In the order that a file has them (engine/definition_format.h), ended by NULL. */
extern const char *const DEFINITION_KEYS[];
int64_t measure_scale(enum measure_unit unit);   /* 100 of per cent, 1000 of per mille, else 1 */
unsigned measure_places(enum measure_unit unit); /* decimals that are shown */

/* `name` is the path of the file, <id>.yaml, for errors; only while parsing. `sets`: those that
 * there are (NULL: none). The definition lives in the arena and points to the sets. */
MUST_USE bool definition_parse(struct arena *a, const char *name, struct str text,
                               const struct codesets *sets, const struct definition **out,
                               struct err *err);

enum { DEFINITIONS_MOST = 1000 };
struct definitions {
    const struct definition *const *at; /* in the order that figures are printed */
    size_t count;
    const struct definition *const *family; /* whose words only the data have */
    size_t families;
};
/* The program's own, and from `folder` (NULL: none) each <id>.yaml in place of its namesake or
 * beside them; other files of the folder are not looked at. The code sets are those of the program
 * and of `folder`/codesets. Errors too: ERR_INVALID "measure.many" (more than DEFINITIONS_MOST),
 * "measure.band" (a band that is no measure, or that does not have the same bands), those of
 * engine/codeset.h and of core/files.h. */
MUST_USE bool definitions_load(struct arena *a, const char *folder, struct definitions *out,
                               struct err *err);
/* The same with the members of the families whose words the data have: dimensions of surveys. */
MUST_USE bool definitions_open(struct arena *a, const struct definitions *all,
                               const struct str *word, size_t words, struct definitions *out,
                               struct err *err);
/* The member of a family: its texts with the word in place of "{column}". */
const struct definition *family_member(struct arena *a, const struct definition *family,
                                       struct str word);
const struct definition *definitions_find(const struct definitions *all, struct str id); /* NULL */
#endif
