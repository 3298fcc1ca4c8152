/* cli/time_given.h - moments and openings of blocked information, as they are written
 * on a command line.
 *
 * Errors: ERR_INVALID "moment.format", "day.missing_date", "block.opening" (both at once). */
#ifndef CLI_TIME_GIVEN_H
#define CLI_TIME_GIVEN_H
#include "core/options.h"
#include "domain/block.h"

/* As stockholm_parse() reads it; not given: us INT64_MAX, which is now. */
MUST_USE bool time_given(const struct option_value *value, struct moment *out, struct err *err);
/* --consent TEXT or --emergency TEXT. */
MUST_USE bool opening_given(const struct option_value *consent,
                            const struct option_value *emergency, struct block_opening *out,
                            struct err *err);
#endif
