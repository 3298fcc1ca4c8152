-- Letters to those who want paper, with what of their own, and how many guardians are alive, and how
-- many of them want it and have not read the message, and of what it speaks (domain/message.h decides).
-- The + keeps it to the index of what is unread.

-- name: letter.due
SELECT h.person, m.id, n.given_name, n.surname, n.street, n.postal_code, n.city, n.birth_date, n.protection, i.packed,
    n.paper = 1, count(g.id), count(CASE WHEN g.paper = 1 AND NOT EXISTS (
        SELECT 1 FROM message_seen AS s JOIN identifier AS r ON r.id = s.reader
        WHERE s.message = m.id AND r.person = q.key) THEN 1 END),
    m.kind, m.unit
FROM message AS m JOIN identifier AS h ON h.id = m.identifier
JOIN person AS p ON p.key = h.person
JOIN identifier AS i ON i.id = p.newest
JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
LEFT JOIN identifier AS k ON k.packed IN (n.guardian1, n.guardian2)
LEFT JOIN person AS q ON q.key = k.person
LEFT JOIN person_stated AS g ON g.identifier = q.newest AND g.superseded IS NULL
    AND g.deregistration_reason <> 1
WHERE m.seen IS NULL AND m.letter IS NULL AND n.deregistration_reason <> 1
    AND (n.paper = 1 OR n.guardian1 IS NOT NULL OR n.guardian2 IS NOT NULL)
GROUP BY +m.id
ORDER BY n.postal_code, h.person, m.id;

-- name: letter.of_run
SELECT w.person, w.last, n.given_name, n.surname, n.street, n.postal_code, n.city, n.birth_date, n.protection, i.packed, 1, 0, 0,
    0, ''
FROM (SELECT h.person, max(m.id) AS last FROM message AS m JOIN identifier AS h ON h.id = m.identifier
    WHERE m.letter = ? GROUP BY h.person) AS w
JOIN person AS p ON p.key = w.person
JOIN identifier AS i ON i.id = p.newest
JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE n.deregistration_reason <> 1
ORDER BY n.postal_code, w.person;

-- name: letter.last_run
SELECT max(id) FROM letter_run;

-- name: letter.run
SELECT r.position, d.day, c.recorded_at FROM letter_run AS r JOIN change AS c ON c.position = r.position
LEFT JOIN change_day AS d ON d.position = r.position WHERE r.id = ?;

-- name: letter.insert_run
INSERT INTO letter_run (id, position, letters, sha256) VALUES (?, ?, ?, ?);

-- name: letter.told
UPDATE message SET letter = ?2 WHERE id = ?1 AND letter IS NULL;

-- name: letter.runs
SELECT r.id, r.letters, r.sha256, c.recorded_at FROM letter_run AS r JOIN change AS c ON c.position = r.position ORDER BY r.id;
