/* cli/measure_table.h - figures for a person at a terminal: one table of all
 * measures where each has one place and one month, else a table a measure, under
 * its name. Names of measures and places, numbers as the language writes them; a
 * month that is the same for all rows stands in the heading. */
#ifndef CLI_MEASURE_TABLE_H
#define CLI_MEASURE_TABLE_H
#include "cli/cli.h"
#include "engine/eval.h"

/* What stands around a number of that unit, as short as a column wants it: "{}%". */
enum text measure_table_unit(enum measure_unit unit);
MUST_USE bool measure_table(struct cli *cli, const struct eval_table *table, size_t tables,
                            struct err *err);
#endif
