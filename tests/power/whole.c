#include "whole.h"

#include "engine/bag.h"
#include "service/access/access_verify.h"
#include "service/effects.h"
#include "service/work.h"
#include "store/effect_store.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/person_store.h"
#include "store/stage.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static const char *say(char why[static 256], const char *what, const char *detail)
{
    (void)snprintf(why, 256, "%s: %.200s", what, detail ? detail : "");
    return why;
}

/* ---- what no row may say ---- */

#define DAY_OF(column) "date(2415020.5 + " column ")"
#define FIRST_LOAD     "(SELECT min(position) FROM load)"
#define SAYS(member)   "json_extract(data, '$." member "')"

/* A listing or a named contact on days: person, kind, unit or the county that lists, staff, first
 * and last day. What holds; what the feed says alone, that is, what was said last of each; what the
 * first load brought, of which nobody is told. */
#define LISTED(days)                                                                               \
    "0 AS kind, u.hsaid AS unit, '' AS staff, " DAY_OF(days ".from_day") " AS first, " DAY_OF(     \
        days ".to_day") " AS last "
#define NAMED(days)                                                                                \
    "n.kind, u.hsaid, s.hsaid, " DAY_OF(days ".from_day") ", " DAY_OF(days ".to_day") " "
#define AT_ITS_LIST "JOIN unit_list AS l ON l.id = n.list JOIN unit AS u ON u.id = l.unit "
#define AT_ITS_UNIT "JOIN unit AS u ON u.id = n.unit JOIN staff AS s ON s.id = n.staff "
#define IN_COUNTIES                                                                                \
    "SELECT e.person, 0, n.county, '', " DAY_OF("e.from_day") ", " DAY_OF(                         \
        "e.to_day") " FROM elsewhere_effect AS e JOIN elsewhere_stated AS n ON n.id = e.stated "
#define HOLDS                                                                                      \
    "SELECT e.person, " LISTED(                                                                    \
        "e") "FROM listing_effect AS e "                                                           \
             "JOIN listing_stated AS n ON n.id = e.stated " AT_ITS_LIST "UNION ALL " IN_COUNTIES   \
             "UNION ALL SELECT e.person, " NAMED(                                                  \
                 "e") "FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = "   \
                      "e.stated " AT_ITS_UNIT
#define LOADED                                                                                     \
    "SELECT i.person, " LISTED("n") "FROM listing_stated AS n "                                    \
                                    "JOIN identifier AS i ON i.id = n.identifier " AT_ITS_LIST     \
                                    "WHERE n.recorded <= " FIRST_LOAD                              \
                                    " UNION ALL SELECT i.person, " NAMED(                          \
                                        "n") "FROM named_contact_stated AS n JOIN identifier AS "  \
                                             "i ON i.id = n.identifier " AT_ITS_UNIT               \
                                             "WHERE n.recorded <= " FIRST_LOAD
#define KEY                                                                                        \
    "coalesce(" SAYS("kind") ", 0) AS kind, coalesce(" SAYS("unit") ", " SAYS(                     \
        "county") ") AS unit, coalesce(" SAYS("staff") ", '') AS staff, " SAYS("from") " AS first"
#define KEYS(types) "SELECT person, " KEY " FROM outbox WHERE type IN " types
#define SAID                                                                                       \
    "SELECT person, " KEY ", CASE WHEN type IN (1, 6) THEN " SAYS("to") " END AS last, " SAYS(     \
        "withdrawn") " AS withdrawn, max(seq) FROM outbox "                                        \
                     "WHERE type IN (0, 1, 5, 6) GROUP BY 1, 2, 3, 4, 5"
#define ONE "person, kind, unit, staff, first"
#define TOLD                                                                                       \
    "WITH said AS MATERIALIZED (" SAID "), told AS (SELECT " ONE ", last FROM said "               \
    "WHERE withdrawn IS NOT 1 UNION ALL SELECT * FROM (" LOADED ") "                               \
    "WHERE (" ONE ") NOT IN (SELECT " ONE " FROM said)) "

#define SUBSTITUTE(type)                                                                           \
    "SELECT staff FROM (SELECT s.hsaid AS staff, d.hsaid, u.hsaid, " DAY_OF(                       \
        "t.from_day") " FROM substitute_stated AS t JOIN staff AS s ON s.id = t.staff "            \
                      "JOIN staff AS d ON d.id = t.doctor JOIN unit AS u ON u.id = t.unit "        \
                      "WHERE t.recorded > " FIRST_LOAD " EXCEPT SELECT " SAYS("staff") ", " SAYS(  \
                          "of") ", unit, " SAYS("from") " FROM outbox WHERE type = " type ")"

/* In the order of enum request_state. */
#define STATE                                                                                      \
    "json_extract('[\"requested\",\"assigned\",\"waiting\",\"declined\",\"informed\",\"seen\","    \
    "\"withdrawn\"]', '$[' || state || ']')"

/* A demo, and who gives places in the feed, are about nobody. */
static const struct ask {
    const char *what, *sql;
} NOBODY[] = {
    {"two listings on a day",
     "WITH listed AS (SELECT person, from_day, to_day, 1 AS here FROM listing_effect UNION ALL "
     "SELECT person, from_day, to_day, 0 FROM elsewhere_effect) "
     "SELECT a.person FROM listed AS a JOIN listed AS b ON b.person = a.person "
     "AND (b.from_day, b.here) > (a.from_day, a.here) "
     "WHERE a.to_day IS NULL OR a.to_day >= b.from_day"},
    {"two named doctors on a day",
     "SELECT a.person FROM named_contact_effect AS a JOIN named_contact_effect AS b "
     "ON b.person = a.person AND b.kind = 2 AND b.from_day > a.from_day "
     "WHERE a.kind = 2 AND (a.to_day IS NULL OR a.to_day >= b.from_day)"},
    {"a named doctor where the person is not listed",
     "SELECT e.person FROM named_contact_effect AS e JOIN named_contact_stated AS n "
     "ON n.id = e.stated WHERE e.kind = 2 AND e.to_day IS NULL AND NOT EXISTS ("
     "SELECT 1 FROM listing_effect AS f JOIN unit_list AS l ON l.id = f.list "
     "WHERE f.person = e.person AND f.to_day IS NULL AND l.unit = n.unit)"},
    {"a list that is not the listing's",
     "SELECT e.person FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated "
     "WHERE e.list IS NOT n.list"},
    {"two rows of one key that hold",
     "SELECT identifier FROM listing_stated WHERE superseded IS NULL "
     "GROUP BY identifier, from_day HAVING count(*) > 1"},
    {"events of a person with a gap",
     "SELECT o.person FROM outbox AS o LEFT JOIN outbox_seq AS s ON s.person = o.person "
     "WHERE o.person IS NOT NULL GROUP BY o.person "
     "HAVING min(o.seq) <> 1 OR max(o.seq) <> count(*) OR max(s.seq) IS NOT max(o.seq)"},
    {"a change without an entry in the log",
     "SELECT position || ' ' || what FROM change WHERE what NOT IN ('demo', 'deliver') "
     "AND coalesce((SELECT f.of FROM change_follow AS f WHERE f.position = change.position), "
     "position) "
     "NOT IN (SELECT position FROM access_log WHERE position IS NOT NULL)"},
    {"what follows from a change, and is not of its moment",
     "SELECT f.position FROM change_follow AS f JOIN change AS c ON c.position = f.position "
     "JOIN change AS o ON o.position = f.of WHERE c.recorded_at <> o.recorded_at "
     "OR c.actor <> o.actor OR f.position <> f.of + 1"},
    {"an entry in the log of a change that was not made",
     "SELECT sequence FROM access_log WHERE position NOT IN (SELECT position FROM change)"},
    {"what holds, and was not told so",
     TOLD "SELECT person FROM (SELECT * FROM (" HOLDS ") EXCEPT SELECT * FROM told)"},
    {"what was told, and does not hold",
     TOLD "SELECT person FROM (SELECT * FROM told EXCEPT SELECT * FROM (" HOLDS "))"},
    {"an end of what was never told to have begun",
     "SELECT person FROM (" KEYS("(1, 6)") " EXCEPT " KEYS("(0, 5)") " EXCEPT SELECT " ONE
                                                                     " FROM (" LOADED "))"},
    {"who was informed, and that was not told",
     "SELECT person FROM (SELECT e.person, n.kind, u.hsaid, s.hsaid, " DAY_OF(
         "e.from_day") ", " DAY_OF("n.informed_on") " FROM named_contact_effect AS e JOIN "
                                                    "named_contact_stated AS n "
                                                    "ON n.id = e.stated " AT_ITS_UNIT
                                                    "WHERE n.informed_on IS NOT NULL AND "
                                                    "n.recorded > " FIRST_LOAD
                                                    " EXCEPT SELECT person, " KEY
                                                    ", " SAYS("informed_on") " FROM outbox WHERE "
                                                                             "type = 7)"},
    {"a step of a request that was not told",
     "SELECT request FROM (SELECT request, " STATE " FROM request_step "
     "EXCEPT SELECT " SAYS("request") ", " SAYS("state") " FROM outbox WHERE type = 4)"},
    {"a request that was told to be in another state",
     "SELECT request FROM (SELECT request, word FROM (SELECT request, " STATE " AS word, "
     "max(recorded * 10 + state) FROM request_step GROUP BY 1) EXCEPT SELECT request, word FROM ("
     "SELECT " SAYS("request") " AS request, " SAYS("state") " AS word, max(id) FROM outbox "
                                                             "WHERE type = 4 GROUP BY 1))"},
    {"a place in a queue that was not told",
     "SELECT person FROM (SELECT i.person, u.hsaid, " DAY_OF(
         "q.since") " FROM queue_place AS q "
                    "JOIN identifier AS i ON i.id = q.identifier JOIN unit AS u ON u.id = q.unit "
                    "EXCEPT SELECT person, " SAYS("unit") ", " SAYS(
                        "since") " FROM outbox WHERE type = 2)"},
    {"a place in a queue that was told otherwise than it is",
     "SELECT person FROM (SELECT i.person, u.hsaid AS unit, " DAY_OF(
         "q.since") " AS since, "
                    "q.superseded IS NULL AS more FROM queue_place AS q "
                    "JOIN identifier AS i ON i.id = q.identifier JOIN unit AS u ON u.id = q.unit "
                    "UNION ALL SELECT person, " SAYS("unit") ", " SAYS(
                        "since") ", 2 * type - 5 "
                                 "FROM outbox WHERE type IN (2, 3)) GROUP BY person, unit, since "
                                 "HAVING sum(more) <> 0"},
    {"a substitute who was not told", SUBSTITUTE("8")},
    {"the end of a substitute that was not told", SUBSTITUTE("9")},
    {"a report of residence that was not told",
     "SELECT person FROM (SELECT i.person, r.kind, " DAY_OF(
         "r.from_day") " FROM residence_stated AS r "
                       "JOIN identifier AS i ON i.id = r.identifier WHERE r.recorded > " FIRST_LOAD
                       " EXCEPT SELECT person, " SAYS("kind") " = 'home_care', " SAYS(
                           "from") " FROM outbox WHERE type = 10)"},
};

static const char *ask_nobody(sqlite3 *db, char why[static 256])
{
    for (size_t i = 0; i < sizeof NOBODY / sizeof *NOBODY; i++) {
        sqlite3_stmt *s = NULL;
        const char *wrong = NULL;
        if (sqlite3_prepare_v2(db, NOBODY[i].sql, -1, &s, NULL) != SQLITE_OK)
            return say(why, NOBODY[i].what, sqlite3_errmsg(db));
        int code = sqlite3_step(s);
        if (code != SQLITE_DONE)
            wrong = say(why, NOBODY[i].what,
                        code == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0)
                                           : sqlite3_errmsg(db));
        (void)sqlite3_finalize(s);
        if (wrong)
            return wrong;
    }
    return NULL;
}

static const char *ask_pages(sqlite3 *db, char why[static 256])
{
    sqlite3_stmt *s = NULL;
    const char *said = NULL, *wrong = NULL;
    if (sqlite3_prepare_v2(db,
                           "SELECT * FROM pragma_integrity_check UNION ALL "
                           "SELECT \"table\" FROM pragma_foreign_key_check",
                           -1, &s, NULL) != SQLITE_OK)
        return say(why, "integrity", sqlite3_errmsg(db));
    while (!wrong && sqlite3_step(s) == SQLITE_ROW) {
        said = (const char *)sqlite3_column_text(s, 0);
        if (!said || strcmp(said, "ok") != 0)
            wrong = say(why, "integrity", said);
    }
    if (!wrong && !said)
        wrong = say(why, "integrity", "no answer");
    (void)sqlite3_finalize(s);
    return wrong;
}

static const char *ask_others(const struct instance *in, bool pages, char why[static 256])
{
    char path[512];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, in->home);
    const char *wrong = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
                            ? NULL
                            : say(why, "it cannot be opened", sqlite3_errmsg(db));
    if (!wrong)
        wrong = ask_nobody(db, why);
    if (!wrong && pages)
        wrong = ask_pages(db, why);
    (void)sqlite3_close(db);
    return wrong;
}

/* ---- what is in effect, made anew ---- */

struct effects {
    struct bag listing, contact, person;
};

static bool take_listing(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    struct effects *e = state;
    struct listing_now *at = bag_add(&e->listing);
    at->person = row->person; /* member by member: what pads them is not compared */
    at->unit = row->unit;
    at->from = row->from;
    at->to = row->to;
    at->basis = row->basis;
    return true;
}

static bool take_contact(void *state, const struct named_contact_now *row, struct err *err)
{
    (void)err;
    struct effects *e = state;
    struct named_contact_now *at = bag_add(&e->contact);
    at->person = row->person;
    at->staff = row->staff;
    at->unit = row->unit;
    at->from = row->from;
    at->to = row->to;
    at->informed_on = row->informed_on;
    at->kind = row->kind;
    return true;
}

static bool take_person(void *state, const struct person_now *row, struct err *err)
{
    (void)err;
    struct effects *e = state;
    *(int64_t *)bag_add(&e->person) = row->key;
    return true;
}

/* Listings are here and in other counties. */
static bool read_effects(struct arena *a, struct db *db, struct effects *out, struct err *err)
{
    *out = (struct effects){BAG_OPEN(a, struct listing_now), BAG_OPEN(a, struct named_contact_now),
                            BAG_OPEN(a, int64_t)};
    bool done = named_contact_each(db, (struct named_contact_reader){out, take_contact}, err) &&
                person_each(db, (struct person_reader){out, take_person}, err);
    for (size_t i = 0; done && i < out->person.count; i++)
        done = listing_each_of(db, *(int64_t *)bag_at(&out->person, i),
                               (struct listing_reader){out, take_listing}, err);
    return done;
}

static bool same(struct arena *a, const struct bag *x, const struct bag *y)
{
    return x->count == y->count &&
           memcmp(bag_array(a, x), bag_array(a, y), x->count * x->item) == 0;
}

static bool remake(struct arena *a, struct db *db, const struct effects *was, struct effects *is,
                   struct err *err)
{
    if (!effect_open_touched(db, err))
        return false;
    for (size_t i = 0; i < was->person.count; i++)
        if (!stage_touch_person(db, *(int64_t *)bag_at(&was->person, i), err))
            return false;
    return effects_make(a, db, err) && read_effects(a, db, is, err);
}

static const char *ask_effects(struct instance *in, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct effects was, is;
    struct err err = {0};
    const char *wrong = NULL;
    if (!db_begin(in->db, DB_WRITE, &err)) {
        wrong = say(why, "effects", err.code);
    } else {
        if (!read_effects(a, in->db, &was, &err) || !remake(a, in->db, &was, &is, &err))
            wrong = say(why, "effects", err.code);
        else if (!same(a, &was.listing, &is.listing))
            wrong = say(why, "listings in effect are not what is stated", NULL);
        else if (!same(a, &was.contact, &is.contact))
            wrong = say(why, "named contacts in effect are not what is stated", NULL);
        db_rollback(in->db);
    }
    arena_close(a);
    return wrong;
}

/* ---- the log ---- */

static const char *ask_log(struct instance *in, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct access_key key;
    struct access_verdict verdict;
    struct err err = {0};
    const char *wrong = NULL;
    if (!access_key_read(in->files, instance_path(in, a, INSTANCE_LOG_KEY), &key, &err) ||
        !access_verify(in->db, &key, NULL, &verdict, &err))
        wrong = say(why, "the log", err.code);
    else if (verdict.fault != ACCESS_SOUND)
        wrong = say(why, "the log", vocab_word(&VOCAB_ACCESS_FAULT, verdict.fault).at);
    arena_close(a);
    return wrong;
}

const char *whole_look(struct instance *in, bool pages, char why[static 256])
{
    const char *wrong = ask_others(in, pages, why);
    if (!wrong)
        wrong = ask_effects(in, why);
    return wrong ? wrong : ask_log(in, why);
}
