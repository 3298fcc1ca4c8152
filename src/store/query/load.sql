-- The loads that were committed.

-- name: load.now
SELECT l.id, l.position, c.recorded_at, l.rows, l.rejects
FROM load AS l JOIN change AS c ON c.position = l.position ORDER BY l.id;

-- name: load.last
SELECT max(id) FROM load;

-- name: load.segments
SELECT load, path, checksum, rows, first_day, last_day, table_name FROM load_segment
WHERE load NOT IN (SELECT load FROM load_undo) ORDER BY load, path;

-- name: load.replaced
SELECT load, table_name, from_day, to_day FROM load_replace
WHERE load NOT IN (SELECT load FROM load_undo) ORDER BY load, table_name;

-- name: load.changes
SELECT table_name, rows, added, corrected, again FROM load_table WHERE load = ?
ORDER BY table_name;

-- name: load.holding
SELECT max(load) FROM load_file WHERE sha256 = ? AND table_name = ?
AND load NOT IN (SELECT load FROM load_undo);

-- name: load.may_hold
SELECT max(load) FROM load_file WHERE bytes = ? AND table_name = ?
AND load NOT IN (SELECT load FROM load_undo);

-- name: load.insert
INSERT INTO load (id, position, rows, rejects) VALUES (?, ?, ?, ?);

-- name: load.insert_file
INSERT INTO load_file (load, place, table_name, name, sha256, bytes, rows, rejects)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: load.insert_segment
INSERT INTO load_segment (load, path, checksum, rows, first_day, last_day, table_name)
VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: load.insert_change
INSERT INTO load_table (load, table_name, rows, added, corrected, again)
VALUES (?, ?, ?, ?, ?, ?);

-- name: load.insert_replaced
INSERT INTO load_replace (load, table_name, from_day, to_day) VALUES (?, ?, ?, ?);

-- name: load.insert_again
INSERT INTO load_again (table_name, load, first_id, last_id) SELECT c1, c2, c3, c4 FROM given;
