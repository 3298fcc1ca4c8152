-- What follows from a load by itself stands apart from what its files said; a listing in another
-- county can end; messages are stated of identifiers, as all else. As 0001: days, enums and positions
-- are numbers explained there.

-- The position at which a change brought something about by itself: whom a load made room for was
-- listed, who came with it was listed by area; or what is taken back made room. In the transaction of
-- the change and of its moment, after it.
CREATE TABLE change_follow (
    position INTEGER PRIMARY KEY REFERENCES change,
    of INTEGER NOT NULL UNIQUE REFERENCES change CHECK (of < position)
) STRICT;

ALTER TABLE elsewhere_stated ADD COLUMN to_day INTEGER CHECK (to_day >= from_day);

-- By the identifier, a message is its person's also when persons are joined, and when that is taken
-- back. Of somebody who has been joined with another it is the last that was theirs.
ALTER TABLE message RENAME TO message_before;
DROP INDEX message_once;
DROP INDEX message_without_letter;
DROP INDEX message_without_notice;
DROP INDEX message_of_letter;
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
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
CREATE UNIQUE INDEX message_once ON message (identifier, position, kind, unit, staff, from_day);
INSERT OR IGNORE INTO message (id, identifier, kind, unit, staff, from_day, reason, position, seen, letter, noticed)
SELECT m.id, coalesce(p.newest, (SELECT max(i.id) FROM identifier AS i WHERE i.person = p.key),
        (SELECT w.identifier FROM identifier_was AS w WHERE w.person = p.key ORDER BY w.superseded DESC LIMIT 1)),
    m.kind, m.unit, m.staff, m.from_day, m.reason, m.position, m.seen, m.letter, m.noticed
FROM message_before AS m JOIN person AS p ON p.key = m.person ORDER BY m.id;
DROP TABLE message_before;
CREATE INDEX message_without_letter ON message (identifier) WHERE seen IS NULL AND letter IS NULL;
CREATE INDEX message_without_notice ON message (identifier) WHERE seen IS NULL AND noticed IS NULL;
CREATE INDEX message_of_letter ON message (letter) WHERE letter IS NOT NULL;

-- So are notices that could not be sent. They are tried again at once.
DROP TABLE notice_failure;
CREATE TABLE notice_failure (
    identifier INTEGER PRIMARY KEY REFERENCES identifier (id),
    attempts INTEGER NOT NULL CHECK (attempts >= 1),
    again_at INTEGER NOT NULL -- a moment
) STRICT;
