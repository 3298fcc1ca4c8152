/* cli/load_show.h - one load for people: when it landed and who loaded it, what has become of it,
 * the days that it replaced, and its files. Errors: those of store/db.h. */
#ifndef CLI_LOAD_SHOW_H
#define CLI_LOAD_SHOW_H
#include "cli/cli.h"
#include "service/instance.h"

MUST_USE bool load_show(struct cli *cli, struct instance *in, int64_t load, struct err *err);
/* Its files only, a record each. */
MUST_USE bool load_show_files(struct cli *cli, struct instance *in, int64_t load, struct err *err);
#endif
