#include "service/contact/contact_acts.h"

#include "core/utf8.h"
#include "domain/gone.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/contact/block_facts.h"
#include "service/contact/contact_end.h"
#include "service/contact/requests.h"
#include "service/message/message.h"
#include "store/opt_out_store.h"

enum { REASON_MOST = 200, YEAR = 366 };

/* What is asked, read and known. */
struct asked {
    struct arena *arena;
    const struct contact_acting *as;
    const char *verb; /* what of it: "end" */
    bool (*decide)(struct act *act, struct asked *q, struct contact_acted *out, struct err *err);
    int64_t person;
    struct person_facts stated;
    struct day from;
    const char *right;  /* how another resident is refused */
    struct hsaid staff; /* text[0] == 0: not said */
    struct bag open;    /* struct contact_open: on the day or later */
};

static const struct act_field KEPT[] = {
    ACT_FIELD(struct contact_acted, is_already, "already"),
    ACT_FIELD(struct contact_acted, staff, "staff"),
    ACT_FIELD(struct contact_acted, unit, "unit"),
    ACT_FIELD(struct contact_acted, from, "from"),
    ACT_FIELD(struct contact_acted, is_again, "is_again"),
    ACT_FIELD(struct contact_acted, again, "again"),
    ACT_FIELD(struct contact_acted, again_at, "again_at"),
};
static const struct act_form ANSWER = ACT_FORM(struct contact_acted, KEPT);

/* ---- one act ---- */

BAG_TAKE(take_open, struct contact_open)

static bool read_asked(struct instance *in, struct asked *q, struct err *err)
{
    const struct contact_acting *as = q->as;
    struct day today = instance_today(in);
    q->from = day_is_none(as->from) ? today : as->from;
    int32_t away = q->from.n - today.n;
    if (away > YEAR || away < -YEAR)
        return FAIL(err, ERR_INVALID, "assign.day_far", "%s", "");
    return (as->staff.len == 0 || hsaid_parse(as->staff, &q->staff, err)) &&
           act_check_actor(q->arena, in, &as->actor, err) &&
           act_find_person(in, STR("assign"), &as->actor, as->person, &q->person, err);
}

static struct str text_of(const struct asked *q)
{
    char day[DAY_TEXT];
    const struct contact_acting *as = q->as;
    return str_fmt(
        q->arena, "assign %s %.*s %lld %d %.*s %.*s %.*s", q->verb, STR_FMT(as->actor.id),
        (long long)q->person, (int)as->kind, STR_FMT(hsaid_str(&q->staff)),
        STR_FMT(day_is_none(as->from) ? STR("-") : day_format(as->from, day)), STR_FMT(as->reason));
}

/* Those at a unit that the person has blocked to the actor are to the actor not there. */
static bool leave_out_blocked(struct act *act, struct asked *q, struct err *err)
{
    struct block_list blocks;
    size_t kept = 0;
    if (!block_now(act->arena, act->in, q->person, &blocks, err))
        return false;
    for (size_t i = 0; i < q->open.count; i++) {
        const struct contact_open *row = bag_at(&q->open, i);
        if (!block_hides(blocks.at, blocks.count, &row->now.unit, &q->as->actor,
                         instance_today(act->in)))
            *(struct contact_open *)bag_at(&q->open, kept++) = *row;
    }
    q->open.count = kept;
    return true;
}

/* Who did not say which member of staff, and is not their patient, may not know them; nor who may
 * not see what is blocked. */
static bool hide(const struct asked *q, struct instance *in, struct contact_acted *out,
                 struct err *err)
{
    struct block_list blocks;
    const struct actor *actor = &q->as->actor;
    struct day today = instance_today(in);
    if (!block_now(q->arena, in, q->person, &blocks, err))
        return false;
    if (block_hides(blocks.at, blocks.count, &out->unit, actor, today))
        out->staff = out->unit = (struct hsaid){{0}};
    if (block_hides(blocks.at, blocks.count, &out->again_at, actor, today))
        out->again = out->again_at = (struct hsaid){{0}};
    return actor->person != 0 ||
           ((q->staff.text[0] || act_hide_staff(q->arena, in, actor, &out->staff, err)) &&
            act_hide_staff(q->arena, in, actor, &out->again, err));
}

/* What the person has on the day or later, as far as the actor may know it. */
static bool read_open(struct act *act, struct asked *q, struct day on, struct err *err)
{
    q->open = (struct bag)BAG_OPEN(act->arena, struct contact_open);
    return named_contact_open_of(act->work.db, q->person, on,
                                 (struct contact_open_reader){&q->open, take_open}, err) &&
           leave_out_blocked(act, q, err);
}

static bool carry_out(struct act *act, struct asked *q, struct contact_acted *answer,
                      struct err *err)
{
    if (!read_open(act, q, q->from, err))
        return act_abandon(act);
    answer->from = q->from;
    if (!q->decide(act, q, answer, err))
        return false;
    return act_answer(act, &ANSWER, answer, answer->is_already, err);
}

static bool run(struct asked *q, struct instance *in, struct contact_acted *out, struct err *err)
{
    struct contact_acted answer = {.is_repeat = false};
    struct act act;
    if (!read_asked(in, q, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("assign"), q->as, text_of(q));
    struct str about = str_fmt(q->arena, "%s kind=%d", q->verb, (int)q->as->kind);
    if (!act_begin(q->arena, in, &options, &act, err) ||
        !act_allow_own(&act, q->person, q->right, about, &q->stated, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, q, &answer, err)))
        return false;
    /* Where it cannot be read who may know, what was done is done, and told without them. */
    struct err unread = {0};
    if (!hide(q, in, &answer, &unread))
        answer.staff = answer.unit = answer.again = answer.again_at = (struct hsaid){{0}};
    *out = answer;
    return true;
}

/* ---- a contact that the person has ---- */

static bool is_meant(const struct asked *q, const struct contact_open *row)
{
    return row->now.kind == q->as->kind &&
           (!q->staff.text[0] || hsaid_eq(&row->now.staff, &q->staff));
}

/* May the actor say something of one who works at the unit? */
static bool may_say_at(struct act *act, const struct asked *q, const struct hsaid *unit, bool *out,
                       struct err *err)
{
    enum party by = PARTY_NONE;
    if (!act_party(act, q->person, unit->text[0] ? unit : NULL, &by, err))
        return false;
    *out = assign_may_say(q->as->kind, by);
    return true;
}

/* Of any of those that are meant; where there is none, of one where the person is listed: others
 * are not told whether there is one. */
static bool may_say(struct act *act, const struct asked *q, bool *out, struct err *err)
{
    struct contact_facts f = {act->arena, act->in, q->from};
    struct assign_person person;
    struct contact_about about;
    bool is_any = false;
    *out = false;
    for (size_t i = 0; i < q->open.count && !*out; i++) {
        const struct contact_open *row = bag_at(&q->open, i);
        if (!is_meant(q, row))
            continue;
        is_any = true;
        if (!may_say_at(act, q, &row->now.unit, out, err))
            return false;
    }
    return is_any || (contact_facts_person(&f, q->person, &person, &about, err) &&
                      may_say_at(act, q, &person.unit, out, err));
}

/* The contact that is meant, which the actor may say something of. */
static bool find_meant(struct act *act, struct asked *q, const struct contact_open **out,
                       struct err *err)
{
    const struct contact_open *found = NULL;
    bool may = false, is_one = true;
    for (size_t i = 0; i < q->open.count; i++) {
        const struct contact_open *row = bag_at(&q->open, i);
        if (!is_meant(q, row))
            continue;
        is_one = is_one && (!found || hsaid_eq(&found->now.staff, &row->now.staff));
        found = found ? found : row;
    }
    if (!may_say(act, q, &may, err))
        return act_abandon(act);
    if (!may)
        return ACT_REFUSE(act, "assign.right", err);
    if (!is_one)
        return ACT_REFUSE(act, "assign.which", err);
    if (!found)
        return ACT_REFUSE(act, "assign.none_such", err);
    *out = found;
    return true;
}

static bool is_any_meant(const struct asked *q)
{
    for (size_t i = 0; i < q->open.count; i++)
        if (is_meant(q, bag_at(&q->open, i)))
            return true;
    return false;
}

/* Where none that is meant reaches to the day, one that ends on the day before does so already, and
 * one who was named and has been taken back. */
static bool find_ended(struct act *act, struct asked *q, bool *is_already, struct err *err)
{
    struct contact_open gone = {.informed_on = DAY_NONE};
    struct contact_sought of = {q->person, q->as->kind, q->staff, q->from};
    if (is_any_meant(q))
        return true;
    *is_already = true;
    if (!read_open(act, q, (struct day){q->from.n - 1}, err))
        return false;
    if (!q->staff.text[0] || is_any_meant(q))
        return true;
    if (!named_contact_never_began(act->work.db, &of, &gone.now, err))
        return false;
    if (gone.now.row != 0)
        *(struct contact_open *)bag_add(&q->open) = gone;
    return leave_out_blocked(act, q, err);
}

/* Without a name nobody knows whom of two is meant: said twice, it would end who came back by the
 * first. */
static bool gives_back(struct act *act, const struct asked *q, const struct contact_now *meant,
                       bool *out, struct err *err)
{
    struct contact_was former = {.stated = 0};
    bool is_asked = !q->staff.text[0] && meant->kind == KIND_DOCTOR && q->from.n <= meant->from.n;
    if (is_asked && !named_contact_replaced(act->work.db, q->person, meant->from,
                                            act->work.position, &former, err))
        return false;
    *out = former.stated != 0;
    return true;
}

BAG_TAKE(take_doctor, struct contact_now)

/* The contact, and of a named doctor who is said twice, from two days, both. */
static bool each_said(struct act *act, const struct asked *q, const struct contact_now *meant,
                      struct bag *out, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    if (meant->kind != KIND_DOCTOR) {
        *(struct contact_now *)bag_add(out) = *meant;
        return true;
    }
    if (!named_contact_doctors_from(act->work.db, q->person, q->from,
                                    (struct contact_now_reader){&rows, take_doctor}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *row = bag_at(&rows, i);
        if (hsaid_eq(&row->staff, &meant->staff) && hsaid_eq(&row->unit, &meant->unit))
            *(struct contact_now *)bag_add(out) = *row;
    }
    return true;
}

/* All end first: who stands again for one of them would end for the next. */
static bool end_each(struct act *act, const struct asked *q, const struct bag *rows,
                     struct contact_now *former, struct err *err)
{
    struct contact_closing closing = {
        .person = q->person, .last = {q->from.n - 1}, .reason = q->as->reason};
    for (size_t i = 0; i < rows->count; i++) {
        closing.contact = bag_at(rows, i);
        if (!contact_close(act, &closing, err))
            return false;
    }
    for (size_t i = 0; i < rows->count; i++) {
        const struct contact_now *row = bag_at(rows, i);
        bool never_begins = row->kind == KIND_DOCTOR && q->from.n <= row->from.n;
        struct contact_now again = {.row = 0};
        if (never_begins && !contact_former_anew(act, q->person, row->from, &again, err))
            return false;
        if (former->row == 0)
            *former = again;
    }
    return true;
}

static bool decide_end(struct act *act, struct asked *q, struct contact_acted *out, struct err *err)
{
    const struct contact_open *meant = NULL;
    if (!find_ended(act, q, &out->is_already, err))
        return act_abandon(act);
    if (!find_meant(act, q, &meant, err))
        return false;
    out->staff = meant->now.staff;
    out->unit = meant->now.unit;
    if (out->is_already)
        return true;
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    struct contact_now former = {.row = 0};
    bool is_one_of_two = false;
    if (!gives_back(act, q, &meant->now, &is_one_of_two, err))
        return act_abandon(act);
    if (is_one_of_two)
        return ACT_REFUSE(act, "assign.which", err);
    if (!each_said(act, q, &meant->now, &rows, err))
        return act_abandon(act);
    if (!end_each(act, q, &rows, &former, err))
        return act_abandon(act);
    out->is_again = former.row != 0;
    out->again = former.staff;
    out->again_at = former.unit;
    return true;
}

bool contact_acts_end(struct arena *a, struct instance *in, const struct contact_acting *asked,
                      struct contact_acted *out, struct err *err)
{
    struct asked q = {
        .arena = a, .as = asked, .verb = "end", .right = "assign.right", .decide = decide_end};
    if (!utf8_is_line(asked->reason, REASON_MOST))
        return FAIL(err, ERR_INVALID, "assign.reason", "%s", "");
    return run(&q, in, out, err);
}

static bool decide_inform(struct act *act, struct asked *q, struct contact_acted *out,
                          struct err *err)
{
    const struct contact_open *meant = NULL;
    unsigned informed = 0;
    if (!find_meant(act, q, &meant, err))
        return false;
    struct contact_informing informing = {
        .person = q->person, .staff = meant->now.staff, .unit = meant->now.unit, .on = q->from};
    if (!contact_inform(act, &informing, &informed, err))
        return act_abandon(act);
    out->is_already = informed == 0;
    out->staff = meant->now.staff;
    out->unit = meant->now.unit;
    if (out->is_already)
        out->from = meant->informed_on;
    return true;
}

bool contact_acts_inform(struct arena *a, struct instance *in, const struct contact_acting *asked,
                         struct contact_acted *out, struct err *err)
{
    struct asked q = {.arena = a,
                      .as = asked,
                      .verb = "inform",
                      .right = "assign.right",
                      .decide = decide_inform};
    return run(&q, in, out, err);
}

/* ---- with or without a named doctor ---- */

/* Who would have them, or was to: of those that are in effect from the day on. */
struct leaving {
    struct bag open; /* struct contact_open */
    struct bag told; /* struct contact_now */
};

static bool is_told_of(const struct leaving *l, const struct contact_now *row)
{
    bool is_open = false, is_said = false;
    for (size_t i = 0; i < l->open.count; i++)
        is_open |= ((const struct contact_open *)bag_at(&l->open, i))->now.row == row->row;
    for (size_t i = 0; i < l->told.count; i++) { /* one may be said from two days */
        const struct contact_now *told = bag_at(&l->told, i);
        is_said |= hsaid_eq(&told->staff, &row->staff) && hsaid_eq(&told->unit, &row->unit);
    }
    return is_open && !is_said;
}

/* Who was to begin later does not: that is said of their first day. */
static bool leave(struct act *act, struct leaving *l, int64_t person, const struct contact_now *row,
                  struct day from, struct err *err)
{
    struct contact_ending ends = {row->row, {from.n - 1}, END_OPTED_OUT};
    struct message message = {.person = person,
                              .kind = MESSAGE_CONTACT_ENDED,
                              .unit = row->unit,
                              .staff = row->staff,
                              .from = row->from.n > from.n ? row->from : from};
    if (!named_contact_end(act->work.db, row, &ends, act->work.position, err))
        return false;
    if (!is_told_of(l, row))
        return true;
    *(struct contact_now *)bag_add(&l->told) = *row;
    return message_add(act, &message, err);
}

/* Those at units where the person is not listed end too, or they would come back with the person.
 * Of those nobody is told. */
static bool end_doctors(struct act *act, const struct assign_person *p, struct day from,
                        struct contact_acted *out, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    struct leaving l = {BAG_OPEN(act->arena, struct contact_open),
                        BAG_OPEN(act->arena, struct contact_now)};
    if (!named_contact_doctors_from(act->work.db, p->person, from,
                                    (struct contact_now_reader){&rows, take_doctor}, err) ||
        !named_contact_open_of(act->work.db, p->person, from,
                               (struct contact_open_reader){&l.open, take_open}, err) ||
        !act_touch(act, p->person, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!leave(act, &l, p->person, bag_at(&rows, i), from, err))
            return false;
    if (l.told.count > 0) { /* by their first days: who is active, else who was to be */
        const struct contact_now *first = bag_at(&l.told, 0);
        out->staff = first->staff;
        out->unit = first->unit;
    }
    return true;
}

/* Who wants one from the day on takes back that they would be without later, too. */
static bool is_out(struct act *act, const struct asked *q, bool out_of,
                   const struct assign_person *p, bool *out, struct err *err)
{
    struct day today = instance_today(act->in), first = DAY_NONE;
    *out = p->has_opted_out;
    if (*out || out_of)
        return true;
    if (!opt_out_first(act->work.db, q->person, q->from.n > today.n ? q->from : today, &first, err))
        return false;
    *out = !day_is_none(first);
    return true;
}

static bool opt(struct act *act, struct asked *q, bool out_of, struct contact_acted *out,
                struct err *err)
{
    struct contact_facts f = {act->arena, act->in, q->from};
    struct assign_person p;
    struct contact_about about;
    enum party by = PARTY_NONE;
    bool out_now = false;
    if (!contact_facts_person(&f, q->person, &p, &about, err) ||
        !is_out(act, q, out_of, &p, &out_now, err) ||
        !act_party(act, q->person, p.unit.text[0] ? &p.unit : NULL, &by, err))
        return act_abandon(act);
    enum opt_verdict verdict = opt_decide(&act->in->region.rules, out_now, out_of, by);
    if (verdict > OPT_ALREADY)
        return ACT_REFUSE(act, opt_code(verdict), err);
    const char *gone = gone_code(GONE_OPTING, q->stated.reason, q->stated.deregistered_on, q->from);
    if (gone)
        return ACT_REFUSE(act, gone, err);
    out->is_already = verdict == OPT_ALREADY;
    if (out->is_already && out_of)
        return opt_out_first(act->work.db, q->person, q->from, &out->from, err) || act_abandon(act);
    if (out->is_already)
        return true;
    int64_t position = act->work.position;
    bool done = out_of ? opt_out_state(act->work.db, about.identifier, q->from, position, err) &&
                             end_doctors(act, &p, q->from, out, err) &&
                             request_withdraw_of(act, q->person, by, err)
                       : opt_out_end(act->work.db, q->person, q->from, position, err);
    return done || act_abandon(act);
}

static bool decide_out(struct act *act, struct asked *q, struct contact_acted *out, struct err *err)
{
    return opt(act, q, true, out, err);
}

static bool decide_in(struct act *act, struct asked *q, struct contact_acted *out, struct err *err)
{
    return opt(act, q, false, out, err);
}

bool contact_acts_opt_out(struct arena *a, struct instance *in, const struct contact_acting *asked,
                          struct contact_acted *out, struct err *err)
{
    struct asked q = {
        .arena = a, .as = asked, .verb = "opt-out", .right = "opt.right", .decide = decide_out};
    return run(&q, in, out, err);
}

bool contact_acts_opt_in(struct arena *a, struct instance *in, const struct contact_acting *asked,
                         struct contact_acted *out, struct err *err)
{
    struct asked q = {
        .arena = a, .as = asked, .verb = "opt-in", .right = "opt.right", .decide = decide_in};
    return run(&q, in, out, err);
}
