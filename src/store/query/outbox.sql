-- Events that others are told of.

-- name: outbox.count_seq
INSERT INTO outbox_seq (person, seq) VALUES (?, 1) ON CONFLICT (person) DO UPDATE SET seq = seq + 1;

-- name: outbox.insert_of_person
INSERT INTO outbox (uuid, type, person, seq, valid_from, position, data, actor)
SELECT ?1, ?2, s.person, s.seq, ?4, ?5, ?6, ?7 FROM outbox_seq AS s WHERE s.person = ?3;

-- name: outbox.insert_of_unit
INSERT INTO outbox (uuid, type, unit, valid_from, position, data, actor) VALUES (?, ?, ?, ?, ?, ?, ?);

-- Places for all that have none, after the last that was given. The relay is the only one that gives
-- them, and one writes at a time.

-- name: outbox.without_place
SELECT count(*) FROM outbox WHERE place IS NULL;

-- name: outbox.place
UPDATE outbox SET place = n.place, placed_at = ?1
FROM (SELECT o.id, row_number() OVER (ORDER BY o.id) + (SELECT place FROM outbox_last) AS place
      FROM outbox AS o WHERE o.place IS NULL) AS n
WHERE n.id = outbox.id;

-- name: outbox.keep_last
UPDATE outbox_last SET place = max(place, (SELECT coalesce(max(place), 0) FROM outbox));

-- name: outbox.last
SELECT place FROM outbox_last;

-- Of a person as they are now: events of who got a protected identity later are theirs too, and so
-- are those of a person who was joined with another. So with staff whose identity is protected (1:
-- yes): the data once more without their HSA-ids, or nothing where none of theirs is in it. And whether
-- who did it has one: one of them, or a resident or guardian (key:N; of whom nothing is known: yes).

-- name: outbox.after
WITH hidden (hsaid) AS MATERIALIZED (
    SELECT s.hsaid FROM staff_stated AS n JOIN staff AS s ON s.id = n.staff
    WHERE n.superseded IS NULL AND n.protected_staff = 1)
SELECT o.place, o.uuid, o.type, o.person, o.seq, o.unit, o.valid_from, c.recorded_at,
    coalesce(o.actor, c.actor), o.data,
    coalesce(n.protection, 0) <> 0,
    CASE WHEN o.data ->> 'staff' IN (SELECT hsaid FROM hidden) THEN
        CASE WHEN o.data ->> 'of' IN (SELECT hsaid FROM hidden)
            THEN json_set(o.data, '$.staff', NULL, '$.of', NULL) ELSE json_set(o.data, '$.staff', NULL) END
    WHEN o.data ->> 'of' IN (SELECT hsaid FROM hidden) THEN json_set(o.data, '$.of', NULL) END,
    CASE WHEN o.actor IS NULL AND c.actor GLOB 'key:*' THEN coalesce(
        (SELECT coalesce(m.protection, 0) FROM person AS q
         JOIN person_stated AS m ON m.identifier = q.newest AND m.superseded IS NULL
         WHERE q.key = CAST(substr(c.actor, 5) AS INTEGER)), 1) <> 0
    ELSE coalesce(o.actor, c.actor) IN (SELECT hsaid FROM hidden) END
FROM outbox AS o JOIN change AS c ON c.position = o.position
LEFT JOIN person AS p ON p.key = CASE
    WHEN EXISTS (SELECT 1 FROM identifier AS i WHERE i.person = o.person) THEN o.person
    ELSE (SELECT i.person FROM identifier_was AS w JOIN identifier AS i ON i.id = w.identifier
          WHERE w.person = o.person ORDER BY w.superseded DESC LIMIT 1) END
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
WHERE o.place > ? ORDER BY o.place LIMIT ?;

-- Only what has stood in the feed since before the moment, however long ago it was recorded.

-- name: outbox.forgotten
SELECT count(*) FROM outbox WHERE placed_at < ?;

-- name: outbox.forget
DELETE FROM outbox WHERE placed_at < ?;
