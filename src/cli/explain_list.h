/* cli/explain_list.h - who is behind the figure of a unit or a doctor, on the lists
 * of enum standing: for programs a record a person, for people how many there are
 * on each list and, of one that is asked for, who they are. */
#ifndef CLI_EXPLAIN_LIST_H
#define CLI_EXPLAIN_LIST_H
#include "cli/cli.h"
#include "service/figures/explained.h"

/* The words of --list, in the order of enum standing, ended by NULL. */
extern const char *const STANDING_WORD[STANDINGS + 1];
/* `list` STANDINGS: all. */
MUST_USE bool explain_list(struct cli *cli, const struct snapshot *s,
                           const struct explained_lists *of, enum standing list, struct err *err);
#endif
