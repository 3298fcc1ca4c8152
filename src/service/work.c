#include "service/work.h"

#include "core/clock.h"
#include "service/access_log.h"
#include "store/instance_store.h"

static bool begin(struct db *db, enum db_work work, struct str what, struct work *out,
                  struct err *err)
{
    struct work w = {.db = db};
    if (!db_begin(db, work, err))
        return false;
    struct arena *a = arena_open(256);
    struct actor actor = actor_of_process(a);
    bool begun = position_make(db, clock_now(), what, actor.id, &w.position, err);
    arena_close(a);
    if (begun)
        *out = w;
    else
        db_rollback(db);
    return begun;
}

bool work_begin(struct db *db, struct str what, struct work *out, struct err *err)
{
    return begin(db, DB_WRITE, what, out, err);
}

bool work_begin_filling(struct db *db, struct str what, struct work *out, struct err *err)
{
    return begin(db, DB_FILL, what, out, err);
}

bool work_commit(struct work *w, struct err *err)
{
    return db_commit(w->db, err);
}

void work_abandon(struct work *w)
{
    db_rollback(w->db);
}
