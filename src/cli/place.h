/* cli/place.h - where in a file an error is: the line, and a caret under the
 * place.
 *
 *        12 | numerator: agee >= 65
 *           |            ^ */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H
#include "core/sb.h"

/* What the detail of an error says: `file:line:column: why`, or less. */
struct place {
    struct str file;
    unsigned line, column; /* 0: it says none */
    struct str why;
};
struct place place_of(const struct err *err);
/* Of a definition or a code set, so that its file can be shown. */
bool place_is_shown(const struct err *err);
/* In at most 80 columns; a longer line is shown around the place. Nothing where the text has no
 * such line. */
void place_put(struct sb *out, struct str text, const struct place *p);
#endif
