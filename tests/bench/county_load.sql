-- The tables of a county beside those of region_load.sql, for county.sql.

CREATE TABLE doctors AS
WITH stated AS (
    SELECT p.person, u.unit, s.staff, f."from"::DATE AS since, coalesce(f."to", '9999-12-31')::DATE AS until,
        day_of(f.informed_on) AS informed
    FROM {named_contacts: person kind staff unit from to informed_on} AS f JOIN persons AS p ON p.id = f.person
    JOIN unit_keys AS u ON u.id = f.unit JOIN staff_keys AS s ON s.id = f.staff WHERE f.kind = '2'),
in_effect AS (
    SELECT s.*, people.ended, lead(s.since, 1, DATE '9999-12-31') OVER (PARTITION BY s.person ORDER BY s.since, s.staff, s.unit) - 1 AS next
    FROM stated AS s JOIN people ON people.person = s.person)
SELECT e.person, e.unit, e.staff, e.informed, greatest(e.since, l.since) AS since, least(e.until, e.ended, e.next, l.until) AS until
FROM in_effect AS e JOIN listings AS l ON l.person = e.person AND l.unit = e.unit
WHERE greatest(e.since, l.since) <= least(e.until, e.ended, e.next, l.until) ORDER BY sorted(e.person), 5;

CREATE TABLE care_contacts AS
SELECT p.person, f."from"::DATE AS since, least(coalesce(f."to", '9999-12-31')::DATE, people.ended) AS until
FROM {named_contacts: person kind from to} AS f JOIN persons AS p ON p.id = f.person JOIN people ON people.person = p.person
WHERE f.kind = '1' ORDER BY sorted(p.person), 2;

CREATE TABLE residences AS
SELECT p.person, word(f.kind) AS kind, f."from"::DATE AS since, coalesce(f."to", '9999-12-31')::DATE AS until
FROM {residences: person kind from to} AS f JOIN persons AS p ON p.id = f.person ORDER BY sorted(p.person), 3;

-- What belongs to which code set, by the code as the rows have it.
CREATE TABLE sets AS SELECT * FROM read_csv('{codesets}/*.csv', union_by_name = true, all_varchar = true, filename = true);

CREATE TABLE code_keys AS
SELECT code AS id, key(code, row_number() OVER (ORDER BY code)) AS code FROM (
    SELECT code FROM {diagnoses: code} UNION SELECT code FROM {measurements: code}
    UNION SELECT code FROM {procedures: code} UNION SELECT atc FROM {prescriptions: atc});

CREATE TABLE set_codes AS
SELECT DISTINCT parse_filename(s.filename, true) AS name, coalesce(s.part, '') AS part, k.code, s.substances, s.unit AS value_unit,
    coalesce(s.factor, '1')::DECIMAL(9, 4) AS factor, coalesce(s."offset", '0')::DECIMAL(9, 4) AS added
FROM sets AS s JOIN code_keys AS k
    ON spelled(k.id) = spelled(s.code) OR s.match = 'prefix' AND starts_with(spelled(k.id), spelled(s.code))
WHERE parse_filename(s.filename, true) <> 'njurpaverkade' OR NOT EXISTS (
    FROM sets AS x WHERE x.filename = s.filename AND x.part = 'exclude' AND starts_with(spelled(k.id), spelled(x.code)));

CREATE TABLE diagnoses AS
WITH visits AS MATERIALIZED (
    SELECT contact, person, day_of(date) AS day, unit FROM {contacts: contact person date unit form} WHERE form IN ('visit', 'home_visit'))
SELECT p.person, f.date::DATE AS day, month_of(f.date::DATE) AS m, u.unit, k.code,
    CASE WHEN f.contact IS NOT NULL THEN f.contact IN (SELECT contact FROM visits)
        ELSE (f.person, f.date::DATE, f.unit) IN (SELECT (person, day, unit) FROM visits) END AS at_visit
FROM {diagnoses: person date unit code contact} AS f JOIN persons AS p ON p.id = f.person
JOIN code_keys AS k ON k.id = f.code LEFT JOIN unit_keys AS u ON u.id = f.unit ORDER BY sorted(p.person), sorted(f.date);

CREATE TABLE measurements AS
SELECT p.person, f.date::DATE AS day, coalesce(f.time::TIMESTAMP, f.date::TIMESTAMP - INTERVAL 1 MINUTE) AS moment,
    month_of(f.date::DATE) AS m, k.code, ltrim(f.value, '<>=')::DECIMAL(12, 4) AS value, f.value_unit
FROM (SELECT *, row_number() OVER () AS row FROM {measurements: person date code value value_unit time}) AS f
JOIN persons AS p ON p.id = f.person JOIN code_keys AS k ON k.id = f.code ORDER BY sorted(p.person), 3, sorted(f.row);

CREATE TABLE prescriptions AS
SELECT p.person, month_of(f.date::DATE) AS m, k.code
FROM {prescriptions: person date atc} AS f JOIN persons AS p ON p.id = f.person JOIN code_keys AS k ON k.id = f.atc ORDER BY sorted(p.person), 2;

CREATE TABLE procedures AS
SELECT p.person, month_of(f.date::DATE) AS m, k.code
FROM {procedures: person date code} AS f JOIN persons AS p ON p.id = f.person JOIN code_keys AS k ON k.id = f.code ORDER BY sorted(p.person), 2;

CREATE TABLE invitations AS
SELECT p.person, f.programme, month_of(f.invited_on::DATE) AS invited, month_of(f.performed_on::DATE) AS performed
FROM {invitations: person programme invited_on performed_on} AS f JOIN persons AS p ON p.id = f.person ORDER BY sorted(p.person);

CREATE TABLE referrals AS
SELECT p.person, month_of(f.date::DATE) AS m, word(f."to") AS sent_to
FROM {referrals: person date to} AS f JOIN persons AS p ON p.id = f.person ORDER BY sorted(p.person), 2;

CREATE TABLE calls AS
SELECT u.unit, month_of((f.month || '-01')::DATE) AS m, f.calls::BIGINT AS calls, f.answered_same_day::BIGINT AS answered, f.telephony
FROM {calls: unit month calls answered_same_day telephony} AS f JOIN unit_keys AS u ON u.id = f.unit;

CREATE TABLE staffing AS
SELECT u.unit, month_of((f.month || '-01')::DATE) AS m, f.category, f.fte::DECIMAL(12, 4) AS fte
FROM {staffing: unit month category fte} AS f JOIN unit_keys AS u ON u.id = f.unit;

CREATE TABLE hired_weeks AS
SELECT u.unit, f.year::INTEGER AS year, f.profession, f.weeks::DECIMAL(12, 4) AS weeks
FROM {hired_weeks: unit year profession weeks} AS f JOIN unit_keys AS u ON u.id = f.unit;

CREATE TABLE economy AS
SELECT u.unit, f.year::INTEGER AS year, f.account, f.outcome_tkr::DECIMAL(18, 4) AS outcome, f.budget_tkr::DECIMAL(18, 4) AS budget
FROM {economy: unit year account outcome_tkr budget_tkr closed} AS f JOIN unit_keys AS u ON u.id = f.unit WHERE f.closed = 'yes';

CREATE TABLE cni AS
SELECT u.unit, f.unit = 'SE' AS nation, f.year::INTEGER AS year, f.population::BIGINT AS population,
    f.over65_alone::BIGINT * 6.15 + f.foreign_born::BIGINT * 5.72 + f.unemployed::BIGINT * 5.13 + f.single_parent::BIGINT * 4.19
    + f.moved::BIGINT * 4.19 + f.low_education::BIGINT * 3.97 + f.under5::BIGINT * 3.23 AS weighted
FROM {cni: unit year population under5 foreign_born over65_alone single_parent moved unemployed low_education} AS f
LEFT JOIN unit_keys AS u ON u.id = f.unit;

CREATE TABLE survey AS
SELECT u.unit, f.year::INTEGER AS year, f.dimension, f.score::DECIMAL(12, 4) AS score, f.responses::BIGINT AS responses
FROM {survey: unit year dimension score responses} AS f JOIN unit_keys AS u ON u.id = f.unit;
