-- Persons, their identifiers, and what is stated of them.

-- name: person.now
SELECT p.key, i.packed, n.birth_date, n.county, n.municipality, n.registered_from,
    n.deregistered_on, n.deregistration_reason, n.sex, n.protection
FROM person AS p JOIN identifier AS i ON i.id = p.newest
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
ORDER BY p.key;

-- name: person.number
SELECT i.packed FROM person AS p JOIN identifier AS i ON i.id = p.newest WHERE p.key = ?;

-- What rules ask of one person.

-- name: person.facts
SELECT p.newest, n.birth_date, n.county, n.municipality, n.deregistered_on, n.deregistration_reason, n.protection,
    n.mother, n.guardian1, n.guardian2, n.area, n.registered_from, n.postal_code
FROM person AS p LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE p.key = ?;

-- Who lives in an area.

-- name: person.of_area
SELECT p.key FROM person_stated AS n JOIN person AS p ON p.newest = n.identifier
WHERE n.superseded IS NULL AND n.area = ? ORDER BY p.key;

-- name: person.last_key
SELECT seq FROM sqlite_sequence WHERE name = 'person';

-- name: person.insert
INSERT OR ROLLBACK INTO person (key, newest)
SELECT c1, c2 FROM given;

-- name: person.set_newest
UPDATE person SET newest = ? WHERE key = ?;

-- name: identifier.now
SELECT i.id, i.packed, i.person, n.replaced_by, n.id IS NOT NULL, n.protection FROM identifier AS i
LEFT JOIN person_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
ORDER BY i.id;

-- name: identifier.person
SELECT person FROM identifier WHERE packed = ?;

-- name: identifier.count
SELECT count(*) FROM identifier;

-- name: identifier.past_person
SELECT person FROM identifier_was WHERE identifier = ? ORDER BY superseded DESC LIMIT 1;

-- name: identifier.insert
INSERT OR ROLLBACK INTO identifier (id, packed, person, recorded)
SELECT c1, c2, c3, c4 FROM given;

-- name: identifier.keep_past
INSERT INTO identifier_was (identifier, person, recorded, superseded)
SELECT id, person, recorded, ?2 FROM identifier WHERE id = ?1;

-- name: identifier.move
UPDATE identifier SET person = ?2, recorded = ?3 WHERE id = ?1;

-- name: person.staged_replacing
SELECT seq, identifier, place, replaced_by_packed FROM temp.stage_person ORDER BY seq;

-- name: person.staged_protection
SELECT identifier, protection FROM temp.stage_person;

-- name: person.unstage
DELETE FROM temp.stage_person WHERE seq = ?;

-- name: person.keep_last
DELETE FROM temp.stage_person
WHERE seq NOT IN (SELECT max(seq) FROM temp.stage_person GROUP BY identifier);

-- Reasons as in touched.all; they are few, and sorted, not looked for in an index of all.

-- name: person.each_end
SELECT identifier, deregistered_on FROM person_stated
WHERE superseded IS NULL AND deregistration_reason IN (1, 2) ORDER BY +identifier;

-- The touched: whose rows in effect must be made anew.

-- name: touched.make
CREATE TEMP TABLE touched (person INTEGER PRIMARY KEY);

-- name: touched.drop
DROP TABLE IF EXISTS temp.touched;

-- The same where it may be there: to drop it is to have every statement planned anew.

-- name: touched.make_missing
CREATE TEMP TABLE IF NOT EXISTS touched (person INTEGER PRIMARY KEY);

-- name: touched.clear
DELETE FROM temp.touched;

-- name: touched.insert
INSERT OR IGNORE INTO temp.touched (person) SELECT c1 FROM given;

-- name: touched.staged
SELECT identifier FROM temp.stage_person UNION ALL
SELECT identifier FROM temp.stage_listing UNION ALL
SELECT identifier FROM temp.stage_named_contact UNION ALL
SELECT identifier FROM temp.stage_residence;

-- name: touched.changed
SELECT identifier FROM person_stated WHERE recorded = ?1 OR superseded = ?1 UNION ALL
SELECT identifier FROM listing_stated WHERE recorded = ?1 OR superseded = ?1 UNION ALL
SELECT identifier FROM named_contact_stated WHERE recorded = ?1 OR superseded = ?1 UNION ALL
SELECT identifier FROM elsewhere_stated WHERE recorded = ?1 OR superseded = ?1 UNION ALL
SELECT identifier FROM residence_stated WHERE recorded = ?1 OR superseded = ?1;

-- The day of death or emigration, whose reasons are 1 and 2 (domain/vocab.h).

-- name: touched.all
SELECT t.person, CASE WHEN n.deregistration_reason IN (1, 2) THEN n.deregistered_on END
FROM temp.touched AS t JOIN person AS p ON p.key = t.person
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
ORDER BY t.person;

-- The touched whose own row a position stated, and the identifier that it is of.

-- name: touched.restated
SELECT t.person, p.newest FROM temp.touched AS t CROSS JOIN person AS p ON p.key = t.person
CROSS JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE n.recorded = ? ORDER BY t.person;

-- The touched to whom a position gave an identifier that they had not: with the person whose it was,
-- or that is new beside others of theirs.

-- name: touched.identified
SELECT DISTINCT t.person, w.person
FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
LEFT JOIN identifier_was AS w ON w.identifier = i.id AND w.superseded = ?1
WHERE i.recorded = ?1 AND (w.person IS NOT NULL OR EXISTS (
    SELECT 1 FROM identifier AS j WHERE j.person = t.person AND j.recorded < ?1))
ORDER BY 1, 2;

-- What is pending of a person (?1) on the day (?2): places in queues (0), a consent that is waited for
-- (1), an application (2), open requests (3), doing without a named doctor (4).

-- name: person.pending
WITH mine (id) AS (SELECT id FROM identifier WHERE person = ?1)
SELECT 0 AS what, NULL AS number, NULL AS kind, u.hsaid, q.since AS since, NULL, q.recorded AS recorded
FROM mine AS m CROSS JOIN queue_place AS q ON q.identifier = m.id AND q.superseded IS NULL
JOIN unit AS u ON u.id = q.unit
UNION ALL
SELECT 1, NULL, NULL, u.hsaid, c.from_day, c.until_day, c.recorded
FROM mine AS m CROSS JOIN consent AS c ON c.identifier = m.id AND c.superseded IS NULL
JOIN unit AS u ON u.id = c.unit
WHERE c.until_day >= ?2
UNION ALL
SELECT 2, a.id, NULL, NULL, d.day, NULL, a.recorded
FROM mine AS m CROSS JOIN application AS a ON a.identifier = m.id AND a.used IS NULL
LEFT JOIN change_day AS d ON d.position = a.recorded
WHERE a.decided IS NULL
UNION ALL
SELECT 3, o.request, o.kind, NULL, d.day, NULL, t.recorded
FROM mine AS m CROSS JOIN request_open AS o ON o.identifier = m.id
CROSS JOIN request_step AS t ON t.request = o.request AND t.state = 0
LEFT JOIN change_day AS d ON d.position = t.recorded
UNION ALL
SELECT 4, NULL, NULL, NULL, n.from_day, n.to_day, n.recorded
FROM mine AS m CROSS JOIN opt_out_stated AS n ON n.identifier = m.id AND n.superseded IS NULL
WHERE n.to_day IS NULL OR n.to_day >= ?2
ORDER BY what, recorded, number;

-- stated: person waits
identifier KEY,
given_name,
surname,
birth_date,
sex,
county,
municipality,
area,
street,
postal_code,
city,
protection,
phone,
email,
paper,
registered_from,
deregistered_on,
deregistration_reason,
replaced_by_packed AS replaced_by (SELECT i.id FROM identifier AS i WHERE i.packed = s.replaced_by_packed),
mother,
guardian1,
guardian2;

-- stated: block
identifier KEY,
unit KEY,
from_day KEY,
to_day;
