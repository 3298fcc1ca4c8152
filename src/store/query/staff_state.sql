-- What is stated by itself of a member of staff: what stood under its key ends, and the row is recorded.

-- name: staff_state.supersede_position
UPDATE position_stated SET superseded = ?4
WHERE staff = ?1 AND unit = ?2 AND from_day = ?3 AND superseded IS NULL;

-- name: staff_state.position
INSERT INTO position_stated (staff, unit, from_day, to_day, fte, employment, training, panel_target, panel_cap,
    panel_open, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: staff_state.supersede_dispensation
UPDATE dispensation_stated SET superseded = ?4
WHERE staff = ?1 AND unit = ?2 AND from_day = ?3 AND superseded IS NULL;

-- name: staff_state.dispensation
INSERT INTO dispensation_stated (staff, unit, from_day, to_day, reason, recorded) VALUES (?, ?, ?, ?, ?, ?);

-- name: staff_state.dispensation_was
SELECT EXISTS (SELECT 1 FROM dispensation_stated
               WHERE staff = ?1 AND unit = ?2 AND from_day = ?3 AND superseded IS NOT NULL);

-- name: staff_state.supersede_absence
UPDATE absence_stated SET superseded = ?4
WHERE staff = ?1 AND unit = ?2 AND from_day = ?3 AND superseded IS NULL;

-- name: staff_state.absence
INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES (?, ?, ?, ?, ?);

-- name: staff_state.absence_was
SELECT EXISTS (SELECT 1 FROM absence_stated
               WHERE staff = ?1 AND unit = ?2 AND from_day = ?3 AND superseded IS NOT NULL);

-- name: staff_state.supersede_substitute
UPDATE substitute_stated SET superseded = ?5
WHERE doctor = ?1 AND staff = ?2 AND unit = ?3 AND from_day = ?4 AND superseded IS NULL;

-- name: staff_state.substitute
INSERT INTO substitute_stated (doctor, staff, unit, from_day, to_day, recorded) VALUES (?, ?, ?, ?, ?, ?);
