-- Facts of many persons at once: who is asked for stands in a table of the connection's own, which
-- is kept, for to drop it is to have every statement planned anew. ?1 is the day.

-- name: asked.make
CREATE TEMP TABLE IF NOT EXISTS asked (person INTEGER PRIMARY KEY);

-- name: asked.clear
DELETE FROM temp.asked;

-- name: asked.insert
INSERT OR IGNORE INTO temp.asked (person) SELECT c1 FROM given;

-- Those who are listed at a unit on a day, and (?3) live in an area.

-- name: asked.listed
INSERT OR IGNORE INTO temp.asked (person)
SELECT e.person FROM unit_list AS l CROSS JOIN listing_effect AS e ON e.list = l.id
WHERE l.unit = ?2 AND e.from_day <= ?1 AND (e.to_day IS NULL OR e.to_day >= ?1)
    AND (?3 IS NULL OR EXISTS (
        SELECT 1 FROM person AS p JOIN person_stated AS d ON d.identifier = p.newest AND d.superseded IS NULL
        WHERE p.key = e.person AND d.area = ?3));

-- One row of each that is somebody's key: persons that were joined with others have none. The last day
-- is that of death or emigration, whose reasons are 1 and 2 (domain/vocab.h). At last when the next
-- named doctor begins, whose row ends all that began before.

-- name: asked.persons
SELECT a.person, p.newest, n.birth_date, CASE WHEN n.deregistration_reason IN (1, 2) THEN n.deregistered_on END,
    u.hsaid,
    EXISTS (SELECT 1 FROM identifier AS j JOIN opt_out_stated AS o ON o.identifier = j.id AND o.superseded IS NULL
            WHERE j.person = a.person AND o.from_day <= ?1 AND (o.to_day IS NULL OR o.to_day >= ?1)),
    coalesce(n.protection, 0), m.packed,
    (SELECT min(w.from_day) FROM named_contact_effect AS f CROSS JOIN named_contact_stated AS w ON w.id = f.stated
     WHERE f.person = a.person AND f.kind = 2 AND f.from_day > ?1 AND w.from_day > ?1)
FROM temp.asked AS a CROSS JOIN person AS p ON p.key = a.person AND p.newest IS NOT NULL
CROSS JOIN identifier AS m ON m.id = p.newest
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
LEFT JOIN listing_effect AS e ON e.person = a.person AND e.from_day <= ?1
    AND (e.to_day IS NULL OR e.to_day >= ?1)
LEFT JOIN unit_list AS t ON t.id = e.list
LEFT JOIN unit AS u ON u.id = t.unit
ORDER BY a.person;

-- name: asked.contacts
SELECT a.person, n.id, e.kind, s.hsaid, u.hsaid, n.from_day
FROM temp.asked AS a CROSS JOIN named_contact_effect AS e ON e.person = a.person AND e.from_day <= ?1
    AND (e.to_day IS NULL OR e.to_day >= ?1)
JOIN named_contact_stated AS n ON n.id = e.stated JOIN staff AS s ON s.id = n.staff
JOIN unit AS u ON u.id = n.unit
ORDER BY a.person, e.kind, n.id;

-- name: asked.residences
SELECT a.person, coalesce(o.first_id, n.id), n.kind, n.from_day, n.to_day, n.reported_on
FROM temp.asked AS a CROSS JOIN identifier AS i ON i.person = a.person
CROSS JOIN residence_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
LEFT JOIN load_restored AS o ON o.table_name = 'residences' AND o.id = n.id
ORDER BY a.person, 2;

-- How many have a doctor at a unit on a day.

-- name: asked.panel_count
SELECT count(*) FROM named_contact_stated AS n CROSS JOIN identifier AS i ON i.id = n.identifier
CROSS JOIN named_contact_effect AS e ON e.person = i.person AND e.kind = 2 AND e.stated = n.id
WHERE n.staff = ?2 AND n.unit = ?3 AND n.kind = 2 AND n.superseded IS NULL
    AND e.from_day <= ?1 AND (e.to_day IS NULL OR e.to_day >= ?1);

-- By how many it is more on a day or fewer, first on all days until a day, then on each later one;
-- without one person.

-- name: asked.panel_steps
WITH panel (first, last, persons) AS MATERIALIZED (
    SELECT max(e.from_day, ?1), e.to_day, count(*)
    FROM named_contact_stated AS n CROSS JOIN identifier AS i ON i.id = n.identifier
    CROSS JOIN named_contact_effect AS e ON e.person = i.person AND e.kind = 2 AND e.stated = n.id
    WHERE n.staff = ?2 AND n.unit = ?3 AND n.kind = 2 AND n.superseded IS NULL
        AND e.person <> ?4 AND (e.to_day IS NULL OR e.to_day >= ?1)
    GROUP BY 1, 2)
SELECT on_day, sum(more) FROM (
    SELECT first AS on_day, persons AS more FROM panel
    UNION ALL SELECT last + 1, -persons FROM panel WHERE last IS NOT NULL)
GROUP BY on_day ORDER BY on_day;
