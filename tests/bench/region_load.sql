-- A region's files as tables of DuckDB, as Kontinua's snapshot has them: persons by their newest
-- identifier, listings as they are in effect. Not part of what is timed.
-- {people: a b} stands for the columns a and b of people.csv, NULL where the file lacks one. Whether the
-- tables have integers, enums and an order, or texts as they stand in the files, is for key(text, number),
-- word(text) and sorted(x) to say (duckdb_county.mjs).

CREATE MACRO month_of(day) AS (year(day) * 12 + month(day) - 1)::INTEGER;
CREATE MACRO last_month(day) AS month_of(day + 1) - 1; -- whose last day is no later
CREATE MACRO day_of(written) AS left(written, 10)::DATE;
CREATE MACRO spelled(code) AS upper(replace(replace(code, '.', ''), '-', ''));

CREATE TABLE unit_keys AS
SELECT unit AS id, key(unit, row_number() OVER (ORDER BY unit)) AS unit, county
FROM {units: unit county};

CREATE TABLE units AS SELECT unit FROM unit_keys WHERE county = '23';

CREATE TABLE staff_keys AS
SELECT staff AS id, key(staff, row_number() OVER (ORDER BY staff)) AS staff FROM {staff: staff};

CREATE TABLE persons AS
WITH RECURSIVE stated AS MATERIALIZED (SELECT person, replaced_by FROM {people: person replaced_by}),
newest(identifier, person) AS (
    SELECT person, person FROM stated WHERE replaced_by IS NULL
    UNION ALL
    SELECT stated.person, newest.person FROM stated JOIN newest ON stated.replaced_by = newest.identifier)
SELECT identifier AS id, person AS newest, key(person, dense_rank() OVER (ORDER BY person)) AS person FROM newest;

CREATE TABLE people AS
SELECT p.person, f.birth_date::DATE AS birth, f.county, f.registered_from::DATE AS registered_from,
    coalesce(CASE WHEN deregistration_reason <> 'replaced' THEN deregistered_on END, '9999-12-31')::DATE AS registered_to,
    CASE WHEN deregistration_reason IN ('died', 'emigrated') THEN deregistered_on END::DATE AS ended
FROM {people: person birth_date county registered_from deregistered_on deregistration_reason} AS f
JOIN persons AS p ON p.id = f.person AND p.newest = f.person
ORDER BY sorted(p.person);

CREATE TABLE listings AS
WITH stated AS (
    SELECT p.person, u.unit, word(f.basis) AS basis, f."from"::DATE AS since, coalesce(f."to", '9999-12-31')::DATE AS until
    FROM {listings: person unit from to basis} AS f JOIN persons AS p ON p.id = f.person JOIN unit_keys AS u ON u.id = f.unit),
in_effect AS (
    SELECT s.person, s.unit, s.basis, s.since, least(s.until, people.ended,
        lead(s.since, 1, DATE '9999-12-31') OVER (PARTITION BY s.person ORDER BY s.since) - 1) AS until
    FROM stated AS s JOIN people ON people.person = s.person)
SELECT * FROM in_effect WHERE since <= until ORDER BY sorted(person), since;

CREATE TABLE contacts AS
SELECT p.person, day_of(f.date) AS day, month_of(day_of(f.date)) AS m, coalesce(u.unit, key(f.unit, NULL)) AS unit,
    s.staff, word(f.profession) AS profession, word(f.form) AS form, word(f.level) AS level, word(f.problem) AS problem,
    word(f.assessed) AS assessed, f.sought_on::DATE AS sought
FROM (SELECT *, row_number() OVER () AS row FROM
    {contacts: person date unit staff profession form level problem assessed sought_on}) AS f
JOIN persons AS p ON p.id = f.person LEFT JOIN unit_keys AS u ON u.id = f.unit LEFT JOIN staff_keys AS s ON s.id = f.staff
ORDER BY sorted(p.person), sorted(f.date), sorted(f.row);
