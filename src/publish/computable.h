/* publish/computable.h - what someone who sees a table can work out of the
 * cells that are hidden in it, by adding and subtracting: exact linear algebra
 * over the sums that the table's cells obey. What the bounds of the numbers tell
 * besides (that none is negative) is the audit's matter, not this file's. */
#ifndef PUBLISH_COMPUTABLE_H
#define PUBLISH_COMPUTABLE_H
#include "core/base.h"

struct cell_sum {
    const uint32_t *cell; /* cell[0] is the sum of cell[1] … */
    size_t count;
};

/* The first hidden cell that the shown ones determine; false where there is none. `hidden` has
 * `cells` entries, and every number in a sum is below that. */
bool computable_find(struct arena *a, const struct cell_sum *sum, size_t sums, const bool *hidden,
                     uint32_t cells, uint32_t *found);
#endif
