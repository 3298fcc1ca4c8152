/* cli/list_show.h - what `kontinua list` prints: to people a sentence or a few, to
 * programs a record. Errors: cli_write(), cli/print.h. */
#ifndef CLI_LIST_SHOW_H
#define CLI_LIST_SHOW_H
#include "cli/cli.h"
#include "service/listing/listing.h"
#include "service/listing/queue.h"

MUST_USE bool list_show(struct cli *cli, const struct listing_answer *answer, bool dry_run,
                        struct err *err);
MUST_USE bool list_show_left(struct cli *cli, const struct queue_left *left, bool dry_run,
                             struct err *err);
#endif
