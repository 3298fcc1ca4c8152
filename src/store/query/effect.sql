-- What is in effect, listings and named contacts in one, of the touched (query/person.sql). Columns:
-- person, 0 a listing and 1 a named contact, unit, staff, from, to, basis, kind, day of informing,
-- of a named contact that was stated to end on that day why, and of a listing in another county which.

-- name: effect.touched
SELECT e.person, 0, u.hsaid, NULL, e.from_day, e.to_day, n.basis, 0, NULL, NULL, NULL
FROM temp.touched AS t CROSS JOIN listing_effect AS e ON e.person = t.person
JOIN listing_stated AS n ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list
JOIN unit AS u ON u.id = l.unit
UNION ALL
SELECT e.person, 0, NULL, NULL, e.from_day, e.to_day, 0, 0, NULL, NULL, n.county
FROM temp.touched AS t CROSS JOIN elsewhere_effect AS e ON e.person = t.person
JOIN elsewhere_stated AS n ON n.id = e.stated
UNION ALL
SELECT e.person, 1, u.hsaid, s.hsaid, e.from_day, e.to_day, 0, e.kind, n.informed_on,
    CASE WHEN n.to_day = e.to_day THEN n.reason END, NULL
FROM temp.touched AS t CROSS JOIN named_contact_effect AS e ON e.person = t.person
JOIN named_contact_stated AS n ON n.id = e.stated JOIN unit AS u ON u.id = n.unit
JOIN staff AS s ON s.id = n.staff
ORDER BY 1, 2, 5;
