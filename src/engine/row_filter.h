/* engine/row_filter.h - the `where` of a selection for one kind of row, worked
 * out when a plan is made. */
#ifndef ENGINE_ROW_FILTER_H
#define ENGINE_ROW_FILTER_H
#include "engine/plan.h"

/* The rows of contacts: for each filter its condition (NULL: all rows). */
struct plan_rows row_filters(struct arena *a, const struct snapshot *s,
                             const struct expr *const *where, uint32_t filters);
/* The rows of intervals: the words, as bits, of basis or kind for which the condition holds. */
uint32_t row_filter_words(const struct expr *where, bool here);
/* The same conditions, word for word. */
bool row_filter_equal(const struct expr *x, const struct expr *y);
#endif
