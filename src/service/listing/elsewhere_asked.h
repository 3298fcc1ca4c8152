/* service/listing/elsewhere_asked.h - how an act about a listing in another county begins: that one
 * lists a person (elsewhere.c), or none does any more (elsewhere_end.c). */
#ifndef SERVICE_LISTING_ELSEWHERE_ASKED_H
#define SERVICE_LISTING_ELSEWHERE_ASKED_H
#include "service/act.h"
#include "service/listing/elsewhere.h"
#include "service/listing/listing_facts.h"
#include "store/application_store.h"
#include "store/elsewhere_store.h"

struct elsewhere_asked {
    struct arena *arena;
    struct instance *in;
    const struct elsewhere_request *request;
    struct day from; /* today, where no day is said */
    int64_t person;
    struct person_facts stated;
    struct listing_person facts;    /* these are for who carries it out */
    struct elsewhere_now now;       /* where another county lists the person; stated 0: nowhere */
    struct application_now granted; /* .id 0: none was, or it is not needed */
};
/* Reads the request, whose county is a code or "none", begins the act and opens the person to
 * an administrator: the other county says it, to the region. Errors: those of service/act.h and
 * service/act_about.h; ERR_INVALID "listing.day_far"; ERR_DENIED "actor.role". */
MUST_USE bool elsewhere_begin(struct arena *a, struct instance *in,
                              const struct elsewhere_request *request, struct elsewhere_asked *out,
                              struct act *act, struct err *err);
#endif
