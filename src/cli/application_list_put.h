/* cli/application_list_put.h - applications that wait, a line each, for people or for programs. */
#ifndef CLI_APPLICATION_LIST_PUT_H
#define CLI_APPLICATION_LIST_PUT_H
#include "cli/cli.h"
#include "service/listing/application_list.h"

MUST_USE bool application_list_put(struct cli *cli, const struct application_list *list,
                                   struct err *err);
#endif
