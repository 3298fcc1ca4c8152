/* store/message_store.h - messages to residents, and how each was told. */
#ifndef STORE_MESSAGE_STORE_H
#define STORE_MESSAGE_STORE_H
#include "domain/message.h"
#include "store/db.h"

/* Of the change at the position; one that is there already is not written twice. */
MUST_USE bool message_insert(struct db *db, const struct message *message, int64_t position,
                             struct err *err);
#endif
