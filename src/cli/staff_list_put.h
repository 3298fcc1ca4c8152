/* cli/staff_list_put.h - who works at a unit, a line each, for people or for programs. */
#ifndef CLI_STAFF_LIST_PUT_H
#define CLI_STAFF_LIST_PUT_H
#include "cli/cli.h"
#include "service/contact/staff_list.h"

MUST_USE bool staff_list_put(struct cli *cli, const struct staff_list *list, struct err *err);
#endif
