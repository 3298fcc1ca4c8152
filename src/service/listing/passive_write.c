#include "service/listing/passive_write.h"

#include "service/listing/listing_named.h"
#include "service/listing/listing_write.h"
#include "service/message/message.h"

/* Where that doctor has no room, or may not have a child, it is listed without one. */
static bool name_doctor(struct act *act, int64_t person, const struct passive_choice *choice,
                        struct err *err)
{
    struct listing_named n = {.person = person,
                              .unit = choice->place->id,
                              .unit_id = choice->place->facts.unit,
                              .doctor = choice->doctor,
                              .from = choice->decision.listing.listing.from};
    if (!choice->doctor.text[0])
        return true;
    return listing_named_decide(act->arena, act->in, &n, err) &&
           (!listing_named_may(&n) || listing_named_write(act, &n, err));
}

bool passive_write(struct act *act, int64_t person, const struct passive_choice *choice,
                   struct err *err)
{
    struct listing_writing w = {.person = person,
                                .identifier = choice->identifier,
                                .unit = choice->place->id,
                                .decision = &choice->decision.listing};
    struct message told = {
        .person = person, .kind = MESSAGE_LISTED, .unit = w.unit, .from = w.decision->listing.from};
    return listing_write(act, &w, err) && message_add(act, &told, err) &&
           name_doctor(act, person, choice, err);
}
