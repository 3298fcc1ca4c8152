/* service/message.h - what residents are told of what was decided about them: a row
 * in the registry, written with the act, and read in the e-service, on paper, or told.
 *
 *     struct message m = {.person = person, .kind = MESSAGE_LISTED, .unit = unit, .from = from};
 *     if (!message_add(&act, &m, err)) … */
#ifndef SERVICE_MESSAGE_H
#define SERVICE_MESSAGE_H
#include "domain/message.h"
#include "service/act.h"

/* In the act's transaction; the same of one act is told once, however often it is added. */
MUST_USE bool message_add(struct act *act, const struct message *message, struct err *err);
#endif
