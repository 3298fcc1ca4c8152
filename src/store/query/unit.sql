-- Units, what is stated of them, and the areas that they answer for.

-- name: unit.now
SELECT n.unit, u.hsaid, n.name, n.operator, n.county, n.municipality, n.cap, n.queue, n.street,
    n.postal_code, n.city, n.latitude, n.longitude, n.web, n.opens_on, n.closes_on, n.phone,
    p.hsaid
FROM unit_stated AS n JOIN unit AS u ON u.id = n.unit LEFT JOIN unit AS p ON p.id = n.parent
WHERE n.superseded IS NULL ORDER BY n.unit;

-- name: unit.ids
SELECT id, hsaid FROM unit ORDER BY id;

-- name: unit.insert
INSERT INTO unit (id, hsaid) VALUES (?, ?);

-- name: unit.insert_list
INSERT INTO unit_list (unit) VALUES (?);

-- name: unit.staged_parents
SELECT seq, unit, place, parent_hsaid FROM temp.stage_unit
WHERE parent_hsaid IS NOT NULL ORDER BY seq;

-- name: unit.unstage
DELETE FROM temp.stage_unit WHERE seq = ?;

-- name: unit.keep_last
DELETE FROM temp.stage_unit
WHERE seq NOT IN (SELECT max(seq) FROM temp.stage_unit GROUP BY unit);

-- A load's rows of unit_stated: staged, compared, landed.

-- name: unit.stage_make
CREATE TEMP TABLE stage_unit (
    seq INTEGER PRIMARY KEY,
    unit, name, operator, county, municipality, cap, queue, street, postal_code, city,
    latitude, longitude, web, opens_on, closes_on, phone, parent_hsaid, place
);

-- name: unit.stage_drop
DROP TABLE IF EXISTS temp.stage_unit;

-- name: unit.stage
INSERT INTO temp.stage_unit (
    unit, name, operator, county, municipality, cap, queue, street, postal_code, city,
    latitude, longitude, web, opens_on, closes_on, phone, parent_hsaid, place)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18 FROM
    given;

-- name: unit.drop_same
DELETE FROM temp.stage_unit AS s WHERE EXISTS (
    SELECT 1 FROM unit_stated AS n
    WHERE n.unit = s.unit AND n.superseded IS NULL
        AND n.name IS s.name
        AND n.operator IS s.operator
        AND n.county IS s.county
        AND n.municipality IS s.municipality
        AND n.cap IS s.cap
        AND n.queue IS s.queue
        AND n.street IS s.street
        AND n.postal_code IS s.postal_code
        AND n.city IS s.city
        AND n.latitude IS s.latitude
        AND n.longitude IS s.longitude
        AND n.web IS s.web
        AND n.opens_on IS s.opens_on
        AND n.closes_on IS s.closes_on
        AND n.phone IS s.phone
        AND (SELECT u.hsaid FROM unit AS u WHERE u.id = n.parent) IS s.parent_hsaid);

-- name: unit.staged
SELECT count(*) FROM temp.stage_unit;

-- name: unit.supersede
UPDATE unit_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_unit AS s JOIN unit_stated AS n
    ON n.unit = s.unit AND n.superseded IS NULL);

-- name: unit.land
INSERT INTO unit_stated (
    unit, name, operator, county, municipality, cap, queue, street, postal_code, city,
    latitude, longitude, web, opens_on, closes_on, phone, parent, recorded)
SELECT s.unit, s.name, s.operator, s.county, s.municipality, s.cap, s.queue, s.street,
    s.postal_code, s.city, s.latitude, s.longitude, s.web, s.opens_on, s.closes_on,
    s.phone, (SELECT u.id FROM unit AS u WHERE u.hsaid = s.parent_hsaid), ?
FROM temp.stage_unit AS s ORDER BY s.seq;

-- A load's rows of area_stated: staged, compared, landed.

-- name: area.stage_make
CREATE TEMP TABLE stage_area (
    seq INTEGER PRIMARY KEY,
    area, from_day, unit, to_day,
    UNIQUE (area, from_day)
);

-- name: area.stage_drop
DROP TABLE IF EXISTS temp.stage_area;

-- name: area.stage
INSERT OR REPLACE INTO temp.stage_area (
    area, from_day, unit, to_day)
SELECT c1, c2, c3, c4 FROM given;

-- name: area.drop_same
DELETE FROM temp.stage_area AS s WHERE EXISTS (
    SELECT 1 FROM area_stated AS n
    WHERE n.area = s.area AND n.from_day = s.from_day AND n.superseded IS NULL
        AND n.unit IS s.unit
        AND n.to_day IS s.to_day);

-- name: area.staged
SELECT count(*) FROM temp.stage_area;

-- name: area.supersede
UPDATE area_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_area AS s JOIN area_stated AS n
    ON n.area = s.area AND n.from_day = s.from_day AND n.superseded IS NULL);

-- name: area.land
INSERT INTO area_stated (
    area, from_day, unit, to_day, recorded)
SELECT s.area, s.from_day, s.unit, s.to_day, ?
FROM temp.stage_area AS s ORDER BY s.seq;
