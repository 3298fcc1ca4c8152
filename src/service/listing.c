#include "service/listing.h"

#include "core/json_in.h"
#include "core/utf8.h"
#include "domain/listing_refusal.h"
#include "service/access_log.h"
#include "service/act.h"
#include "service/listing_facts.h"
#include "service/persons.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"

/* What is asked, read and known. */
struct asked {
    struct arena *arena;
    struct instance *in;
    const struct listing_request *request;
    int64_t person;
    struct hsaid unit_id;
    struct unit_facts unit;
    struct person_facts stated;
    struct listing_person facts;
    struct listing_ask ask;
};

/* Also who looks for somebody that there is not is in the log. */
static bool find_person(struct asked *q, struct err *err)
{
    struct err why = {0};
    if (persons_key(q->in, q->request->person, &q->person, &why))
        return true;
    struct access_entry e = {.actor = q->request->actor,
                             .act = STR("list"),
                             .about = access_log_about(q->arena, &q->request->actor, STR("")),
                             .outcome = ACCESS_NO_HIT,
                             .count = -1};
    if (why.kind == ERR_MISSING && !access_log_write(q->in, &e, 1, err))
        return false;
    *err = why;
    return false;
}

/* Of the actor; empty: none is said. */
static bool has_unit(const struct asked *q, struct str written, struct err *err)
{
    struct hsaid id;
    struct unit_facts unit;
    return written.len == 0 ||
           (hsaid_parse(written, &id, err) && unit_facts(q->in->db, q->arena, &id, &unit, err));
}

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
    return has_unit(q, r->actor.unit, err) && hsaid_parse(r->unit, &q->unit_id, err) &&
           unit_facts(q->in->db, q->arena, &q->unit_id, &q->unit, err) && find_person(q, err);
}

/* The same thing asked again by the same actor has the same text. */
static struct str text_of(const struct asked *q)
{
    char day[DAY_TEXT];
    const struct listing_request *r = q->request;
    return str_fmt(q->arena, "list %.*s %lld %.*s %.*s %.*s", STR_FMT(r->actor.id),
                   (long long)q->person, STR_FMT(hsaid_str(&q->unit_id)),
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
    if (!unit_facts(q->in->db, q->arena, &q->unit_id, &q->unit, err) ||
        !listing_facts_person(&facts, q->person, &q->stated, &q->facts, err) ||
        !listing_facts_unit(&facts, &q->unit, q->person, &unit, err))
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

static bool take_contact(void *state, const struct contact_now *row, struct err *err)
{
    (void)err;
    *(struct contact_now *)bag_add(state) = *row;
    return true;
}

/* Named doctors of other units end with the change, and do not come back with the person. */
static bool end_doctors(struct act *act, const struct asked *q, struct day from, struct err *err)
{
    struct bag rows = BAG_OPEN(q->arena, struct contact_now);
    if (!named_contact_doctors_from(act->work.db, q->person, from,
                                    (struct contact_now_reader){&rows, take_contact}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *row = bag_at(&rows, i);
        struct contact_ending ends = contact_ends_at_change(row, 1, &q->unit_id, from);
        if (ends.row != 0 && !named_contact_end(act->work.db, row, &ends, act->work.position, err))
            return false;
    }
    return true;
}

static bool take_ended(void *state, const struct contact_ended *row, struct err *err)
{
    (void)err;
    *(struct contact_ended *)bag_add(state) = *row;
    return true;
}

/* What was planned from the day on is withdrawn by who chooses anew, with what it ended: that ends
 * by this change, or stands again. */
static bool withdraw(struct act *act, const struct asked *q, struct day from, struct err *err)
{
    struct bag rows = BAG_OPEN(q->arena, struct contact_ended);
    int64_t position = act->work.position;
    if (!listing_withdraw_from(act->work.db, q->person, from, position, err) ||
        !named_contact_ended_from(act->work.db, q->person, from,
                                  (struct contact_ended_reader){&rows, take_ended}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_ended *row = bag_at(&rows, i);
        struct contact_ending ends = contact_ends_at_change(&row->was, 1, &q->unit_id, from);
        if (!named_contact_end_anew(act->work.db, row, &ends, position, err))
            return false;
    }
    return true;
}

/* Who is listed there without the plan stays so: nothing else is stated. */
static bool write(struct act *act, const struct asked *q, const struct listing_decision *d,
                  struct err *err)
{
    const struct listing_past *row = &d->listing;
    struct listing_said said = {q->stated.identifier, row->unit,          row->from, row->to,
                                row->basis,           q->request->special};
    int64_t stands = 0;
    if (!act_touch(act, q->person, err) || (d->withdraws && !withdraw(act, q, row->from, err)) ||
        !listing_stands(act->work.db, q->person, row->from, &stands, err))
        return false;
    return stands == row->unit || (listing_state(act->work.db, &said, act->work.position, err) &&
                                   end_doctors(act, q, row->from, err));
}

struct finding {
    int64_t unit;
    struct hsaid found;
};

static bool take_unit(void *state, const struct hsaid_now *row, struct err *err)
{
    (void)err;
    struct finding *f = state;
    if (row->id == f->unit)
        f->found = row->hsaid;
    return true;
}

/* Where the person was listed on the day before. */
static bool find_former(const struct asked *q, struct day from, struct str *out, struct err *err)
{
    struct finding f = {.unit = UNIT_NONE};
    for (size_t i = 0; i < q->facts.past_count; i++) {
        const struct listing_past *p = &q->facts.past[i];
        if (p->from.n < from.n && (day_is_none(p->to) || p->to.n >= from.n - 1))
            f.unit = p->unit;
    }
    if (f.unit > 0 && !unit_each_id(q->in->db, (struct hsaid_reader){&f, take_unit}, err))
        return false;
    *out = str_copy(q->arena, hsaid_str(&f.found));
    return true;
}

/* Since when the person is listed there, or will be. */
static struct day listed_since(const struct asked *q)
{
    struct day since = DAY_NONE;
    for (size_t i = 0; i < q->facts.past_count; i++)
        if (q->facts.past[i].unit == q->unit.unit)
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
                                    .unit = str_copy(q->arena, hsaid_str(&q->unit_id)),
                                    .name = q->unit.name,
                                    .from = from,
                                    .is_counted = d->is_counted,
                                    .left =
                                        rules->changes.max > used ? rules->changes.max - used : 0};
    if (!answer.is_already && !find_former(q, from, &answer.former, err))
        return false;
    *out = answer;
    return true;
}

static void put_text(struct json *j, const char *key, struct str value)
{
    json_key(j, str_of(key));
    json_str(j, value);
}

static struct str answer_text(struct arena *a, const struct listing_answer *answer)
{
    char day[DAY_TEXT];
    struct sb out = sb_open(a, 160);
    struct json j = json_open(&out);
    json_object(&j);
    put_text(&j, "unit", answer->unit);
    put_text(&j, "from", day_format(answer->from, day));
    put_text(&j, "former", answer->former);
    json_key(&j, STR("counted"));
    json_bool(&j, answer->is_counted);
    json_key(&j, STR("left"));
    json_i64(&j, answer->left);
    json_object_end(&j);
    return sb_str(&out);
}

static bool read_answer(const struct asked *q, struct str text, struct listing_answer *out,
                        struct err *err)
{
    const struct json_in *root = NULL;
    struct listing_answer answer = {
        .is_repeat = true, .unit = hsaid_str(&q->unit_id), .name = q->unit.name};
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
    if (q->facts.protection != PROTECTION_NONE && !q->request->protected_too) {
        (void)FAIL(err, ERR_DENIED, "listing.protected_person", "%s", "");
        return note_and_refuse(act, err);
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
    act_note(&act, q.person, str_fmt(a, "unit=%.*s", STR_FMT(hsaid_str(&q.unit_id))));
    if (act.is_repeat)
        return act_look(&act, err) && read_answer(&q, act.answer, out, err);
    return carry_out(&act, &q, out, err);
}
