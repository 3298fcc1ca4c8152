-- Listings as stated and in effect.

-- name: listing.now
SELECT e.person, l.unit, e.from_day, e.to_day, n.basis
FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated
JOIN unit_list AS l ON l.id = n.list
ORDER BY e.person, e.from_day;

-- Those whose stated last day reaches into the next one.
-- name: listing.overlapping
SELECT e.person, l.unit, e.from_day, e.to_day, n.basis
FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated
JOIN unit_list AS l ON l.id = n.list
WHERE EXISTS (SELECT 1 FROM listing_effect AS f WHERE f.person = e.person AND f.from_day > e.from_day
              AND f.from_day <= n.to_day)
ORDER BY e.person, e.from_day;

-- name: listing.touched
SELECT t.person, n.id, l.unit, n.from_day, n.to_day, coalesce(o.first_id, n.id), u.hsaid
FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
CROSS JOIN listing_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
CROSS JOIN unit_list AS l ON l.id = n.list CROSS JOIN unit AS u ON u.id = l.unit
LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
ORDER BY t.person;

-- name: listing.each_stated
SELECT n.identifier, n.id, l.unit, n.from_day, n.to_day, n.id
FROM listing_stated AS n CROSS JOIN unit_list AS l ON l.id = n.list
WHERE n.superseded IS NULL ORDER BY n.identifier, n.from_day;

-- name: listing.forget_effects
DELETE FROM listing_effect WHERE person IN (SELECT person FROM temp.touched);

-- name: listing.insert_effect
INSERT OR ROLLBACK INTO listing_effect (person, from_day, to_day, stated, list)
SELECT c1, c2, c3, c4, (SELECT n.list FROM listing_stated AS n WHERE n.id = c4) FROM given;

-- Those in other counties have a basis where it is known: 6, special reasons.

-- name: listing.of_person
SELECT e.person, l.unit, e.from_day, e.to_day, n.basis
FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated
JOIN unit_list AS l ON l.id = n.list
WHERE e.person = ?1
UNION ALL SELECT e.person, -1, e.from_day, e.to_day, CASE WHEN n.application IS NULL THEN 0 ELSE 6 END
FROM elsewhere_effect AS e JOIN elsewhere_stated AS n ON n.id = e.stated WHERE e.person = ?1
ORDER BY 3;

-- How many are listed at a unit, without two persons (or one, twice): first on a day, then what
-- each later day adds. Of the many who have no last day all is in the index.

-- name: listing.room
SELECT ?2, count(*) FROM unit_list AS l CROSS JOIN listing_effect AS e ON e.list = l.id AND e.to_day IS NULL
WHERE l.unit = ?1 AND e.from_day <= ?2 AND e.person <> ?3 AND e.person <> ?4
UNION ALL
SELECT d.on_day, d.more FROM (
    SELECT e.from_day AS on_day, 1 AS more
    FROM unit_list AS l CROSS JOIN listing_effect AS e ON e.list = l.id AND e.to_day IS NULL
    WHERE l.unit = ?1 AND e.from_day > ?2 AND e.person <> ?3 AND e.person <> ?4
    UNION ALL
    SELECT max(e.from_day, ?2), 1 FROM unit_list AS l CROSS JOIN listing_effect AS e ON e.list = l.id
    WHERE l.unit = ?1 AND e.to_day >= ?2 AND e.person <> ?3 AND e.person <> ?4
    UNION ALL
    SELECT e.to_day + 1, -1 FROM unit_list AS l CROSS JOIN listing_effect AS e ON e.list = l.id
    WHERE l.unit = ?1 AND e.to_day >= ?2 AND e.person <> ?3 AND e.person <> ?4) AS d
ORDER BY 1;

-- How many are listed at each unit that has a cap, by their days, as far as they reach from a day on.

-- name: listing.spans_at_caps
SELECT l.unit, max(e.from_day, ?1) AS first, e.to_day, count(*)
FROM unit_stated AS u CROSS JOIN unit_list AS l ON l.unit = u.unit
CROSS JOIN listing_effect AS e ON e.list = l.id
WHERE u.superseded IS NULL AND u.cap IS NOT NULL AND (e.to_day IS NULL OR e.to_day >= ?1)
GROUP BY l.unit, first, e.to_day;

-- The unit of the row that says where the person is listed on a day, of those that begin before it;
-- 0: it has ended.

-- name: listing.stands
SELECT unit, from_day, id FROM (
    SELECT CASE WHEN n.to_day IS NULL OR n.to_day >= ?2 THEN l.unit ELSE 0 END AS unit, n.from_day, n.id
    FROM identifier AS i JOIN listing_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
    JOIN unit_list AS l ON l.id = n.list
    WHERE i.person = ?1 AND n.from_day < ?2
    UNION ALL SELECT CASE WHEN n.to_day IS NULL OR n.to_day >= ?2 THEN -1 ELSE 0 END, n.from_day, 0 AS id
    FROM identifier AS i JOIN elsewhere_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
    WHERE i.person = ?1 AND n.from_day < ?2)
ORDER BY 2 DESC, 3 DESC LIMIT 1;

-- The listings of one person as stated, those in another county (no unit) too, in the order in which they
-- hold.

-- name: listing.stated_of
SELECT f.from_day, f.to_day, u.hsaid FROM (
    SELECT n.from_day, n.to_day, l.unit, coalesce(o.first_id, n.id) AS place FROM identifier AS i
    JOIN listing_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
    JOIN unit_list AS l ON l.id = n.list
    LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
    WHERE i.person = ?1
    UNION ALL SELECT n.from_day, n.to_day, NULL, -1
    FROM identifier AS i JOIN elsewhere_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
    WHERE i.person = ?1) AS f
LEFT JOIN unit AS u ON u.id = f.unit
ORDER BY f.from_day, f.place;

-- Whose listing at a unit reaches beyond a day.

-- name: listing.beyond
SELECT e.person, l.unit, e.from_day, e.to_day, n.basis
FROM unit_list AS l CROSS JOIN listing_effect AS e ON e.list = l.id
CROSS JOIN listing_stated AS n ON n.id = e.stated
WHERE l.unit = ?1 AND (e.to_day IS NULL OR e.to_day > ?2) ORDER BY e.person, e.from_day;

-- What is planned for one day is withdrawn, but not what the same change says.

-- name: listing.withdraw_day
UPDATE listing_stated SET superseded = ?3
WHERE superseded IS NULL AND from_day = ?2 AND recorded < ?3
    AND identifier IN (SELECT id FROM identifier WHERE person = ?1);

-- Who is alive here, and listed nowhere from a day on.

-- name: listing.nowhere
SELECT p.key FROM person AS p JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE n.deregistration_reason = 0 AND (n.county IS NULL OR n.county = ?2)
    AND NOT EXISTS (SELECT 1 FROM listing_effect AS e
                    WHERE e.person = p.key AND (e.to_day IS NULL OR e.to_day >= ?1))
    AND NOT EXISTS (SELECT 1 FROM elsewhere_effect AS e
                    WHERE e.person = p.key AND (e.to_day IS NULL OR e.to_day >= ?1))
ORDER BY p.key;

-- What a closing unit's plan stated (basis 4), with the row of the same first day that it replaced,
-- and what it withdrew and replaced by nothing: of who stays then where the plan lets them go. Over
-- is what something else was stated in place of since, but for a load that was taken back and for
-- other closings, of which the last row of the same day holds in its place.

-- name: listing.forced_at
SELECT i.person, coalesce(a.id, k.id, n.id), n.from_day AS first,
    n.superseded IS NOT NULL AND a.id IS NULL AND k.id IS NULL, w.id
FROM listing_stated AS n CROSS JOIN identifier AS i ON i.id = n.identifier
LEFT JOIN listing_stated AS a ON n.superseded IS NOT NULL AND a.superseded IS NULL AND a.id IN (
    SELECT o.id FROM load_restored AS o
    WHERE o.table_name = 'listings' AND o.position = ?1 AND o.first_id = n.id)
LEFT JOIN listing_stated AS k ON n.superseded IS NOT NULL AND k.identifier = n.identifier
    AND k.from_day = n.from_day AND k.superseded IS NULL AND k.basis = 4 AND n.id IN (
    WITH RECURSIVE back (id, recorded, basis) AS (
        SELECT k.id, k.recorded, k.basis
        UNION ALL
        SELECT b.id, b.recorded, b.basis FROM back
        JOIN change AS c ON c.position = back.recorded AND c.what = 'unit'
        JOIN listing_stated AS b ON b.identifier = k.identifier AND b.from_day = k.from_day
            AND b.superseded = back.recorded
        WHERE back.basis = 4)
    SELECT id FROM back)
LEFT JOIN listing_stated AS w ON w.identifier = n.identifier AND w.from_day = n.from_day
    AND w.superseded = n.recorded
WHERE n.recorded = ?1 AND n.basis = 4
UNION ALL
SELECT i.person, 0, w.from_day,
    EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN listing_stated AS n ON n.identifier = j.id
            WHERE j.person = i.person AND n.superseded IS NULL AND n.recorded > ?1 AND n.from_day <= w.from_day)
    OR EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN elsewhere_stated AS n ON n.identifier = j.id
               WHERE j.person = i.person AND n.superseded IS NULL AND n.recorded > ?1
                   AND n.from_day <= w.from_day), w.id
FROM listing_stated AS w JOIN identifier AS i ON i.id = w.identifier JOIN unit_list AS l ON l.id = w.list
WHERE w.superseded = ?1 AND l.unit = ?2
    AND NOT EXISTS (SELECT 1 FROM listing_stated AS n WHERE n.identifier = w.identifier
                    AND n.from_day = w.from_day AND n.recorded = ?1)
ORDER BY 1, 3;

-- What closings of units stated of a person, from a day on and before a position, and back from each
-- row what it replaced: the last is the plan that the first of them replaced, or what that one
-- stated. The unit is the one that closes by it.

-- name: listing.forced_of
WITH RECURSIVE back (row, at, recorded, basis, depth) AS (
    SELECT n.id, coalesce(o.first_id, n.id), coalesce(o.position, n.recorded), n.basis, 0
    FROM identifier AS i CROSS JOIN listing_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
    LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
    WHERE i.person = ?1 AND n.from_day >= ?2 AND n.basis = 4 AND n.recorded < ?3
    UNION ALL
    SELECT k.row, w.id, w.recorded, w.basis, k.depth + 1
    FROM back AS k CROSS JOIN listing_stated AS n ON n.id = k.at
    CROSS JOIN listing_stated AS w ON w.identifier = n.identifier AND w.superseded = k.recorded
        AND w.from_day = n.from_day
    WHERE k.basis = 4
)
SELECT k.row, k.recorded, n.from_day, k.basis, coalesce(x.unit, 0), u.hsaid
FROM back AS k CROSS JOIN listing_stated AS n ON n.id = k.at
CROSS JOIN unit_list AS l ON l.id = n.list CROSS JOIN unit AS u ON u.id = l.unit
LEFT JOIN change AS c ON c.position = k.recorded AND c.what = 'unit'
LEFT JOIN unit_stated AS x ON x.recorded = c.position AND x.closes_on IS NOT NULL
ORDER BY n.from_day, k.row, k.depth;

-- Whether a person is listed by choice (not basis 2, 3 or 4) by what was stated after a position.

-- name: listing.chosen_since
SELECT EXISTS (SELECT 1 FROM listing_effect AS e CROSS JOIN listing_stated AS n ON n.id = e.stated
               LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
               WHERE e.person = ?1 AND n.basis NOT IN (2, 3, 4) AND coalesce(o.position, n.recorded) > ?2);

-- That it does not hold, and what it replaced does again.

-- name: listing.supersede_row
UPDATE listing_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: listing.state_again
INSERT INTO listing_stated (identifier, list, from_day, to_day, basis, recorded)
SELECT identifier, list, from_day, to_day, basis, ?2 FROM listing_stated WHERE id = ?1;

-- name: listing.keep_reason_again
INSERT INTO listing_reason (stated, reason)
SELECT (SELECT max(id) FROM listing_stated), reason FROM listing_reason WHERE stated = ?1;

-- name: listing.keep_exempt_again
INSERT INTO listing_exempt (stated)
SELECT (SELECT max(id) FROM listing_stated) FROM listing_exempt WHERE stated = ?1;

-- name: listing.keep_reason
INSERT INTO listing_reason (stated, reason) SELECT max(id), ?1 FROM listing_stated;

-- name: listing.keep_exempt
INSERT INTO listing_exempt (stated) SELECT max(id) FROM listing_stated;

-- What is planned for later is withdrawn, but not what the same change says.

-- name: listing.withdraw_later
UPDATE listing_stated SET superseded = ?3
WHERE superseded IS NULL AND from_day >= ?2 AND recorded < ?3
    AND identifier IN (SELECT id FROM identifier WHERE person = ?1);

-- One row stated by itself: what stood under its key ends.

-- name: listing.supersede_one
UPDATE listing_stated SET superseded = ?3
WHERE identifier = ?1 AND from_day = ?2 AND superseded IS NULL;

-- name: listing.state
INSERT INTO listing_stated (identifier, list, from_day, to_day, basis, recorded)
SELECT ?1, l.id, ?3, ?4, ?5, ?6 FROM unit_list AS l WHERE l.unit = ?2;

-- stated: listing
identifier KEY,
unit AS list (SELECT l.id FROM unit_list AS l WHERE l.unit = s.unit),
from_day KEY,
to_day,
basis,
said_at;
