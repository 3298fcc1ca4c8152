#include "service/contact/panel_moves.h"

#include "core/json_in.h"
#include "core/utf8.h"
#include "service/act_about.h"
#include "service/contact/assign_answer.h"
#include "service/contact/block_facts.h"
#include "service/contact/contact_end.h"
#include "service/contact/panel_facts.h"
#include "service/message/message.h"
#include "store/act_store.h"

enum { REASON_MOST = 200, YEAR = 366 };

/* What is asked, read and known. */
struct planning {
    struct arena *arena;
    struct instance *in;
    const struct move_asking *asked;
    struct act_unit unit;
    struct hsaid from; /* text[0] == 0: a doctor to come */
    int64_t from_id;   /* 0: the same */
    bool keeps_rest;   /* `coming` stands among the targets */
    struct hsaid *to;  /* the others */
    int64_t *to_id;
    size_t targets;
    struct move_plan plan;
    struct panel_read panel;
};

/* ---- what is asked ---- */

static bool is_coming(struct str written)
{
    return str_eq(written, STR(MOVE_COMING_WORD));
}

static bool read_targets(struct planning *p, struct err *err)
{
    const struct move_asking *r = p->asked;
    p->to = ARENA_NEW(p->arena, struct hsaid, r->count + 1);
    p->to_id = ARENA_NEW(p->arena, int64_t, r->count + 1);
    for (size_t i = 0; i < r->count; i++) {
        if (is_coming(r->to[i]))
            p->keeps_rest = true;
        else if (!hsaid_parse(r->to[i], &p->to[p->targets++], err))
            return false;
    }
    return true;
}

BAG_TAKE(take_unit, struct hsaid)

/* The unit of a move that was done with the key: the doctor has no panel there any more. */
static bool unit_of_key(const struct planning *p, struct str *out, struct err *err)
{
    struct act_kept kept;
    const struct json_in *root = NULL;
    bool found = false;
    if (p->asked->key.len == 0)
        return true;
    if (!act_by_key(p->in->db, p->arena, p->asked->key, &found, &kept, err) ||
        (found && !json_in_parse(p->arena, kept.answer, &root, err)))
        return false;
    *out = json_in_text(json_in_get(root, "unit"));
    return true;
}

/* Without a unit the one where the doctor has a panel. */
static bool find_unit(struct planning *p, struct err *err)
{
    struct bag units = BAG_OPEN(p->arena, struct hsaid);
    struct str written = p->asked->unit;
    if (written.len == 0 && !unit_of_key(p, &written, err))
        return false;
    if (written.len == 0) {
        struct hsaid shown = p->from; /* whom the actor may not see is nobody here */
        if (!act_hide_staff(p->arena, p->in, &p->asked->actor, &shown, err) ||
            (shown.text[0] && !panel_each_unit(p->in->db, &shown, p->plan.on,
                                               (struct panel_unit_reader){&units, take_unit}, err)))
            return false;
        if (units.count == 0)
            return FAIL(err, ERR_MISSING, "panel_move.no_panel", "%s", "");
        if (units.count != 1)
            return FAIL(err, ERR_INVALID, "panel_move.unit", "%zu", units.count);
        written = hsaid_str(bag_at(&units, 0));
    }
    return act_find_unit(p->arena, p->in, written, &p->unit, err);
}

/* Of what is done now: what was done with the key before may be of a day that has passed. */
static bool check_day(const struct planning *p, struct err *err)
{
    int32_t away = p->plan.on.n - instance_today(p->in).n;
    return (away >= 0 && away <= YEAR) || FAIL(err, ERR_INVALID, "panel_move.day", "%s", "");
}

static bool read_asked(struct planning *p, struct err *err)
{
    const struct move_asking *r = p->asked;
    p->plan.on = day_is_none(r->on) ? instance_today(p->in) : r->on;
    if (r->override.len > 0 && !utf8_is_line(r->override, REASON_MOST))
        return FAIL(err, ERR_INVALID, "panel_move.reason", "%s", "");
    return (is_coming(r->staff) || hsaid_parse(r->staff, &p->from, err)) && read_targets(p, err) &&
           act_check_actor(p->arena, p->in, &r->actor, err) && find_unit(p, err);
}

static struct str text_of(const struct planning *p)
{
    char day[DAY_TEXT];
    const struct move_asking *r = p->asked;
    struct sb out = sb_open(p->arena, 160);
    sb_fmt(&out, "move %.*s %.*s %.*s %d %.*s %.*s", STR_FMT(r->actor.id),
           STR_FMT(hsaid_str(&p->from)), STR_FMT(hsaid_str(&p->unit.id)), (int)r->by,
           STR_FMT(day_is_none(r->on) ? STR("-") : day_format(r->on, day)), STR_FMT(r->override));
    for (size_t i = 0; i < r->count; i++)
        sb_fmt(&out, " %.*s", STR_FMT(r->to[i]));
    return sb_str(&out);
}

/* ---- the plan ---- */

static enum move_way way_of(const struct planning *p)
{
    static const enum move_way of_several[] = {[MOVE_BY_ROOM] = MOVE_SPLIT,
                                               [MOVE_BY_HOME] = MOVE_BY_SAEBO,
                                               [MOVE_BY_HOUSEHOLD] = MOVE_BY_FAMILY};
    if (p->targets == 0)
        return MOVE_TO_COMING;
    return p->targets == 1 ? MOVE_TO_ONE : of_several[p->asked->by];
}

static bool read_staff(struct planning *p, const struct contact_facts *f, struct err *err)
{
    struct move_target *target = ARENA_NEW(p->arena, struct move_target, p->targets + 1);
    struct contact_doctor leaving;
    for (size_t i = 0; i < p->targets; i++)
        if (!contact_facts_staff(f, &p->to[i], p->unit.facts.unit, &target[i].staff, &p->to_id[i],
                                 err))
            return false;
    p->plan.to = target;
    p->plan.targets = p->targets;
    if (!p->from.text[0])
        return true;
    if (!contact_facts_doctor(f, &p->from, &leaving, err))
        return false;
    p->from_id = leaving.id;
    return true;
}

static bool make_plan(struct act *act, struct planning *p, struct err *err)
{
    struct contact_facts f = {p->arena, p->in, p->plan.on};
    struct move_plan *plan = &p->plan;
    plan->way = way_of(p);
    plan->from = p->from;
    plan->unit = p->unit.id;
    plan->override = p->asked->override;
    plan->rest_to_coming = p->keeps_rest && p->targets > 0;
    if (!act_party(act, 0, &p->unit.id, &plan->by, err) || !read_staff(p, &f, err))
        return false;
    struct panel_asked asked = {p->from_id, p->unit.facts.unit, p->unit.id,
                                plan->way == MOVE_BY_SAEBO};
    if (!panel_facts(&f, &asked, &p->panel, err))
        return false;
    plan->person = p->panel.person;
    plan->persons = p->panel.count;
    return true;
}

/* ---- what is answered ---- */

static void show_targets(const struct planning *p, const struct move_preview *m,
                         struct move_answer *out)
{
    out->target = ARENA_NEW(p->arena, struct move_target_shown, p->targets + 1);
    out->targets = p->targets;
    for (size_t i = 0; i < p->targets; i++)
        out->target[i] = (struct move_target_shown){p->to[i], m->before[i], m->after[i],
                                                    m->after[i].count > m->after[i].target};
}

/* Rule 24: that somebody has the doctor who leaves is of the unit. */
static bool is_blocked(const struct planning *p, int64_t person, bool *out, struct err *err)
{
    struct block_list blocks;
    if (!block_now(p->arena, p->in, person, &blocks, err))
        return false;
    *out =
        block_hides(blocks.at, blocks.count, &p->unit.id, &p->asked->actor, instance_today(p->in));
    return true;
}

/* Of the protected it is not told how many they are: with one reason it may say who. Nor of those
 * who have blocked the unit. */
static bool show_refused(const struct planning *p, const struct move_preview *m,
                         struct move_answer *out, struct err *err)
{
    out->refused = ARENA_NEW(p->arena, struct move_refused, m->refused + 1);
    for (size_t i = 0; i < p->plan.persons; i++) {
        int64_t person = p->plan.person[i].who.person;
        bool hides = false;
        if (m->place[i].to != MOVE_NOBODY ||
            !access_may_see(&p->asked->actor, p->panel.about[i].protection))
            continue;
        if (!is_blocked(p, person, &hides, err))
            return false;
        if (hides)
            out->is_blocked = true;
        else
            out->refused[out->refused_count++] = (struct move_refused){person, m->place[i].verdict};
    }
    return true;
}

static bool answer_of(const struct planning *p, const struct move_preview *m,
                      struct move_answer *out, struct err *err)
{
    *out = (struct move_answer){.unit = p->unit.id,
                                .on = p->plan.on,
                                .verdict = m->verdict,
                                .placed = m->placed,
                                .coming = m->coming,
                                .divided = m->divided};
    show_targets(p, m, out);
    return show_refused(p, m, out, err);
}

static const struct act_field KEPT_TARGET[] = {
    ACT_FIELD(struct move_target_shown, staff, "staff"),
    ACT_PART(struct move_target_shown, before, "before", &ASSIGN_ANSWER_PANEL),
    ACT_PART(struct move_target_shown, after, "after", &ASSIGN_ANSWER_PANEL),
};
static const struct act_form TARGET = ACT_PART_FORM(struct move_target_shown, KEPT_TARGET);
/* Who asks again has named the doctors again: they are no news. */
static const struct act_field KEPT[] = {
    ACT_FIELD(struct move_answer, id, "move"),
    ACT_FIELD(struct move_answer, unit, "unit"),
    ACT_FIELD(struct move_answer, on, "on"),
    ACT_FIELD(struct move_answer, placed, "placed"),
    ACT_FIELD(struct move_answer, coming, "coming"),
    ACT_FIELD(struct move_answer, divided, "divided"),
    ACT_LIST(struct move_answer, target, targets, "targets", &TARGET),
};
static const struct act_form ANSWER = ACT_FORM(struct move_answer, KEPT);

static bool again(struct act *act, struct move_answer *answer, struct err *err)
{
    if (!act_repeat(act, &ANSWER, answer, err))
        return false;
    for (size_t i = 0; i < answer->targets; i++) {
        struct move_target_shown *shown = &answer->target[i];
        shown->over_target = shown->after.count > shown->after.target;
    }
    return true;
}

/* ---- what is written ---- */

struct writing {
    struct act *act;
    const struct planning *p;
    const struct move_preview *preview;
    struct panel_moved move;
    struct panel_ids ids;
};

static bool write_person(struct writing *w, size_t i, struct err *err)
{
    const struct planning *p = w->p;
    const struct move_place *place = &w->preview->place[i];
    const struct assign_person *who = &p->plan.person[i].who;
    const struct contact_now *was = contact_doctor(who->contact, who->contacts);
    bool keeps = place->to == MOVE_COMING;
    struct panel_moving moving = {.move = &w->move,
                                  .identifier = p->panel.about[i].identifier,
                                  .ends = place->ends,
                                  .was_from = was->from,
                                  .staff = keeps ? 0 : p->to_id[place->to],
                                  .by = w->act->options.actor.id};
    struct message told = {.person = who->person,
                           .kind = MESSAGE_CONTACT_MOVED,
                           .unit = p->unit.id,
                           .from = p->plan.on};
    struct contact_new contact = {.kind = KIND_DOCTOR, .unit = p->unit.id, .from = p->plan.on};
    if (!keeps)
        told.staff = contact.staff = p->to[place->to];
    return act_touch(w->act, who->person, err) &&
           (keeps || contact_new_end(w->act, who->person, &contact, &moving.until, err)) &&
           panel_move_person(w->act->work.db, &moving, &w->ids, err) &&
           message_add(w->act, &told, err) &&
           contact_tell_end(w->act, who->person, &contact, &moving.until, err) &&
           (day_is_none(who->next_doctor) ||
            contact_tell_next(w->act, who->person, &(struct contact_now){.from = p->plan.on}, err));
}

static bool write(struct act *act, const struct planning *p, const struct move_preview *m,
                  int64_t *id, struct err *err)
{
    struct writing w = {.act = act,
                        .p = p,
                        .preview = m,
                        .move = {.staff = p->from,
                                 .staff_id = p->from_id,
                                 .unit = p->unit.facts.unit,
                                 .way = p->plan.way,
                                 .on = p->plan.on,
                                 .done_on = instance_today(p->in),
                                 .position = act->work.position,
                                 .override = str_trim(p->asked->override)}};
    if (!panel_move_insert(act->work.db, &w.move, &w.move.id, err) ||
        !panel_ids(act->work.db, &w.ids, err))
        return false;
    for (size_t i = 0; i < p->plan.persons; i++)
        if (!write_person(&w, i, err))
            return false;
    *id = w.move.id;
    return true;
}

/* A panel of somebody with a protected identity is for who has the right. */
static bool allow_staff(struct act *act, const struct planning *p, struct err *err)
{
    for (size_t i = 0; i <= p->targets; i++) {
        if (!act_open_staff(act, i < p->targets ? &p->to[i] : &p->from, err))
            return false;
    }
    return true;
}

/* Of nobody there is no plan; some may come to the panel after the day. */
static bool refuse_nobody(struct act *act, const struct panel_later *later, struct err *err)
{
    char day[DAY_TEXT];
    if (later->persons == 0)
        return ACT_REFUSE(act, "panel_move.nobody", err);
    (void)FAIL(err, ERR_MISSING, "panel_move.later", "%lld (%.*s)", (long long)later->persons,
               STR_FMT(day_format(later->first, day)));
    return act_refuse(act, err);
}

static bool carry_out(struct act *act, struct planning *p, struct move_answer *answer,
                      struct err *err)
{
    struct panel_later later = {0, DAY_NONE};
    if (!check_day(p, err) || !make_plan(act, p, err))
        return act_abandon(act);
    struct move_preview m = move_plan(p->arena, &p->in->region.rules, &p->plan);
    if (m.verdict != MOVE_RIGHT && !allow_staff(act, p, err))
        return false;
    if (m.verdict != MOVE_MAY && m.verdict != MOVE_NOT_WHOLE)
        return ACT_REFUSE(act, move_code(m.verdict), err);
    if (!panel_later(act->work.db, &(struct panel_of){p->from_id, p->unit.facts.unit}, p->plan.on,
                     &later, err))
        return act_abandon(act);
    if (p->plan.persons == 0)
        return refuse_nobody(act, &later, err);
    if (!answer_of(p, &m, answer, err))
        return act_abandon(act);
    answer->later = later.persons;
    for (size_t i = 0; i < p->plan.persons; i++)
        act_note(act, p->plan.person[i].who.person, STR("panel"));
    if (m.verdict == MOVE_NOT_WHOLE)
        return act_look(act, err);
    if (!write(act, p, &m, &answer->id, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, false, err);
}

bool moves_plan(struct arena *a, struct instance *in, const struct move_asking *asking,
                struct move_answer *out, struct err *err)
{
    struct planning p = {.arena = a, .in = in, .asked = asking};
    struct move_answer answer = {.is_repeat = false};
    struct act act;
    if (!read_asked(&p, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("move"), asking, text_of(&p));
    if (!act_begin(a, in, &options, &act, err))
        return false;
    act_note(&act, 0,
             str_fmt(a, "staff=%.*s unit=%.*s", STR_FMT(hsaid_str(&p.from)),
                     STR_FMT(hsaid_str(&p.unit.id))));
    if (!(act.is_repeat ? again(&act, &answer, err) : carry_out(&act, &p, &answer, err)))
        return false;
    *out = answer;
    return true;
}
