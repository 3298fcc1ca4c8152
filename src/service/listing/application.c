#include "service/listing/application.h"

#include "core/utf8.h"
#include "domain/gone.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/message/message.h"
#include "store/application_store.h"

enum { REASON_MOST = 200 };

static bool deny(struct act *act, int64_t person, struct err *err)
{
    act_note(act, person, STR(""));
    return ACT_REFUSE(act, "application.party", err);
}

static bool is_gone(struct act *act, enum gone_about what, const struct person_facts *p,
                    struct err *err)
{
    const char *gone = gone_code(what, p->reason, p->deregistered_on, instance_today(act->in));
    if (!gone)
        return false;
    (void)FAIL(err, ERR_CONFLICT, gone, "%s", "");
    (void)act_refuse(act, err);
    return true;
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct application_answer, id, "application"),
    ACT_FIELD(struct application_answer, is_already, "already"),
};
static const struct act_form ANSWER = ACT_FORM(struct application_answer, KEPT);

/* An answer was once kept as the number alone. */
static bool repeat(struct act *act, struct application_answer *out, struct err *err)
{
    struct application_answer answer = {.id = 0};
    if (str_to_i64(act->answer, &answer.id))
        answer.is_repeat = true;
    else if (!act_answer_read(act->arena, act->answer, &ANSWER, &answer, err))
        return act_abandon(act);
    *out = answer;
    return act_look(act, err);
}

/* ---- applying ---- */

static bool apply(struct act *act, int64_t person, struct str reason,
                  struct application_answer *out, struct err *err)
{
    struct person_facts stated;
    struct application_now open;
    struct application_answer answer = {.is_repeat = false};
    if (!act_open_person(act, person, STR(""), &stated, err))
        return false;
    if (act->is_repeat)
        return repeat(act, out, err);
    if (is_gone(act, GONE_APPLYING, &stated, err))
        return false;
    if (!application_open_of(act->in->db, act->arena, person, &open, err))
        return act_abandon(act);
    answer.id = open.id;
    answer.is_already = open.id != 0;
    if (!answer.is_already && !application_insert(act->work.db, stated.identifier, reason,
                                                  act->work.position, &answer.id, err))
        return act_abandon(act);
    if (!act_answer(act, &ANSWER, &answer, answer.is_already, err))
        return false;
    *out = answer;
    return true;
}

/* Who takes in a form does so in their unit, whichever that is. */
static bool may_apply(struct act *act, int64_t person, bool *out, struct err *err)
{
    struct hsaid unit;
    enum party party;
    const unsigned all = PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN) | PARTIES(PARTY_STAFF) |
                         PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR);
    bool has_unit = act->options.actor.unit.len > 0;
    if ((has_unit && !hsaid_parse(act->options.actor.unit, &unit, err)) ||
        !act_party(act, person, has_unit ? &unit : NULL, &party, err))
        return false;
    *out = party_in(party, all);
    return true;
}

bool application_apply(struct arena *a, struct instance *in, const struct application_asked *asked,
                       struct application_answer *out, struct err *err)
{
    struct act act;
    int64_t person = 0;
    bool may = false;
    if (!utf8_is_line(asked->reason, REASON_MOST))
        return FAIL(err, ERR_INVALID, "application.reason", "%s", "");
    if (!act_check_actor(a, in, &asked->actor, err) ||
        !act_find_person(in, STR("application"), &asked->actor, asked->person, &person, err))
        return false;
    struct act_options options =
        ACT_OPTIONS(STR("application"), asked,
                    str_fmt(a, "application %.*s %lld %.*s", STR_FMT(asked->actor.id),
                            (long long)person, STR_FMT(asked->reason)));
    if (!act_begin(a, in, &options, &act, err))
        return false;
    if (!may_apply(&act, person, &may, err))
        return act_abandon(&act);
    return may ? apply(&act, person, asked->reason, out, err) : deny(&act, person, err);
}

/* ---- deciding ---- */

static bool decide(struct act *act, const struct application_asked *q,
                   const struct application_now *row, struct err *err)
{
    struct message m = {.person = row->person,
                        .kind =
                            q->granted ? MESSAGE_APPLICATION_GRANTED : MESSAGE_APPLICATION_REFUSED,
                        .from = instance_today(act->in),
                        .reason = q->decision};
    return application_decide(act->work.db, row->id, q->granted, q->decision, act->work.position,
                              err) &&
           message_add(act, &m, err);
}

/* The next change is one: another application of theirs that was granted and is not used is for it.
 * False: it is refused, or failed. */
static bool may_grant(struct act *act, const struct application_now *row,
                      const struct person_facts *stated, struct err *err)
{
    struct application_now other;
    if (is_gone(act, GONE_GRANTING, stated, err))
        return false;
    struct day tomorrow = {instance_today(act->in).n + 1}; /* a plan may give its own back */
    if (!application_granted_of(act->in->db, act->arena, row->person, tomorrow, &other, err))
        return act_abandon(act);
    if (other.id == 0)
        return true;
    (void)FAIL(err, ERR_CONFLICT, "application.granted", "%lld", (long long)other.id);
    return act_refuse(act, err);
}

static bool settle(struct act *act, const struct application_asked *q,
                   struct application_answer *out, struct err *err)
{
    struct application_now row;
    struct person_facts stated;
    enum party party = PARTY_NONE;
    struct str about = str_fmt(act->arena, "application=%lld", (long long)q->id);
    if (!application_by_id(act->in->db, act->arena, q->id, &row, err) ||
        !act_party(act, row.person, NULL, &party, err))
        return act_abandon(act);
    if (party != PARTY_ADMINISTRATOR)
        return deny(act, row.person, err);
    if (!act_open_person(act, row.person, about, &stated, err))
        return false;
    if (act->is_repeat)
        return repeat(act, out, err);
    struct application_answer answer = {.id = row.id, .is_already = row.is_decided};
    if (answer.is_already && row.is_granted != q->granted) {
        (void)FAIL(err, ERR_CONFLICT, "application.decided", "%lld", (long long)row.id);
        return act_refuse(act, err);
    }
    if (!row.is_decided && q->granted && !may_grant(act, &row, &stated, err))
        return false;
    if (!row.is_decided && !decide(act, q, &row, err))
        return act_abandon(act);
    if (!act_answer(act, &ANSWER, &answer, answer.is_already, err))
        return false;
    *out = answer;
    return true;
}

bool application_settle(struct arena *a, struct instance *in, const struct application_asked *q,
                        struct application_answer *out, struct err *err)
{
    struct act act;
    if ((!q->granted || q->decision.len > 0) && !utf8_is_line(q->decision, REASON_MOST))
        return FAIL(err, ERR_INVALID, "application.reason", "%s", "");
    if (!act_check_actor(a, in, &q->actor, err))
        return false;
    struct act_options options =
        ACT_OPTIONS(STR("decide"), q,
                    str_fmt(a, "decide %.*s %lld %s %.*s", STR_FMT(q->actor.id), (long long)q->id,
                            q->granted ? "grant" : "refuse", STR_FMT(q->decision)));
    return act_begin(a, in, &options, &act, err) && settle(&act, q, out, err);
}
