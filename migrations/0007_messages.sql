-- Messages: what residents are told, and how they were told it. As 0001: days, enums and positions
-- are numbers explained there.

-- A run that wrote letters to those who want paper, as one file.
CREATE TABLE letter_run (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE REFERENCES change,
    letters INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64) -- of the file
) STRICT;

-- Written with the change that it tells of. `seen`, `noticed`: the changes that say when it was read
-- in the e-service, and when a notice said that there is something to read; `letter`: the run that
-- wrote it on paper. NULL: it was not.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (key),
    kind INTEGER NOT NULL,
    unit TEXT NOT NULL,           -- HSA-ids; '': none
    staff TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    reason TEXT CHECK (length(reason) > 0),
    position INTEGER NOT NULL REFERENCES change,
    seen INTEGER REFERENCES change,
    letter INTEGER REFERENCES letter_run (id),
    noticed INTEGER REFERENCES change
) STRICT;
-- Of one change nobody is told the same twice.
CREATE UNIQUE INDEX message_once ON message (person, position, kind, unit, staff, from_day);
CREATE INDEX message_without_letter ON message (person) WHERE seen IS NULL AND letter IS NULL;
CREATE INDEX message_without_notice ON message (person) WHERE seen IS NULL AND noticed IS NULL;
CREATE INDEX message_of_letter ON message (letter) WHERE letter IS NOT NULL;
