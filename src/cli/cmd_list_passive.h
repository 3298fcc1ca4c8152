/* cli/cmd_list_passive.h - kontinua list PERSON --by-area, --newborn, --out-of-county, and
 * list --by-area --all: listings that nobody chose here. The options are those of
 * `list`, whose table has them. */
#ifndef CLI_CMD_LIST_PASSIVE_H
#define CLI_CMD_LIST_PASSIVE_H
#include "cli/cli.h"

enum { PASSIVE_BY_AREA, PASSIVE_ALL, PASSIVE_NEWBORN, PASSIVE_OUT_OF_COUNTY, PASSIVE_OPTIONS };
#define PASSIVE_OPTION(first)                                                                      \
    [(first) + PASSIVE_BY_AREA] = {.name = "by-area",                                              \
                                   .type = OPTION_FLAG,                                            \
                                   .help = TEXT_OPTION_LIST_BY_AREA},                              \
               [(first) + PASSIVE_ALL] = {.name = "all",                                           \
                                          .type = OPTION_FLAG,                                     \
                                          .help = TEXT_OPTION_LIST_ALL},                           \
               [(first) + PASSIVE_NEWBORN] = {.name = "newborn",                                   \
                                              .type = OPTION_FLAG,                                 \
                                              .help = TEXT_OPTION_LIST_NEWBORN},                   \
               [(first) + PASSIVE_OUT_OF_COUNTY] = {.name = "out-of-county",                       \
                                                    .type = OPTION_TEXT,                           \
                                                    .value_name = "CODE|none",                     \
                                                    .help = TEXT_OPTION_LIST_OUT_OF_COUNTY}

/* The verb's options that it looks at. */
struct list_passive {
    const struct option_value *passive, *actor, *from;
};
bool passive_is_asked(const struct option_value *passive);
/* ERR_INVALID "options.together" of what cannot be asked in one. */
MUST_USE bool list_passive(struct cli *cli, const struct call *call,
                           const struct list_passive *with, struct err *err);
#endif
