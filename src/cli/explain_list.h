/* cli/explain_list.h - who is behind the figure of a unit or a doctor, on the lists
 * of enum standing: for programs a record a person, for people how many there are
 * on each list and, of one that is asked for, who they are. */
#ifndef CLI_EXPLAIN_LIST_H
#define CLI_EXPLAIN_LIST_H
#include "cli/cli.h"
#include "domain/access.h"
#include "service/figures/persons.h"

/* The words of --list, in the order of enum standing, ended by NULL. */
extern const char *const STANDING_WORD[STANDINGS + 1];
struct explain_lists {
    struct persons_request persons;
    enum standing list; /* STANDINGS: all */
    struct actor actor; /* who runs the program */
};
/* Fails with ERR_MISSING "explain.nobody" where nobody is on any. */
MUST_USE bool explain_list(struct cli *cli, struct instance *in, const struct snapshot *s,
                           const struct explain_lists *asked, struct err *err);
#endif
