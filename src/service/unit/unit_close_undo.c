/* A closing is taken back: what its act stated does not hold, and what stood before does. */
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/contact/contact_end.h"
#include "service/listing/listing_closing.h"
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

/* Who has not heard of the closing hears of nothing. */
static bool stay(struct act *act, const struct undoing *u, const struct listing_forced *row,
                 struct err *err)
{
    struct message told = {
        .person = row->person, .kind = MESSAGE_UNIT_STAYS, .unit = u->unit.id, .from = row->from};
    struct contact_listed_anew l = {.person = row->person, .from = row->from, .change = u->closed};
    bool has_heard = false;
    act_note_each(act, row->person, u->about);
    return act_touch(act, row->person, err) && listing_closing_undo(act, row, u->closed, err) &&
           contact_ends_anew(act, &l, err) &&
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
        /* Who has chosen since was told by the closing what their choice brings with it, too. */
        if (!(forced->is_over ? contact_tell_ends(act, forced->person, forced->from, err)
                              : stay(act, u, forced, err)))
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
