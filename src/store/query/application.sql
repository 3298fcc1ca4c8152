-- Applications for special reasons.

-- name: application.insert
INSERT INTO application (identifier, reason, recorded) VALUES (?, ?, ?);

-- name: application.last
SELECT max(id) FROM application;

-- name: application.by_id
SELECT a.id, i.person, a.reason, a.decided IS NOT NULL, a.granted, a.decision, a.used IS NOT NULL
FROM application AS a JOIN identifier AS i ON i.id = a.identifier WHERE a.id = ?;

-- One that waits for its decision, and the oldest that was granted and not used.

-- name: application.open_of
SELECT a.id, i.person, a.reason, 0, NULL, NULL, 0
FROM identifier AS i JOIN application AS a ON a.identifier = i.id AND a.used IS NULL
WHERE i.person = ? AND a.decided IS NULL ORDER BY a.id LIMIT 1;

-- name: application.granted_of
SELECT a.id, i.person, a.reason, 1, 1, a.decision, 0
FROM identifier AS i JOIN application AS a ON a.identifier = i.id AND a.used IS NULL
WHERE i.person = ? AND a.granted = 1 ORDER BY a.id LIMIT 1;

-- name: application.decide
UPDATE application SET decided = ?2, granted = ?3, decision = ?4 WHERE id = ?1 AND decided IS NULL;

-- name: application.use
UPDATE application SET used = ?2 WHERE id = ?1 AND used IS NULL;
