-- Files of the table whose last row had no line end: it may be cut off. NULL: nobody asked.
ALTER TABLE load_table ADD COLUMN open_ends INTEGER;
