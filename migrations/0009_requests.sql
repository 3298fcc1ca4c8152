-- Requests for named contacts, panels that are moved, and places that are kept for a doctor to come.
-- As 0001: days, enums and positions are numbers explained there.

-- A request, as it was asked (domain/request.h). When and by whom stands in its first step.
CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    kind INTEGER NOT NULL CHECK (kind IN (1, 2, 4)),
    wish INTEGER REFERENCES staff (id),  -- the doctor who is wished; NULL: any
    need INTEGER NOT NULL CHECK (need BETWEEN 0 AND 15), -- bits: safety, continuity, coordination, security
    wanted INTEGER NOT NULL CHECK (wanted IN (0, 1))     -- by the person or a guardian
) STRICT;
CREATE INDEX request_by_identifier ON request (identifier);

-- The states that it has reached, each once; the position says when and who.
CREATE TABLE request_step (
    request INTEGER NOT NULL REFERENCES request (id),
    state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
    recorded INTEGER NOT NULL REFERENCES change,
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 200),  -- of what was declined
    staff INTEGER REFERENCES staff (id),                   -- who was assigned
    PRIMARY KEY (request, state)
) STRICT, WITHOUT ROWID;

-- Those that are requested or waiting. Like rows in effect it follows from what is stated, and has no
-- history of its own.
CREATE TABLE request_open (
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    kind INTEGER NOT NULL,
    request INTEGER NOT NULL UNIQUE REFERENCES request (id),
    PRIMARY KEY (identifier, kind)
) STRICT, WITHOUT ROWID;

-- A panel that was moved (domain/panel_move.h). Its doctor is NULL where those who waited for a doctor
-- to come have got one.
CREATE TABLE panel_move (
    id INTEGER PRIMARY KEY,
    staff INTEGER REFERENCES staff (id),
    unit INTEGER NOT NULL REFERENCES unit (id),
    way INTEGER NOT NULL CHECK (way BETWEEN 0 AND 4),
    on_day INTEGER NOT NULL,  -- the first day with the new doctors
    done_on INTEGER NOT NULL, -- the day from which undoing is counted
    reason TEXT,              -- of an override
    recorded INTEGER NOT NULL REFERENCES change,
    undone INTEGER REFERENCES change CHECK (undone > recorded)
) STRICT;

-- A place that is kept for nobody yet, at the unit where the person is listed: "a doctor to come".
CREATE TABLE coming_stated (
    id INTEGER PRIMARY KEY, -- grows with the order of recording
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    unit INTEGER NOT NULL REFERENCES unit (id),
    from_day INTEGER NOT NULL,
    to_day INTEGER CHECK (to_day >= from_day),
    move INTEGER NOT NULL REFERENCES panel_move (id),
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX coming_stated_now ON coming_stated (identifier, from_day)
    WHERE superseded IS NULL;
CREATE INDEX coming_stated_open ON coming_stated (unit) WHERE superseded IS NULL AND to_day IS NULL;

-- What the move did to each person: the row with the doctor who left as it was, and with its end
-- (NULL: it was taken back, for it began on the day or later), and the row with the new one. Or the
-- same of a place.
CREATE TABLE panel_move_row (
    move INTEGER NOT NULL REFERENCES panel_move (id),
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    was INTEGER REFERENCES named_contact_stated (id),
    ended INTEGER REFERENCES named_contact_stated (id),
    made INTEGER REFERENCES named_contact_stated (id),
    place_was INTEGER REFERENCES coming_stated (id),
    place_ended INTEGER REFERENCES coming_stated (id),
    place_made INTEGER REFERENCES coming_stated (id),
    PRIMARY KEY (move, identifier),
    CHECK ((was IS NULL) <> (place_was IS NULL) AND (made IS NULL) <> (place_made IS NULL))
) STRICT, WITHOUT ROWID;
