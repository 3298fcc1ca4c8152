#include "cli/commands.h"

const struct command *const COMMANDS[] = {
    &COMMAND_SAEBO, &COMMAND_WAREHOUSE, &COMMAND_HELP, &COMMAND_VERSION, &COMMAND_MAN, NULL,
};
