-- Persons, their identifiers, and what is stated of them.

-- name: person.now
SELECT p.key, i.packed, n.birth_date, n.county, n.municipality, n.registered_from,
    n.deregistered_on, n.deregistration_reason, n.sex, n.protection
FROM person AS p JOIN identifier AS i ON i.id = p.newest
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
ORDER BY p.key;

-- name: person.last_key
SELECT seq FROM sqlite_sequence WHERE name = 'person';

-- name: person.insert
INSERT INTO person (key, newest)
SELECT c1, c2 FROM given;

-- name: person.set_newest
UPDATE person SET newest = ? WHERE key = ?;

-- name: identifier.now
SELECT i.id, i.packed, i.person, n.replaced_by FROM identifier AS i
LEFT JOIN person_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
ORDER BY i.id;

-- name: identifier.count
SELECT count(*) FROM identifier;

-- name: identifier.past_person
SELECT person FROM identifier_was WHERE identifier = ? ORDER BY superseded DESC LIMIT 1;

-- name: identifier.insert
INSERT INTO identifier (id, packed, person, recorded)
SELECT c1, c2, c3, c4 FROM given;

-- name: identifier.keep_past
INSERT INTO identifier_was (identifier, person, recorded, superseded)
SELECT id, person, recorded, ?2 FROM identifier WHERE id = ?1;

-- name: identifier.move
UPDATE identifier SET person = ?2, recorded = ?3 WHERE id = ?1;

-- name: person.staged_replacing
SELECT seq, identifier, place, replaced_by_packed FROM temp.stage_person ORDER BY seq;

-- name: person.unstage
DELETE FROM temp.stage_person WHERE seq = ?;

-- name: person.keep_last
DELETE FROM temp.stage_person
WHERE seq NOT IN (SELECT max(seq) FROM temp.stage_person GROUP BY identifier);

-- The touched: whose rows in effect must be made anew.

-- name: touched.make
CREATE TEMP TABLE touched (person INTEGER PRIMARY KEY);

-- name: touched.drop
DROP TABLE IF EXISTS temp.touched;

-- name: touched.insert
INSERT OR IGNORE INTO temp.touched (person) VALUES (?);

-- name: touched.from_stage
INSERT OR IGNORE INTO temp.touched (person)
SELECT person FROM identifier WHERE id IN (
    SELECT identifier FROM temp.stage_person UNION ALL
    SELECT identifier FROM temp.stage_listing UNION ALL
    SELECT identifier FROM temp.stage_named_contact);

-- The day of death or emigration, whose reasons are 1 and 2 (domain/vocab.h).

-- name: touched.all
SELECT t.person, CASE WHEN n.deregistration_reason IN (1, 2) THEN n.deregistered_on END
FROM temp.touched AS t JOIN person AS p ON p.key = t.person
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
ORDER BY t.person;

-- A load's rows of person_stated: staged, compared, landed.

-- name: person.stage_make
CREATE TEMP TABLE stage_person (
    seq INTEGER PRIMARY KEY,
    identifier, given_name, surname, birth_date, sex, county, municipality, area,
    street, postal_code, city, protection, phone, email, paper, registered_from,
    deregistered_on, deregistration_reason, replaced_by_packed, mother, guardian1,
    guardian2, place
);

-- name: person.stage_drop
DROP TABLE IF EXISTS temp.stage_person;

-- name: person.stage
INSERT INTO temp.stage_person (
    identifier, given_name, surname, birth_date, sex, county, municipality, area,
    street, postal_code, city, protection, phone, email, paper, registered_from,
    deregistered_on, deregistration_reason, replaced_by_packed, mother, guardian1,
    guardian2, place)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19,
    c20, c21, c22, c23 FROM given;

-- name: person.drop_same
DELETE FROM temp.stage_person AS s WHERE EXISTS (
    SELECT 1 FROM person_stated AS n
    WHERE n.identifier = s.identifier AND n.superseded IS NULL
        AND n.given_name IS s.given_name
        AND n.surname IS s.surname
        AND n.birth_date IS s.birth_date
        AND n.sex IS s.sex
        AND n.county IS s.county
        AND n.municipality IS s.municipality
        AND n.area IS s.area
        AND n.street IS s.street
        AND n.postal_code IS s.postal_code
        AND n.city IS s.city
        AND n.protection IS s.protection
        AND n.phone IS s.phone
        AND n.email IS s.email
        AND n.paper IS s.paper
        AND n.registered_from IS s.registered_from
        AND n.deregistered_on IS s.deregistered_on
        AND n.deregistration_reason IS s.deregistration_reason
        AND (SELECT i.packed FROM identifier AS i WHERE i.id = n.replaced_by) IS s.replaced_by_packed
        AND n.mother IS s.mother
        AND n.guardian1 IS s.guardian1
        AND n.guardian2 IS s.guardian2);

-- name: person.staged
SELECT count(*) FROM temp.stage_person;

-- name: person.supersede
UPDATE person_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_person AS s JOIN person_stated AS n
    ON n.identifier = s.identifier AND n.superseded IS NULL);

-- name: person.land
INSERT INTO person_stated (
    identifier, given_name, surname, birth_date, sex, county, municipality, area,
    street, postal_code, city, protection, phone, email, paper, registered_from,
    deregistered_on, deregistration_reason, replaced_by, mother, guardian1, guardian2,
    recorded)
SELECT s.identifier, s.given_name, s.surname, s.birth_date, s.sex, s.county,
    s.municipality, s.area, s.street, s.postal_code, s.city, s.protection, s.phone,
    s.email, s.paper, s.registered_from, s.deregistered_on, s.deregistration_reason,
    (SELECT i.id FROM identifier AS i WHERE i.packed = s.replaced_by_packed), s.mother,
    s.guardian1, s.guardian2, ?
FROM temp.stage_person AS s ORDER BY s.seq;
