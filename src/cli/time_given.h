/* cli/time_given.h - moments and openings of blocked information, as they are written
 * on a command line.
 *
 *     enum { TIME, ACTOR = TIME + TIME_OPTIONS, OPTIONS = ACTOR + ACTOR_OPTIONS };
 *     static const struct option OPTION[OPTIONS] = {TIME_OPTION(TIME), ACTOR_OPTION(ACTOR)};
 *
 * Errors: ERR_INVALID "time.known_at" (no day and no moment), "moment.left_out" (in the hour that
 * summer time leaves out), "block.opening" (both at once),
 * "time.question" (a day or a moment of who asks nothing). */
#ifndef CLI_TIME_GIVEN_H
#define CLI_TIME_GIVEN_H
#include "cli/verb_form.h"
#include "domain/block.h"
#include "service/known.h"

/* --on and --known-at, of every verb that asks (docs/operator/persons.md). */
enum { TIME_ON, TIME_KNOWN_AT, TIME_OPTIONS };
#define TIME_OPTION(first)                                                                         \
    [(first) + TIME_ON] = {.name = "on",                                                           \
                           .type = OPTION_DAY,                                                     \
                           .value_name = "YYYY-MM-DD",                                             \
                           .help = TEXT_OPTION_TIME_ON},                                           \
               [(first) + TIME_KNOWN_AT] = {.name = "known-at",                                    \
                                            .type = OPTION_TEXT,                                   \
                                            .value_name = "TIME",                                  \
                                            .help = TEXT_OPTION_TIME_KNOWN_AT}
#define TIME_BITS(first) (OPTION_BIT((first) + TIME_ON) | OPTION_BIT((first) + TIME_KNOWN_AT))
/* `value` is the first of the two. */
MUST_USE bool known_given(const struct option_value *value, struct known_time *out,
                          struct err *err);
/* Who writes does so now. */
MUST_USE bool known_not_given(const struct option_value *value, struct err *err);
/* --known-at, as stockholm_parse() reads it; not given: us INT64_MAX, which is now. */
MUST_USE bool time_given(const struct option_value *value, struct moment *out, struct err *err);
/* --consent TEXT or --emergency TEXT. */
MUST_USE bool opening_given(const struct option_value *consent,
                            const struct option_value *emergency, struct block_opening *out,
                            struct err *err);
#endif
