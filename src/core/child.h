/* core/child.h - runs another program and waits for it: its words as they are given,
 * without a shell; its input as a file; nothing of this program's environment but
 * where programs are; what it prints is thrown away, for nobody knows what it may hold.
 *
 * Errors, ERR_IO: "child.start" (it cannot be started; the detail is the
 * system's word for why), "child.failed" (it ended with another code
 * than 0; the detail is the code, or 128 and its signal), "child.time" (it was stopped after the
 * time). The detail never has a word of it.
 *
 *     char *word[] = {"sendmail", "-t", NULL};
 *     if (!child_run(&(struct child){.word = word, .input = mail, .seconds = 30}, err)) … */
#ifndef CORE_CHILD_H
#define CORE_CHILD_H
#include "core/base.h"

struct child {
    char *const *word; /* ended by NULL */
    struct str input;
    int seconds;
};
MUST_USE bool child_run(const struct child *child, struct err *err);
#endif
