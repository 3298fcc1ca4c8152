/* cli/verb_form.h - the forms of a verb whose first argument, or an option, says what is asked, and
 * which of the verb's options belong to each: one table, and whatever else is given is refused
 * before the verb runs.
 *
 *     static const struct verb_form FORM[] = {
 *         {"show", TIME_BITS(TIME) | ACTOR_WHO(ACTOR)},
 *         {NULL, OPTION_BIT(REASON) | ACTOR_ALL(ACTOR)}};  // every other first argument
 *     const struct command COMMAND_X = {.verb = {…}, .run = x, .form = FORM, .forms = 2};
 *
 * What the environment or the settings of the home can give is given to all forms, and refused by
 * none. A word that no row has is the verb's to refuse. Errors: ERR_INVALID "options.form". */
#ifndef CLI_VERB_FORM_H
#define CLI_VERB_FORM_H
#include "cli/cli.h"

struct verb_form {
    /* The first argument; or an option, with its hyphens; NULL, in the last row: every other. */
    const char *word;
    uint64_t options; /* a bit for each that belongs to it */
};
#define OPTION_BIT(option) (UINT64_C(1) << (option))

/* Of a command without a table nothing is refused. */
MUST_USE bool verb_form_check(const struct command *command, const struct call *call,
                              struct err *err);
#endif
