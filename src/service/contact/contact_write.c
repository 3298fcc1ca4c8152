#include "service/contact/contact_write.h"

#include "service/contact/contact_end.h"
#include "service/contact/requests.h"
#include "service/message/message.h"

BAG_TAKE(take_doctor, struct contact_now)

/* The one who was to begin later on or on the day, whom this one takes the place of, is not the
 * only one: who has the person until then ends too. */
static bool end_doctor(struct act *act, int64_t person, const struct contact_new *contact,
                       const struct contact_ending *ends, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    const struct contact_now *until = NULL;
    if (!named_contact_doctors_from(act->work.db, person, contact->from,
                                    (struct contact_now_reader){&rows, take_doctor}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) { /* by their first days */
        const struct contact_now *row = bag_at(&rows, i);
        if (row->from.n < contact->from.n && hsaid_eq(&row->unit, &contact->unit))
            until = row;
        if (row->row == ends->row &&
            !named_contact_end(act->work.db, row, ends, act->work.position, err))
            return false;
    }
    return !until || until->row == ends->row ||
           named_contact_end(act->work.db, until, ends, act->work.position, err);
}

bool contact_assign(struct act *act, const struct assign_person *person,
                    const struct contact_about *about, const struct contact_new *contact,
                    const struct assign_decision *decision, struct err *err)
{
    struct named_contact_said said = {.identifier = about->identifier,
                                      .staff = contact->staff_id,
                                      .unit = contact->unit_id,
                                      .kind = contact->kind,
                                      .from = contact->from,
                                      .reason = decision->overridden ? contact->reason : STR(""),
                                      .assigned_by = act->options.actor.id,
                                      .chosen = contact->chosen};
    struct message message = {.person = person->person,
                              .kind = MESSAGE_CONTACT_ASSIGNED,
                              .unit = contact->unit,
                              .staff = contact->staff,
                              .from = contact->from};
    struct request_fulfilling fulfilled = {.person = person->person,
                                           .kind = contact->kind,
                                           .by = contact->by,
                                           .unit = contact->unit,
                                           .staff = contact->staff};
    const struct contact_now now = {.kind = contact->kind,
                                    .staff = contact->staff,
                                    .unit = contact->unit,
                                    .from = contact->from};
    return act_touch(act, person->person, err) &&
           (decision->ends.row == 0 ||
            end_doctor(act, person->person, contact, &decision->ends, err)) &&
           contact_new_end(act, person->person, contact, &said.ends, err) &&
           named_contact_state(act->work.db, &said, act->work.position, err) &&
           message_add(act, &message, err) &&
           contact_tell_end(act, person->person, contact, &said.ends, err) &&
           (day_is_none(person->next_doctor) ||
            contact_tell_next(act, person->person, &now, err)) &&
           request_fulfil(act, &fulfilled, err);
}

bool contact_close(struct act *act, const struct contact_closing *c, struct err *err)
{
    struct message message = {.person = c->person,
                              .kind = MESSAGE_CONTACT_ENDED,
                              .unit = c->contact->unit,
                              .staff = c->contact->staff,
                              .from = {c->last.n + 1},
                              .reason = c->reason};
    return act_touch(act, c->person, err) &&
           named_contact_end_for(act->work.db, c->contact, c->last, c->reason, act->work.position,
                                 err) &&
           message_add(act, &message, err);
}

BAG_TAKE(take_open, struct contact_open)

bool contact_inform(struct act *act, const struct contact_informing *i, unsigned *informed,
                    struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_open);
    unsigned count = 0, all = 0;
    if (!named_contact_open_of(act->work.db, i->person, i->on,
                               (struct contact_open_reader){&rows, take_open}, err))
        return false;
    for (size_t k = 0; k < rows.count; k++) {
        const struct contact_open *row = bag_at(&rows, k);
        struct request_telling telling = {
            .person = i->person, .kind = row->now.kind, .staff = i->staff, .reader = i->reader};
        unsigned steps = 0;
        bool is_new = day_is_none(row->informed_on);
        if (!hsaid_eq(&row->now.staff, &i->staff) || !hsaid_eq(&row->now.unit, &i->unit))
            continue;
        if ((is_new &&
             !named_contact_inform(act->work.db, row->now.row, i->on, act->work.position, err)) ||
            !request_told(act, &telling, &steps, err))
            return false;
        count += is_new;
        all += is_new + steps;
    }
    *informed = all;
    return count == 0 || act_touch(act, i->person, err);
}
