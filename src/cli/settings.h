/* cli/settings.h - kontinua.yaml in the home: options that hold for the
 * instance, under their names, where neither the command line nor the
 * environment says otherwise. Only options marked as settings may stand there;
 * those of any verb may, for the file is one for all verbs. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H
#include "cli/cli.h"

#define SETTINGS_FILE "kontinua.yaml"

/* Fills `own` (the options of the verb that runs) and the shared ones. A home without the file is
 * none of its business: the verb finds out. */
MUST_USE bool settings_read(struct cli *cli, struct options *own, struct err *err);
#endif
