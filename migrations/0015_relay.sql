-- The relay: how far places in the feed have been given, though events are removed one day; and
-- notices that could not be sent, with when they are tried again.
CREATE TABLE outbox_last (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    place INTEGER NOT NULL CHECK (place >= 0)
) STRICT;
INSERT INTO outbox_last SELECT 1, coalesce(max(place), 0) FROM outbox;

-- When an event got its place: so long it has been there for others to read. NULL: it has none.
ALTER TABLE outbox ADD COLUMN placed_at INTEGER;
CREATE INDEX outbox_by_placed ON outbox (placed_at) WHERE placed_at IS NOT NULL;

CREATE TABLE notice_failure (
    person INTEGER PRIMARY KEY REFERENCES person (key),
    attempts INTEGER NOT NULL CHECK (attempts >= 1),
    again_at INTEGER NOT NULL -- a moment
) STRICT;
