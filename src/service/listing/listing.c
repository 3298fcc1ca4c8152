#include "service/listing/listing.h"

#include "core/utf8.h"
#include "domain/listing_refusal.h"
#include "service/access/access_log.h"
#include "service/listing/listing_parts.h"
#include "service/listing/listing_write.h"
#include "service/listing/queue_place.h"
#include "service/message/message.h"
#include "store/named_contact_store.h"

static bool check_asked(const struct listing_asked *q, struct err *err)
{
    enum { REASON_MOST = 200, YEAR = 366 };
    const struct listing_request *r = q->request;
    int32_t away = day_is_none(r->from) ? 0 : r->from.n - instance_today(q->in).n;
    if (r->special.len > 0 && !utf8_is_line(r->special, REASON_MOST))
        return FAIL(err, ERR_INVALID, "listing.reason", "%s", "");
    if (r->special.len > 0 && r->actor.person != 0)
        return FAIL(err, ERR_INVALID, "listing.reason_eservice", "%s", "");
    if (away > YEAR || away < -YEAR)
        return FAIL(err, ERR_INVALID, "listing.day_far", "%s", "");
    if (r->queue && !day_is_none(r->from)) /* a place in a queue keeps no day */
        return FAIL(err, ERR_INVALID, "listing.queue_day", "%s", "");
    if (r->consent.len > 0 && r->actor.person != 0) /* who signs there is who is there */
        return access_log_refuse(q->in, &r->actor, STR("list"), "actor.role", err);
    return true;
}

/* Of a consent without a unit: that of the change that waits, if one does. */
static bool find_unit(struct listing_asked *q, struct err *err)
{
    struct consent_now waits = {.id = 0};
    struct str written = q->request->unit;
    if (written.len == 0) {
        if (!consent_of_person(q->in->db, q->arena, q->person, &waits, err))
            return false;
        if (waits.id == 0)
            return true;
        written = str_copy(q->arena, hsaid_str(&waits.unit));
    }
    return act_find_unit(q->arena, q->in, written, &q->unit, err);
}

/* What waits at a unit where the actor lists nobody is to them not there. */
static bool forget_others(struct act *act, struct listing_asked *q, struct err *err)
{
    enum party by = PARTY_NONE;
    if (!act_party(act, q->person, &q->unit.id, &by, err))
        return act_abandon(act);
    if (!party_in(by,
                  PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR)))
        q->unit = (struct act_unit){.facts = {.unit = 0}};
    return true;
}

/* Or it was that of the one that was carried out when it was asked with the key before. */
static bool find_answered(struct act *act, struct listing_asked *q, struct err *err)
{
    if (q->request->unit.len > 0 || (q->unit.id.text[0] != 0 && !act->is_repeat))
        return true;
    if (act->is_repeat)
        return listing_answer_unit(q, act->answer, err);
    if (act->notes.count == 0)
        act_note(act, q->person, STR(""));
    return ACT_REFUSE(act, "listing.nothing_waits", err);
}

static bool read_asked(struct listing_asked *q, struct err *err)
{
    const struct listing_request *r = q->request;
    struct str what = STR("list");
    return check_asked(q, err) && (r->doctor.len == 0 || hsaid_parse(r->doctor, &q->doctor, err)) &&
           act_check_actor(q->arena, q->in, &r->actor, err) &&
           (r->unit.len == 0 || find_unit(q, err)) &&
           act_find_person(q->in, what, &r->actor, r->person, &q->person, err) &&
           (r->consent.len == 0 ||
            act_find_person(q->in, what, &r->actor, r->consent, &q->guardian, err)) &&
           (r->unit.len > 0 || find_unit(q, err));
}

/* The same thing asked again by the same actor has the same text. */
static struct str text_of(const struct listing_asked *q)
{
    char day[DAY_TEXT];
    const struct listing_request *r = q->request;
    return str_fmt(q->arena, "list %.*s %lld %.*s %.*s %lld %s %.*s%s%.*s", STR_FMT(r->actor.id),
                   (long long)q->person,
                   STR_FMT(r->unit.len > 0 ? hsaid_str(&q->unit.id) : STR("-")),
                   STR_FMT(day_is_none(r->from) ? STR("-") : day_format(r->from, day)),
                   (long long)q->guardian, r->queue ? "queue" : "-", STR_FMT(r->special),
                   q->doctor.text[0] ? " doctor " : "", STR_FMT(hsaid_str(&q->doctor)));
}

/* ---- what is decided ---- */

static bool read_facts(struct listing_asked *q, struct err *err)
{
    struct day today = instance_today(q->in), from = q->request->from;
    struct day first = !day_is_none(from) && from.n < today.n ? from : today;
    struct listing_facts now = {q->arena, q->in, today}, facts = {q->arena, q->in, first};
    /* The unit anew: a load may have closed it since. */
    return unit_facts(q->in->db, q->arena, &q->unit.id, &q->unit.facts, err) &&
           listing_facts_person(&now, q->person, &q->stated, &q->facts, err) &&
           listing_facts_unit(&facts, &q->unit.facts, q->person, &q->at, err) &&
           consent_of_person(q->in->db, q->arena, q->person, &q->waits, err) &&
           listing_doctor_find(q, err);
}

/* Of the day on which the listing begins it is asked who may pass the cap, and what was granted. */
static bool read_first_day(struct listing_asked *q, struct err *err)
{
    struct listing_facts facts = {q->arena, q->in,
                                  listing_first(&q->in->region.rules, &q->facts, &q->at, &q->ask)};
    return application_granted_of(q->in->db, q->arena, q->person, facts.on, &q->granted, err) &&
           (facts.on.n == q->ask.today.n ||
            listing_facts_person(&facts, q->person, &q->stated, &q->facts, err));
}

static bool is_special(const struct listing_decision *d)
{
    return (d->verdict == LISTING_DONE && d->listing.basis == BASIS_SPECIAL_REASON) ||
           (d->verdict == LISTING_QUEUED && d->is_special) ||
           (d->verdict == LISTING_WAITS && d->consent.is_special);
}

/* The reasons on the form are a decision, and need no application. Others say what was granted on
 * one: it is used where it is needed, as if they had not said it. */
static bool says_own(const struct listing_asked *q)
{
    return q->request->special.len > 0 && listing_special_holds(q->by, false);
}

/* By what was granted. Who comes to stand in a queue keeps what they had planned, and what that
 * uses. */
static void decide_specially(struct listing_asked *q)
{
    const struct rules *rules = &q->in->region.rules;
    q->ask.is_special = true;
    listing_decide(rules, &q->facts, &q->at, &q->ask, &q->decision);
    if (q->decision.verdict != LISTING_QUEUED || !q->granted.is_used)
        return;
    q->ask.is_special = false;
    listing_decide(rules, &q->facts, &q->at, &q->ask, &q->decision);
}

static bool decide(struct listing_asked *q, struct err *err)
{
    const struct rules *rules = &q->in->region.rules;
    const struct listing_request *r = q->request;
    q->ask.today = instance_today(q->in);
    if (!read_facts(q, err))
        return false;
    bool is_own = says_own(q);
    q->ask = (struct listing_ask){.by = BY_CHOICE,
                                  .signed_by = listing_signatures(q),
                                  .is_special = is_own,
                                  .is_electronic = q->is_electronic,
                                  .queue = r->queue,
                                  .hides_protected = !q->is_electronic && !r->actor.opens_protected,
                                  .from = r->from,
                                  .today = instance_today(q->in)};
    if (!read_first_day(q, err))
        return false;
    bool is_granted = q->granted.id != 0;
    q->ask.is_undecided = r->special.len > 0 && !listing_special_holds(q->by, is_granted);
    listing_decide(rules, &q->facts, &q->at, &q->ask, &q->decision);
    if (is_granted && !is_own && listing_needs_reason(&q->decision))
        decide_specially(q);
    q->decision.listing.unit = listing_place(&q->decision.listing);
    q->decision.consent.unit = q->unit.facts.unit;
    if (is_special(&q->decision))
        q->special = is_own ? r->special : is_granted ? q->granted.reason : q->waits.reason;
    return true;
}

static bool refuse(const struct listing_asked *q, struct err *err)
{
    char day[DAY_TEXT];
    const struct listing_decision *d = &q->decision;
    struct str next = day_is_none(d->next) ? STR("") : day_format(d->next, day);
    if (d->verdict == LISTING_QUOTA && next.len == 0)
        return FAIL(err, ERR_CONFLICT, "listing.no_changes", "%s", "");
    if (d->verdict == LISTING_BRANCH)
        next = q->unit.facts.parent;
    return FAIL(err, listing_kind(d->verdict), listing_code(d->verdict), "%.*s", STR_FMT(next));
}

/* ---- what is written ---- */

static bool tell(struct act *act, const struct listing_asked *q, enum message_kind kind,
                 struct day from, struct err *err)
{
    struct message m = {.person = q->person, .kind = kind, .unit = q->unit.id, .from = from};
    return message_add(act, &m, err);
}

/* The application that the listing uses, or the place in the queue once there is room: it can be
 * left; 0: none. */
static int64_t granted_for(const struct listing_asked *q)
{
    return says_own(q) || !is_special(&q->decision) ? 0 : q->granted.id;
}

static bool write_listing(struct act *act, const struct listing_asked *q, struct err *err)
{
    struct listing_writing w = {.person = q->person,
                                .identifier = q->stated.identifier,
                                .unit = q->unit.id,
                                .doctor = q->doctor_id != 0 ? &q->doctor : NULL,
                                .application = granted_for(q),
                                .decision = &q->decision,
                                .special = q->special};
    return listing_write(act, &w, err) &&
           (listing_doctor_only(q) ||
            tell(act, q, MESSAGE_LISTED, q->decision.listing.from, err)) &&
           (q->doctor_id == 0 || listing_named_write(act, &q->named, err));
}

static bool write_place(struct act *act, const struct listing_asked *q, struct err *err)
{
    struct queue_stated row = {.place = {.person = q->person,
                                         .unit = q->unit.facts.unit,
                                         .since = q->ask.today,
                                         .is_special = q->special.len > 0,
                                         .is_electronic = q->is_electronic},
                               .identifier = q->stated.identifier,
                               .unit = q->unit.id,
                               .reason = q->special,
                               .application = granted_for(q)};
    return queue_place_begin(act, &row, err);
}

static bool write_consent(struct act *act, const struct listing_asked *q, struct err *err)
{
    struct consent_said row = {.identifier = q->stated.identifier,
                               .guardian = q->guardian,
                               .ask = &q->decision.consent,
                               .reason = q->special,
                               .doctor = q->doctor_id};
    return consent_state(act->work.db, &row, act->work.position, err) &&
           tell(act, q, MESSAGE_CONSENT_ASKED, q->decision.consent.until, err);
}

/* The change that waited is this one, or this one takes its place. */
static bool end_consent(struct act *act, const struct listing_asked *q, struct err *err)
{
    bool is_given = q->decision.verdict != LISTING_WAITS && q->guardian != 0 &&
                    q->waits.ask.unit == q->unit.facts.unit && q->waits.doctor_id == q->doctor_id &&
                    q->ask.today.n <= q->waits.ask.until.n;
    return !q->decision.ends_consent ||
           consent_end(act->work.db, q->person, is_given ? CONSENT_END_GIVEN : CONSENT_END_REPLACED,
                       act->work.position, err);
}

static bool write(struct act *act, const struct listing_asked *q, struct err *err)
{
    enum listing_verdict verdict = q->decision.verdict;
    return end_consent(act, q, err) && (verdict == LISTING_DONE     ? write_listing(act, q, err)
                                        : verdict == LISTING_QUEUED ? write_place(act, q, err)
                                                                    : write_consent(act, q, err));
}

BAG_TAKE(take_doctor, struct contact_now)

/* Before it is written: whom it may end. A place in a queue may be changed with another's at once,
 * from the day on which it would be. */
static bool read_doctors(const struct listing_asked *q, struct bag *out, struct err *err)
{
    bool is_done = q->decision.verdict == LISTING_DONE;
    struct day from =
        is_done ? q->decision.listing.from : listing_from(&q->in->region.rules, &q->ask);
    return named_contact_doctors_from(q->in->db, q->person, from,
                                      (struct contact_now_reader){out, take_doctor}, err);
}

/* The doctor who ends with it, who was so on the day before or, where nobody was, was to be so
 * first. */
static struct str doctor_of(const struct listing_asked *q, const struct bag *rows)
{
    struct str found = STR("");
    struct day from = q->decision.listing.from;
    for (size_t i = 0; q->decision.verdict == LISTING_DONE && i < rows->count; i++) {
        const struct contact_now *row = bag_at(rows, i);
        bool is_planned = row->from.n >= from.n;
        if (!(is_planned && found.len > 0) &&
            contact_ends_at_change(row, 1, &q->unit.id, from).row != 0)
            found = str_copy(q->arena, hsaid_str(&row->staff));
    }
    return found;
}

/* A place that was taken may have been changed with another's at once. */
static bool look_again(struct listing_asked *q, struct err *err)
{
    struct queue_stated_list own;
    struct listing_person now;
    struct person_facts stated;
    struct listing_facts facts = {q->arena, q->in, q->ask.today};
    if (q->decision.verdict != LISTING_QUEUED || !q->in->region.rules.queue.auto_swap)
        return true;
    if (!queue_of_person(q->in->db, q->arena, q->person, &own, err) ||
        !listing_facts_person(&facts, q->person, &stated, &now, err))
        return false;
    for (size_t i = 0; i < own.count; i++)
        if (own.at[i].place.unit == q->unit.facts.unit)
            return true;
    const struct listing_past *last = now.past_count > 0 ? &now.past[now.past_count - 1] : NULL;
    if (last && listing_place(last) == q->unit.facts.unit)
        q->decision = (struct listing_decision){
            .verdict = LISTING_DONE,
            .listing = *last,
            .is_counted =
                quota_counts(&q->in->region.rules, q->facts.past, q->facts.past_count, last)};
    return true;
}

static bool carry_out(struct act *act, struct listing_asked *q, struct listing_answer *out,
                      struct err *err)
{
    struct listing_answer answer;
    struct bag doctors = BAG_OPEN(q->arena, struct contact_now);
    struct str kept = STR("");
    if (!decide(q, err))
        return act_abandon(act);
    enum listing_verdict verdict = q->decision.verdict;
    if (listing_is_refused(verdict)) {
        (void)refuse(q, err);
        return act_refuse(act, err);
    }
    bool changes = verdict == LISTING_DONE || verdict == LISTING_QUEUED || verdict == LISTING_WAITS;
    bool is_refused = false;
    if (!listing_doctor_decide(act, q, &is_refused, err))
        return is_refused ? act_refuse(act, err) : act_abandon(act);
    if (!read_doctors(q, &doctors, err) ||
        (changes && (!write(act, q, err) || !act_settle(act, err) || !look_again(q, err))))
        return act_abandon(act);
    answer.doctor = doctor_of(q, &doctors);
    if (!listing_answer_fill(q, &answer, err) || !listing_answer_keep(q, &answer, &kept, err))
        return act_abandon(act);
    if (!act_close(act, !changes && q->request_id == 0, kept, err))
        return false;
    *out = answer;
    return true;
}

/* A guardian is not told that it is the child's identity which is protected. Whose form others
 * have is opened, too: else it could be tried whose guardian somebody with a protected identity is.
 */
static bool open_person(struct act *act, struct listing_asked *q, struct err *err)
{
    struct person_facts guardian;
    struct str unit = hsaid_str(&q->unit.id);
    struct str about = unit.len > 0 ? str_fmt(q->arena, "unit=%.*s", STR_FMT(unit)) : STR("");
    struct str form = str_fmt(q->arena, "%.*s%sconsent", STR_FMT(about), unit.len > 0 ? " " : "");
    if (act_open_person(act, q->person, about, &q->stated, err))
        return q->request->consent.len == 0 ||
               act_open_person(act, q->guardian, form, &guardian, err);
    if (!q->is_electronic || err->kind != ERR_DENIED)
        return false;
    *err = (struct err){.kind = ERR_NONE};
    return FAIL(err, ERR_CONFLICT, "listing.protected_relation", "%s", "");
}

bool listing_list(struct arena *a, struct instance *in, const struct listing_request *request,
                  struct listing_answer *out, struct err *err)
{
    struct listing_asked q = {.arena = a, .in = in, .request = request};
    struct act act;
    if (!read_asked(&q, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("list"), request, text_of(&q));
    /* In which unit others do it is known first; to a resident not even whether something waits. */
    bool by_self = request->actor.person != 0;
    /* Nor to others who did not say the unit: not of who is protected, nor at another unit. */
    bool opens_first = !by_self && request->unit.len == 0;
    if (!act_begin(a, in, &options, &act, err) || (by_self && !listing_sign(&act, &q, err)) ||
        (opens_first && (!forget_others(&act, &q, err) || !open_person(&act, &q, err))) ||
        !find_answered(&act, &q, err) || (!by_self && !listing_sign(&act, &q, err)) ||
        (!opens_first && !open_person(&act, &q, err)))
        return false;
    if (act.is_repeat)
        return act_look(&act, err) && listing_answer_read(&q, act.answer, out, err);
    return carry_out(&act, &q, out, err);
}
