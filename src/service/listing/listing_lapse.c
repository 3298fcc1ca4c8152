#include "service/access/access_log.h"
#include "service/listing/listing_parts.h"
#include "service/message/message.h"

/* One at a time, each in an act of its own: the log says whose change it was. */
static bool lapse_one(struct arena *a, struct instance *in, bool *done, struct err *err)
{
    struct act act;
    struct consent_now row;
    struct person_facts stated;
    struct act_options options = {.what = STR("consent lapse"), .actor = actor_of_process(a)};
    options.actor.opens_protected = true; /* nobody is shown anything */
    if (!act_begin(a, in, &options, &act, err))
        return false;
    if (!consent_lapsed(in->db, a, instance_today(in), &row, err))
        return act_abandon(&act);
    *done = row.id == 0;
    if (*done) {
        act_abandon(&act);
        return true;
    }
    struct str about = str_fmt(a, "unit=%.*s", STR_FMT(hsaid_str(&row.unit)));
    struct message m = {.person = row.child,
                        .kind = MESSAGE_CONSENT_LAPSED,
                        .unit = row.unit,
                        .from = instance_today(in)};
    if (!act_open_person(&act, row.child, about, &stated, err))
        return false;
    if (!consent_end(act.work.db, row.child, CONSENT_END_LAPSED, act.work.position, err) ||
        !message_add(&act, &m, err))
        return act_abandon(&act);
    return act_end(&act, STR(""), err);
}

bool listing_lapse(struct arena *a, struct instance *in, unsigned *lapsed, struct err *err)
{
    unsigned count = 0;
    for (bool done = false; !done; count += !done)
        if (!lapse_one(a, in, &done, err))
            return false;
    *lapsed = count;
    return true;
}
