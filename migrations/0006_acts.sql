-- Acts: what somebody did in the registry, and what others are told of it. As 0001: days, enums and
-- positions are numbers explained there.

-- What was asked with a key of the asker's: asked again, it is answered as the first time and not
-- done twice.
CREATE TABLE act (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL REFERENCES change,
    asked TEXT NOT NULL CHECK (length(asked) = 64), -- SHA-256 of what was asked
    answer TEXT NOT NULL                            -- JSON
) STRICT, WITHOUT ROWID;

-- Events, written with the change that they tell of. `place` is where an event stands in the feed: it
-- is given to committed rows by one relay, in the order of id; NULL: not yet. Who reads the feed
-- after a place misses nothing that gets a place later.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36), -- who hears it twice knows it by that
    type INTEGER NOT NULL,
    person INTEGER REFERENCES person (key), -- NULL: of a unit
    seq INTEGER CHECK (seq >= 1),           -- of the person: 1, 2, 3 … without a gap
    unit TEXT,                              -- HSA-id, of an event of a unit
    valid_from INTEGER NOT NULL,
    position INTEGER NOT NULL REFERENCES change, -- says when and by whom
    data TEXT NOT NULL,                          -- JSON, as the schema of the type says
    place INTEGER UNIQUE,
    CHECK ((person IS NULL) = (seq IS NULL) AND (person IS NULL) = (unit IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX outbox_by_person ON outbox (person, seq) WHERE person IS NOT NULL;
CREATE INDEX outbox_without_place ON outbox (id) WHERE place IS NULL;

-- The last number that a person's events got, though they are removed one day.
CREATE TABLE outbox_seq (
    person INTEGER PRIMARY KEY REFERENCES person (key),
    seq INTEGER NOT NULL
) STRICT;

-- The special reasons for which a listing was approved (a change that is not counted).
CREATE TABLE listing_reason (
    stated INTEGER PRIMARY KEY REFERENCES listing_stated (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200)
) STRICT;

-- A named contact that a change of unit ended, and the row as it was: a plan that is withdrawn takes
-- the end with it.
CREATE TABLE contact_ending (
    stated INTEGER PRIMARY KEY REFERENCES named_contact_stated (id),
    was INTEGER NOT NULL REFERENCES named_contact_stated (id)
) STRICT;
