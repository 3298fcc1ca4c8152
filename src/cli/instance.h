/* cli/instance.h - what verbs that evaluate have in common: the instance of the
 * home, the program's definitions, and how a snapshot that has to be built is told
 * of on standard error. */
#ifndef CLI_INSTANCE_H
#define CLI_INSTANCE_H
#include "cli/cli.h"
#include "cli/progress.h"
#include "service/figures/figures.h"

/* The option `--threads`, the same for every verb that has it; without it as many as the machine
 * has processors. */
enum { CLI_THREADS_MOST = 256 };
#define CLI_THREADS_OPTION                                                                         \
    {                                                                                              \
        .name = "threads", .type = OPTION_INT, .value_name = "N", .help = TEXT_OPTION_THREADS,     \
        .setting = true, .env = "KONTINUA_THREADS", .least = 1, .most = CLI_THREADS_MOST           \
    }
unsigned cli_threads(const struct option_value *given); /* NULL: a verb without the option */

/* The PERSON that stands in the first line of standard input, for a command line can be read by
 * others. ERR_INVALID "person.input": there is none. */
MUST_USE bool cli_person(struct cli *cli, struct str *out, struct err *err);

/* An argument that is digits and nothing else. ERR_INVALID "options.number", with its name. */
MUST_USE bool cli_number(struct str text, const char *name, int64_t *out, struct err *err);

MUST_USE bool cli_instance(struct cli *cli, struct instance *out, struct err *err);

/* Shows how far building is; `progress` must outlive it. */
struct warehouse_use cli_warehouse(struct progress *progress, unsigned threads);
/* A line about a snapshot that had to be built because the former one was damaged. */
void cli_tell_warehouse(struct progress *progress, const struct warehouse_now *now);
/* Lines about what was kept (service/figures/kept.h, service/figures/kept_checks.h): what could not
 * be used, and was counted anew, by its file; what could not be written. ERR_NONE: nothing. */
void cli_tell_kept(struct progress *progress, const struct err *refused,
                   const struct err *unwritten);
/* A line where the month is not over in what is loaded: later than the last contact's, or still
 * going on. Figures of it are made, and look like any other. */
void cli_tell_late(struct progress *progress, const struct snapshot *s, struct month month,
                   struct day today);
/* The snapshot and the month that is asked about (DAY_NONE: as figures_open()), without figures,
 * for who looks at persons: figures_close(). Fails too where cli_has_any() does. */
MUST_USE bool cli_snapshot(struct cli *cli, struct instance *in, struct day as_of, unsigned threads,
                           struct figures *out, struct err *err);
/* Whether there is anybody or any place to count: ERR_MISSING "warehouse.nothing" where every load
 * was taken back, so that a table without rows is not taken for an answer. */
MUST_USE bool cli_has_any(const struct cli *cli, const struct snapshot *s, struct err *err);
#endif
