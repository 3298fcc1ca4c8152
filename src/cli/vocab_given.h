/* cli/vocab_given.h - a word of a vocabulary that an option gives.
 *
 *     vocab_given(cli->arena, &VOCAB_ROLE, "role", value->text, &role, err) */
#ifndef CLI_VOCAB_GIVEN_H
#define CLI_VOCAB_GIVEN_H
#include "domain/vocab.h"

/* ERR_INVALID "options.choice", with the option, what is written and the words that there are. */
MUST_USE bool vocab_given(struct arena *a, const struct vocab *v, const char *option,
                          struct str written, unsigned *out, struct err *err);
#endif
