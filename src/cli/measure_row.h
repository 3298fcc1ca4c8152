/* cli/measure_row.h - a figure as files print it: the columns of `measure`, which
 * other verbs have too. A terminal gets measure_table(). */
#ifndef CLI_MEASURE_ROW_H
#define CLI_MEASURE_ROW_H
#include "cli/print.h"
#include "engine/eval.h"

enum { MEASURE_COLUMNS = 8 };
extern const struct print_column MEASURE_COLUMN[MEASURE_COLUMNS];
/* Texts in the arena. Not for CELL_NO_ROW. */
void measure_row(struct arena *a, const struct eval_table *t, size_t place, unsigned month,
                 struct str field[static MEASURE_COLUMNS]);
#endif
