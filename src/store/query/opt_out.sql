-- Who wants no named doctor.

-- name: opt_out.state
INSERT INTO opt_out_stated (identifier, from_day, recorded) VALUES (?, ?, ?);

-- The first day without, of those from day ?2 on.

-- name: opt_out.first
SELECT min(from_day) FROM opt_out_stated
WHERE superseded IS NULL AND (to_day IS NULL OR to_day >= ?2)
    AND identifier IN (SELECT id FROM identifier WHERE person = ?1);

-- In again from day ?2: what reaches to it ends the day before, and what would begin then is taken back.

-- name: opt_out.supersede
UPDATE opt_out_stated SET superseded = ?3
WHERE superseded IS NULL AND (to_day IS NULL OR to_day >= ?2)
    AND identifier IN (SELECT id FROM identifier WHERE person = ?1);

-- name: opt_out.end
INSERT INTO opt_out_stated (identifier, from_day, to_day, recorded)
SELECT identifier, from_day, ?2 - 1, ?3 FROM opt_out_stated
WHERE superseded = ?3 AND from_day < ?2 AND identifier IN (SELECT id FROM identifier WHERE person = ?1);
