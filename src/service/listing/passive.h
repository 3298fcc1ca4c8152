/* service/listing/passive.h - a person who has not chosen is listed: with the unit of the area
 * where they live, a newborn with the mother's unit (domain/passive.h decides).
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_CONFLICT "passive.not_here",
 * "passive.not_so", "passive.nowhere", "listing.dead", "listing.emigrated"; ERR_INVALID
 * "passive.not_newborn", "passive.is_newborn" (asked as the other);
 * ERR_DENIED "actor.role": staff of a unit list so, and the region, no resident, and no
 * municipality. */
#ifndef SERVICE_LISTING_PASSIVE_H
#define SERVICE_LISTING_PASSIVE_H
#include "domain/access.h"
#include "service/instance.h"

struct passive_request {
    struct str person; /* as written */
    bool is_newborn;   /* asked to be listed as one; else by area */
    struct actor actor;
    struct str key; /* of the asker's, so that it is done once; empty: none */
    bool dry_run;
};
struct passive_answer {
    bool is_already;  /* is listed, or has chosen for a day to come: nothing was changed */
    bool is_repeat;   /* was answered before with the key */
    struct str unit;  /* its HSA-id; empty: is listed in another county */
    struct str name;  /* and what it is called */
    struct day from;  /* the first day there */
    struct str basis; /* "area" */
    bool is_near;     /* in place of a unit that is full, closed or not there */
};
/* Texts are in the arena. */
MUST_USE bool passive_list(struct arena *a, struct instance *in,
                           const struct passive_request *request, struct passive_answer *out,
                           struct err *err);
#endif
