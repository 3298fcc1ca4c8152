-- What a named doctor was who ends as another begins is kept as of one whom a change of unit ends: who
-- takes that one back, or plans something else beside it, asks of the row as it was what ends it now.
INSERT INTO contact_ending (stated, was)
SELECT r.stated, r.was FROM (
    SELECT n.id AS stated, (
        SELECT coalesce(e.was, w.id) FROM named_contact_stated AS w
        LEFT JOIN contact_ending AS e ON e.stated = w.id
        WHERE w.identifier = n.identifier AND w.superseded IS NOT NULL AND w.kind = n.kind
            AND w.staff = n.staff AND w.from_day = n.from_day
            AND coalesce(w.to_day, n.to_day + 1) > n.to_day
        ORDER BY w.id DESC LIMIT 1) AS was
    FROM named_contact_stated AS n JOIN change AS c ON c.position = n.recorded AND c.what IN ('assign', 'list')
    WHERE n.superseded IS NULL AND n.kind = 2 AND n.reason = 'replaced'
        AND n.id NOT IN (SELECT stated FROM contact_ending)) AS r
WHERE r.was IS NOT NULL;

-- Whoever opted out meanwhile, of those that were taken back since too, does not get a planned doctor back.
CREATE INDEX opt_out_stated_of ON opt_out_stated (identifier, recorded);
