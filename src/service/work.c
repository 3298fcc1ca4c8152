#include "service/work.h"

#include "core/clock.h"
#include "store/instance_store.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

static struct str actor(char *out, size_t room)
{
    struct passwd entry, *found = NULL;
    char text[1024];
    if (getpwuid_r(getuid(), &entry, text, sizeof text, &found) == 0 && found)
        (void)snprintf(out, room, "os:%s", found->pw_name);
    else
        (void)snprintf(out, room, "os:%lu", (unsigned long)getuid());
    return str_of(out);
}

static bool begin(struct db *db, enum db_work work, struct str what, struct work *out,
                  struct err *err)
{
    char who[128];
    struct work w = {.db = db};
    if (!db_begin(db, work, err))
        return false;
    if (!position_make(db, clock_now(), what, actor(who, sizeof who), &w.position, err)) {
        db_rollback(db);
        return false;
    }
    *out = w;
    return true;
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
