-- Units, what is stated of them, and the areas that they answer for.

-- name: unit.now
SELECT n.unit, u.hsaid, n.name, n.operator, n.county, n.municipality, n.cap, n.queue, n.street,
    n.postal_code, n.city, n.latitude, n.longitude, n.web, n.opens_on, n.closes_on, n.phone,
    p.hsaid
FROM unit_stated AS n JOIN unit AS u ON u.id = n.unit LEFT JOIN unit AS p ON p.id = n.parent
WHERE n.superseded IS NULL ORDER BY n.unit;

-- name: unit.by_hsaid
SELECT u.id, n.name, n.opens_on, n.closes_on, n.cap, n.queue, n.municipality, p.hsaid
FROM unit AS u JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL
LEFT JOIN unit AS p ON p.id = n.parent WHERE u.hsaid = ?;

-- name: unit.called
SELECT u.hsaid, n.name FROM unit AS u
LEFT JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL WHERE u.id = ?;

-- name: unit.ids
SELECT u.id, u.hsaid, n.id IS NOT NULL FROM unit AS u
LEFT JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL ORDER BY u.id;

-- name: unit.insert
INSERT INTO unit (id, hsaid) VALUES (?, ?);

-- name: unit.insert_list
INSERT INTO unit_list (unit) VALUES (?);

-- name: unit.staged_parents
SELECT seq, unit, place, parent_hsaid FROM temp.stage_unit ORDER BY seq;

-- name: unit.unstage
DELETE FROM temp.stage_unit WHERE seq = ?;

-- name: unit.keep_last
DELETE FROM temp.stage_unit
WHERE seq NOT IN (SELECT max(seq) FROM temp.stage_unit GROUP BY unit);

-- Units of which a position stated something.

-- name: unit.restated
SELECT n.unit, u.hsaid FROM unit_stated AS n JOIN unit AS u ON u.id = n.unit
WHERE n.recorded = ? AND n.superseded IS NULL ORDER BY n.unit;

-- stated: unit waits
unit KEY,
name,
operator,
county,
municipality,
cap,
queue,
street,
postal_code,
city,
latitude,
longitude,
web,
opens_on,
closes_on,
phone,
parent_hsaid AS parent (SELECT u.id FROM unit AS u WHERE u.hsaid = s.parent_hsaid);

-- The units of a county with which people are listed: no branch of another.

-- name: unit.of_county
SELECT n.unit, u.hsaid, n.name, n.cap, n.queue, n.opens_on, n.closes_on, n.latitude, n.longitude,
    n.postal_code
FROM unit_stated AS n JOIN unit AS u ON u.id = n.unit
WHERE n.superseded IS NULL AND n.county = ?1 AND n.parent IS NULL ORDER BY n.unit;

-- One unit said otherwise, the rest as it was.

-- name: unit.supersede_one
UPDATE unit_stated SET superseded = ?2 WHERE unit = ?1 AND superseded IS NULL;

-- name: unit.restate
INSERT INTO unit_stated (unit, name, operator, county, municipality, cap, queue, street, postal_code,
    city, latitude, longitude, web, opens_on, closes_on, phone, parent, recorded)
SELECT unit, name, operator, county, municipality, ?3, coalesce(?6, queue), street, postal_code,
    city, latitude, longitude, web, ?4, ?5, phone, parent, ?2
FROM unit_stated WHERE unit = ?1 AND superseded = ?2;

-- name: unit.keep_reason
INSERT INTO unit_reason (stated, reason) SELECT max(id), ?1 FROM unit_stated;

-- The change that said first that the unit closes on the day, as it does now.

-- name: unit.closed_at
SELECT n.recorded, c.what FROM unit_stated AS n JOIN change AS c ON c.position = n.recorded
WHERE n.unit = ?1 AND n.closes_on = ?2 AND NOT EXISTS (
    SELECT 1 FROM unit_stated AS w
    WHERE w.unit = n.unit AND w.superseded = n.recorded AND w.closes_on = n.closes_on)
ORDER BY n.recorded DESC LIMIT 1;

-- A staged row that says nothing of a closing, or another day, leaves the one that an act planned.

-- name: unit.keep_closings
UPDATE temp.stage_unit AS s SET closes_on = n.closes_on FROM unit_stated AS n
WHERE n.unit = s.unit AND n.superseded IS NULL AND n.closes_on IS NOT NULL
AND s.closes_on IS NOT n.closes_on
AND (SELECT c.what FROM unit_stated AS f JOIN change AS c ON c.position = f.recorded
    WHERE f.unit = n.unit AND f.closes_on = n.closes_on AND NOT EXISTS (
        SELECT 1 FROM unit_stated AS w
        WHERE w.unit = f.unit AND w.superseded = f.recorded AND w.closes_on = f.closes_on)
    ORDER BY f.recorded DESC LIMIT 1) = 'unit';

-- How many are listed at a unit on a day, how many doctors work there, and how many are listed there
-- on some day before another.

-- name: unit.listed
SELECT count(*) FROM unit_list AS l CROSS JOIN listing_effect AS e ON e.list = l.id
WHERE l.unit = ?1 AND e.from_day <= ?2 AND (e.to_day IS NULL OR e.to_day >= ?3);

-- name: unit.doctors
SELECT count(DISTINCT p.staff) FROM position_stated AS p
JOIN staff_stated AS s ON s.staff = p.staff AND s.superseded IS NULL
WHERE p.superseded IS NULL AND p.unit = ?1 AND s.profession = 0
    AND p.from_day <= ?2 AND (p.to_day IS NULL OR p.to_day >= ?2);

-- The row of an area that holds on a day, and whether anybody has said anything of it; then one ends
-- or gives way to another, which holds until the day before a later one begins.

-- name: area.on
SELECT id, unit, from_day FROM area_stated
WHERE superseded IS NULL AND area = ?1 AND from_day <= ?2 AND (to_day IS NULL OR to_day >= ?2)
ORDER BY from_day DESC LIMIT 1;

-- name: area.until
SELECT min(from_day) - 1 FROM area_stated WHERE superseded IS NULL AND area = ?1 AND from_day > ?2;

-- name: area.known
SELECT count(*) FROM area_stated WHERE superseded IS NULL AND area = ?1;

-- name: area.supersede_one
UPDATE area_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: area.supersede_day
UPDATE area_stated SET superseded = ?3 WHERE superseded IS NULL AND area = ?1 AND from_day = ?2;

-- name: area.end_one
INSERT INTO area_stated (area, unit, from_day, to_day, recorded)
SELECT area, unit, from_day, ?2, ?3 FROM area_stated WHERE id = ?1;

-- name: area.give
INSERT INTO area_stated (area, unit, from_day, to_day, recorded) VALUES (?, ?, ?, ?, ?);

-- Who answers for an area; a branch's is its unit's.

-- name: area.now
SELECT a.area, coalesce(n.parent, a.unit), a.from_day, a.to_day
FROM area_stated AS a LEFT JOIN unit_stated AS n ON n.unit = a.unit AND n.superseded IS NULL
WHERE a.superseded IS NULL ORDER BY a.area, a.from_day;

-- stated: area
area KEY,
unit,
from_day KEY,
to_day;

-- stated: operator
unit KEY,
from_day KEY,
operator;

-- Sums of units, by month and year.

-- stated: calls
unit KEY,
month KEY,
calls,
answered_same_day,
telephony;

-- stated: staffing
unit KEY,
month KEY,
category KEY,
fte,
heads;

-- stated: hired_weeks
unit KEY,
year KEY,
profession KEY,
weeks;

-- stated: economy
unit KEY,
year KEY,
account KEY,
outcome_tkr,
budget_tkr,
closed;

-- stated: cni
unit KEY,
year KEY,
population,
under5,
foreign_born,
over65_alone,
single_parent,
moved,
unemployed,
low_education;

-- stated: survey
unit KEY,
year KEY,
dimension KEY,
score,
responses;

-- In the order of their columns in the files.

-- name: calls.now
SELECT unit, month, calls, answered_same_day, telephony FROM calls_stated
WHERE superseded IS NULL ORDER BY unit, month;

-- name: staffing.now
SELECT unit, month, category, fte, heads FROM staffing_stated
WHERE superseded IS NULL ORDER BY unit, month, category;

-- name: hired_weeks.now
SELECT unit, year, profession, weeks FROM hired_weeks_stated
WHERE superseded IS NULL ORDER BY unit, year, profession;

-- name: economy.now
SELECT unit, year, account, outcome_tkr, budget_tkr, closed FROM economy_stated
WHERE superseded IS NULL ORDER BY unit, year, account;

-- name: cni.now
SELECT unit, year, population, under5, foreign_born, over65_alone, single_parent, moved,
    unemployed, low_education
FROM cni_stated WHERE superseded IS NULL ORDER BY unit, year;

-- name: survey.now
SELECT unit, year, dimension, score, responses FROM survey_stated
WHERE superseded IS NULL ORDER BY unit, year, dimension;

-- name: survey.dimensions
SELECT DISTINCT dimension FROM survey_stated WHERE superseded IS NULL ORDER BY dimension;
