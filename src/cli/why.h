/* cli/why.h - why a definition is wrong, in the language of who reads it. The
 * engine says it in English, in the words of the language of measures; texts
 * why.* have each sentence in both languages. */
#ifndef CLI_WHY_H
#define CLI_WHY_H
#include "core/text.h"

/* A sentence that there is no text for stays as it is. */
struct str why_in(struct arena *a, enum lang lang, struct str why);
#endif
