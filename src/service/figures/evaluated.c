#include "service/figures/evaluated.h"

#include "service/access/access_log.h"

bool evaluated_change(struct arena *a, const struct instance *in, const struct snapshot *s,
                      const struct evaluated_change_ask *ask, struct change *out, struct err *err)
{
    const struct change_request *of = &ask->of;
    struct sb about = sb_open(a, 128);
    char first[MONTH_TEXT], second[MONTH_TEXT];
    sb_fmt(&about, "measure=%.*s first=%s second=%s", STR_FMT(of->definition->id),
           month_format(of->first.month, first).at, month_format(of->second.month, second).at);
    if (of->second.level == LEVEL_UNIT)
        sb_fmt(&about, " unit=%.*s", STR_FMT(hsaid_str(&s->unit_id[of->second.place])));
    struct access_entry seen = {.actor = ask->actor,
                                .act = STR("change"),
                                .about = sb_str(&about),
                                .count = (int64_t)s->persons};
    if (!access_log_write(in, &seen, 1, err))
        return false;
    *out = change_of(a, s, of);
    return out->is_known ||
           FAIL(err, ERR_MISSING, "change.missing", "%.*s", STR_FMT(of->definition->id));
}

bool evaluated_week(struct arena *a, const struct instance *in, const struct snapshot *s,
                    const struct evaluated_week_ask *ask, struct saebo_week *out, struct err *err)
{
    struct sb about = sb_open(a, 64);
    sb_fmt(&about, "week=%.*s", STR_FMT(ask->written));
    if (ask->known_at.len > 0)
        sb_fmt(&about, " known_at=%.*s", STR_FMT(ask->known_at));
    struct access_entry seen = {.actor = ask->actor,
                                .act = STR("saebo"),
                                .about = sb_str(&about),
                                .count = (int64_t)s->persons};
    if (!access_log_write(in, &seen, 1, err))
        return false;
    *out = saebo_week(a, s, ask->week);
    return true;
}
