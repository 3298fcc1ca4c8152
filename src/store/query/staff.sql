-- Members of staff, what is stated of them, and their positions.

-- name: staff.now
SELECT n.staff, s.hsaid, n.given_name, n.surname, n.title_code, n.profession, n.speciality,
    n.district_nurse, n.protected_staff
FROM staff_stated AS n JOIN staff AS s ON s.id = n.staff
WHERE n.superseded IS NULL ORDER BY n.staff;

-- name: staff.ids
SELECT id, hsaid FROM staff ORDER BY id;

-- name: staff.insert
INSERT INTO staff (id, hsaid) VALUES (?, ?);

-- A load's rows of staff_stated: staged, compared, landed.

-- name: staff.stage_make
CREATE TEMP TABLE stage_staff (
    seq INTEGER PRIMARY KEY,
    staff, given_name, surname, title_code, profession, speciality, district_nurse,
    protected_staff,
    UNIQUE (staff)
);

-- name: staff.stage_drop
DROP TABLE IF EXISTS temp.stage_staff;

-- name: staff.stage
INSERT OR REPLACE INTO temp.stage_staff (
    staff, given_name, surname, title_code, profession, speciality, district_nurse,
    protected_staff)
SELECT c1, c2, c3, c4, c5, c6, c7, c8 FROM given;

-- name: staff.drop_same
DELETE FROM temp.stage_staff AS s WHERE EXISTS (
    SELECT 1 FROM staff_stated AS n
    WHERE n.staff = s.staff AND n.superseded IS NULL
        AND n.given_name IS s.given_name
        AND n.surname IS s.surname
        AND n.title_code IS s.title_code
        AND n.profession IS s.profession
        AND n.speciality IS s.speciality
        AND n.district_nurse IS s.district_nurse
        AND n.protected_staff IS s.protected_staff);

-- name: staff.staged
SELECT count(*) FROM temp.stage_staff;

-- name: staff.supersede
UPDATE staff_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_staff AS s JOIN staff_stated AS n
    ON n.staff = s.staff AND n.superseded IS NULL);

-- name: staff.land
INSERT INTO staff_stated (
    staff, given_name, surname, title_code, profession, speciality, district_nurse,
    protected_staff, recorded)
SELECT s.staff, s.given_name, s.surname, s.title_code, s.profession, s.speciality,
    s.district_nurse, s.protected_staff, ?
FROM temp.stage_staff AS s ORDER BY s.seq;

-- A load's rows of position_stated: staged, compared, landed.

-- name: position.stage_make
CREATE TEMP TABLE stage_position (
    seq INTEGER PRIMARY KEY,
    staff, unit, from_day, to_day, fte, employment, training, panel_target, panel_cap,
    panel_open,
    UNIQUE (staff, unit, from_day)
);

-- name: position.stage_drop
DROP TABLE IF EXISTS temp.stage_position;

-- name: position.stage
INSERT OR REPLACE INTO temp.stage_position (
    staff, unit, from_day, to_day, fte, employment, training, panel_target, panel_cap,
    panel_open)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10 FROM given;

-- name: position.drop_same
DELETE FROM temp.stage_position AS s WHERE EXISTS (
    SELECT 1 FROM position_stated AS n
    WHERE n.staff = s.staff AND n.unit = s.unit AND n.from_day = s.from_day AND n.superseded IS NULL
        AND n.to_day IS s.to_day
        AND n.fte IS s.fte
        AND n.employment IS s.employment
        AND n.training IS s.training
        AND n.panel_target IS s.panel_target
        AND n.panel_cap IS s.panel_cap
        AND n.panel_open IS s.panel_open);

-- name: position.staged
SELECT count(*) FROM temp.stage_position;

-- name: position.supersede
UPDATE position_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_position AS s JOIN position_stated AS n
    ON n.staff = s.staff AND n.unit = s.unit AND n.from_day = s.from_day AND n.superseded IS NULL);

-- name: position.land
INSERT INTO position_stated (
    staff, unit, from_day, to_day, fte, employment, training, panel_target, panel_cap,
    panel_open, recorded)
SELECT s.staff, s.unit, s.from_day, s.to_day, s.fte, s.employment, s.training,
    s.panel_target, s.panel_cap, s.panel_open, ?
FROM temp.stage_position AS s ORDER BY s.seq;
