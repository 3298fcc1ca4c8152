#include "service/contact/contact_write.h"

#include "service/contact/requests.h"
#include "service/message/message.h"
#include "store/listing_store.h"
#include "store/opt_out_store.h"

BAG_TAKE(take_doctor, struct contact_now)

static bool end_former(struct act *act, const struct assign_person *person,
                       const struct contact_ending *ends, struct err *err)
{
    for (size_t i = 0; i < person->contacts; i++)
        if (person->contact[i].row == ends->row)
            return named_contact_end(act->work.db, &person->contact[i], ends, act->work.position,
                                     err);
    return true;
}

bool contact_new_end(struct act *act, int64_t person, const struct contact_new *contact,
                     struct contact_ending *out, struct err *err)
{
    enum { NOT_STATED_YET = -1 };
    struct contact_now now = {NOT_STATED_YET, contact->kind, contact->staff, contact->unit,
                              contact->from};
    struct listing_change next;
    *out = (struct contact_ending){.row = 0};
    if (contact->kind != KIND_DOCTOR)
        return true;
    if (!listing_next_change(act->work.db, person, &contact->unit, contact->from, &next, err))
        return false;
    if (!day_is_none(next.from))
        *out = contact_ends_at_change(&now, 1, &next.unit, next.from);
    return contact_opted_out(act, person, &now, out, err);
}

bool contact_tell_end(struct act *act, int64_t person, const struct contact_new *contact,
                      const struct contact_ending *ends, struct err *err)
{
    struct message message = {.person = person,
                              .kind = MESSAGE_CONTACT_ENDED,
                              .unit = contact->unit,
                              .staff = contact->staff,
                              .from = {ends->on.n + 1}};
    return ends->row == 0 || message_add(act, &message, err);
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
    return act_touch(act, person->person, err) && end_former(act, person, &decision->ends, err) &&
           contact_new_end(act, person->person, contact, &said.ends, err) &&
           named_contact_state(act->work.db, &said, act->work.position, err) &&
           message_add(act, &message, err) &&
           contact_tell_end(act, person->person, contact, &said.ends, err) &&
           request_fulfil(act, &fulfilled, err);
}

bool contact_close(struct act *act, const struct contact_closing *c, struct err *err)
{
    struct contact_ending ends = {c->contact->row, c->last, c->why};
    struct message message = {.person = c->person,
                              .kind = MESSAGE_CONTACT_ENDED,
                              .unit = c->contact->unit,
                              .staff = c->contact->staff,
                              .from = {c->last.n + 1},
                              .reason = c->reason};
    int64_t position = act->work.position;
    return act_touch(act, c->person, err) &&
           (c->why != END_NONE ? named_contact_end(act->work.db, c->contact, &ends, position, err)
                               : named_contact_end_for(act->work.db, c->contact, c->last, c->reason,
                                                       position, err)) &&
           message_add(act, &message, err);
}

/* Until the next one begins who is said to begin later than the one that is taken back. */
static bool until_next(struct act *act, int64_t person, const struct contact_now *was,
                       struct day from, struct contact_ending *ends, struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    if (!named_contact_doctors_from(act->work.db, person, from,
                                    (struct contact_now_reader){&rows, take_doctor}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *next = bag_at(&rows, i);
        struct day last = {next->from.n - 1};
        if (next->from.n >= from.n && (ends->row == 0 || last.n < ends->on.n))
            *ends = (struct contact_ending){was->row, last, END_REPLACED};
    }
    return true;
}

bool contact_former_anew(struct act *act, int64_t person, struct day from, struct contact_now *out,
                         struct err *err)
{
    struct contact_ended row;
    struct contact_ending ends;
    if (!named_contact_replaced(act->work.db, person, from, &row, err))
        return false;
    *out = row.was;
    if (row.stated == 0)
        return true;
    struct contact_new former = {
        .kind = KIND_DOCTOR, .staff = row.was.staff, .unit = row.was.unit, .from = row.was.from};
    struct message message = {.person = person,
                              .kind = MESSAGE_CONTACT_ASSIGNED,
                              .unit = former.unit,
                              .staff = former.staff,
                              .from = former.from};
    if (!contact_new_end(act, person, &former, &ends, err) ||
        !until_next(act, person, &row.was, from, &ends, err) ||
        !named_contact_end_anew(act->work.db, &row, &ends, act->work.position, err))
        return false;
    /* Of days that are gone nobody is told, and of who replaces them with that one. */
    bool is_over = ends.row != 0 && ends.on.n < instance_today(act->in).n;
    bool is_replaced = ends.row != 0 && ends.why == END_REPLACED;
    if (is_over)
        out->row = 0;
    return is_over || (message_add(act, &message, err) &&
                       (is_replaced || contact_tell_end(act, person, &former, &ends, err)));
}

bool contact_opted_out(struct act *act, int64_t person, const struct contact_now *contact,
                       struct contact_ending *ends, struct err *err)
{
    struct day out;
    if (!opt_out_first(act->work.db, person, contact->from, &out, err))
        return false;
    *ends = contact_ends_opted_out(contact, out, *ends);
    return true;
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
