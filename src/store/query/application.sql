-- Applications for special reasons.

-- name: application.insert
INSERT INTO application (identifier, reason, recorded) VALUES (?, ?, ?);

-- name: application.last
SELECT max(id) FROM application;

-- name: application.by_id
SELECT a.id, i.person, a.reason, a.decided IS NOT NULL, a.granted, a.decision, a.used IS NOT NULL
FROM application AS a JOIN identifier AS i ON i.id = a.identifier WHERE a.id = ?;

-- One that waits for its decision, and the oldest that was granted and not used, or by nothing but a plan
-- for a day (?2) or later.

-- name: application.open_of
SELECT a.id, i.person, a.reason, 0, NULL, NULL, 0
FROM identifier AS i JOIN application AS a ON a.identifier = i.id
WHERE i.person = ? AND a.decided IS NULL ORDER BY a.id LIMIT 1;

-- name: application.granted_of
SELECT a.id, i.person, a.reason, 1, 1, a.decision, a.used IS NOT NULL
FROM identifier AS i JOIN application AS a ON a.identifier = i.id AND a.granted = 1
WHERE i.person = ?1 AND (a.used IS NULL
    OR EXISTS (SELECT 1 FROM identifier AS j JOIN listing_stated AS n ON n.identifier = j.id
               WHERE j.person = ?1 AND n.superseded IS NULL AND n.from_day >= ?2 AND n.recorded = a.used)
    OR EXISTS (SELECT 1 FROM identifier AS j JOIN elsewhere_stated AS n ON n.identifier = j.id
               WHERE j.person = ?1 AND n.superseded IS NULL AND n.from_day >= ?2 AND n.application = a.id))
ORDER BY a.id LIMIT 1;

-- name: application.decide
UPDATE application SET decided = ?2, granted = ?3, decision = ?4 WHERE id = ?1 AND decided IS NULL;

-- name: application.use
UPDATE application SET used = ?2 WHERE id = ?1 AND used IS NULL;

-- What a change (?2) withdrew of a person's listings can be used again, and what a change (?1) used that is
-- taken back at another position (?2). A row of another county is stated anew where its last day changes.

-- name: application.withdrawn
INSERT INTO application_given_back (given_back, application, used)
SELECT ?2, a.id, a.used FROM identifier AS i JOIN application AS a ON a.identifier = i.id AND a.used IS NOT NULL
WHERE i.person = ?1 AND (
    EXISTS (SELECT 1 FROM identifier AS j JOIN listing_stated AS n ON n.identifier = j.id
            WHERE j.person = ?1 AND n.superseded = ?2 AND n.recorded = a.used)
    OR (EXISTS (SELECT 1 FROM identifier AS j JOIN elsewhere_stated AS n ON n.identifier = j.id
                WHERE j.person = ?1 AND n.superseded = ?2 AND n.application = a.id)
        AND NOT EXISTS (SELECT 1 FROM identifier AS j JOIN elsewhere_stated AS n ON n.identifier = j.id
                        WHERE j.person = ?1 AND n.superseded IS NULL AND n.application = a.id)));

-- name: application.taken_back
INSERT INTO application_given_back (given_back, application, used)
SELECT ?2, a.id, a.used FROM application AS a WHERE a.used = ?1;

-- One that the same change has used again, for another listing, stays so.

-- name: application.unuse
UPDATE application SET used = NULL
WHERE used < ?1 AND id IN (SELECT b.application FROM application_given_back AS b WHERE b.given_back = ?1);

-- Those that wait for their decision, with the unit where the person is listed on a day (?2); of one unit
-- where it is given (0: of all).

-- name: application.waiting
SELECT a.id, i.person, n.packed, coalesce(p.protection, 0), a.reason, d.day, c.recorded_at, u.hsaid
FROM application AS a JOIN identifier AS i ON i.id = a.identifier JOIN person AS k ON k.key = i.person
LEFT JOIN identifier AS n ON n.id = k.newest JOIN change AS c ON c.position = a.recorded
LEFT JOIN change_day AS d ON d.position = c.position
LEFT JOIN person_stated AS p ON p.identifier = k.newest AND p.superseded IS NULL
LEFT JOIN listing_effect AS e ON e.person = i.person AND e.from_day <= ?2
    AND (e.to_day IS NULL OR e.to_day >= ?2)
LEFT JOIN listing_stated AS l ON l.id = e.stated LEFT JOIN unit_list AS m ON m.id = l.list
LEFT JOIN unit AS u ON u.id = m.unit
WHERE a.decided IS NULL AND (?1 = 0 OR m.unit = ?1)
ORDER BY a.id;
