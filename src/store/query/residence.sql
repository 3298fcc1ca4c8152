-- Where persons in municipal care live.

-- The last column is the day of death, whose reason is 1 (domain/vocab.h).

-- name: residence.now
SELECT i.person, coalesce(o.first_id, n.id) AS place, n.municipality, n.from_day, n.to_day, n.reported_on, n.kind,
    CASE WHEN d.deregistration_reason = 1 THEN d.deregistered_on END
FROM residence_stated AS n JOIN identifier AS i ON i.id = n.identifier
JOIN person AS p ON p.key = i.person
LEFT JOIN person_stated AS d ON d.identifier = p.newest AND d.superseded IS NULL
LEFT JOIN load_restored AS o ON o.table_name = 'residences' AND o.id = n.id
WHERE n.superseded IS NULL ORDER BY i.person, place;

-- name: residence.of_person
SELECT i.person, n.id, n.municipality, n.from_day, n.to_day, n.reported_on, n.kind, NULL
FROM identifier AS i JOIN residence_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
WHERE i.person = ?;

-- All that is said of one person's reports, in the order of recording.

-- name: residence.held
SELECT coalesce(o.first_id, n.id) AS place, n.identifier, n.kind, n.home, n.municipality, n.from_day, n.to_day,
    n.reported_on, n.source
FROM identifier AS i JOIN residence_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
LEFT JOIN load_restored AS o ON o.table_name = 'residences' AND o.id = n.id
WHERE i.person = ? ORDER BY place;

-- Those that stood, and under whose identifier, kind and first day nothing stands: the last of each.

-- name: residence.withdrawn
SELECT n.id, n.identifier, n.kind, n.home, n.municipality, n.from_day, n.to_day, n.reported_on, n.source
FROM identifier AS i JOIN residence_stated AS n ON n.identifier = i.id AND n.superseded IS NOT NULL
WHERE i.person = ?
    AND NOT EXISTS (SELECT 1 FROM residence_stated AS l WHERE l.identifier = n.identifier AND l.kind = n.kind
        AND l.from_day = n.from_day AND l.superseded IS NULL)
    AND NOT EXISTS (SELECT 1 FROM residence_stated AS l WHERE l.identifier = n.identifier AND l.kind = n.kind
        AND l.from_day = n.from_day AND l.superseded IS NOT NULL AND l.id > n.id)
ORDER BY n.id;

-- One report stated by itself: what stood under its key ends.

-- name: residence.supersede_one
UPDATE residence_stated SET superseded = ?4
WHERE identifier = ?1 AND kind = ?2 AND from_day = ?3 AND superseded IS NULL;

-- name: residence.state
INSERT INTO residence_stated (identifier, kind, home, municipality, from_day, to_day, reported_on, source, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- What a position did to the reports of the touched: those that are theirs no more (it superseded them,
-- or gave their identifier to somebody else), and those that are now (it recorded them, or gave them their
-- identifier). The second column says which.

-- name: residence.restated
WITH has (person, identifier, was) AS (
    SELECT t.person, i.id, w.person FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
    LEFT JOIN identifier_was AS w ON w.identifier = i.id AND w.superseded = ?1),
gave (person, identifier) AS (
    SELECT t.person, w.identifier FROM temp.touched AS t
    CROSS JOIN identifier_was AS w ON w.person = t.person AND w.superseded = ?1)
SELECT h.person, 0 AS is_new, n.identifier, n.kind, n.home, n.municipality, n.from_day, n.to_day, n.reported_on,
    n.source
FROM (SELECT person, identifier FROM has WHERE was IS NULL UNION ALL SELECT person, identifier FROM gave) AS h
CROSS JOIN residence_stated AS n ON n.identifier = h.identifier AND n.superseded = ?1
UNION ALL
SELECT h.person, 0, n.identifier, n.kind, n.home, n.municipality, n.from_day, n.to_day, n.reported_on, n.source
FROM gave AS h CROSS JOIN residence_stated AS n ON n.identifier = h.identifier AND n.superseded IS NULL
WHERE n.recorded < ?1
UNION ALL
SELECT h.person, 1, n.identifier, n.kind, n.home, n.municipality, n.from_day, n.to_day, n.reported_on, n.source
FROM has AS h CROSS JOIN residence_stated AS n ON n.identifier = h.identifier AND n.superseded IS NULL
WHERE h.was IS NOT NULL OR n.recorded = ?1
ORDER BY 1, 2;

-- stated: residence
identifier KEY,
kind KEY,
home,
municipality,
from_day KEY,
to_day,
reported_on,
source;
