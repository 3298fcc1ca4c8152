-- Named contacts as stated and in effect.

-- name: named_contact.now
SELECT e.person, n.staff, n.unit, e.from_day, e.to_day, n.informed_on, e.kind
FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated
ORDER BY e.person, e.kind, e.from_day;

-- name: named_contact.touched
SELECT t.person, n.id, n.staff, n.unit, n.from_day, n.to_day, n.kind
FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
CROSS JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
ORDER BY t.person;

-- name: named_contact.forget_effects
DELETE FROM named_contact_effect WHERE person IN (SELECT person FROM temp.touched);

-- name: named_contact.insert_effect
INSERT INTO named_contact_effect (person, kind, from_day, to_day, stated)
SELECT c1, c2, c3, c4, c5 FROM given;

-- A load's rows of named_contact_stated: staged, compared, landed.

-- name: named_contact.stage_make
CREATE TEMP TABLE stage_named_contact (
    seq INTEGER PRIMARY KEY,
    identifier, kind, staff, from_day, unit, to_day, reason, assigned_by, informed_on,
    UNIQUE (identifier, kind, staff, from_day)
);

-- name: named_contact.stage_drop
DROP TABLE IF EXISTS temp.stage_named_contact;

-- name: named_contact.stage
INSERT OR REPLACE INTO temp.stage_named_contact (
    identifier, kind, staff, from_day, unit, to_day, reason, assigned_by, informed_on)
SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9 FROM given;

-- name: named_contact.drop_same
DELETE FROM temp.stage_named_contact AS s WHERE EXISTS (
    SELECT 1 FROM named_contact_stated AS n
    WHERE n.identifier = s.identifier AND n.kind = s.kind AND n.staff = s.staff AND n.from_day = s.from_day AND n.superseded IS NULL
        AND n.unit IS s.unit
        AND n.to_day IS s.to_day
        AND n.reason IS s.reason
        AND n.assigned_by IS s.assigned_by
        AND n.informed_on IS s.informed_on);

-- name: named_contact.staged
SELECT count(*) FROM temp.stage_named_contact;

-- name: named_contact.supersede
UPDATE named_contact_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_named_contact AS s JOIN named_contact_stated AS n
    ON n.identifier = s.identifier AND n.kind = s.kind AND n.staff = s.staff AND n.from_day = s.from_day AND n.superseded IS NULL);

-- name: named_contact.land
INSERT INTO named_contact_stated (
    identifier, kind, staff, from_day, unit, to_day, reason, assigned_by, informed_on,
    recorded)
SELECT s.identifier, s.kind, s.staff, s.from_day, s.unit, s.to_day, s.reason,
    s.assigned_by, s.informed_on, ?
FROM temp.stage_named_contact AS s ORDER BY s.seq;
