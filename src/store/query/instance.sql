-- Positions of the registry and facts of the instance.

-- name: position.now
SELECT max(position) FROM change;

-- The last of them that is not later: moments do not fall, and mostly it is asked of late ones.

-- name: position.at
SELECT position FROM change WHERE recorded_at <= ? ORDER BY position DESC LIMIT 1;

-- The same of a day: the last that was made on it or before. The moment (?2) is the first after it.

-- name: position.on
SELECT c.position FROM change AS c LEFT JOIN change_day AS d ON d.position = c.position
WHERE coalesce(d.day <= ?1, c.recorded_at < ?2) ORDER BY c.position DESC LIMIT 1;

-- name: position.keep_day
INSERT INTO change_day (position, day) VALUES (?, ?);

-- name: position.what
SELECT what, recorded_at FROM change WHERE position = ?;

-- name: position.insert
INSERT INTO change (position, recorded_at, what, actor)
SELECT coalesce(l.position, 0) + 1, max(?, coalesce(l.recorded_at, 0)), ?, ?
FROM (SELECT max(position) AS position FROM change) AS m LEFT JOIN change AS l ON l.position = m.position;

-- Another behind it, of its moment: no question of what was known sees one of them without the other.

-- name: position.follow
INSERT INTO change (position, recorded_at, what, actor)
SELECT (SELECT max(position) FROM change) + 1, recorded_at, what, actor FROM change WHERE position = ?;

-- name: position.follow_day
INSERT INTO change_day (position, day)
SELECT (SELECT max(position) FROM change), day FROM change_day WHERE position = ?;

-- name: position.keep_follow
INSERT INTO change_follow (position, of) SELECT max(position), ? FROM change;

-- name: fact.get
SELECT value FROM instance_fact WHERE name = ?;

-- name: fact.set
INSERT INTO instance_fact (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- Rows of any table that refer to one that is not there.

-- name: instance.dangling
PRAGMA foreign_key_check;

-- The same of the tables that may be written after a first load's persons (db_check() of store/db.h).

-- name: instance.dangling_late
SELECT f."table" FROM sqlite_schema AS s, pragma_foreign_key_check(s.name) AS f
WHERE s.type = 'table' AND s.name NOT IN ('person', 'identifier', 'person_stated', 'listing_stated',
    'listing_effect', 'named_contact_stated', 'named_contact_effect', 'residence_stated',
    'block_stated');

-- What is wrong with pages, indexes and rows of the file: one row 'ok', or a sentence each, without
-- values.

-- name: instance.integrity
PRAGMA main.integrity_check(20);
