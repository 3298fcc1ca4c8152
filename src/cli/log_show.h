/* cli/log_show.h - entries of the access log as records: what a patient is given,
 * and what who reviews the log looks at. */
#ifndef CLI_LOG_SHOW_H
#define CLI_LOG_SHOW_H
#include "cli/print.h"
#include "service/access/access_read.h"
#include "service/region.h"

/* Of access_read_extract(): where, when, in which role, for what purpose, what was done. As records
 * for programs all fields of the national contract, also by whom, where that is told; the region
 * answers for the registry. */
struct print *log_extract_open(struct cli *cli);
MUST_USE bool log_extract_row(struct cli *cli, struct print *p, const struct access_shown *shown,
                              const struct region *region, struct err *err);
/* All that an entry says. */
struct print *log_sample_open(struct cli *cli);
MUST_USE bool log_sample_row(struct cli *cli, struct print *p, const struct access_shown *shown,
                             struct err *err);
MUST_USE bool log_verdict_print(struct cli *cli, const struct access_verdict *verdict,
                                const struct access_checkpoint *checkpoint, struct err *err);
#endif
