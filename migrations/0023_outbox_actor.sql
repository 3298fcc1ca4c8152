-- Whose doing an event was, where it was not that of who made the change: what follows by itself, a place
-- in a queue that somebody gets, is the program's. NULL: who made the change.
ALTER TABLE outbox ADD COLUMN actor TEXT;
