/* tests/unit/engine/expr_shown.h - an expression read, as text: an operator
 * before what it is made of, or the error.
 *
 * There are the parameters window (18), least (7.5) and forms (visit, home_visit); the sets kol
 * (diagnoses), drugs (with substances and the part fast), more_drugs (substances too), hba1c
 * (converts), pressure (parts high and low) and sizes (weight, height, at_birth: units); the parts
 * onset (a day), pressure_now (a quantity), is_old (a condition) and visits (a number). */
#ifndef TESTS_UNIT_ENGINE_EXPR_SHOWN_H
#define TESTS_UNIT_ENGINE_EXPR_SHOWN_H
#include "engine/expr.h"

/* The tree of an expression. */
const char *tree_shown(struct arena *a, const struct expr *e);
/* What an expression may name. */
struct expr_source shown_source(struct arena *a, bool own_unit);
/* The tree, or `code e:line:column: why`. */
const char *shown_for(struct arena *a, bool own_unit, enum expr_wanted wanted, struct str text);
/* `text` and what it is shown as; fails the test where it is anything else. */
void are_shown(struct arena *a, bool own_unit, enum expr_wanted wanted,
               const char *const (*cases)[2], size_t count);
#endif
