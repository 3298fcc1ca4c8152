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
 * Errors: those of engine/check.h, store/db.h and, of what is shown to who asks,
 * service/access/access_log.h. */
#ifndef SERVICE_FIGURES_QUALITY_H
#define SERVICE_FIGURES_QUALITY_H
#include "domain/access.h"
#include "domain/person_id.h"
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
/* The same for who asks: one entry of the access log, as of figures_show(). quality_run() is for
 * what is published, and for what stands beneath figures that are shown. */
struct quality_counting {
    struct check_request of;
    bool by_unit;       /* it is shown of units, not of the county */
    struct str measure; /* whose data they are about; empty: all checks */
    struct actor actor;
};
MUST_USE bool quality_show(struct arena *a, struct instance *in, const struct snapshot *s,
                           const struct quality_counting *ask, struct quality_found *out,
                           struct err *err);
/* How many of the checks quality_run() would have to look at every person for. */
size_t quality_uncounted(const struct instance *in, const struct snapshot *s,
                         const struct check_request *ask);
/* The rows of one check, for who asks. */
struct quality_ask {
    struct check_request of; /* of its first check */
    uint32_t unit;           /* only that unit's; EXPLAIN_NONE: all */
    struct actor actor;
};
struct quality_left_out {
    uint64_t is_protected; /* rows of protected persons */
    uint64_t blocked;      /* rows that the person has blocked, or that rest on such rows */
};
struct quality_reader {
    void *state;
    bool (*begin)(void *state, struct err *err); /* it stands in the access log: it may be shown */
    /* `id` packed 0: of no person, or of one who has none any more; valid during the call. */
    bool (*take)(void *state, const struct check_row *row, struct person_id id, struct err *err);
    struct quality_left_out *left_out;
};
/* As check_each_row(), with what only the registry knows, and without what is withheld from the
 * actor (service/figures/withheld.h), which is counted. */
MUST_USE bool quality_show_rows(struct arena *a, struct instance *in, const struct snapshot *s,
                                const struct quality_ask *ask, const struct quality_reader *to,
                                struct err *err);
#endif
