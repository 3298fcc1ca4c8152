-- What a named doctor was who ends as another begins is kept as of one whom a change of unit ends: who
-- takes that one back, or plans something else beside it, asks of the row as it was what ends it now. That
-- is the row that was said, however often its end was stated since.
CREATE TEMP TABLE said AS
SELECT n.id AS stated, (
    SELECT CASE WHEN e.was = w.id THEN n.id ELSE w.id END FROM named_contact_stated AS w
    LEFT JOIN contact_ending AS e ON e.stated = w.id
    WHERE w.identifier = n.identifier AND w.superseded IS NOT NULL AND w.kind = n.kind
        AND w.staff = n.staff AND w.from_day = n.from_day AND coalesce(w.to_day, n.to_day + 1) > n.to_day
        AND (e.was = w.id OR coalesce(w.reason, '') NOT IN ('replaced', 'changed_unit'))
    ORDER BY w.id DESC LIMIT 1) AS was
FROM named_contact_stated AS n JOIN change AS c ON c.position = n.recorded
LEFT JOIN contact_ending AS k ON k.stated = n.id LEFT JOIN named_contact_stated AS b ON b.id = k.was
WHERE n.superseded IS NULL AND n.kind = 2
    AND ((n.reason = 'replaced' AND k.was IS NULL AND c.what IN ('assign', 'list'))
        OR (k.was <> n.id AND b.reason IN ('replaced', 'changed_unit')));
INSERT OR REPLACE INTO contact_ending (stated, was) SELECT stated, was FROM temp.said WHERE was IS NOT NULL;
DROP TABLE temp.said;

-- Whoever opted out meanwhile, of those that were taken back since too, does not get a planned doctor back.
CREATE INDEX opt_out_stated_of ON opt_out_stated (identifier, recorded);
