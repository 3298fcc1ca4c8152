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
