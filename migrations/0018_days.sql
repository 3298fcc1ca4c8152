-- The day of a change. As 0001: days and positions are numbers explained there.

-- What somebody asked for or applied for was so on the instance's day. Mostly that is the date in
-- Sweden of the change's moment, and then no row stands here.
CREATE TABLE change_day (
    position INTEGER PRIMARY KEY REFERENCES change,
    day INTEGER NOT NULL
) STRICT;
