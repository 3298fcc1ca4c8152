#include "service/message/message.h"

#include "service/act_answer.h"
#include "service/contact/block_facts.h"
#include "service/contact/contact_write.h"
#include "service/contact/requests.h"

bool message_add(struct act *act, const struct message *message, struct err *err)
{
    return message_insert(act->work.db, message, act->work.position, err);
}

bool message_add_unsaid(struct act *act, const struct message *message, struct err *err)
{
    bool is_last = false;
    return message_is_last(act->work.db, message, &is_last, err) &&
           (is_last || message_add(act, message, err));
}

bool message_told(struct act *act, const struct message *m, const struct message_telling *t,
                  struct err *err)
{
    unsigned informed = 0, steps = 0;
    bool names = m->kind == MESSAGE_CONTACT_ASSIGNED || m->kind == MESSAGE_CONTACT_MOVED ||
                 m->kind == MESSAGE_REQUEST_ASSIGNED;
    struct contact_informing i = {.person = m->person,
                                  .staff = m->staff,
                                  .unit = m->unit,
                                  .on = instance_today(act->in),
                                  .reader = t->reader};
    struct request_telling telling = {
        .person = m->person, .message = t->message, .reader = t->reader};
    return (!names || hsaid_str(&m->staff).len == 0 || contact_inform(act, &i, &informed, err)) &&
           request_told(act, &telling, &steps, err);
}

struct message_row message_copy(struct arena *a, const struct message_row *row)
{
    struct message_row copy = *row;
    copy.message.reason = str_copy(a, row->message.reason);
    copy.unit_name = str_copy(a, row->unit_name);
    copy.phone = str_copy(a, row->phone);
    copy.web = str_copy(a, row->web);
    copy.given_name = str_copy(a, row->given_name);
    copy.surname = str_copy(a, row->surname);
    return copy;
}

struct taking {
    struct arena *arena;
    const struct actor *actor;
    struct day today;
    struct block_list blocks;
    struct bag rows; /* struct message_row */
};

static bool take(void *state, const struct message_row *row, struct err *err)
{
    (void)err;
    struct taking *t = state;
    if (message_is_hidden(&row->message, t->blocks.at, t->blocks.count, t->actor, t->today))
        return true;
    struct message_row *kept = bag_add(&t->rows);
    *kept = message_copy(t->arena, row);
    if (kept->protected_staff) {
        kept->message.staff = (struct hsaid){{0}};
        kept->given_name = kept->surname = STR("");
    }
    return true;
}

/* It is refused as if there were none: who asks for a number learns nothing. But a child that asks
 * for its own is told that a guardian acts, as of the list. */
static bool refuse(struct act *act, int64_t person, struct err *err)
{
    bool is_young = false;
    if (!act_own_is_young(act, person, &is_young, err))
        return act_abandon(act);
    return is_young ? act_refuse(act, err) : ACT_REFUSE(act, "message.unknown", err);
}

static bool begin(struct arena *a, struct instance *in, const struct act_options *o,
                  struct act *act, struct err *err)
{
    return act_check_actor(a, in, &o->actor, err) && act_begin(a, in, o, act, err);
}

bool message_list(struct arena *a, struct instance *in, const struct message_ask *ask,
                  struct messages_shown *out, struct err *err)
{
    const struct act_options o = {.what = STR("message list"),
                                  .actor = ask->actor,
                                  .dry_run = ask->dry_run,
                                  .only_looks = true};
    const struct act_right right = {.parties = PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN) |
                                               PARTIES(PARTY_ADMINISTRATOR),
                                    .code = "message.party"};
    struct act act;
    struct person_facts facts;
    struct taking taking = {.arena = a,
                            .actor = &ask->actor,
                            .today = instance_today(in),
                            .rows = BAG_OPEN(a, struct message_row)};
    enum party party = PARTY_NONE;
    int64_t person = 0;
    if (!act_find_person(in, o.what, &ask->actor, ask->person, &person, err) ||
        !begin(a, in, &o, &act, err) || !act_allow(&act, person, &right, &party, &facts, err))
        return false;
    const struct message_to to = {person, ask->actor.person};
    if (!block_now(a, in, person, &taking.blocks, err) ||
        !message_each_of(act.work.db, &to, (struct message_reader){&taking, take}, err))
        return act_abandon(&act);
    if (!act_look(&act, err))
        return false;
    const struct block_list *b = &taking.blocks;
    *out = (struct messages_shown){taking.rows,
                                   block_hides_any(b->at, b->count, &ask->actor, taking.today)};
    return true;
}

/* The person, or a guardian to whom it is not hidden. */
static bool may_read(struct act *act, const struct message *m, enum party party, bool *may,
                     struct err *err)
{
    struct block_list blocks;
    *may = party_in(party, PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN));
    if (!*may)
        return true;
    if (!block_now(act->arena, act->in, m->person, &blocks, err))
        return false;
    *may = !message_is_hidden(m, blocks.at, blocks.count, &act->options.actor,
                              instance_today(act->in));
    return true;
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct message_seen, is_already, "already"),
};
static const struct act_form ANSWER = ACT_FORM(struct message_seen, KEPT);

static bool see(struct act *act, const struct message_telling *t, const struct message_whose *whose,
                struct message_seen *answer, struct err *err)
{
    answer->is_already = whose->is_seen;
    if (whose->is_seen)
        return act_answer(act, &ANSWER, answer, true, err);
    if (message_see(act->work.db, t->message, act->options.actor.person, act->work.position, err) &&
        message_told(act, &whose->message, t, err))
        return act_answer(act, &ANSWER, answer, false, err);
    return act_abandon(act);
}

bool message_seen(struct arena *a, struct instance *in, int64_t id, const struct message_ask *ask,
                  struct message_seen *out, struct err *err)
{
    struct str asked = str_fmt(a, "message seen %.*s %lld", STR_FMT(ask->actor.id), (long long)id);
    const struct act_options o = ACT_OPTIONS(STR("message seen"), ask, asked);
    struct message_seen answer = {.is_repeat = false};
    struct act act;
    struct message_whose whose;
    struct person_facts facts;
    enum party party = PARTY_NONE;
    bool may = false;
    if (!begin(a, in, &o, &act, err))
        return false;
    if (!message_whose(act.work.db, id, ask->actor.person, &whose, err) ||
        (whose.message.person != 0 && !act_party(&act, whose.message.person, NULL, &party, err)) ||
        !may_read(&act, &whose.message, party, &may, err))
        return act_abandon(&act);
    /* A number that no message has may be a person's that was written in its place. */
    struct str about =
        whose.message.person != 0 ? str_fmt(a, "message=%lld", (long long)id) : STR("");
    if (!may) {
        act_note(&act, whose.message.person, about);
        return refuse(&act, whose.message.person, err);
    }
    if (!act_open_person(&act, whose.message.person, about, &facts, err))
        return false;
    struct message_telling telling = {id, party};
    if (!(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : see(&act, &telling, &whose, &answer, err)))
        return false;
    *out = answer;
    return true;
}
