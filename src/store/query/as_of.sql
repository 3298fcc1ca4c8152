-- What was known at a position (?2) of one person (?1): the identifiers that pointed to them then, and
-- the rows that had been recorded and not superseded. Rows that hold, and rows that held then and hold
-- no more, are found by an index each.

-- name: as_of.identifiers
SELECT id, packed, recorded, NULL FROM identifier WHERE person = ?1 AND recorded <= ?2
UNION ALL
SELECT w.identifier, i.packed, w.recorded, w.superseded
FROM identifier_was AS w JOIN identifier AS i ON i.id = w.identifier
WHERE w.person = ?1 AND w.recorded <= ?2 AND w.superseded > ?2
ORDER BY 1;

-- name: as_of.people
WITH mine (id) AS (
    SELECT id FROM identifier WHERE person = ?1 AND recorded <= ?2 UNION ALL
    SELECT identifier FROM identifier_was WHERE person = ?1 AND recorded <= ?2 AND superseded > ?2),
rows (id) AS (
    SELECT n.id FROM mine AS m CROSS JOIN person_stated AS n ON n.identifier = m.id AND n.superseded IS NULL
    WHERE n.recorded <= ?2 UNION ALL
    SELECT n.id FROM mine AS m CROSS JOIN person_stated AS n ON n.identifier = m.id AND n.superseded > ?2
    WHERE n.recorded <= ?2)
SELECT n.identifier, n.replaced_by, n.given_name, n.surname, n.birth_date, n.sex, n.county, n.municipality, n.area,
    n.street, n.postal_code, n.city, n.phone, n.email, n.protection, n.registered_from, n.deregistered_on,
    n.deregistration_reason, n.mother, n.guardian1, n.guardian2, n.recorded
FROM rows AS r CROSS JOIN person_stated AS n ON n.id = r.id ORDER BY n.identifier;

-- Those here, and those of other counties, which of one day come before (domain/listing.h: the last
-- holds).

-- name: as_of.listings
WITH mine (id) AS (
    SELECT id FROM identifier WHERE person = ?1 AND recorded <= ?2 UNION ALL
    SELECT identifier FROM identifier_was WHERE person = ?1 AND recorded <= ?2 AND superseded > ?2),
rows (id) AS (
    SELECT n.id FROM mine AS m CROSS JOIN listing_stated AS n ON n.identifier = m.id AND n.superseded IS NULL
    WHERE n.recorded <= ?2 UNION ALL
    SELECT n.id FROM mine AS m CROSS JOIN listing_stated AS n ON n.identifier = m.id AND n.superseded > ?2
    WHERE n.recorded <= ?2),
others (id) AS (
    SELECT n.id FROM mine AS m CROSS JOIN elsewhere_stated AS n ON n.identifier = m.id AND n.superseded IS NULL
    WHERE n.recorded <= ?2 UNION ALL
    SELECT n.id FROM mine AS m CROSS JOIN elsewhere_stated AS n ON n.identifier = m.id AND n.superseded > ?2
    WHERE n.recorded <= ?2)
SELECT u.hsaid, n.from_day, n.to_day, n.basis, n.recorded, coalesce(o.first_id, n.id) AS place, NULL
FROM rows AS r CROSS JOIN listing_stated AS n ON n.id = r.id
CROSS JOIN unit_list AS l ON l.id = n.list CROSS JOIN unit AS u ON u.id = l.unit
LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
UNION ALL
SELECT NULL, n.from_day, n.to_day, NULL, n.recorded, -1, n.county
FROM others AS r CROSS JOIN elsewhere_stated AS n ON n.id = r.id
ORDER BY place;

-- A row's reason is why it ended; of one without an end why it was assigned although the panel was full,
-- which the one that ends it does not repeat.

-- name: as_of.contacts
WITH mine (id) AS (
    SELECT id FROM identifier WHERE person = ?1 AND recorded <= ?2 UNION ALL
    SELECT identifier FROM identifier_was WHERE person = ?1 AND recorded <= ?2 AND superseded > ?2),
rows (id) AS (
    SELECT n.id FROM mine AS m CROSS JOIN named_contact_stated AS n ON n.identifier = m.id AND n.superseded IS NULL
    WHERE n.recorded <= ?2 UNION ALL
    SELECT n.id FROM mine AS m CROSS JOIN named_contact_stated AS n ON n.identifier = m.id AND n.superseded > ?2
    WHERE n.recorded <= ?2)
SELECT n.kind, s.hsaid, u.hsaid, n.from_day, n.to_day, n.informed_on, n.recorded, coalesce(o.first_id, n.id),
    coalesce((SELECT p.protected_staff FROM staff_stated AS p WHERE p.staff = n.staff AND p.superseded IS NULL), 0),
    CASE WHEN n.to_day IS NOT NULL THEN n.reason END,
    CASE WHEN n.to_day IS NULL THEN n.reason ELSE (
        SELECT w.reason FROM named_contact_stated AS w
        WHERE w.identifier = n.identifier AND w.kind = n.kind AND w.staff = n.staff AND w.from_day = n.from_day
            AND w.to_day IS NULL AND w.superseded IS NOT NULL AND w.id < n.id ORDER BY w.id DESC LIMIT 1) END
FROM rows AS r CROSS JOIN named_contact_stated AS n ON n.id = r.id
LEFT JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit
LEFT JOIN load_restored AS o ON o.table_name = 'named_contacts' AND o.id = n.id
ORDER BY 8;

-- name: as_of.residences
WITH mine (id) AS (
    SELECT id FROM identifier WHERE person = ?1 AND recorded <= ?2 UNION ALL
    SELECT identifier FROM identifier_was WHERE person = ?1 AND recorded <= ?2 AND superseded > ?2),
rows (id) AS (
    SELECT n.id FROM mine AS m CROSS JOIN residence_stated AS n ON n.identifier = m.id AND n.superseded IS NULL
    WHERE n.recorded <= ?2 UNION ALL
    SELECT n.id FROM mine AS m CROSS JOIN residence_stated AS n ON n.identifier = m.id AND n.superseded > ?2
    WHERE n.recorded <= ?2)
SELECT n.identifier, n.kind, n.home, n.municipality, n.from_day, n.to_day, n.reported_on, n.source, n.recorded,
    coalesce(o.first_id, n.id)
FROM rows AS r CROSS JOIN residence_stated AS n ON n.id = r.id
LEFT JOIN load_restored AS o ON o.table_name = 'residences' AND o.id = n.id
ORDER BY 10;

-- name: as_of.blocks
WITH mine (id) AS (
    SELECT id FROM identifier WHERE person = ?1 AND recorded <= ?2 UNION ALL
    SELECT identifier FROM identifier_was WHERE person = ?1 AND recorded <= ?2 AND superseded > ?2),
rows (id) AS (
    SELECT n.id FROM mine AS m CROSS JOIN block_stated AS n ON n.identifier = m.id AND n.superseded IS NULL
    WHERE n.recorded <= ?2 UNION ALL
    SELECT n.id FROM mine AS m CROSS JOIN block_stated AS n ON n.identifier = m.id AND n.superseded > ?2
    WHERE n.recorded <= ?2)
SELECT u.hsaid, n.from_day, n.to_day, n.recorded, n.unit, n.identifier
FROM rows AS r CROSS JOIN block_stated AS n ON n.id = r.id JOIN unit AS u ON u.id = n.unit
ORDER BY n.from_day, u.hsaid;

-- When a position was.

-- name: position.moment
SELECT recorded_at FROM change WHERE position = ?;

-- Whose rows may answer to a name or a day of birth, as they were known: every row that was known at the
-- position (?1), with the person to whom its identifier pointed then.

-- name: as_of.find_people
SELECT coalesce(w.person, i.person), n.given_name, n.surname, n.birth_date
FROM person_stated AS n CROSS JOIN identifier AS i ON i.id = n.identifier
LEFT JOIN identifier_was AS w ON w.identifier = i.id AND w.recorded <= ?1 AND w.superseded > ?1
WHERE n.recorded <= ?1 AND (n.superseded IS NULL OR n.superseded > ?1)
    AND (?2 IS NULL OR n.birth_date = ?2);

-- The same of those of whom a listing at the unit (?2) was known.

-- name: as_of.find_listed
SELECT DISTINCT coalesce(w.person, i.person), NULL, NULL, NULL
FROM unit AS u CROSS JOIN unit_list AS l ON l.unit = u.id
CROSS JOIN listing_stated AS n ON n.list = l.id CROSS JOIN identifier AS i ON i.id = n.identifier
LEFT JOIN identifier_was AS w ON w.identifier = i.id AND w.recorded <= ?1 AND w.superseded > ?1
WHERE u.hsaid = ?2 AND n.recorded <= ?1 AND (n.superseded IS NULL OR n.superseded > ?1)
    AND n.from_day <= ?3 AND (n.to_day IS NULL OR n.to_day >= ?3);
