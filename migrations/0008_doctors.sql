-- What units and the region say of doctors beside their positions, and who does without a named one.
-- As 0001: days and positions are numbers explained there; both ends of a validity are inside.

-- A recorded exception: named doctor at the unit in spite of title, speciality and limits.
CREATE TABLE dispensation_stated (
    id INTEGER PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff,
    unit INTEGER NOT NULL REFERENCES unit,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL CHECK (to_day >= from_day),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX dispensation_stated_now ON dispensation_stated (staff, unit, from_day)
    WHERE superseded IS NULL;

-- Days on which a member of staff is away from a unit.
CREATE TABLE absence_stated (
    id INTEGER PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff,
    unit INTEGER NOT NULL REFERENCES unit,
    from_day INTEGER NOT NULL,
    to_day INTEGER CHECK (to_day >= from_day), -- NULL: until further notice
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX absence_stated_now ON absence_stated (staff, unit, from_day)
    WHERE superseded IS NULL;

-- Days on which one answers for the panel of another at a unit.
CREATE TABLE substitute_stated (
    id INTEGER PRIMARY KEY,
    doctor INTEGER NOT NULL REFERENCES staff, -- whose panel it is
    staff INTEGER NOT NULL REFERENCES staff,  -- who answers for it
    unit INTEGER NOT NULL REFERENCES unit,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL CHECK (to_day >= from_day),
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX substitute_stated_now ON substitute_stated (doctor, unit, staff, from_day)
    WHERE superseded IS NULL;

-- Who wants no named doctor, from a day on or on past days.
CREATE TABLE opt_out_stated (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    from_day INTEGER NOT NULL,
    to_day INTEGER CHECK (to_day >= from_day),
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX opt_out_stated_now ON opt_out_stated (identifier, from_day)
    WHERE superseded IS NULL;

-- A panel is looked for by its doctor.
CREATE INDEX named_contact_stated_panel ON named_contact_stated (staff, unit)
    WHERE superseded IS NULL AND kind = 2;
