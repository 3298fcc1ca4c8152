-- All that a snapshot is made of, in one transaction of reading: what is in effect now, whole
-- tables, in the order in which they stand.

-- name: snapshot.last_load
SELECT max(id) FROM load;

-- name: snapshot.last_unit
SELECT max(id) FROM unit;

-- name: snapshot.last_staff
SELECT max(id) FROM staff;

-- name: snapshot.last_person
SELECT max(key) FROM person;

-- name: snapshot.units
SELECT u.id, u.hsaid, s.name, s.operator, s.county, s.municipality
FROM unit u JOIN unit_stated s ON s.unit = u.id AND s.superseded IS NULL
ORDER BY u.id;

-- name: snapshot.staff
SELECT t.id, t.hsaid, s.protected_staff
FROM staff t LEFT JOIN staff_stated s ON s.staff = t.id AND s.superseded IS NULL
ORDER BY t.id;

-- A person's attributes are those of the newest identifier.
-- name: snapshot.persons
SELECT p.key, s.birth_date, s.deregistered_on, s.deregistration_reason, s.sex, s.protection
FROM person p LEFT JOIN person_stated s ON s.identifier = p.newest AND s.superseded IS NULL
ORDER BY p.key;

-- name: snapshot.identifiers
SELECT id, person FROM identifier;

-- name: snapshot.listings
SELECT e.person, l.unit, e.from_day, e.to_day, s.basis
FROM listing_effect e JOIN listing_stated s ON s.id = e.stated JOIN unit_list l ON l.id = s.list
ORDER BY e.person, e.from_day;

-- name: snapshot.named_contacts
SELECT e.person, s.unit, s.staff, e.from_day, e.to_day, s.informed_on, e.kind
FROM named_contact_effect e JOIN named_contact_stated s ON s.id = e.stated
ORDER BY e.person, e.kind, e.from_day;

-- Which report holds on a day is decided where it is asked; one that ends before it begins covers
-- none.
-- name: snapshot.residences
SELECT i.person, r.municipality, r.from_day, r.to_day, r.reported_on, r.kind
FROM residence_stated r JOIN identifier i ON i.id = r.identifier
WHERE r.superseded IS NULL AND (r.to_day IS NULL OR r.to_day >= r.from_day)
ORDER BY r.id;

-- name: snapshot.segments
SELECT load, path, checksum FROM load_segment ORDER BY load, path;
