-- The access log: who did what about whom, when, in which role and unit, for what purpose. What
-- each column means: domain/access.h; how entries are sealed: domain/access_chain.h.
--
-- It refers to nothing: an entry outlives what it is about. A row is written in the transaction of
-- the act and gets sequence, sum and chain when it is sealed; sequence is the order in which acts
-- were committed. An entry that an authority has had erased keeps nothing but these three.

CREATE TABLE access_log (
    id INTEGER PRIMARY KEY,
    at INTEGER,                                  -- a moment
    actor TEXT CHECK (length(actor) > 0),
    role INTEGER,
    unit TEXT CHECK (length(unit) > 0),
    purpose INTEGER,
    on_behalf INTEGER CHECK (on_behalf > 0),     -- a person's key
    act TEXT CHECK (length(act) > 0),
    kind INTEGER,
    outcome INTEGER,
    person INTEGER CHECK (person > 0),           -- a person's key
    about TEXT CHECK (length(about) > 0),
    count INTEGER CHECK (count >= 0),
    position INTEGER CHECK (position > 0),
    sequence INTEGER CHECK (sequence > 0),
    sum BLOB CHECK (length(sum) = 32),
    chain BLOB CHECK (length(chain) = 32),
    CHECK ((sequence IS NULL) = (sum IS NULL) AND (sequence IS NULL) = (chain IS NULL)),
    CHECK (actor IS NOT NULL OR sequence IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX access_log_sealed ON access_log (sequence) WHERE sequence IS NOT NULL;
CREATE INDEX access_log_waits ON access_log (id) WHERE sequence IS NULL;
CREATE INDEX access_log_by_person ON access_log (person) WHERE person IS NOT NULL;

-- Where the chain begins, once entries that have been kept long enough were removed: behind the
-- entry `sequence`. The sum is keyed, so that nobody else can move the beginning.
CREATE TABLE access_log_start (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    sum BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT;
