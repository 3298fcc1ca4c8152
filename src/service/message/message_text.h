/* service/message/message_text.h - what a message says, in Swedish or English: on a page, on
 * paper, on the command line the same. */
#ifndef SERVICE_MESSAGE_MESSAGE_TEXT_H
#define SERVICE_MESSAGE_MESSAGE_TEXT_H
#include "core/text.h"
#include "store/message_store.h"

/* A sentence, and how the unit is reached where it says so. The name of a member of staff with a
 * protected identity is not told. In the arena. */
struct str message_text(struct arena *a, enum lang lang, const struct message_row *row);
/* A few words, for a heading. */
struct str message_heading(enum lang lang, enum message_kind kind);
#endif
