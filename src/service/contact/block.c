#include "service/contact/block.h"

#include "domain/gone.h"
#include "domain/span.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/contact/block_facts.h"
#include "store/block_store.h"

struct asked {
    struct arena *arena;
    struct instance *in;
    const struct block_request *request;
    int64_t person;
    struct act_unit unit;
    struct person_facts stated;
    struct day from;
    const struct as_of_block *held; /* of all units */
    size_t count;
};

static bool read_asked(struct asked *q, struct err *err)
{
    enum { YEAR = 366 };
    const struct block_request *r = q->request;
    struct day today = instance_today(q->in);
    q->from = day_is_none(r->from) ? today : r->from;
    if (q->from.n < today.n || q->from.n > today.n + YEAR ||
        (!day_is_none(r->to) && r->to.n < q->from.n))
        return FAIL(err, ERR_INVALID, "block.days", "%s", "");
    return act_check_actor(q->arena, q->in, &r->actor, err) &&
           act_find_unit(q->arena, q->in, r->unit, &q->unit, err) &&
           act_find_person(q->in, STR("block"), &r->actor, r->person, &q->person, err);
}

/* A day that is not given stays so: asked again tomorrow with the key it is the same thing. */
static struct str text_of(const struct asked *q)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    struct day given = q->request->from;
    return str_fmt(q->arena, "block %.*s %lld %.*s %.*s %.*s%s", STR_FMT(q->request->actor.id),
                   (long long)q->person, STR_FMT(hsaid_str(&q->unit.id)),
                   STR_FMT(day_is_none(given) ? STR("-") : day_format(given, from)),
                   STR_FMT(day_format(q->request->to, to)), q->request->lifts ? " lift" : "");
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct block_answer, is_already, "already"),
    ACT_FIELD(struct block_answer, from, "from"),
    ACT_FIELD(struct block_answer, to, "to"),
};
static const struct act_form ANSWER = ACT_FORM(struct block_answer, KEPT);

static struct block_answer answer_of(const struct asked *q)
{
    return (struct block_answer){.lifts = q->request->lifts,
                                 .unit = str_copy(q->arena, hsaid_str(&q->unit.id)),
                                 .name = q->unit.facts.name,
                                 .from = q->from,
                                 .to = q->request->lifts ? DAY_NONE : q->request->to};
}

/* ---- what is written ---- */

/* A block that stands from the day on for as long as is asked, or longer. */
static bool is_blocked(const struct asked *q, struct block_answer *answer)
{
    struct day to = q->request->to;
    for (size_t i = 0; i < q->count; i++) {
        const struct as_of_block *b = &q->held[i];
        if (b->unit_id != q->unit.facts.unit || !span_covers(b->from, b->to, q->from))
            continue;
        if (day_is_none(b->to) || (!day_is_none(to) && b->to.n >= to.n)) {
            answer->from = b->from;
            answer->to = b->to;
            return true;
        }
    }
    return false;
}

static bool write_block(struct act *act, const struct asked *q, struct err *err)
{
    struct block_said row = {q->stated.identifier, q->unit.facts.unit, q->from, q->request->to};
    return block_state(act->work.db, &row, act->work.position, err);
}

/* Each that stands today or later ends yesterday; one that had not begun is taken back. */
static bool lift(struct act *act, const struct asked *q, unsigned *lifted, struct err *err)
{
    struct day today = instance_today(q->in);
    *lifted = 0;
    for (size_t i = 0; i < q->count; i++) {
        const struct as_of_block *b = &q->held[i];
        struct block_said row = {b->identifier, b->unit_id, b->from, {today.n - 1}};
        if (b->unit_id != q->unit.facts.unit || (!day_is_none(b->to) && b->to.n < today.n))
            continue;
        ++*lifted;
        if (!(b->from.n < today.n ? block_state : block_withdraw)(act->work.db, &row,
                                                                  act->work.position, err))
            return false;
    }
    return true;
}

static bool write(struct act *act, const struct asked *q, struct block_answer *answer,
                  struct err *err)
{
    unsigned lifted = 0;
    if (!q->request->lifts) {
        answer->is_already = is_blocked(q, answer);
        return answer->is_already || write_block(act, q, err);
    }
    if (!lift(act, q, &lifted, err))
        return false;
    answer->is_already = lifted == 0;
    return true;
}

static bool carry_out(struct act *act, struct asked *q, struct block_answer *answer,
                      struct err *err)
{
    const char *gone =
        gone_code(GONE_BLOCKING, q->stated.reason, q->stated.deregistered_on, q->from);
    if (gone)
        return ACT_REFUSE(act, gone, err);
    if (!block_read(q->arena, q->in->db, &(struct as_of_key){q->person, act->work.position},
                    &q->held, &q->count, err) ||
        !write(act, q, answer, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, answer->is_already, err);
}

bool block_unit(struct arena *a, struct instance *in, const struct block_request *request,
                struct block_answer *out, struct err *err)
{
    struct asked q = {.arena = a, .in = in, .request = request};
    struct act act;
    enum party by;
    if (!read_asked(&q, err))
        return false;
    struct block_answer answer = answer_of(&q);
    struct act_options options = ACT_OPTIONS(STR("block"), request, text_of(&q));
    struct act_right right = {.parties = BLOCK_PARTIES,
                              .code = "actor.role",
                              .about = str_fmt(a, "%sunit=%.*s", request->lifts ? "lift " : "",
                                               STR_FMT(hsaid_str(&q.unit.id))),
                              .unit = &q.unit.id};
    if (!act_begin(a, in, &options, &act, err) ||
        !act_allow(&act, q.person, &right, &by, &q.stated, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &q, &answer, err)))
        return false;
    *out = answer;
    return true;
}
