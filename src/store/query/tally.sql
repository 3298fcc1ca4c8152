-- What loads had of each table, counted.

-- name: tally.of_load
SELECT load, table_name, rows, rejects, added, corrected, again, persons, units, first_day, last_day,
until_day, workday_rows, workdays, without_staff, after_today, strays, open_ends
FROM load_table WHERE load = ? ORDER BY table_name;

-- The newest of the table that were not taken back.

-- name: tally.latest
SELECT load, table_name, rows, rejects, added, corrected, again, persons, units, first_day, last_day,
until_day, workday_rows, workdays, without_staff, after_today, strays, open_ends
FROM load_table WHERE table_name = ? AND load NOT IN (SELECT load FROM load_undo)
ORDER BY load DESC LIMIT ?;

-- name: tally.units
SELECT hsaid, rows, workday_rows, first_day, last_day FROM load_unit
WHERE table_name = ? AND load = ? ORDER BY hsaid;

-- name: tally.systems
SELECT system, rows FROM load_system WHERE table_name = ? AND load = ? ORDER BY system;

-- name: tally.tables
SELECT load, table_name, rows, workdays, until_day FROM load_table WHERE load IN (
    SELECT id FROM load WHERE id NOT IN (SELECT load FROM load_undo) ORDER BY id DESC LIMIT ?)
ORDER BY load DESC;

-- name: tally.oddities
SELECT kind, table_name, subject, rows, expected FROM load_oddity WHERE load = ? ORDER BY place;

-- name: tally.insert
INSERT INTO load_table (load, table_name, rows, rejects, added, corrected, again, persons, units,
    first_day, last_day, until_day, workday_rows, workdays, without_staff, after_today, strays,
    open_ends)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: tally.insert_unit
INSERT INTO load_unit (table_name, load, hsaid, rows, workday_rows, first_day, last_day)
SELECT c1, c2, c3, c4, c5, c6, c7 FROM given;

-- name: tally.insert_system
INSERT INTO load_system (table_name, load, system, rows) VALUES (?, ?, ?, ?);

-- name: tally.insert_oddity
INSERT INTO load_oddity (load, place, kind, table_name, subject, rows, expected)
SELECT c1, c2, c3, c4, c5, c6, c7 FROM given;

-- name: tally.forget_units
DELETE FROM load_unit WHERE table_name = ? AND load < ?;

-- name: tally.forget_systems
DELETE FROM load_system WHERE table_name = ? AND load < ?;
