-- What was found of entries of the log (service/access/access_log.h) is asked for without reading the
-- others: few entries are reviews.
CREATE INDEX access_log_reviews ON access_log (sequence) WHERE act = 'log review';

-- The places in queues that a person left (why 1) are asked for where the region counts leaving as a
-- change: of everybody who is decided about, and few ever left one.
CREATE INDEX queue_place_left ON queue_place (identifier) WHERE why = 1;
