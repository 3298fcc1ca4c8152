/* cli/cmd_list_passive.h - kontinua list PERSON --by-area, --newborn: who has not
 * chosen. The options are those of `list`, whose table has them. */
#ifndef CLI_CMD_LIST_PASSIVE_H
#define CLI_CMD_LIST_PASSIVE_H
#include "cli/cli.h"

enum { PASSIVE_BY_AREA, PASSIVE_NEWBORN, PASSIVE_OPTIONS };
#define PASSIVE_OPTION(first)                                                                      \
    [(first) + PASSIVE_BY_AREA] = {.name = "by-area",                                              \
                                   .type = OPTION_FLAG,                                            \
                                   .help = TEXT_OPTION_LIST_BY_AREA},                              \
               [(first) + PASSIVE_NEWBORN] = {                                                     \
                   .name = "newborn", .type = OPTION_FLAG, .help = TEXT_OPTION_LIST_NEWBORN}

bool passive_is_asked(const struct option_value *passive);
/* ERR_INVALID "options.together" of what cannot be asked in one. */
MUST_USE bool list_passive(struct cli *cli, const struct call *call,
                           const struct option_value *passive, const struct option_value *actor,
                           struct err *err);
#endif
