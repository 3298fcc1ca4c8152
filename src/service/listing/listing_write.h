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
#include "store/named_contact_store.h"

struct listing_writing {
    int64_t person, identifier; /* the newest, of which the row is stated */
    struct hsaid unit;          /* where the person comes to be listed */
    const struct hsaid *doctor; /* with whom, where listings are on doctors; NULL: with nobody */
    struct str county;          /* in place of it the code of another county, of UNIT_ELSEWHERE */
    int64_t application;        /* the one that was granted, and is used; 0: none */
    const struct listing_decision *decision; /* LISTING_DONE */
    struct str special;   /* the special reasons that were approved; empty: none */
    enum queue_end taken; /* why a place at the unit ends: QUEUE_END_LISTED, or swapped */
};
/* Touches the person. Who is listed there without the plan that is withdrawn stays so: nothing else
 * is stated. */
MUST_USE bool listing_write(struct act *act, const struct listing_writing *w, struct err *err);
/* Named doctors whom a plan from the day on ended, which is withdrawn: they end by the change to
 * the unit on that day, or stand again. */
MUST_USE bool listing_doctors_anew(struct act *act, int64_t person, const struct hsaid *unit,
                                   struct day from, struct err *err);
/* The same of one, as was decided (ends->row 0: it stands again). Who was told of the end is told
 * what holds now. */
MUST_USE bool listing_doctor_anew(struct act *act, int64_t person, const struct contact_ended *row,
                                  const struct contact_ending *ends, struct err *err);
#endif
