-- Members of staff, what is stated of them, and their positions.

-- name: staff.now
SELECT n.staff, s.hsaid, n.given_name, n.surname, n.title_code, n.profession, n.speciality,
    n.district_nurse, n.protected_staff
FROM staff_stated AS n JOIN staff AS s ON s.id = n.staff
WHERE n.superseded IS NULL ORDER BY n.staff;

-- name: staff.ids
SELECT s.id, s.hsaid, n.id IS NOT NULL FROM staff AS s
LEFT JOIN staff_stated AS n ON n.staff = s.id AND n.superseded IS NULL ORDER BY s.id;

-- name: staff.insert
INSERT INTO staff (id, hsaid) VALUES (?, ?);

-- name: staff.unprotected
SELECT count(*) FROM temp.stage_staff AS s JOIN staff_stated AS n ON n.staff = s.staff
WHERE n.superseded IS NULL AND n.protected_staff = ?1 AND s.protected_staff <> ?1;

-- name: position.held
SELECT staff, unit, from_day, to_day, employment FROM position_stated
WHERE superseded IS NULL ORDER BY staff, from_day, unit;

-- Who holds a position on a day (?2), by name; at one unit where it is given (0: at any).

-- name: staff.at_unit
SELECT s.hsaid, n.given_name, n.surname, n.profession, n.title_code, n.protected_staff, u.hsaid,
    p.from_day, p.to_day
FROM position_stated AS p JOIN staff AS s ON s.id = p.staff JOIN unit AS u ON u.id = p.unit
JOIN staff_stated AS n ON n.staff = p.staff AND n.superseded IS NULL
WHERE p.superseded IS NULL AND (?1 = 0 OR p.unit = ?1) AND p.from_day <= ?2
    AND (p.to_day IS NULL OR p.to_day >= ?2)
ORDER BY n.surname, n.given_name, s.hsaid, u.hsaid, p.from_day;

-- stated: staff
staff KEY,
given_name,
surname,
title_code,
profession,
speciality,
district_nurse,
protected_staff;

-- stated: position
staff KEY,
unit KEY,
from_day KEY,
to_day,
fte,
employment,
training,
panel_target,
panel_cap,
panel_open;
