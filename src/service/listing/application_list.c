#include "service/listing/application_list.h"

#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/act_about.h"

struct gathering {
    struct arena *arena;
    const struct actor *actor;
    struct bag rows; /* struct application_waiting */
};

static bool take(void *state, const struct application_waiting *row, struct err *err)
{
    (void)err;
    struct gathering *g = state;
    if (!access_may_see(g->actor, row->protection))
        return true;
    struct application_waiting *kept = bag_add(&g->rows);
    *kept = *row;
    kept->reason = str_copy(g->arena, row->reason);
    return true;
}

/* Of the actor's unit, if one is said. */
static bool may_list(struct arena *a, struct instance *in, const struct actor *actor,
                     struct act_unit *unit, bool *out, struct err *err)
{
    struct act asking = {.arena = a, .in = in, .options = {.actor = *actor}};
    const unsigned all =
        PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR);
    enum party by = PARTY_NONE;
    if ((actor->unit.len > 0 && !act_find_unit(a, in, actor->unit, unit, err)) ||
        !act_party(&asking, 0, &unit->id, &by, err))
        return false;
    *out = party_in(by, all);
    return true;
}

bool application_list(struct arena *a, struct instance *in, const struct actor *actor,
                      const struct known_time *time, struct application_list *out, struct err *err)
{
    struct known_registry known;
    struct act_unit unit = {.facts = {.unit = 0}};
    struct gathering g = {a, actor, BAG_OPEN(a, struct application_waiting)};
    struct access_entry seen = {.actor = *actor,
                                .act = STR("application"),
                                .about = known_about(a, time, STR("list=waiting")),
                                .outcome = ACCESS_DENIED,
                                .count = -1};
    bool may = false;
    if (!may_list(a, in, actor, &unit, &may, err))
        return false;
    if (!may)
        return access_log_write(in, &seen, 1, err) && FAIL(err, ERR_DENIED, "actor.role", "%s", "");
    if (!known_open_said(a, in, time, &known, err))
        return false;
    bool read = application_each_waiting(known.in.db, unit.facts.unit, known.on,
                                         (struct application_reader){&g, take}, err);
    known_close(&known);
    seen.outcome = ACCESS_DONE;
    seen.count = (int64_t)g.rows.count;
    if (!read || !access_log_write(in, &seen, 1, err))
        return false;
    *out = (struct application_list){bag_array(a, &g.rows), g.rows.count, !actor->opens_protected};
    return true;
}
