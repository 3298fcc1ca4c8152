/* engine/row_codes.h - the codes that the rows of a table have, read as terms.csv
 * says, and what sets of codes make of them. A code is looked up once, however
 * many values were measured under it. Used while a plan is made. */
#ifndef ENGINE_ROW_CODES_H
#define ENGINE_ROW_CODES_H
#include "engine/bag.h"
#include "engine/exact.h"
#include "engine/plan.h"

struct row_code {
    struct str code, system;
    const struct snapshot_term *term; /* that the code is a local name of; NULL: none */
};
struct row_codes {
    struct arena *arena;
    const struct snapshot_events *events;
    enum expr_table table;
    const uint32_t *code_of; /* by shape */
    const struct row_code *code;
    uint32_t codes;
    struct bag asked; /* struct code_rows: answers of sets and parts */
};
/* `table` is one of events. */
struct row_codes row_codes_open(struct arena *a, const struct snapshot *s, enum expr_table table);
/* The row of the set, or of the part, that rows of the shape belong to; NULL: none. */
const struct codeset_row *row_code(struct row_codes *c, const struct codeset *set, struct str part,
                                   uint32_t shape);
/* Whether rows of the shape belong to the set and state a unit that it does not know for the code.
 */
bool row_in_strange_unit(struct row_codes *c, const struct codeset *by, uint32_t shape);
/* The value of rows of the shape, as `by` (NULL: none) takes them, for exact_quantity_rank(). */
struct exact_quantity row_quantity(struct row_codes *c, const struct codeset *by, uint32_t shape);
#endif
