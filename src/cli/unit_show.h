/* cli/unit_show.h - one unit, for people line by line, for programs as a record. */
#ifndef CLI_UNIT_SHOW_H
#define CLI_UNIT_SHOW_H
#include "cli/cli.h"
#include "service/known.h"

MUST_USE bool unit_show_put(struct cli *cli, struct instance *in, struct str unit,
                            const struct known_time *time, struct err *err);
#endif
