-- A patient's block of a unit's data, stated by itself.

-- name: block.supersede_one
UPDATE block_stated SET superseded = ?4
WHERE identifier = ?1 AND unit = ?2 AND from_day = ?3 AND superseded IS NULL;

-- name: block.state
INSERT INTO block_stated (identifier, unit, from_day, to_day, recorded) VALUES (?, ?, ?, ?, ?);
