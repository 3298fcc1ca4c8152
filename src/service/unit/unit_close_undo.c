/* A closing is taken back: what its act stated does not hold, and what stood before does. */
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/contact/contact_write.h"
#include "service/listing/listing_write.h"
#include "service/listing/queue_place.h"
#include "service/message/message.h"
#include "service/unit/unit.h"
#include "service/unit/unit_close.h"
#include "service/unit/unit_event.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/queue_store.h"

struct undoing {
    struct arena *arena;
    struct instance *in;
    const struct unit_close_undo *ask;
    struct act_unit unit;
    struct unit_shown was;
    int64_t closed;   /* the position of the closing */
    struct bag rows;  /* struct listing_forced */
    struct str about; /* of the log */
};

/* ---- one person ---- */

BAG_TAKE(take_listing, struct listing_now)
BAG_TAKE(take_ended, struct contact_ended)

struct going {
    struct hsaid unit;
    struct day from; /* DAY_NONE: nowhere */
};

/* The first listing elsewhere after the day: by what the person chose since. */
static bool find_next(struct act *act, const struct undoing *u, const struct listing_forced *row,
                      struct going *out, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct listing_now);
    *out = (struct going){.from = DAY_NONE};
    if (!listing_each_of(act->work.db, row->person, (struct listing_reader){&rows, take_listing},
                         err))
        return false;
    for (size_t i = 0; i < rows.count && day_is_none(out->from); i++) {
        const struct listing_now *l = bag_at(&rows, i);
        struct str id = STR(""), name;
        if (l->from.n <= row->from.n || l->unit == u->unit.facts.unit)
            continue;
        out->from = l->from;
        if (l->unit != UNIT_ELSEWHERE &&
            (!unit_called(act->work.db, act->arena, l->unit, &id, &name, err) ||
             !hsaid_parse(id, &out->unit, err)))
            return false;
    }
    return true;
}

/* Who stands again does so until the person comes to the unit, where that is only planned, or goes
 * elsewhere. */
static struct contact_ending ends_again(const struct undoing *u, const struct listing_forced *row,
                                        const struct going *next, const struct contact_now *was)
{
    struct contact_ending ends = contact_ends_at_change(was, 1, &u->unit.id, row->from);
    if (ends.row == 0 && !day_is_none(next->from))
        ends = contact_ends_at_change(was, 1, &next->unit, next->from);
    return ends;
}

/* Named doctors whom the move ended. */
static bool doctors_again(struct act *act, const struct undoing *u,
                          const struct listing_forced *row, const struct going *next,
                          struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_ended);
    if (!named_contact_ended_from(act->work.db, row->person, row->from,
                                  (struct contact_ended_reader){&rows, take_ended}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_ended *ended = bag_at(&rows, i);
        struct contact_ending ends = ends_again(u, row, next, &ended->was);
        if (!contact_opted_out(act, row->person, &ended->was, &ends, err) ||
            !listing_doctor_anew(act, row->person, ended, &ends, err))
            return false;
    }
    return true;
}

BAG_TAKE(take_contact, struct contact_now)

/* Those of where the person would have been meanwhile end; of one who was assigned there the person
 * has been told, and is told again. */
static bool doctors_elsewhere(struct act *act, const struct undoing *u,
                              const struct listing_forced *row, const struct going *next,
                              struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    if (!named_contact_doctors_from(act->work.db, row->person, row->from,
                                    (struct contact_now_reader){&rows, take_contact}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *c = bag_at(&rows, i);
        struct contact_ending ends = contact_ends_at_change(c, 1, &u->unit.id, row->from);
        struct contact_closing closing = {
            .person = row->person, .contact = c, .last = ends.on, .why = ends.why};
        if (ends.row == 0 || (!day_is_none(next->from) && c->from.n >= next->from.n))
            continue;
        if (!(c->from.n >= row->from.n
                  ? contact_close(act, &closing, err)
                  : named_contact_end(act->work.db, c, &ends, act->work.position, err)))
            return false;
    }
    return true;
}

/* Those who were to begin after the unit's last day have no end that tells of them. */
static bool planned_again(struct act *act, const struct undoing *u,
                          const struct listing_forced *row, const struct going *next,
                          struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    struct contact_taken_back by = {row->person, u->closed, DAY_NONE};
    if (!named_contact_taken_back(act->work.db, &by, act->work.position,
                                  (struct contact_now_reader){&rows, take_contact}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *was = bag_at(&rows, i);
        struct contact_ending ends = ends_again(u, row, next, was);
        if (!contact_opted_out(act, row->person, was, &ends, err) ||
            !named_contact_state_anew(act->work.db, was, &ends, act->work.position, err))
            return false;
    }
    return true;
}

/* Who has not heard of the closing hears of nothing. */
static bool stay(struct act *act, const struct undoing *u, const struct listing_forced *row,
                 struct err *err)
{
    struct message told = {
        .person = row->person, .kind = MESSAGE_UNIT_STAYS, .unit = u->unit.id, .from = row->from};
    struct going next;
    bool has_heard = false;
    act_note_each(act, row->person, u->about);
    return act_touch(act, row->person, err) && find_next(act, u, row, &next, err) &&
           doctors_again(act, u, row, &next, err) && doctors_elsewhere(act, u, row, &next, err) &&
           planned_again(act, u, row, &next, err) &&
           listing_unforce(act->work.db, row, act->work.position, err) &&
           message_heard(act->work.db, row->person, u->closed, &has_heard, err) &&
           (!has_heard || message_add(act, &told, err));
}

/* ---- places in queues ---- */

static bool is_of_plan(const struct undoing *u, int64_t person)
{
    for (size_t i = 0; i < u->rows.count; i++) {
        const struct listing_forced *row = bag_at(&u->rows, i);
        if (row->person == person && !row->is_over)
            return true;
    }
    return false;
}

/* Those in the unit's own queue, and those that persons of the plan lost by being moved to where
 * they waited. Who has joined another since keeps that, and who has chosen a unit waits no more. */
static bool places_again(struct act *act, const struct undoing *u, struct err *err)
{
    struct queue_stated_list ended, own;
    if (!queue_ended_at(act->work.db, act->arena, u->closed, &ended, err))
        return false;
    for (size_t i = 0; i < ended.count; i++) {
        const struct queue_stated *row = &ended.at[i];
        int64_t person = row->place.person;
        bool has_chosen = false, has_heard = false;
        if (row->place.unit != u->unit.facts.unit && !is_of_plan(u, person))
            continue;
        if (!listing_chosen_since(act->work.db, person, u->closed, &has_chosen, err) ||
            !message_heard(act->work.db, person, u->closed, &has_heard, err) ||
            !queue_of_person(act->work.db, act->arena, person, &own, err))
            return false;
        struct queue_place *place = ARENA_NEW(act->arena, struct queue_place, own.count + 1);
        for (size_t k = 0; k < own.count; k++)
            place[k] = own.at[k].place;
        if (has_chosen ||
            queue_join(&u->in->region.rules, place, own.count, row->place.unit) != QUEUE_MAY_JOIN)
            continue;
        if (!queue_place_again(act, row, has_heard, err))
            return false;
        if (!is_of_plan(u, person))
            act_note_each(act, person, u->about);
    }
    return true;
}

/* ---- the whole ---- */

BAG_TAKE(take_row, struct listing_forced)

static bool may_undo(struct act *act, struct undoing *u, struct err *err)
{
    char day[DAY_TEXT];
    enum party party = PARTY_NONE;
    if (!unit_show(u->arena, u->in, u->ask->unit, &KNOWN_NOW, &u->was, err) ||
        !act_party(act, 0, &u->unit.id, &party, err))
        return false;
    if (party != PARTY_ADMINISTRATOR)
        return FAIL(err, ERR_DENIED, "unit.party", "%s", "");
    if (day_is_none(u->was.closes))
        return true;
    if (u->was.closes.n < instance_today(u->in).n)
        return FAIL(err, ERR_CONFLICT, "unit.undo_late", "%.*s",
                    STR_FMT(day_format(u->was.closes, day)));
    if (!unit_closed_at(act->work.db, u->unit.facts.unit, u->was.closes, &u->closed, err))
        return false;
    if (u->closed == 0)
        return FAIL(err, ERR_CONFLICT, "unit.closed_by_file", "%s", "");
    return listing_each_forced(act->work.db, u->closed, u->unit.facts.unit,
                               (struct listing_forced_reader){&u->rows, take_row}, err);
}

static bool write(struct act *act, const struct undoing *u, struct unit_close_undone *out,
                  struct err *err)
{
    struct unit_restated row = {.unit = u->unit.facts.unit,
                                .cap = u->was.cap,
                                .opens = u->was.opens,
                                .closes = DAY_NONE,
                                .reason = STR("")};
    if (!message_unsay(act->work.db, u->closed, err))
        return false;
    for (size_t i = 0; i < u->rows.count; i++) {
        const struct listing_forced *forced = bag_at(&u->rows, i);
        out->chosen += forced->is_over;
        out->stay += !forced->is_over;
        if (!forced->is_over && !stay(act, u, forced, err))
            return false;
    }
    ((struct access_entry *)bag_at(&act->notes, 0))->count = out->stay;
    return unit_restate(act->work.db, &row, act->work.position, err) && places_again(act, u, err) &&
           unit_tell(act, &u->unit.id, STR("closes_on"), instance_today(u->in), err) &&
           act_settle(act, err) &&
           queue_taken(act->work.db, 0, act->work.position, &out->from_queue, err);
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct unit_close_undone, is_already, "already"),
    ACT_FIELD(struct unit_close_undone, last, "last"),
    ACT_FIELD(struct unit_close_undone, stay, "stay"),
    ACT_FIELD(struct unit_close_undone, chosen, "chosen"),
    ACT_FIELD(struct unit_close_undone, from_queue, "from_queue"),
};
static const struct act_form ANSWER = ACT_FORM(struct unit_close_undone, KEPT);

static bool carry_out(struct act *act, struct undoing *u, struct unit_close_undone *answer,
                      struct err *err)
{
    bool may = may_undo(act, u, err);
    answer->last = u->was.closes;
    answer->is_already = may && day_is_none(u->was.closes);
    if (answer->is_already)
        return act_answer(act, &ANSWER, answer, true, err);
    if (!may)
        return act_fail(act, err);
    if (!write(act, u, answer, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, false, err);
}

bool unit_close_undo(struct arena *a, struct instance *in, const struct unit_close_undo *ask,
                     struct unit_close_undone *out, struct err *err)
{
    struct undoing u = {
        .arena = a, .in = in, .ask = ask, .rows = BAG_OPEN(a, struct listing_forced)};
    struct act act;
    if (!act_check_actor(a, in, &ask->actor, err) || !act_find_unit(a, in, ask->unit, &u.unit, err))
        return false;
    struct str id = hsaid_str(&u.unit.id);
    struct act_options options =
        ACT_OPTIONS(STR("unit"), ask,
                    str_fmt(a, "unit close undo %.*s %.*s", STR_FMT(ask->actor.id), STR_FMT(id)));
    struct unit_close_undone answer = {.unit = str_copy(a, id), .name = u.unit.facts.name};
    if (!act_begin(a, in, &options, &act, err))
        return false;
    u.about = str_fmt(a, "unit=%.*s close undo", STR_FMT(id));
    act_note(&act, 0, u.about);
    if (!(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &u, &answer, err)))
        return false;
    *out = answer;
    return true;
}
