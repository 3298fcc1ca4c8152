-- What is stated of one member of staff: who they are, positions, dispensations, absences, and who
-- answers for them.

-- name: doctor.staff
SELECT s.id, s.hsaid, n.given_name, n.surname, n.title_code, n.profession, n.speciality,
    n.district_nurse, n.protected_staff
FROM staff AS s JOIN staff_stated AS n ON n.staff = s.id AND n.superseded IS NULL
WHERE s.hsaid = ?;

-- name: doctor.positions
SELECT s.hsaid, u.hsaid, p.from_day, p.to_day, p.fte, p.employment, p.training, p.panel_target, p.panel_cap,
    p.panel_open
FROM position_stated AS p JOIN staff AS s ON s.id = p.staff JOIN unit AS u ON u.id = p.unit
WHERE p.staff = ? AND p.superseded IS NULL ORDER BY p.from_day, u.hsaid;

-- name: doctor.dispensations
SELECT s.hsaid, u.hsaid, d.from_day, d.to_day, d.reason
FROM dispensation_stated AS d JOIN staff AS s ON s.id = d.staff JOIN unit AS u ON u.id = d.unit
WHERE d.staff = ? AND d.superseded IS NULL ORDER BY d.from_day, u.hsaid;

-- name: doctor.absences
SELECT s.hsaid, u.hsaid, b.from_day, b.to_day
FROM absence_stated AS b JOIN staff AS s ON s.id = b.staff JOIN unit AS u ON u.id = b.unit
WHERE b.staff = ? AND b.superseded IS NULL ORDER BY b.from_day, u.hsaid;

-- name: doctor.substitutes
SELECT d.hsaid, s.hsaid, u.hsaid, b.from_day, b.to_day
FROM substitute_stated AS b JOIN staff AS d ON d.id = b.doctor JOIN staff AS s ON s.id = b.staff
JOIN unit AS u ON u.id = b.unit
WHERE b.doctor = ? AND b.superseded IS NULL ORDER BY b.from_day, s.hsaid, u.hsaid;

-- The care need of a unit and of the nation in the last year, not after ?2, that both are known of.

-- name: doctor.care_need
SELECT u.population, u.under5, u.foreign_born, u.over65_alone, u.single_parent, u.moved, u.unemployed,
    u.low_education, n.population, n.under5, n.foreign_born, n.over65_alone, n.single_parent, n.moved,
    n.unemployed, n.low_education
FROM cni_stated AS u JOIN cni_stated AS n ON n.unit = 0 AND n.year = u.year AND n.superseded IS NULL
WHERE u.unit = ?1 AND u.superseded IS NULL AND u.year <= ?2
ORDER BY u.year DESC LIMIT 1;
