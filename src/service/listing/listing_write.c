#include "service/listing/listing_write.h"

#include "service/contact/contact_write.h"
#include "service/contact/requests.h"
#include "service/listing/queue_place.h"
#include "service/message/message.h"
#include "store/application_store.h"
#include "store/elsewhere_store.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/unit_store.h"

BAG_TAKE(take_contact, struct contact_now)

BAG_TAKE(take_open, struct contact_open)

static struct message end_of(int64_t person, const struct contact_now *row, struct day last)
{
    return (struct message){.person = person,
                            .kind = MESSAGE_CONTACT_ENDED,
                            .unit = row->unit,
                            .staff = row->staff,
                            .from = {last.n + 1}};
}

/* The one whom the person has, or is to have; of rows that are in effect on no day nobody is told.
 */
static bool tell_end(struct act *act, const struct listing_writing *w,
                     const struct contact_now *row, const struct bag *open, struct err *err)
{
    struct message m = end_of(w->person, row, (struct day){w->decision->listing.from.n - 1});
    for (size_t i = 0; i < open->count; i++)
        if (((const struct contact_open *)bag_at(open, i))->now.row == row->row)
            return message_add(act, &m, err);
    return true;
}

/* Named doctors of other units end with the change, and do not come back with the person, who is
 * told. */
static bool end_doctors(struct act *act, const struct listing_writing *w, struct err *err)
{
    struct day from = w->decision->listing.from;
    struct bag rows = BAG_OPEN(act->arena, struct contact_now),
               open = BAG_OPEN(act->arena, struct contact_open);
    if (!named_contact_doctors_from(act->work.db, w->person, from,
                                    (struct contact_now_reader){&rows, take_contact}, err) ||
        !named_contact_open_of(act->work.db, w->person, from,
                               (struct contact_open_reader){&open, take_open}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *row = bag_at(&rows, i);
        struct contact_ending ends = contact_ends_at_change(row, 1, &w->unit, from);
        if (ends.row != 0 &&
            (!named_contact_end(act->work.db, row, &ends, act->work.position, err) ||
             !tell_end(act, w, row, &open, err)))
            return false;
    }
    return true;
}

BAG_TAKE(take_listing, struct listing_now)
BAG_TAKE(take_ended, struct contact_ended)

/* What of a plan is withdrawn is told, but for one of the unit of the new choice, which tells of
 * that. */
static bool tell_withdrawn(struct act *act, const struct listing_writing *w, struct err *err)
{
    const struct listing_past *next = &w->decision->listing;
    struct bag rows = BAG_OPEN(act->arena, struct listing_now);
    if (!listing_each_of(act->work.db, w->person, (struct listing_reader){&rows, take_listing},
                         err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct listing_now *row = bag_at(&rows, i);
        struct message m = {
            .person = w->person, .kind = MESSAGE_LISTING_WITHDRAWN, .from = row->from};
        struct str id, name;
        bool is_plan = row->from.n >= next->from.n && row->from.n > instance_today(act->in).n;
        if (!is_plan || row->unit == UNIT_ELSEWHERE || row->unit == next->unit)
            continue;
        if (!unit_called(act->work.db, act->arena, row->unit, &id, &name, err) ||
            !hsaid_parse(id, &m.unit, err) || !message_add(act, &m, err))
            return false;
    }
    return true;
}

/* Who was told that the contact ends is told that it stands, or on which day it ends now. */
static bool tell_anew(struct act *act, int64_t person, const struct contact_ended *row,
                      const struct contact_ending *ends, struct err *err)
{
    struct message was = end_of(person, &row->was, row->last),
                   now = end_of(person, &row->was, ends->on);
    bool is_said = false;
    if (ends->row == 0) {
        now.kind = MESSAGE_CONTACT_ASSIGNED;
        now.from = row->was.from;
    } else if (ends->on.n == row->last.n || ends->on.n < row->was.from.n)
        return true; /* as was said, or they have said themselves that it never begins */
    return message_is_said(act->work.db, &was, &is_said, err) &&
           (!is_said || message_add(act, &now, err));
}

bool listing_doctor_anew(struct act *act, int64_t person, const struct contact_ended *row,
                         const struct contact_ending *ends, struct err *err)
{
    return named_contact_end_anew(act->work.db, row, ends, act->work.position, err) &&
           tell_anew(act, person, row, ends, err);
}

/* Who stands again at the unit, but is not the one with whom the person lists there now, is
 * replaced by that one: a row cannot be stated and end in one change. */
static bool ends_anew(struct act *act, const struct listing_writing *w,
                      const struct contact_now *was, struct day from, struct contact_ending *out,
                      struct err *err)
{
    bool is_replaced =
        w->doctor && hsaid_eq(&was->unit, &w->unit) && !hsaid_eq(&was->staff, w->doctor);
    *out = is_replaced ? (struct contact_ending){was->row, {from.n - 1}, END_REPLACED}
                       : contact_ends_at_change(was, 1, &w->unit, from);
    return contact_opted_out(act, w->person, was, out, err);
}

/* Those whom a listing that is withdrawn took back before they began. */
static bool planned_anew(struct act *act, const struct listing_writing *w, struct day from,
                         struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    int64_t position = act->work.position;
    struct contact_taken_back by = {w->person, position, from};
    if (!named_contact_taken_back(act->work.db, &by, position,
                                  (struct contact_now_reader){&rows, take_contact}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *was = bag_at(&rows, i);
        struct contact_ended row = {.was = *was, .last = {from.n - 1}};
        struct contact_ending ends;
        if (!ends_anew(act, w, was, from, &ends, err) ||
            !named_contact_state_anew(act->work.db, was, &ends, position, err) ||
            !tell_anew(act, w->person, &row, &ends, err))
            return false;
    }
    return true;
}

/* `withdrawn`: it is not known that no plan was. */
static bool doctors_anew(struct act *act, const struct listing_writing *w, struct day from,
                         bool withdrawn, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_ended);
    if (!named_contact_ended_from(act->work.db, w->person, from,
                                  (struct contact_ended_reader){&rows, take_ended}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_ended *row = bag_at(&rows, i);
        struct contact_ending ends;
        if (!ends_anew(act, w, &row->was, from, &ends, err) ||
            !listing_doctor_anew(act, w->person, row, &ends, err))
            return false;
    }
    return !withdrawn || planned_anew(act, w, from, err);
}

bool listing_doctors_anew(struct act *act, int64_t person, const struct hsaid *unit,
                          struct day from, struct err *err)
{
    struct listing_writing w = {.person = person, .unit = *unit};
    return doctors_anew(act, &w, from, true, err);
}

/* What was planned from the day on is withdrawn by who chooses anew, with what it ended, and so is
 * a wish for a doctor who works elsewhere. */
static bool withdraw(struct act *act, const struct listing_writing *w, struct err *err)
{
    struct day from = w->decision->listing.from;
    int64_t position = act->work.position;
    bool any = false;
    return tell_withdrawn(act, w, err) &&
           listing_withdraw_from(act->work.db, w->person, from, position, &any, err) &&
           elsewhere_withdraw_from(act->work.db, w->person, from, position, &any, err) &&
           (!any || application_withdrawn(act->work.db, w->person, position, err)) &&
           doctors_anew(act, w, from, any, err) &&
           request_withdraw_elsewhere(act, w->person, &w->unit, from, err);
}

static bool state(struct act *act, const struct listing_writing *w, struct err *err)
{
    const struct listing_past *row = &w->decision->listing;
    struct listing_said here = {w->identifier, row->unit,  row->from,
                                row->to,       row->basis, w->special};
    struct elsewhere_said there = {w->identifier, w->county, row->from, w->application};
    return row->unit == UNIT_ELSEWHERE
               ? elsewhere_state(act->work.db, &there, act->work.position, err)
               : listing_state(act->work.db, &here, act->work.position, err);
}

static bool use(struct act *act, const struct listing_writing *w, struct err *err)
{
    return w->application == 0 ||
           application_use(act->work.db, w->application, act->work.position, err);
}

static bool end_places(struct act *act, const struct listing_writing *w, struct err *err)
{
    struct queue_stated_list own;
    enum listing_places places = w->decision->places;
    if (places == PLACES_KEPT)
        return true;
    if (!queue_of_person(act->work.db, act->arena, w->person, &own, err))
        return false;
    for (size_t i = 0; i < own.count; i++) {
        bool is_here = own.at[i].place.unit == w->decision->listing.unit;
        enum queue_end why = is_here ? w->taken : QUEUE_END_LISTED_ELSEWHERE;
        if ((is_here || places == PLACES_LOST) && !queue_place_end(act, &own.at[i], why, err))
            return false;
    }
    return true;
}

bool listing_write(struct act *act, const struct listing_writing *w, struct err *err)
{
    const struct listing_decision *d = w->decision;
    const struct listing_past *row = &d->listing;
    int64_t stands = 0;
    if (!act_touch(act, w->person, err) || (d->withdraws && !withdraw(act, w, err)) ||
        !listing_stands(act->work.db, w->person, row->from, &stands, err))
        return false;
    if (stands != row->unit &&
        (!state(act, w, err) || !use(act, w, err) ||
         (d->is_exempt && !listing_keep_exempt(act->work.db, err)) || !end_doctors(act, w, err)))
        return false;
    return end_places(act, w, err);
}
