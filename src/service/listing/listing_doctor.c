/* The doctor of a listing: where listings are on units, a wish for one at the unit, which becomes a
 * request; where they are on doctors, with whom it is. */
#include "core/err_text.h"
#include "domain/doctor_list.h"
#include "domain/span.h"
#include "service/contact/block_facts.h"
#include "service/contact/requests.h"
#include "service/listing/listing_parts.h"

static bool is_on_doctor(const struct listing_asked *q)
{
    return q->in->region.rules.listing_on == LISTING_ON_DOCTOR;
}

static bool is_queued(const struct listing_asked *q)
{
    return q->decision.verdict == LISTING_QUEUED || q->decision.verdict == LISTING_ALREADY_QUEUED;
}

static bool waits(const struct listing_asked *q)
{
    return q->decision.verdict == LISTING_WAITS || q->decision.verdict == LISTING_ALREADY_WAITS;
}

bool listing_doctor_find(struct listing_asked *q, struct err *err)
{
    struct contact_facts f = {q->arena, q->in, q->ask.today};
    struct contact_doctor doctor;
    if (!is_on_doctor(q))
        return true;
    if (!q->doctor.text[0] && q->waits.id != 0 && q->waits.ask.unit == q->unit.facts.unit)
        q->doctor = q->waits.doctor; /* who consents consents to that */
    if (!q->doctor.text[0])
        return true;
    if (!contact_facts_doctor(&f, &q->doctor, &doctor, err))
        return false;
    q->doctor_id = doctor.id;
    q->at.unit = doctor_list_key(q->unit.facts.unit, doctor.id);
    return true;
}

/* ---- listings on units ---- */

/* Who only waits is not listed there, and has no doctor there to choose. */
static bool may_wish(const struct listing_asked *q, struct err *err)
{
    if (is_queued(q))
        return FAIL(err, ERR_CONFLICT, "listing.doctor_queue", "%s", "");
    return !waits(q) || FAIL(err, ERR_CONFLICT, "listing.doctor_waits", "%s", "");
}

static bool wish(struct act *act, struct listing_asked *q, bool *is_refused, struct err *err)
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
    /* What was wished at another unit gives way, also of a plan that this one withdraws. */
    if (!request_withdraw_elsewhere(act, w.person, &w.unit, w.on, err) ||
        !request_wish(act, &w, &q->request_id, &refusal, err))
        return false;
    *is_refused = refusal != REQUEST_MAY;
    return !*is_refused || request_refusal(refusal, err);
}

/* ---- listings on doctors ---- */

/* To whom the doctors of the unit are blocked it is not told who is the person's. */
static bool is_blocked(const struct listing_asked *q, bool *out, struct err *err)
{
    struct block_list blocks;
    if (!block_now(q->arena, q->in, q->person, &blocks, err))
        return false;
    *out = block_hides(blocks.at, blocks.count, &q->unit.id, &q->request->actor, q->ask.today);
    return true;
}

static bool refusal(enum assign_verdict verdict, struct err *err)
{
    enum err_kind kind;
    const char *code = assign_code(verdict);
    if (verdict == ASSIGN_FULL)
        return FAIL(err, ERR_CONFLICT, "listing.doctor_full", "%s", "");
    return FAIL(err, err_kind_of(str_of(code), &kind) ? kind : ERR_CONFLICT, code, "%s", "");
}

static bool name(struct listing_asked *q, bool *is_refused, struct err *err)
{
    struct day first = listing_from(&q->in->region.rules, &q->ask);
    q->named = (struct listing_named){.person = q->person,
                                      .unit = q->unit.id,
                                      .unit_id = q->unit.facts.unit,
                                      .doctor = q->doctor,
                                      .from = waits(q) ? first : q->decision.listing.from,
                                      .chosen = &q->decision.listing.basis};
    if (!listing_named_decide(q->arena, q->in, &q->named, err))
        return false;
    *is_refused = !listing_named_may(&q->named);
    return !*is_refused || refusal(q->named.decision.verdict, err);
}

static bool decide_named(struct listing_asked *q, bool *is_refused, struct err *err)
{
    enum listing_verdict v = q->decision.verdict;
    bool blocked = false;
    if (!q->doctor.text[0]) {
        *is_refused = v == LISTING_DONE || v == LISTING_WAITS;
        return !*is_refused || FAIL(err, ERR_INVALID, "listing.doctor_needed", "%s", "");
    }
    if (!is_blocked(q, &blocked, err))
        return false;
    *is_refused = blocked || is_queued(q);
    if (blocked)
        return FAIL(err, ERR_DENIED, "assign.blocked", "%s", "");
    if (*is_refused)
        return FAIL(err, ERR_CONFLICT, "listing.doctor_queue", "%s", "");
    return (v != LISTING_DONE && v != LISTING_WAITS) || name(q, is_refused, err);
}

bool listing_doctor_decide(struct act *act, struct listing_asked *q, bool *is_refused,
                           struct err *err)
{
    *is_refused = false;
    if (is_on_doctor(q))
        return decide_named(q, is_refused, err);
    return !q->doctor.text[0] || wish(act, q, is_refused, err);
}

bool listing_doctor_only(const struct listing_asked *q)
{
    struct day from = q->decision.listing.from;
    if (q->doctor_id == 0 || q->named.decision.verdict != ASSIGN_MAY)
        return false;
    for (size_t i = 0; i < q->facts.past_count; i++) {
        const struct listing_past *p = &q->facts.past[i];
        if (p->at == q->unit.facts.unit && span_covers(p->from, p->to, from))
            return true;
    }
    return false;
}
