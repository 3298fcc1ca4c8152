-- How many are listed at a unit is asked before somebody is listed where there is a cap. So the unit's
-- list stands in the row in effect too, and by it an index that says all that is asked.
ALTER TABLE listing_effect ADD COLUMN list INTEGER REFERENCES unit_list (id);
UPDATE listing_effect SET list = (SELECT n.list FROM listing_stated AS n WHERE n.id = stated);
CREATE INDEX listing_effect_at ON listing_effect (list, to_day, from_day);
