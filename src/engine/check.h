/* engine/check.h - checks of data quality: each a definition, as a measure is one,
 * that says which rows or persons or figures are found, why that matters and what
 * to do. The files: measures/checks/<id>.yaml; docs/developer/checks.md.
 *
 *     struct checks all;
 *     if (!checks_load(a, folder, &all, err)) …
 *     struct check_request ask = {.check = all.at, .checks = all.count, .month = month, .threads =
 * 2}; const struct check_result *found = checks_run(a, snapshot, &ask);
 *
 * Errors of reading are those of engine/definition.h; "check.kind" (no key that says what is
 * found, or two of them), "check.many" (more than CHECKS_MOST). */
#ifndef ENGINE_CHECK_H
#define ENGINE_CHECK_H
#include "engine/eval.h"
#include "engine/explain.h"

#include <stdatomic.h>

enum check_kind {
    CHECK_ROWS,     /* of persons */
    CHECK_PERSONS,  /* of the listed */
    CHECK_FIGURES,  /* of measures, that look made up */
    CHECK_SERIES,   /* of a unit's months, that break */
    CHECK_REGISTRY, /* what only the registry knows */
};
enum check_figures {
    FIGURES_WHOLE,   /* exactly 100 % of `least` or more */
    FIGURES_REPEATED /* two units have numerator and denominator alike, of `least` or more */
};
enum check_registry { REGISTRY_OVERLAPPING_LISTINGS };
struct check {
    struct definition of; /* id, name, `text`: why it matters; of persons and series what a measure
                           * has too */
    struct str mend[2];   /* what to do */
    const struct definition *measure; /* of CHECK_PERSONS: whose numerator is found; NULL: none's */
    const struct str *concern;        /* tables, code sets, measures, "staff": check_concerns() */
    unsigned concerns;
    enum check_kind kind;
    const struct selection *rows, *except, *among; /* of CHECK_ROWS; the last two NULL: none */
    enum check_figures figures;
    enum check_registry registry;
    int64_t least, percent; /* of figures and series */
    unsigned months;        /* of series */
};
enum { CHECKS_MOST = 200, CHECK_MONTHS_MOST = 60 };
extern const char *const CHECK_KEYS[]; /* in the order that a file has them, ended by NULL */

struct check_sources { /* what a check may name */
    const struct codesets *sets;
    const struct definitions *measures;
};
/* The check lives in the arena. */
MUST_USE bool check_parse(struct arena *a, const char *name, struct str text,
                          const struct check_sources *of, const struct check **out,
                          struct err *err);
struct checks {
    const struct check *const *at; /* by id */
    size_t count;
};
/* The program's, and in place of them or beside them those of `folder`/checks; code sets and
 * measures are those of `folder` too (NULL: only the program's). */
MUST_USE bool checks_load(struct arena *a, const char *folder, const struct definitions *measures,
                          struct checks *out, struct err *err);
const struct check *checks_find(const struct checks *all, struct str id); /* NULL */

/* check_concerns.c: whether what the check finds is a reason to doubt the measure: the measure is
 * named, or reads a table or asks a code set that is named; of figures, that it is one of those
 * that are looked at. */
bool check_concerns(const struct check *c, const struct definition *d);
struct checks checks_concerning(struct arena *a, const struct checks *all,
                                const struct definition *d);
bool check_concern_is_known(const struct check_sources *of, struct str word);
bool check_looks_at_figures(const struct definition *d); /* check_figures.c */

/* ---- what is found ---- */

struct check_request {
    const struct check *const *check;
    size_t checks;
    struct month month; /* its last day is T */
    unsigned threads;
    const struct definitions *measures; /* whose figures are looked at */
    const atomic_bool *stop; /* what is found once it is true is of no use; NULL: never */
};
/* Whether it is asked row by row, of each person: that is what takes time. */
bool check_is_of_persons(const struct check *c);
bool check_was_stopped(const struct check_request *ask);
struct check_count {
    uint64_t found, among; /* among 0: nothing to compare with */
};
struct check_result {
    struct check_count all;
    const struct check_count *unit; /* by unit of the snapshot; NULL: not by unit */
};
/* What registry checks find is left 0: service/figures/quality.h adds it. In the arena. Fails as
 * eval(). */
MUST_USE bool checks_run(struct arena *a, const struct snapshot *s, const struct check_request *ask,
                         const struct check_result **out, struct err *err);

/* What a check of figures finds among the units of a measure's table, which has the last month
 * alone. */
struct check_count check_figures_in(const struct check *c, const struct eval_table *t);

/* One of what is found. */
struct check_row {
    uint32_t person;          /* EXPLAIN_NONE: none, it is of a unit */
    struct explain_line line; /* of persons: the listing; of figures `code` is the measure's id and
                               * `value` the figure; of a series `value` is the last month's */
    struct str sought_on;     /* of contacts; empty: it is not said */
    struct str mean;          /* of a series: of the months before; else empty */
    const struct explain_rest *rest; /* of a person: other rows by which it is found */
    size_t rests;
};
struct check_rows {
    void *state;
    bool (*take)(void *state, const struct check_row *row, struct err *err);
};
/* The rows of the first check that is asked for, of persons, figures or a series; by person, then
 * as selected, or by unit. Fails as eval(), and where `take` does. */
MUST_USE bool check_each_row(const struct snapshot *s, const struct check_request *ask,
                             struct check_rows rows, struct err *err);

/* check_figures.c, for check_run.c: likewise, of figures or a series; into *among how many were
 * looked at. */
MUST_USE bool check_each_figure(struct arena *a, const struct snapshot *s,
                                const struct check_request *ask, struct check_rows rows,
                                uint64_t *among, struct err *err);
#endif
