#include "service/message.h"

#include "store/message_store.h"

bool message_add(struct act *act, const struct message *message, struct err *err)
{
    return message_insert(act->work.db, message, act->work.position, err);
}
