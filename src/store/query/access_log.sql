-- The access log. Columns of rows that are read stand in one order, that of read_row() in
-- access_log_store.c.

-- name: access_log.add
INSERT OR ROLLBACK INTO access_log (at, actor, role, unit, purpose, on_behalf, act, kind, outcome, person, about,
    count, position, sequence, sum, chain)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16 FROM given;

-- name: access_log.waiting
SELECT id, at, actor, role, unit, purpose, on_behalf, act, kind, outcome, person, about, count,
    position, sequence, sum, chain
FROM access_log WHERE sequence IS NULL ORDER BY id LIMIT 1000;

-- name: access_log.last
SELECT sequence, chain FROM access_log WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1;

-- name: access_log.link
SELECT sequence, chain FROM access_log WHERE sequence = ?;

-- name: access_log.waits
SELECT count(*) FROM access_log WHERE sequence IS NULL;

-- name: access_log.sealed
SELECT id, at, actor, role, unit, purpose, on_behalf, act, kind, outcome, person, about, count,
    position, sequence, sum, chain
FROM access_log WHERE sequence IS NOT NULL ORDER BY sequence;

-- Of a person: their key, and those keys that their identifiers pointed to before, as long as they
-- did. `at` between the moments of the changes. Columns more: the unit's name, who the actor is, where it
-- is a member of staff, and whether they have a protected identity (1: yes), of staff or not.

-- name: access_log.of_person
SELECT l.id, l.at, l.actor, l.role, l.unit, l.purpose, l.on_behalf, l.act, l.kind, l.outcome,
    l.person, l.about, l.count, l.position, l.sequence, l.sum, l.chain, n.name,
    d.given_name, d.surname, d.title_code,
    CASE WHEN l.actor GLOB 'key:*' THEN coalesce(
        (SELECT coalesce(m.protection, 0) FROM person AS q
         JOIN person_stated AS m ON m.identifier = q.newest AND m.superseded IS NULL
         WHERE q.key = CAST(substr(l.actor, 5) AS INTEGER)), 1) <> 0 ELSE d.protected_staff END
FROM access_log AS l LEFT JOIN unit AS u ON u.hsaid = l.unit
LEFT JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL
LEFT JOIN staff AS s ON s.hsaid = l.actor
LEFT JOIN staff_stated AS d ON d.staff = s.id AND d.superseded IS NULL
WHERE l.person IN (SELECT ?1 UNION SELECT w.person FROM identifier AS i
                   JOIN identifier_was AS w ON w.identifier = i.id WHERE i.person = ?1)
AND l.at >= ?2 AND l.at < ?3 AND (l.person = ?1 OR EXISTS
    (SELECT 1 FROM identifier AS i JOIN identifier_was AS w ON w.identifier = i.id
     JOIN change AS f ON f.position = w.recorded JOIN change AS t ON t.position = w.superseded
     WHERE i.person = ?1 AND w.person = l.person
     AND l.at >= f.recorded_at AND l.at < t.recorded_at))
ORDER BY l.at, l.id;

-- name: access_log.between
SELECT count(*) FROM access_log WHERE sequence IS NOT NULL AND at >= ?1 AND at < ?2 AND sequence < ?3;

-- Acts of the actor since then that were about a person, or in vain, or denied but for there having been
-- too many: whoever is not there counts as much as who is. The entries of one act have one moment.

-- name: access_log.acts_since
SELECT count(DISTINCT at) FROM access_log
WHERE actor = ?1 AND at > ?2
AND (person IS NOT NULL OR (outcome <> 0 AND coalesce(about, '') NOT GLOB 'lookups=*'));

-- Entries of the actor since then that are about a person, ?3 at most: so many persons at most.

-- name: access_log.entries_since
SELECT count(*) FROM (
    SELECT 1 FROM access_log WHERE actor = ?1 AND at > ?2 AND person IS NOT NULL LIMIT ?3);

-- Persons whom the actor opened since then one by one, with the one of ?3.

-- name: access_log.persons_since
SELECT count(*) FROM (
    SELECT ?3 AS person UNION
    SELECT min(person) FROM access_log WHERE actor = ?1 AND at > ?2 AND person IS NOT NULL
    GROUP BY at HAVING min(person) = max(person));

-- name: access_log.alarms_since
SELECT count(*) FROM access_log WHERE act = 'log alarm' AND actor = ?1 AND at > ?2;

-- name: access_log.alarms
SELECT id, at, actor, role, unit, purpose, on_behalf, act, kind, outcome, person, about, count,
    position, sequence, sum, chain
FROM access_log WHERE act = 'log alarm' AND at >= ?1 AND at < ?2 ORDER BY at, id;

-- What was found where entries were looked at, by the order of the log.

-- name: access_log.reviews
SELECT id, at, actor, role, unit, purpose, on_behalf, act, kind, outcome, person, about, count,
    position, sequence, sum, chain
FROM access_log WHERE sequence IS NOT NULL AND act = 'log review' AND at >= ?1 AND at < ?2
ORDER BY sequence;

-- Whether the actor has said that before; behind it may stand who ran the program.

-- name: access_log.is_said
SELECT count(*) FROM access_log WHERE actor = ?1 AND act = 'log review'
AND (about = ?2 OR substr(about, 1, length(?2) + 7) = ?2 || ' login=');

-- About whom an entry is; -1: about another entry, so about whom that one is.

-- name: access_log.about_whom
SELECT CASE WHEN act IN ('log review', 'log erase') THEN -1 ELSE coalesce(person, 0) END FROM access_log WHERE sequence = ? AND actor IS NOT NULL;

-- name: access_log.erase
UPDATE access_log SET at = NULL, actor = NULL, role = NULL, unit = NULL, purpose = NULL,
    on_behalf = NULL, act = NULL, kind = NULL, outcome = NULL, person = NULL, about = NULL,
    count = NULL, position = NULL
WHERE sequence = ? AND actor IS NOT NULL;

-- name: access_log.start
SELECT sequence, chain, sum FROM access_log_start;

-- The last entry before the first that is not older: what goes is a beginning of the chain. One that
-- was erased has no moment, and goes with an older one behind it.

-- name: access_log.older
SELECT sequence, chain FROM access_log
WHERE sequence < (SELECT coalesce(min(sequence), 9223372036854775807) FROM access_log WHERE at >= ?1) AND at < ?1
ORDER BY sequence DESC LIMIT 1;

-- name: access_log.set_start
INSERT INTO access_log_start (one, sequence, chain, sum) VALUES (1, ?, ?, ?)
ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence, chain = excluded.chain,
    sum = excluded.sum;

-- name: access_log.forget
DELETE FROM access_log WHERE sequence <= ?;
