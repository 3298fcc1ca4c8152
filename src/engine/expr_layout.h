/* engine/expr_layout.h - the one layout of an expression: its tokens, with the
 * blanks that belong between them, in lines that break before when, or, and, and
 * between the parts of a selection. What it says is not looked at. */
#ifndef ENGINE_EXPR_LAYOUT_H
#define ENGINE_EXPR_LAYOUT_H
#include "core/sb.h"

enum { LAYOUT_WIDTH = 100 };
/* In one line. */
struct str expr_flat(struct arena *a, struct str text);
/* In lines of at most LAYOUT_WIDTH where it can be done, each with `indent` blanks before it and a
 * line feed behind it. */
void expr_lay(struct sb *out, struct str text, unsigned indent);
#endif
