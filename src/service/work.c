#include "service/work.h"

#include "core/clock.h"
#include "service/access/access_log.h"
#include "store/instance_store.h"

static bool begin_by(struct db *db, enum db_work work, struct str what, struct str actor,
                     struct work *out, struct err *err)
{
    struct work w = {.db = db};
    if (!db_begin(db, work, err))
        return false;
    if (!position_make(db, clock_now(), what, actor, &w.position, err)) {
        db_rollback(db);
        return false;
    }
    *out = w;
    return true;
}

bool work_begin_by(struct db *db, struct str what, struct str actor, struct work *out,
                   struct err *err)
{
    return begin_by(db, DB_WRITE, what, actor, out, err);
}

bool work_begin(struct db *db, struct str what, struct work *out, struct err *err)
{
    struct arena *a = arena_open(256);
    bool begun = begin_by(db, DB_WRITE, what, actor_of_process(a).id, out, err);
    arena_close(a);
    return begun;
}

bool work_begin_filling(struct db *db, struct str what, struct str actor, struct work *out,
                        struct err *err)
{
    return begin_by(db, DB_FILL, what, actor, out, err);
}

bool work_on_day(const struct work *w, const struct instance *in, struct err *err)
{
    struct day today = instance_today(in);
    return day_is_none(in->clock.today) || today.n == stockholm_day(clock_now()).n ||
           position_keep_day(w->db, w->position, today, err);
}

bool work_follow(struct work_following *f, struct work *out, struct err *err)
{
    if (f->position == 0 && !position_follow(f->of.db, f->of.position, &f->position, err))
        return false;
    *out = (struct work){f->of.db, f->position};
    return true;
}

bool work_commit(struct work *w, struct err *err)
{
    return db_commit(w->db, err);
}

void work_abandon(struct work *w)
{
    db_rollback(w->db);
}
