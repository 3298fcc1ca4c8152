-- Units: what was said by who changed one; and listings in other counties. As 0001: days, enums and
-- positions are numbers explained there.

-- Why a unit's cap is what it is: its own request.
CREATE TABLE unit_reason (
    stated INTEGER PRIMARY KEY REFERENCES unit_stated (id),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200)
) STRICT;

-- A person is listed in another county, as that one said: a listing here ends on the day before.
CREATE TABLE elsewhere_stated (
    id INTEGER PRIMARY KEY,
    identifier INTEGER NOT NULL REFERENCES identifier (id),
    county TEXT NOT NULL CHECK (length(county) = 2),
    from_day INTEGER NOT NULL,
    recorded INTEGER NOT NULL REFERENCES change,
    superseded INTEGER REFERENCES change CHECK (superseded > recorded)
) STRICT;
CREATE UNIQUE INDEX elsewhere_stated_now ON elsewhere_stated (identifier, from_day)
    WHERE superseded IS NULL;

-- In effect, beside listing_effect: on no day both.
CREATE TABLE elsewhere_effect (
    person INTEGER NOT NULL REFERENCES person (key),
    from_day INTEGER NOT NULL,
    to_day INTEGER CHECK (to_day >= from_day),
    stated INTEGER NOT NULL REFERENCES elsewhere_stated (id),
    PRIMARY KEY (person, from_day)
) STRICT, WITHOUT ROWID;
