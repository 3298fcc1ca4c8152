#include "service/access/lookups.h"

#include "service/access/access_log.h"

static const int64_t MINUTE_US = INT64_C(60) * 1000000, HOUR_US = INT64_C(3600) * 1000000;

static struct moment ago(int64_t us)
{
    return (struct moment){clock_now().us - us};
}

bool lookups_may(const struct instance *in, const struct actor *actor, struct str what,
                 struct str written, struct err *err)
{
    unsigned most = in->region.rules.log.lookups_a_minute;
    int64_t done = 0;
    if (!access_lookup_waits(actor, written))
        return true;
    if (!access_log_acts_since(in->db, actor->id, ago(MINUTE_US), &done, err))
        return false;
    if (done < (int64_t)most)
        return true;
    struct arena *a = arena_open(256);
    struct access_entry e = {.actor = *actor,
                             .act = what,
                             .about = str_fmt(a, "lookups=%lld", (long long)done),
                             .outcome = ACCESS_DENIED,
                             .count = -1};
    bool written_down = access_log_write(in, &e, 1, err);
    arena_close(a);
    return written_down && FAIL(err, ERR_BUSY, "log.lookups", "%u", most);
}

bool lookups_opened(const struct instance *in, const struct actor *actor, int64_t person,
                    struct err *err)
{
    int64_t entries = 0, persons = 0, alarms = 0, most = in->region.rules.log.persons_an_hour;
    struct moment since = ago(HOUR_US);
    /* First what costs little, however much they did: who has fewer entries than persons are
     * allowed, with this one, cannot have opened more. */
    if (!access_log_alarms_since(in->db, actor->id, since, &alarms, err) ||
        !access_log_entries_since(in->db, actor->id, since, most, &entries, err))
        return false;
    if (alarms > 0 || entries < most)
        return true;
    if (!access_log_persons_since(in->db, actor->id, since, person, &persons, err))
        return false;
    if (persons <= most)
        return true;
    struct access_entry e = {.actor = *actor,
                             .act = STR(LOOKUPS_ALARM),
                             .about = STR("persons in an hour"),
                             .count = persons};
    return access_log_write(in, &e, 1, err);
}
