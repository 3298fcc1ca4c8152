/* tests/unit/core/failing_files.h - a disk that fails on demand: FILES_POSIX whose n-th call
 * fails, once or from then on, so that a test can sweep every call of a piece of work:
 *
 *     for (unsigned n = 1;; n++) {
 *         struct failing_files f = failing_files(n, FAIL_ONCE, ENOSPC);
 *         bool done = work(failing_files_table(&f));
 *         if (f.calls < n)
 *             break;              // the work has no n-th call: all were tried
 *         check(done);
 *     }
 *
 * With n = 0 nothing fails and `calls` is the census. The struct must stay where it is while
 * its table is used: make it once, then hand out failing_files_table(&f). */
#ifndef TESTS_FAILING_FILES_H
#define TESTS_FAILING_FILES_H
#include "core/files.h"

enum failing { FAIL_ONCE, FAIL_STICKY };
struct failing_files {
    unsigned fail_at; /* the number, from 1, of the call that fails; 0: none */
    enum failing how;
    int error;      /* the errno */
    bool torn;      /* a write that fails has written its first half */
    bool short_io;  /* every read and write that does not fail does at most 7 bytes */
    unsigned calls; /* so far */
    char what[16];  /* the kind of the first call that failed */
    struct files table;
};

struct failing_files failing_files(unsigned fail_at, enum failing how, int error);
const struct files *failing_files_table(struct failing_files *f);
#endif
