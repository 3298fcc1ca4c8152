/* service/quality.h - how good the data of an instance are: the checks that there
 * are, what each finds in the newest snapshot and in the registry, and its rows.
 *
 *     struct checks all;
 *     if (!quality_checks(a, instance, &measures, &all, err)) …
 *     if (!quality_run(a, instance, snapshot, &ask, &result, err)) …
 *
 * Errors: those of engine/check.h and store/db.h. */
#ifndef SERVICE_QUALITY_H
#define SERVICE_QUALITY_H
#include "engine/check.h"
#include "service/instance.h"

/* The program's checks and those of the home; in the arena. */
MUST_USE bool quality_checks(struct arena *a, const struct instance *in,
                             const struct definitions *measures, struct checks *out,
                             struct err *err);
/* As checks_run(), with what only the registry knows. */
MUST_USE bool quality_run(struct arena *a, struct instance *in, const struct snapshot *s,
                          const struct check_request *ask, const struct check_result **out,
                          struct err *err);
/* As check_each_row(), likewise. */
MUST_USE bool quality_each_row(struct arena *a, struct instance *in, const struct snapshot *s,
                               const struct check_request *ask, struct check_rows rows,
                               struct err *err);
#endif
