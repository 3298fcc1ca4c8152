-- What residents are told.

-- name: message.insert
INSERT INTO message (person, kind, unit, staff, from_day, reason, position)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (person, position, kind, unit, staff, from_day) DO NOTHING;

-- With what is said of its unit and its member of staff now.

-- name: message.of_person
SELECT m.id, m.person, m.kind, m.unit, n.name, n.phone, n.web, m.staff, s.given_name, s.surname,
    coalesce(s.protected_staff, 0), m.from_day, m.reason, made.recorded_at, seen.recorded_at, m.letter, noticed.recorded_at
FROM message AS m JOIN change AS made ON made.position = m.position
LEFT JOIN change AS seen ON seen.position = m.seen
LEFT JOIN change AS noticed ON noticed.position = m.noticed
LEFT JOIN unit AS u ON u.hsaid = m.unit
LEFT JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL
LEFT JOIN staff AS d ON d.hsaid = m.staff
LEFT JOIN staff_stated AS s ON s.staff = d.id AND s.superseded IS NULL
WHERE m.person = ? ORDER BY m.id DESC;

-- name: message.whose
SELECT person, seen IS NOT NULL, kind, staff, unit, from_day FROM message WHERE id = ?;

-- name: message.see
UPDATE message SET seen = ?2 WHERE id = ?1 AND seen IS NULL;

-- Who has not been told that there is something to read, and can be by e-mail. Nobody whose
-- identity is protected, nobody who has died.

-- name: notice.due
SELECT w.person, w.last, n.email FROM
    (SELECT person, max(id) AS last FROM message WHERE seen IS NULL AND noticed IS NULL AND letter IS NULL GROUP BY person) AS w
JOIN person AS p ON p.key = w.person
JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
LEFT JOIN notice_failure AS f ON f.person = w.person
WHERE n.email IS NOT NULL AND n.protection = 0 AND n.deregistration_reason <> 1
    AND coalesce(f.again_at, 0) <= ?
ORDER BY w.person;

-- name: notice.told
UPDATE message SET noticed = ?3
WHERE person = ?1 AND id <= ?2 AND seen IS NULL AND noticed IS NULL AND letter IS NULL;

-- name: notice.forget_failure
DELETE FROM notice_failure WHERE person = ?;

-- name: notice.fail
INSERT INTO notice_failure (person, attempts, again_at) VALUES (?1, ?2, ?3)
ON CONFLICT (person) DO UPDATE SET attempts = ?2, again_at = ?3;

-- name: notice.attempts
SELECT attempts FROM notice_failure WHERE person = ?;

-- name: notice.failed
SELECT person, attempts, again_at FROM notice_failure ORDER BY person;
