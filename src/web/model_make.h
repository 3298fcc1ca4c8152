/* web/model_make.h - from evaluated figures to what the pages may show: every
 * table goes through suppress() here, and nothing else of it goes on. */
#ifndef WEB_MODEL_MAKE_H
#define WEB_MODEL_MAKE_H
#include "domain/rows.h"
#include "engine/eval.h"
#include "web/model.h"

struct model_facts {
    struct str region; /* the region's name */
    struct str county; /* its code */
    struct day today;
    bool is_demo;
    struct suppression_rules suppression; /* the region's */
    const struct snapshot *snapshot;
    struct str snapshot_name;
    const struct eval_table *table; /* of all measures at the levels unit to county */
    size_t tables;
    /* Likewise, each of the one month before those that the target of its measure begins from. */
    const struct eval_table *base;
    size_t bases;
    const struct reference_row *reference;
    size_t references;
};
/* In the arena; what comes from the facts is copied, but for definitions, which must outlive the
 * model. NULL where there is no table. */
const struct model *model_make(struct arena *a, const struct model_facts *facts);
#endif
