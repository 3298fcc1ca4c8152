-- Named contacts as stated and in effect.

-- name: named_contact.now
SELECT e.person, n.staff, n.unit, e.from_day, e.to_day, n.informed_on, e.kind
FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated
ORDER BY e.person, e.kind, e.from_day;

-- name: named_contact.touched
SELECT t.person, n.id, n.staff, n.unit, n.from_day, n.to_day, n.kind,
    coalesce(o.first_id, n.id), s.hsaid, u.hsaid
FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
CROSS JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
CROSS JOIN staff AS s ON s.id = n.staff CROSS JOIN unit AS u ON u.id = n.unit
LEFT JOIN load_restored AS o ON o.table_name = 'named_contacts' AND o.id = n.id
WHERE EXISTS (SELECT 1 FROM named_contact_stated) -- or each person would be looked for in nothing
ORDER BY t.person;

-- name: named_contact.each_stated
SELECT identifier, id, staff, unit, from_day, to_day, kind, id FROM named_contact_stated
WHERE superseded IS NULL ORDER BY identifier, kind, staff, from_day;

-- name: named_contact.forget_effects
DELETE FROM named_contact_effect WHERE person IN (SELECT person FROM temp.touched);

-- name: named_contact.insert_effect
INSERT OR ROLLBACK INTO named_contact_effect (person, kind, from_day, to_day, stated)
SELECT c1, c2, c3, c4, c5 FROM given;

-- The named doctors of one person whose rows reach to a day or beyond, of whatever unit.

-- name: named_contact.doctors_from
SELECT n.id, n.kind, s.hsaid, u.hsaid, n.from_day
FROM identifier AS i JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit
WHERE i.person = ?1 AND n.kind = 2 AND (n.to_day IS NULL OR n.to_day >= ?2)
ORDER BY n.from_day, n.id;

-- The named doctors of one person as they are in effect, and on what basis they were chosen.

-- name: named_contact.lists_of
SELECT n.staff, n.unit, e.from_day, e.to_day, n.basis
FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated
WHERE e.person = ? AND e.kind = 2 ORDER BY e.from_day;

-- One row holds no more; one that ends is stated with its end, and which row it was is kept: the one that
-- was said, however often its end has been stated anew. A row that was stated with its end from the first is
-- its own: what it was is the same without the end. ?5 is the row that held: what it says of informing stays.

-- name: named_contact.supersede_one
UPDATE named_contact_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: named_contact.state_ended
INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, to_day, reason, assigned_by,
    informed_on, basis, recorded)
SELECT identifier, kind, staff, unit, from_day,
    CASE WHEN EXISTS (SELECT 1 FROM contact_ending WHERE stated = ?1 AND was = ?1) THEN ?2
        ELSE min(coalesce(to_day, ?2), ?2) END, ?3, assigned_by,
    coalesce((SELECT h.informed_on FROM named_contact_stated AS h WHERE h.id = ?5), informed_on), basis, ?4
FROM named_contact_stated WHERE id = ?1;

-- name: named_contact.keep_was
INSERT INTO contact_ending (stated, was)
SELECT n.id, CASE WHEN e.was IS NULL THEN ?1 WHEN e.was = ?1 THEN n.id ELSE e.was END
FROM (SELECT max(id) AS id FROM named_contact_stated) AS n LEFT JOIN contact_ending AS e ON e.stated = ?1;

-- name: named_contact.keep_own
INSERT INTO contact_ending (stated, was) SELECT max(id), max(id) FROM named_contact_stated;

-- One row stated by itself: what stood under its key ends. And a row whose person has been told.

-- name: named_contact.supersede_key
UPDATE named_contact_stated SET superseded = ?5
WHERE identifier = ?1 AND kind = ?2 AND staff = ?3 AND from_day = ?4 AND superseded IS NULL;

-- name: named_contact.state
INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, to_day, reason, assigned_by, basis,
    recorded)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: named_contact.state_informed
INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, to_day, reason, assigned_by,
    informed_on, basis, recorded)
SELECT identifier, kind, staff, unit, from_day, to_day, reason, assigned_by, ?2, basis, ?3
FROM named_contact_stated WHERE id = ?1;

-- name: named_contact.keep_ending
INSERT INTO contact_ending (stated, was)
SELECT n.id, CASE WHEN e.was = ?1 THEN n.id ELSE e.was END
FROM (SELECT max(id) AS id FROM named_contact_stated) AS n JOIN contact_ending AS e ON e.stated = ?1;

-- What holds of a person on a day or later, of all kinds, with the day of informing.

-- name: named_contact.open_of
SELECT n.id, n.kind, s.hsaid, u.hsaid, n.from_day, max(n.informed_on)
FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated
JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit
WHERE e.person = ?1 AND (e.to_day IS NULL OR e.to_day >= ?2) GROUP BY n.id ORDER BY n.kind, n.from_day, n.id;

-- The named doctors of one person who end on the day before one or later, or not, with what each was: the
-- row that was said, and the end that it had of its own. One row; and who ended for one who began
-- on a day, as it was before this change (?3).

-- name: named_contact.reaching
SELECT n.id, w.id, w.kind, s.hsaid, u.hsaid, w.from_day, n.to_day, CASE WHEN w.id IS NOT e.stated THEN w.to_day END, n.reason,
    n.superseded IS NOT NULL
FROM identifier AS i JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
LEFT JOIN contact_ending AS e ON e.stated = n.id
JOIN named_contact_stated AS w ON w.id = coalesce(e.was, n.id)
JOIN staff AS s ON s.id = w.staff JOIN unit AS u ON u.id = w.unit
WHERE i.person = ?1 AND n.kind = 2 AND (n.to_day IS NULL OR n.to_day >= ?2 - 1)
ORDER BY n.from_day DESC, n.id DESC;

-- name: named_contact.row
SELECT n.id, w.id, w.kind, s.hsaid, u.hsaid, w.from_day, n.to_day, CASE WHEN w.id IS NOT e.stated THEN w.to_day END, n.reason,
    n.superseded IS NOT NULL
FROM named_contact_stated AS n LEFT JOIN contact_ending AS e ON e.stated = n.id
JOIN named_contact_stated AS w ON w.id = coalesce(e.was, n.id)
JOIN staff AS s ON s.id = w.staff JOIN unit AS u ON u.id = w.unit
WHERE n.id = ?1;

-- name: named_contact.replaced
SELECT n.id, w.id, w.kind, s.hsaid, u.hsaid, w.from_day, n.to_day, CASE WHEN w.id IS NOT e.stated THEN w.to_day END, n.reason,
    n.superseded IS NOT NULL
FROM identifier AS i JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
JOIN contact_ending AS e ON e.stated = n.id JOIN named_contact_stated AS w ON w.id = e.was
JOIN staff AS s ON s.id = w.staff JOIN unit AS u ON u.id = w.unit
WHERE i.person = ?1 AND n.kind = 2 AND n.to_day = ?2 - 1 AND n.reason = 'replaced'
    AND n.recorded < ?3
ORDER BY n.id DESC LIMIT 1;

-- One that was to begin on the day or later and was taken back, of a kind with a member of staff.

-- name: named_contact.never_began
SELECT n.id, n.kind, s.hsaid, u.hsaid, n.from_day
FROM identifier AS i JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NOT NULL
JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit
WHERE i.person = ?1 AND n.kind = ?2 AND s.hsaid = ?3 AND n.from_day >= ?4
ORDER BY n.id DESC LIMIT 1;

-- Rows that had not begun when a change of unit took them back, with what they were: those of one
-- change, and with a day of all changes whose listings from that day on it withdrew, and so on.
-- A file's word is none of them, nor what stands again or was said anew since; nor what doing without
-- would have taken back meanwhile.

-- name: named_contact.taken_back
WITH RECURSIVE said (position) AS (
    SELECT ?2
    UNION
    SELECT l.recorded FROM said JOIN identifier AS i ON i.person = ?1
    JOIN listing_stated AS l INDEXED BY listing_stated_past ON l.identifier = i.id AND l.superseded = said.position
    WHERE l.from_day >= ?3
    UNION
    SELECT l.recorded FROM said JOIN identifier AS i ON i.person = ?1
    JOIN elsewhere_stated AS l INDEXED BY elsewhere_stated_past ON l.identifier = i.id AND l.superseded = said.position
    WHERE l.from_day >= ?3
)
SELECT max(n.id), w.id, n.kind, s.hsaid, u.hsaid, n.from_day, n.to_day,
    CASE WHEN w.id IS NOT e.stated THEN w.to_day END, n.reason, 1
FROM identifier AS i JOIN named_contact_stated AS n ON n.identifier = i.id
JOIN change AS c ON c.position = n.superseded AND c.what IN ('list', 'unit')
LEFT JOIN contact_ending AS e ON e.stated = n.id
JOIN named_contact_stated AS w ON w.id = coalesce(e.was, n.id)
JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit
WHERE i.person = ?1 AND n.kind = 2 AND n.superseded < ?4 AND n.superseded IN (SELECT position FROM said)
    AND NOT EXISTS (SELECT 1 FROM named_contact_stated AS g
        WHERE g.identifier = n.identifier AND g.kind = n.kind AND g.staff = n.staff
            AND g.from_day = n.from_day AND g.superseded IS NULL)
    AND NOT EXISTS (SELECT 1 FROM named_contact_stated AS g
        WHERE g.identifier = n.identifier AND g.kind = n.kind AND g.staff = n.staff
            AND g.from_day = n.from_day AND g.superseded IS NOT NULL AND g.recorded = n.superseded)
    AND NOT EXISTS (SELECT 1 FROM opt_out_stated AS o
        WHERE o.identifier = n.identifier AND o.recorded > n.superseded AND o.from_day <= n.from_day)
GROUP BY n.identifier, n.staff, n.from_day ORDER BY n.from_day DESC, n.id DESC;

-- name: named_contact.state_without_end
INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, to_day, reason, assigned_by,
    informed_on, basis, recorded)
SELECT n.identifier, n.kind, n.staff, n.unit, n.from_day, CASE WHEN e.was IS NULL THEN n.to_day END,
    CASE WHEN e.was IS NULL THEN n.reason END, n.assigned_by,
    coalesce((SELECT h.informed_on FROM named_contact_stated AS h WHERE h.id = ?3), n.informed_on), n.basis, ?2
FROM named_contact_stated AS n LEFT JOIN contact_ending AS e ON e.stated = n.id AND e.was = n.id
WHERE n.id = ?1;

-- stated: named_contact
identifier KEY,
kind KEY,
staff KEY,
unit,
from_day KEY,
to_day,
reason,
assigned_by,
informed_on;
