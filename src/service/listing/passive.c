#include "service/listing/passive.h"

#include "core/json_in.h"
#include "service/act_about.h"
#include "service/listing/passive_write.h"

struct asked {
    struct arena *arena;
    struct instance *in;
    const struct passive_request *request;
    int64_t person;
    struct passive_choice choice;
};

static bool read_asked(struct asked *q, struct err *err)
{
    const struct passive_request *r = q->request;
    if (q->in->region.rules.listing_on == LISTING_ON_DOCTOR)
        return FAIL(err, ERR_INVALID, "listing.on_doctor", "%s", "");
    return act_check_actor(q->arena, q->in, &r->actor, err) &&
           act_find_person(q->in, STR("list"), &r->actor, r->person, &q->person, err);
}

static struct str way(const struct asked *q)
{
    return q->request->is_newborn ? STR("newborn") : STR("by-area");
}

static struct str text_of(const struct asked *q)
{
    return str_fmt(q->arena, "list %.*s %lld %.*s", STR_FMT(q->request->actor.id),
                   (long long)q->person, STR_FMT(way(q)));
}

/* ---- the answer ---- */

static bool stands(const struct asked *q, struct passive_answer *out, struct err *err)
{
    const struct passive_choice *c = &q->choice;
    const struct listing_past *last = c->past_count > 0 ? &c->past[c->past_count - 1] : NULL;
    struct passive_answer answer = {.is_already = true, .from = DAY_NONE};
    if (last) {
        answer.from = last->from;
        answer.basis = last->unit > 0 ? vocab_word(&VOCAB_BASIS, last->basis) : STR("");
        if (last->unit > 0 &&
            !unit_called(q->in->db, q->arena, last->unit, &answer.unit, &answer.name, err))
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

static struct str answer_text(struct arena *a, const struct passive_answer *answer)
{
    struct sb out = sb_open(a, 160);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_str(&j, "unit", answer->unit);
    json_key_str(&j, "name", answer->name);
    json_key_day(&j, "from", answer->from);
    json_key_str(&j, "basis", answer->basis);
    json_key_bool(&j, "near", answer->is_near);
    json_object_end(&j);
    return sb_str(&out);
}

static bool read_answer(const struct asked *q, struct str text, struct passive_answer *out,
                        struct err *err)
{
    const struct json_in *root = NULL;
    struct passive_answer answer = {.is_repeat = true};
    if (!json_in_parse(q->arena, text, &root, err) ||
        !day_parse(json_in_get(root, "from")->text, &answer.from, err))
        return false;
    answer.unit = json_in_get(root, "unit")->text;
    answer.name = json_in_get(root, "name")->text;
    answer.basis = json_in_get(root, "basis")->text;
    answer.is_near = json_in_get(root, "near")->kind == JSON_IN_TRUE;
    *out = answer;
    return true;
}

/* ---- what is done ---- */

static bool choose(struct asked *q, struct err *err)
{
    struct passive_map map;
    return passive_map_read(q->arena, q->in, &map, err) &&
           passive_choose(q->arena, q->in, &map, q->person, &q->choice, err);
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

static bool carry_out(struct act *act, struct asked *q, struct passive_answer *out, struct err *err)
{
    struct passive_answer answer = {.is_already = false};
    if (!choose(q, err))
        return act_abandon(act);
    if (!refuse(q, err))
        return act_refuse(act, err);
    bool is_listed = q->choice.decision.verdict == PASSIVE_LISTED;
    bool good =
        is_listed ? passive_write(act, q->person, &q->choice, err) : stands(q, &answer, err);
    if (!good)
        return act_abandon(act);
    if (is_listed)
        answer = listed(q);
    if (!(is_listed ? act_end(act, answer_text(q->arena, &answer), err) : act_look(act, err)))
        return false;
    *out = answer;
    return true;
}

bool passive_list(struct arena *a, struct instance *in, const struct passive_request *request,
                  struct passive_answer *out, struct err *err)
{
    struct asked q = {.arena = a, .in = in, .request = request};
    struct act act;
    struct person_facts said;
    enum party by;
    if (!read_asked(&q, err))
        return false;
    struct act_options options = {.what = STR("list"),
                                  .actor = request->actor,
                                  .key = request->key,
                                  .asked = text_of(&q),
                                  .dry_run = request->dry_run};
    /* Who chooses does not do it so; who works in a unit lists with any, for the area says which.
     */
    struct act_right right = {.parties = PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) |
                                         PARTIES(PARTY_ADMINISTRATOR),
                              .code = "actor.role",
                              .about = way(&q),
                              .in_own_unit = true};
    if (!act_begin(a, in, &options, &act, err) ||
        !act_allow(&act, q.person, &right, &by, &said, err))
        return false;
    if (act.is_repeat)
        return act_look(&act, err) && read_answer(&q, act.answer, out, err);
    return carry_out(&act, &q, out, err);
}
