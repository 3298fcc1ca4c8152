-- Listing by choice, where it does not happen at once: places in queues, changes that wait for a
-- guardian's consent, applications for special reasons. As 0001: days, enums, positions are numbers
-- explained there.
--
-- All of it is stated of an identifier, as listings are: when persons are joined, what waits for the
-- one waits for both.

-- In the order of joining, which is that of id.
CREATE TABLE queue_place (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    unit INTEGER NOT NULL REFERENCES unit (id),
    since INTEGER NOT NULL,          -- a day
    electronic INTEGER NOT NULL,     -- asked for in the e-service
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 200), -- special reasons that were approved
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded >= recorded), -- at once: two swapped
    why INTEGER,                     -- it ended (domain/queue.h)
    CHECK ((superseded IS NULL) = (why IS NULL))
) STRICT;
CREATE UNIQUE INDEX queue_place_now ON queue_place (unit, identifier) WHERE superseded IS NULL;
CREATE INDEX queue_place_of ON queue_place (identifier) WHERE superseded IS NULL;

-- A change of a child's listing that one guardian has signed.
CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id), -- the child's
    unit INTEGER NOT NULL REFERENCES unit (id),
    guardian INTEGER NOT NULL REFERENCES identifier (id),   -- who has signed
    from_day INTEGER,                -- that was asked for; NULL: the first possible
    until_day INTEGER NOT NULL,      -- the last day on which the other can consent
    queue INTEGER NOT NULL,          -- joins the queue where the unit is full
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 200), -- special reasons that were approved
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded),
    why INTEGER,                     -- it ended (domain/listing_choice.h)
    CHECK ((superseded IS NULL) = (why IS NULL))
) STRICT;
CREATE UNIQUE INDEX consent_now ON consent (identifier) WHERE superseded IS NULL;
CREATE INDEX consent_until ON consent (until_day) WHERE superseded IS NULL;

-- That a change be not counted, for special reasons. Each step has the position at which it was
-- taken.
CREATE TABLE application (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    recorded INTEGER NOT NULL REFERENCES change,
    decided INTEGER REFERENCES change,
    granted INTEGER,
    decision TEXT CHECK (length(decision) BETWEEN 1 AND 200), -- why, of a refusal always
    used INTEGER REFERENCES change,  -- by the change that it was granted for
    CHECK ((decided IS NULL) = (granted IS NULL) AND (used IS NULL OR granted = 1))
) STRICT;
CREATE INDEX application_of ON application (identifier) WHERE used IS NULL;

-- Listings over a unit's cap, by exemption: they take room that others have not made.
CREATE TABLE listing_exempt (
    stated INTEGER PRIMARY KEY REFERENCES listing_stated (id)
) STRICT;
