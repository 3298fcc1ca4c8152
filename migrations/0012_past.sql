-- What was stated of an identifier and holds no more, found by the identifier: for questions of what
-- was known, and for telling what a change changed. Rows that hold are not in these.
CREATE INDEX person_stated_past ON person_stated (identifier, superseded) WHERE superseded IS NOT NULL;
CREATE INDEX listing_stated_past ON listing_stated (identifier, superseded) WHERE superseded IS NOT NULL;
CREATE INDEX named_contact_stated_past ON named_contact_stated (identifier, superseded)
    WHERE superseded IS NOT NULL;
CREATE INDEX residence_stated_past ON residence_stated (identifier, superseded)
    WHERE superseded IS NOT NULL;
CREATE INDEX block_stated_past ON block_stated (identifier, superseded) WHERE superseded IS NOT NULL;
CREATE INDEX elsewhere_stated_past ON elsewhere_stated (identifier, superseded)
    WHERE superseded IS NOT NULL;
CREATE INDEX identifier_was_person ON identifier_was (person);

CREATE INDEX unit_stated_past ON unit_stated (unit, superseded) WHERE superseded IS NOT NULL;
CREATE INDEX unit_stated_recorded ON unit_stated (recorded); -- a region has some hundred
