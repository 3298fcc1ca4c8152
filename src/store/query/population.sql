-- What the people of a load change for listings. temp.stage_person has their rows (store/stage.h).

-- Whether anybody is listed.

-- name: population.is_listed
SELECT EXISTS (SELECT 1 FROM listing_effect);

-- Who emigrated (reason 2, domain/vocab.h) as is stated now, and is registered again as is staged.

-- name: population.back
SELECT s.identifier, n.deregistered_on, s.registered_from
FROM temp.stage_person AS s CROSS JOIN person_stated AS n
    ON n.identifier = s.identifier AND n.superseded IS NULL
WHERE n.deregistration_reason = 2 AND s.deregistration_reason = 0
    AND n.deregistered_on IS NOT NULL AND s.registered_from IS NOT NULL
ORDER BY s.identifier;

-- What was stated of a person before a position and reaches beyond a day: listings, 0, named
-- contacts, 1, and listings in other counties, 2.

-- name: population.standing
SELECT 0, n.id, n.from_day FROM identifier AS w JOIN identifier AS i ON i.person = w.person
JOIN listing_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
WHERE w.id = ?1 AND n.recorded < ?3 AND (n.to_day IS NULL OR n.to_day > ?2)
UNION ALL
SELECT 1, n.id, n.from_day FROM identifier AS w JOIN identifier AS i ON i.person = w.person
JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
WHERE w.id = ?1 AND n.recorded < ?3 AND (n.to_day IS NULL OR n.to_day > ?2)
UNION ALL
SELECT 2, n.id, n.from_day FROM identifier AS w JOIN identifier AS i ON i.person = w.person
JOIN elsewhere_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
WHERE w.id = ?1 AND n.recorded < ?3 AND (n.to_day IS NULL OR n.to_day > ?2);

-- name: population.supersede_listing
UPDATE listing_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: population.end_listing
INSERT INTO listing_stated (identifier, list, from_day, to_day, basis, said_at, recorded)
SELECT identifier, list, from_day, ?2, basis, said_at, ?3 FROM listing_stated WHERE id = ?1;

-- name: population.supersede_contact
UPDATE named_contact_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: population.end_contact
INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, to_day, reason, assigned_by,
    informed_on, basis, recorded)
SELECT identifier, kind, staff, unit, from_day, ?2, CASE WHEN to_day IS NOT NULL THEN reason END, assigned_by,
    informed_on, basis, ?3
FROM named_contact_stated WHERE id = ?1;

-- name: population.supersede_elsewhere
UPDATE elsewhere_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: population.end_elsewhere
INSERT INTO elsewhere_stated (identifier, county, from_day, to_day, application, recorded)
SELECT identifier, county, from_day, ?2, application, ?3 FROM elsewhere_stated WHERE id = ?1;

-- Whom the rows of a position say to live in another area than before, and who is listed by area
-- (basis 2) on a day.

-- name: population.moved
SELECT DISTINCT i.person
FROM temp.stage_person AS s CROSS JOIN identifier AS i ON i.id = s.identifier
CROSS JOIN person AS p ON p.key = i.person AND p.newest = i.id
CROSS JOIN person_stated AS n ON n.identifier = i.id AND n.superseded IS NULL AND n.recorded = ?2
CROSS JOIN person_stated AS w ON w.identifier = i.id AND w.superseded = ?2
CROSS JOIN listing_effect AS e ON e.person = p.key AND e.from_day <= ?1
    AND (e.to_day IS NULL OR e.to_day >= ?1)
CROSS JOIN listing_stated AS l ON l.id = e.stated AND l.basis = 2
WHERE n.deregistration_reason = 0 AND n.area IS NOT NULL AND n.area IS NOT w.area
ORDER BY i.person;

-- Who has come within a year, and is listed nowhere: born or registered from a day to another.

-- name: population.come
SELECT DISTINCT i.person
FROM temp.stage_person AS s CROSS JOIN identifier AS i ON i.id = s.identifier
CROSS JOIN person AS p ON p.key = i.person
CROSS JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE n.deregistration_reason = 0 AND coalesce(n.registered_from, n.birth_date) BETWEEN ?1 AND ?2 + 366
    AND NOT EXISTS (SELECT 1 FROM listing_effect AS e
                    WHERE e.person = p.key AND (e.to_day IS NULL OR e.to_day >= ?2))
ORDER BY i.person;
