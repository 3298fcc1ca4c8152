#include "service/listing/passive.h"

#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/listing/passive_write.h"

struct asked {
    struct arena *arena;
    struct instance *in;
    const struct passive_request *request;
    int64_t person;
    struct passive_map map;
    struct passive_choice choice;
};

static bool read_asked(struct asked *q, struct err *err)
{
    const struct passive_request *r = q->request;
    return act_check_actor(q->arena, q->in, &r->actor, err) &&
           act_find_person(q->in, STR("list"), &r->actor, r->person, &q->person, err);
}

static struct str way(const struct asked *q)
{
    return q->request->is_newborn ? STR("newborn") : STR("by-area");
}

static struct str text_of(const struct asked *q)
{
    const struct actor *actor = &q->request->actor;
    return str_fmt(q->arena, "list %.*s %lld %.*s%s", STR_FMT(actor->id), (long long)q->person,
                   STR_FMT(way(q)), actor->opens_protected ? " protected" : "");
}

/* ---- the answer ---- */

static const struct act_field KEPT[] = {
    ACT_FIELD(struct passive_answer, is_already, "already"),
    ACT_FIELD(struct passive_answer, unit, "unit"),
    ACT_FIELD(struct passive_answer, name, "name"),
    ACT_FIELD(struct passive_answer, from, "from"),
    ACT_FIELD(struct passive_answer, basis, "basis"),
    ACT_FIELD(struct passive_answer, is_near, "near"),
};
static const struct act_form ANSWER = ACT_FORM(struct passive_answer, KEPT);

static bool stands(const struct asked *q, struct passive_answer *out, struct err *err)
{
    const struct passive_choice *c = &q->choice;
    const struct listing_past *last = c->past_count > 0 ? &c->past[c->past_count - 1] : NULL;
    struct passive_answer answer = {.is_already = true, .from = DAY_NONE};
    if (last) {
        answer.from = last->from;
        answer.basis = last->unit > 0 ? vocab_word(&VOCAB_BASIS, last->basis) : STR("");
        if (last->unit > 0 &&
            !unit_called(q->in->db, q->arena, listing_place(last), &answer.unit, &answer.name, err))
            return false;
    }
    *out = answer;
    return true;
}

static struct passive_answer listed(const struct asked *q)
{
    const struct passive_choice *c = &q->choice;
    const struct listing_past *row = &c->decision.listing.listing;
    return (struct passive_answer){.unit = str_copy(q->arena, hsaid_str(&c->place->id)),
                                   .name = c->place->name,
                                   .from = row->from,
                                   .basis = vocab_word(&VOCAB_BASIS, row->basis),
                                   .is_near = c->is_near};
}

/* ---- what is done ---- */

static bool choose(struct asked *q, struct err *err)
{
    if (!passive_map_read(q->arena, q->in, &q->map, err))
        return false;
    q->map.hides_protected = !q->request->actor.opens_protected;
    return passive_choose(q->arena, q->in, &q->map, q->person, &q->choice, err);
}

/* What the rules refuse, and what is asked as something that it is not. */
static bool refuse(const struct asked *q, struct err *err)
{
    const char *code = passive_code(&q->choice);
    if (q->choice.decision.verdict == PASSIVE_STANDS)
        return true;
    if (q->choice.is_newborn != q->request->is_newborn)
        return FAIL(err, ERR_INVALID,
                    q->request->is_newborn ? "passive.not_newborn" : "passive.is_newborn", "%s",
                    "");
    return code == NULL || FAIL(err, ERR_CONFLICT, code, "%s", "");
}

/* A newborn's unit tells the mother's: whose identity is protected is opened, too. */
static bool open_mother(struct act *act, const struct asked *q, struct err *err)
{
    struct person_facts said;
    return q->choice.mother == 0 ||
           act_open_person(act, q->choice.mother, STR("mother"), &said, err);
}

static bool carry_out(struct act *act, struct asked *q, struct passive_answer *answer,
                      struct err *err)
{
    if (!choose(q, err))
        return act_abandon(act);
    if (q->choice.is_newborn == q->request->is_newborn && !open_mother(act, q, err))
        return false;
    if (!refuse(q, err))
        return act_refuse(act, err);
    bool is_listed = q->choice.decision.verdict == PASSIVE_LISTED;
    if (!(is_listed ? passive_write(act, &q->map, q->person, &q->choice, err)
                    : stands(q, answer, err)))
        return act_abandon(act);
    if (is_listed)
        *answer = listed(q);
    return act_answer(act, &ANSWER, answer, !is_listed, err);
}

bool passive_list(struct arena *a, struct instance *in, const struct passive_request *request,
                  struct passive_answer *out, struct err *err)
{
    struct asked q = {.arena = a, .in = in, .request = request};
    struct act act;
    struct passive_answer answer = {.is_repeat = false};
    struct person_facts said;
    enum party by;
    if (!read_asked(&q, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("list"), request, text_of(&q));
    /* Who chooses does not do it so; who works in a unit lists with any, for the area says which.
     */
    struct act_right right = {.parties = PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) |
                                         PARTIES(PARTY_ADMINISTRATOR),
                              .code = "actor.role",
                              .about = way(&q),
                              .in_own_unit = true};
    if (!act_begin(a, in, &options, &act, err) ||
        !act_allow(&act, q.person, &right, &by, &said, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &q, &answer, err)))
        return false;
    *out = answer;
    return true;
}
