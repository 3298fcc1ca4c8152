-- The loads that were committed.

-- Tables whose rows went back into the segment of an earlier load, where they had been lost: the
-- load had files of them, with rows that were taken, and has no segment. `held` has one row a table.

-- name: load.now
WITH made AS (SELECT DISTINCT table_name FROM load_segment),
held AS (SELECT f.load, f.table_name IN made AND NOT EXISTS (SELECT 1 FROM load_segment AS s
    WHERE s.load = f.load AND s.table_name = f.table_name) AS back
    FROM load_file AS f WHERE f.rows > 0 GROUP BY f.load, f.table_name)
SELECT l.id, l.position, c.recorded_at, c.actor, l.rows, l.rejects,
    u.position, d.recorded_at, d.actor, m.position, e.recorded_at,
    (SELECT count(*) FROM load_file AS f WHERE f.load = l.id),
    (SELECT count(*) FROM held AS h WHERE h.load = l.id),
    (SELECT coalesce(sum(back), 0) FROM held AS h WHERE h.load = l.id)
FROM load AS l JOIN change AS c ON c.position = l.position
LEFT JOIN load_undo AS u ON u.load = l.id LEFT JOIN change AS d ON d.position = u.position
LEFT JOIN load_merge AS m ON m.load = l.id LEFT JOIN change AS e ON e.position = m.position
ORDER BY l.id;

-- name: load.put_back
SELECT DISTINCT f.table_name FROM load_file AS f WHERE f.load = ?1 AND f.rows > 0
AND f.table_name IN (SELECT table_name FROM load_segment)
AND f.table_name NOT IN (SELECT table_name FROM load_segment WHERE load = ?1)
AND f.load NOT IN (SELECT load FROM load_merge UNION SELECT load FROM load_undo);

-- name: load.last
SELECT max(id) FROM load;

-- name: load.position
SELECT position FROM load WHERE id = ?;

-- name: load.at
SELECT id FROM load WHERE position = ?1 UNION ALL
SELECT l.id FROM change_follow AS f JOIN load AS l ON l.position = f.of WHERE f.position = ?1;

-- Where what it brought about by itself stands.

-- name: load.follow
SELECT f.position FROM load AS l JOIN change_follow AS f ON f.of = l.position WHERE l.id = ?;

-- name: load.undone_at
SELECT position FROM load_undo WHERE load = ?;

-- name: load.last_replacing
SELECT max(coalesce(r.position, n.recorded)) FROM person_stated AS n
LEFT JOIN load_restored AS r ON r.table_name = 'people' AND r.id = n.id
WHERE n.superseded IS NULL AND n.replaced_by IS NOT NULL AND n.recorded < ?;

-- Who recorded first what is stated of a unit.

-- name: load.unit_stated
SELECT max(coalesce(r.position, n.recorded)) FROM unit_stated AS n
LEFT JOIN load_restored AS r ON r.table_name = 'units' AND r.id = n.id
WHERE n.unit = ? AND n.superseded IS NULL;

-- name: load.insert_undo
INSERT INTO load_undo (load, position) VALUES (?, ?);

-- The positions that first recorded a row which holds and speaks of somebody of whom nothing is
-- stated; of what only acts state those of the acts. (Where there is no staff at all nothing, not
-- even NULL, is in `s`: then a request without a wish is none of these.)

-- name: load.orphan
WITH p AS (SELECT identifier FROM person_stated WHERE superseded IS NULL),
u AS (SELECT unit FROM unit_stated WHERE superseded IS NULL),
l AS (SELECT id FROM unit_list WHERE unit IN u),
s AS (SELECT staff FROM staff_stated WHERE superseded IS NULL)
SELECT DISTINCT coalesce(r.position, o.recorded) FROM (
SELECT 'people' AS of, id, recorded FROM person_stated WHERE superseded IS NULL
    AND replaced_by NOT IN p UNION ALL
SELECT 'listings' AS of, id, recorded FROM listing_stated WHERE superseded IS NULL
    AND (identifier NOT IN p OR list NOT IN l) UNION ALL
SELECT 'named_contacts' AS of, id, recorded FROM named_contact_stated WHERE superseded IS NULL
    AND (identifier NOT IN p OR unit NOT IN u OR staff NOT IN s) UNION ALL
SELECT 'residences' AS of, id, recorded FROM residence_stated WHERE superseded IS NULL
    AND identifier NOT IN p UNION ALL
SELECT 'blocks' AS of, id, recorded FROM block_stated WHERE superseded IS NULL
    AND (identifier NOT IN p OR unit NOT IN u) UNION ALL
SELECT 'positions' AS of, id, recorded FROM position_stated WHERE superseded IS NULL
    AND (unit NOT IN u OR staff NOT IN s) UNION ALL
SELECT 'units' AS of, id, recorded FROM unit_stated WHERE superseded IS NULL
    AND parent NOT IN u UNION ALL
SELECT 'operators' AS of, id, recorded FROM operator_stated WHERE superseded IS NULL
    AND unit NOT IN u UNION ALL
SELECT 'areas' AS of, id, recorded FROM area_stated WHERE superseded IS NULL
    AND unit NOT IN u UNION ALL
SELECT 'calls' AS of, id, recorded FROM calls_stated WHERE superseded IS NULL
    AND unit NOT IN u UNION ALL
SELECT 'staffing' AS of, id, recorded FROM staffing_stated WHERE superseded IS NULL
    AND unit NOT IN u UNION ALL
SELECT 'hired_weeks' AS of, id, recorded FROM hired_weeks_stated WHERE superseded IS NULL
    AND unit NOT IN u UNION ALL
SELECT 'economy' AS of, id, recorded FROM economy_stated WHERE superseded IS NULL
    AND unit NOT IN u UNION ALL
SELECT 'cni' AS of, id, recorded FROM cni_stated WHERE superseded IS NULL
    AND unit <> 0 AND unit NOT IN u UNION ALL
SELECT 'survey' AS of, id, recorded FROM survey_stated WHERE superseded IS NULL
    AND unit NOT IN u UNION ALL
SELECT 'elsewhere' AS of, id, recorded FROM elsewhere_stated WHERE superseded IS NULL
    AND identifier NOT IN p UNION ALL
SELECT 'opt_out' AS of, id, recorded FROM opt_out_stated WHERE superseded IS NULL
    AND identifier NOT IN p UNION ALL
SELECT 'coming' AS of, id, recorded FROM coming_stated WHERE superseded IS NULL
    AND (identifier NOT IN p OR unit NOT IN u) UNION ALL
SELECT 'dispensation' AS of, id, recorded FROM dispensation_stated WHERE superseded IS NULL
    AND (unit NOT IN u OR staff NOT IN s) UNION ALL
SELECT 'absence' AS of, id, recorded FROM absence_stated WHERE superseded IS NULL
    AND (unit NOT IN u OR staff NOT IN s) UNION ALL
SELECT 'substitute' AS of, id, recorded FROM substitute_stated WHERE superseded IS NULL
    AND (unit NOT IN u OR staff NOT IN s OR doctor NOT IN s) UNION ALL
SELECT 'queue' AS of, id, recorded FROM queue_place WHERE superseded IS NULL
    AND (identifier NOT IN p OR unit NOT IN u) UNION ALL
SELECT 'consent' AS of, id, recorded FROM consent WHERE superseded IS NULL
    AND (identifier NOT IN p OR guardian NOT IN p OR unit NOT IN u) UNION ALL
SELECT 'application' AS of, id, recorded FROM application WHERE used IS NULL AND granted IS NOT 0
    AND identifier NOT IN p UNION ALL
SELECT 'request' AS of, r.id, t.recorded FROM request_open AS o JOIN request AS r ON r.id = o.request
    JOIN request_step AS t ON t.request = r.id AND t.state = 0
    WHERE r.identifier NOT IN p OR (r.wish IS NOT NULL AND r.wish NOT IN s)
) AS o LEFT JOIN load_restored AS r ON r.table_name = o.of AND r.id = o.id;

-- The positions of acts by which a named contact or a kept place holds that was stated on a listing
-- which an undoing from ?1 on ended, where nothing lists the person at the unit any more.

-- name: load.unlisted
WITH gone AS (SELECT g.identifier, l.unit, coalesce(r.position, g.recorded) AS since
    FROM listing_stated AS g JOIN unit_list AS l ON l.id = g.list
    LEFT JOIN load_restored AS r ON r.table_name = 'listings' AND r.id = g.id
    WHERE g.superseded >= ?1 AND NOT EXISTS (SELECT 1 FROM listing_stated AS n JOIN unit_list AS k ON k.id = n.list
        WHERE n.identifier = g.identifier AND n.superseded IS NULL AND k.unit = l.unit)),
held AS (SELECT c.identifier, c.unit, coalesce(r.position, c.recorded) AS stated FROM gone AS g
    CROSS JOIN named_contact_stated AS c ON c.identifier = g.identifier AND c.unit = g.unit
    LEFT JOIN load_restored AS r ON r.table_name = 'named_contacts' AND r.id = c.id
    WHERE c.superseded IS NULL UNION
    SELECT c.identifier, c.unit, coalesce(r.position, c.recorded) FROM gone AS g
    CROSS JOIN coming_stated AS c ON c.identifier = g.identifier AND c.unit = g.unit
    LEFT JOIN load_restored AS r ON r.table_name = 'coming' AND r.id = c.id
    WHERE c.superseded IS NULL)
SELECT DISTINCT h.stated FROM held AS h JOIN gone AS g ON g.identifier = h.identifier AND g.unit = h.unit
WHERE h.stated > g.since AND h.stated NOT IN (SELECT position FROM load)
AND h.stated NOT IN (SELECT position FROM change_follow);

-- The positions of acts that took back what an act had planned, by a unit's closing or an area of
-- another unit, where an undoing from ?1 on has restored a listing of that plan.

-- name: load.unplanned
WITH gone AS (
    SELECT c.recorded AS planned, w.recorded AS taken, 4 AS basis
    FROM unit_stated AS c
    JOIN unit_stated AS x ON x.unit = c.unit AND x.superseded > c.recorded AND x.closes_on = c.closes_on
    JOIN unit_stated AS w ON w.recorded = x.superseded AND w.unit = c.unit
        AND w.closes_on IS NOT c.closes_on AND coalesce(w.opens_on, c.closes_on) <= c.closes_on UNION
    SELECT a.recorded, a.superseded, 2 FROM area_stated AS a
    WHERE a.superseded IS NOT NULL AND NOT EXISTS (SELECT 1 FROM area_stated AS b
        WHERE b.superseded IS NULL AND b.area = a.area AND b.from_day = a.from_day AND b.unit = a.unit))
SELECT DISTINCT g.taken FROM gone AS g
JOIN change AS p ON p.position = g.planned AND p.what = 'unit'
CROSS JOIN load_restored AS o ON o.table_name = 'listings' AND o.position = g.planned
CROSS JOIN listing_stated AS n ON n.id = o.id AND n.superseded IS NULL AND n.recorded >= ?1
    AND n.basis = g.basis;

-- The touched of whom, between the two positions, something else than what a load or its undoing says
-- stated a listing or a named doctor, or that they want none, or took that back, and the first day from ?3 on of these.

-- name: load.between
WITH act (position) AS (SELECT position FROM change WHERE position > ?1 AND position < ?2
    EXCEPT SELECT position FROM load EXCEPT SELECT position FROM load_undo),
said (identifier, from_day) AS (
    SELECT identifier, from_day FROM listing_stated WHERE recorded IN act OR superseded IN act UNION
    SELECT identifier, from_day FROM elsewhere_stated WHERE recorded IN act OR superseded IN act UNION
    SELECT identifier, from_day FROM opt_out_stated WHERE recorded IN act OR superseded IN act UNION
    SELECT identifier, NULL FROM named_contact_stated WHERE kind = 2 AND (recorded IN act OR superseded IN act))
SELECT t.person, min(CASE WHEN s.from_day >= ?3 THEN s.from_day END)
FROM said AS s CROSS JOIN identifier AS i ON i.id = s.identifier
CROSS JOIN temp.touched AS t ON t.person = i.person GROUP BY t.person ORDER BY t.person;

-- The touched of whom the change at ?1 stated a listing, or took one back, and the first day of these
-- from ?3 on, where something else than a load has stated a named doctor, or the closing of a unit a
-- listing; but for whom what follows at ?2 has stated either, and has been asked so.

-- name: load.beside
WITH said (identifier, from_day) AS (
    SELECT identifier, from_day FROM listing_stated WHERE recorded = ?1 OR superseded = ?1 UNION
    SELECT identifier, from_day FROM elsewhere_stated WHERE recorded = ?1 OR superseded = ?1)
SELECT t.person, min(CASE WHEN s.from_day >= ?3 THEN s.from_day END)
FROM said AS s CROSS JOIN identifier AS i ON i.id = s.identifier
CROSS JOIN temp.touched AS t ON t.person = i.person
WHERE (EXISTS (SELECT 1 FROM identifier AS j JOIN named_contact_stated AS n ON n.identifier = j.id
            LEFT JOIN load_restored AS o ON o.table_name = 'named_contacts' AND o.id = n.id
            WHERE j.person = t.person AND n.kind = 2 AND n.superseded IS NULL AND n.recorded <> ?1
                AND coalesce(o.position, n.recorded) NOT IN (SELECT position FROM load))
        OR EXISTS (SELECT 1 FROM identifier AS j JOIN listing_stated AS n ON n.identifier = j.id
            LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
            WHERE j.person = t.person AND n.basis = 4 AND n.superseded IS NULL AND n.recorded <> ?1
                AND coalesce(o.position, n.recorded) NOT IN (SELECT position FROM load)))
    AND NOT EXISTS (SELECT 1 FROM identifier AS j JOIN listing_stated AS n ON n.identifier = j.id
        WHERE j.person = t.person AND n.superseded IS NULL AND n.recorded = ?2)
    AND NOT EXISTS (SELECT 1 FROM identifier AS j JOIN named_contact_stated AS n ON n.identifier = j.id
        WHERE j.person = t.person AND n.superseded IS NULL AND n.recorded = ?2)
GROUP BY t.person ORDER BY t.person;

-- What stands beside a row that holds again goes with it: of rows that a position recorded, which are
-- new rows of what was there before.

-- name: load.keep_reason
INSERT INTO listing_reason (stated, reason)
SELECT o.id, b.reason FROM load_restored AS o JOIN listing_stated AS n ON n.id = o.id AND n.recorded = ?1
JOIN listing_reason AS b ON b.stated = o.first_id WHERE o.table_name = 'listings';

-- name: load.keep_exempt
INSERT INTO listing_exempt (stated)
SELECT o.id FROM load_restored AS o JOIN listing_stated AS n ON n.id = o.id AND n.recorded = ?1
JOIN listing_exempt AS b ON b.stated = o.first_id WHERE o.table_name = 'listings';

-- name: load.keep_unit_reason
INSERT INTO unit_reason (stated, reason)
SELECT o.id, b.reason FROM load_restored AS o JOIN unit_stated AS n ON n.id = o.id AND n.recorded = ?1
JOIN unit_reason AS b ON b.stated = o.first_id WHERE o.table_name = 'units';

-- name: load.keep_ending
INSERT INTO contact_ending (stated, was)
SELECT o.id, CASE WHEN b.was = b.stated THEN o.id ELSE b.was END FROM load_restored AS o JOIN named_contact_stated AS n ON n.id = o.id AND n.recorded = ?1
JOIN contact_ending AS b ON b.stated = o.first_id WHERE o.table_name = 'named_contacts';

-- name: load.segments
SELECT load, path, checksum, rows, first_day, last_day, table_name FROM load_segment
WHERE load NOT IN (SELECT load FROM load_undo) ORDER BY load, path;

-- name: load.replaced
SELECT load, table_name, from_day, to_day FROM load_replace
WHERE load NOT IN (SELECT load FROM load_undo) ORDER BY load, table_name;

-- Merging. The newest but so many of the loads that have segments or replaced days.

-- name: load.nth_newest
SELECT load FROM (SELECT load FROM load_segment UNION SELECT load FROM load_replace)
WHERE load NOT IN (SELECT load FROM load_undo) ORDER BY load DESC LIMIT 1 OFFSET ?;

-- name: load.merge
INSERT INTO load_merge (load, position)
SELECT load, ? FROM (SELECT load FROM load_segment UNION SELECT load FROM load_replace)
WHERE load <= ? AND load NOT IN (SELECT load FROM load_undo)
AND load NOT IN (SELECT load FROM load_merge);

-- name: load.drop_segments
DELETE FROM load_segment WHERE load <= ? AND load NOT IN (SELECT load FROM load_undo);

-- name: load.merged_at
SELECT position FROM load_merge WHERE load = ?;

-- name: load.with_segments
SELECT count(DISTINCT load) FROM load_segment WHERE load NOT IN (SELECT load FROM load_undo);

-- name: load.merged
SELECT count(*) FROM load_merge;

-- name: load.holding
SELECT max(load) FROM load_file WHERE sha256 = ? AND table_name = ?
AND load NOT IN (SELECT load FROM load_undo);

-- name: load.held_rejects
SELECT sum(rejects) FROM load_file WHERE load = ? AND sha256 = ? AND table_name = ?;

-- name: load.may_hold
SELECT max(load) FROM load_file WHERE bytes = ? AND table_name = ?
AND load NOT IN (SELECT load FROM load_undo);

-- name: load.files
SELECT table_name, name, sha256, bytes, rows, rejects FROM load_file WHERE load = ? ORDER BY place;

-- name: load.insert
INSERT INTO load (id, position, rows, rejects) VALUES (?, ?, ?, ?);

-- name: load.insert_file
INSERT INTO load_file (load, place, table_name, name, sha256, bytes, rows, rejects)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: load.insert_segment
INSERT INTO load_segment (load, path, checksum, rows, first_day, last_day, table_name)
VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: load.insert_replaced
INSERT INTO load_replace (load, table_name, from_day, to_day) VALUES (?, ?, ?, ?);

-- name: load.insert_again
INSERT INTO load_again (table_name, load, first_id, last_id) SELECT c1, c2, c3, c4 FROM given;
