/* cli/why.h - why a definition is wrong, in the language of who reads it. The
 * engine says it in English, in the words of the language of measures; texts
 * why.* have each sentence in both languages. */
#ifndef CLI_WHY_H
#define CLI_WHY_H
#include "core/text.h"

/* A sentence that there is no text for stays as it is. */
struct str why_in(struct arena *a, enum lang lang, struct str why);
/* The same of what is behind the place in an error; what the reader of YAML says in its own words
 * is marked so. */
struct str why_of(struct arena *a, enum lang lang, const struct err *err, struct str why);
#endif
