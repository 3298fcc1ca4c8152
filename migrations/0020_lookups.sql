-- How many persons somebody looked up in the last minute and hour is asked at each look-up
-- (service/access/lookups.h): without reading what others did. Few entries are alarms.
CREATE INDEX access_log_by_actor ON access_log (actor, at, person, outcome) WHERE actor IS NOT NULL;
CREATE INDEX access_log_alarms ON access_log (actor, at) WHERE act = 'log alarm';
