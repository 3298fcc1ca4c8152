/* service/listing/listing.h - a person is listed at a unit: on a form that the unit or the
 * region has received, or in the e-service by the person or a guardian. What is so is
 * read, domain/listing_choice.h decides, and one act carries it out: lists, gives a place
 * in the unit's queue, or lets the change wait for the other guardian.
 *
 * Who may: the person, a guardian of a child, staff and head of the unit, an
 * administrator.
 *
 * Errors: those of service/act.h and service/act_about.h;
 * a refusal by the rules, as domain/listing_refusal.h names it, its detail the day from
 * which it would be possible where there is one, "listing.no_changes" where there is
 * none; ERR_DENIED "listing.party" (who acts may not list the person there); ERR_CONFLICT
 * "listing.nothing_waits" (for a guardian's consent, where who acts lists people); ERR_INVALID
 * "listing.reason" (no line of 1 to 200 characters), "listing.reason_eservice" (special reasons are
 * applied for there), "listing.day_far" (more than a year away), "listing.queue_day" (a day and a
 * queue), "listing.doctor_needed" (listings are on doctors, and none is named); of a doctor:
 * ERR_CONFLICT "listing.doctor_queue" (the queue is the unit's), "listing.doctor_waits" (a wish
 * does not wait for a guardian), "listing.doctor_full"; ERR_DENIED "assign.blocked"; a refusal of a
 * wish as domain/request.h, of the doctor as domain/assign.h names it; ERR_MISSING "staff.unknown".
 */
#ifndef SERVICE_LISTING_LISTING_H
#define SERVICE_LISTING_LISTING_H
#include "domain/access.h"
#include "domain/listing_choice.h"
#include "service/instance.h"

struct listing_request {
    struct str person, unit; /* as written; of a consent the unit may be empty */
    struct day from;         /* DAY_NONE: the first possible */
    struct str special;      /* of a form: the special reasons that were approved; empty: none. An
                          administrator says so; others, of what was granted on an application */
    struct str consent;      /* of a form: the one guardian who has signed it; empty: all have */
    struct str doctor;       /* HSA-id of who is wished there, or with whom it is; empty: nobody */
    bool queue;              /* join the queue if the unit is full */
    struct actor actor;
    struct str key; /* of the asker's, so that it is done once; empty: none */
    bool dry_run;
};
struct listing_answer {
    enum listing_verdict verdict; /* none of the refusals */
    bool is_repeat;               /* was answered before with the key */
    struct str unit;              /* its HSA-id */
    struct str name;              /* and what it is called */
    struct day from;              /* DONE, ALREADY: the first day there; DAY_NONE: not known */
    struct str former;            /* HSA-id of the unit of the day before; empty: none */
    bool is_counted;              /* against the changes that a person may make */
    unsigned left;                /* how many of them are left after it, on that day */
    bool is_exempt;               /* over the unit's cap, by exemption */
    unsigned guardians;           /* who must all have signed the form; 0: the person has */
    struct str doctor; /* HSA-id of the named doctor who ends with it; empty: none; "protected";
                          "blocked" */
    unsigned number;   /* QUEUED, ALREADY_QUEUED: in the queue */
    int32_t wait;      /* days, estimated; -1: not known */
    struct str named;  /* HSA-id of the doctor with whom the person is listed; empty: nobody */
    int64_t request;   /* for the wished doctor: its number; 0: none was opened */
    struct day until;  /* WAITS, ALREADY_WAITS: the last day for the other guardian */
};
/* Who signs a form: the person, or below the age of own choice all guardians; whoever received it
 * saw to that. Texts are in the arena. */
MUST_USE bool listing_list(struct arena *a, struct instance *in,
                           const struct listing_request *request, struct listing_answer *out,
                           struct err *err);
/* Of a worker: changes that waited for a guardian until a day that has passed lapse, and that is
 * told; *lapsed of them. */
MUST_USE bool listing_lapse(struct arena *a, struct instance *in, unsigned *lapsed,
                            struct err *err);
#endif
