#include "service/contact/assign.h"

#include "core/utf8.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/contact/assign_answer.h"
#include "service/contact/assign_filter.h"
#include "service/contact/block_facts.h"
#include "service/contact/contact_write.h"
#include "service/contact/requests.h"

#include <string.h>

enum { REASON_MOST = 200, YEAR = 366 };

/* What is asked, read and known. */
struct asked {
    struct arena *arena;
    struct instance *in;
    const struct assigning *as;
    struct day from;
    struct hsaid staff;
    struct assign_filter filter;
    int64_t *key;                /* of the persons who were named */
    struct act_unit unit, among; /* where the contact is; where the filter looks, if it says */
    int64_t staff_id;
    struct assign_staff facts;
    struct contact_persons persons; /* those who may be looked at */
    enum party *by;                 /* the actor, to each of them */
    size_t hidden;
    bool is_blocked;     /* the one who was named: to the actor, at the unit */
    bool leaves_blocked; /* a filter: somebody who has blocked something to the actor */
};

static const struct str ASSIGN = STR_INIT("assign");

static struct contact_facts facts_of(const struct asked *q)
{
    return (struct contact_facts){q->arena, q->in, q->from};
}

/* ---- what is asked ---- */

/* Of several persons it is said which one: its number, or the line of the list. */
static bool say_which(const struct assigning *as, size_t i, struct err *err)
{
    struct err was = *err;
    if (as->persons < 2 || was.detail[0] != 0)
        return false;
    *err = (struct err){.kind = ERR_NONE};
    if (as->list.len > 0)
        return FAIL(err, was.kind, was.code, "%.*s:%zu", STR_FMT(as->list),
                    as->line ? as->line[i] : i + 1);
    return FAIL(err, was.kind, was.code, "#%zu", i + 1);
}

static bool find_persons(struct asked *q, struct err *err)
{
    const struct assigning *as = q->as;
    q->key = ARENA_NEW(q->arena, int64_t, as->persons + 1);
    for (size_t i = 0; i < as->persons; i++)
        if (!act_find_person(q->in, ASSIGN, &as->actor, as->written[i], &q->key[i], err))
            return say_which(as, i, err);
    return true;
}

static bool read_asked(struct asked *q, struct err *err)
{
    const struct assigning *as = q->as;
    struct day today = instance_today(q->in);
    q->from = day_is_none(as->from) ? today : as->from;
    int32_t away = q->from.n - today.n;
    if (as->override.len > 0 && !utf8_is_line(as->override, REASON_MOST))
        return FAIL(err, ERR_INVALID, "assign.reason", "%s", "");
    if (away > YEAR || away < -YEAR)
        return FAIL(err, ERR_INVALID, "assign.day_far", "%s", "");
    if (as->actor.person != 0) {
        (void)access_log_refuse(q->in, &as->actor, ASSIGN, "assign.right", err);
        return false; /* as a linter sees it, too */
    }
    if (!act_check_actor(q->arena, q->in, &as->actor, err) ||
        !hsaid_parse(as->staff, &q->staff, err) ||
        (as->where.len > 0 && !assign_filter_parse(as->where, &q->filter, err)))
        return false;
    if ((as->unit.len > 0 && !act_find_unit(q->arena, q->in, as->unit, &q->unit, err)) ||
        (q->filter.unit.len > 0 && !act_find_unit(q->arena, q->in, q->filter.unit, &q->among, err)))
        return false;
    if (as->unit.len == 0)
        q->unit = q->among;
    return find_persons(q, err);
}

/* The same thing asked again by the same actor has the same text. */
static struct str text_of(const struct asked *q)
{
    char day[DAY_TEXT];
    const struct assigning *as = q->as;
    struct sb out = sb_open(q->arena, 256);
    sb_fmt(&out, "assign %.*s %d %.*s %d %.*s %.*s %.*s %.*s", STR_FMT(as->actor.id),
           as->actor.opens_protected, STR_FMT(hsaid_str(&q->staff)), (int)as->kind,
           STR_FMT(hsaid_str(&q->unit.id)),
           STR_FMT(day_is_none(as->from) ? STR("-") : day_format(as->from, day)),
           STR_FMT(as->where), STR_FMT(as->override));
    for (size_t i = 0; i < as->persons; i++)
        sb_fmt(&out, " %lld", (long long)q->key[i]);
    return sb_str(&out);
}

/* ---- what is so ---- */

/* Where the member works on the day, if that is one unit. */
static bool only_unit(const struct asked *q, const struct doctor_facts *doctor, struct hsaid *out)
{
    unsigned count = 0;
    for (size_t i = 0; i < doctor->positions; i++) {
        const struct hsaid *unit = &doctor->position[i].unit;
        if (doctor_position(doctor, unit, q->from) == &doctor->position[i]) {
            *out = *unit;
            count++;
        }
    }
    return count == 1;
}

/* Where somebody with a protected identity works, and who their patients are, is for who has the
 * right. */
static bool allow_staff(struct act *act, const struct asked *q, struct err *err)
{
    struct hsaid staff = q->staff, doctor = q->filter.doctor;
    const struct actor *actor = &q->as->actor;
    bool tells_unit = !q->unit.id.text[0];
    if ((tells_unit && !act_hide_staff(q->arena, q->in, actor, &staff, err)) ||
        !act_hide_staff(q->arena, q->in, actor, &doctor, err))
        return act_abandon(act);
    if (hsaid_eq(&staff, &q->staff) && hsaid_eq(&doctor, &q->filter.doctor))
        return true;
    if (q->as->persons != 1)
        act_note(act, 0, str_fmt(q->arena, "staff=%.*s", STR_FMT(hsaid_str(&q->staff))));
    return ACT_REFUSE(act, "staff.protected", err);
}

static bool read_staff(struct asked *q, struct err *err)
{
    struct contact_facts f = facts_of(q);
    struct contact_doctor doctor;
    struct hsaid only;
    if (!q->unit.id.text[0]) {
        if (!contact_facts_doctor(&f, &q->staff, &doctor, err))
            return false;
        if (!only_unit(q, &doctor.facts, &only))
            return FAIL(err, ERR_INVALID, "assign.unit", "%.*s", STR_FMT(hsaid_str(&q->staff)));
        if (!act_find_unit(q->arena, q->in, hsaid_str(&only), &q->unit, err))
            return false;
    }
    return contact_facts_staff(&f, &q->staff, q->unit.facts.unit, &q->facts, &q->staff_id, err);
}

/* Whether the contacts of the person at the unit are blocked to the actor: who has which is not
 * told by a refusal either. Where everybody is listed is known, so a filter would tell who has
 * blocked the unit by who is missing: it leaves out whoever has blocked anything, but to the unit's
 * own staff. Who may not assign is told that, and as of one who has no contacts. */
static bool is_blocked(struct asked *q, size_t i, bool *out, struct err *err)
{
    struct block_list blocks;
    struct assign_person *p = &q->persons.person[i];
    const struct actor *actor = &q->as->actor;
    if (q->as->where.len > 0) {
        const struct blocks_closed *closed = &q->filter.closed;
        *out = !str_eq(actor->unit, hsaid_str(&q->unit.id)) &&
               blocks_closed_first(closed, p->person) < closed->count;
        return true;
    }
    if (!block_now(q->arena, q->in, p->person, &blocks, err))
        return false;
    *out = block_hides(blocks.at, blocks.count, &q->unit.id, actor, instance_today(q->in));
    if (*out && !assign_may_say(q->as->kind, q->by[i])) {
        p->contacts = 0;
        *out = false;
    }
    return true;
}

/* Who is protected is taken out where the actor may not open them, and who is blocked to them; one
 * who was named by somebody without the right is in the log as refused. */
static bool hide(struct act *act, struct asked *q, struct err *err)
{
    struct contact_persons *p = &q->persons;
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++) {
        bool blocked = false, may_see = access_may_see(&q->as->actor, p->about[i].protection);
        /* The municipality's staff find those who live there. */
        if (q->as->where.len > 0 && q->as->actor.role == ROLE_MUNICIPAL && q->by[i] == PARTY_NONE)
            continue;
        if (!is_blocked(q, i, &blocked, err))
            return false;
        q->is_blocked = blocked && q->as->persons == 1;
        if (!blocked && may_see) {
            p->person[count] = p->person[i];
            p->about[count] = p->about[i];
            q->by[count++] = q->by[i];
            continue;
        }
        if (q->as->where.len > 0)
            q->leaves_blocked |= blocked && may_see;
        if (q->as->where.len > 0 || q->is_blocked)
            continue;
        q->hidden++;
        act_note(act, p->person[i].person, STR(""));
        ((struct access_entry *)bag_at(&act->notes, act->notes.count - 1))->outcome = ACCESS_DENIED;
    }
    p->count = count;
    return true;
}

static bool find_asked(struct asked *q, struct err *err)
{
    struct contact_facts f = facts_of(q);
    int64_t among = q->among.id.text[0] ? q->among.facts.unit : q->unit.facts.unit;
    if (q->as->where.len == 0)
        return contact_facts_persons(&f, q->key, q->as->persons, &q->persons, err);
    return blocks_closed(q->arena, q->in, &q->as->actor, &q->filter.closed, err) &&
           assign_filter_find(&f, &q->filter, among, q->as->kind, &q->persons, err);
}

/* The municipality's staff are that where the person lives; for others it is the unit that counts.
 */
static bool read_party(struct act *act, struct asked *q, struct err *err)
{
    enum party *by = ARENA_NEW(q->arena, enum party, q->persons.count + 1);
    enum party one = PARTY_NONE;
    bool by_person = q->as->actor.role == ROLE_MUNICIPAL;
    if (!by_person && !act_party(act, 0, &q->unit.id, &one, err))
        return false;
    for (size_t i = 0; i < q->persons.count; i++) {
        by[i] = one;
        if (by_person && !act_party(act, q->persons.person[i].person, &q->unit.id, &by[i], err))
            return false;
    }
    q->by = by;
    return true;
}

static bool read_persons(struct act *act, struct asked *q, struct err *err)
{
    return find_asked(q, err) && read_party(act, q, err) && hide(act, q, err);
}

/* ---- what is done ---- */

static struct hsaid former_of(const struct assign_person *p, const struct assign_decision *d)
{
    const struct contact_now *doctor = contact_doctor(p->contact, p->contacts);
    return d->ends.row != 0 && doctor ? doctor->staff : (struct hsaid){{0}};
}

static bool leaves_out(const struct assigning *as)
{
    return as->where.len > 0 && !as->actor.opens_protected;
}

static void fill(const struct asked *q, const struct assign_decision *d, struct assigned *out)
{
    const struct staff_row *s = &q->facts.doctor.staff;
    bool shown = access_may_see_staff(&q->as->actor, s->protected_staff);
    out->staff = q->staff;
    out->unit = q->unit.id;
    out->unit_name = q->unit.facts.name;
    out->from = q->from;
    out->hidden = q->hidden;
    out->leaves_out = leaves_out(q->as);
    out->leaves_blocked = q->leaves_blocked;
    if (!shown) /* as for who asks of them alone */
        out->preview.before = out->preview.after = (struct panel){.count = 0};
    else
        out->staff_name =
            str_trim(str_fmt(q->arena, "%.*s %.*s", STR_FMT(s->given_name), STR_FMT(s->surname)));
    out->row = ARENA_NEW(q->arena, struct assigned_person, q->persons.count + 1);
    out->rows = q->persons.count;
    for (size_t i = 0; i < q->persons.count; i++)
        out->row[i] = (struct assigned_person){.person = q->persons.person[i].person,
                                               .number = q->persons.about[i].number,
                                               .verdict = d[i].verdict,
                                               .former = former_of(&q->persons.person[i], &d[i])};
}

/* Who has the contact already has what an open request asks for. */
static bool fulfil(struct act *act, const struct asked *q, size_t i, bool *writes, struct err *err)
{
    struct request_fulfilling by = {.person = q->persons.person[i].person,
                                    .kind = q->as->kind,
                                    .by = q->by[i],
                                    .unit = q->unit.id,
                                    .staff = q->staff,
                                    .was_there = true};
    int64_t open = 0;
    if (!assign_may_say(by.kind, by.by))
        return true;
    if (!request_open_of(act->work.db, by.person, by.kind, &open, err))
        return false;
    *writes = *writes || open != 0;
    return open == 0 || request_fulfil(act, &by, err);
}

/* Of many: an entry about each who was named, whatever came of it, and of those whom a filter finds
 * about each who got the contact: of the others it is a list (note_list()). */
static void note_one(struct act *act, const struct asked *q, size_t i, enum assign_verdict verdict,
                     struct str about)
{
    bool is_named = q->as->where.len == 0;
    if (q->as->persons == 1 || (!is_named && (verdict != ASSIGN_MAY || act->options.dry_run)))
        return;
    act_note(act, q->persons.person[i].person, about);
    struct access_entry *entry = bag_at(&act->notes, act->notes.count - 1);
    if (verdict == ASSIGN_ALREADY)
        entry->kind = ACCESS_READ;
    else if (verdict != ASSIGN_MAY)
        entry->outcome = ACCESS_DENIED;
}

static bool write(struct act *act, const struct asked *q, const struct assign_decision *d,
                  bool *writes, struct err *err)
{
    struct contact_new contact = {.kind = q->as->kind,
                                  .staff_id = q->staff_id,
                                  .unit_id = q->unit.facts.unit,
                                  .staff = q->staff,
                                  .unit = q->unit.id,
                                  .from = q->from,
                                  .reason = q->as->override};
    struct str about =
        str_fmt(q->arena, "staff=%.*s unit=%.*s kind=%d", STR_FMT(hsaid_str(&q->staff)),
                STR_FMT(hsaid_str(&q->unit.id)), (int)q->as->kind);
    for (size_t i = 0; i < q->persons.count; i++) {
        note_one(act, q, i, d[i].verdict, about);
        if (d[i].verdict == ASSIGN_ALREADY && !fulfil(act, q, i, writes, err))
            return false;
        if (d[i].verdict != ASSIGN_MAY)
            continue;
        *writes = true;
        contact.by = q->by[i];
        if (!contact_assign(act, &q->persons.person[i], &q->persons.about[i], &contact, &d[i], err))
            return false;
    }
    return true;
}

/* Those who were looked at together are one entry, with what they were found by. */
static void note_list(struct act *act, const struct asked *q, size_t count)
{
    const struct assigning *as = q->as;
    struct str about =
        str_fmt(q->arena, "staff=%.*s unit=%.*s kind=%d%s%.*s", STR_FMT(hsaid_str(&q->staff)),
                STR_FMT(hsaid_str(&q->unit.id)), (int)as->kind, as->where.len > 0 ? " where=" : "",
                STR_FMT(as->where));
    act_note(act, 0, about);
    ((struct access_entry *)bag_at(&act->notes, act->notes.count - 1))->count = (int64_t)count;
}

static bool decide_and_write(struct act *act, struct asked *q, struct assigned *out,
                             struct err *err)
{
    struct assigned answer = {.is_repeat = false};
    struct assign_decision *d = ARENA_NEW(q->arena, struct assign_decision, q->persons.count + 1);
    struct assign_many many = {q->persons.person, q->persons.count, q->by, d};
    struct assign_ask ask = {
        .kind = q->as->kind, .unit = q->unit.id, .on = q->from, .override = q->as->override};
    answer.preview = assign_bulk(q->arena, &q->in->region.rules, &q->facts, &many, &ask);
    if (q->as->persons == 1 && q->persons.count == 1 && d[0].verdict > ASSIGN_ALREADY)
        return ACT_REFUSE(act, assign_code(d[0].verdict), err);
    fill(q, d, &answer);
    bool writes = false;
    struct str kept = act_answer_text(q->arena, &ASSIGN_ANSWER, &answer);
    if (!assign_answer_hide(q->arena, q->in, q->as, &answer, err) ||
        !write(act, q, d, &writes, err))
        return act_abandon(act);
    if (!act_close(act, !writes, kept, err))
        return false;
    *out = answer;
    return true;
}

/* The person who is named alone is opened as every act opens one. */
static bool open_alone(struct act *act, struct asked *q, struct err *err)
{
    struct person_facts stated;
    struct str about =
        str_fmt(q->arena, "staff=%.*s kind=%d", STR_FMT(hsaid_str(&q->staff)), (int)q->as->kind);
    return q->as->persons != 1 || act_open_person(act, q->key[0], about, &stated, err);
}

bool assign_contacts(struct arena *a, struct instance *in, const struct assigning *as,
                     struct assigned *out, struct err *err)
{
    struct asked q = {.arena = a, .in = in, .as = as};
    struct act act;
    if (!read_asked(&q, err))
        return false;
    struct act_options options = ACT_OPTIONS(ASSIGN, as, text_of(&q));
    if (!act_begin(a, in, &options, &act, err) || !open_alone(&act, &q, err))
        return false;
    if (act.is_repeat) {
        if (!assign_answer_read(a, in, as, act.answer, out, err))
            return false;
        if (as->persons != 1)
            note_list(&act, &q, out->rows + out->hidden);
        for (size_t i = 0; as->where.len == 0 && as->persons != 1 && i < out->rows; i++)
            act_note(&act, out->row[i].person, STR(""));
        if (!act_look(&act, err))
            return false;
        out->leaves_out = leaves_out(as);
        return true;
    }
    if (!allow_staff(&act, &q, err))
        return false;
    if (!read_staff(&q, err) || !read_persons(&act, &q, err))
        return act_abandon(&act);
    if (q.is_blocked)
        return ACT_REFUSE(&act, "assign.blocked", err);
    if (as->persons != 1)
        note_list(&act, &q, q.persons.count + q.hidden);
    return decide_and_write(&act, &q, out, err);
}
