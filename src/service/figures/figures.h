/* service/figures/figures.h - figures of an instance: its newest snapshot, the month-ends
 * that were asked for, evaluated.
 *
 *     struct figures_request ask = {.definition = all.at, .definitions = all.count,
 *                                   .as_of = DAY_NONE, .today = today, .months = 36, .threads = 2,
 *                                   .levels = LEVEL_BIT(LEVEL_UNIT) | LEVEL_BIT(LEVEL_COUNTY)};
 *     struct figures f;
 *     if (!figures_open(a, instance, &ask, &use, &f, err))
 *         return false;
 *     … f.table[0] …
 *     figures_close(&f);
 *
 * Errors: ERR_INVALID "figures.as_of" (not a month's last day), and those of
 * service/figures/warehouse.h and engine/eval.h. */
#ifndef SERVICE_FIGURES_FIGURES_H
#define SERVICE_FIGURES_FIGURES_H
#include "domain/access.h"
#include "service/figures/kept.h"
#include "service/figures/warehouse.h"

/* The program's measures, and in place of their namesakes or beside them those of the home's folder
 * INSTANCE_MEASURES, if it is there; in the arena. Errors: those of engine/definition.h. */
MUST_USE bool figures_definitions(struct arena *a, const struct instance *in,
                                  struct definitions *out, struct err *err);

/* A month is asked for by its last day: fails with ERR_INVALID "figures.as_of", which names it. */
MUST_USE bool figures_month_of(struct day as_of, struct month *out, struct err *err);

struct figures_request {
    const struct definition *const *definition;
    size_t definitions;
    struct day as_of; /* the last day of the newest month; DAY_NONE: figures_month() */
    struct day today; /* the instance's */
    unsigned months, levels,
        threads; /* as of struct eval_request; of persons: service/figures/persons.h */
    bool protected_rows;
    struct str snapshot; /* of that name, as it was; empty: the newest */
    bool fresh;          /* all is counted, whatever is kept: service/figures/kept.h */
};
struct figures {
    struct warehouse_now from;
    struct kept_use use; /* how the figures came about */
    struct month last;   /* the newest month */
    const struct eval_table *table;
    size_t tables;
};
/* Tables live in the arena and point into the snapshot: until figures_close(). */
MUST_USE bool figures_open(struct arena *a, struct instance *in, const struct figures_request *ask,
                           const struct warehouse_use *use, struct figures *out, struct err *err);
/* Others of the same snapshot, of the months that end with that of `as_of`; `snapshot` of the
 * request says nothing. */
MUST_USE bool figures_beside(struct arena *a, struct instance *in, const struct figures *f,
                             const struct figures_request *ask, struct kept_figures *out,
                             struct err *err);
void figures_close(struct figures *f);

/* The same for who asks: an evaluation is one entry of the access log, of what and of how many
 * persons. Whoever shows figures as they are asks here. What is published, suppressed, is asked by
 * nobody: figures_open(). Errors: those of service/access/access_log.h too. */
struct figures_asked {
    struct figures_request of; /* protected_rows: as the actor may */
    struct actor actor;
    struct str named; /* the measures, as they were named; empty: all that there are */
};
MUST_USE bool figures_show(struct arena *a, struct instance *in, const struct figures_asked *asked,
                           const struct warehouse_use *use, struct figures *out, struct err *err);

/* Figures of others, to compare with; in the arena. */
MUST_USE bool figures_references(struct arena *a, struct instance *in,
                                 const struct reference_row **out, size_t *count, struct err *err);

/* The last month that ended before today and has contacts; without any, the last that ended. */
struct month figures_month(const struct snapshot *s, struct day today);
#endif
