-- Figures of others, and what local terms are read as.

-- name: reference.now
SELECT measure, level, period, value, numerator, denominator, source FROM reference_stated
WHERE superseded IS NULL ORDER BY measure, level, period;

-- stated: reference
measure KEY,
level KEY,
period KEY,
value,
numerator,
denominator,
source;

-- Local terms of record systems.

-- name: term.now
SELECT local, system, code, factor FROM term_stated WHERE superseded IS NULL ORDER BY local;

-- stated: term
local KEY,
system,
code,
factor;
