-- What was found of entries of the log (service/access/access_log.h) is asked for without reading the
-- others: few entries are reviews.
CREATE INDEX access_log_reviews ON access_log (sequence) WHERE act = 'log review';
