-- The basis of payment, frozen at month-ends.

-- Everybody who is listed on a day, one row each, by unit.

-- name: capitation.listed
SELECT l.unit, n.birth_date, coalesce(n.sex, 0)
FROM listing_effect AS e CROSS JOIN unit_list AS l ON l.id = e.list CROSS JOIN person AS p ON p.key = e.person
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE e.from_day <= ?1 AND (e.to_day IS NULL OR e.to_day >= ?1);

-- The first day on which anybody is listed; of nobody a day that does not come.

-- name: capitation.first
SELECT coalesce(min(from_day), 2147483647) FROM listing_effect;

-- The days on which what was then said of listings was recorded, and on which it was taken back: what
-- still holds first. The first that was known at a day's end answers for all.

-- name: capitation.known
SELECT d.day, c.recorded_at, e.day, t.recorded_at FROM listing_stated AS n
JOIN change AS c ON c.position = n.recorded LEFT JOIN change_day AS d ON d.position = c.position
LEFT JOIN change AS t ON t.position = n.superseded LEFT JOIN change_day AS e ON e.position = n.superseded
ORDER BY n.id;

-- name: capitation.frozen
SELECT c.position, h.recorded_at FROM capitation AS c JOIN change AS h ON h.position = c.position
WHERE c.month = ?;

-- name: capitation.rows
SELECT unit, age_group, sex, persons FROM capitation_row WHERE month = ? ORDER BY unit, age_group, sex;

-- name: capitation.freeze
INSERT INTO capitation (month, position) VALUES (?, ?);

-- name: capitation.keep
INSERT INTO capitation_row (month, unit, age_group, sex, persons) VALUES (?, ?, ?, ?, ?);
