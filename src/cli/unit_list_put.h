/* cli/unit_list_put.h - the units, a line each, for people or for programs. */
#ifndef CLI_UNIT_LIST_PUT_H
#define CLI_UNIT_LIST_PUT_H
#include "cli/cli.h"
#include "service/unit/unit_list.h"

MUST_USE bool unit_list_put(struct cli *cli, const struct unit_list *list, struct err *err);
#endif
