-- What was asked with a key, and answered.

-- name: act.by_key
SELECT asked, answer FROM act WHERE key = ?;

-- name: act.insert
INSERT INTO act (key, position, asked, answer) VALUES (?, ?, ?, ?);
