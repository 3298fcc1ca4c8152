/* web/model_checks.h - what the checks of the data find, beside the measures that they
 * concern: each through suppress(), as every count that a page shows. */
#ifndef WEB_MODEL_CHECKS_H
#define WEB_MODEL_CHECKS_H
#include "engine/check.h"
#include "web/model.h"

struct model_checks_facts {
    struct str county; /* its code */
    const struct snapshot *snapshot;
    const struct checks *checks;
    const struct check_result *found; /* by the number of the check; of checks of figures nothing */
    /* Of the units, the last month alone: where checks of figures look. */
    const struct eval_table *table;
    size_t tables;
};
/* The model with them, in the arena. It points to `m` and to the checks. */
const struct model *model_with_checks(struct arena *a, const struct model *m,
                                      const struct model_checks_facts *facts);
#endif
