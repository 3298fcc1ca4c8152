-- Which steps of migrations/ a database has seen.

-- name: migration.make
CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    run_at INTEGER NOT NULL
) STRICT;

-- name: migration.stands
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration';

-- name: migration.all
SELECT number, name, sha256 FROM migration ORDER BY number;

-- name: migration.insert
INSERT INTO migration (number, name, sha256, run_at) VALUES (?, ?, ?, ?);
