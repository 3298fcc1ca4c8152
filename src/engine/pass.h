/* engine/pass.h - one pass over the persons on several threads: kernels, lanes
 * and sums put together. Threads share nothing that they write. */
#ifndef ENGINE_PASS_H
#define ENGINE_PASS_H
#include "engine/eval_sums.h"
#include "engine/tally.h"

/* The places of a level, from LEVEL_UNIT on. */
struct level_places {
    uint32_t places; /* numbered from 0: units, kinds of operator, places of the snapshot */
    const uint32_t *place_of; /* by unit; PLACE_NOWHERE: none */
};
/* By unit: its place of the level, from LEVEL_UNIT on. In the arena. */
const uint32_t *level_place_of(struct arena *a, const struct snapshot *s, enum eval_level level);
/* The sums of one program. Those of a level above the unit are what must be added to the sums of
 * its units: persons of everyone who were at several of them count once. */
struct pass_sums {
    struct tally at[LEVELS];
    struct tally away; /* one place: what counts at every place; to be added to all */
};
struct pass {
    const struct snapshot *snapshot;
    const struct plan *plan;
    const struct eval_request *ask;
    const struct level_places *level; /* by enum eval_level */
    const struct eval_persons *only;  /* of these persons; NULL: of all */
};
/* out[enum plan_part]; they live in the arena. */
void pass_run(struct arena *a, const struct pass *p, struct pass_sums out[static PLAN_PARTS]);
#endif
