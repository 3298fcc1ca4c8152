-- The loads that were committed.

-- name: load.now
SELECT l.id, l.position, c.recorded_at, l.rows, l.rejects
FROM load AS l JOIN change AS c ON c.position = l.position ORDER BY l.id;

-- name: load.last
SELECT max(id) FROM load;

-- name: load.segments
SELECT load, path, checksum, rows, first_day, last_day FROM load_segment ORDER BY load, path;

-- name: load.holding
SELECT max(load) FROM load_file WHERE sha256 = ? AND table_name = ?;

-- name: load.may_hold
SELECT max(load) FROM load_file WHERE bytes = ? AND table_name = ?;

-- name: load.insert
INSERT INTO load (id, position, rows, rejects) VALUES (?, ?, ?, ?);

-- name: load.insert_file
INSERT INTO load_file (load, place, table_name, name, sha256, bytes, rows, rejects)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: load.insert_segment
INSERT INTO load_segment (load, path, checksum, rows, first_day, last_day)
VALUES (?, ?, ?, ?, ?, ?);
