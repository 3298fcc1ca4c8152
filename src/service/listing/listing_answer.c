/* What is answered of a listing, as JSON too, for who asks again with the same key. */
#include "core/json_in.h"
#include "service/contact/block_facts.h"
#include "service/listing/listing_parts.h"
#include "store/named_contact_store.h"
#include "store/queue_store.h"

/* Where the person was listed on the day before. */
static bool find_former(const struct listing_asked *q, struct day from, struct str *out,
                        struct err *err)
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
static struct day listed_since(const struct listing_asked *q)
{
    struct day since = DAY_NONE;
    for (size_t i = 0; i < q->facts.past_count; i++)
        if (q->facts.past[i].unit == q->unit.facts.unit)
            since = q->facts.past[i].from;
    return since;
}

static unsigned changes_left(const struct listing_asked *q, struct day on, bool is_counted)
{
    const struct rules *rules = &q->in->region.rules;
    struct quota quota = quota_on(rules, q->facts.past, q->facts.past_count, on);
    unsigned used = quota.used + is_counted;
    return rules->changes.max > used ? rules->changes.max - used : 0;
}

struct numbering {
    int64_t person;
    unsigned count, number; /* looked at; the person's own, 0: not met */
};

static bool take_waiting(void *state, const struct queue_person *row, struct err *err)
{
    (void)err;
    struct numbering *n = state;
    n->count++;
    if (row->person == n->person)
        n->number = n->count;
    return true;
}

/* By persons, as who joins is numbered and the queue is shown. */
static bool find_number(const struct listing_asked *q, struct listing_answer *answer,
                        struct err *err)
{
    struct numbering n = {.person = q->person};
    const struct listing_decision *d = &q->decision;
    answer->number = d->number;
    answer->wait = d->wait;
    if (d->verdict == LISTING_QUEUED)
        return true;
    if (!queue_each_person(q->in->db, q->unit.facts.unit,
                           (struct queue_person_reader){&n, take_waiting}, err))
        return false;
    answer->number = n.number;
    answer->wait = listing_wait(&q->at, n.number, q->ask.today);
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
                : d->verdict == LISTING_ALREADY ? listed_since(q)
                                                : DAY_NONE,
        .is_counted = d->is_counted,
        .is_exempt = d->is_exempt,
        .guardians =
            is_done && !q->is_electronic && !is_own && q->guardian == 0 ? q->facts.guardians : 0,
        .wait = -1,
        .until = waits ? d->consent.until : DAY_NONE,
        .doctor = out->doctor};
    answer.left = changes_left(q, is_done ? answer.from : tomorrow, d->is_counted);
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

static struct str answer_text(struct arena *a, const struct listing_answer *answer)
{
    struct sb out = sb_open(a, 256);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_str(&j, "outcome", vocab_word(&VOCAB_LISTING_VERDICT, answer->verdict));
    json_key_str(&j, "unit", answer->unit);
    json_key_day(&j, "from", answer->from);
    json_key_str(&j, "former", answer->former);
    json_key_bool(&j, "counted", answer->is_counted);
    json_key_i64(&j, "left", answer->left);
    json_key_bool(&j, "exempt", answer->is_exempt);
    json_key_i64(&j, "guardians", answer->guardians);
    json_key_str(&j, "doctor", answer->doctor);
    json_key_i64(&j, "number", answer->number);
    json_key_i64(&j, "wait", answer->wait);
    json_key_day(&j, "until", answer->until);
    json_object_end(&j);
    return sb_str(&out);
}

bool listing_answer_keep(const struct listing_asked *q, struct listing_answer *answer,
                         struct str *out, struct err *err)
{
    *out = answer_text(q->arena, answer);
    return hide_doctor(q, answer, err);
}

static int64_t number_of(const struct json_in *root, const char *name)
{
    int64_t n = 0;
    return str_to_i64(json_in_text(json_in_get(root, name)), &n) ? n : 0;
}

static bool is_true(const struct json_in *root, const char *name)
{
    const struct json_in *value = json_in_get(root, name);
    return value && value->kind == JSON_IN_TRUE;
}

static bool day_of(const struct json_in *root, const char *name, struct day *out, struct err *err)
{
    struct str text = json_in_text(json_in_get(root, name));
    *out = DAY_NONE;
    return text.len == 0 || day_parse(text, out, err);
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
    const struct json_in *root = NULL;
    unsigned verdict = 0;
    struct listing_answer answer = {
        .is_repeat = true, .unit = hsaid_str(&q->unit.id), .name = q->unit.facts.name};
    if (!json_in_parse(q->arena, text, &root, err) || !day_of(root, "from", &answer.from, err) ||
        !day_of(root, "until", &answer.until, err))
        return false;
    if (!vocab_find(&VOCAB_LISTING_VERDICT, json_in_text(json_in_get(root, "outcome")), &verdict))
        return FAIL(err, ERR_IO, "store.damaged", "%s", "act.answer");
    answer.verdict = (enum listing_verdict)verdict;
    answer.unit = str_copy(q->arena, answer.unit);
    answer.former = json_in_text(json_in_get(root, "former"));
    answer.is_counted = is_true(root, "counted");
    answer.left = (unsigned)number_of(root, "left");
    answer.is_exempt = is_true(root, "exempt");
    answer.guardians = (unsigned)number_of(root, "guardians");
    answer.doctor = json_in_text(json_in_get(root, "doctor"));
    answer.number = (unsigned)number_of(root, "number");
    answer.wait = (int32_t)number_of(root, "wait");
    if (!hide_doctor(q, &answer, err))
        return false;
    *out = answer;
    return true;
}
