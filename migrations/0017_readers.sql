-- Who has read a message: of two guardians each for themselves. As 0001: days, enums and positions are
-- numbers explained there.

-- `reader`: an identifier of the one who read it. message.seen is from now on the change by which all
-- had read it whom it was to: the person, or of a child every guardian who was alive.
CREATE TABLE message_seen (
    message INTEGER NOT NULL REFERENCES message (id),
    reader INTEGER NOT NULL REFERENCES identifier (id),
    position INTEGER NOT NULL REFERENCES change,
    PRIMARY KEY (message, reader)
) STRICT, WITHOUT ROWID;

-- What was read before was read for all: for the person, and for each guardian who is stated.
INSERT INTO message_seen (message, reader, position)
SELECT id, identifier, seen FROM message WHERE seen IS NOT NULL;
INSERT OR IGNORE INTO message_seen (message, reader, position)
SELECT m.id, k.id, m.seen FROM message AS m JOIN identifier AS h ON h.id = m.identifier
JOIN person AS p ON p.key = h.person
JOIN person_stated AS n ON n.identifier = p.newest AND n.superseded IS NULL
JOIN identifier AS k ON k.packed IN (n.guardian1, n.guardian2)
WHERE m.seen IS NOT NULL;
