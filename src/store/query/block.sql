-- A patient's block of a unit's data, stated by itself.

-- name: block.supersede_one
UPDATE block_stated SET superseded = ?4
WHERE identifier = ?1 AND unit = ?2 AND from_day = ?3 AND superseded IS NULL;

-- name: block.state
INSERT INTO block_stated (identifier, unit, from_day, to_day, recorded) VALUES (?, ?, ?, ?, ?);

-- Those that stand on a day, of everybody: few have one.

-- name: block.standing
SELECT i.person, u.hsaid, n.from_day, n.to_day
FROM block_stated AS n JOIN identifier AS i ON i.id = n.identifier JOIN unit AS u ON u.id = n.unit
WHERE n.superseded IS NULL AND n.from_day <= ?1 AND (n.to_day IS NULL OR n.to_day >= ?1)
ORDER BY i.person, u.hsaid, n.from_day;

-- What a person had at a position, under identifiers that are theirs now.

-- name: block.of_person
SELECT i.person, u.hsaid, n.from_day, n.to_day
FROM identifier AS i CROSS JOIN block_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
JOIN unit AS u ON u.id = n.unit WHERE i.person = ?1 AND n.recorded <= ?2
UNION ALL
SELECT i.person, u.hsaid, n.from_day, n.to_day
FROM identifier AS i CROSS JOIN block_stated AS n ON n.identifier = i.id AND n.superseded > ?2
JOIN unit AS u ON u.id = n.unit WHERE i.person = ?1 AND n.recorded <= ?2;
