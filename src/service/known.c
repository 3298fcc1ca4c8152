#include "service/known.h"

#include "core/sb.h"
#include "service/effects.h"
#include "store/effect_store.h"
#include "store/instance_store.h"
#include "store/known_store.h"

static bool fill(struct arena *a, struct db *db, const struct known_at *at, struct err *err)
{
    if (!db_begin(db, DB_READ, err))
        return false;
    if (effect_open_touched(db, err) && known_rows(db, at, err) && known_effects(db, at, err) &&
        effects_make(a, db, err))
        return db_commit(db, err);
    db_rollback(db);
    return false;
}

/* The registry's position at the end of the day, where that is before today. */
static bool said_by(const struct instance *in, struct day on, int64_t *out, struct err *err)
{
    int64_t said = 0;
    if (day_is_none(on) || on.n >= instance_today(in).n)
        return true;
    if (!position_on(in->db, on, &said, err))
        return false;
    if (said < *out)
        *out = said;
    return true;
}

static bool open_at(struct arena *a, const struct instance *in, const struct known_at *at,
                    struct known_registry *out, struct err *err)
{
    struct known_registry k = *out;
    if (!instance_db(in, &k.in.db, err))
        return false;
    if (!fill(a, k.in.db, at, err)) {
        db_close(k.in.db);
        return false;
    }
    k.is_own = true;
    *out = k;
    return true;
}

/* Of whom is asked, and whether what holds from when it is said is. */
struct scope {
    int64_t person;
    bool of_said;
};

static bool open_known(struct arena *a, const struct instance *in, const struct known_time *time,
                       struct scope scope, struct known_registry *out, struct err *err)
{
    int64_t now = 0;
    char day[DAY_TEXT];
    if (scope.of_said && !day_is_none(time->on) && time->on.n > instance_today(in).n)
        return FAIL(err, ERR_INVALID, "time.ahead", "%.*s", STR_FMT(day_format(time->on, day)));
    struct known_registry k = {.in = *in,
                               .on = day_is_none(time->on) ? instance_today(in) : time->on};
    if (time->known_at.us == INT64_MAX && (!scope.of_said || day_is_none(time->on))) {
        *out = k;
        return true;
    }
    if (!position_now(in->db, &now, err))
        return false;
    struct known_at at = {.position = now, .person = scope.person};
    if (time->known_at.us != INT64_MAX && !position_at(in->db, time->known_at, &at.position, err))
        return false;
    at.said = at.position;
    if (scope.of_said && !said_by(in, time->on, &at.said, err))
        return false;
    bool is_past = at.position < now || at.said < now;
    if (is_past && !open_at(a, in, &at, &k, err))
        return false;
    *out = k;
    return true;
}

bool known_open(struct arena *a, const struct instance *in, const struct known_time *time,
                struct known_registry *out, struct err *err)
{
    return open_known(a, in, time, (struct scope){0, false}, out, err);
}

bool known_open_person(struct arena *a, const struct instance *in, const struct known_time *time,
                       int64_t person, struct known_registry *out, struct err *err)
{
    return open_known(a, in, time, (struct scope){person, false}, out, err);
}

bool known_open_said(struct arena *a, const struct instance *in, const struct known_time *time,
                     struct known_registry *out, struct err *err)
{
    return open_known(a, in, time, (struct scope){0, true}, out, err);
}

void known_close(struct known_registry *known)
{
    if (known->is_own)
        db_close(known->in.db);
    known->is_own = false;
    known->in.db = NULL;
}

struct str known_about(struct arena *a, const struct known_time *time, struct str about)
{
    char day[DAY_TEXT], at[MOMENT_TEXT];
    struct sb out = sb_open(a, 96);
    sb_put(&out, about);
    if (!day_is_none(time->on))
        sb_fmt(&out, "%son=%.*s", about.len > 0 ? " " : "", STR_FMT(day_format(time->on, day)));
    if (time->known_at.us != INT64_MAX)
        sb_fmt(&out, "%sknown_at=%.*s", sb_str(&out).len > 0 ? " " : "",
               STR_FMT(moment_format(time->known_at, at)));
    return sb_str(&out);
}
