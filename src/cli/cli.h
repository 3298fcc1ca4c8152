/* cli/cli.h - what a verb gets, and what it is. A verb reads its options, calls a
 * service, and prints: results to `out`, all else to `note`. It returns false
 * with an err, which main() turns into a sentence and an exit code. */
#ifndef CLI_CLI_H
#define CLI_CLI_H
#include "core/clock.h"
#include "core/files.h"
#include "core/options.h"

#include <stdio.h>

#define CLI_PROGRAM "kontinua"
#define CLI_VERSION CLI_PROGRAM " " KONTINUA_VERSION "\n" /* the version is the build's */

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

struct cli {
    struct arena *arena; /* lives as long as the verb runs */
    FILE *out, *note;    /* standard output and standard error */
    enum lang lang;
    enum format format;
    bool quiet;
    const char *home; /* the instance's folder, as given */
    struct clock clock;
    struct options shared; /* the options of every verb */
};

/* What a verb was called with. */
struct call {
    const struct option_value *value; /* by the verb's own enum */
    const struct str *argument;
    unsigned arguments;
};
struct verb_form;
struct instance;
struct command {
    struct verb verb;
    /* One of the two: it opens the instance itself, after it has looked at what is asked, or has
     * none; or it is given that of the home. */
    bool (*run)(struct cli *cli, const struct call *call, struct err *err);
    bool (*run_in)(struct cli *cli, struct instance *in, const struct call *call, struct err *err);
    bool alone; /* needs no instance: its settings are not read */
    const struct verb_form
        *form; /* cli/verb_form.h; NULL: all options belong to whatever is asked */
    unsigned forms;
};

extern const struct command *const COMMANDS[];       /* in the order of the help, ended by NULL */
const struct command *command_find(struct str name); /* NULL: there is none */
/* Fails with ERR_INVALID "options.verb"; the detail has the nearest there is. */
MUST_USE bool command_unknown(struct arena *a, struct str name, struct err *err);

/* The options of every verb, by place. */
enum {
    SHARED_HOME,
    SHARED_LANG,
    SHARED_TODAY,
    SHARED_FORMAT,
    SHARED_QUIET,
    SHARED_HELP,
    SHARED_VERSION,
    SHARED_COUNT
};
extern const struct option SHARED_OPTIONS[SHARED_COUNT];

/* The help of the whole program: every verb with its summary. */
void cli_put_help(struct sb *out, enum lang lang, const struct options *shared);
/* Writes all of it, or fails with ERR_IO "cli.output". */
MUST_USE bool cli_write(FILE *to, struct str text, struct err *err);

/* Runs a command line; words without the program's name. Returns the exit code. The environment is
 * asked through `lookup`, so that tests can give one. */
int cli_run(const char *const *words, unsigned count, char *(*lookup)(const char *name), FILE *out,
            FILE *note);
#endif
