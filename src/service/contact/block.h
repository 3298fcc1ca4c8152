/* service/contact/block.h - a patient blocks the data of a unit, or lifts the block: on a form that
 * the unit or the region received, or in the e-service (rule 24). What it hides:
 * domain/block.h.
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_DENIED "actor.role" (neither the
 * person, nor the unit, nor an administrator; a guardian blocks nothing of a child's: SFS 2008:355,
 * chapter 4 section 4); ERR_INVALID "block.days" (the end before the beginning, the beginning
 * before today or more than a year ahead); ERR_CONFLICT "gone.dead" (nobody does for the dead). */
#ifndef SERVICE_CONTACT_BLOCK_H
#define SERVICE_CONTACT_BLOCK_H
#include "domain/access.h"
#include "service/instance.h"

struct block_request {
    struct str person, unit; /* as written */
    struct day from, to;     /* DAY_NONE: today; until it is lifted */
    bool lifts;              /* from today on; what was to begin later does not */
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct block_answer {
    bool is_already; /* blocked, or not: nothing was changed */
    bool is_repeat;
    bool lifts;
    struct str unit, name; /* HSA-id, and what it is called */
    struct day from, to;   /* of the block; of one that is lifted `from` is the first open day */
};
MUST_USE bool block_unit(struct arena *a, struct instance *in, const struct block_request *request,
                         struct block_answer *out, struct err *err);
#endif
