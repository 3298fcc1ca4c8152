-- The registry: who is who, who is listed where, who is whose named contact. What each table
-- means and how time is kept: docs/developer/registry.md.
--
-- A day is the number of days since 1900-01-01 (core/day.h), a moment microseconds since 1970 in
-- UTC, an enum the place of its word in domain/vocab.h, a person's identifier the packed number of
-- domain/person_id.h, an HSA-id its text in upper case. What is not known is NULL.
--
-- `recorded` and `superseded` are positions of the registry (table change): a row held from the
-- one until the other, NULL: it still does. Nothing is overwritten; a correction supersedes.

-- Every transaction that changes the registry is one position, greater than all before it.
CREATE TABLE change (
    position INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL, -- a moment, not before the one of the position before
    what TEXT NOT NULL,           -- the use case: 'load'
    actor TEXT NOT NULL           -- 'os:<login>'
) STRICT;

-- What holds for the instance as a whole and is no setting: 'demo' is 'yes' where persons are made
-- up.
CREATE TABLE instance_fact (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- loads ----

CREATE TABLE load (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE REFERENCES change,
    rows INTEGER NOT NULL,   -- taken, of all files
    rejects INTEGER NOT NULL
) STRICT;

CREATE TABLE load_file (
    load INTEGER NOT NULL REFERENCES load,
    place INTEGER NOT NULL,       -- the order of reading
    table_name TEXT NOT NULL,
    name TEXT NOT NULL,           -- the file's, without folders
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of its uncompressed bytes
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    rejects INTEGER NOT NULL,
    PRIMARY KEY (load, place)
) STRICT, WITHOUT ROWID;
-- Not unique: a file may be taken again.
CREATE INDEX load_file_by_sum ON load_file (sha256, table_name);

-- What of the warehouse exists: a file that stands here, and no other.
CREATE TABLE load_segment (
    load INTEGER NOT NULL REFERENCES load,
    path TEXT NOT NULL UNIQUE,    -- under warehouse/segments/
    checksum INTEGER NOT NULL,    -- the 64 bits of core/checksum.h, as a signed number
    rows INTEGER NOT NULL,
    first_day INTEGER,            -- of its contacts
    last_day INTEGER,
    PRIMARY KEY (load, path)
) STRICT, WITHOUT ROWID;

-- ---- units and staff ----

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    hsaid TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE unit_stated (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit,
    name TEXT NOT NULL,
    operator INTEGER NOT NULL,
    county TEXT NOT NULL,
    municipality TEXT,
    cap INTEGER CHECK (cap >= 0),
    queue INTEGER NOT NULL,
    street TEXT,
    postal_code TEXT,
    city TEXT,
    latitude REAL,
    longitude REAL,
    web TEXT,
    opens_on INTEGER,
    closes_on INTEGER,
    phone TEXT,
    parent INTEGER REFERENCES unit, -- of a branch
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX unit_stated_now ON unit_stated (unit) WHERE superseded IS NULL;

-- What a listing points to. Each unit has one, made with it; a region's rule may give each doctor
-- one.
CREATE TABLE unit_list (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL UNIQUE REFERENCES unit
) STRICT;

CREATE TABLE area_stated (
    id INTEGER PRIMARY KEY,
    area TEXT NOT NULL,
    unit INTEGER NOT NULL REFERENCES unit,
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX area_stated_now ON area_stated (area, from_day) WHERE superseded IS NULL;

CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    hsaid TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE staff_stated (
    id INTEGER PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff,
    given_name TEXT,
    surname TEXT,
    title_code TEXT,
    profession INTEGER NOT NULL,
    speciality TEXT,
    district_nurse INTEGER NOT NULL,
    protected_staff INTEGER NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX staff_stated_now ON staff_stated (staff) WHERE superseded IS NULL;

CREATE TABLE position_stated (
    id INTEGER PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff,
    unit INTEGER NOT NULL REFERENCES unit,
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    fte REAL CHECK (fte BETWEEN 0 AND 1),
    employment INTEGER NOT NULL,
    training INTEGER NOT NULL,
    panel_target INTEGER CHECK (panel_target >= 0),
    panel_cap INTEGER CHECK (panel_cap >= 0),
    panel_open INTEGER NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX position_stated_now ON position_stated (staff, unit, from_day)
    WHERE superseded IS NULL;

-- ---- persons ----

-- The key is opaque and is never used again. A person without identifiers was joined with another.
CREATE TABLE person (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    newest INTEGER REFERENCES identifier (id) -- whose row is the person's
) STRICT;

CREATE TABLE identifier (
    id INTEGER PRIMARY KEY,
    packed INTEGER NOT NULL UNIQUE,
    -- Deferred, for a person and the newest identifier point to each other. This one, for it has an
    -- index: a person that is inserted is looked for among the identifiers that wait for one.
    person INTEGER NOT NULL REFERENCES person (key) DEFERRABLE INITIALLY DEFERRED,
    recorded INTEGER NOT NULL REFERENCES change -- since when it points to that person
) STRICT;
CREATE INDEX identifier_by_person ON identifier (person);

-- Which persons an identifier pointed to before.
CREATE TABLE identifier_was (
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    person INTEGER NOT NULL REFERENCES person (key),
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER NOT NULL REFERENCES change CHECK (superseded > recorded),
    PRIMARY KEY (identifier, superseded)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_stated (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    given_name TEXT,
    surname TEXT,
    birth_date INTEGER,
    sex INTEGER NOT NULL,
    county TEXT,
    municipality TEXT,
    area TEXT,
    street TEXT,
    postal_code TEXT,
    city TEXT,
    protection INTEGER NOT NULL,
    phone TEXT,
    email TEXT,
    paper INTEGER NOT NULL,
    registered_from INTEGER,
    deregistered_on INTEGER,
    deregistration_reason INTEGER NOT NULL,
    replaced_by INTEGER REFERENCES identifier (id),
    mother INTEGER,    -- packed: may be one that is not known here
    guardian1 INTEGER,
    guardian2 INTEGER,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX person_stated_now ON person_stated (identifier) WHERE superseded IS NULL;

-- ---- listings, named contacts, residences ----
-- As stated: what a file or a verb said, of an identifier. In effect: what the rules of domain/
-- make of it, of a person; made anew, in the same transaction, for each person touched.

CREATE TABLE listing_stated (
    id INTEGER PRIMARY KEY, -- grows with the order of recording
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    list INTEGER NOT NULL REFERENCES unit_list (id),
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    basis INTEGER NOT NULL,
    said_at INTEGER, -- the file's own recorded_at
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX listing_stated_now ON listing_stated (identifier, from_day)
    WHERE superseded IS NULL;

CREATE TABLE listing_effect (
    person INTEGER NOT NULL REFERENCES person (key),
    from_day INTEGER NOT NULL,
    to_day INTEGER CHECK (to_day >= from_day),
    stated INTEGER NOT NULL REFERENCES listing_stated (id),
    PRIMARY KEY (person, from_day)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX listing_effect_active ON listing_effect (person) WHERE to_day IS NULL;

CREATE TABLE named_contact_stated (
    id INTEGER PRIMARY KEY, -- grows with the order of recording
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
    staff INTEGER NOT NULL REFERENCES staff (id),
    unit INTEGER NOT NULL REFERENCES unit (id),
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    reason TEXT,
    assigned_by TEXT,
    informed_on INTEGER,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX named_contact_stated_now
    ON named_contact_stated (identifier, kind, staff, from_day) WHERE superseded IS NULL;

-- One stated row can be in effect in several intervals.
CREATE TABLE named_contact_effect (
    person INTEGER NOT NULL REFERENCES person (key),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
    from_day INTEGER NOT NULL,
    stated INTEGER NOT NULL REFERENCES named_contact_stated (id),
    to_day INTEGER CHECK (to_day >= from_day),
    PRIMARY KEY (person, kind, from_day, stated)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX named_contact_effect_doctor ON named_contact_effect (person)
    WHERE kind = 2 AND to_day IS NULL;

-- Which report holds on a day is decided where it is asked (domain/residence.h).
CREATE TABLE residence_stated (
    id INTEGER PRIMARY KEY, -- grows with the order of recording
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    kind INTEGER NOT NULL,
    home TEXT,
    municipality TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    reported_on INTEGER NOT NULL,
    source TEXT,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX residence_stated_now ON residence_stated (identifier, kind, from_day)
    WHERE superseded IS NULL;

-- ---- figures of others ----

CREATE TABLE reference_stated (
    id INTEGER PRIMARY KEY,
    measure TEXT NOT NULL,
    level TEXT NOT NULL,
    period TEXT NOT NULL,
    value TEXT NOT NULL, -- numbers as written
    numerator TEXT,
    denominator TEXT,
    source TEXT NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX reference_stated_now ON reference_stated (measure, level, period)
    WHERE superseded IS NULL;
