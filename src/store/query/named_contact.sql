-- Named contacts as stated and in effect.

-- name: named_contact.now
SELECT e.person, n.staff, n.unit, e.from_day, e.to_day, n.informed_on, e.kind
FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated
ORDER BY e.person, e.kind, e.from_day;

-- name: named_contact.touched
SELECT t.person, n.id, n.staff, n.unit, n.from_day, n.to_day, n.kind,
    coalesce(o.first_id, n.id)
FROM temp.touched AS t CROSS JOIN identifier AS i ON i.person = t.person
CROSS JOIN named_contact_stated AS n ON n.identifier = i.id AND n.superseded IS NULL
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

-- Those of one person on a day.

-- name: named_contact.of_person
SELECT n.id, e.kind, s.hsaid, u.hsaid, e.from_day
FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated
JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit
WHERE e.person = ?1 AND e.from_day <= ?2 AND (e.to_day IS NULL OR e.to_day >= ?2)
ORDER BY e.kind, e.from_day, n.id;

-- One row holds no more; and one that ends is stated with its end.

-- name: named_contact.supersede_one
UPDATE named_contact_stated SET superseded = ?2 WHERE id = ?1 AND superseded IS NULL;

-- name: named_contact.state_ended
INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, to_day, reason, assigned_by,
    informed_on, recorded)
SELECT identifier, kind, staff, unit, from_day, ?2, ?3, assigned_by, informed_on, ?4
FROM named_contact_stated WHERE id = ?1 AND from_day <= ?2;

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
