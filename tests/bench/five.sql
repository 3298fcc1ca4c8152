-- Five measures at one month-end, m1(), by unit and county: listed, production, patients, coverage, Ko05L.

CREATE OR REPLACE TEMP TABLE at_end AS
SELECT person, unit FROM listings SEMI JOIN units USING (unit)
WHERE last_month(until) >= m1() AND month_of(since) <= m1();

CREATE OR REPLACE TEMP TABLE parts (measure VARCHAR, unit {unit}, n DOUBLE, d DOUBLE,
    at_unit BOOLEAN DEFAULT true, at_county BOOLEAN DEFAULT true);

--: listed
INSERT INTO parts BY NAME SELECT 'listed' AS measure, unit, count(*) AS n FROM at_end GROUP BY unit;

--: production patients
INSERT INTO parts BY NAME
WITH met AS MATERIALIZED (
    SELECT person, unit, count(*) AS contacts FROM contacts SEMI JOIN units USING (unit)
    WHERE m BETWEEN m1() - 11 AND m1() GROUP BY person, unit)
SELECT 'production' AS measure, unit, sum(contacts) AS n, true AS at_unit, true AS at_county FROM met GROUP BY unit
UNION ALL SELECT 'patients', unit, count(*), true, false FROM met GROUP BY unit
UNION ALL SELECT 'patients', NULL, count(DISTINCT person), false, true FROM met;

--: coverage
INSERT INTO parts BY NAME
SELECT 'coverage' AS measure, at_end.unit, count(*) FILTER (level = 'primary') AS n, count(*) AS d
FROM contacts JOIN at_end USING (person) WHERE form IN ('visit', 'home_visit') AND m BETWEEN m1() - 11 AND m1() GROUP BY at_end.unit;

--: Ko05L
INSERT INTO parts BY NAME
WITH visits AS (
    SELECT DISTINCT person, unit, staff, day FROM contacts SEMI JOIN at_end USING (person, unit)
    WHERE profession = 'physician' AND form IN ('visit', 'home_visit') AND staff IS NOT NULL AND m BETWEEN m1() - 17 AND m1()),
providers AS (SELECT person, unit, count(*) AS k FROM visits GROUP BY person, unit, staff),
persons AS (
    SELECT unit, sum(k)::DOUBLE AS n, sum(k * k)::DOUBLE AS q FROM providers GROUP BY person, unit HAVING sum(k) >= 3)
SELECT 'Ko05L' AS measure, unit, sum((q - n) / (n * (n - 1))) AS n, count(*) AS d FROM persons GROUP BY unit;

CREATE OR REPLACE TEMP TABLE figures AS
SELECT measure, 'unit' AS level, unit, m1() AS m, sum(n) AS n, sum(d) AS d FROM parts WHERE at_unit GROUP BY measure, unit
UNION ALL SELECT measure, 'county', NULL, m1(), sum(n), sum(d) FROM parts WHERE at_county GROUP BY measure;
