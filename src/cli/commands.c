#include "cli/commands.h"

/* One a line: changes of two verbs then do not meet. */
/* clang-format off */
const struct command *const COMMANDS[] = {
    &COMMAND_DEMO,
    &COMMAND_INIT,
    &COMMAND_IMPORT,
    &COMMAND_LOAD,
    &COMMAND_MIGRATE,
    &COMMAND_MEASURE,
    &COMMAND_EXPLAIN,
    &COMMAND_CHANGE,
    &COMMAND_CHECK,
    &COMMAND_FMT,
    &COMMAND_LIST,
    &COMMAND_ASSIGN,
    &COMMAND_STAFF,
    &COMMAND_REQUEST, &COMMAND_MOVE,
    &COMMAND_WHO,
    &COMMAND_UNIT,
    &COMMAND_QUEUE,
    &COMMAND_APPLICATION,
    &COMMAND_DECIDE,
    &COMMAND_SAEBO,
    &COMMAND_CAPITATION,
    &COMMAND_BLOCK,
    &COMMAND_PERSON,
    &COMMAND_SERVE,
    &COMMAND_WAREHOUSE,
    &COMMAND_LOG,
    &COMMAND_SYNTH,
    &COMMAND_HELP,
    &COMMAND_VERSION,
    &COMMAND_MAN,
    NULL,
};
/* clang-format on */
