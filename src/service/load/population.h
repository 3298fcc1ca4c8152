/* service/load/population.h - what follows for listings from rows of the population register
 * that a load brings, in the load's transaction: who was born, has moved in or has come
 * back is listed as who has not chosen (domain/passive.h); and who comes back after
 * emigrating does not get back what was listed before.
 *
 * Who has moved within the region and has not chosen is listed with the unit of the new area from
 * today, if it can have them; what is planned for them, and they have not chosen, is withdrawn.
 *
 * Death, emigration and a changed identifier need nothing here: they follow from what is
 * in effect (service/effects.h). Moving to another county ends nothing. A load into a
 * registry in which nobody is listed yet lists nobody: it is being filled.
 *
 *     population_note(&p, err)     // before the rows are written: what they are about to change
 *     population_come_back(&p, err) // when they are, before what is in effect is made
 *     population_list(&p, err)     // after it; p.states: to be made anew
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_LOAD_POPULATION_H
#define SERVICE_LOAD_POPULATION_H
#include "engine/bag.h"
#include "service/instance.h"
#include "service/work.h"
#include "store/population_store.h"

struct population {
    struct arena *arena;
    struct instance *in;
    struct work work;                 /* of what the files say */
    struct work_following *following; /* of what follows */
    struct bag emigrated;     /* struct population_row: whom the load says to be registered again */
    bool lists;               /* somebody is listed here, so the registry is in use */
    uint64_t listed, nowhere; /* listed by it; for whom there is no unit */
    uint64_t moved;           /* within the region, and listed with the unit of the new area */
    bool states;              /* something follows that is not in effect yet */
};
MUST_USE bool population_note(struct population *p, struct err *err);
MUST_USE bool population_come_back(struct population *p, struct err *err);
MUST_USE bool population_list(struct population *p, struct err *err);
#endif
