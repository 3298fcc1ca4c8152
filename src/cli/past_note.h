/* cli/past_note.h - who does something of a day in a month that is over is told, on standard error,
 * from which month on figures become others than those that were counted. */
#ifndef CLI_PAST_NOTE_H
#define CLI_PAST_NOTE_H
#include "cli/cli.h"

/* `from`: the first day that is otherwise; DAY_NONE, or of this month: nothing is said. */
void past_note(struct cli *cli, struct day from);
#endif
