-- The registry as it was known at a position, on a connection of its own (service/known.h): temporary
-- tables by the names of the registry's, so that every query reads of them what it reads of those. Rows
-- are those that were known at the position ?1; of one person alone (?2, not 0) where whose rows they are
-- is asked. `?3`, where it stands, is the position up to which what holds from when it is said was said.
-- The tables that are said of nobody in time (unit, staff, unit_list, change) are the registry's own.

-- Persons of whom anything that makes effects was said since, as identifiers point now and did then.

-- name: known.touch
INSERT OR IGNORE INTO temp.touched (person)
WITH since (id) AS (
    SELECT identifier FROM main.person_stated WHERE recorded > ?1 OR superseded > ?1 UNION
    SELECT identifier FROM main.listing_stated WHERE recorded > ?1 OR superseded > ?1 UNION
    SELECT identifier FROM main.named_contact_stated WHERE recorded > ?1 OR superseded > ?1 UNION
    SELECT identifier FROM main.elsewhere_stated WHERE recorded > ?1 OR superseded > ?1 UNION
    SELECT id FROM main.identifier WHERE recorded > ?1 UNION
    SELECT identifier FROM main.identifier_was WHERE superseded > ?1)
SELECT i.person FROM since AS s CROSS JOIN main.identifier AS i ON i.id = s.id UNION
SELECT i.person FROM since AS s CROSS JOIN temp.identifier AS i ON i.id = s.id;

-- Rows, in this order, for what comes later reads what came before.

-- steps: known.rows

-- name: known.people_make
CREATE TEMP TABLE person AS SELECT key, newest FROM main.person WHERE 1 = 0;

-- Cast, for a column that is made of an expression is of no type, and where it is compared with a number
-- no index on it is looked into.

-- name: known.identifier
CREATE TEMP TABLE identifier AS
SELECT i.id, i.packed, CAST(coalesce(w.person, i.person) AS INTEGER) AS person,
    CAST(coalesce(w.recorded, i.recorded) AS INTEGER) AS recorded
FROM main.identifier AS i
LEFT JOIN main.identifier_was AS w ON w.identifier = i.id AND w.recorded <= ?1 AND w.superseded > ?1
WHERE (w.identifier IS NOT NULL OR i.recorded <= ?1) AND (?2 = 0 OR coalesce(w.person, i.person) = ?2);

-- name: known.identifier_id
CREATE INDEX temp.known_identifier_id ON identifier (id);

-- name: known.identifier_person
CREATE INDEX temp.known_identifier_person ON identifier (person);

-- known: person of identifier
-- known: listing of identifier
-- known: named_contact of identifier
-- known: elsewhere of identifier
-- known: residence of identifier
-- known: block of identifier
-- known: opt_out of identifier
-- known: coming of identifier

-- name: known.listing_id
CREATE INDEX temp.known_listing_id ON listing_stated (id);

-- name: known.named_contact_id
CREATE INDEX temp.known_named_contact_id ON named_contact_stated (id);

-- name: known.elsewhere_id
CREATE INDEX temp.known_elsewhere_id ON elsewhere_stated (id);

-- known: unit
-- known: area
-- known: staff
-- known: position
-- known: cni
-- known: dispensation
-- known: absence
-- known: substitute

-- Whose identifiers they were, and which was the newest: the one that none of the person's replaces.

-- name: known.people
INSERT INTO temp.person (key, newest)
SELECT i.person, max(CASE WHEN n.identifier IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM temp.identifier AS j CROSS JOIN temp.person_stated AS m ON m.identifier = j.id
        WHERE j.id = n.replaced_by AND j.person = i.person) THEN i.id END)
FROM temp.identifier AS i LEFT JOIN temp.person_stated AS n ON n.identifier = i.id GROUP BY i.person;

-- name: known.people_key
CREATE INDEX temp.known_people_key ON person (key);

-- An identity that has been protected since is protected of what was before, too.

-- name: known.protect
UPDATE temp.person_stated AS t SET protection = n.protection
FROM main.identifier AS i CROSS JOIN main.person AS p ON p.key = i.person
CROSS JOIN main.person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE i.id = t.identifier AND n.protection <> 0;

-- name: known.protect_staff
UPDATE temp.staff_stated AS t SET protected_staff = n.protected_staff
FROM main.staff_stated AS n WHERE n.staff = t.staff AND n.superseded IS NULL AND n.protected_staff = 1;

-- Of one person alone all effects are made anew; else those of who was not touched stay.

-- steps: known.effects

-- name: known.listing_effect
CREATE TEMP TABLE listing_effect AS SELECT * FROM main.listing_effect
WHERE ?2 = 0 AND person NOT IN (SELECT person FROM temp.touched);

-- name: known.listing_effect_person
CREATE INDEX temp.known_listing_effect_person ON listing_effect (person, from_day);

-- name: known.named_contact_effect
CREATE TEMP TABLE named_contact_effect AS SELECT * FROM main.named_contact_effect
WHERE ?2 = 0 AND person NOT IN (SELECT person FROM temp.touched);

-- name: known.named_contact_effect_person
CREATE INDEX temp.known_named_contact_effect_person ON named_contact_effect (person, from_day);

-- name: known.elsewhere_effect
CREATE TEMP TABLE elsewhere_effect AS SELECT * FROM main.elsewhere_effect
WHERE ?2 = 0 AND person NOT IN (SELECT person FROM temp.touched);

-- name: known.elsewhere_effect_person
CREATE INDEX temp.known_elsewhere_effect_person ON elsewhere_effect (person, from_day);

-- name: known.listing_effect_at
CREATE INDEX temp.known_listing_effect_at ON listing_effect (list, to_day, from_day);

-- name: known.named_contact_panel
CREATE INDEX temp.known_named_contact_panel ON named_contact_stated (staff, unit);

-- What holds from when it is said: places in queues, requests and their steps, applications, months that
-- were frozen.

-- name: known.queue_place
CREATE TEMP TABLE queue_place AS SELECT * FROM main.queue_place
WHERE recorded <= ?3 AND (superseded IS NULL OR superseded > ?3) AND NOT EXISTS (
    SELECT 1 FROM main.queue_place_again AS a WHERE a.place = queue_place.id AND a.ended <= ?3 AND a.again > ?3);

-- name: known.queue_place_holds
UPDATE temp.queue_place SET superseded = NULL, why = NULL;

-- name: known.request_step
CREATE TEMP TABLE request_step AS SELECT * FROM main.request_step WHERE recorded <= ?3
UNION ALL SELECT request, 6, ended, NULL, NULL FROM main.request_again WHERE ended <= ?3 AND again > ?3;

-- Open are those of which nothing but that they were asked for (0) or wait (2) was said.

-- name: known.request_open
CREATE TEMP TABLE request_open AS SELECT r.identifier, r.kind, r.id AS request FROM main.request AS r
WHERE EXISTS (SELECT 1 FROM temp.request_step AS t WHERE t.request = r.id)
    AND NOT EXISTS (SELECT 1 FROM temp.request_step AS t WHERE t.request = r.id AND t.state NOT IN (0, 2));

-- name: known.application
CREATE TEMP TABLE application AS SELECT * FROM main.application WHERE recorded <= ?3;

-- name: known.application_decided
UPDATE temp.application SET decided = NULL, granted = NULL, decision = NULL WHERE decided > ?3;

-- name: known.application_used
UPDATE temp.application SET used = (SELECT b.used FROM main.application_given_back AS b
    WHERE b.application = application.id AND b.used <= ?3 AND b.given_back > ?3)
WHERE used IS NULL OR used > ?3;

-- name: known.capitation
CREATE TEMP TABLE capitation AS SELECT * FROM main.capitation WHERE position <= ?1;

-- name: known.capitation_row
CREATE TEMP TABLE capitation_row AS SELECT * FROM main.capitation_row
WHERE month IN (SELECT month FROM temp.capitation);
