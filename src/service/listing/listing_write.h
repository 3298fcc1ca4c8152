/* service/listing/listing_write.h - what domain/listing_choice.h decided of a listing is
 * stated, with what follows from it: plans that it withdraws, the named doctor of
 * another unit who ends, of which the person is told, places in queues that are taken or lost.
 * Whoever lists a person, for whatever reason, writes it here.
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_LISTING_LISTING_WRITE_H
#define SERVICE_LISTING_LISTING_WRITE_H
#include "domain/listing_choice.h"
#include "service/act.h"

struct listing_writing {
    int64_t person, identifier; /* the newest, of which the row is stated */
    struct hsaid unit;          /* where the person comes to be listed */
    const struct hsaid *doctor; /* with whom, where listings are on doctors; NULL: with nobody */
    struct str county;          /* in place of it the code of another county, of UNIT_ELSEWHERE */
    int64_t application;        /* the one that was granted, and is used; 0: none */
    const struct listing_decision *decision; /* LISTING_DONE */
    bool withdrawn;         /* what was planned for the day has been withdrawn by the same change */
    bool is_beside_closing; /* stated though they are there then by a closing that may be taken back
                             */
    struct str special;     /* the special reasons that were approved; empty: none */
    enum queue_end taken;   /* why a place at the unit ends: QUEUE_END_LISTED, or swapped */
};
/* Touches the person. Who is listed there without the plan that is withdrawn stays so: nothing else
 * is stated. */
MUST_USE bool listing_write(struct act *act, const struct listing_writing *w, struct err *err);
#endif
