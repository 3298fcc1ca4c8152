-- Listings as stated and in effect.

-- name: listing.now
SELECT e.person, l.unit, e.from_day, e.to_day, n.basis
FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated
JOIN unit_list AS l ON l.id = n.list
ORDER BY e.person, e.from_day;

-- name: listing.touched
SELECT t.person, n.id, l.unit, n.from_day, n.to_day
FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
CROSS JOIN listing_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
CROSS JOIN unit_list AS l ON l.id = n.list
ORDER BY t.person;

-- name: listing.forget_effects
DELETE FROM listing_effect WHERE person IN (SELECT person FROM temp.touched);

-- name: listing.insert_effect
INSERT INTO listing_effect (person, from_day, to_day, stated)
SELECT c1, c2, c3, c4 FROM given;

-- A load's rows of listing_stated: staged, compared, landed.

-- name: listing.stage_make
CREATE TEMP TABLE stage_listing (
    seq INTEGER PRIMARY KEY,
    identifier, from_day, unit, to_day, basis, said_at,
    UNIQUE (identifier, from_day)
);

-- name: listing.stage_drop
DROP TABLE IF EXISTS temp.stage_listing;

-- name: listing.stage
INSERT OR REPLACE INTO temp.stage_listing (
    identifier, from_day, unit, to_day, basis, said_at)
SELECT c1, c2, c3, c4, c5, c6 FROM given;

-- name: listing.drop_same
DELETE FROM temp.stage_listing AS s WHERE EXISTS (
    SELECT 1 FROM listing_stated AS n
    WHERE n.identifier = s.identifier AND n.from_day = s.from_day AND n.superseded IS NULL
        AND (SELECT l.unit FROM unit_list AS l WHERE l.id = n.list) IS s.unit
        AND n.to_day IS s.to_day
        AND n.basis IS s.basis
        AND n.said_at IS s.said_at);

-- name: listing.staged
SELECT count(*) FROM temp.stage_listing;

-- name: listing.supersede
UPDATE listing_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_listing AS s JOIN listing_stated AS n
    ON n.identifier = s.identifier AND n.from_day = s.from_day AND n.superseded IS NULL);

-- name: listing.land
INSERT INTO listing_stated (
    identifier, from_day, list, to_day, basis, said_at, recorded)
SELECT s.identifier, s.from_day, (SELECT l.id FROM unit_list AS l WHERE l.unit = s.unit),
    s.to_day, s.basis, s.said_at, ?
FROM temp.stage_listing AS s ORDER BY s.seq;
