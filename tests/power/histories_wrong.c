/* Programs that are wrong, made of the right one by a trigger in its registry, by rules that it is
 * given or that are asked in place of its own, or by what it leaves after a step: each must be
 * found by some history, or what is looked at after a step looks at nothing. */
#include "domain/quota.h"
#include "histories_world.h"

#include <sqlite3.h>
#include <stdio.h>

#define LAST "(SELECT max(position) FROM change)"
/* A row of a named contact that was stated just now says something else, where `which` holds of it.
 */
#define SAYS_ELSE(which, otherwise)                                                                \
    "AFTER INSERT ON named_contact_stated WHEN " which                                             \
    " BEGIN UPDATE named_contact_stated SET " otherwise " WHERE id = NEW.id; END"
/* The row that holds again ended so before the same change. */
#define ENDED_BEFORE(reason)                                                                       \
    "NEW.to_day IS NULL AND EXISTS (SELECT 1 FROM named_contact_stated AS b WHERE "                \
    "b.identifier = NEW.identifier AND b.kind = NEW.kind AND b.staff = NEW.staff AND "             \
    "b.from_day = NEW.from_day AND b.superseded = NEW.recorded AND b.reason = '" reason "')"
#define AS_BEFORE                                                                                  \
    "to_day = (SELECT max(b.to_day) FROM named_contact_stated AS b WHERE "                         \
    "b.identifier = NEW.identifier AND b.kind = NEW.kind AND b.staff = NEW.staff AND "             \
    "b.from_day = NEW.from_day AND b.superseded = NEW.recorded)"
#define BEFORE_IT "b.unit = NEW.unit AND b.id < NEW.id AND b.superseded IS NULL"

static const struct {
    const char *what;
    const char *trigger; /* stands in the registry; NULL: none */
    const char *left;    /* is done after each step; NULL: nothing */
    unsigned changes;    /* so many more than there may be */
    bool forgets;        /* which changes were made */
} WRONG[] = {
    {.what = "an event is lost",
     .trigger = "BEFORE INSERT ON outbox WHEN NEW.type = 1 BEGIN SELECT RAISE(IGNORE); END"},
    {.what = "an event that nobody misses by its number is lost",
     .left = "DELETE FROM outbox WHERE type = 0 AND seq = (SELECT max(seq) FROM outbox AS o "
             "WHERE o.person = outbox.person); UPDATE outbox_seq SET seq = coalesce((SELECT "
             "max(seq) FROM outbox AS o WHERE o.person = outbox_seq.person), 0)"},
    {.what = "that another county lists a person is told without saying which",
     .trigger = "AFTER INSERT ON outbox WHEN NEW.data LIKE '%\"county\"%' BEGIN UPDATE outbox "
                "SET data = replace(NEW.data, '\"county\"', '\"x\"') WHERE id = NEW.id; END"},
    {.what = "the end of a listing in another county is not told",
     .left =
         "DELETE FROM outbox WHERE type = 1 AND data ->> 'county' IS NOT NULL AND seq = (SELECT "
         "max(seq) FROM outbox AS o WHERE o.person = outbox.person); UPDATE outbox_seq SET seq "
         "= coalesce((SELECT max(seq) FROM outbox AS o WHERE o.person = outbox_seq.person), 0)"},
    {.what = "a number of an event is left out",
     .trigger = "AFTER INSERT ON outbox WHEN NEW.seq > 1 BEGIN UPDATE outbox SET seq = seq + 1 "
                "WHERE id = NEW.id; END"},
    {.what = "an act is not in the log",
     .trigger = "BEFORE INSERT ON access_log WHEN NEW.act = 'list' AND NEW.position IS NOT NULL "
                "BEGIN SELECT RAISE(IGNORE); END"},
    {.what = "a day is missing between two listings",
     .trigger = "AFTER INSERT ON listing_effect WHEN NEW.to_day > NEW.from_day BEGIN UPDATE "
                "listing_effect SET to_day = to_day - 1 WHERE person = NEW.person "
                "AND from_day = NEW.from_day; END"},
    {.what = "two listings on a day",
     .trigger = "AFTER INSERT ON listing_effect WHEN NEW.to_day IS NOT NULL BEGIN UPDATE "
                "listing_effect SET to_day = to_day + 1 WHERE person = NEW.person "
                "AND from_day = NEW.from_day; END"},
    {.what = "two named doctors on a day",
     .left = "INSERT OR IGNORE INTO named_contact_effect (person, kind, from_day, to_day, stated) "
             "SELECT person, 2, from_day + 1, from_day + 1, stated FROM named_contact_effect "
             "WHERE kind = 2 AND to_day IS NULL"},
    {.what = "the named doctor stays when the person leaves the unit",
     .trigger = "AFTER INSERT ON named_contact_effect WHEN NEW.kind = 2 AND NEW.to_day IS NOT NULL "
                "BEGIN UPDATE named_contact_effect SET to_day = to_day + 1 "
                "WHERE person = NEW.person AND stated = NEW.stated AND from_day = NEW.from_day; "
                "END"},
    {.what = "a listing that was known is written anew",
     .trigger = "AFTER UPDATE OF superseded ON listing_stated WHEN NEW.superseded IS NOT NULL "
                "BEGIN UPDATE listing_stated SET from_day = from_day - 1 WHERE id = NEW.id; END"},
    {.what = "a named contact that was known is written anew",
     .trigger = "AFTER UPDATE OF superseded ON named_contact_stated "
                "WHEN NEW.superseded IS NOT NULL BEGIN UPDATE named_contact_stated "
                "SET staff = staff % 3 + 1 WHERE id = NEW.id; END"},
    {.what = "when it was known is written anew",
     .trigger = "AFTER UPDATE OF superseded ON named_contact_stated "
                "WHEN NEW.superseded > NEW.recorded + 1 BEGIN UPDATE named_contact_stated "
                "SET superseded = superseded - 1 WHERE id = NEW.id; END"},
    {.what = "who joins a queue stands first",
     .trigger = "AFTER INSERT ON queue_place BEGIN UPDATE queue_place SET id = "
                "-(SELECT count(*) FROM queue_place) WHERE id = NEW.id; END"},
    {.what = "who joins a queue takes the place of who stands there",
     .trigger = "AFTER INSERT ON queue_place WHEN EXISTS (SELECT 1 FROM queue_place AS b "
                "WHERE " BEFORE_IT ") BEGIN "
                "UPDATE queue_place SET unit = -unit WHERE id = NEW.id; "
                "UPDATE queue_place SET identifier = (SELECT b.identifier FROM queue_place AS b "
                "WHERE " BEFORE_IT " ORDER BY b.id LIMIT 1) WHERE id = NEW.id; "
                "UPDATE queue_place SET identifier = NEW.identifier WHERE id = (SELECT b.id FROM "
                "queue_place AS b WHERE " BEFORE_IT " ORDER BY b.id LIMIT 1); "
                "UPDATE queue_place SET unit = NEW.unit WHERE id = NEW.id; END"},
    {.what = "who stands first in a queue is overtaken",
     .left = "UPDATE queue_place SET superseded = " LAST ", why = 0 WHERE superseded IS NULL "
             "AND EXISTS (SELECT 1 FROM queue_place AS b WHERE b.unit = queue_place.unit "
             "AND b.id < queue_place.id AND b.superseded IS NULL)"},
    {.what = "a place in two queues",
     .trigger = "AFTER INSERT ON queue_place BEGIN INSERT INTO queue_place (identifier, unit, "
                "since, electronic, recorded) VALUES (NEW.identifier, NEW.unit % 3 + 1, NEW.since, "
                "0, NEW.recorded); END"},
    {.what = "who is listed elsewhere keeps the place",
     .trigger = "BEFORE UPDATE OF superseded ON queue_place WHEN NEW.why = 2 BEGIN SELECT "
                "RAISE(IGNORE); END"},
    {.what = "room is made, and nobody is listed",
     .left = "UPDATE unit_stated SET cap = cap + 1 WHERE superseded IS NULL AND unit IN "
             "(SELECT unit FROM queue_place WHERE superseded IS NULL)"},
    {.what = "a cap is one more than was said",
     .trigger = "AFTER INSERT ON unit_stated WHEN NEW.cap IS NOT NULL BEGIN UPDATE unit_stated "
                "SET cap = cap + 1 WHERE id = NEW.id; END"},
    {.what = "who changes unit keeps the doctor for the day of coming back",
     .trigger = SAYS_ELSE("NEW.reason = 'changed_unit'", "to_day = NULL, reason = NULL")},
    {.what = "nobody knows why a named doctor ended",
     .trigger = SAYS_ELSE("NEW.reason = 'replaced'", "reason = NULL")},
    {.what = "who is replaced has no end",
     .trigger = SAYS_ELSE("NEW.reason = 'replaced'", "to_day = NULL, reason = NULL")},
    {.what = "an end in somebody's own words is forgotten",
     .trigger = SAYS_ELSE("NEW.reason = 'test'", "reason = NULL")},
    {.what = "a named doctor who was to begin at the unit that is left stays stated",
     .trigger = "BEFORE UPDATE OF superseded ON named_contact_stated WHEN OLD.from_day > 45305 "
                "AND EXISTS (SELECT 1 FROM change WHERE position = NEW.superseded AND what = "
                "'list') BEGIN SELECT RAISE(IGNORE); END"},
    {.what = "whom a change of unit ended comes back with the person",
     .trigger = "AFTER INSERT ON contact_ending BEGIN UPDATE named_contact_stated SET to_day = "
                "NULL, reason = NULL WHERE id = NEW.stated; DELETE FROM contact_ending "
                "WHERE stated = NEW.stated; END"},
    {.what = "who ended for one who is taken back does not stand again",
     .trigger = SAYS_ELSE(ENDED_BEFORE("replaced"), AS_BEFORE ", reason = 'replaced'")},
    {.what = "whom a plan had ended does not stand again",
     .trigger = SAYS_ELSE(ENDED_BEFORE("changed_unit"), AS_BEFORE ", reason = 'test'")},
    {.what = "another stands again than whom a plan had ended",
     .trigger = SAYS_ELSE(ENDED_BEFORE("changed_unit"),
                          "staff = staff % 3 + 1") "; CREATE TRIGGER told AFTER INSERT ON message "
                                                   "WHEN NEW.kind = 7 BEGIN UPDATE message SET "
                                                   "staff = coalesce((SELECT s.hsaid FROM "
                                                   "named_contact_stated AS n JOIN staff AS s "
                                                   "ON s.id = n.staff WHERE n.recorded = "
                                                   "NEW.position AND n.identifier = NEW.identifier "
                                                   "AND n.from_day = NEW.from_day AND n.superseded "
                                                   "IS NULL), staff) WHERE id = NEW.id; END"},
    {.what = "a change of unit is said to end whom another replaced",
     .trigger = SAYS_ELSE("NEW.reason = 'replaced'", "reason = 'changed_unit'")},
    {.what = "doing without is said to end whom another replaced",
     .trigger = SAYS_ELSE("NEW.reason = 'replaced'", "reason = 'opted_out'")},
    {.what = "a move is said to end whom another replaced",
     .trigger = SAYS_ELSE("NEW.reason = 'replaced'", "reason = 'moved'")},
    {.what = "what a change of unit ended is not kept",
     .trigger = "BEFORE INSERT ON contact_ending BEGIN SELECT RAISE(IGNORE); END"},
    {.what = "an end is told with another reason",
     .trigger = "AFTER INSERT ON outbox WHEN NEW.type = 6 BEGIN UPDATE outbox SET data = "
                "replace(NEW.data, '\"replaced\"', '\"moved\"') WHERE id = NEW.id; END"},
    {.what = "nobody is told that a named doctor ends",
     .trigger = "BEFORE INSERT ON message WHEN NEW.kind = 8 BEGIN SELECT RAISE(IGNORE); END"},
    {.what = "nobody is told of a named doctor",
     .trigger = "BEFORE INSERT ON message WHEN NEW.kind = 7 BEGIN SELECT RAISE(IGNORE); END"},
    {.what = "a doctor is told to begin a day later",
     .trigger = "AFTER INSERT ON message WHEN NEW.kind = 7 BEGIN UPDATE message SET from_day = "
                "from_day + 1 WHERE id = NEW.id; END"},
    {.what = "a named doctor is told twice",
     .left = "INSERT OR IGNORE INTO message (identifier, kind, unit, staff, from_day, position) "
             "SELECT identifier, kind, unit, staff, from_day, 1 FROM message WHERE kind IN (7, 8) "
             "AND position > 1"},
    {.what = "one change too many", .changes = 1},
    {.what = "no change counts", .forgets = true},
};

unsigned world_wrongs(void)
{
    return ARRAY_LEN(WRONG);
}

const char *world_wrong_name(unsigned wrong)
{
    return WRONG[wrong - 1].what;
}

static bool execute(struct world *w, const char *sql)
{
    char path[512];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, w->home);
    int code = sqlite3_open(path, &db);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    bool good = code == SQLITE_OK || world_wrong(w, "planting", sqlite3_errmsg(db));
    (void)sqlite3_close(db);
    return good;
}

static bool forgets;

/* The linker wants these names. NOLINTBEGIN(bugprone-reserved-identifier) */
struct quota __real_quota_on(const struct rules *rules, const struct listing_past *past,
                             size_t count, struct day on);
struct quota __wrap_quota_on(const struct rules *rules, const struct listing_past *past,
                             size_t count, struct day on);

struct quota __wrap_quota_on(const struct rules *rules, const struct listing_past *past,
                             size_t count, struct day on)
{
    return __real_quota_on(rules, past, forgets ? 0 : count, on);
}
/* NOLINTEND(bugprone-reserved-identifier) */

bool world_go_wrong(struct world *w)
{
    char sql[1024];
    forgets = w->wrong > 0 && WRONG[w->wrong - 1].forgets;
    if (w->wrong == 0 || !WRONG[w->wrong - 1].trigger)
        return true;
    (void)snprintf(sql, sizeof sql, "CREATE TRIGGER wrong %s", WRONG[w->wrong - 1].trigger);
    return execute(w, sql);
}

void world_go_wrong_rules(struct world *w)
{
    if (w->wrong > 0)
        w->instance.region.rules.changes.max += WRONG[w->wrong - 1].changes;
}

bool world_leave_wrong(struct world *w)
{
    return w->wrong == 0 || !WRONG[w->wrong - 1].left || execute(w, WRONG[w->wrong - 1].left);
}
