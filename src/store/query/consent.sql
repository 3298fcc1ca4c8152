-- Changes that wait for the other guardian.

-- name: consent.of_person
SELECT c.id, i.person, c.unit, u.hsaid, g.person, c.from_day, c.until_day, c.queue, c.reason,
    c.doctor, d.hsaid
FROM identifier AS i JOIN consent AS c ON c.identifier = i.id AND c.superseded IS NULL
JOIN identifier AS g ON g.id = c.guardian JOIN unit AS u ON u.id = c.unit
LEFT JOIN staff AS d ON d.id = c.doctor
WHERE i.person = ? ORDER BY c.id DESC;

-- name: consent.lapsed
SELECT c.id, i.person, c.unit, u.hsaid, g.person, c.from_day, c.until_day, c.queue, c.reason,
    c.doctor, d.hsaid
FROM consent AS c JOIN identifier AS i ON i.id = c.identifier
JOIN identifier AS g ON g.id = c.guardian JOIN unit AS u ON u.id = c.unit
LEFT JOIN staff AS d ON d.id = c.doctor
WHERE c.superseded IS NULL AND c.until_day < ? ORDER BY c.id;

-- name: consent.lapsed_count
SELECT count(*) FROM consent WHERE superseded IS NULL AND until_day < ?;

-- name: consent.end
UPDATE consent SET superseded = ?2, why = ?3
WHERE superseded IS NULL AND identifier IN (SELECT id FROM identifier WHERE person = ?1);

-- Of persons who died or emigrated by the day, or of whom nothing is stated any more.

-- name: consent.gone
SELECT c.id, i.person, c.unit, u.hsaid, g.person, c.from_day, c.until_day, c.queue, c.reason,
    c.doctor, d.hsaid
FROM consent AS c JOIN identifier AS i ON i.id = c.identifier
JOIN identifier AS g ON g.id = c.guardian JOIN unit AS u ON u.id = c.unit
LEFT JOIN staff AS d ON d.id = c.doctor
WHERE c.superseded IS NULL AND NOT EXISTS (
    SELECT 1 FROM person AS p JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
    WHERE p.key = i.person
        AND (n.deregistration_reason NOT IN (1, 2) OR n.deregistered_on > ?1))
ORDER BY c.id;

-- Those that a change (?1) ended hold again at another (?2), where none has been given since.

-- name: consent.keep_ended
INSERT INTO consent_again (again, consent, ended, why)
SELECT ?2, c.id, c.superseded, c.why FROM consent AS c WHERE c.superseded = ?1 AND NOT EXISTS (
    SELECT 1 FROM consent AS w WHERE w.identifier = c.identifier AND w.superseded IS NULL);

-- name: consent.hold_again
UPDATE consent SET superseded = NULL, why = NULL
WHERE id IN (SELECT a.consent FROM consent_again AS a WHERE a.again = ?1);

-- name: consent.insert
INSERT INTO consent (identifier, unit, guardian, from_day, until_day, queue, reason, recorded, doctor)
SELECT ?1, ?2, p.newest, ?4, ?5, ?6, ?7, ?8, ?9 FROM person AS p WHERE p.key = ?3;
