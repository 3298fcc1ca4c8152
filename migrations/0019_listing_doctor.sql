-- Listings on doctors. As 0001: enums are numbers explained there.

-- On what basis the person chose the named doctor with whom they are listed (`listing.on: doctor`);
-- NULL: did not, the unit assigned them.
ALTER TABLE named_contact_stated ADD COLUMN basis INTEGER;

-- With whom a child is to be listed, of a change that waits for the other guardian; NULL: with nobody,
-- listings are on units.
ALTER TABLE consent ADD COLUMN doctor INTEGER REFERENCES staff (id);
