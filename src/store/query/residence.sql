-- Where persons in municipal care live.

-- The last column is the day of death, whose reason is 1 (domain/vocab.h).

-- name: residence.now
SELECT i.person, n.id, n.municipality, n.from_day, n.to_day, n.reported_on, n.kind,
    CASE WHEN d.deregistration_reason = 1 THEN d.deregistered_on END
FROM residence_stated AS n JOIN identifier AS i ON i.id = n.identifier
JOIN person AS p ON p.key = i.person
LEFT JOIN person_stated AS d ON d.identifier = p.newest AND d.superseded IS NULL
WHERE n.superseded IS NULL ORDER BY i.person, n.id;

-- A load's rows of residence_stated: staged, compared, landed.

-- name: residence.stage_make
CREATE TEMP TABLE stage_residence (
    seq INTEGER PRIMARY KEY,
    identifier, kind, from_day, home, municipality, to_day, reported_on, source,
    UNIQUE (identifier, kind, from_day)
);

-- name: residence.stage_drop
DROP TABLE IF EXISTS temp.stage_residence;

-- name: residence.stage
INSERT OR REPLACE INTO temp.stage_residence (
    identifier, kind, from_day, home, municipality, to_day, reported_on, source)
SELECT c1, c2, c3, c4, c5, c6, c7, c8 FROM given;

-- name: residence.drop_same
DELETE FROM temp.stage_residence AS s WHERE EXISTS (
    SELECT 1 FROM residence_stated AS n
    WHERE n.identifier = s.identifier AND n.kind = s.kind AND n.from_day = s.from_day AND n.superseded IS NULL
        AND n.home IS s.home
        AND n.municipality IS s.municipality
        AND n.to_day IS s.to_day
        AND n.reported_on IS s.reported_on
        AND n.source IS s.source);

-- name: residence.staged
SELECT count(*) FROM temp.stage_residence;

-- name: residence.supersede
UPDATE residence_stated SET superseded = ? WHERE id IN (
    SELECT n.id FROM temp.stage_residence AS s JOIN residence_stated AS n
    ON n.identifier = s.identifier AND n.kind = s.kind AND n.from_day = s.from_day AND n.superseded IS NULL);

-- name: residence.land
INSERT INTO residence_stated (
    identifier, kind, from_day, home, municipality, to_day, reported_on, source,
    recorded)
SELECT s.identifier, s.kind, s.from_day, s.home, s.municipality, s.to_day, s.reported_on,
    s.source, ?
FROM temp.stage_residence AS s ORDER BY s.seq;
