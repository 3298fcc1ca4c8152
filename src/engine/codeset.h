/* engine/codeset.h - sets of codes, as data: which diagnoses are diabetes, which
 * drugs maintain a lung. A set is a file, codesets/<name>.csv, with the columns
 *
 *     part?        a subset, `name:part` in expressions; `exclude`: taken out again
 *     system       the code system: ICD-10-SE, KVÅ, ATC, NPU, SWE, BP, SNOMED-CT, LOINC …
 *     code
 *     match        exact, or prefix: the code and whatever begins with it
 *     display      what the code means, for people
 *     certainty    A published and read, B standard knowledge, C our default, D unknown
 *     source
 *     unit?        that values of this code are in; another row of the code has another
 *     factor?, offset?   a value in it becomes value × factor + offset, in the unit of the part's
 *                  rows that have neither
 *     substances?  what a drug contains, joined by +
 *
 * All rows belong to the set whatever their certainty (evaluation.md, Clinical). A set's files are
 * those of the program and, in their place or beside them, those of the instance's home.
 *
 *     const struct codeset *kol = codesets_find(&sets, STR("kol"));
 *     if (codeset_row_of(kol, STR(""), TABLE_DIAGNOSES, STR(""), STR("J44.9"))) …
 *
 * Errors, all ERR_INVALID, the detail begins `name:line:column`: those of core/csv.h;
 * "codeset.column" (a column that there is not, or stands twice; of one that is missing only the
 * line), "codeset.value" (a value that the column does not take), "codeset.repeated" (a code twice
 * in one part), "codeset.units" (a part's rows in two units, and no factor or offset from one to
 * the other), "codeset.id" (a name that is no name), "codeset.many" (more than CODESETS_MOST). */
#ifndef ENGINE_CODESET_H
#define ENGINE_CODESET_H
#include "domain/tables.h"
#include "engine/decimal.h"

struct codeset_row {
    struct str part, system, code; /* code as codeset_code() makes it */
    unsigned line;                 /* of the file */
    struct str display, source;
    bool is_prefix, is_excluded;
    char certainty;                 /* 'A' to 'D' */
    struct str unit;                /* empty: no matter in which */
    struct quotient factor, offset; /* 1 and 0 where the file has none */
    bool has_factor;                /* or an offset: the file says one of them */
    uint64_t substances;            /* bits of the set's list */
};
enum { CODESET_SIZE_MOST = 4 * 1024 * 1024 }; /* bytes of a file */
enum { CODESETS_MOST = 1000, CODESET_ROWS_MOST = 10000, CODESET_SUBSTANCES_MOST = 64 };
struct codeset {
    struct str name;
    const struct codeset_row *row;
    size_t rows;
    const struct str *substance;
    unsigned substances;
    bool converts; /* some row has a unit, a factor or an offset */
};
struct codesets {
    const struct codeset *const *at; /* by name */
    size_t count;
};

/* `name` is the path of the file, <name>.csv, for errors. The set lives in the arena. */
MUST_USE bool codeset_parse(struct arena *a, const char *name, struct str text,
                            const struct codeset **out, struct err *err);
/* The program's own, and from `folder` (NULL: none) each <name>.csv in place of its namesake or
 * beside them. Errors too: those of core/files.h. */
MUST_USE bool codesets_load(struct arena *a, const char *folder, struct codesets *out,
                            struct err *err);
const struct codeset *codesets_find(const struct codesets *all, struct str name); /* NULL */
bool codeset_has_part(const struct codeset *s, struct str part);
/* Whether the values of the two parts (empty: of all of it) are in one unit, once those that have
 * a factor or an offset are converted; rows that say none do not matter. */
bool codeset_in_one_unit(const struct codeset *s, struct str x, struct str y);

/* Alike but for letter case, blanks and hyphens: SNOMED CT is SNOMED-CT. */
bool codeset_same_system(struct str x, struct str y);
/* Whether rows whose system is empty may mean that one. */
bool codeset_own_system(struct str system);
/* A code of a record for comparison: capitals, without dots, hyphens and blanks. */
struct str codeset_code(struct arena *a, struct str code);
/* Units are alike without letter case, blanks and the signs . , · [ ] { } _ ^ *, and u is as good
 * as µ: mm[Hg] is mmHg, umol/l is µmol/L. */
bool codeset_same_unit(struct str x, struct str y);
/* The row of the set, or of that part of it, that a code of the table belongs to; NULL: it does
 * not. `code` as codeset_code() makes it; `system` as the record states it, empty: one of the
 * table's own (ICD-10-SE of diagnoses, KVÅ of procedures, ATC of prescriptions, NPU, SWE and BP of
 * measurements). Letter case, blanks and hyphens in the system's name do not matter. Where several
 * rows match, one of an exact code goes before a prefix, a longer prefix before a shorter. An exact
 * ICD code may have the P of the short list behind it. */
const struct codeset_row *codeset_row_of(const struct codeset *s, struct str part,
                                         enum table_id table, struct str system, struct str code);
/* How a value is taken whose record belongs to `row` and states `unit` (empty: none). The row
 * itself, where one of the two says no unit; else the row of its code that is of that unit: NULL,
 * where the set knows none. */
const struct codeset_row *codeset_row_in(const struct codeset *s, const struct codeset_row *row,
                                         struct str unit);
#endif
