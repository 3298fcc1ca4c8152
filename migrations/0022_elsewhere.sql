-- The application that was granted for special reasons and that a listing in another county used, which
-- therefore is no change that counts; NULL: none.
ALTER TABLE elsewhere_stated ADD COLUMN application INTEGER REFERENCES application (id);
