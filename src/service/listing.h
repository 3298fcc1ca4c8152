/* service/listing.h - a person is listed at a unit, on a form that the unit or the
 * region has received: what is so is read, domain/listing_choice.h decides, and one
 * act carries it out.
 *
 * Errors: those of service/act.h and service/act_about.h;
 * a refusal by the rules, as domain/listing_refusal.h names it, its detail the day from
 * which it would be possible where there is one, "listing.no_changes" where there is
 * none; ERR_INVALID "listing.reason" (no line of 1 to 200
 * characters), "listing.day_far" (more than a year away), "listing.on_doctor" (the
 * region's listings are on doctors, which is not done yet). */
#ifndef SERVICE_LISTING_H
#define SERVICE_LISTING_H
#include "domain/access.h"
#include "domain/listing_choice.h"
#include "service/instance.h"

struct listing_request {
    struct str person, unit; /* as written */
    struct day from;         /* DAY_NONE: the first possible */
    struct str special;      /* the special reasons that were approved; empty: none */
    struct actor actor;
    struct str key; /* of the asker's, so that it is done once; empty: none */
    bool dry_run;
};
struct listing_answer {
    bool is_already;   /* was listed there: nothing was changed */
    bool is_repeat;    /* was answered before with the key */
    struct str unit;   /* its HSA-id */
    struct str name;   /* and what it is called */
    struct day from;   /* the first day there */
    struct str former; /* HSA-id of the unit of the day before; empty: none */
    bool is_counted;   /* against the changes that a person may make */
    unsigned left;     /* how many of them are left after it, on that day */
};
/* Who signs a form: the person, or below the age of own choice all guardians; whoever received it
 * saw to that. Texts are in the arena. */
MUST_USE bool listing_list(struct arena *a, struct instance *in,
                           const struct listing_request *request, struct listing_answer *out,
                           struct err *err);
#endif
