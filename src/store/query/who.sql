-- Who is the doctor of one person on a day: asked for every person on a page, so each is one look into
-- an index after the other. ?1 is the person, ?2 the day, ?3 the unit.

-- name: who.listed
SELECT u.id, u.hsaid, n.name, n.phone, n.web, n.opens_on, n.closes_on
FROM listing_effect AS e CROSS JOIN listing_stated AS s ON s.id = e.stated
CROSS JOIN unit_list AS l ON l.id = s.list CROSS JOIN unit AS u ON u.id = l.unit
LEFT JOIN unit_stated AS n ON n.unit = u.id AND n.superseded IS NULL
WHERE e.person = ?1 AND e.from_day <= ?2 AND (e.to_day IS NULL OR e.to_day >= ?2)
ORDER BY e.from_day DESC LIMIT 1;

-- name: who.named
SELECT n.staff, d.hsaid
FROM named_contact_effect AS e CROSS JOIN named_contact_stated AS n ON n.id = e.stated
CROSS JOIN staff AS d ON d.id = n.staff
WHERE e.person = ?1 AND e.kind = 2 AND e.from_day <= ?2 AND (e.to_day IS NULL OR e.to_day >= ?2)
    AND n.unit = ?3
ORDER BY e.from_day DESC LIMIT 1;

-- A place holds while the person is listed there without a break, in one row or several, and until
-- anything else was decided: who goes and comes back, had a named doctor since or wanted none does not wait any more.

-- name: who.coming
SELECT c.id
FROM identifier AS i CROSS JOIN coming_stated AS c ON c.identifier = i.id AND c.superseded IS NULL
WHERE i.person = ?1 AND c.unit = ?3 AND c.from_day <= ?2 AND (c.to_day IS NULL OR c.to_day >= ?2)
    AND EXISTS (SELECT 1 FROM listing_effect AS e JOIN unit_list AS l ON l.id = e.list
                WHERE e.person = i.person AND e.from_day <= c.from_day
                    AND (e.to_day IS NULL OR e.to_day >= c.from_day) AND l.unit = ?3)
    AND NOT EXISTS (SELECT 1 FROM listing_effect AS e JOIN unit_list AS l ON l.id = e.list
                    WHERE e.person = i.person AND e.from_day > c.from_day AND e.from_day <= ?2
                        AND (l.unit <> ?3 OR NOT EXISTS (SELECT 1 FROM listing_effect AS b
                            WHERE b.person = e.person AND b.to_day = e.from_day - 1)))
    AND NOT EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN named_contact_stated AS n ON n.identifier = j.id
                        AND n.kind = 2 AND n.superseded IS NULL
                    WHERE j.person = i.person AND n.from_day BETWEEN c.from_day AND ?2)
    AND NOT EXISTS (SELECT 1 FROM named_contact_effect AS n WHERE n.person = i.person AND n.kind = 2
                        AND n.from_day <= ?2 AND (n.to_day IS NULL OR n.to_day >= c.from_day))
    AND NOT EXISTS (SELECT 1 FROM identifier AS j CROSS JOIN opt_out_stated AS n ON n.identifier = j.id
                        AND n.superseded IS NULL
                    WHERE j.person = i.person AND n.from_day BETWEEN c.from_day AND ?2)
LIMIT 1;

-- Those who stand in for a doctor at the unit on the day.

-- name: who.substitutes
SELECT b.staff, d.hsaid, b.from_day, b.to_day
FROM substitute_stated AS b CROSS JOIN staff AS d ON d.id = b.staff
WHERE b.doctor = ?1 AND b.unit = ?3 AND b.superseded IS NULL AND b.from_day <= ?2 AND b.to_day >= ?2
ORDER BY b.from_day, d.hsaid;
