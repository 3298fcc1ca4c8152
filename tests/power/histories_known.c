/* What was in effect after each step, made again by the rules from what the registry knew then. */
#include "domain/listing.h"
#include "domain/quota.h"
#include "histories_world.h"
#include "store/instance_store.h"
#include "store/listing_store.h"

#include <sqlite3.h>
#include <stdio.h>

/* ---- what was known ---- */

BAG_TAKE(take_now, struct listing_now)

bool world_remember(struct world *w)
{
    struct err err = {0};
    struct known *k = bag_add(&w->known);
    *k = (struct known){.row = BAG_OPEN(w->arena, struct listing_now), .step = w->step};
    k->moves = world_asked(w, "SELECT sum(1 << id) FROM panel_move WHERE undone IS NULL", 0, 0);
    return (position_now(w->instance.db, &k->position, &err) &&
            listing_each(w->instance.db, (struct listing_reader){&k->row, take_now}, &err))
               ? world_remember_rows(w, k)
               : world_wrong(w, "what is in effect", err.code);
}

/* By the rules, of what was stated then; another way than the program's. */
/* A listing in another county is one like any other, but that it stands in no list of ours. */
#define THEN "n.recorded <= ?1 AND (n.superseded IS NULL OR n.superseded > ?1)"
#define END_THEN                                                                                   \
    "(SELECT n.deregistered_on FROM person_stated AS n WHERE n.identifier = i.id AND " THEN        \
    " AND n.deregistration_reason IN (1, 2))"
static const char STATED_THEN[] =
    "SELECT i.person, l.unit, n.from_day, n.to_day, coalesce(o.first_id, n.id), u.hsaid, " END_THEN
    " FROM listing_stated AS n "
    "JOIN identifier AS i ON i.id = n.identifier JOIN unit_list AS l ON l.id = n.list "
    "JOIN unit AS u ON u.id = l.unit "
    "LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id WHERE " THEN
    " UNION ALL SELECT i.person, -1, n.from_day, n.to_day, -1, '', " END_THEN
    " FROM elsewhere_stated AS n JOIN identifier AS i ON i.id = n.identifier WHERE " THEN
    " ORDER BY 1";

static struct day day_at(sqlite3_stmt *s, int column)
{
    return sqlite3_column_type(s, column) == SQLITE_NULL
               ? DAY_NONE
               : (struct day){sqlite3_column_int(s, column)};
}

struct replay {
    struct arena *arena;
    int64_t person;
    struct day end;
    struct listing_stated stated[200];
    int64_t unit[200];
    size_t count, next;
    const struct known *known;
};

/* The person's rows, as they were in effect then. */
static bool matches(struct replay *r)
{
    struct listing_effect *effect;
    size_t effects = listing_effects(r->arena, r->stated, r->count, r->end, &effect);
    for (size_t i = 0; i < effects; i++) {
        if (r->unit[effect[i].stated] == UNIT_ELSEWHERE)
            continue;
        if (r->next >= r->known->row.count)
            return false;
        const struct listing_now *now = bag_at(&r->known->row, r->next++);
        if (now->person != r->person || now->unit != r->unit[effect[i].stated] ||
            now->from.n != effect[i].from.n || now->to.n != effect[i].to.n)
            return false;
    }
    r->count = 0;
    return true;
}

static bool replays(struct world *w, sqlite3_stmt *s, const struct known *k)
{
    struct replay r = {.arena = w->arena, .known = k};
    bool good = sqlite3_bind_int64(s, 1, k->position) == SQLITE_OK;
    while (good && sqlite3_step(s) == SQLITE_ROW) {
        if (r.count > 0 && r.person != sqlite3_column_int64(s, 0))
            good = matches(&r);
        if (r.count == ARRAY_LEN(r.stated))
            return false;
        r.person = sqlite3_column_int64(s, 0);
        r.end = day_at(s, 6);
        r.unit[r.count] = sqlite3_column_int64(s, 1);
        struct listing_stated *row = &r.stated[r.count++];
        *row = (struct listing_stated){
            .from = day_at(s, 2), .to = day_at(s, 3), .recorded = sqlite3_column_int64(s, 4)};
        (void)snprintf(row->unit.text, sizeof row->unit.text, "%s",
                       (const char *)sqlite3_column_text(s, 5));
    }
    good = good && (r.count == 0 || matches(&r)) && r.next == k->row.count;
    (void)sqlite3_reset(s);
    return good || world_wrong(w, "what was known then is not what was in effect", NULL);
}

bool world_replay(struct world *w)
{
    char path[512];
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, w->home);
    bool good = (sqlite3_open(path, &db) == SQLITE_OK &&
                 sqlite3_prepare_v2(db, STATED_THEN, -1, &s, NULL) == SQLITE_OK) ||
                world_wrong(w, "asking", sqlite3_errmsg(db));
    for (size_t i = 0; good && i < w->known.count; i++)
        good = replays(w, s, bag_at(&w->known, i));
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(db);
    return good;
}
