/* service/unit/unit_event.h - others are told what changed of a unit. */
#ifndef SERVICE_UNIT_UNIT_EVENT_H
#define SERVICE_UNIT_UNIT_EVENT_H
#include "domain/hsaid.h"
#include "service/act.h"

/* `changed`: the name of a column. */
static inline bool unit_tell(struct act *act, const struct hsaid *unit, struct str changed,
                             struct day from, struct err *err)
{
    struct outbox_event told = {
        .type = EVENT_UNIT_CHANGED,
        .unit = hsaid_str(unit),
        .valid_from = from,
        .data = str_fmt(act->arena, "{\"changed\":[\"%.*s\"]}", STR_FMT(changed))};
    return act_tell(act, &told, err);
}
#endif
