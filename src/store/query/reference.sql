-- Figures of others.

-- name: reference.now
SELECT measure, level, period, value, numerator, denominator, source FROM reference_stated
WHERE superseded IS NULL ORDER BY measure, level, period;

-- A load's rows of reference_stated: staged, compared, landed.

-- name: reference.stage_make
CREATE TEMP TABLE stage_reference (
    seq INTEGER PRIMARY KEY,
    measure, level, period, value, numerator, denominator, source,
    UNIQUE (measure, level, period)
);

-- name: reference.stage_drop
DROP TABLE IF EXISTS temp.stage_reference;

-- name: reference.stage
INSERT OR REPLACE INTO temp.stage_reference (
    measure, level, period, value, numerator, denominator, source)
SELECT c1, c2, c3, c4, c5, c6, c7 FROM given;

-- name: reference.drop_same
DELETE FROM temp.stage_reference AS s WHERE EXISTS (
    SELECT 1 FROM reference_stated AS n
    WHERE n.measure = s.measure AND n.level = s.level AND n.period = s.period AND n.superseded IS NULL
        AND n.value IS s.value
        AND n.numerator IS s.numerator
        AND n.denominator IS s.denominator
        AND n.source IS s.source);

-- name: reference.staged
SELECT count(*) FROM temp.stage_reference;

-- name: reference.supersede
UPDATE reference_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_reference AS s JOIN reference_stated AS n
    ON n.measure = s.measure AND n.level = s.level AND n.period = s.period AND n.superseded IS NULL);

-- name: reference.land
INSERT INTO reference_stated (
    measure, level, period, value, numerator, denominator, source, recorded)
SELECT s.measure, s.level, s.period, s.value, s.numerator, s.denominator, s.source, ?
FROM temp.stage_reference AS s ORDER BY s.seq;
