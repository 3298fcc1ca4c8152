#include "service/access/access_keep.h"

#include "core/clock.h"
#include "service/access/access_log.h"
#include "service/act_answer.h"

static const struct str FORGET = STR_INIT("log forget");
static const struct act_field KEPT[] = {
    ACT_FIELD(struct access_kept, removed, "removed"),
    ACT_FIELD(struct access_kept, from, "from"),
};
static const struct act_form ANSWER = ACT_FORM(struct access_kept, KEPT);

static bool preview(struct act *act, struct moment than, struct access_kept *out, struct err *err)
{
    const struct access_period older = {{0}, than};
    bool counted = access_log_between(act->work.db, &older, &out->removed, err);
    work_abandon(&act->work);
    return counted;
}

/* How many they were is said of the entry, which is about nobody. */
static bool forget(struct act *act, struct moment than, struct access_kept *out, struct err *err)
{
    if (act->options.dry_run)
        return preview(act, than, out, err);
    if (!access_log_forget_older(act->in, act->work.db, than, &out->removed, err))
        return act_abandon(act);
    act->is_settled = true; /* nothing is stated: nothing can follow */
    act_note(act, 0, STR(""));
    ((struct access_entry *)bag_at(&act->notes, 0))->count = out->removed;
    return act_answer(act, &ANSWER, out, false, err);
}

static bool repeat(struct act *act, struct access_kept *out, struct err *err)
{
    act_note(act, 0, STR(""));
    return act_repeat(act, &ANSWER, out, err);
}

bool access_keep_since(struct arena *a, struct instance *in, struct moment since,
                       const struct access_keeping *ask, struct access_kept *out, struct err *err)
{
    struct act act;
    struct access_kept kept = {.from = stockholm_day(since)};
    struct act_options o =
        ACT_OPTIONS(FORGET, ask, str_fmt(a, "log keep %.*s", STR_FMT(ask->actor.id)));
    if (!access_log_may(in, &ask->actor, FORGET, err) || !act_begin(a, in, &o, &act, err) ||
        !(act.is_repeat ? repeat(&act, &kept, err) : forget(&act, since, &kept, err)))
        return false;
    *out = kept;
    return true;
}

bool access_keep(struct arena *a, struct instance *in, const struct access_keeping *ask,
                 struct access_kept *out, struct err *err)
{
    struct day from = access_kept_from(stockholm_day(clock_now()), in->region.rules.log.keep_years);
    return access_keep_since(a, in, stockholm_midnight(from), ask, out, err);
}
