/* cli/progress.h - how far the work is, on standard error: on a terminal one
 * line that is written over and never wider than it, with rate and time left; elsewhere a plain
 * line now and then, which a log can keep. Quiet: nothing but what somebody must see. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include "cli/cli.h"

struct progress {
    struct cli *cli;
    bool terminal, line_open;
    int64_t began, shown; /* monotonic microseconds */
    char what[320];       /* the step that is going on: a file, a table */
};

struct progress progress_open(struct cli *cli);
/* Of `what`, `done` of `total` (any unit; total 0: unknown) and so many rows. May be called often:
 * it writes at most ten times a second, or every five seconds where there is no terminal. */
void progress_show(struct progress *p, const char *what, uint64_t done, uint64_t total,
                   uint64_t rows);
/* A step that is over, or a sentence: a line of its own, on a terminal broken to its width. */
void progress_note(struct progress *p, struct str line);
/* What somebody must see, also where it is quiet. */
void progress_warn(struct progress *p, struct str line);
void progress_end(struct progress *p); /* takes an open line away */
/* As people read numbers in the language: number_count(). */
struct str progress_grouped(struct arena *a, enum lang lang, uint64_t n);
#endif
