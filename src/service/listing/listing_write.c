#include "service/listing/listing_write.h"

#include "service/contact/contact_end.h"
#include "service/contact/requests.h"
#include "service/listing/listing_closing.h"
#include "service/listing/queue_place.h"
#include "service/message/message.h"
#include "store/application_store.h"
#include "store/elsewhere_store.h"
#include "store/listing_store.h"
#include "store/unit_store.h"

BAG_TAKE(take_listing, struct listing_now)

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

/* What was planned from the day on is withdrawn by who chooses anew, and so is a wish for a doctor
 * who works elsewhere. */
static bool withdraw(struct act *act, const struct listing_writing *w, bool *out, struct err *err)
{
    struct day from = w->decision->listing.from;
    int64_t position = act->work.position;
    bool any = false;
    return tell_withdrawn(act, w, err) &&
           listing_withdraw_from(act->work.db, w->person, from, position, &any, err) &&
           elsewhere_withdraw_from(act->work.db, w->person, from, position, &any, err) &&
           (!any || application_withdrawn(act->work.db, w->person, position, err)) &&
           request_withdraw_elsewhere(act, w->person, &w->unit, from, err) && (*out = any, true);
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

/* Named doctors of other units end with the change, and do not come back with the person; those
 * whom a plan had ended that is withdrawn stand again. */
static bool doctors_anew(struct act *act, const struct listing_writing *w, bool withdrawn,
                         struct err *err)
{
    struct day from = w->decision->listing.from;
    struct contact_now coming = {.kind = KIND_DOCTOR, .unit = w->unit, .from = from};
    if (w->doctor)
        coming.staff = *w->doctor;
    struct contact_listed_anew l = {.person = w->person,
                                    .from = from,
                                    .coming = w->doctor ? &coming : NULL,
                                    .change = withdrawn ? act->work.position : 0,
                                    .is_plan = true};
    return contact_ends_anew(act, &l, err);
}

bool listing_write(struct act *act, const struct listing_writing *w, struct err *err)
{
    const struct listing_decision *d = w->decision;
    const struct listing_past *row = &d->listing;
    int64_t stands = 0;
    bool withdrawn = w->withdrawn;
    if (!act_touch(act, w->person, err) || (d->withdraws && !withdraw(act, w, &withdrawn, err)) ||
        !listing_stands(act->work.db, w->person, row->from, &stands, err))
        return false;
    bool states = stands != row->unit || w->is_beside_closing;
    if (states && (!state(act, w, err) || !use(act, w, err) ||
                   (d->is_exempt && !listing_keep_exempt(act->work.db, err))))
        return false;
    return listing_closings_anew(act, w->person, row->from, &withdrawn, err) &&
           doctors_anew(act, w, withdrawn, err) && end_places(act, w, err);
}
