-- Panels that are moved, places that are kept for a doctor to come, and taking it back.

-- Units at which a doctor has a panel on a day.

-- name: panel_move.units
SELECT DISTINCT u.hsaid FROM staff AS s
CROSS JOIN named_contact_stated AS n ON n.staff = s.id AND n.kind = 2 AND n.superseded IS NULL
CROSS JOIN identifier AS i ON i.id = n.identifier
CROSS JOIN named_contact_effect AS e ON e.person = i.person AND e.kind = 2 AND e.stated = n.id
CROSS JOIN unit AS u ON u.id = n.unit
WHERE s.hsaid = ?1 AND e.from_day <= ?2 AND (e.to_day IS NULL OR e.to_day >= ?2)
ORDER BY u.hsaid;

-- Whoever has the doctor at the unit on the day is asked for (query/asked.sql).

-- name: panel_move.ask_panel
INSERT OR IGNORE INTO temp.asked (person)
SELECT i.person FROM named_contact_stated AS n CROSS JOIN identifier AS i ON i.id = n.identifier
CROSS JOIN named_contact_effect AS e ON e.person = i.person AND e.kind = 2 AND e.stated = n.id
WHERE n.staff = ?1 AND n.unit = ?2 AND n.kind = 2 AND n.superseded IS NULL
    AND e.from_day <= ?3 AND (e.to_day IS NULL OR e.to_day >= ?3);

-- How many get the doctor there first after the day, and the first day on which one does.

-- name: panel_move.later
SELECT count(DISTINCT i.person), min(e.from_day) FROM named_contact_stated AS n CROSS JOIN identifier AS i ON i.id = n.identifier
CROSS JOIN named_contact_effect AS e ON e.person = i.person AND e.kind = 2 AND e.stated = n.id
WHERE n.staff = ?1 AND n.unit = ?2 AND n.kind = 2 AND n.superseded IS NULL AND e.from_day > ?3;

-- How many have the doctor there on any of the days, or all later ones.

-- name: panel_move.between
SELECT count(DISTINCT i.person) FROM named_contact_stated AS n CROSS JOIN identifier AS i ON i.id = n.identifier
CROSS JOIN named_contact_effect AS e ON e.person = i.person AND e.kind = 2 AND e.stated = n.id
WHERE n.staff = ?1 AND n.unit = ?2 AND n.kind = 2 AND n.superseded IS NULL
    AND (e.to_day IS NULL OR e.to_day >= ?3) AND (?4 IS NULL OR e.from_day <= ?4);

-- Whoever waits there for a doctor to come: is listed there since before the place was kept, without a
-- break, and had no named doctor since, nor wanted to be without (as who.coming).

-- name: panel_move.ask_coming
INSERT OR IGNORE INTO temp.asked (person)
SELECT i.person FROM coming_stated AS c CROSS JOIN identifier AS i ON i.id = c.identifier
CROSS JOIN listing_effect AS e ON e.person = i.person AND e.from_day <= c.from_day
    AND (e.to_day IS NULL OR e.to_day >= c.from_day)
CROSS JOIN listing_stated AS l ON l.id = e.stated CROSS JOIN unit_list AS t ON t.id = l.list
WHERE ?1 = 0 AND c.unit = ?2 AND c.superseded IS NULL AND c.to_day IS NULL AND c.from_day <= ?3
    AND t.unit = ?2
    AND EXISTS (SELECT 1 FROM listing_effect AS b WHERE b.person = i.person AND b.from_day <= ?3
                    AND (b.to_day IS NULL OR b.to_day >= ?3))
    AND NOT EXISTS (SELECT 1 FROM listing_effect AS b JOIN unit_list AS k ON k.id = b.list
                    WHERE b.person = i.person AND b.from_day > c.from_day AND b.from_day <= ?3
                        AND (k.unit <> ?2 OR NOT EXISTS (SELECT 1 FROM listing_effect AS d
                            WHERE d.person = b.person AND d.to_day = b.from_day - 1)))
    AND NOT EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN named_contact_stated AS n ON n.identifier = j.id
                        AND n.kind = 2 AND n.superseded IS NULL
                    WHERE j.person = i.person AND n.from_day >= c.from_day)
    AND NOT EXISTS (SELECT 1 FROM named_contact_effect AS n WHERE n.person = i.person AND n.kind = 2
                        AND (n.to_day IS NULL OR n.to_day >= c.from_day))
    AND NOT EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN opt_out_stated AS n ON n.identifier = j.id
                        AND n.superseded IS NULL
                    WHERE j.person = i.person AND n.from_day >= c.from_day);

-- Of those who are asked for: whom they belong with, and where they wait.

-- name: panel_move.kin
SELECT a.person, m.person, g.person, h.person
FROM temp.asked AS a CROSS JOIN person AS p ON p.key = a.person AND p.newest IS NOT NULL
LEFT JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
LEFT JOIN identifier AS m ON m.packed = n.mother LEFT JOIN identifier AS g ON g.packed = n.guardian1
LEFT JOIN identifier AS h ON h.packed = n.guardian2
ORDER BY a.person;

-- name: panel_move.homes
SELECT a.person, coalesce(o.first_id, n.id), n.kind, n.from_day, n.to_day, n.reported_on, n.home
FROM temp.asked AS a CROSS JOIN identifier AS i ON i.person = a.person
CROSS JOIN residence_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
LEFT JOIN load_restored AS o ON o.table_name = 'residences' AND o.id = n.id
ORDER BY a.person, 2;

-- name: panel_move.places
SELECT a.person, c.id, c.from_day
FROM temp.asked AS a CROSS JOIN identifier AS i ON i.person = a.person
CROSS JOIN coming_stated AS c ON c.identifier = i.id AND c.superseded IS NULL
WHERE c.unit = ?1 AND c.to_day IS NULL AND c.from_day <= ?2
ORDER BY a.person, c.id;

-- name: panel_move.insert
INSERT INTO panel_move (staff, unit, way, on_day, done_on, reason, recorded) VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: panel_move.last
SELECT max(id) FROM panel_move;

-- name: panel_move.last_contact
SELECT coalesce(max(id), 0) FROM named_contact_stated;

-- name: panel_move.last_place
SELECT coalesce(max(id), 0) FROM coming_stated;

-- Rows with ids that the move gives them, so that it knows them.

-- name: panel_move.end_contact
INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, to_day, reason, assigned_by,
    informed_on, basis, recorded)
SELECT ?1, identifier, kind, staff, unit, from_day, min(coalesce(to_day, ?3), ?3), ?4, assigned_by, informed_on,
    basis, ?5
FROM named_contact_stated WHERE id = ?2;

-- name: panel_move.give_way
UPDATE named_contact_stated SET superseded = ?4
WHERE identifier = ?1 AND kind = 2 AND staff = ?2 AND from_day = ?3 AND superseded IS NULL;

-- name: panel_move.make_contact
INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, to_day, reason, assigned_by,
    recorded)
VALUES (?1, ?2, 2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: panel_move.supersede_place
UPDATE coming_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: panel_move.end_place
INSERT INTO coming_stated (id, identifier, unit, from_day, to_day, move, recorded)
SELECT ?1, identifier, unit, from_day, ?3, move, ?4 FROM coming_stated WHERE id = ?2;

-- name: panel_move.make_place
INSERT INTO coming_stated (id, identifier, unit, from_day, move, recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: panel_move.place_again
INSERT INTO coming_stated (identifier, unit, from_day, to_day, move, recorded)
SELECT identifier, unit, from_day, to_day, move, ?2 FROM coming_stated WHERE id = ?1;

-- name: panel_move.insert_row
INSERT INTO panel_move_row (move, identifier, was, ended, made, place_was, place_ended, place_made)
SELECT c1, c2, c3, c4, c5, c6, c7, c8 FROM given;

-- name: panel_move.by_id
SELECT m.id, s.hsaid, u.id, u.hsaid, m.way, m.on_day, m.done_on, m.undone IS NOT NULL, m.recorded,
    m.reason
FROM panel_move AS m JOIN unit AS u ON u.id = m.unit LEFT JOIN staff AS s ON s.id = m.staff
WHERE m.id = ?;

-- What the move did, and whether anything was stated of the person since: the rows that it wrote hold no
-- more, or there are later ones, of a named doctor, a kept place, a listing, of doing without; or a listing
-- holds no more, as one at another unit when a closing is taken back. ?2 is the move's position. A row that says the same again, since its person was informed or a later move
-- was taken back, is the same; one that holds again was stated when it was stated first.

-- name: panel_move.rows
SELECT r.identifier, i.person, r.was, r.ended, r.made, r.place_was, r.place_ended, r.place_made, d.hsaid,
    EXISTS (SELECT 1 FROM named_contact_stated AS m WHERE m.id IN (r.made, r.ended)
            AND NOT EXISTS (SELECT 1 FROM named_contact_stated AS n WHERE n.identifier = m.identifier
                            AND n.kind = 2 AND n.staff = m.staff AND n.from_day = m.from_day
                            AND n.superseded IS NULL AND n.unit = m.unit AND n.to_day IS m.to_day))
    OR EXISTS (SELECT 1 FROM coming_stated AS m WHERE m.id IN (r.place_made, r.place_ended)
               AND NOT EXISTS (SELECT 1 FROM coming_stated AS n WHERE n.identifier = m.identifier
                               AND n.from_day = m.from_day AND n.superseded IS NULL AND n.unit = m.unit
                               AND n.to_day IS m.to_day))
    OR EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN named_contact_stated AS n ON n.identifier = j.id
                   AND n.kind = 2 AND n.superseded IS NULL
               LEFT JOIN load_restored AS o ON o.table_name = 'named_contacts' AND o.id = n.id
               WHERE j.person = i.person AND coalesce(o.position, n.recorded) > ?2
                   AND NOT EXISTS (SELECT 1 FROM named_contact_stated AS m WHERE m.id IN (r.made, r.ended)
                                   AND n.identifier = m.identifier AND n.staff = m.staff
                                   AND n.from_day = m.from_day))
    OR EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN coming_stated AS n ON n.identifier = j.id
                   AND n.superseded IS NULL
               WHERE j.person = i.person AND n.recorded > ?2
                   AND NOT EXISTS (SELECT 1 FROM coming_stated AS m WHERE m.id IN (r.place_made, r.place_ended)
                                   AND n.identifier = m.identifier AND n.from_day = m.from_day))
    OR EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN listing_stated AS n ON n.identifier = j.id
                   AND n.superseded IS NULL
               LEFT JOIN load_restored AS o ON o.table_name = 'listings' AND o.id = n.id
               WHERE j.person = i.person AND coalesce(o.position, n.recorded) > ?2)
    OR EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN listing_stated AS n ON n.identifier = j.id
                   AND n.superseded IS NOT NULL
               WHERE j.person = i.person AND n.superseded > ?2 AND n.recorded <= ?2
                   AND NOT EXISTS (SELECT 1 FROM listing_stated AS h WHERE h.identifier = n.identifier
                                   AND h.from_day = n.from_day AND h.superseded IS NULL AND h.list = n.list
                                   AND h.to_day IS n.to_day))
    OR EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN opt_out_stated AS n ON n.identifier = j.id
                   AND n.superseded IS NULL
               WHERE j.person = i.person AND n.recorded > ?2), t.hsaid, w.from_day
FROM panel_move_row AS r CROSS JOIN identifier AS i ON i.id = r.identifier
LEFT JOIN named_contact_stated AS w ON w.id = r.was LEFT JOIN staff AS d ON d.id = w.staff
LEFT JOIN named_contact_stated AS g ON g.id = r.made LEFT JOIN staff AS t ON t.id = g.staff
WHERE r.move = ?1 ORDER BY i.person;

-- The row that says now what this one said, of a doctor and of a kept place.

-- name: panel_move.supersede_now
UPDATE named_contact_stated SET superseded = ?2
WHERE superseded IS NULL AND kind = 2
    AND (identifier, staff, from_day) = (SELECT m.identifier, m.staff, m.from_day FROM named_contact_stated AS m
                                         WHERE m.id = ?1);

-- name: panel_move.supersede_place_now
UPDATE coming_stated SET superseded = ?2
WHERE superseded IS NULL
    AND (identifier, from_day) = (SELECT m.identifier, m.from_day FROM coming_stated AS m WHERE m.id = ?1);

-- name: panel_move.set_undone
UPDATE panel_move SET undone = ?2 WHERE id = ?1;
