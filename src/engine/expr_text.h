/* engine/expr_text.h - a checked tree in the words of the language again, for
 * people who ask why: numbers stand where parameters stood. Read once more it
 * gives the same tree.
 *
 *     expr_text(arena, d->denominator, d->part, d->parts)   "has_diabetes and age >= 18" */
#ifndef ENGINE_EXPR_TEXT_H
#define ENGINE_EXPR_TEXT_H
#include "engine/expr.h"

/* In one line. A node that is one of the parts, but for `e` itself, stands there by its name;
 * without parts everything is written out. */
struct str expr_text(struct arena *a, const struct expr *e, const struct expr_part *part,
                     unsigned parts);
#endif
