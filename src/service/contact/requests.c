#include "service/contact/requests.h"

#include "core/json.h"
#include "core/utf8.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/contact/block_facts.h"
#include "service/contact/contact_facts.h"
#include "service/message/message.h"

enum { REASON_MOST = 200 };

/* ---- what is told ---- */

struct told {
    int64_t person, id;
    enum contact_kind kind;
    enum request_state state;
    struct hsaid unit, staff; /* where listed; who is wished or was assigned */
};

static bool tell(struct act *act, const struct told *t, struct err *err)
{
    struct sb out = sb_open(act->arena, 160);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_i64(&j, "request", t->id);
    json_key_i64(&j, "kind", (int64_t)t->kind);
    json_key_str(&j, "state", vocab_word(&VOCAB_REQUEST_STATE, t->state));
    json_key_str_or_null(&j, "unit", hsaid_str(&t->unit));
    json_key_str_or_null(&j, "staff", hsaid_str(&t->staff));
    json_object_end(&j);
    struct outbox_event event = {.type = EVENT_REQUEST_CHANGED,
                                 .person = t->person,
                                 .valid_from = instance_today(act->in),
                                 .data = sb_str(&out)};
    return act_tell(act, &event, err);
}

/* ---- what is answered ---- */

static const struct act_field KEPT[] = {
    ACT_FIELD(struct request_answer, is_already, "already"),
    ACT_FIELD(struct request_answer, id, "request"),
    ACT_FIELD(struct request_answer, kind, "kind"),
    ACT_WORD(struct request_answer, state, "state", &VOCAB_REQUEST_STATE),
};
static const struct act_form ANSWER = ACT_FORM(struct request_answer, KEPT);

static enum err_kind kind_of(enum request_verdict verdict)
{
    if (verdict == REQUEST_RIGHT)
        return ERR_DENIED;
    bool is_wrong = verdict == REQUEST_KIND || verdict == REQUEST_NEED ||
                    verdict == REQUEST_REASON || verdict == REQUEST_TIME;
    return is_wrong ? ERR_INVALID : ERR_CONFLICT;
}

/* The state of the request is told where it is what hinders. */
static const char *state_of(enum request_verdict verdict, enum request_state state)
{
    return verdict == REQUEST_EDGE ? vocab_word(&VOCAB_REQUEST_STATE, state).at : "";
}

static bool refuse(struct act *act, enum request_verdict verdict, enum request_state state,
                   struct err *err)
{
    (void)FAIL(err, kind_of(verdict), request_code(verdict), "%s", state_of(verdict, state));
    return act_refuse(act, err);
}

/* ---- somebody asks ---- */

struct asking {
    const struct request_asking *asked;
    int64_t person;
    struct hsaid wish;
    struct hsaid unit; /* where the person comes to be listed; empty: where they are */
    struct day on;
    struct person_facts stated;
    struct assign_person facts;
    struct contact_doctor doctor;
    struct request_kept open; /* of the kind, on REQUEST_OPEN and REQUEST_ALREADY */
};

static struct str text_of_asking(struct arena *a, const struct asking *q)
{
    const struct request_asking *r = q->asked;
    return str_fmt(a, "request %.*s %lld %d %.*s %u %d", STR_FMT(r->actor.id), (long long)q->person,
                   (int)r->kind, STR_FMT(hsaid_str(&q->wish)), r->need, r->is_wanted);
}

/* What the person says of themselves is what they want. */
static bool wants(const struct asking *q)
{
    return q->asked->is_wanted || q->asked->actor.person != 0;
}

/* Of one who is joined with another it may be one of two that are open. */
static bool read_open_one(struct act *act, struct asking *q, struct request_facts *out,
                          struct err *err)
{
    const struct request_asking *r = q->asked;
    int64_t id = 0;
    if (!request_open_of(act->work.db, q->person, r->kind, &id, err) ||
        (id != 0 && !request_by_id(act->work.db, act->arena, id, &q->open, err)))
        return false;
    out->has_open = id != 0;
    out->is_asked_so = id != 0 && hsaid_eq(&q->open.wish, &q->wish) && q->open.need == r->need &&
                       q->open.is_wanted == wants(q) && str_eq(q->open.asked_by, r->actor.id);
    return true;
}

/* On the last day, too: a request that is open then ends with it. */
static bool has_ended(const struct assign_person *person, struct day on)
{
    return !day_is_none(person->end) && person->end.n <= on.n;
}

static bool read_facts(struct act *act, struct asking *q, struct request_facts *out,
                       struct err *err)
{
    struct day today = instance_today(act->in);
    struct contact_facts f = {act->arena, act->in, q->on};
    struct contact_about about;
    if (!contact_facts_person(&f, q->person, &q->facts, &about, err) ||
        (q->wish.text[0] && !contact_facts_doctor(&f, &q->wish, &q->doctor, err)))
        return false;
    if (q->unit.text[0])
        q->facts.unit = q->unit;
    const struct contact_now *doctor = contact_doctor(q->facts.contact, q->facts.contacts);
    struct block_list blocks;
    if (!block_now(act->arena, act->in, q->person, &blocks, err))
        return false;
    /* To whom the doctor is blocked it is not told that it is the one who is wished. */
    bool is_blocked =
        block_hides(blocks.at, blocks.count, &q->facts.unit, &act->options.actor, today);
    bool has_wish = doctor && !is_blocked && hsaid_eq(&doctor->staff, &q->wish) &&
                    hsaid_eq(&doctor->unit, &q->facts.unit);
    *out = (struct request_facts){.unit = q->facts.unit,
                                  .has_wish = has_wish,
                                  .has_ended = has_ended(&q->facts, q->on),
                                  .has_opted_out = q->facts.has_opted_out};
    return read_open_one(act, q, out, err);
}

static bool decide_opening(struct act *act, struct asking *q, enum request_verdict *verdict,
                           struct request *out, struct err *err)
{
    struct request_facts facts;
    enum party by = PARTY_NONE;
    if (!read_facts(act, q, &facts, err) ||
        !act_party(act, q->person, facts.unit.text[0] ? &facts.unit : NULL, &by, err))
        return false;
    struct request_ask ask = {.person = q->person,
                              .kind = q->asked->kind,
                              .by = by,
                              .is_wanted = q->asked->is_wanted,
                              .need = q->asked->need,
                              .wish = q->wish.text[0] ? &q->doctor.facts : NULL,
                              .of = {q->facts.birth_date, q->facts.in_saebo},
                              .on = q->on};
    *verdict = request_open(&act->in->region.rules, &facts, &ask, clock_now(), out);
    return true;
}

static bool write_opening(struct act *act, const struct asking *q, int64_t *id, struct err *err)
{
    struct request_said said = {.identifier = q->stated.identifier,
                                .kind = q->asked->kind,
                                .wish = q->wish,
                                .need = q->asked->need,
                                .is_wanted = wants(q)};
    if (!request_insert(act->work.db, &said, act->work.position, id, err))
        return false;
    struct told told = {q->person, *id, q->asked->kind, REQUEST_REQUESTED, q->facts.unit, q->wish};
    return tell(act, &told, err);
}

static bool carry_out_opening(struct act *act, struct asking *q, struct request_answer *answer,
                              struct err *err)
{
    enum request_verdict verdict = REQUEST_MAY;
    struct request request;
    if (!decide_opening(act, q, &verdict, &request, err))
        return act_abandon(act);
    *answer = (struct request_answer){.kind = q->asked->kind, .state = REQUEST_REQUESTED};
    if (verdict == REQUEST_ALREADY) {
        answer->id = q->open.id;
        answer->state = q->open.request.state;
        answer->is_already = true;
        return act_answer(act, &ANSWER, answer, true, err);
    }
    if (verdict != REQUEST_MAY)
        return refuse(act, verdict, REQUEST_REQUESTED, err);
    if (!write_opening(act, q, &answer->id, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, false, err);
}

bool requests_open(struct arena *a, struct instance *in, const struct request_asking *asking,
                   struct request_answer *out, struct err *err)
{
    struct asking q = {.asked = asking, .on = instance_today(in)};
    struct request_answer answer = {.is_repeat = false};
    struct act act;
    if ((asking->wish.len > 0 && !hsaid_parse(asking->wish, &q.wish, err)) ||
        !act_check_actor(a, in, &asking->actor, err) ||
        !act_find_person(in, STR("request"), &asking->actor, asking->person, &q.person, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("request"), asking, text_of_asking(a, &q));
    if (!act_begin(a, in, &options, &act, err) ||
        !act_allow_own(&act, q.person, "request.right", str_fmt(a, "kind=%d", (int)asking->kind),
                       &q.stated, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out_opening(&act, &q, &answer, err)))
        return false;
    *out = answer;
    return true;
}

/* ---- and it is taken on ---- */

/* Where somebody is listed, and what the actor is to them there. */
static bool find_party(struct act *act, int64_t person, struct hsaid *unit, enum party *by,
                       struct err *err)
{
    return request_listed_at(act->work.db, person, instance_today(act->in), unit, err) &&
           act_party(act, person, unit->text[0] ? unit : NULL, by, err);
}

static bool message(struct act *act, const struct request_kept *kept,
                    const struct request_stepped *step, const struct hsaid *unit, struct err *err)
{
    bool declines = step->to == REQUEST_DECLINED;
    bool informs = step->to == REQUEST_INFORMED && kept->staff.text[0];
    bool is_told = false;
    struct message m = {.person = kept->request.person,
                        .kind = declines ? MESSAGE_REQUEST_DECLINED : MESSAGE_REQUEST_ASSIGNED,
                        .unit = *unit,
                        .staff = kept->staff,
                        .from = instance_today(act->in),
                        .reason = step->reason};
    if (!declines && !informs)
        return true;
    /* Of a contact that was there before the same message came with the assignment. */
    return (!informs ||
            request_is_answered_by(act->work.db, kept->id, (int)m.kind, &is_told, err)) &&
           (is_told || message_add(act, &m, err));
}

/* The step is one by the rules: it is written, and told to others. */
static bool write_quietly(struct act *act, const struct request_kept *kept,
                          const struct request_stepped *step, const struct hsaid *unit,
                          struct err *err)
{
    bool assigns = step->to == REQUEST_ASSIGNED;
    struct told told = {kept->request.person,
                        kept->id,
                        kept->request.kind,
                        step->to,
                        *unit,
                        assigns               ? step->staff
                        : kept->staff.text[0] ? kept->staff
                                              : kept->wish};
    return request_add_step(act->work.db, step, act->work.position, err) && tell(act, &told, err);
}

/* And the one who asked gets a message. */
static bool write_step(struct act *act, const struct request_kept *kept,
                       const struct request_stepped *step, const struct hsaid *unit,
                       struct err *err)
{
    return write_quietly(act, kept, step, unit, err) && message(act, kept, step, unit, err);
}

/* Whether the person may still have it, which who lets it wait must know. */
static bool read_person(struct act *act, int64_t person, struct request_step *step, struct err *err)
{
    struct day today = instance_today(act->in);
    struct contact_facts f = {act->arena, act->in, today};
    struct assign_person facts;
    struct contact_about about;
    if (!contact_facts_person(&f, person, &facts, &about, err))
        return false;
    step->has_ended = has_ended(&facts, today);
    step->has_opted_out = facts.has_opted_out;
    return true;
}

static bool carry_out_step(struct act *act, struct request_kept *kept,
                           const struct request_moving *moving, struct request_answer *answer,
                           struct err *err)
{
    struct hsaid unit;
    enum party by = PARTY_NONE;
    struct request_stepped written = {.id = kept->id, .to = moving->to};
    if (!find_party(act, kept->request.person, &unit, &by, err))
        return act_abandon(act);
    *answer = (struct request_answer){.id = kept->id, .kind = kept->request.kind, moving->to};
    answer->is_already = kept->request.state == moving->to && by != PARTY_NONE;
    if (answer->is_already)
        return act_answer(act, &ANSWER, answer, true, err);
    struct request_step step = {
        .to = moving->to, .by = by, .reason = moving->reason, .now = clock_now()};
    if (moving->to == REQUEST_WAITING && !read_person(act, kept->request.person, &step, err))
        return act_abandon(act);
    enum request_verdict verdict = request_step(&kept->request, &step);
    if (verdict != REQUEST_MAY)
        return refuse(act, verdict, kept->request.state, err);
    if (moving->to == REQUEST_DECLINED)
        written.reason = moving->reason;
    if (!write_step(act, kept, &written, &unit, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, false, err);
}

struct str request_about(struct arena *a, int64_t id)
{
    return str_fmt(a, "request=%lld", (long long)id);
}

bool request_theirs(struct act *act, const struct request_kept *kept, struct str about,
                    enum party *by, struct err *err)
{
    struct person_facts stated;
    struct hsaid unit;
    if (!find_party(act, kept->request.person, &unit, by, err))
        return act_abandon(act);
    if (*by != PARTY_NONE)
        return act_open_person(act, kept->request.person, about, &stated, err);
    act_note(act, kept->request.person, about);
    (void)FAIL(err, ERR_DENIED, "request.right", "%s", "");
    (void)act_refuse(act, err);
    if (err->kind != ERR_DENIED)
        return false;
    *err = (struct err){.kind = ERR_NONE};
    return FAIL(err, ERR_MISSING, "request.unknown", "%lld", (long long)kept->id);
}

bool requests_step(struct arena *a, struct instance *in, const struct request_moving *moving,
                   struct request_answer *out, struct err *err)
{
    struct request_answer answer = {.is_repeat = false};
    struct request_kept kept;
    enum party by = PARTY_NONE;
    struct act act;
    if (moving->reason.len > 0 && !utf8_is_line(moving->reason, REASON_MOST))
        return FAIL(err, ERR_INVALID, "request.reason_long", "%s", "");
    if (!act_check_actor(a, in, &moving->actor, err))
        return false;
    struct str asked = str_fmt(a, "request %.*s %lld %d %.*s", STR_FMT(moving->actor.id),
                               (long long)moving->id, (int)moving->to, STR_FMT(moving->reason));
    struct act_options options = ACT_OPTIONS(STR("request"), moving, asked);
    if (!act_begin(a, in, &options, &act, err))
        return false;
    if (!request_by_id(in->db, a, moving->id, &kept, err))
        return act_abandon(&act);
    if (!request_theirs(&act, &kept, request_about(a, kept.id), &by, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out_step(&act, &kept, moving, &answer, err)))
        return false;
    *out = answer;
    return true;
}

/* ---- for other acts ---- */

/* May it, now? */
static bool decide_one(struct request_kept *kept, const struct request_step *step, struct err *err)
{
    struct request_step now = *step;
    struct moment last = kept->request.at[kept->request.state];
    if (now.now.us < last.us) /* a clock that was set back hinders nobody from assigning */
        now.now = last;
    enum request_verdict verdict = request_step(&kept->request, &now);
    return verdict == REQUEST_MAY || FAIL(err, kind_of(verdict), request_code(verdict), "%s",
                                          state_of(verdict, kept->request.state));
}

static bool step_one(struct act *act, int64_t id, const struct request_step *step,
                     const struct hsaid *staff, struct err *err)
{
    struct request_kept kept;
    struct hsaid unit;
    struct request_stepped written = {.id = id, .to = step->to, .staff = *staff};
    return request_by_id(act->work.db, act->arena, id, &kept, err) &&
           request_listed_at(act->work.db, kept.request.person, instance_today(act->in), &unit,
                             err) &&
           decide_one(&kept, step, err) && write_step(act, &kept, &written, &unit, err);
}

bool request_refusal(enum request_verdict verdict, struct err *err)
{
    return FAIL(err, kind_of(verdict), request_code(verdict), "%s", "");
}

bool request_wish(struct act *act, const struct request_wishing *w, int64_t *id,
                  enum request_verdict *refusal, struct err *err)
{
    struct request request;
    struct request_asking asked = {
        .kind = KIND_DOCTOR, .is_wanted = true, .actor = act->options.actor};
    struct asking q = {.asked = &asked,
                       .person = w->person,
                       .wish = w->doctor,
                       .unit = w->unit,
                       .on = w->on,
                       .stated = {.identifier = w->identifier}};
    if (!decide_opening(act, &q, refusal, &request, err))
        return false;
    if (*refusal == REQUEST_ALREADY) {
        *refusal = REQUEST_MAY;
        return true;
    }
    return *refusal != REQUEST_MAY || write_opening(act, &q, id, err);
}

/* Each that is open: who was two persons until they were joined may have asked as both. The step
 * closes it. */
static bool step_open(struct act *act, int64_t person, enum contact_kind kind,
                      const struct request_step *step, const struct hsaid *staff, struct err *err)
{
    for (;;) {
        int64_t id = 0;
        if (!request_open_of(act->work.db, person, kind, &id, err))
            return false;
        if (id == 0)
            return true;
        if (!step_one(act, id, step, staff, err))
            return false;
    }
}

bool request_fulfil(struct act *act, const struct request_fulfilling *by, struct err *err)
{
    struct request_step step = {.to = REQUEST_ASSIGNED, .by = by->by, .now = clock_now()};
    struct message answers = {.person = by->person,
                              .kind = MESSAGE_REQUEST_ASSIGNED,
                              .unit = by->unit,
                              .staff = by->staff,
                              .from = instance_today(act->in)};
    int64_t open = 0;
    return request_open_of(act->work.db, by->person, by->kind, &open, err) &&
           (open == 0 || (step_open(act, by->person, by->kind, &step, &by->staff, err) &&
                          (!by->was_there || message_add(act, &answers, err))));
}

/* What was assigned or declined is informed, by the unit whose answer it is; what is informed is
 * seen, by who has read it. No message tells of it: it is one that has told. */
static bool step_told(struct act *act, int64_t id, enum party reader, struct err *err)
{
    struct request_kept kept;
    struct hsaid unit;
    struct request_step step = {.to = REQUEST_INFORMED, .by = PARTY_ADMINISTRATOR};
    if (!request_by_id(act->work.db, act->arena, id, &kept, err) ||
        !request_listed_at(act->work.db, kept.request.person, instance_today(act->in), &unit, err))
        return false;
    if (kept.request.state == REQUEST_INFORMED)
        step = (struct request_step){.to = REQUEST_SEEN, .by = reader};
    step.now = clock_now();
    struct request_stepped written = {.id = id, .to = step.to};
    return decide_one(&kept, &step, err) && write_quietly(act, &kept, &written, &unit, err);
}

bool request_told(struct act *act, const struct request_telling *t, unsigned *steps,
                  struct err *err)
{
    bool reads = party_in(t->reader, PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN));
    struct request_answered of = {.person = t->person,
                                  .kind = t->kind,
                                  .staff = t->staff,
                                  .message = t->message,
                                  .until = reads ? REQUEST_SEEN : REQUEST_INFORMED};
    for (unsigned count = 0;; count++) {
        int64_t id = 0;
        if (!request_answered(act->work.db, &of, &id, err))
            return false;
        if (id == 0) {
            *steps = count;
            return true;
        }
        if (!step_told(act, id, t->reader, err))
            return false;
    }
}

bool request_withdraw_of(struct act *act, int64_t person, enum party by, struct err *err)
{
    struct hsaid nobody = {{0}};
    struct request_step step = {.to = REQUEST_WITHDRAWN, .by = by, .now = clock_now()};
    return step_open(act, person, KIND_DOCTOR, &step, &nobody, err);
}

bool request_sweep(struct act *act, struct err *err)
{
    struct hsaid nobody = {{0}};
    struct request_step step = {
        .to = REQUEST_WITHDRAWN, .by = PARTY_ADMINISTRATOR, .now = clock_now()};
    for (;;) {
        struct request_kept kept;
        int64_t id = 0;
        if (!request_that_ends(act->work.db, instance_today(act->in), &id, err))
            return false;
        if (id == 0)
            return true;
        if (!request_by_id(act->work.db, act->arena, id, &kept, err))
            return false;
        act_note(act, kept.request.person, request_about(act->arena, id));
        if (!step_one(act, id, &step, &nobody, err))
            return false;
    }
}

bool request_withdraw_elsewhere(struct act *act, int64_t person, const struct hsaid *unit,
                                struct day on, struct err *err)
{
    struct hsaid nobody = {{0}};
    struct request_step step = {
        .to = REQUEST_WITHDRAWN, .by = PARTY_ADMINISTRATOR, .now = clock_now()};
    for (;;) {
        int64_t id = 0;
        if (!request_wishes_elsewhere(act->work.db, person, unit, on, &id, err))
            return false;
        if (id == 0)
            return true;
        if (!step_one(act, id, &step, &nobody, err))
            return false;
    }
}

bool request_take_back(struct act *act, int64_t undone, struct err *err)
{
    for (;;) {
        struct request_kept kept;
        struct told told = {0};
        int64_t id = 0;
        if (!request_withdrawn_at(act->work.db, undone, &id, err))
            return false;
        if (id == 0)
            return true;
        if (!request_unwithdraw(act->work.db, id, act->work.position, err) ||
            !request_by_id(act->work.db, act->arena, id, &kept, err) ||
            !request_listed_at(act->work.db, kept.request.person, instance_today(act->in),
                               &told.unit, err))
            return false;
        told = (struct told){kept.request.person, id,        kept.request.kind,
                             kept.request.state,  told.unit, kept.wish};
        act_note(act, kept.request.person, request_about(act->arena, id));
        if (!tell(act, &told, err))
            return false;
    }
}

/* ---- lists ---- */

struct gathering {
    struct arena *arena;
    struct instance *in;
    const struct actor *actor;
    struct bag rows; /* struct request_waiting */
    struct blocks_closed blocks;
};

static bool take_waiting(void *state, const struct request_waiting *row, struct err *err)
{
    (void)err;
    struct gathering *g = state;
    if (access_may_see(g->actor, row->protection))
        *(struct request_waiting *)bag_add(&g->rows) = *row;
    return true;
}

/* Rule 24: a block is of today, whatever moment is asked of. */
static bool hide_blocked(const struct gathering *g, struct request_waiting *row)
{
    bool is_blocked = blocks_closed_first(&g->blocks, row->person) < g->blocks.count;
    if (is_blocked)
        row->wish = (struct hsaid){{0}};
    return is_blocked;
}

/* Those of the unit where a person was listed on the day, with no wish that may not be seen. */
static bool read_open(struct gathering *g, struct known_registry *known, int64_t unit,
                      struct request_list *out, struct err *err)
{
    struct request_reader reader = {g, take_waiting};
    if (!request_each_open(known->in.db, unit, known->on, reader, err) ||
        !blocks_closed(g->arena, g->in, g->actor, &g->blocks, err))
        return false;
    out->row = bag_array(g->arena, &g->rows);
    out->count = g->rows.count;
    out->is_blocked = ARENA_NEW(g->arena, bool, out->count + 1);
    for (size_t i = 0; i < out->count; i++) {
        out->is_blocked[i] = hide_blocked(g, &out->row[i]);
        if (!act_hide_staff(g->arena, &known->in, g->actor, &out->row[i].wish, err))
            return false;
    }
    return true;
}

/* To which the ages are counted: what was known at a moment is of its day, which is the instance's
 * where that has one of its own. */
static struct day asked_of(const struct instance *in, const struct known_time *time)
{
    bool of_then = time->known_at.us != INT64_MAX && day_is_none(in->clock.today);
    struct day day = of_then ? stockholm_day(time->known_at) : instance_today(in);
    return day_is_none(time->on) || time->on.n >= day.n ? day : time->on;
}

bool requests_list(struct arena *a, struct instance *in, const struct actor *actor,
                   const struct known_time *time, struct request_list *out, struct err *err)
{
    struct gathering g = {
        .arena = a, .in = in, .actor = actor, .rows = BAG_OPEN(a, struct request_waiting)};
    struct act_unit unit = {.facts = {.unit = 0}};
    struct act asking = {.arena = a, .in = in, .options = {.actor = *actor}};
    struct str about = known_about(a, time, STR("list=open"));
    struct access_entry seen = {.actor = *actor,
                                .act = STR("request"),
                                .about = about,
                                .outcome = ACCESS_DENIED,
                                .count = -1};
    struct request_list list = {.leaves_out = !actor->opens_protected, .on = asked_of(in, time)};
    struct known_registry known;
    enum party by = PARTY_NONE;
    if ((actor->unit.len > 0 && !act_find_unit(a, in, actor->unit, &unit, err)) ||
        !act_party(&asking, 0, &unit.id, &by, err))
        return false;
    if (!party_in(by,
                  PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR)))
        return access_log_write(in, &seen, 1, err) && FAIL(err, ERR_DENIED, "actor.role", "%s", "");
    if (!known_open_said(a, in, time, &known, err))
        return false;
    bool read = read_open(&g, &known, unit.facts.unit, &list, err);
    known_close(&known);
    seen.outcome = ACCESS_DONE;
    seen.count = (int64_t)list.count;
    if (!read || !access_log_write(in, &seen, 1, err))
        return false;
    *out = list;
    return true;
}
