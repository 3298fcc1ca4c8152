/* Steps of queues, of guardians, of named doctors and of units that close; and what must hold of
 * queues and named doctors after every step. */
#include "histories_world.h"
#include "service/contact/assign.h"
#include "service/contact/panel_moves.h"
#include "service/listing/listing.h"
#include "service/listing/queue.h"
#include "service/unit/unit_close.h"

#include <sqlite3.h>
#include <stdio.h>

/* ---- steps ---- */

static struct str person_key(struct arena *a, const struct step *s)
{
    return str_fmt(a, "key:%u", s->person + 1);
}

static struct str unit_id(struct arena *a, unsigned unit)
{
    return str_fmt(a, "SE0000000000-U%u", unit);
}

static struct actor administrator(void)
{
    return (struct actor){
        .id = STR("os:test"), .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};
}

static struct actor head(struct arena *a, unsigned unit)
{
    return (struct actor){.id = STR("os:test"),
                          .role = ROLE_UNIT_HEAD,
                          .unit = unit_id(a, unit),
                          .purpose = PURPOSE_ADMINISTRATION};
}

static bool join(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct listing_answer answer;
    struct listing_request r = {.person = person_key(a, s),
                                .unit = unit_id(a, s->unit),
                                .from = DAY_NONE,
                                .queue = true,
                                .actor = administrator()};
    bool done = listing_list(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_QUEUED] += done && answer.verdict == LISTING_QUEUED;
    w->has_queued |= done && answer.verdict == LISTING_QUEUED;
    return done;
}

static bool leave(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct queue_left left;
    struct queue_leaving r = {.person = person_key(a, s), .actor = administrator()};
    bool done = queue_leave(a, &w->instance, &r, &left, err);
    w->seen[SEEN_LEFT] += done && !left.is_already;
    return done;
}

/* One of the child's two guardians, in the e-service. */
static bool sign(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct listing_answer answer;
    int64_t guardian = 1 + s->number % 2;
    struct listing_request r = {.person = str_fmt(a, "key:%u", CHILD + 1),
                                .unit = unit_id(a, s->unit),
                                .from = DAY_NONE,
                                .queue = s->number % 3 == 0,
                                .actor = {.id = str_fmt(a, "key:%u", (unsigned)guardian),
                                          .role = ROLE_GUARDIAN,
                                          .purpose = PURPOSE_ADMINISTRATION,
                                          .on_behalf = CHILD + 1,
                                          .person = guardian}};
    bool done = listing_list(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_WAITS] += done && answer.verdict == LISTING_WAITS;
    w->seen[SEEN_SIGNED] += done && answer.verdict == LISTING_DONE;
    return done;
}

static bool lapse(struct world *w, struct arena *a, struct err *err)
{
    unsigned lapsed = 0;
    bool done = listing_lapse(a, &w->instance, &lapsed, err);
    w->seen[SEEN_LAPSED] += done ? lapsed : 0;
    return done;
}

static bool assign(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct assigned answer;
    struct str person = person_key(a, s);
    struct assigning r = {.staff = str_fmt(a, "SE0000000000-D%u", s->number % UNITS),
                          .written = &person,
                          .persons = 1,
                          .kind = KIND_DOCTOR,
                          .unit = unit_id(a, s->unit),
                          .from = {w->instance.clock.today.n + (int32_t)s->number % 10},
                          .actor = head(a, s->unit)};
    bool done = assign_contacts(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_ASSIGNED] += done;
    return done;
}

/* The panel of the doctor that has the unit's number, to another or to one who is to come. */
static bool move(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct move_answer answer;
    unsigned doctor = s->number % UNITS;
    struct str to = s->number % 4 == 0 ? STR(MOVE_COMING_WORD)
                                       : str_fmt(a, "SE0000000000-D%u", s->person % UNITS);
    struct move_asking r = {.staff = s->number % 10 == 9 ? STR(MOVE_COMING_WORD)
                                                         : str_fmt(a, "SE0000000000-D%u", doctor),
                            .unit = unit_id(a, s->unit),
                            .to = &to,
                            .count = 1,
                            .on = {w->instance.clock.today.n + (int32_t)s->number % 5},
                            .actor = head(a, s->unit)};
    bool done = moves_plan(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_MOVED] += done && answer.id > 0;
    return done;
}

static bool move_back(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct move_undone undone;
    struct move_undoing r = {.id = 1, .actor = head(a, s->unit)};
    bool done = moves_undo(a, &w->instance, &r, &undone, err);
    w->seen[SEEN_MOVED_BACK] += done && !undone.is_already;
    return done;
}

static bool close_unit(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct unit_close_answer answer;
    struct unit_close r = {.unit = unit_id(a, s->unit),
                           .last = {w->instance.clock.today.n + (int32_t)s->number % 30},
                           .by = s->number % 2 == 0 ? CLOSE_BY_AREA : CLOSE_TO,
                           .to = s->number % 2 == 0 ? STR("") : unit_id(a, s->person % UNITS),
                           .actor = administrator()};
    bool done = unit_close(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_CLOSED] += done && !answer.is_already;
    return done;
}

bool world_act(struct world *w, const struct step *s)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    bool done = s->what == JOIN        ? join(w, a, s, &err)
                : s->what == LEAVE     ? leave(w, a, s, &err)
                : s->what == SIGN      ? sign(w, a, s, &err)
                : s->what == LAPSE     ? lapse(w, a, &err)
                : s->what == ASSIGN    ? assign(w, a, s, &err)
                : s->what == MOVE      ? move(w, a, s, &err)
                : s->what == MOVE_BACK ? move_back(w, a, s, &err)
                                       : close_unit(w, a, s, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}

/* ---- what must hold ---- */

/* ?1: the position before the step, ?2: today, ?3: whom a file of listings was about. */
static const struct {
    const char *what, *sql;
} HOLDS[] = {
    {"in two queues",
     "SELECT i.person FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier "
     "WHERE q.superseded IS NULL GROUP BY i.person HAVING count(*) > 1"},
    {"somebody was overtaken in a queue",
     "SELECT i.person FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier "
     "JOIN queue_place AS b ON b.unit = q.unit AND b.id < q.id AND b.superseded IS NULL "
     "WHERE q.superseded > ?1 AND q.why = 0 AND i.person <> ?3 AND NOT EXISTS ("
     "SELECT 1 FROM listing_exempt AS x JOIN listing_stated AS n ON n.id = x.stated "
     "WHERE n.identifier = q.identifier AND n.recorded = q.superseded)"},
    {"an order of joining that is not that of days",
     "SELECT a.id FROM queue_place AS a JOIN queue_place AS b ON b.unit = a.unit AND b.id > a.id "
     "WHERE a.superseded IS NULL AND b.superseded IS NULL AND b.since < a.since"},
    {"a named doctor today where the person is not listed today",
     "SELECT e.person FROM named_contact_effect AS e JOIN named_contact_stated AS n "
     "ON n.id = e.stated WHERE e.kind = 2 AND ?2 >= e.from_day "
     "AND (e.to_day IS NULL OR e.to_day >= ?2) AND n.recorded > ?1 AND NOT EXISTS ("
     "SELECT 1 FROM listing_effect AS f JOIN unit_list AS l ON l.id = f.list "
     "WHERE f.person = e.person AND l.unit = n.unit AND f.from_day <= ?2 "
     "AND (f.to_day IS NULL OR f.to_day >= ?2))"},
};

static bool holds(struct world *w, sqlite3 *db, size_t i, const struct step *s)
{
    sqlite3_stmt *q = NULL;
    const struct known *last =
        w->known.count > 0 ? bag_at(&w->known, w->known.count - 1) : &(struct known){.position = 0};
    bool good = sqlite3_prepare_v2(db, HOLDS[i].sql, -1, &q, NULL) == SQLITE_OK;
    if (good) {
        (void)sqlite3_bind_int64(q, 1, last->position); /* not every question has all three */
        (void)sqlite3_bind_int64(q, 2, w->instance.clock.today.n);
        (void)sqlite3_bind_int64(q, 3, s->what == CHANGED ? s->person + 1 : 0);
        good = sqlite3_step(q) == SQLITE_DONE;
    }
    if (!good)
        (void)world_wrong(w, HOLDS[i].what, sqlite3_errmsg(db));
    (void)sqlite3_finalize(q);
    return good;
}

bool world_keeps(struct world *w, const struct step *s)
{
    char path[512];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, w->home);
    bool good = sqlite3_open(path, &db) == SQLITE_OK || world_wrong(w, "asking", "");
    for (size_t i = 0; good && i < ARRAY_LEN(HOLDS); i++)
        good = holds(w, db, i, s);
    (void)sqlite3_close(db);
    return good;
}
