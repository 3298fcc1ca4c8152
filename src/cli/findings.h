/* cli/findings.h - what a load did to each table and what looks odd, as lines for
 * people. */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H
#include "cli/progress.h"
#include "service/load/load_findings.h"

enum { FINDINGS_TOLD = 5 }; /* of a kind in a table; the others are only counted */

/* On standard error; what looks odd also where it is quiet. `load`: where the others stand; empty:
 * nowhere, it was a dry run. */
void findings_tell(struct progress *p, const struct load_findings *found, struct str load);
/* On standard output; `tables`: also what it did to each. All oddities are told. */
MUST_USE bool findings_print(struct cli *cli, const struct load_findings *found, int64_t load,
                             bool tables, struct err *err);
#endif
