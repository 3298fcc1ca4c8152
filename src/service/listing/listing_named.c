#include "service/listing/listing_named.h"

#include "service/contact/requests.h"

bool listing_named_decide(struct arena *a, const struct instance *in, struct listing_named *n,
                          struct err *err)
{
    struct contact_facts f = {a, in, n->from};
    struct assign_ask ask = {
        .kind = KIND_DOCTOR, .unit = n->unit, .on = n->from, .by_listing = true};
    if (!contact_facts_staff(&f, &n->doctor, n->unit_id, &n->staff, &n->doctor_id, err) ||
        !contact_facts_person(&f, n->person, &n->who, &n->about, err))
        return false;
    /* What is planned of the person's own is taken back, and takes no room. */
    struct asked_panel panel = {n->doctor_id, n->unit_id, n->person, n->from};
    if (!contact_facts_panel_without(&f, &panel, &n->staff, err))
        return false;
    n->who.next_doctor = DAY_NONE;
    n->who.unit = n->unit;
    n->decision = assign_decide(&in->region.rules, &n->staff, &n->who, &ask);
    return true;
}

BAG_TAKE(take_contact, struct contact_now)

/* What stands after the listing was written: *stands is whether it is that doctor; of others what
 * reaches to the day ends before it, and what begins later is taken back. */
static bool end_others(struct act *act, const struct listing_named *n, bool *stands,
                       struct err *err)
{
    struct bag rows = BAG_OPEN(act->arena, struct contact_now);
    if (!named_contact_doctors_from(act->work.db, n->person, n->from,
                                    (struct contact_now_reader){&rows, take_contact}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct contact_now *row = bag_at(&rows, i);
        struct contact_ending ends = {row->row, {n->from.n - 1}, END_REPLACED};
        if (row->from.n <= n->from.n && hsaid_eq(&row->staff, &n->doctor) &&
            hsaid_eq(&row->unit, &n->unit))
            *stands = true;
        else if (!named_contact_end(act->work.db, row, &ends, act->work.position, err))
            return false;
    }
    return true;
}

bool listing_named_write(struct act *act, const struct listing_named *n, struct err *err)
{
    struct contact_new contact = {.kind = KIND_DOCTOR,
                                  .staff_id = n->doctor_id,
                                  .unit_id = n->unit_id,
                                  .staff = n->doctor,
                                  .unit = n->unit,
                                  .from = n->from,
                                  .by =
                                      PARTY_ADMINISTRATOR, /* of a request: the listing gives it */
                                  .chosen = n->chosen};
    struct request_fulfilling fulfilled = {.person = n->person,
                                           .kind = KIND_DOCTOR,
                                           .by = PARTY_ADMINISTRATOR,
                                           .unit = n->unit,
                                           .staff = n->doctor,
                                           .was_there = true};
    struct assign_decision decision = n->decision;
    bool stands = false;
    decision.ends = (struct contact_ending){.row = 0}; /* is ended here */
    if (!act_touch(act, n->person, err) || !end_others(act, n, &stands, err))
        return false;
    return stands ? request_fulfil(act, &fulfilled, err)
                  : contact_assign(act, &n->who, &n->about, &contact, &decision, err);
}
