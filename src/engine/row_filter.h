/* engine/row_filter.h - the conditions of rows for one kind of row, worked out
 * when a plan is made. */
#ifndef ENGINE_ROW_FILTER_H
#define ENGINE_ROW_FILTER_H
#include "engine/row_codes.h"

struct row_filter {
    enum expr_table table;
    const struct expr *where; /* NULL: all rows */
};
/* The rows of one table of dated rows: those of all the filters that are the table's. `codes` of
 * the table; NULL: contacts. */
struct plan_rows row_filters(struct arena *a, const struct snapshot *s, enum expr_table table,
                             struct row_codes *codes, const struct row_filter *filter,
                             uint32_t filters);
/* Whether rows of the shape may meet the filter. */
bool row_filter_takes(const struct plan_rows *r, uint32_t shape, uint32_t filter);
/* The rows of intervals: the words, as bits, of basis or kind for which the condition holds. */
uint32_t row_filter_words(const struct expr *where, bool here, bool informed);
/* The same conditions, word for word. */
bool row_filter_equal(const struct expr *x, const struct expr *y);
#endif
