-- Listings in other counties, as those said, and in effect (query/listing.sql has both in one).

-- name: elsewhere.touched
SELECT t.person, n.id, n.from_day, n.to_day
FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
CROSS JOIN elsewhere_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
WHERE EXISTS (SELECT 1 FROM elsewhere_stated) -- or each person would be looked for in nothing
ORDER BY t.person;

-- name: elsewhere.forget_effects
DELETE FROM elsewhere_effect WHERE person IN (SELECT person FROM temp.touched);

-- name: elsewhere.insert_effect
INSERT OR ROLLBACK INTO elsewhere_effect (person, from_day, to_day, stated)
SELECT c1, c2, c3, c4 FROM given;

-- name: elsewhere.supersede_one
UPDATE elsewhere_stated SET superseded = ?3
WHERE identifier = ?1 AND from_day = ?2 AND superseded IS NULL;

-- name: elsewhere.state
INSERT INTO elsewhere_stated (identifier, county, from_day, recorded, application)
VALUES (?1, ?4, ?2, ?3, ?5);

-- What is in effect on a day; and that it is another county, the days as they were.

-- name: elsewhere.on
SELECT n.id, n.county, e.from_day FROM elsewhere_effect AS e JOIN elsewhere_stated AS n ON n.id = e.stated
WHERE e.person = ?1 AND e.from_day <= ?2 AND (e.to_day IS NULL OR e.to_day >= ?2);

-- name: elsewhere.supersede_row
UPDATE elsewhere_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: elsewhere.correct
INSERT INTO elsewhere_stated (identifier, county, from_day, to_day, application, recorded)
SELECT identifier, ?3, from_day, to_day, application, ?2 FROM elsewhere_stated WHERE id = ?1;

-- It has a last day.

-- name: elsewhere.end
INSERT INTO elsewhere_stated (identifier, county, from_day, to_day, application, recorded)
SELECT identifier, county, from_day, ?3, application, ?2 FROM elsewhere_stated WHERE id = ?1;

-- Which county is said to list the person from a later day on, the first.

-- name: elsewhere.next
SELECT n.id, n.county, e.from_day FROM elsewhere_effect AS e JOIN elsewhere_stated AS n ON n.id = e.stated
WHERE e.person = ?1 AND e.from_day > ?2 ORDER BY e.from_day LIMIT 1;

-- What is planned for later is withdrawn.

-- name: elsewhere.withdraw_later
UPDATE elsewhere_stated SET superseded = ?3
WHERE superseded IS NULL AND from_day >= ?2
    AND identifier IN (SELECT id FROM identifier WHERE person = ?1);

-- No file states one: only what is taken back with a load is asked of these.

-- stated: elsewhere
identifier KEY,
county,
from_day KEY,
to_day,
application;
