-- Units, what is stated of them, and the areas that they answer for.

-- name: unit.now
SELECT n.unit, u.hsaid, n.name, n.operator, n.county, n.municipality, n.cap, n.queue, n.street,
    n.postal_code, n.city, n.latitude, n.longitude, n.web, n.opens_on, n.closes_on, n.phone,
    p.hsaid
FROM unit_stated AS n JOIN unit AS u ON u.id = n.unit LEFT JOIN unit AS p ON p.id = n.parent
WHERE n.superseded IS NULL ORDER BY n.unit;

-- name: unit.by_hsaid
SELECT u.id, n.name, n.opens_on, n.closes_on, n.cap, n.queue, n.municipality
FROM unit AS u JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL WHERE u.hsaid = ?;

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
SELECT seq, unit, place, parent_hsaid FROM temp.stage_unit
WHERE parent_hsaid IS NOT NULL ORDER BY seq;

-- name: unit.unstage
DELETE FROM temp.stage_unit WHERE seq = ?;

-- name: unit.keep_last
DELETE FROM temp.stage_unit
WHERE seq NOT IN (SELECT max(seq) FROM temp.stage_unit GROUP BY unit);

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
