#include "service/listing/elsewhere.h"

#include "domain/listing_refusal.h"
#include "domain/place.h"
#include "domain/span.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/listing/listing_facts.h"
#include "service/listing/listing_write.h"
#include "store/elsewhere_store.h"

struct asked {
    struct arena *arena;
    struct instance *in;
    const struct elsewhere_request *request;
    int64_t person;
    struct person_facts stated;
    struct listing_person facts;
    struct elsewhere_now now; /* where another county lists the person on the day */
};

static bool read_asked(struct asked *q, struct err *err)
{
    enum { YEAR = 366 };
    const struct elsewhere_request *r = q->request;
    struct str code = r->county;
    int32_t away = day_is_none(r->from) ? 0 : r->from.n - instance_today(q->in).n;
    if (!place_is_county(q->in->region.country, code) || str_eq(code, q->in->region.county))
        return FAIL(err, ERR_INVALID, "elsewhere.county", "%s", "");
    if (away > YEAR || away < -YEAR)
        return FAIL(err, ERR_INVALID, "listing.day_far", "%s", "");
    return act_check_actor(q->arena, q->in, &r->actor, err) &&
           act_find_person(q->in, STR("list"), &r->actor, r->person, &q->person, err);
}

static struct str text_of(const struct asked *q)
{
    char day[DAY_TEXT];
    const struct elsewhere_request *r = q->request;
    return str_fmt(q->arena, "list %.*s %lld out-of-county %.*s %.*s", STR_FMT(r->actor.id),
                   (long long)q->person, STR_FMT(r->county),
                   STR_FMT(day_is_none(r->from) ? STR("-") : day_format(r->from, day)));
}

static bool decide(struct asked *q, struct listing_decision *out, struct err *err)
{
    struct day today = instance_today(q->in), from = q->request->from;
    struct listing_facts reading = {q->arena, q->in,
                                    !day_is_none(from) && from.n < today.n ? from : today};
    struct listing_unit there = {
        .unit = UNIT_ELSEWHERE, .opens = DAY_NONE, .closes = DAY_NONE, .cap = -1};
    struct listing_ask ask = {.by = BY_OTHER_REGION, .from = from, .today = today};
    if (!listing_facts_person(&reading, q->person, &q->stated, &q->facts, err))
        return false;
    listing_decide(&q->in->region.rules, &q->facts, &there, &ask, out);
    return elsewhere_on(q->in->db, q->arena, q->person, day_is_none(from) ? today : from, &q->now,
                        err);
}

static bool refuse(const struct listing_decision *d, struct err *err)
{
    char day[DAY_TEXT];
    struct str next = day_is_none(d->next) ? STR("") : day_format(d->next, day);
    return FAIL(err, listing_kind(d->verdict), listing_code(d->verdict), "%.*s", STR_FMT(next));
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct elsewhere_answer, county, "county"),
    ACT_FIELD(struct elsewhere_answer, from, "from"),
    ACT_FIELD(struct elsewhere_answer, former, "former"),
    ACT_FIELD(struct elsewhere_answer, was, "was"),
    ACT_FIELD(struct elsewhere_answer, is_counted, "counted"),
};
static const struct act_form ANSWER = ACT_FORM(struct elsewhere_answer, KEPT);

static bool fill_answer(const struct asked *q, const struct listing_decision *d,
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
static bool other_county(struct act *act, struct asked *q, struct elsewhere_answer *answer,
                         struct err *err)
{
    struct day from = q->request->from;
    bool is_later = !day_is_none(from) && from.n > q->now.from.n;
    struct elsewhere_said said = {q->stated.identifier, answer->county, from};
    int64_t position = act->work.position;
    answer->is_already = false;
    answer->was = q->now.county;
    answer->from = is_later ? from : q->now.from;
    return act_touch(act, q->person, err) &&
           (is_later ? elsewhere_state(act->work.db, &said, position, err)
                     : elsewhere_correct(act->work.db, q->now.stated, said.county, position, err));
}

static bool write(struct act *act, struct asked *q, const struct listing_decision *d,
                  struct elsewhere_answer *answer, struct err *err)
{
    struct listing_writing w = {.person = q->person,
                                .identifier = q->stated.identifier,
                                .county = q->request->county,
                                .decision = d};
    if (!answer->is_already)
        return listing_write(act, &w, err);
    return q->now.stated == 0 || str_eq(q->now.county, answer->county) ||
           other_county(act, q, answer, err);
}

static bool carry_out(struct act *act, struct asked *q, struct elsewhere_answer *answer,
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
    struct asked q = {.arena = a, .in = in, .request = request};
    struct elsewhere_answer answer = {.is_repeat = false};
    struct act act;
    enum party by;
    if (!read_asked(&q, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("list"), request, text_of(&q));
    /* The other county says it, to the region. */
    struct act_right right = {.parties = PARTIES(PARTY_ADMINISTRATOR),
                              .code = "actor.role",
                              .about = str_fmt(a, "out-of-county=%.*s", STR_FMT(request->county))};
    if (!act_begin(a, in, &options, &act, err) ||
        !act_allow(&act, q.person, &right, &by, &q.stated, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &q, &answer, err)))
        return false;
    *out = answer;
    return true;
}
