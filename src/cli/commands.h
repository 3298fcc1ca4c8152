/* cli/commands.h - every verb of the program; each stands in cmd_<verb>.c. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H
#include "cli/cli.h"

extern const struct command COMMAND_CHECK, COMMAND_DEMO, COMMAND_FMT, COMMAND_HELP, COMMAND_IMPORT,
    COMMAND_INIT, COMMAND_LOAD, COMMAND_MAN, COMMAND_MEASURE, COMMAND_MIGRATE, COMMAND_SAEBO,
    COMMAND_SERVE, COMMAND_SYNTH, COMMAND_VERSION, COMMAND_WAREHOUSE;
#endif
