/* What must hold after every step of a history, beside what must hold of any registry (whole.h):
 * asked of the tables in other words than the program's own queries, which this cannot believe. */
#include "histories_world.h"

/* A place that ended in being listed by this step, and was not in front of a queue. Who stands over
 * the cap took nobody's room; nor did a file of listings that says where somebody is. */
#define TAKEN                                                                                      \
    "FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier "                           \
    "JOIN queue_place AS b ON b.unit = q.unit AND b.recorded < q.recorded "                        \
    "AND b.superseded IS NULL "                                                                    \
    "WHERE q.superseded > ?1 AND q.why = 0 AND i.person <> ?2 AND NOT EXISTS ("                    \
    "SELECT 1 FROM listing_exempt AS x JOIN listing_stated AS n ON n.id = x.stated "               \
    "WHERE n.identifier = q.identifier AND n.recorded = q.superseded)"

/* Named doctors of those whom no later file is about, with where what is stated ends and why;
 * whether the person is at the unit on the day after, and has another then. */
#define NAMED                                                                                      \
    "DROP TABLE IF EXISTS temp.by_file; DROP TABLE IF EXISTS temp.doctor;"                         \
    "CREATE TEMP TABLE by_file AS " BY_FILE ";"                                                    \
    "CREATE TEMP TABLE doctor AS SELECT e.person, n.identifier, n.id, n.staff, n.unit, "           \
    "e.from_day AS first, e.to_day AS last, n.from_day AS begins, n.to_day AS ends, n.reason, "    \
    "EXISTS (SELECT 1 FROM listing_effect AS f JOIN listing_stated AS m ON m.id = f.stated "       \
    "JOIN unit_list AS l ON l.id = m.list WHERE f.person = e.person AND l.unit = n.unit "          \
    "AND f.from_day <= e.to_day + 1 AND coalesce(f.to_day, e.to_day + 1) > e.to_day) AS stays, "   \
    "EXISTS (SELECT 1 FROM named_contact_effect AS f WHERE f.person = e.person AND f.kind = 2 "    \
    "AND f.from_day = e.to_day + 1) AS next "                                                      \
    "FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated "            \
    "WHERE e.kind = 2 AND e.person NOT IN (SELECT person FROM by_file);"

/* ?1: the position before the step, ?2: whom a file of listings was about, ?3 to ?5: the units'
 * caps as acts set them, ?6: since which position persons follow their areas, ?7: today. */
static const struct {
    const char *what, *sql;
} HOLDS[] = {
    {"a named doctor at a unit that the person left, without an end",
     "SELECT person FROM doctor WHERE last IS NOT NULL AND ends IS NOT last AND NOT stays"},
    {"a named doctor ends, and nothing ends it",
     "SELECT person FROM doctor WHERE last IS NOT NULL AND stays AND NOT next "
     "AND (ends IS NOT last OR reason IS NULL)"},
    /* who was assigned while another was planned already ends by that, and nothing says so */
    {"another named doctor came after, and did not end the one before",
     "SELECT d.person FROM doctor AS d JOIN named_contact_stated AS n ON n.id = d.id "
     "JOIN doctor AS e ON e.person = d.person AND e.first = d.last + 1 "
     "WHERE d.ends IS NOT d.last AND n.recorded < (SELECT min(m.recorded) "
     "FROM named_contact_stated AS m WHERE m.identifier = e.identifier AND m.staff = e.staff "
     "AND m.kind = 2 AND m.from_day = e.begins)"},
    {"a named doctor on no day", /* nor will be, but if the person comes there */
     "SELECT i.person FROM named_contact_stated AS n JOIN identifier AS i ON i.id = n.identifier "
     "WHERE n.kind = 2 AND n.superseded IS NULL AND i.person NOT IN (SELECT person FROM by_file) "
     "AND NOT EXISTS (SELECT 1 FROM doctor AS d WHERE d.id = n.id)"},
    /* but of who left the unit that day, or does without, though the other was to begin */
    /* by one whose panel waits for a doctor to come since the same day */
    {"replaced, and by nobody",
     "SELECT d.person FROM doctor AS d WHERE reason = 'replaced' AND ends = last AND stays "
     "AND NOT next AND NOT EXISTS (SELECT 1 FROM opt_out_stated AS o "
     "WHERE o.identifier = d.identifier AND o.from_day <= d.last + 1) AND NOT EXISTS ("
     "SELECT 1 FROM coming_stated AS c WHERE c.identifier = d.identifier "
     "AND c.superseded IS NULL AND c.from_day = d.last + 1)"},
    {"ended by a change of unit, and it is none",
     "SELECT person FROM doctor WHERE reason = 'changed_unit' AND ends = last AND stays"},
    /* who wants one again does not get that one back */
    {"ended by doing without, and nobody wanted that",
     "SELECT d.person FROM doctor AS d WHERE reason = 'opted_out' AND ends = last AND NOT EXISTS ("
     "SELECT 1 FROM opt_out_stated AS o WHERE o.identifier = d.identifier "
     "AND o.from_day = d.last + 1)"},
    {"moved, and by no move that holds",
     "SELECT d.person FROM doctor AS d WHERE reason = 'moved' AND ends = last AND NOT EXISTS ("
     "SELECT 1 FROM panel_move AS m JOIN panel_move_row AS r ON r.move = m.id "
     "WHERE m.undone IS NULL AND r.identifier = d.identifier AND m.on_day = d.last + 1)"},
    {"an end without a reason, or a reason without an end",
     "SELECT person FROM doctor WHERE (ends IS NULL) <> (reason IS NULL)"},
    {"the row before its end is kept of what is not taken back, or not of what is",
     "SELECT n.id FROM named_contact_stated AS n WHERE n.superseded IS NULL AND n.kind = 2 "
     "AND coalesce(n.reason IN ('changed_unit', 'replaced'), 0) <> EXISTS ("
     "SELECT 1 FROM contact_ending AS e WHERE e.stated = n.id)"},
    {"an end that was told with another reason",
     "WITH said AS (SELECT person, data ->> 'unit' AS unit, data ->> 'staff' AS staff, "
     "data ->> 'from' AS first, data ->> 'reason' AS reason, type, max(seq) FROM outbox "
     "WHERE type IN (5, 6) AND data ->> 'kind' = 2 GROUP BY 1, 2, 3, 4) "
     "SELECT d.person FROM doctor AS d JOIN unit AS u ON u.id = d.unit "
     "JOIN staff AS s ON s.id = d.staff JOIN said AS e ON e.person = d.person AND e.type = 6 "
     "AND e.unit = u.hsaid AND e.staff = s.hsaid AND e.first = date(2415020.5 + d.first) "
     "WHERE d.ends = d.last AND e.reason IS NOT CASE WHEN d.reason IN ('replaced', 'moved', "
     "'opted_out', 'changed_unit') THEN d.reason ELSE 'other' END"},
    {"in two queues",
     "SELECT i.person FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier "
     "WHERE q.superseded IS NULL GROUP BY i.person HAVING count(*) > 1"},
    {"somebody was overtaken in a queue", "SELECT i.person " TAKEN},
    {"an order of joining that is not that of days",
     "SELECT a.id FROM queue_place AS a JOIN queue_place AS b ON b.unit = a.unit AND b.id > a.id "
     "WHERE a.superseded IS NULL AND b.superseded IS NULL "
     "AND (b.since < a.since OR b.recorded < a.recorded)"},
    {"a place that is not of who was told of it",
     "SELECT i.person FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier "
     "WHERE NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.person = i.person "
     "AND o.position = q.recorded AND o.type = 2)"},
    /* whose listing was said to be for good, and who has not died or emigrated */
    {"a day without a listing between two",
     "SELECT e.person FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated "
     "WHERE n.to_day IS NULL AND e.to_day IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM listing_effect AS f "
     "WHERE f.person = e.person AND f.from_day = e.to_day + 1) "
     "AND NOT EXISTS (SELECT 1 FROM elsewhere_effect AS f "
     "WHERE f.person = e.person AND f.from_day = e.to_day + 1) "
     "AND NOT EXISTS (SELECT 1 FROM identifier AS i JOIN person_stated AS p ON p.identifier = i.id "
     "AND p.superseded IS NULL WHERE i.person = e.person AND p.deregistered_on = e.to_day)"},
    /* in the end fewer are listed there than may, without who waits */
    {"there is room, and somebody waits",
     "SELECT i.person FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier "
     "JOIN unit_stated AS u ON u.unit = q.unit AND u.superseded IS NULL "
     "WHERE q.superseded IS NULL AND (u.cap IS NULL OR u.cap > ("
     "SELECT count(*) FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated "
     "JOIN unit_list AS l ON l.id = n.list "
     "WHERE l.unit = q.unit AND e.to_day IS NULL AND e.person <> i.person))"},
    /* in the end; files may say what they like, and loads that are taken back bring it back */
    {"a choice brought a unit over its cap",
     "WITH said (unit, cap) AS (VALUES (1, ?3), (2, ?4), (3, ?5)) "
     "SELECT e.person FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated "
     "JOIN unit_list AS l ON l.id = n.list JOIN said AS s ON s.unit = l.unit "
     "JOIN unit_stated AS u ON u.unit = l.unit AND u.superseded IS NULL "
     "WHERE n.recorded > ?1 AND e.to_day IS NULL AND n.basis IN (0, 1, 6) AND e.person <> ?2 "
     "AND NOT EXISTS (SELECT 1 FROM listing_exempt AS x WHERE x.stated = n.id) "
     "AND NOT EXISTS (SELECT 1 FROM load_restored AS r "
     "WHERE r.table_name = 'listings' AND r.id = n.id) "
     "AND min(coalesce(u.cap, 100), coalesce(s.cap, 100)) < ("
     "SELECT count(*) FROM listing_effect AS f JOIN listing_stated AS m ON m.id = f.stated "
     "JOIN unit_list AS k ON k.id = m.list WHERE k.unit = l.unit AND f.to_day IS NULL)"},
    {"who was listed by choice still waits",
     "SELECT i.person FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier "
     "JOIN listing_effect AS e ON e.person = i.person AND e.from_day >= q.since "
     "JOIN listing_stated AS n ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list "
     "WHERE q.superseded IS NULL AND q.recorded <= ?1 AND n.recorded > ?1 "
     "AND (n.basis NOT IN (2, 3, 4) OR l.unit = q.unit) AND NOT EXISTS (SELECT 1 FROM "
     "load_restored AS r WHERE r.table_name = 'listings' AND r.id = n.id)"},
    /* where there was room for all since, and of whom nothing was decided but by units and areas:
     * what a closing moved is withdrawn, or goes with the area too */
    {"who lives in an area that is another unit's later does not go with it",
     "SELECT e.person FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated "
     "JOIN unit_list AS l ON l.id = n.list JOIN person AS k ON k.key = e.person "
     "JOIN person_stated AS p ON p.identifier = k.newest AND p.superseded IS NULL "
     "JOIN area_stated AS a ON a.area = p.area AND a.to_day IS NULL AND a.superseded IS NULL "
     "WHERE e.to_day IS NULL AND l.unit <> a.unit AND a.from_day > e.from_day AND a.recorded > ?6 "
     "AND (n.basis = 2 OR (n.basis = 4 AND e.from_day > ?7)) "
     "AND NOT EXISTS (SELECT 1 FROM unit_stated AS u WHERE u.unit = a.unit "
     "AND (u.cap IS NOT NULL OR u.closes_on IS NOT NULL) "
     "AND coalesce(u.superseded, 1 << 40) > a.recorded) "
     "AND NOT EXISTS (SELECT 1 FROM listing_stated AS o JOIN identifier AS i "
     "ON i.id = o.identifier JOIN change AS c ON c.position IN (o.recorded, o.superseded) "
     "WHERE i.person = e.person AND c.what <> 'unit' "
     "AND c.position > (SELECT min(position) FROM load)) "
     "AND NOT EXISTS (SELECT 1 FROM elsewhere_stated AS o JOIN identifier AS i "
     "ON i.id = o.identifier WHERE i.person = e.person)"},
    {"a day of a named doctor on which the person is not listed there",
     "SELECT e.person FROM named_contact_effect AS e JOIN named_contact_stated AS n "
     "ON n.id = e.stated WHERE e.kind = 2 AND (NOT EXISTS ("
     "SELECT 1 FROM listing_effect AS f JOIN listing_stated AS m ON m.id = f.stated "
     "JOIN unit_list AS l ON l.id = m.list WHERE f.person = e.person AND l.unit = n.unit "
     "AND f.from_day <= e.from_day AND coalesce(f.to_day, e.from_day) >= e.from_day) OR EXISTS ("
     "SELECT 1 FROM listing_effect AS f JOIN listing_stated AS m ON m.id = f.stated "
     "JOIN unit_list AS l ON l.id = m.list WHERE f.person = e.person AND ("
     "(l.unit <> n.unit AND f.from_day > e.from_day "
     "AND f.from_day <= coalesce(e.to_day, f.from_day)) OR "
     "(l.unit = n.unit AND f.to_day >= e.from_day AND f.to_day < coalesce(e.to_day, f.to_day + 1) "
     "AND NOT EXISTS (SELECT 1 FROM listing_effect AS g WHERE g.person = e.person "
     "AND g.from_day = f.to_day + 1)))))"},
};

static bool holds(struct world *w, size_t i, const struct step *s)
{
    sqlite3_stmt *q = NULL;
    const struct known *last =
        w->known.count > 0 ? bag_at(&w->known, w->known.count - 1) : &(struct known){.position = 0};
    bool good = sqlite3_prepare_v2(w->db, HOLDS[i].sql, -1, &q, NULL) == SQLITE_OK;
    if (good) {
        (void)sqlite3_bind_int64(q, 1, last->position); /* not every question has all */
        (void)sqlite3_bind_int64(q, 2, s->what == CHANGED ? s->person + 1 : 0);
        for (int u = 0; u < UNITS; u++)
            if (w->cap[u] >= 0)
                (void)sqlite3_bind_int64(q, 3 + u, w->cap[u]);
        (void)sqlite3_bind_int64(q, 6, w->follows);
        (void)sqlite3_bind_int64(q, 7, w->instance.clock.today.n);
        good = sqlite3_step(q) == SQLITE_DONE;
    }
    if (!good)
        (void)world_wrong(w, HOLDS[i].what, sqlite3_errmsg(w->db));
    (void)sqlite3_finalize(q);
    return good;
}

bool world_keeps(struct world *w, const struct step *s)
{
    bool good = sqlite3_exec(w->db, NAMED, NULL, NULL, NULL) == SQLITE_OK ||
                world_wrong(w, "asking", sqlite3_errmsg(w->db));
    for (size_t i = 0; good && i < ARRAY_LEN(HOLDS); i++)
        good = holds(w, i, s);
    return good;
}
