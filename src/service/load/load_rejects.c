#include "service/load/load_rejects.h"

#include "core/clock.h"
#include "core/folder.h"
#include "store/load_store.h"

static const char *folder_of(const struct instance *in, struct arena *a, int64_t load)
{
    return instance_path(in, a, INSTANCE_LOADS "/%lld/rejects", (long long)load);
}

bool load_rejects_remove(const struct instance *in, int64_t load, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    bool done = folder_remove(in->files, folder_of(in, a, load), err);
    arena_close(a);
    return done;
}

/* By the clock, as the moment at which they were written. */
static struct day first_kept(unsigned retain_months)
{
    unsigned months = REJECTS_MONTHS;
    if (retain_months > 0 && retain_months < months)
        months = retain_months;
    struct month now = month_of(stockholm_day(clock_now()));
    return month_first((struct month){now.n - (int32_t)months});
}

/* Whether there are rejects that must go. */
static bool must_go(const struct instance *in, struct arena *a, int64_t load, struct day first,
                    bool *out, struct err *err)
{
    struct moment written;
    int64_t undone = 0;
    *out = false;
    if (!folder_written(folder_of(in, a, load), &written))
        return true; /* there are none */
    if (!load_undone_at(in->db, load, &undone, err))
        return false;
    *out = undone != 0 || stockholm_day(written).n < first.n;
    return true;
}

bool load_rejects_sweep(const struct instance *in, const struct rejects_sweep *sweep,
                        uint64_t *loads, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct day first = first_kept(sweep->retain_months);
    const char *const *name = NULL;
    size_t count = 0;
    uint64_t gone = 0;
    bool good = folder_list(a, instance_path(in, a, INSTANCE_LOADS), &name, &count, err);
    for (size_t i = 0; good && i < count; i++) {
        int64_t load = 0;
        bool go = false;
        if (!str_to_i64(str_of(name[i]), &load)) /* the lock */
            continue;
        good = must_go(in, a, load, first, &go, err) &&
               (!go || sweep->dry_run || load_rejects_remove(in, load, err));
        gone += good && go;
    }
    arena_close(a);
    if (good)
        *loads = gone;
    return good;
}
