/* cli/warehouse_show.h - `warehouse show`: the snapshot as items, and the tables of
 * segments: on a terminal a table of their own, in files items "<table>.rows" and
 * so on, so that a file stays one list of records. */
#ifndef CLI_WAREHOUSE_SHOW_H
#define CLI_WAREHOUSE_SHOW_H
#include "cli/cli.h"
#include "service/instance.h"

MUST_USE bool warehouse_show(struct cli *cli, struct instance *in, struct err *err);
#endif
