-- Every measure of measures/ in SQL, for all month-ends at once: what Kontinua computes, as a good user
-- of DuckDB would ask for it, all of it timed. Whatever puts a person or a row into a figure does so for
-- a run of month-ends, from a to b; what meets what is an overlap of such runs, and the month-ends are
-- joined last, when few rows are left. m0() and m1() are the oldest and the newest.
-- A line `--: measure …` names those that the next statement is for.

CREATE OR REPLACE TEMP TABLE months AS
SELECT m::INTEGER AS m, last_day(make_date((m // 12)::INTEGER, (m % 12 + 1)::INTEGER, 1)) AS t FROM range(m0(), m1() + 1) AS r(m);

-- n and d are summed; at_unit and at_county say for which level, both where a county's figure is its units' sum.
CREATE OR REPLACE TEMP TABLE spans (measure VARCHAR, unit {unit}, a INTEGER, b INTEGER, n DOUBLE, d DOUBLE,
    at_unit BOOLEAN DEFAULT true, at_county BOOLEAN DEFAULT true);

CREATE OR REPLACE TEMP TABLE stays AS
SELECT person, unit, basis, greatest(month_of(since), m0()) AS a, least(last_month(until), m1()) AS b
FROM listings SEMI JOIN units USING (unit) WHERE a <= b;

--: listed
INSERT INTO spans BY NAME SELECT 'listed' AS measure, unit, a, b, count(*) AS n FROM stays GROUP BY ALL;

--: active_choice ed_visits ed_referrals named_doctor named_doctor_informed named_care_contact Di01
INSERT INTO spans BY NAME
SELECT measure, unit, a, b, 0 AS n, d FROM (SELECT unit, a, b, count(*) AS d FROM stays GROUP BY ALL),
    (VALUES ('active_choice'), ('ed_visits'), ('ed_referrals'), ('named_doctor'), ('named_doctor_informed'),
        ('named_care_contact'), ('Di01')) AS v(measure);

--: active_choice
INSERT INTO spans BY NAME SELECT 'active_choice' AS measure, unit, a, b, count(*) AS n, 0 AS d FROM stays
WHERE basis IN ('choice_eservice', 'choice_form', 'special_reason') GROUP BY ALL;

--: listed_change
INSERT INTO spans BY NAME
SELECT 'listed_change' AS measure, unit, m AS a, m AS b, count(*) FILTER (now) - count(*) FILTER (NOT now) AS n
FROM listings JOIN (SELECT m, t AS day, true AS now FROM months UNION ALL SELECT m, last_day(t - INTERVAL 12 MONTH), false FROM months)
    ON day >= since AND day <= until
SEMI JOIN units USING (unit) GROUP BY unit, m;

-- Contacts by unit and month, in one reading.
--: production home_visits access3 access3_month
CREATE OR REPLACE TEMP TABLE busy AS
SELECT unit, m, count(*) AS contacts, count(*) FILTER (form = 'home_visit') AS home, count(*) FILTER (asked) AS asked,
    count(*) FILTER (asked AND day - sought BETWEEN 0 AND 3) AS soon
FROM (SELECT *, problem IN ('new', 'worsened') AND assessed = 'yes' AND profession IN ('physician', 'nurse', 'physiotherapist',
        'occupational_therapist', 'psychologist', 'counsellor', 'dietitian', 'midwife')
        AND form IN ('visit', 'home_visit', 'video', 'phone', 'letter') AS asked
    FROM contacts SEMI JOIN units USING (unit) WHERE m BETWEEN m0() - 11 AND m1())
GROUP BY unit, m;

--: production home_visits access3 access3_month
INSERT INTO spans BY NAME
SELECT measure, unit, greatest(m, m0()) AS a, least(m + 11, m1()) AS b, n, d FROM (
    SELECT 'production' AS measure, unit, m, contacts AS n, NULL AS d FROM busy
    UNION ALL SELECT 'home_visits', unit, m, home, NULL FROM busy UNION ALL SELECT 'access3', unit, m, soon, asked FROM busy)
UNION ALL SELECT 'access3_month', unit, m, m, soon, asked FROM busy WHERE m >= m0();

-- A patient counts from a contact on for 12 months, or until the next one begins such a run.
--: patients home_visit_patients
CREATE OR REPLACE TEMP TABLE met AS
SELECT person, unit, m, bool_or(form = 'home_visit') AS at_home
FROM contacts SEMI JOIN units USING (unit) WHERE m BETWEEN m0() - 11 AND m1() GROUP BY person, unit, m;

--: patients home_visit_patients
INSERT INTO spans BY NAME
WITH seen AS (
    SELECT 'patients' AS measure, person, unit, m FROM met UNION ALL SELECT 'home_visit_patients', person, unit, m FROM met WHERE at_home),
runs AS (
    SELECT measure, unit, greatest(m, m0()) AS a,
        least(m + 12, m1() + 1, lead(m, 1, 999999) OVER (PARTITION BY measure, person, unit ORDER BY m)) - 1 AS b FROM seen)
SELECT measure, unit, a, b, count(*) AS n, false AS at_county FROM runs WHERE a <= b GROUP BY ALL;

--: patients home_visit_patients
INSERT INTO spans BY NAME
WITH seen AS (
    SELECT DISTINCT 'patients' AS measure, person, m FROM met
    UNION ALL SELECT DISTINCT 'home_visit_patients', person, m FROM met WHERE at_home),
runs AS (
    SELECT measure, greatest(m, m0()) AS a,
        least(m + 12, m1() + 1, lead(m, 1, 999999) OVER (PARTITION BY measure, person ORDER BY m)) - 1 AS b FROM seen)
SELECT measure, a, b, count(*) AS n, false AS at_unit FROM runs WHERE a <= b GROUP BY ALL;

--: coverage ed_visits
INSERT INTO spans BY NAME
WITH care AS (
    SELECT person, m, count(*) AS visits, count(*) FILTER (level = 'primary') AS near, count(*) FILTER (level = 'emergency') AS urgent
    FROM contacts WHERE form IN ('visit', 'home_visit') AND m BETWEEN m0() - 11 AND m1() GROUP BY person, m),
summed AS (
    SELECT unit, greatest(m, a) AS a, least(m + 11, b) AS b, sum(visits) AS visits, sum(near) AS near, sum(urgent) AS urgent
    FROM care JOIN stays USING (person) WHERE greatest(m, stays.a) <= least(m + 11, stays.b) GROUP BY ALL)
SELECT 'coverage' AS measure, unit, a, b, near AS n, visits AS d FROM summed
UNION ALL SELECT 'ed_visits', unit, a, b, urgent, 0 FROM summed;

--: ed_referrals
INSERT INTO spans BY NAME
SELECT 'ed_referrals' AS measure, unit, greatest(m, stays.a) AS a, least(m + 11, stays.b) AS b, count(*) AS n, 0 AS d
FROM referrals JOIN stays USING (person)
WHERE sent_to = 'emergency' AND greatest(m, stays.a) <= least(m + 11, stays.b) GROUP BY ALL;

--: own_doctor_visits slicc_month
INSERT INTO spans BY NAME
WITH visits AS (
    SELECT c.person, c.unit, c.m, count(*) AS d, count(*) FILTER (c.staff = doctors.staff) AS n
    FROM contacts AS c JOIN doctors ON doctors.person = c.person AND c.day >= doctors.since AND c.day <= doctors.until
    WHERE c.profession = 'physician' AND c.form IN ('visit', 'home_visit') AND c.m BETWEEN m0() - 11 AND m1()
    GROUP BY c.person, c.unit, c.m),
runs AS (
    SELECT measure, unit, greatest(m, stays.a) AS a, least(m + reach, stays.b) AS b, n, d
    FROM visits JOIN stays USING (person, unit), (VALUES ('own_doctor_visits', 11), ('slicc_month', 0)) AS v(measure, reach))
SELECT measure, unit, a, b, sum(n) AS n, sum(d) AS d FROM runs WHERE a <= b GROUP BY ALL;

-- Continuity: a visit a day and clinician; `again` where the one before was to the same.
--: Ko05L Ko05L_upc Ko05L_k Ko05L_secon Ko05L_mmci Ko05S Ko05S_upc Ko05S_k Ko05S_secon Ko05S_mmci
CREATE OR REPLACE TEMP TABLE indexes AS
WITH daily AS (
    SELECT profession, person, unit, staff, day, any_value(m) AS m, min(contacts.rowid) AS row FROM contacts SEMI JOIN units USING (unit)
    WHERE profession IN ('physician', 'nurse') AND form IN ('visit', 'home_visit') AND staff IS NOT NULL AND m BETWEEN m0() - 17 AND m1()
    GROUP BY profession, person, unit, staff, day),
ordered AS (
    SELECT profession, person, unit, staff, m, CASE WHEN staff = lag(staff) OVER w THEN lag(m) OVER w END AS again
    FROM daily WINDOW w AS (PARTITION BY profession, person, unit ORDER BY day, row)
    QUALIFY count(*) OVER (PARTITION BY profession, person, unit) >= 3),
runs AS (
    SELECT profession, person, unit, staff, greatest(m, a) AS a, least(m + 17, b) AS b, again + 17 AS until
    FROM ordered JOIN stays USING (person, unit) WHERE greatest(m, stays.a) <= least(m + 17, stays.b)),
monthly AS (SELECT profession, person, unit, staff, until, unnest(range(a, b + 1))::INTEGER AS m FROM runs),
often AS (SELECT profession, person, m FROM monthly GROUP BY ALL HAVING count(*) >= 3),
providers AS (
    SELECT profession, person, any_value(unit) AS unit, m, count(*) AS k, count(*) FILTER (m <= until) AS same
    FROM monthly SEMI JOIN often USING (profession, person, m) GROUP BY profession, person, m, staff),
persons AS (
    SELECT profession, any_value(unit) AS unit, m, sum(k)::DOUBLE AS n, sum(k * k)::DOUBLE AS q, max(k) AS most, count(*) AS who, sum(same) AS same
    FROM providers GROUP BY profession, person, m)
SELECT profession, unit, m, count(*) AS d, sum((q - n) / (n * (n - 1))) AS coc, sum(most / n) AS upc, sum((n - who) / (n - 1)) AS k,
    sum(same / (n - 1)) AS secon, sum((10 * n + 1 - 10 * who) / (10 * n - 9)) AS mmci
FROM persons GROUP BY profession, unit, m;

--: Ko05L Ko05L_upc Ko05L_k Ko05L_secon Ko05L_mmci Ko05S Ko05S_upc Ko05S_k Ko05S_secon Ko05S_mmci
INSERT INTO spans BY NAME
SELECT CASE profession WHEN 'physician' THEN 'Ko05L' ELSE 'Ko05S' END || ending AS measure, unit, m AS a, m AS b, n, d FROM (
    SELECT profession, unit, m, d, '' AS ending, coc AS n FROM indexes UNION ALL SELECT profession, unit, m, d, '_upc', upc FROM indexes
    UNION ALL SELECT profession, unit, m, d, '_k', k FROM indexes UNION ALL SELECT profession, unit, m, d, '_secon', secon FROM indexes
    UNION ALL SELECT profession, unit, m, d, '_mmci', mmci FROM indexes);

-- Named contacts and homes.
--: named_doctor named_doctor_informed named_doctor_population saebo_named_doctor
CREATE OR REPLACE TEMP TABLE having_doctor AS
SELECT person, unit, informed, greatest(month_of(since), m0()) AS a, least(last_month(until), m1()) AS b FROM doctors WHERE a <= b;

--: named_doctor named_doctor_informed
INSERT INTO spans BY NAME
SELECT 'named_doctor' AS measure, unit, a, b, count(*) AS n, 0 AS d FROM having_doctor SEMI JOIN units USING (unit) GROUP BY ALL
UNION ALL SELECT 'named_doctor_informed', unit, greatest(a, month_of(informed)) AS since, b, count(*), 0
FROM having_doctor SEMI JOIN units USING (unit) WHERE informed IS NOT NULL AND since <= b GROUP BY ALL;

--: named_doctor_population
INSERT INTO spans BY NAME
WITH registered AS (
    SELECT person, greatest(month_of(registered_from), m0()) AS a, least(last_month(registered_to), m1()) AS b FROM people
    WHERE county = '23' AND registered_from <= registered_to AND a <= b)
SELECT 'named_doctor_population' AS measure, a, b, 0 AS n, count(*) AS d, false AS at_unit FROM registered GROUP BY ALL
UNION ALL SELECT 'named_doctor_population', greatest(r.a, h.a) AS since, least(r.b, h.b) AS until, count(*), 0, false
FROM registered AS r JOIN having_doctor AS h USING (person) WHERE since <= until GROUP BY ALL;

--: named_care_contact saebo_named_care_contact
CREATE OR REPLACE TEMP TABLE having_contact AS
SELECT DISTINCT person, months.m FROM care_contacts JOIN months ON months.t >= since AND months.t <= until;

--: named_care_contact
INSERT INTO spans BY NAME
SELECT 'named_care_contact' AS measure, unit, m AS a, m AS b, count(*) AS n, 0 AS d
FROM having_contact JOIN stays USING (person) WHERE m >= stays.a AND m <= stays.b GROUP BY unit, m;

--: saebo_named_doctor saebo_named_care_contact med_review_basic med_review_full
CREATE OR REPLACE TEMP TABLE cared_for AS
WITH living AS (
    SELECT person, months.m, bool_or(kind = 'saebo') AS saebo FROM residences JOIN months ON months.t >= since AND months.t <= until
    GROUP BY person, months.m)
SELECT person, unit, m, saebo FROM living JOIN stays USING (person) WHERE m >= a AND m <= b;

--: saebo_named_doctor
INSERT INTO spans BY NAME
SELECT 'saebo_named_doctor' AS measure, c.unit, m AS a, m AS b, count(h.person) AS n, count(*) AS d
FROM cared_for AS c LEFT JOIN having_doctor AS h ON h.person = c.person AND m >= h.a AND m <= h.b WHERE saebo GROUP BY c.unit, m;

--: saebo_named_care_contact
INSERT INTO spans BY NAME
SELECT 'saebo_named_care_contact' AS measure, unit, m AS a, m AS b, count(h.person) AS n, count(*) AS d
FROM cared_for AS c LEFT JOIN having_contact AS h USING (person, m) WHERE saebo GROUP BY unit, m;

-- For which month-ends something of a person lies in its window: runs that do not overlap.
--: Di01 Di03L1 Di03_missing Di03_middle Di03_high Di02_70 Di02_missing Di02_under52 Di02_52_70 KOL02A Ald02 med_review_basic med_review_full
CREATE OR REPLACE TEMP TABLE held AS
WITH events AS (
    SELECT name, 60 AS months, person, m FROM diagnoses JOIN set_codes USING (code) WHERE name IN ('diabetes', 'diabetes_typ2', 'kol')
    UNION ALL SELECT 'kol visit', 18, person, m FROM diagnoses JOIN set_codes USING (code) WHERE name = 'kol' AND at_visit
    UNION ALL SELECT name, 18, person, m FROM measurements JOIN set_codes USING (code) WHERE name = 'njurfunktion'
    UNION ALL SELECT name, 18, person, m FROM prescriptions JOIN set_codes USING (code) WHERE name = 'njurpaverkade'
    UNION ALL SELECT name, 12, person, m FROM procedures JOIN set_codes USING (code) WHERE name IN ('lmg_enkel', 'lmg_fordjupad')),
runs AS (
    SELECT name, person, greatest(m, m0()) AS a,
        least(m + months, m1() + 1, lead(m, 1, 999999) OVER (PARTITION BY name, person ORDER BY m)) - 1 AS b
    FROM (SELECT DISTINCT * FROM events))
SELECT * FROM runs WHERE a <= b;

--: Di01 Di03L1 Di03_missing Di03_middle Di03_high Di02_70 Di02_missing Di02_under52 Di02_52_70 KOL02A
CREATE OR REPLACE TEMP TABLE patients AS -- of the listed, who has the illness
SELECT name, person, unit, greatest(h.a, s.a) AS a, least(h.b, s.b) AS b FROM held AS h JOIN stays AS s USING (person)
WHERE name IN ('diabetes', 'diabetes_typ2', 'kol') AND greatest(h.a, s.a) <= least(h.b, s.b);

--: Di01
INSERT INTO spans BY NAME
SELECT 'Di01' AS measure, unit, a, b, count(*) AS n, 0 AS d FROM patients WHERE name = 'diabetes' GROUP BY ALL;

-- The last reading of both halves, for the month-ends until the next one or for 18 months.
--: Di03L1 Di03_missing Di03_middle Di03_high
INSERT INTO spans BY NAME
WITH readings AS (
    SELECT person, any_value(m) AS m, moment, max_by(value, measurements.rowid) FILTER (part = 'systoliskt') AS systolic,
        max_by(value, measurements.rowid) FILTER (part = 'diastoliskt') AS diastolic
    FROM measurements JOIN set_codes USING (code) WHERE name = 'blodtryck' AND m BETWEEN m0() - 17 AND m1()
    GROUP BY person, moment HAVING systolic IS NOT NULL AND diastolic IS NOT NULL),
last AS (SELECT person, m, max_by(systolic, moment) AS systolic, max_by(diastolic, moment) AS diastolic FROM readings GROUP BY person, m),
runs AS (SELECT *, m AS since, least(m + 18, lead(m, 1, 999999) OVER (PARTITION BY person ORDER BY m)) - 1 AS until FROM last),
judged AS (
    SELECT unit, greatest(since, p.a) AS a, least(until, p.b) AS b, systolic <= 140 AND diastolic <= 85 AS low,
        systolic >= 150 OR diastolic >= 90 AS high
    FROM runs JOIN patients AS p USING (person) WHERE p.name = 'diabetes' AND greatest(since, p.a) <= least(until, p.b)),
summed AS (
    SELECT unit, a, b, count(*) AS all_of, count(*) FILTER (low) AS low, count(*) FILTER (NOT low AND NOT high) AS middle,
        count(*) FILTER (high) AS high FROM judged GROUP BY ALL)
SELECT 'Di03L1' AS measure, unit, a, b, low AS n, all_of AS d FROM summed
UNION ALL SELECT 'Di03_middle', unit, a, b, middle, all_of FROM summed
UNION ALL SELECT 'Di03_high', unit, a, b, high, all_of FROM summed
UNION ALL SELECT 'Di03_missing', unit, a, b, -all_of, 0 FROM summed
UNION ALL SELECT 'Di03_missing', unit, a, b, count(*), count(*) FROM patients WHERE name = 'diabetes' GROUP BY ALL;

--: Di02_70 Di02_missing Di02_under52 Di02_52_70
INSERT INTO spans BY NAME
WITH last AS (
    SELECT person, m, max_by(value * factor + added, (moment, x.rowid)) AS value
    FROM measurements AS x JOIN set_codes AS s ON s.code = x.code AND s.name = 'hba1c' AND s.value_unit = x.value_unit
    WHERE m BETWEEN m0() - 17 AND m1() GROUP BY person, m),
runs AS (SELECT *, m AS since, least(m + 18, lead(m, 1, 999999) OVER (PARTITION BY person ORDER BY m)) - 1 AS until FROM last),
judged AS (
    SELECT unit, greatest(since, p.a) AS a, least(until, p.b) AS b, value
    FROM runs JOIN patients AS p USING (person) WHERE p.name = 'diabetes_typ2' AND greatest(since, p.a) <= least(until, p.b)),
summed AS (
    SELECT unit, a, b, count(*) AS all_of, count(*) FILTER (value < 52) AS low, count(*) FILTER (value >= 52 AND value <= 70) AS middle,
        count(*) FILTER (value > 70) AS high FROM judged GROUP BY ALL)
SELECT 'Di02_under52' AS measure, unit, a, b, low AS n, all_of AS d FROM summed
UNION ALL SELECT 'Di02_52_70', unit, a, b, middle, all_of FROM summed
UNION ALL SELECT 'Di02_70', unit, a, b, high, all_of FROM summed
UNION ALL SELECT 'Di02_missing', unit, a, b, -all_of, 0 FROM summed
UNION ALL SELECT 'Di02_missing', unit, a, b, count(*), count(*) FROM patients WHERE name = 'diabetes_typ2' GROUP BY ALL;

-- New is a day without either diagnosis in the 18 months before; two such days are never in one window.
--: Dep04 An04
INSERT INTO spans BY NAME
WITH mood AS MATERIALIZED (
    SELECT DISTINCT name, person, unit, day, m FROM diagnoses JOIN set_codes USING (code) WHERE name IN ('depression', 'angest')),
days AS (SELECT person, day, lag(day) OVER (PARTITION BY person ORDER BY day) AS before FROM (SELECT DISTINCT person, day FROM mood)),
onsets AS (
    SELECT name, mood.person, unit, mood.day, m FROM mood JOIN days USING (person, day)
    WHERE (before IS NULL OR before < mood.day - INTERVAL 18 MONTH) AND m BETWEEN m0() - 17 AND m1()),
returns AS (
    SELECT o.name, o.person, o.unit, o.m, min(mood.day) AS day FROM onsets AS o LEFT JOIN mood
        ON mood.name = o.name AND mood.person = o.person AND mood.unit = o.unit AND mood.day > o.day AND mood.day <= o.day + 90
    GROUP BY ALL),
runs AS (
    SELECT name, r.unit, greatest(m, s.a) AS a, least(m + 17, s.b) AS b, CASE WHEN day IS NOT NULL THEN greatest(month_of(day), s.a) END AS back
    FROM returns AS r JOIN stays AS s ON s.person = r.person AND s.unit = r.unit WHERE greatest(m, s.a) <= least(m + 17, s.b))
SELECT measure, unit, a, b, sum(n) AS n, sum(d) AS d FROM (
    SELECT CASE name WHEN 'angest' THEN 'An04' ELSE 'Dep04' END AS measure, unit, a, b, 0 AS n, 1 AS d FROM runs
    UNION ALL SELECT CASE name WHEN 'angest' THEN 'An04' ELSE 'Dep04' END, unit, back, b, 1, 0 FROM runs WHERE back <= b)
GROUP BY ALL;

--: KOL02A
INSERT INTO spans BY NAME
WITH taken AS (
    SELECT DISTINCT person, m, unnest(string_split(substances, '+')) AS substance
    FROM prescriptions JOIN set_codes USING (code) WHERE name = 'kol_underhall' AND m BETWEEN m0() - 17 AND m1()),
kept AS (
    SELECT person, months.m FROM taken JOIN months ON months.m >= taken.m AND months.m <= taken.m + 17
    GROUP BY person, months.m HAVING count(DISTINCT substance) >= 2)
SELECT 'KOL02A' AS measure, p.unit, m AS a, m AS b, count(h.person) AS n, count(*) AS d
FROM kept JOIN patients AS p ON p.person = kept.person AND p.name = 'kol' AND m >= p.a AND m <= p.b
LEFT JOIN held AS h ON h.person = kept.person AND h.name = 'kol visit' AND m >= h.a AND m <= h.b GROUP BY p.unit, m;

-- A birthday on 29 February is on 1 March of other years.
--: Ald02
INSERT INTO spans BY NAME
WITH old AS (SELECT person, month_of((birth - 1 + INTERVAL 75 YEAR)::DATE + 1) AS since FROM people WHERE birth IS NOT NULL),
drugs AS (
    SELECT h.person, unit, greatest(h.a, s.a, since) AS a, least(h.b, s.b) AS b
    FROM held AS h JOIN old USING (person) JOIN stays AS s ON s.person = h.person
    WHERE name = 'njurpaverkade' AND greatest(h.a, s.a, since) <= least(h.b, s.b))
SELECT 'Ald02' AS measure, unit, a, b, 0 AS n, count(*) AS d FROM drugs GROUP BY ALL
UNION ALL SELECT 'Ald02', unit, greatest(d.a, h.a) AS since, least(d.b, h.b) AS until, count(*), 0
FROM drugs AS d JOIN held AS h USING (person) WHERE name = 'njurfunktion' AND since <= until GROUP BY ALL;

--: med_review_basic med_review_full
INSERT INTO spans BY NAME
SELECT measure, unit, m AS a, m AS b, count(h.person) AS n, count(*) AS d
FROM cared_for AS c CROSS JOIN (VALUES ('med_review_basic', 'lmg_enkel'), ('med_review_full', 'lmg_fordjupad')) AS v(measure, name)
LEFT JOIN held AS h ON h.person = c.person AND h.name = v.name AND m >= h.a AND m <= h.b GROUP BY measure, unit, m;

--: health_talk_invited health_talk_done
INSERT INTO spans BY NAME
WITH cohort AS (
    SELECT person, unit, 'health_talk_' || turns AS programme, greatest(s.a, (year(birth) + turns) * 12) AS a,
        least(s.b, (year(birth) + turns) * 12 + 11) AS b
    FROM people JOIN stays AS s USING (person), (VALUES (40), (50), (60), (70)) AS v(turns)
    WHERE greatest(s.a, (year(birth) + turns) * 12) <= least(s.b, (year(birth) + turns) * 12 + 11)),
first AS (SELECT person, programme, min(invited) AS invited, min(performed) AS performed FROM invitations GROUP BY ALL)
SELECT measure, unit, a, b, 0 AS n, count(*) AS d FROM cohort, (VALUES ('health_talk_invited'), ('health_talk_done')) AS v(measure) GROUP BY ALL
UNION ALL SELECT 'health_talk_invited', unit, greatest(a, invited) AS since, b, count(*), 0
FROM cohort JOIN first USING (person, programme) WHERE invited <= b GROUP BY ALL
UNION ALL SELECT 'health_talk_done', unit, greatest(a, performed) AS since, b, count(*), 0
FROM cohort JOIN first USING (person, programme) WHERE performed <= b GROUP BY ALL;

-- What units report by month and year.
--: access0 access0_month
INSERT INTO spans BY NAME
SELECT measure, unit, greatest(m, m0()) AS a, least(m + reach, m1()) AS b, sum(answered) AS n, sum(calls) AS d
FROM calls SEMI JOIN units USING (unit), (VALUES ('access0', 11), ('access0_month', 0)) AS v(measure, reach)
WHERE telephony = 'yes' AND greatest(m, m0()) <= least(m + reach, m1()) GROUP BY ALL;

--: specialist_share district_nurse_share
INSERT INTO spans BY NAME
WITH means AS (
    SELECT unit, months.m, category, sum(fte)::DOUBLE AS fte FROM staffing AS s SEMI JOIN units USING (unit)
    JOIN months ON s.m >= months.m - 11 AND s.m <= months.m GROUP BY ALL),
reported AS (SELECT unit, months.m, count(DISTINCT s.m) AS months FROM staffing AS s JOIN months ON s.m >= months.m - 11 AND s.m <= months.m GROUP BY ALL)
SELECT measure, unit, m AS a, m AS b, coalesce(sum(fte) FILTER (category = one), 0) / any_value(months) AS n,
    coalesce(sum(fte) FILTER (category IN (one, other)), 0) / any_value(months) AS d
FROM means JOIN reported USING (unit, m),
    (VALUES ('specialist_share', 'specialist_gp', 'physician_other'), ('district_nurse_share', 'district_nurse', 'nurse_other')) AS v(measure, one, other)
GROUP BY measure, unit, m;

--: hired_weeks economy survey
INSERT INTO spans BY NAME
WITH yearly AS (
    SELECT 'hired_weeks' AS measure, unit, year, sum(weeks) AS n, NULL AS d FROM hired_weeks WHERE profession = 'physician' GROUP BY ALL
    UNION ALL SELECT 'economy_' || account, unit, year, sum(outcome), NULL FROM economy GROUP BY ALL
    UNION ALL SELECT 'economy_' || account || '_deviation', unit, year,
        sum(CASE WHEN account IN ('revenue', 'out_of_county_revenue') THEN outcome - budget ELSE budget - outcome END), NULL FROM economy GROUP BY ALL
    UNION ALL SELECT 'survey_' || dimension, unit, year, sum(score * responses), sum(responses) FROM survey GROUP BY ALL)
SELECT measure, unit, greatest(year * 12, m0()) AS a, least(year * 12 + 11, m1()) AS b, n, d FROM yearly SEMI JOIN units USING (unit)
WHERE greatest(year * 12, m0()) <= least(year * 12 + 11, m1());

--: cni
INSERT INTO spans BY NAME
WITH nation AS (SELECT year, weighted / population AS d FROM cni WHERE nation),
sums AS (
    SELECT unit, year, sum(weighted) / sum(population) AS n, true AS at_unit, false AS at_county FROM cni SEMI JOIN units USING (unit) GROUP BY unit, year
    UNION ALL SELECT NULL, year, sum(weighted) / sum(population), false, true FROM cni SEMI JOIN units USING (unit) GROUP BY year)
SELECT 'cni' AS measure, unit, greatest(year * 12, m0()) AS a, least(year * 12 + 11, m1()) AS b, n, d, at_unit, at_county
FROM sums JOIN nation USING (year) WHERE greatest(year * 12, m0()) <= least(year * 12 + 11, m1());

CREATE OR REPLACE TEMP TABLE figures AS
SELECT measure, 'unit' AS level, unit, m, sum(n) AS n, sum(d) AS d FROM spans JOIN months ON m >= a AND m <= b WHERE at_unit GROUP BY ALL
UNION ALL SELECT measure, 'county', NULL, m, sum(n), sum(d) FROM spans JOIN months ON m >= a AND m <= b WHERE at_county GROUP BY ALL;
