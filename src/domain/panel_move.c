#include "domain/panel_move.h"

#include "domain/panel_group.h"

#include <assert.h>

static unsigned of_heads(void)
{
    return PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR);
}

/* ---- is the plan one? ---- */

static const struct hsaid *id_of(const struct move_target *target)
{
    return &target->staff.doctor.staff.staff;
}

static bool share_a_home(const struct move_target *one, const struct move_target *other)
{
    for (size_t i = 0; i < one->homes; i++)
        for (size_t k = 0; k < other->homes; k++)
            if (str_eq(one->home[i], other->home[k]))
                return true;
    return false;
}

static enum move_verdict of_targets(const struct move_plan *plan)
{
    bool is_right = plan->way == MOVE_TO_COMING ? plan->targets == 0
                    : plan->way == MOVE_TO_ONE  ? plan->targets == 1
                                                : plan->targets > 0;
    if (!is_right)
        return MOVE_TARGETS;
    for (size_t i = 0; i < plan->targets; i++) {
        if (hsaid_eq(id_of(&plan->to[i]), &plan->from))
            return MOVE_SELF;
        for (size_t k = 0; k < i; k++)
            if (hsaid_eq(id_of(&plan->to[i]), id_of(&plan->to[k])) ||
                share_a_home(&plan->to[i], &plan->to[k]))
                return MOVE_TWICE;
    }
    return MOVE_MAY;
}

static enum move_verdict of_plan(const struct rules *rules, const struct move_plan *plan)
{
    bool overrides = str_trim(plan->override).len > 0;
    if (!party_in(plan->by, of_heads()) || (overrides && plan->by != PARTY_UNIT_HEAD))
        return MOVE_RIGHT;
    enum move_verdict verdict = of_targets(plan);
    if (verdict != MOVE_MAY || (plan->way != MOVE_TO_COMING && !plan->rest_to_coming))
        return verdict;
    if (!plan->from.text[0]) /* who waits for a doctor to come cannot be left waiting */
        return MOVE_SELF;
    return rules->named_doctor.coming_doctor ? MOVE_MAY : MOVE_NO_COMING;
}

/* ---- where they go ---- */

struct placing {
    const struct rules *rules;
    const struct move_plan *plan;
    struct move_preview *out;
    struct assign_staff *now; /* the targets, as their panels grow */
    size_t *order;            /* of targets, the likeliest first */
};

static bool is_home_of(const struct move_target *target, struct str home)
{
    for (size_t i = 0; home.len > 0 && i < target->homes; i++)
        if (str_eq(target->home[i], home))
            return true;
    return false;
}

static bool is_likelier(const struct placing *p, size_t one, size_t other, struct str home)
{
    bool at_home = is_home_of(&p->plan->to[one], home);
    if (at_home != is_home_of(&p->plan->to[other], home))
        return at_home;
    int64_t room = p->out->before[one].target - p->now[one].panel_count;
    int64_t room_of_other = p->out->before[other].target - p->now[other].panel_count;
    if (room != room_of_other)
        return room > room_of_other;
    return hsaid_compare(id_of(&p->plan->to[one]), id_of(&p->plan->to[other])) < 0;
}

/* Targets are few: inserted one by one. */
static void put_in_order(struct placing *p, struct str home)
{
    for (size_t i = 0; i < p->plan->targets; i++) {
        size_t at = i;
        for (; at > 0 && is_likelier(p, i, p->order[at - 1], home); at--)
            p->order[at] = p->order[at - 1];
        p->order[at] = i;
    }
}

static struct assign_ask ask_of(const struct move_plan *plan, struct str override)
{
    return (struct assign_ask){.kind = KIND_DOCTOR,
                               .unit = plan->unit,
                               .on = plan->on,
                               .by = plan->by,
                               .override = override};
}

/* All of them or none; the first refusal is left at the one whom it refuses. */
static bool takes(struct placing *p, size_t target, const size_t *member, size_t count,
                  struct str override)
{
    struct assign_ask ask = ask_of(p->plan, override);
    struct assign_staff grown = p->now[target];
    for (size_t i = 0; i < count; i++) {
        struct move_place *place = &p->out->place[member[i]];
        struct assign_decision d =
            assign_decide(p->rules, &grown, &p->plan->person[member[i]].who, &ask);
        place->overridden = d.overridden;
        if (place->verdict == ASSIGN_MAY)
            place->verdict = d.verdict;
        if (d.verdict != ASSIGN_MAY)
            return false;
        grown.panel_count++;
    }
    p->now[target] = grown;
    for (size_t i = 0; i < count; i++) {
        p->out->place[member[i]].to = target;
        p->out->place[member[i]].verdict = ASSIGN_MAY;
    }
    return true;
}

static bool is_taken(struct placing *p, const size_t *member, size_t count, struct str override)
{
    put_in_order(p, p->plan->way == MOVE_BY_SAEBO ? p->plan->person[member[0]].home : STR(""));
    for (size_t i = 0; i < p->plan->targets; i++)
        if (takes(p, p->order[i], member, count, override))
            return true;
    return false;
}

static void place_group(struct placing *p, const size_t *member, size_t count)
{
    if (is_taken(p, member, count, STR("")))
        return;
    if (count > 1) {
        p->out->divided++;
        for (size_t i = 0; i < count; i++) {
            p->out->place[member[i]].verdict = ASSIGN_MAY; /* asked anew, alone */
            place_group(p, member + i, 1);
        }
        return;
    }
    if (str_trim(p->plan->override).len > 0 && is_taken(p, member, 1, p->plan->override))
        return;
    if (p->plan->rest_to_coming)
        p->out->place[member[0]] = (struct move_place){.to = MOVE_COMING, .verdict = ASSIGN_MAY};
}

static void count_places(const struct placing *p)
{
    for (size_t i = 0; i < p->plan->persons; i++) {
        struct move_place *place = &p->out->place[i];
        const struct assign_person *who = &p->plan->person[i].who;
        const struct contact_now *left = contact_doctor(who->contact, who->contacts);
        assert(left && hsaid_eq(&left->staff, &p->plan->from));
        if (place->to == MOVE_NOBODY) {
            p->out->refused++;
            p->out->of[place->verdict]++;
            continue;
        }
        place->ends = (struct contact_ending){left->row, {p->plan->on.n - 1}, END_MOVED};
        *(place->to == MOVE_COMING ? &p->out->coming : &p->out->placed) += 1;
    }
    for (size_t i = 0; i < p->plan->targets; i++) {
        p->out->after[i] = p->out->before[i];
        p->out->after[i].count = p->now[i].panel_count;
    }
}

static struct placing begin(struct arena *a, const struct rules *rules,
                            const struct move_plan *plan, struct move_preview *out)
{
    struct placing p = {rules, plan, out, ARENA_NEW(a, struct assign_staff, plan->targets),
                        ARENA_NEW(a, size_t, plan->targets)};
    out->before = ARENA_NEW(a, struct panel, plan->targets);
    out->after = ARENA_NEW(a, struct panel, plan->targets);
    out->place = ARENA_NEW(a, struct move_place, plan->persons);
    for (size_t i = 0; i < plan->targets; i++) {
        const struct assign_staff *staff = &plan->to[i].staff;
        const struct position_row *position =
            doctor_position(&staff->doctor, &plan->unit, plan->on);
        p.now[i] = *staff;
        if (position)
            out->before[i] = panel_of(rules, position, staff->cni_e4, staff->panel_count);
    }
    for (size_t i = 0; i < plan->persons; i++)
        out->place[i] =
            (struct move_place){.to = plan->way == MOVE_TO_COMING ? MOVE_COMING : MOVE_NOBODY};
    return p;
}

struct move_preview move_plan(struct arena *a, const struct rules *rules,
                              const struct move_plan *plan)
{
    struct move_preview out = {.verdict = of_plan(rules, plan)};
    struct placing p = begin(a, rules, plan, &out);
    if (out.verdict != MOVE_MAY)
        return out;
    if (plan->way != MOVE_TO_COMING) {
        struct panel_groups g = panel_group(a, rules, plan);
        for (size_t i = 0; i < g.count; i++)
            place_group(&p, g.member + g.group[i].from, g.group[i].count);
    }
    count_places(&p);
    if (out.refused > 0)
        out.verdict = MOVE_NOT_WHOLE;
    return out;
}

const char *move_code(enum move_verdict verdict)
{
    static const char *const code[MOVE_VERDICTS] = {
        [MOVE_RIGHT] = "panel_move.right",         [MOVE_TARGETS] = "panel_move.targets",
        [MOVE_SELF] = "panel_move.self",           [MOVE_TWICE] = "panel_move.twice",
        [MOVE_NO_COMING] = "panel_move.no_coming", [MOVE_NOT_WHOLE] = "panel_move.not_whole",
    };
    return code[verdict];
}

/* ---- to take it back ---- */

struct undo_decision move_undo(const struct rules *rules, const struct move_done *done,
                               enum party by, struct day today)
{
    struct day from = done->on.n > done->done_on.n ? done->on : done->done_on;
    struct undo_decision d = {.last = {from.n + (int32_t)rules->panel.undo_days}};
    for (size_t i = 0; i < done->rows; i++) {
        const struct move_row *row = &done->row[i];
        if (!row->is_touched)
            continue;
        if (d.touched++ == 0 || row->person < d.touched_first)
            d.touched_first = row->person;
    }
    if (!party_in(by, of_heads()))
        d.verdict = UNDO_RIGHT;
    else if (done->is_undone)
        d.verdict = UNDO_ALREADY;
    else if (today.n > d.last.n)
        d.verdict = UNDO_LATE;
    else if (d.touched > 0)
        d.verdict = UNDO_TOUCHED;
    return d;
}

const char *undo_code(enum undo_verdict verdict)
{
    static const char *const code[UNDO_VERDICTS] = {
        [UNDO_RIGHT] = "panel_move.undo_right",
        [UNDO_ALREADY] = "panel_move.undone",
        [UNDO_LATE] = "panel_move.undo_late",
        [UNDO_TOUCHED] = "panel_move.touched",
    };
    return code[verdict];
}
