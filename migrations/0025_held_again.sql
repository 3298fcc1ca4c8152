-- What had ended and holds again, as what ended it was taken back: places in queues, consents and requests.
-- The row itself is as it was before; that it had ended is kept here, for what was known between `ended` and
-- `again`, positions both.
CREATE TABLE queue_place_again (
    again INTEGER NOT NULL REFERENCES change,
    place INTEGER NOT NULL REFERENCES queue_place (id),
    ended INTEGER NOT NULL REFERENCES change,
    why INTEGER NOT NULL,
    PRIMARY KEY (again, place),
    CHECK (again > ended)
) STRICT, WITHOUT ROWID;
CREATE INDEX queue_place_again_of ON queue_place_again (place);

CREATE TABLE consent_again (
    again INTEGER NOT NULL REFERENCES change,
    consent INTEGER NOT NULL REFERENCES consent (id),
    ended INTEGER NOT NULL REFERENCES change,
    why INTEGER NOT NULL,
    PRIMARY KEY (again, consent),
    CHECK (again > ended)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_again (
    again INTEGER NOT NULL REFERENCES change,
    request INTEGER NOT NULL REFERENCES request (id),
    ended INTEGER NOT NULL REFERENCES change, -- it was withdrawn
    PRIMARY KEY (again, request),
    CHECK (again > ended)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_again_of ON request_again (request);
