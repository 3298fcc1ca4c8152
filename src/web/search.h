/* web/search.h - which measures a reader's words are about. */
#ifndef WEB_SEARCH_H
#define WEB_SEARCH_H
#include "web/model.h"

/* Whether every word of `words` (any case, either language, part of a word too) stands somewhere in
 * the measure: its names, its rule in words, its id or code; or is the whole name of
 * its group. */
bool search_finds(const struct model_measure *measure, struct str words);
#endif
