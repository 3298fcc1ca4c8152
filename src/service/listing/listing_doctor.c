/* The doctor of a listing: where listings are on units, a wish for one at the unit, which becomes a
 * request. */
#include "service/contact/requests.h"
#include "service/listing/listing_parts.h"

/* Who only waits is not listed there, and has no doctor there to choose. */
static bool may_wish(const struct listing_asked *q, struct err *err)
{
    enum listing_verdict v = q->decision.verdict;
    if (v == LISTING_QUEUED || v == LISTING_ALREADY_QUEUED)
        return FAIL(err, ERR_CONFLICT, "listing.doctor_queue", "%s", "");
    if (v == LISTING_WAITS || v == LISTING_ALREADY_WAITS)
        return FAIL(err, ERR_CONFLICT, "listing.doctor_waits", "%s", "");
    return true;
}

bool listing_doctor_wish(struct act *act, struct listing_asked *q, bool *is_refused,
                         struct err *err)
{
    struct day today = q->ask.today;
    struct day from =
        q->decision.verdict == LISTING_DONE ? q->decision.listing.from : listing_answer_since(q);
    enum request_verdict refusal = REQUEST_MAY;
    struct request_wishing w = {.person = q->person,
                                .identifier = q->stated.identifier,
                                .unit = q->unit.id,
                                .doctor = q->doctor,
                                .on = from.n > today.n ? from : today};
    *is_refused = !may_wish(q, err);
    if (*is_refused)
        return false;
    if (!request_wish(act, &w, &q->request_id, &refusal, err))
        return false;
    *is_refused = refusal != REQUEST_MAY;
    return !*is_refused || request_refusal(refusal, err);
}
