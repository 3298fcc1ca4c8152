#include "service/unit/unit_close.h"

#include "core/sb.h"
#include "domain/listing_refusal.h"
#include "service/act_answer.h"
#include "service/listing/listing_write.h"
#include "service/message/message.h"
#include "service/unit/unit.h"
#include "service/unit/unit_close_plan.h"
#include "service/unit/unit_event.h"
#include "store/listing_store.h"
#include "store/unit_store.h"

struct asked {
    struct arena *arena;
    struct instance *in;
    const struct unit_close *ask;
    struct act_unit unit;
    struct closing_read read;
    struct closing_decision decision;
    bool is_again; /* the unit has closed, and some came to be listed beyond that since */
};

/* The same plan has the same text. */
static struct str text_of(const struct asked *q)
{
    char day[DAY_TEXT];
    const struct unit_close *c = q->ask;
    struct sb out = sb_open(q->arena, 160);
    sb_fmt(&out, "unit close %.*s %.*s %.*s %d %.*s", STR_FMT(c->actor.id),
           STR_FMT(hsaid_str(&q->unit.id)), STR_FMT(day_format(c->last, day)), (int)c->by,
           STR_FMT(c->to));
    for (size_t i = 0; i < c->plans; i++)
        sb_fmt(&out, "\n%.*s %.*s", STR_FMT(c->plan[i].person), STR_FMT(c->plan[i].unit));
    return sb_str(&out);
}

/* It closes on that day already. A load or a listing in another county that was taken back since
 * may have left persons there for longer: until the last day the closing can be taken back and
 * planned anew, after it they are moved by the same plan. */
static bool closes_already(struct act *act, struct asked *q, bool *already, struct err *err)
{
    int64_t beyond = 0;
    struct day today = instance_today(q->in), next = {q->ask->last.n + 1};
    if (next.n < today.n)
        next = today;
    if (!unit_listed(act->work.db, q->unit.facts.unit, next, (struct day){INT32_MAX}, &beyond, err))
        return false;
    *already = beyond == 0;
    q->is_again = beyond > 0;
    return beyond == 0 || q->ask->last.n < instance_today(q->in).n ||
           FAIL(err, ERR_CONFLICT, "unit.closing_beyond", "%lld", (long long)beyond);
}

static bool may_close(struct act *act, struct asked *q, bool *already, struct err *err)
{
    enum { YEAR = 366 };
    char day[DAY_TEXT];
    struct unit_shown was;
    enum party party = PARTY_NONE;
    int32_t away = q->ask->last.n - instance_today(q->in).n;
    if (!unit_show(q->arena, q->in, q->ask->unit, &KNOWN_NOW, &was, err) ||
        !act_party(act, 0, &q->unit.id, &party, err))
        return false;
    if (party != PARTY_ADMINISTRATOR)
        return FAIL(err, ERR_DENIED, "unit.party", "%s", "");
    if (was.parent.len > 0)
        return FAIL(err, ERR_INVALID, "unit.branch", "%.*s", STR_FMT(was.parent));
    if (!day_is_none(was.closes) && was.closes.n == q->ask->last.n)
        return closes_already(act, q, already, err);
    if (!day_is_none(was.closes))
        return FAIL(err, ERR_CONFLICT,
                    was.closes.n < instance_today(q->in).n ? "unit.undo_late" : "unit.closing",
                    "%.*s", STR_FMT(day_format(was.closes, day)));
    return (away >= 0 && away <= YEAR) || FAIL(err, ERR_INVALID, "unit.last", "%s", "");
}

/* ---- what is done ---- */

static const struct closing_to *to_of(const struct asked *q, int64_t unit, size_t *at)
{
    for (*at = 0; *at + 1 < q->read.plan.tos && q->read.plan.to[*at].unit != unit;)
        ++*at;
    return &q->read.to[*at];
}

static bool move(struct act *act, const struct asked *q, size_t i, struct err *err)
{
    const struct closing_person *p = &q->read.plan.person[i];
    size_t at = 0;
    struct listing_writing w = {.person = p->person,
                                .identifier = q->read.said[i].identifier,
                                .unit = to_of(q, p->to, &at)->id,
                                .withdrawn = true,
                                .decision = &q->decision.move[i].decision};
    struct message told = {.person = p->person,
                           .kind = MESSAGE_UNIT_CLOSED,
                           .unit = w.unit,
                           .from = p->from,
                           .reason = q->unit.facts.name};
    /* What was to begin there begins elsewhere, or not at all where they are listed there then. */
    return act_touch(act, p->person, err) &&
           listing_withdraw_day(act->work.db, p->person, p->from, act->work.position, err) &&
           listing_write(act, &w, err) && message_add(act, &told, err);
}

static bool write(struct act *act, const struct asked *q, struct err *err)
{
    const struct unit_facts *f = &q->unit.facts;
    struct unit_restated row = {.unit = f->unit,
                                .cap = f->cap,
                                .opens = f->opens_on,
                                .closes = q->ask->last,
                                .reason = STR("")};
    for (size_t i = 0; i < q->read.plan.persons; i++)
        if (!move(act, q, i, err))
            return false;
    return q->is_again || (unit_restate(act->work.db, &row, act->work.position, err) &&
                           unit_tell(act, &q->unit.id, STR("closes_on"), q->ask->last, err));
}

/* ---- the answer ---- */

static const char *code_of(const struct asked *q, const struct closing_move *move)
{
    const char *code =
        move->verdict == CLOSING_REFUSED ? listing_code(move->decision.verdict) : NULL;
    if (move->verdict == CLOSING_REFUSED && move->decision.verdict == LISTING_FULL)
        return "unit.plan_full"; /* with a queue or without: nobody is moved into one */
    return code ? code : q->ask->by == CLOSE_BY_AREA ? "unit.no_area_unit" : "unit.no_plan";
}

static void fill_left(const struct asked *q, struct unit_close_answer *out)
{
    struct unit_close_left *left =
        ARENA_NEW(q->arena, struct unit_close_left, q->decision.unplaced + 1);
    for (size_t i = 0; i < q->read.plan.persons; i++) {
        const struct closing_move *m = &q->decision.move[i];
        bool seen = access_may_see(&q->ask->actor, q->read.said[i].protection);
        if (m->verdict == CLOSING_MOVES)
            continue;
        if (seen)
            left[out->lefts++] =
                (struct unit_close_left){q->read.plan.person[i].person, code_of(q, m)};
    }
    out->left = left;
    out->leaves_out = !q->ask->actor.opens_protected;
}

static void fill_answer(const struct asked *q, struct unit_close_answer *out)
{
    const struct closing_plan *plan = &q->read.plan;
    struct unit_close_to *to = ARENA_NEW(q->arena, struct unit_close_to, plan->tos + 1);
    for (size_t i = 0; i < plan->tos; i++)
        to[i] = (struct unit_close_to){hsaid_str(&q->read.to[i].id), q->read.to[i].name, 0,
                                       q->decision.after[i], plan->to[i].cap};
    for (size_t i = 0; i < plan->persons; i++) {
        size_t at = 0;
        if (q->decision.move[i].verdict == CLOSING_MOVES) {
            (void)to_of(q, plan->person[i].to, &at);
            to[at].persons++;
        }
    }
    out->persons = (int64_t)plan->persons;
    out->unplaced = (int64_t)q->decision.unplaced;
    out->to = to;
    out->tos = plan->tos;
    fill_left(q, out);
}

static struct unit_close_answer answer_open(const struct asked *q)
{
    return (struct unit_close_answer){.unit = str_copy(q->arena, hsaid_str(&q->unit.id)),
                                      .name = q->unit.facts.name,
                                      .last = q->ask->last};
}

static const struct act_field KEPT_UNIT[] = {
    ACT_FIELD(struct unit_close_to, id, "unit"),
    ACT_FIELD(struct unit_close_to, name, "name"),
    ACT_FIELD(struct unit_close_to, persons, "persons"),
    ACT_FIELD(struct unit_close_to, after, "after"),
    ACT_FIELD(struct unit_close_to, cap, "cap"),
};
static const struct act_form UNIT = ACT_PART_FORM(struct unit_close_to, KEPT_UNIT);
static const struct act_field KEPT[] = {
    ACT_FIELD(struct unit_close_answer, is_already, "already"),
    ACT_FIELD(struct unit_close_answer, persons, "persons"),
    ACT_LIST(struct unit_close_answer, to, tos, "units", &UNIT),
};
static const struct act_form ANSWER = ACT_FORM(struct unit_close_answer, KEPT);

/* False: refused, or failed. */
static bool decide(struct act *act, struct asked *q, struct unit_close_answer *answer,
                   struct err *err)
{
    /* Read anew: it may have been changed since it was found. */
    if (!act_find_unit(q->arena, q->in, q->ask->unit, &q->unit, err) ||
        !may_close(act, q, &answer->is_already, err) || answer->is_already)
        return answer->is_already;
    if (!unit_close_read(act, q->ask, q->unit.facts.unit, &q->read, err))
        return false;
    bool all = unit_closing(q->arena, &q->in->region.rules, &q->read.plan, &q->decision);
    fill_answer(q, answer);
    struct access_entry *whole = bag_at(&act->notes, 0);
    whole->count = answer->persons;
    if (!all && !q->ask->dry_run)
        return FAIL(err, ERR_CONFLICT, "unit.unplaced", "%s", "");
    for (size_t i = 0; i < q->read.plan.persons; i++)
        act_note_each(act, q->read.plan.person[i].person, whole->about);
    return true;
}

static bool carry_out(struct act *act, struct asked *q, struct unit_close_answer *answer,
                      struct err *err)
{
    if (!decide(act, q, answer, err))
        return act_fail(act, err);
    bool changes = !answer->is_already && answer->unplaced == 0;
    if (changes && !write(act, q, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, !changes, err);
}

bool unit_close(struct arena *a, struct instance *in, const struct unit_close *ask,
                struct unit_close_answer *out, struct err *err)
{
    struct asked q = {.arena = a, .in = in, .ask = ask};
    struct act act;
    if (!act_check_actor(a, in, &ask->actor, err) ||
        !act_find_unit(a, in, ask->unit, &q.unit, err) || !unit_close_lookups(in, ask, err))
        return false;
    struct unit_close_answer answer = answer_open(&q);
    struct act_options options = ACT_OPTIONS(STR("unit"), ask, text_of(&q));
    if (!act_begin(a, in, &options, &act, err))
        return false;
    act_note(&act, 0, str_fmt(a, "unit=%.*s close", STR_FMT(hsaid_str(&q.unit.id))));
    if (!(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &q, &answer, err)))
        return false;
    *out = answer;
    return true;
}
