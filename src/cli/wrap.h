/* cli/wrap.h - sentences for people, broken at blanks so that they fit the width of a
 * table; where the output is kept (a file, a log) a sentence is one line, for
 * whoever searches it. */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H
#include "core/sb.h"

#include <stdio.h>

/* The sentence with its line's end; what does not fit goes on below, indented. A number's groups,
 * as 1 234, and a word that is longer than the width stay whole. */
void wrap(struct sb *out, struct str text);

/* One sentence: broken where `to` is a terminal. */
void wrap_to(FILE *to, struct arena *a, struct str text);
#endif
