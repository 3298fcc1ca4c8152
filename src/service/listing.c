#include "service/listing.h"

#include "core/json_in.h"
#include "core/utf8.h"
#include "domain/listing_refusal.h"
#include "service/act_about.h"
#include "service/listing_facts.h"
#include "service/listing_write.h"

/* What is asked, read and known. */
struct asked {
    struct arena *arena;
    struct instance *in;
    const struct listing_request *request;
    int64_t person;
    struct act_unit unit;
    struct person_facts stated;
    struct listing_person facts;
    struct listing_ask ask;
};

static bool read_asked(struct asked *q, struct err *err)
{
    enum { REASON_MOST = 200, YEAR = 366 };
    const struct listing_request *r = q->request;
    int32_t away = day_is_none(r->from) ? 0 : r->from.n - instance_today(q->in).n;
    if (q->in->region.rules.listing_on == LISTING_ON_DOCTOR)
        return FAIL(err, ERR_INVALID, "listing.on_doctor", "%s", "");
    if (r->special.len > 0 && !utf8_is_line(r->special, REASON_MOST))
        return FAIL(err, ERR_INVALID, "listing.reason", "%s", "");
    if (away > YEAR || away < -YEAR)
        return FAIL(err, ERR_INVALID, "listing.day_far", "%s", "");
    if (r->actor.person != 0) /* what is asked here stands on a form */
        return FAIL(err, ERR_DENIED, "actor.role", "%s", "");
    return act_check_actor(q->arena, q->in, &r->actor, err) &&
           act_find_unit(q->arena, q->in, r->unit, &q->unit, err) &&
           act_find_person(q->arena, q->in, STR("list"), &r->actor, r->person, &q->person, err);
}

/* The same thing asked again by the same actor has the same text. */
static struct str text_of(const struct asked *q)
{
    char day[DAY_TEXT];
    const struct listing_request *r = q->request;
    return str_fmt(q->arena, "list %.*s %lld %.*s %.*s %.*s", STR_FMT(r->actor.id),
                   (long long)q->person, STR_FMT(hsaid_str(&q->unit.id)),
                   STR_FMT(day_is_none(r->from) ? STR("-") : day_format(r->from, day)),
                   STR_FMT(r->special));
}

/* All who must sign a form have. */
static unsigned signatures(const struct rules *rules, const struct listing_person *p,
                           struct day today)
{
    struct day own = listing_own_choice(rules, p->birth);
    if (day_is_none(p->birth) || own.n <= today.n)
        return SIGNED_PERSON;
    return (p->guardians > 0 ? SIGNED_GUARDIAN1 : 0) | (p->guardians > 1 ? SIGNED_GUARDIAN2 : 0);
}

static bool decide(struct asked *q, struct listing_decision *out, struct err *err)
{
    const struct rules *rules = &q->in->region.rules;
    struct day today = instance_today(q->in), from = q->request->from;
    struct day first = !day_is_none(from) && from.n < today.n ? from : today;
    struct listing_unit unit;
    struct listing_facts facts = {q->arena, q->in, first};
    /* The unit anew: a load may have closed it since. */
    if (!unit_facts(q->in->db, q->arena, &q->unit.id, &q->unit.facts, err) ||
        !listing_facts_person(&facts, q->person, &q->stated, &q->facts, err) ||
        !listing_facts_unit(&facts, &q->unit.facts, q->person, &unit, err))
        return false;
    q->ask = (struct listing_ask){.by = BY_CHOICE,
                                  .signed_by = signatures(rules, &q->facts, today),
                                  .is_special = q->request->special.len > 0,
                                  .from = from,
                                  .today = today};
    listing_decide(rules, &q->facts, &unit, &q->ask, out);
    return true;
}

static bool refuse(const struct listing_decision *d, struct err *err)
{
    char day[DAY_TEXT];
    struct str next = day_is_none(d->next) ? STR("") : day_format(d->next, day);
    if (d->verdict == LISTING_QUOTA && next.len == 0)
        return FAIL(err, ERR_CONFLICT, "listing.no_changes", "%s", "");
    return FAIL(err, listing_kind(d->verdict), listing_code(d->verdict), "%.*s", STR_FMT(next));
}

/* ---- what is written, and answered ---- */

static bool write(struct act *act, const struct asked *q, const struct listing_decision *d,
                  struct err *err)
{
    struct listing_writing w = {.person = q->person,
                                .identifier = q->stated.identifier,
                                .unit = q->unit.id,
                                .decision = d,
                                .special = q->request->special};
    return listing_write(act, &w, err);
}

/* Where the person was listed on the day before. */
static bool find_former(const struct asked *q, struct day from, struct str *out, struct err *err)
{
    struct str found = STR(""), name;
    int64_t unit = UNIT_NONE;
    for (size_t i = 0; i < q->facts.past_count; i++) {
        const struct listing_past *p = &q->facts.past[i];
        if (p->from.n < from.n && (day_is_none(p->to) || p->to.n >= from.n - 1))
            unit = p->unit;
    }
    if (unit > 0 && !unit_called(q->in->db, q->arena, unit, &found, &name, err))
        return false;
    *out = found;
    return true;
}

/* Since when the person is listed there, or will be. */
static struct day listed_since(const struct asked *q)
{
    struct day since = DAY_NONE;
    for (size_t i = 0; i < q->facts.past_count; i++)
        if (q->facts.past[i].unit == q->unit.facts.unit)
            since = q->facts.past[i].from;
    return since;
}

static bool fill_answer(const struct asked *q, const struct listing_decision *d,
                        struct listing_answer *out, struct err *err)
{
    const struct rules *rules = &q->in->region.rules;
    bool is_already = d->verdict == LISTING_ALREADY;
    struct day from = is_already ? listed_since(q) : d->listing.from;
    struct day tomorrow = {instance_today(q->in).n + 1}; /* with a change of today */
    struct quota quota =
        quota_on(rules, q->facts.past, q->facts.past_count, is_already ? tomorrow : from);
    unsigned used = quota.used + d->is_counted;
    struct listing_answer answer = {.is_already = is_already,
                                    .unit = str_copy(q->arena, hsaid_str(&q->unit.id)),
                                    .name = q->unit.facts.name,
                                    .from = from,
                                    .is_counted = d->is_counted,
                                    .left =
                                        rules->changes.max > used ? rules->changes.max - used : 0};
    if (!answer.is_already && !find_former(q, from, &answer.former, err))
        return false;
    *out = answer;
    return true;
}

static struct str answer_text(struct arena *a, const struct listing_answer *answer)
{
    struct sb out = sb_open(a, 160);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_str(&j, "unit", answer->unit);
    json_key_day(&j, "from", answer->from);
    json_key_str(&j, "former", answer->former);
    json_key_bool(&j, "counted", answer->is_counted);
    json_key_i64(&j, "left", answer->left);
    json_object_end(&j);
    return sb_str(&out);
}

static bool read_answer(const struct asked *q, struct str text, struct listing_answer *out,
                        struct err *err)
{
    const struct json_in *root = NULL;
    struct listing_answer answer = {
        .is_repeat = true, .unit = hsaid_str(&q->unit.id), .name = q->unit.facts.name};
    int64_t left = 0;
    if (!json_in_parse(q->arena, text, &root, err) ||
        !day_parse(json_in_get(root, "from")->text, &answer.from, err))
        return false;
    answer.unit = str_copy(q->arena, answer.unit);
    answer.former = json_in_get(root, "former")->text;
    answer.is_counted = json_in_get(root, "counted")->kind == JSON_IN_TRUE;
    answer.left = str_to_i64(json_in_get(root, "left")->text, &left) ? (unsigned)left : 0;
    *out = answer;
    return true;
}

static bool note_and_refuse(struct act *act, struct err *err)
{
    act->outcome = ACCESS_DENIED;
    return act_refuse(act, err);
}

static bool carry_out(struct act *act, struct asked *q, struct listing_answer *out, struct err *err)
{
    struct listing_decision d;
    struct listing_answer answer;
    if (!decide(q, &d, err)) {
        act_abandon(act);
        return false;
    }
    if (listing_is_refused(d.verdict)) {
        (void)refuse(&d, err);
        return note_and_refuse(act, err);
    }
    if (!fill_answer(q, &d, &answer, err) || (!answer.is_already && !write(act, q, &d, err))) {
        act_abandon(act);
        return false;
    }
    bool done =
        answer.is_already ? act_look(act, err) : act_end(act, answer_text(q->arena, &answer), err);
    if (done)
        *out = answer;
    return done;
}

bool listing_list(struct arena *a, struct instance *in, const struct listing_request *request,
                  struct listing_answer *out, struct err *err)
{
    struct asked q = {.arena = a, .in = in, .request = request};
    struct act act;
    if (!read_asked(&q, err))
        return false;
    struct act_options options = {.what = STR("list"),
                                  .actor = request->actor,
                                  .key = request->key,
                                  .asked = text_of(&q),
                                  .dry_run = request->dry_run};
    if (!act_begin(a, in, &options, &act, err))
        return false;
    if (!act_open_person(&act, q.person, str_fmt(a, "unit=%.*s", STR_FMT(hsaid_str(&q.unit.id))),
                         &q.stated, err))
        return false;
    if (act.is_repeat)
        return act_look(&act, err) && read_answer(&q, act.answer, out, err);
    return carry_out(&act, &q, out, err);
}
