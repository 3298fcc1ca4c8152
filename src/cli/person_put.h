/* cli/person_put.h - what `kontinua person` prints: a table for people, records for
 * programs. */
#ifndef CLI_PERSON_PUT_H
#define CLI_PERSON_PUT_H
#include "cli/cli.h"
#include "service/person/person.h"

MUST_USE bool person_put(struct cli *cli, const struct person_shown *shown, struct err *err);
/* Who was found, by name; and to people how many more there are, and are not shown. */
MUST_USE bool person_put_found(struct cli *cli, const struct person_finding *found,
                               struct err *err);
#endif
