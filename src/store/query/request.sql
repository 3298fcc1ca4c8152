-- Requests for named contacts, and their steps.

-- name: request.insert
INSERT INTO request (identifier, kind, wish, need, wanted)
SELECT ?1, ?2, (SELECT s.id FROM staff AS s WHERE s.hsaid = ?3), ?4, ?5;

-- name: request.last
SELECT max(id) FROM request;

-- name: request.add_step
INSERT INTO request_step (request, state, recorded, reason, staff)
SELECT ?1, ?2, ?3, ?4, (SELECT s.id FROM staff AS s WHERE s.hsaid = ?5);

-- name: request.set_open
INSERT INTO request_open (identifier, kind, request) SELECT identifier, kind, id FROM request WHERE id = ?;

-- name: request.close
DELETE FROM request_open WHERE request = ?;

-- name: request.by_id
SELECT r.id, i.person, r.kind, s.hsaid, r.need, r.wanted, n.packed
FROM request AS r JOIN identifier AS i ON i.id = r.identifier JOIN person AS k ON k.key = i.person
LEFT JOIN identifier AS n ON n.id = k.newest LEFT JOIN staff AS s ON s.id = r.wish
WHERE r.id = ?;

-- In the order of time; a change that informs and is read at once brings two.

-- name: request.steps
SELECT t.state, c.recorded_at, c.actor, t.reason, s.hsaid
FROM request_step AS t JOIN change AS c ON c.position = t.recorded LEFT JOIN staff AS s ON s.id = t.staff
WHERE t.request = ? ORDER BY t.recorded, t.state;

-- The first that is answered (1 assigned, 3 declined) and has not come to a state (4 informed, 5 seen) or
-- beyond. The answer is a contact (its kind and member of staff; of the one named doctor whoever was
-- assigned first), or it was told by a message (0: none) that was written with a step.

-- name: request.answered
SELECT r.id FROM identifier AS i JOIN request AS r ON r.identifier = i.id
WHERE i.person = ?1
    AND NOT EXISTS (SELECT 1 FROM request_step AS t WHERE t.request = r.id AND t.state IN (5, ?5))
    AND EXISTS (SELECT 1 FROM request_step AS t WHERE t.request = r.id AND t.state IN (1, 3) AND (
        (t.state = 1 AND r.kind = ?2 AND (r.kind = 2 OR t.staff = (SELECT s.id FROM staff AS s WHERE s.hsaid = ?3)))
        OR EXISTS (SELECT 1 FROM message AS m JOIN request_step AS w ON w.recorded = m.position
                   WHERE m.id = ?4 AND w.request = r.id AND w.state IN (1, 3, 4))))
ORDER BY r.id LIMIT 1;

-- Whether the assignment itself wrote a message of the kind to the person.

-- name: request.is_answered_by
SELECT EXISTS (SELECT 1 FROM request_step AS t JOIN request AS r ON r.id = t.request
               JOIN identifier AS i ON i.id = r.identifier JOIN identifier AS j ON j.person = i.person
               JOIN message AS m ON m.identifier = j.id AND m.position = t.recorded AND m.kind = ?2
               WHERE t.request = ?1 AND t.state = 1);

-- name: request.open_of
SELECT o.request FROM identifier AS i JOIN request_open AS o ON o.identifier = i.id AND o.kind = ?2
WHERE i.person = ?1;

-- The open ones with the unit where the person is listed on a day, oldest first; of one unit where it is
-- given (0: of all).

-- name: request.each_open
SELECT r.id, i.person, n.packed, p.protection, r.kind, w.hsaid, r.need, r.wanted, u.hsaid,
    EXISTS (SELECT 1 FROM request_step AS t WHERE t.request = r.id AND t.state = 2), c.recorded_at, d.day
FROM request_open AS o JOIN request AS r ON r.id = o.request
JOIN identifier AS i ON i.id = r.identifier JOIN person AS k ON k.key = i.person
JOIN identifier AS n ON n.id = k.newest
JOIN request_step AS a ON a.request = r.id AND a.state = 0 JOIN change AS c ON c.position = a.recorded
LEFT JOIN change_day AS d ON d.position = c.position
LEFT JOIN person_stated AS p ON p.identifier = k.newest AND p.superseded IS NULL
LEFT JOIN staff AS w ON w.id = r.wish
LEFT JOIN listing_effect AS e ON e.person = i.person AND e.from_day <= ?2
    AND (e.to_day IS NULL OR e.to_day >= ?2)
LEFT JOIN listing_stated AS l ON l.id = e.stated LEFT JOIN unit_list AS m ON m.id = l.list
LEFT JOIN unit AS u ON u.id = m.unit
WHERE ?1 = 0 OR m.unit = ?1
ORDER BY r.id;

-- The open ones of who has died or emigrated by the day, or of whom nothing is said any more; those for a
-- named doctor (kind 2) of who does without one on the day; and of who was two persons when they asked for
-- the same, but the first.

-- name: request.ends
SELECT o.request FROM request_open AS o JOIN identifier AS i ON i.id = o.identifier
JOIN person AS p ON p.key = i.person
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE n.id IS NULL OR (n.deregistration_reason IN (1, 2) AND n.deregistered_on <= ?1)
    OR EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN request_open AS w ON w.identifier = j.id AND w.kind = o.kind
               WHERE j.person = i.person AND w.request < o.request)
    OR (o.kind = 2 AND EXISTS (
        SELECT 1 FROM identifier AS j JOIN opt_out_stated AS x ON x.identifier = j.id AND x.superseded IS NULL
        WHERE j.person = i.person AND x.from_day <= ?1 AND (x.to_day IS NULL OR x.to_day >= ?1)))
ORDER BY o.request LIMIT 1;

-- The first open one of a person that wishes for a named doctor who holds no position at a unit on a day or
-- later.

-- name: request.wishes_elsewhere
SELECT o.request FROM identifier AS i JOIN request_open AS o ON o.identifier = i.id AND o.kind = 2
JOIN request AS r ON r.id = o.request
WHERE i.person = ?1 AND r.wish IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM position_stated AS p JOIN unit AS u ON u.id = p.unit
    WHERE p.staff = r.wish AND u.hsaid = ?2 AND p.superseded IS NULL AND (p.to_day IS NULL OR p.to_day >= ?3))
ORDER BY o.request LIMIT 1;

-- Those that a change withdrew (state 6) whose persons have not asked for the same since; and that
-- one is as it was before.

-- name: request.withdrawn_at
SELECT t.request FROM request_step AS t JOIN request AS r ON r.id = t.request
JOIN identifier AS i ON i.id = r.identifier
WHERE t.state = 6 AND t.recorded = ?1 AND NOT EXISTS (
    SELECT 1 FROM identifier AS j JOIN request_open AS o ON o.identifier = j.id AND o.kind = r.kind
    WHERE j.person = i.person)
ORDER BY t.request LIMIT 1;

-- name: request.keep_withdrawn
INSERT INTO request_again (again, request, ended)
SELECT ?2, t.request, t.recorded FROM request_step AS t WHERE t.request = ?1 AND t.state = 6;

-- name: request.unwithdraw
DELETE FROM request_step WHERE request = ? AND state = 6;

-- Where a person is listed on a day.

-- name: request.listed_at
SELECT u.hsaid FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated
JOIN unit_list AS l ON l.id = n.list JOIN unit AS u ON u.id = l.unit
WHERE e.person = ?1 AND e.from_day <= ?2 AND (e.to_day IS NULL OR e.to_day >= ?2)
ORDER BY e.from_day DESC LIMIT 1;
