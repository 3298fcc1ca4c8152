-- What residents are told.

-- name: message.insert
INSERT INTO message (identifier, kind, unit, staff, from_day, reason, position)
SELECT p.newest, ?2, ?3, ?4, ?5, ?6, ?7 FROM person AS p WHERE p.key = ?1 AND p.newest IS NOT NULL
ON CONFLICT (identifier, position, kind, unit, staff, from_day) DO NOTHING;

-- With what is said of its unit and its member of staff now, and when the reader first read it;
-- reader 0: when anybody did.

-- name: message.of_person
SELECT m.id, i.person, m.kind, m.unit, n.name, n.phone, n.web, m.staff, s.given_name, s.surname,
    coalesce(s.protected_staff, 0), m.from_day, m.reason, made.recorded_at, seen.recorded_at, m.letter, noticed.recorded_at
FROM identifier AS i JOIN message AS m ON m.identifier = i.id
JOIN change AS made ON made.position = m.position
LEFT JOIN change AS seen ON seen.position = (
    SELECT min(s.position) FROM message_seen AS s JOIN identifier AS r ON r.id = s.reader
    WHERE s.message = m.id AND ?2 IN (r.person, 0))
LEFT JOIN change AS noticed ON noticed.position = m.noticed
LEFT JOIN unit AS u ON u.hsaid = m.unit
LEFT JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL
LEFT JOIN staff AS d ON d.hsaid = m.staff
LEFT JOIN staff_stated AS s ON s.staff = d.id AND s.superseded IS NULL
WHERE i.person = ?1 ORDER BY m.id DESC;

-- name: message.whose
SELECT i.person, EXISTS (SELECT 1 FROM message_seen AS s JOIN identifier AS r ON r.id = s.reader
        WHERE s.message = m.id AND r.person = ?2),
    m.kind, m.staff, m.unit, m.from_day
FROM message AS m JOIN identifier AS i ON i.id = m.identifier WHERE m.id = ?1;

-- name: message.see
INSERT INTO message_seen (message, reader, position)
SELECT ?1, p.newest, ?3 FROM person AS p WHERE p.key = ?2 AND p.newest IS NOT NULL;

-- Nobody is left to read it: it is the reader's own, or each guardian who is alive has read it.

-- name: message.all_have_seen
UPDATE message SET seen = ?3 WHERE id = ?1 AND seen IS NULL AND NOT EXISTS (
    SELECT 1 FROM identifier AS h JOIN person AS p ON p.key = h.person
    JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
    JOIN identifier AS k ON k.packed IN (n.guardian1, n.guardian2)
    JOIN person AS q ON q.key = k.person
    JOIN person_stated AS g ON g.identifier = q.newest AND g.superseded IS NULL AND g.deregistration_reason <> 1
    WHERE h.id = message.identifier AND h.person <> ?2
        AND NOT EXISTS (SELECT 1 FROM message_seen AS s JOIN identifier AS r ON r.id = s.reader
                        WHERE s.message = ?1 AND r.person = q.key));

-- What a change that is taken back wrote and nobody has read, nor has on paper. It reads all messages,
-- once for each such change: 26 ms of 200 000, for which no index is worth its writing. Whether a
-- person has been told the same of that day or a later, by whatever change, or told it last of what a
-- named contact is (enum message_kind); and whether
-- they have heard something of one.

-- name: message.unsay
DELETE FROM message WHERE position = ?1 AND letter IS NULL
    AND NOT EXISTS (SELECT 1 FROM message_seen AS s WHERE s.message = message.id);

-- name: message.unsay_to
DELETE FROM message WHERE position = ?1 AND letter IS NULL
    AND identifier IN (SELECT id FROM identifier WHERE person = ?2)
    AND NOT EXISTS (SELECT 1 FROM message_seen AS s WHERE s.message = message.id);

-- The ends of named doctors that a change that is taken back told of and somebody has heard, where
-- the doctor stands again.

-- name: message.stands_again
SELECT h.person, m.unit, m.staff, m.from_day, min(n.from_day), n.to_day
FROM message AS m JOIN identifier AS h ON h.id = m.identifier
JOIN identifier AS k ON k.person = h.person
JOIN named_contact_stated AS n ON n.identifier = k.id AND n.superseded IS NULL AND n.kind = 2
JOIN staff AS s ON s.id = n.staff AND s.hsaid = m.staff
JOIN unit AS u ON u.id = n.unit AND u.hsaid = m.unit
WHERE m.position = ?1 AND m.kind = ?2 AND (n.to_day IS NULL OR n.to_day >= m.from_day)
GROUP BY m.id ORDER BY m.id;

-- name: message.is_said
SELECT EXISTS (SELECT 1 FROM identifier AS i JOIN message AS m ON m.identifier = i.id
               WHERE i.person = ?1 AND m.kind = ?2 AND m.unit = ?3 AND m.staff = ?4 AND m.from_day >= ?5);

-- name: message.is_last
SELECT (SELECT m.kind = ?2 AND m.from_day = ?5 FROM identifier AS i JOIN message AS m ON m.identifier = i.id
        WHERE i.person = ?1 AND m.unit = ?3 AND m.staff = ?4 AND m.kind IN (7, 8, 9) ORDER BY m.id DESC LIMIT 1);

-- Members of staff of whom the person has been told last, after ?2, that they are their contact from a
-- day on (kinds 7 and 9), and of whom nothing says so: each with the day, but not before ?3. Of who has
-- ended since that is told in its own way, or known by who came.

-- name: message.believed
SELECT i.person, m.unit, m.staff, max(m.from_day, ?3), NULL, NULL
FROM identifier AS i JOIN message AS m ON m.identifier = i.id
WHERE i.person = ?1 AND m.position > ?2 AND m.kind IN (7, 9) AND m.staff <> ''
    AND NOT EXISTS (SELECT 1 FROM identifier AS j JOIN message AS k ON k.identifier = j.id
        WHERE j.person = i.person AND k.unit = m.unit AND k.staff = m.staff AND k.kind IN (7, 8, 9) AND k.id > m.id)
    AND NOT EXISTS (SELECT 1 FROM identifier AS j JOIN named_contact_stated AS n ON n.identifier = j.id
        JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit
        WHERE j.person = i.person AND n.superseded IS NULL AND s.hsaid = m.staff AND u.hsaid = m.unit
            AND (n.to_day IS NULL OR n.to_day >= max(n.from_day, m.from_day)))
ORDER BY m.id;

-- name: message.heard
SELECT EXISTS (SELECT 1 FROM identifier AS i JOIN message AS m ON m.identifier = i.id AND m.position = ?2
               WHERE i.person = ?1);

-- Who has not been told that there is something to read, and can be by e-mail. Nobody whose
-- identity is protected, nobody who has died. Of a child's guardians those who have not read all.

-- name: notice.due
SELECT w.person, w.last, coalesce(n.email, ''), n.birth_date, coalesce(min(g.email), ''), coalesce(max(g.email), '') FROM
    (SELECT i.person, max(m.id) AS last FROM message AS m JOIN identifier AS i ON i.id = m.identifier
     WHERE m.seen IS NULL AND m.noticed IS NULL AND m.letter IS NULL GROUP BY i.person) AS w
JOIN person AS p ON p.key = w.person
JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
LEFT JOIN identifier AS k ON k.packed IN (n.guardian1, n.guardian2)
LEFT JOIN person AS q ON q.key = k.person
LEFT JOIN person_stated AS g ON g.identifier = q.newest AND g.superseded IS NULL
    AND g.protection = 0 AND g.deregistration_reason <> 1
    AND EXISTS (SELECT 1 FROM identifier AS h JOIN message AS m ON m.identifier = h.id
                WHERE h.person = w.person AND m.seen IS NULL AND m.noticed IS NULL AND m.letter IS NULL
                    AND NOT EXISTS (SELECT 1 FROM message_seen AS s JOIN identifier AS r ON r.id = s.reader
                                    WHERE s.message = m.id AND r.person = q.key))
WHERE n.protection = 0 AND n.deregistration_reason <> 1
    AND NOT EXISTS (SELECT 1 FROM identifier AS j JOIN notice_failure AS f ON f.identifier = j.id
                    WHERE j.person = w.person AND f.again_at > ?)
GROUP BY w.person HAVING n.email IS NOT NULL OR min(g.email) IS NOT NULL
ORDER BY w.person;

-- name: notice.told
UPDATE message SET noticed = ?3
WHERE identifier IN (SELECT id FROM identifier WHERE person = ?1) AND id <= ?2 AND seen IS NULL
    AND noticed IS NULL AND letter IS NULL;

-- name: notice.told_of
UPDATE message SET noticed = ?2 WHERE id = ?1 AND seen IS NULL AND noticed IS NULL AND letter IS NULL;

-- name: notice.forget_failure
DELETE FROM notice_failure WHERE identifier IN (SELECT id FROM identifier WHERE person = ?);

-- name: notice.fail
INSERT INTO notice_failure (identifier, attempts, again_at) SELECT p.newest, ?2, ?3 FROM person AS p
WHERE p.key = ?1
ON CONFLICT (identifier) DO UPDATE SET attempts = ?2, again_at = ?3;

-- name: notice.attempts
SELECT max(f.attempts) FROM identifier AS i JOIN notice_failure AS f ON f.identifier = i.id
WHERE i.person = ?;

-- name: notice.failed
SELECT i.person, max(f.attempts), max(f.again_at) FROM notice_failure AS f
JOIN identifier AS i ON i.id = f.identifier GROUP BY i.person ORDER BY i.person;
