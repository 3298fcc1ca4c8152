-- An application that was granted for special reasons is used by the listing that it was granted for.
-- Where that is withdrawn before it has held a day it can be used again, and what used it is kept here,
-- for what was known then. A place in a queue keeps which one it is to use (NULL: none).
ALTER TABLE queue_place ADD COLUMN application INTEGER REFERENCES application (id);
CREATE TABLE application_given_back (
    given_back INTEGER NOT NULL REFERENCES change, -- position of what withdrew the listing
    application INTEGER NOT NULL REFERENCES application (id),
    used INTEGER NOT NULL REFERENCES change,       -- and of what had used it
    PRIMARY KEY (given_back, application),
    CHECK (given_back > used)
) STRICT, WITHOUT ROWID;
CREATE INDEX application_given_back_of ON application_given_back (application, used);
CREATE INDEX application_used ON application (used) WHERE used IS NOT NULL;
-- Of the used ones, too: a plan that is withdrawn gives its own to what takes its place.
DROP INDEX application_of;
CREATE INDEX application_of ON application (identifier);
