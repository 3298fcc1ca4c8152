#include "service/listing/time_passes.h"

#include "service/access/access_log.h"
#include "service/act.h"
#include "service/listing/listing.h"
#include "service/person/capitation.h"
#include "store/consent_store.h"
#include "store/outbox_store.h"
#include "store/queue_store.h"
#include "store/request_store.h"

/* An act in which nothing is asked: settling it is all. Whatever comes of that is told, so where
 * nothing is told nothing has changed, and nothing is recorded. */
static bool move_queues(struct arena *a, struct instance *in, struct err *err)
{
    struct act act;
    int64_t before = 0, after = 0;
    struct act_options options = {.what = STR("queue"), .actor = actor_of_process(a)};
    if (!act_begin(a, in, &options, &act, err))
        return false;
    if (!outbox_waits(act.work.db, &before, err) || !act_settle(&act, err) ||
        !outbox_waits(act.work.db, &after, err))
        return act_abandon(&act);
    if (after > before)
        return act_end(&act, STR(""), err);
    (void)act_abandon(&act);
    return true;
}

/* Of the last month-end alone: what is known now of one before it is not what was known then. */
static bool freeze_month(struct arena *a, struct instance *in, bool dry_run,
                         struct time_passed *out, struct err *err)
{
    struct capitation_answer frozen = {.is_already = false};
    struct capitation_request r = {
        .has_month = true, .freezes = true, .actor = actor_of_process(a)};
    bool is_due = false;
    if (!capitation_due(in, &is_due, &r.month, err) ||
        (is_due && !dry_run && !capitation(a, in, &r, &frozen, err)))
        return false;
    out->has_frozen = is_due && !frozen.is_already;
    out->month = r.month;
    return true;
}

bool time_passes(struct arena *a, struct instance *in, bool dry_run, struct time_passed *out,
                 struct err *err)
{
    int64_t due = 0, asked = 0;
    unsigned lapsed = 0;
    struct queue_stated_list waiting;
    if (!consent_lapsed_count(in->db, instance_today(in), &due, err) ||
        !queue_all(in->db, a, &waiting, err) ||
        !request_that_ends(in->db, instance_today(in), &asked, err))
        return false;
    if (!dry_run && ((due > 0 && !listing_lapse(a, in, &lapsed, err)) ||
                     ((waiting.count > 0 || asked != 0) && !move_queues(a, in, err))))
        return false;
    struct time_passed passed = {.lapsed = dry_run ? (uint64_t)due : lapsed};
    struct err why = {0};
    if (!freeze_month(a, in, dry_run, &passed, &why)) {
        if (why.kind == ERR_BUSY) { /* then nothing else can be done now, either */
            *err = why;
            return false;
        }
        passed.unfrozen = why;
    }
    *out = passed;
    return true;
}
