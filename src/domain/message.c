#include "domain/message.h"

static const char *const MESSAGE[] = {"listed",
                                      "queued",
                                      "unqueued",
                                      "consent_asked",
                                      "consent_lapsed",
                                      "application_decided",
                                      "unit_closed",
                                      "contact_assigned",
                                      "contact_ended",
                                      "contact_moved",
                                      "request_answered",
                                      "application_granted",
                                      "application_refused",
                                      "request_assigned",
                                      "request_declined",
                                      "listing_withdrawn",
                                      "unit_stays"};
_Static_assert(ARRAY_LEN(MESSAGE) == MESSAGE_UNIT_STAYS + 1, "a word for each");
const struct vocab VOCAB_MESSAGE = {"kind", MESSAGE, ARRAY_LEN(MESSAGE)};

bool message_of_contact(enum message_kind kind)
{
    switch (kind) {
    case MESSAGE_CONTACT_ASSIGNED:
    case MESSAGE_CONTACT_ENDED:
    case MESSAGE_CONTACT_MOVED:
    case MESSAGE_REQUEST_ANSWERED:
    case MESSAGE_REQUEST_ASSIGNED:
    case MESSAGE_REQUEST_DECLINED:
        return true;
    case MESSAGE_LISTED:
    case MESSAGE_QUEUED:
    case MESSAGE_UNQUEUED:
    case MESSAGE_CONSENT_ASKED:
    case MESSAGE_CONSENT_LAPSED:
    case MESSAGE_APPLICATION_DECIDED:
    case MESSAGE_APPLICATION_GRANTED:
    case MESSAGE_APPLICATION_REFUSED:
    case MESSAGE_UNIT_CLOSED:
    case MESSAGE_LISTING_WITHDRAWN:
    case MESSAGE_UNIT_STAYS:
        break;
    }
    return false;
}

bool message_is_hidden(const struct message *message, const struct block *blocks, size_t count,
                       const struct actor *actor, struct day today)
{
    enum message_kind kind = message->kind;
    if (!message_of_contact(kind))
        return false;
    bool is_answer = kind == MESSAGE_REQUEST_ANSWERED || kind == MESSAGE_REQUEST_ASSIGNED ||
                     kind == MESSAGE_REQUEST_DECLINED;
    return message->unit.text[0] && !is_answer
               ? block_hides(blocks, count, &message->unit, actor, today)
               : block_hides_any(blocks, count, actor, today);
}
