-- The same table with its key first. SQLite 3.40 looks at the wrong columns of a table WITHOUT
-- ROWID whose key does not stand first, so that PRAGMA integrity_check told of damage that was none.

ALTER TABLE identifier_was RENAME TO identifier_was_before;
CREATE TABLE identifier_was (
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    superseded INTEGER NOT NULL REFERENCES change,
    person INTEGER NOT NULL REFERENCES person (key),
    recorded INTEGER NOT NULL REFERENCES change,
    PRIMARY KEY (identifier, superseded),
    CHECK (superseded > recorded)
) STRICT, WITHOUT ROWID;
INSERT INTO identifier_was (identifier, superseded, person, recorded)
SELECT identifier, superseded, person, recorded FROM identifier_was_before;
DROP TABLE identifier_was_before;
