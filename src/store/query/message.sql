-- What residents are told.

-- name: message.insert
INSERT INTO message (person, kind, unit, staff, from_day, reason, position)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (person, position, kind, unit, staff, from_day) DO NOTHING;
