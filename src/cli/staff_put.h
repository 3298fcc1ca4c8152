/* cli/staff_put.h - what `kontinua staff` prints. */
#ifndef CLI_STAFF_PUT_H
#define CLI_STAFF_PUT_H
#include "cli/cli.h"
#include "service/contact/staff_acts.h"
#include "service/contact/staff_show.h"

/* A sentence with the member, the unit and the days; for programs a record. */
MUST_USE bool staff_put_done(struct cli *cli, const struct staff_acted *done, enum text text,
                             bool dry_run, struct err *err);
/* A record for each position, dispensation, absence and substitute; people get who it is above. */
MUST_USE bool staff_put_shown(struct cli *cli, const struct staff_shown *s, struct err *err);
#endif
