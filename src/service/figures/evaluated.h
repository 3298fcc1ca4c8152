/* service/figures/evaluated.h - what is counted of persons for who asks, beside measures and
 * checks: why a figure changed, and the point measurement of a week in SÄBO. Each is an evaluation:
 * one entry of the access log, of what and of how many persons, written before anything is told.
 *
 * Errors: those of service/access/access_log.h; of a change ERR_MISSING "change.missing" (one of
 * the two figures is). */
#ifndef SERVICE_FIGURES_EVALUATED_H
#define SERVICE_FIGURES_EVALUATED_H
#include "domain/access.h"
#include "engine/change.h"
#include "engine/saebo_week.h"
#include "service/instance.h"

struct evaluated_change_ask {
    struct change_request of; /* its sides are units or the county */
    struct actor actor;
};
/* What is told lives in the arena. */
MUST_USE bool evaluated_change(struct arena *a, const struct instance *in, const struct snapshot *s,
                               const struct evaluated_change_ask *ask, struct change *out,
                               struct err *err);

struct evaluated_week_ask {
    struct iso_week week;
    struct str written;  /* the week as it was asked for */
    struct str known_at; /* likewise, of a snapshot of what was known then; empty: of now */
    struct actor actor;
};
/* In the arena; ids point into the snapshot. */
MUST_USE bool evaluated_week(struct arena *a, const struct instance *in, const struct snapshot *s,
                             const struct evaluated_week_ask *ask, struct saebo_week *out,
                             struct err *err);
#endif
