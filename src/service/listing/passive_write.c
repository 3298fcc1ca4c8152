#include "service/listing/passive_write.h"

#include "service/listing/listing_write.h"
#include "service/message/message.h"

bool passive_write(struct act *act, int64_t person, const struct passive_choice *choice,
                   struct err *err)
{
    struct listing_writing w = {.person = person,
                                .identifier = choice->identifier,
                                .unit = choice->place->id,
                                .decision = &choice->decision.listing};
    struct message told = {
        .person = person, .kind = MESSAGE_LISTED, .unit = w.unit, .from = w.decision->listing.from};
    return listing_write(act, &w, err) && message_add(act, &told, err);
}
