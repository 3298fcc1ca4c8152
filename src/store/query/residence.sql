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

-- stated: residence
identifier KEY,
kind KEY,
home,
municipality,
from_day KEY,
to_day,
reported_on,
source;
