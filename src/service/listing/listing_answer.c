/* What is answered of a listing, as JSON too, for who asks again with the same key. */
#include "core/json_in.h"
#include "service/act_answer.h"
#include "service/contact/block_facts.h"
#include "service/listing/listing_parts.h"
#include "service/listing/queue_place.h"
#include "store/named_contact_store.h"

/* Where the person was listed on the day before. */
static bool find_former(const struct listing_asked *q, struct day from, struct str *out,
                        struct err *err)
{
    struct str found = STR(""), name;
    int64_t unit = UNIT_NONE;
    for (size_t i = 0; i < q->facts.past_count; i++) {
        const struct listing_past *p = &q->facts.past[i];
        if (p->from.n < from.n && (day_is_none(p->to) || p->to.n >= from.n - 1))
            unit = listing_place(p);
    }
    if (unit > 0 && !unit_called(q->in->db, q->arena, unit, &found, &name, err))
        return false;
    *out = found;
    return true;
}

struct day listing_answer_since(const struct listing_asked *q)
{
    struct day since = DAY_NONE;
    for (size_t i = 0; i < q->facts.past_count; i++)
        if (listing_is_there(&q->facts.past[i], &q->at))
            since = q->facts.past[i].from;
    return since;
}

static unsigned changes_left(const struct listing_asked *q, struct day on, bool is_counted)
{
    const struct rules *rules = &q->in->region.rules;
    struct quota quota = listing_quota(rules, &q->facts, on);
    unsigned used = quota.used + (is_counted || quota.has_left);
    return rules->changes.max > used ? rules->changes.max - used : 0;
}

/* By persons, as who joins is numbered and the queue is shown. */
static bool find_number(const struct listing_asked *q, struct listing_answer *answer,
                        struct err *err)
{
    unsigned number = 0;
    const struct listing_decision *d = &q->decision;
    answer->number = d->number;
    answer->wait = d->wait;
    if (d->verdict == LISTING_QUEUED)
        return true;
    if (!queue_place_number(q->in->db, q->unit.facts.unit, q->person, &number, err))
        return false;
    answer->number = number;
    answer->wait = listing_wait(&q->at, number, q->ask.today);
    return true;
}

bool listing_answer_fill(const struct listing_asked *q, struct listing_answer *out, struct err *err)
{
    const struct listing_decision *d = &q->decision;
    struct day tomorrow = {instance_today(q->in).n + 1}; /* with a change of today */
    bool waits = d->verdict == LISTING_WAITS || d->verdict == LISTING_ALREADY_WAITS;
    bool is_done = d->verdict == LISTING_DONE, is_own = (q->ask.signed_by & SIGNED_PERSON) != 0;
    struct listing_answer answer = {
        .verdict = d->verdict,
        .unit = str_copy(q->arena, hsaid_str(&q->unit.id)),
        .name = q->unit.facts.name,
        .from = is_done                         ? d->listing.from
                : d->verdict == LISTING_ALREADY ? listing_answer_since(q)
                                                : DAY_NONE,
        .is_counted = d->is_counted,
        .is_exempt = d->is_exempt,
        .guardians =
            is_done && !q->is_electronic && !is_own && q->guardian == 0 ? q->facts.guardians : 0,
        .wait = -1,
        .until = waits ? d->consent.until : DAY_NONE,
        .request = q->request_id,
        .named = q->doctor_id != 0 ? str_copy(q->arena, hsaid_str(&q->doctor)) : STR(""),
        .doctor = out->doctor};
    struct day counted = is_done ? answer.from : tomorrow;
    if (!is_done && !day_is_none(answer.from) && answer.from.n > tomorrow.n)
        counted.n = answer.from.n + 1; /* it is planned already */
    answer.left = changes_left(q, counted, d->is_counted);
    bool is_queued = d->verdict == LISTING_QUEUED || d->verdict == LISTING_ALREADY_QUEUED;
    if ((is_done && !find_former(q, answer.from, &answer.former, err)) ||
        (is_queued && !find_number(q, &answer, err)))
        return false;
    *out = answer;
    return true;
}

/* ---- kept with the key ---- */

/* By what is so now, also of an answer that is given again. Where something is blocked, nothing is
 * said of a doctor, be there one or not. */
static bool hide_doctor(const struct listing_asked *q, struct listing_answer *answer,
                        struct err *err)
{
    struct hsaid staff;
    struct block_list blocks;
    const struct actor *actor = &q->request->actor;
    if (answer->verdict != LISTING_DONE)
        return true;
    if (!block_now(q->arena, q->in, q->person, &blocks, err))
        return false;
    if (block_hides_any(blocks.at, blocks.count, actor, instance_today(q->in))) {
        answer->doctor = STR("blocked");
        return true;
    }
    if (answer->doctor.len == 0 || actor->person != 0)
        return true;
    if (!hsaid_parse(answer->doctor, &staff, err) ||
        !act_hide_staff(q->arena, q->in, actor, &staff, err))
        return false;
    if (!staff.text[0])
        answer->doctor = STR("protected");
    return true;
}

static const struct act_field KEPT[] = {
    ACT_WORD(struct listing_answer, verdict, "outcome", &VOCAB_LISTING_VERDICT),
    ACT_FIELD(struct listing_answer, unit, "unit"),
    ACT_FIELD(struct listing_answer, from, "from"),
    ACT_FIELD(struct listing_answer, former, "former"),
    ACT_FIELD(struct listing_answer, is_counted, "counted"),
    ACT_FIELD(struct listing_answer, left, "left"),
    ACT_FIELD(struct listing_answer, is_exempt, "exempt"),
    ACT_FIELD(struct listing_answer, guardians, "guardians"),
    ACT_FIELD(struct listing_answer, doctor, "doctor"),
    ACT_FIELD(struct listing_answer, number, "number"),
    ACT_FIELD(struct listing_answer, wait, "wait"),
    ACT_FIELD(struct listing_answer, until, "until"),
    ACT_FIELD(struct listing_answer, request, "request"),
    ACT_FIELD(struct listing_answer, named, "named"),
};
static const struct act_form ANSWER = ACT_FORM(struct listing_answer, KEPT);

/* Whoever named the doctor knows them; who consents to what another asked may not. */
static bool hide_named(const struct listing_asked *q, struct listing_answer *answer,
                       struct err *err)
{
    struct hsaid staff;
    const struct listing_request *r = q->request;
    if (answer->named.len == 0 || r->doctor.len > 0 || r->actor.person != 0)
        return true;
    if (!hsaid_parse(answer->named, &staff, err) ||
        !act_hide_staff(q->arena, q->in, &r->actor, &staff, err))
        return false;
    if (!staff.text[0])
        answer->named = STR("protected");
    return true;
}

bool listing_answer_keep(const struct listing_asked *q, struct listing_answer *answer,
                         struct str *out, struct err *err)
{
    *out = act_answer_text(q->arena, &ANSWER, answer);
    return hide_doctor(q, answer, err) && hide_named(q, answer, err);
}

bool listing_answer_unit(struct listing_asked *q, struct str text, struct err *err)
{
    const struct json_in *root = NULL;
    return json_in_parse(q->arena, text, &root, err) &&
           act_find_unit(q->arena, q->in, json_in_text(json_in_get(root, "unit")), &q->unit, err);
}

bool listing_answer_read(const struct listing_asked *q, struct str text, struct listing_answer *out,
                         struct err *err)
{
    struct listing_answer answer = {
        .name = q->unit.facts.name, .from = DAY_NONE, .until = DAY_NONE};
    if (!act_answer_read(q->arena, text, &ANSWER, &answer, err) || !hide_doctor(q, &answer, err) ||
        !hide_named(q, &answer, err))
        return false;
    *out = answer;
    return true;
}
