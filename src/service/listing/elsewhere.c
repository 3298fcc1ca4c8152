#include "service/listing/elsewhere_asked.h"

#include "domain/listing_refusal.h"
#include "domain/place.h"
#include "domain/span.h"
#include "service/act_answer.h"
#include "service/listing/listing_write.h"

/* The day that is asked; DAY_NONE: today, also where the day is the first of the listing that still
 * holds, which is said once more, or of another county. */
static bool read_from(const struct elsewhere_asked *q, struct day *out, struct err *err)
{
    struct elsewhere_now now;
    if (!elsewhere_on(q->in->db, q->arena, q->person, instance_today(q->in), &now, err))
        return false;
    bool is_again = now.stated != 0 && now.from.n == q->request->from.n;
    *out = is_again ? DAY_NONE : q->request->from;
    return true;
}

/* An application that was granted is used where it is needed, as by a listing here. */
static bool decide(struct elsewhere_asked *q, struct listing_decision *out, struct err *err)
{
    struct day today = instance_today(q->in), from;
    struct db *db = q->in->db;
    struct listing_unit there = {
        .unit = UNIT_ELSEWHERE, .opens = DAY_NONE, .closes = DAY_NONE, .cap = -1};
    if (!read_from(q, &from, err))
        return false;
    struct listing_facts reading = {q->arena, q->in,
                                    !day_is_none(from) && from.n < today.n ? from : today};
    struct listing_ask ask = {.by = BY_OTHER_REGION, .from = from, .today = today};
    if (!listing_facts_person(&reading, q->person, &q->stated, &q->facts, err) ||
        !application_granted_of(db, q->arena, q->person, listing_from(&q->in->region.rules, &ask),
                                &q->granted, err))
        return false;
    listing_decide(&q->in->region.rules, &q->facts, &there, &ask, out);
    ask.is_special = q->granted.id != 0 && listing_needs_reason(out);
    if (ask.is_special)
        listing_decide(&q->in->region.rules, &q->facts, &there, &ask, out);
    else
        q->granted.id = 0;
    return elsewhere_on(db, q->arena, q->person, q->from, &q->now, err);
}

static bool refuse(const struct listing_decision *d, struct err *err)
{
    char day[DAY_TEXT];
    struct str next = day_is_none(d->next) ? STR("") : day_format(d->next, day);
    if (d->verdict == LISTING_QUOTA && next.len == 0)
        return FAIL(err, ERR_CONFLICT, "listing.no_changes", "%s", "");
    return FAIL(err, listing_kind(d->verdict), listing_code(d->verdict), "%.*s", STR_FMT(next));
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct elsewhere_answer, is_already, "already"),
    ACT_FIELD(struct elsewhere_answer, county, "county"),
    ACT_FIELD(struct elsewhere_answer, from, "from"),
    ACT_FIELD(struct elsewhere_answer, former, "former"),
    ACT_FIELD(struct elsewhere_answer, was, "was"),
    ACT_FIELD(struct elsewhere_answer, is_counted, "counted"),
};
static const struct act_form ANSWER = ACT_FORM(struct elsewhere_answer, KEPT);

static bool fill_answer(const struct elsewhere_asked *q, const struct listing_decision *d,
                        struct elsewhere_answer *out, struct err *err)
{
    struct elsewhere_answer answer = {.is_already = d->verdict == LISTING_ALREADY,
                                      .county = q->request->county,
                                      .from = d->listing.from,
                                      .is_counted = d->is_counted};
    for (size_t i = 0; i < q->facts.past_count; i++) {
        const struct listing_past *p = &q->facts.past[i];
        struct str name;
        if (answer.is_already && p->unit == UNIT_ELSEWHERE)
            answer.from = p->from;
        else if (!answer.is_already && p->unit > 0 &&
                 span_covers(p->from, p->to, (struct day){answer.from.n - 1}) &&
                 !unit_called(q->in->db, q->arena, p->unit, &answer.former, &name, err))
            return false;
    }
    *out = answer;
    return true;
}

/* Listed by another county than was said: from a day on, where a later one is given; else the first
 * was wrong, and the days stand. */
static bool other_county(struct act *act, struct elsewhere_asked *q,
                         struct elsewhere_answer *answer, struct err *err)
{
    struct day from = q->request->from;
    bool is_later = !day_is_none(from) && from.n > q->now.from.n;
    struct elsewhere_said said = {q->stated.identifier, answer->county, from, 0};
    int64_t position = act->work.position;
    answer->is_already = false;
    answer->was = q->now.county;
    answer->from = is_later ? from : q->now.from;
    return act_touch(act, q->person, err) &&
           (is_later ? elsewhere_state(act->work.db, &said, position, err)
                     : elsewhere_correct(act->work.db, q->now.stated, said.county, position, err));
}

static bool write(struct act *act, struct elsewhere_asked *q, const struct listing_decision *d,
                  struct elsewhere_answer *answer, struct err *err)
{
    struct listing_writing w = {.person = q->person,
                                .identifier = q->stated.identifier,
                                .county = q->request->county,
                                .application = q->granted.id,
                                .decision = d};
    if (!answer->is_already && !listing_write(act, &w, err))
        return false;
    /* Also where what was planned behind it is withdrawn, and it goes on. */
    bool stands = q->now.stated != 0 && (answer->is_already || q->now.from.n < d->listing.from.n);
    return !stands || str_eq(q->now.county, answer->county) || other_county(act, q, answer, err);
}

static bool carry_out(struct act *act, struct elsewhere_asked *q, struct elsewhere_answer *answer,
                      struct err *err)
{
    struct listing_decision d;
    if (!decide(q, &d, err))
        return act_abandon(act);
    if (listing_is_refused(d.verdict)) {
        (void)refuse(&d, err);
        return act_refuse(act, err);
    }
    if (!fill_answer(q, &d, answer, err) || !write(act, q, &d, answer, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, answer->is_already, err);
}

bool elsewhere_list(struct arena *a, struct instance *in, const struct elsewhere_request *request,
                    struct elsewhere_answer *out, struct err *err)
{
    struct elsewhere_answer answer = {.is_repeat = false};
    struct elsewhere_asked q;
    struct act act;
    if (!place_is_county(in->region.country, request->county) ||
        str_eq(request->county, in->region.county))
        return FAIL(err, ERR_INVALID, "elsewhere.county", "%s", "");
    if (!elsewhere_begin(a, in, request, &q, &act, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &q, &answer, err)))
        return false;
    *out = answer;
    return true;
}
