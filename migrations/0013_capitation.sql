-- The basis of payment: how many persons were listed at each unit on the last day of a month, by age
-- and sex, as it was known when the month was frozen. It is never changed: what is corrected later is
-- shown beside it.
CREATE TABLE capitation (
    month INTEGER PRIMARY KEY,                    -- months since 1900-01
    position INTEGER NOT NULL REFERENCES change   -- which froze it: when, and by whom
) STRICT;
CREATE TABLE capitation_row (
    month INTEGER NOT NULL REFERENCES capitation (month),
    unit INTEGER NOT NULL REFERENCES unit (id),
    age_group INTEGER NOT NULL, -- domain/capitation.h
    sex INTEGER NOT NULL,
    persons INTEGER NOT NULL CHECK (persons > 0),
    PRIMARY KEY (month, unit, age_group, sex)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER capitation_row_stays BEFORE UPDATE ON capitation_row
BEGIN SELECT raise(ABORT, 'capitation is frozen'); END;
CREATE TRIGGER capitation_row_remains BEFORE DELETE ON capitation_row
BEGIN SELECT raise(ABORT, 'capitation is frozen'); END;
