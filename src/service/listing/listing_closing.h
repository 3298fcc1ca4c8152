/* service/listing/listing_closing.h - what the closing of a unit stated of a person holds only
 * while they would be listed at that unit without it. Whoever makes the listings of a person
 * others, and takes back a closing, asks here before named doctors are asked anew (contact_end.h);
 * the person is touched. What nobody has heard of such a closing goes with its row, and who has
 * hears that the change holds no longer.
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_LISTING_LISTING_CLOSING_H
#define SERVICE_LISTING_LISTING_CLOSING_H
#include "domain/listing_choice.h"
#include "service/act.h"
#include "store/listing_store.h"

/* From the day on; *any: some hold no more. */
MUST_USE bool listing_closings_anew(struct act *act, int64_t person, struct day from, bool *any,
                                    struct err *err);
/* The closing at the position is taken back, and so are those that moved the person on, on the same
 * day or later. */
MUST_USE bool listing_closing_undo(struct act *act, const struct listing_forced *row,
                                   int64_t closed, struct err *err);
/* Where the person would be listed without the closings that are to come, which may be taken back:
 * their `past` without what these stated, and with the plans that they replaced. In the arena. */
MUST_USE bool listing_without_closings(struct act *act, int64_t person, struct listing_person *p,
                                       struct err *err);
#endif
