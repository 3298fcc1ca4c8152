#include "cli/commands.h"

const struct command *const COMMANDS[] = {
    &COMMAND_DEMO,
    &COMMAND_INIT,
    &COMMAND_IMPORT,
    &COMMAND_MIGRATE,
    &COMMAND_MEASURE,
    &COMMAND_SAEBO,
    &COMMAND_SERVE,
    &COMMAND_WAREHOUSE,
    &COMMAND_SYNTH,
    &COMMAND_HELP,
    &COMMAND_VERSION,
    &COMMAND_MAN,
    NULL,
};
