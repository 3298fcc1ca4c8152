/* service/contact/assign_answer.h - what was answered to who assigned, kept under their key as
 * JSON and read again. For service/contact/assign.c. */
#ifndef SERVICE_CONTACT_ASSIGN_ANSWER_H
#define SERVICE_CONTACT_ASSIGN_ANSWER_H
#include "service/act_answer.h"
#include "service/contact/assign.h"

extern const struct act_form ASSIGN_ANSWER, ASSIGN_ANSWER_PANEL; /* of struct panel */
/* Names of unit, staff and persons are those of now; so is who may be shown: who has got a
 * protected identity since is left out, and counted as when they are named the first time. */
MUST_USE bool assign_answer_read(struct arena *a, struct instance *in, const struct assigning *as,
                                 struct str text, struct assigned *out, struct err *err);
/* Takes former doctors out of it whom the actor may not see. */
MUST_USE bool assign_answer_hide(struct arena *a, struct instance *in, const struct assigning *as,
                                 struct assigned *answer, struct err *err);
#endif
