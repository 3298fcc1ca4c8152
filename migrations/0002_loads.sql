-- The rest of what a region hands over, and what a load is asked afterwards: what it changed, which
-- days it replaced, whether it was taken back. As 0001: days, enums and positions are numbers there
-- explained; a month is the number of months since 1900-01; a decimal number is text as written.

-- ---- loads ----

ALTER TABLE load_segment ADD COLUMN table_name TEXT NOT NULL DEFAULT 'contacts';

-- What a load did to each table that it had files of, and what later loads are compared with
-- (domain/load_tally.h says what each number is).
CREATE TABLE load_table (
    load INTEGER NOT NULL REFERENCES load,
    table_name TEXT NOT NULL,
    rows INTEGER NOT NULL,      -- taken from files
    rejects INTEGER NOT NULL,   -- not taken
    added INTEGER NOT NULL,     -- keys that were not there; of contacts and events all rows
    corrected INTEGER NOT NULL, -- keys that said something else before
    again INTEGER NOT NULL,     -- keys that said the same before
    persons INTEGER NOT NULL,   -- different identifiers that the rows name
    units INTEGER NOT NULL,     -- different units
    first_day INTEGER,          -- NULL: the rows have no day
    last_day INTEGER,
    until_day INTEGER,          -- the last day that was not after the day of the load
    workday_rows INTEGER NOT NULL,
    workdays REAL NOT NULL,
    without_staff INTEGER NOT NULL, -- contacts of primary care
    after_today INTEGER NOT NULL,
    strays INTEGER NOT NULL,    -- rows dated long before all others
    PRIMARY KEY (load, table_name)
) STRICT, WITHOUT ROWID;

-- The same by unit and by code system; of the newest loads of a table only.
CREATE TABLE load_unit (
    table_name TEXT NOT NULL,
    load INTEGER NOT NULL REFERENCES load,
    hsaid TEXT NOT NULL, -- also of a unit that nobody knows
    rows INTEGER NOT NULL,
    workday_rows INTEGER NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    PRIMARY KEY (table_name, load, hsaid)
) STRICT, WITHOUT ROWID;
CREATE TABLE load_system (
    table_name TEXT NOT NULL,
    load INTEGER NOT NULL REFERENCES load,
    system TEXT NOT NULL, -- empty: the column's own
    rows INTEGER NOT NULL,
    PRIMARY KEY (table_name, load, system)
) STRICT, WITHOUT ROWID;

-- What looked odd in a load when it was taken (domain/oddities.h).
CREATE TABLE load_oddity (
    load INTEGER NOT NULL REFERENCES load,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    table_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    rows INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    PRIMARY KEY (load, place)
) STRICT, WITHOUT ROWID;

-- The rows that a load said again, by runs of their ids in <table>_stated: a load whose rows another
-- has said since cannot be taken back without taking that back too.
CREATE TABLE load_again (
    table_name TEXT NOT NULL,
    load INTEGER NOT NULL REFERENCES load,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL CHECK (last_id >= first_id),
    PRIMARY KEY (table_name, load, first_id)
) STRICT, WITHOUT ROWID;

-- Days whose events the load replaced: those of earlier loads do not count.
CREATE TABLE load_replace (
    load INTEGER NOT NULL REFERENCES load,
    table_name TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL CHECK (to_day >= from_day),
    PRIMARY KEY (load, table_name)
) STRICT, WITHOUT ROWID;

-- Loads that were taken back, and when: their segments do not exist, nor do they hold their files.
CREATE TABLE load_undo (
    load INTEGER PRIMARY KEY REFERENCES load,
    position INTEGER NOT NULL UNIQUE REFERENCES change
) STRICT;

-- Loads whose segments were merged into those of a later one, and when: what they replaced is gone,
-- so that they cannot be taken back any more.
CREATE TABLE load_merge (
    load INTEGER PRIMARY KEY REFERENCES load,
    position INTEGER NOT NULL REFERENCES change
) STRICT;

-- Rows of <table>_stated that hold again since what superseded them was taken back: who recorded them
-- first, and when among the others.
CREATE TABLE load_restored (
    table_name TEXT NOT NULL,
    id INTEGER NOT NULL,
    position INTEGER NOT NULL REFERENCES change,
    first_id INTEGER NOT NULL, -- the id that the row had then: its place in the order of recording
    PRIMARY KEY (table_name, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX load_restored_by_position ON load_restored (table_name, position);

-- ---- units, persons ----

CREATE TABLE operator_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    from_day INTEGER NOT NULL,
    operator INTEGER NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX operator_stated_now ON operator_stated (unit, from_day)
    WHERE superseded IS NULL;

-- A patient's block of a unit's data.
CREATE TABLE block_stated (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    unit INTEGER NOT NULL REFERENCES unit,
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX block_stated_now ON block_stated (identifier, unit, from_day)
    WHERE superseded IS NULL;

-- ---- sums of units, by month and year ----

CREATE TABLE calls_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    month INTEGER NOT NULL,
    calls INTEGER NOT NULL CHECK (calls >= 0),
    answered_same_day INTEGER NOT NULL CHECK (answered_same_day >= 0),
    telephony INTEGER NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX calls_stated_now ON calls_stated (unit, month) WHERE superseded IS NULL;

CREATE TABLE staffing_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    month INTEGER NOT NULL,
    category INTEGER NOT NULL,
    fte TEXT NOT NULL,
    heads INTEGER CHECK (heads >= 0),
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX staffing_stated_now ON staffing_stated (unit, month, category)
    WHERE superseded IS NULL;

CREATE TABLE hired_weeks_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    year INTEGER NOT NULL,
    profession INTEGER NOT NULL,
    weeks TEXT NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX hired_weeks_stated_now ON hired_weeks_stated (unit, year, profession)
    WHERE superseded IS NULL;

CREATE TABLE economy_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    year INTEGER NOT NULL,
    account INTEGER NOT NULL,
    outcome_tkr TEXT NOT NULL,
    budget_tkr TEXT,
    closed INTEGER NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX economy_stated_now ON economy_stated (unit, year, account)
    WHERE superseded IS NULL;

CREATE TABLE cni_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL, -- 0: the nation
    year INTEGER NOT NULL,
    population INTEGER NOT NULL,
    under5 INTEGER NOT NULL,
    foreign_born INTEGER NOT NULL,
    over65_alone INTEGER NOT NULL,
    single_parent INTEGER NOT NULL,
    moved INTEGER NOT NULL,
    unemployed INTEGER NOT NULL,
    low_education INTEGER NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX cni_stated_now ON cni_stated (unit, year) WHERE superseded IS NULL;

CREATE TABLE survey_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    year INTEGER NOT NULL,
    dimension TEXT NOT NULL,
    score TEXT NOT NULL,
    responses INTEGER NOT NULL CHECK (responses >= 0),
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX survey_stated_now ON survey_stated (unit, year, dimension)
    WHERE superseded IS NULL;

-- What a local term of a record system is read as; applied where it is evaluated.
CREATE TABLE term_stated (
    id INTEGER PRIMARY KEY,
    local TEXT NOT NULL,
    system INTEGER NOT NULL,
    code TEXT NOT NULL,
    factor TEXT,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX term_stated_now ON term_stated (local) WHERE superseded IS NULL;
