/* service/figures/quality.h - how good the data of an instance are: the checks that there
 * are, what each finds in the newest snapshot and in the registry, and its rows.
 *
 *     struct checks all;
 *     if (!quality_checks(a, instance, &measures, &all, err)) …
 *     struct quality_found found;
 *     if (!quality_run(a, instance, snapshot, &ask, &found, err)) …
 *
 * What is found is kept (service/figures/kept_checks.h): of one snapshot it is counted once.
 *
 * Errors: those of engine/check.h and store/db.h. */
#ifndef SERVICE_FIGURES_QUALITY_H
#define SERVICE_FIGURES_QUALITY_H
#include "service/figures/kept_checks.h"

/* The program's checks and those of the home; in the arena. */
MUST_USE bool quality_checks(struct arena *a, const struct instance *in,
                             const struct definitions *measures, struct checks *out,
                             struct err *err);
struct quality_found {
    const struct check_result *at; /* by the number of the check; NULL: it was stopped */
    struct kept_checks_use use;
};
/* As checks_run(), with what only the registry knows. */
MUST_USE bool quality_run(struct arena *a, struct instance *in, const struct snapshot *s,
                          const struct check_request *ask, struct quality_found *out,
                          struct err *err);
/* How many of the checks quality_run() would have to look at every person for. */
size_t quality_uncounted(const struct instance *in, const struct snapshot *s,
                         const struct check_request *ask);
/* As check_each_row(), likewise. */
MUST_USE bool quality_each_row(struct arena *a, struct instance *in, const struct snapshot *s,
                               const struct check_request *ask, struct check_rows rows,
                               struct err *err);
#endif
