-- Places in queues (domain/queue.h). Columns of a place: id, person, identifier, unit, its HSA-id,
-- since, electronic, reason, application.

-- name: queue.at_unit
SELECT q.id, i.person, q.identifier, q.unit, u.hsaid, q.since, q.electronic, q.reason, q.application
FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier
JOIN unit AS u ON u.id = q.unit
WHERE q.unit = ? AND q.superseded IS NULL ORDER BY q.id;

-- Whether anything waits that a change may bring about or end: places, consents, requests.

-- name: queue.may_follow
SELECT EXISTS (SELECT 1 FROM queue_place WHERE superseded IS NULL)
    OR EXISTS (SELECT 1 FROM consent WHERE superseded IS NULL) OR EXISTS (SELECT 1 FROM request_open);

-- Asked by every act: where nobody waits it reads nothing.

-- name: queue.all
SELECT q.id, i.person, q.identifier, q.unit, u.hsaid, q.since, q.electronic, q.reason, q.application
FROM queue_place AS q INDEXED BY queue_place_now JOIN identifier AS i ON i.id = q.identifier
JOIN unit AS u ON u.id = q.unit
WHERE q.superseded IS NULL ORDER BY q.id;

-- name: queue.of_person
SELECT q.id, i.person, q.identifier, q.unit, u.hsaid, q.since, q.electronic, q.reason, q.application
FROM identifier AS i JOIN queue_place AS q ON q.identifier = i.id AND q.superseded IS NULL
JOIN unit AS u ON u.id = q.unit
WHERE i.person = ? ORDER BY q.id;

-- Places of a person that they left (QUEUE_END_LEFT), whenever. The constant lets the index be taken.

-- name: queue.left
SELECT q.since, d.day, c.recorded_at
FROM identifier AS i CROSS JOIN queue_place AS q ON q.identifier = i.id AND q.why = 1
JOIN change AS c ON c.position = q.superseded LEFT JOIN change_day AS d ON d.position = c.position
WHERE i.person = ? ORDER BY q.superseded;

-- Persons, not places: who was joined with another may have two.

-- name: queue.waiting
SELECT count(DISTINCT i.person) FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier
WHERE q.unit = ? AND q.superseded IS NULL;

-- Persons whom a change listed at the unit from its queue (QUEUE_END_LISTED, QUEUE_END_SWAPPED).

-- name: queue.taken
SELECT count(DISTINCT i.person) FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier
WHERE q.superseded = ?1 AND (?2 = 0 OR q.unit = ?2) AND q.why IN (0, 5);

-- Of persons who died or emigrated by the day, or of whom nothing is stated any more.

-- name: queue.gone
SELECT q.id, i.person, q.identifier, q.unit, u.hsaid, q.since, q.electronic, q.reason, q.application
FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier
JOIN person AS p ON p.key = i.person JOIN unit AS u ON u.id = q.unit
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE q.superseded IS NULL
    AND (n.id IS NULL OR (n.deregistration_reason IN (1, 2) AND n.deregistered_on <= ?1))
ORDER BY q.id;

-- Of persons who have been listed since they joined: at the unit itself, or elsewhere by choice
-- (basis 2, 3 and 4 are area, newborn and administrative). A row that says the same of the same
-- first day once more is no listing anew; one that holds again was stated when it was stated first.

-- name: queue.listed
SELECT q.id, i.person, q.identifier, q.unit, u.hsaid, q.since, q.electronic, q.reason, q.application, max(l.unit = q.unit)
FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier JOIN unit AS u ON u.id = q.unit
CROSS JOIN listing_effect AS e ON e.person = i.person AND e.from_day >= q.since
JOIN listing_stated AS n ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list
LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
WHERE q.superseded IS NULL AND coalesce(o.position, n.recorded) > q.recorded
    AND (n.basis NOT IN (2, 3, 4) OR l.unit = q.unit)
    AND NOT EXISTS (SELECT 1 FROM listing_stated AS w WHERE w.identifier = n.identifier
                    AND w.from_day = n.from_day AND w.list = n.list AND w.superseded = n.recorded)
GROUP BY q.id ORDER BY q.id;

-- Of persons who have places of more than one identifier: who was two persons when they joined.

-- name: queue.of_joined
SELECT q.id, i.person, q.identifier, q.unit, u.hsaid, q.since, q.electronic, q.reason, q.application
FROM queue_place AS q INDEXED BY queue_place_now JOIN identifier AS i ON i.id = q.identifier
JOIN unit AS u ON u.id = q.unit
WHERE q.superseded IS NULL AND EXISTS (
    SELECT 1 FROM identifier AS j CROSS JOIN queue_place AS w ON w.identifier = j.id AND w.superseded IS NULL
    WHERE j.person = i.person AND j.id <> q.identifier)
ORDER BY i.person, q.id;

-- name: queue.join
INSERT INTO queue_place (identifier, unit, since, electronic, reason, application, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: queue.end
UPDATE queue_place SET superseded = ?2, why = ?3 WHERE id = ?1 AND superseded IS NULL;

-- Places that a change ended, of persons who do not wait there, and one of them that holds again. What
-- a change said of a day to come (4: gone) has ended places later, on that day, where it says so no more.

-- name: queue.ended_at
SELECT q.id, i.person, q.identifier, q.unit, u.hsaid, q.since, q.electronic, q.reason, q.application
FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier JOIN unit AS u ON u.id = q.unit
WHERE ((q.superseded = ?1 AND q.recorded < ?1) OR (q.superseded > ?1 AND q.why = 4
    AND EXISTS (SELECT 1 FROM identifier AS j JOIN person_stated AS n ON n.identifier = j.id
        WHERE j.person = i.person AND n.recorded = ?1 AND n.superseded IS NOT NULL
        AND n.deregistration_reason IN (1, 2))
    AND EXISTS (SELECT 1 FROM person AS p JOIN person_stated AS n ON n.identifier = p.newest
        WHERE p.key = i.person AND n.superseded IS NULL AND n.deregistration_reason NOT IN (1, 2))))
AND NOT EXISTS (
    SELECT 1 FROM identifier AS j JOIN queue_place AS w ON w.identifier = j.id AND w.superseded IS NULL
    WHERE j.person = i.person AND w.unit = q.unit)
ORDER BY q.id;

-- name: queue.keep_ended
INSERT INTO queue_place_again (again, place, ended, why)
SELECT ?2, id, superseded, why FROM queue_place WHERE id = ?1 AND superseded IS NOT NULL;

-- name: queue.hold_again
UPDATE queue_place SET superseded = NULL, why = NULL WHERE id = ?;

-- How many listings at a unit ended within a time, less those that began there over the cap.

-- name: queue.room_made
SELECT (SELECT count(*) FROM listing_effect AS e WHERE e.list = l.id AND e.to_day BETWEEN ?2 AND ?3)
    - (SELECT count(*) FROM listing_exempt AS x CROSS JOIN listing_stated AS n ON n.id = x.stated
       WHERE n.list = l.id AND n.superseded IS NULL AND n.from_day BETWEEN ?2 AND ?3)
FROM unit_list AS l WHERE l.unit = ?1;

-- Who waits for a unit, by person: the first place of each.

-- name: queue.persons
SELECT i.person, k.packed, coalesce(n.protection, 0), min(q.since), min(q.id)
FROM queue_place AS q JOIN identifier AS i ON i.id = q.identifier
JOIN person AS p ON p.key = i.person LEFT JOIN identifier AS k ON k.id = p.newest
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE q.unit = ? AND q.superseded IS NULL
GROUP BY i.person ORDER BY min(q.id);
