/* Kills a process at random moments of an import and a snapshot (SIGKILL, which nobody can catch):
 * afterwards the old state is there or the new one. That what was written is on the disk is shown
 * by power.c; here the machine goes on.
 *
 *     killed [COUNT]     100 where nothing is said */
#include "attempt.h"

#include "core/clock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTACTS = 60000, TRIES_MOST = 10 };

static pid_t begin(struct attempt *t)
{
    attempt_begin(t);
    pid_t child = fork();
    if (child == 0)
        _exit(attempt_work(t, &FILES_POSIX) ? 0 : 1);
    return child;
}

/* How long nobody kills it. */
static int64_t whole_time(struct attempt *t)
{
    int status = 0;
    int64_t began = clock_monotonic_us();
    pid_t child = begin(t);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        return 0;
    return clock_monotonic_us() - began;
}

struct count {
    unsigned killed, before, landed, built; /* when they were killed */
};

/* False: what is there is wrong. One that had ended by itself is no kill, and is not counted. */
static bool try_kill(struct attempt *t, int64_t after, struct count *c, char why[static 256])
{
    int status = 0;
    pid_t child = begin(t);
    if (child < 0)
        return false;
    (void)usleep((useconds_t)after);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        c->killed++;
        c->built += t->told->built;
        c->landed += t->told->landed && !t->told->built;
        c->before += !t->told->landed;
    }
    (void)snprintf(why, 256, "it ended with %#x", (unsigned)status);
    bool ended = WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0;
    return ended && attempt_check(t, why);
}

int main(int argc, char **argv)
{
    unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100, failed = 0;
    struct attempt t;
    struct count c = {0};
    struct random r = {1};
    char why[256];
    if (!attempt_open(&t, CONTACTS))
        return 2;
    int64_t whole = whole_time(&t);
    /* The machine may have become quicker since the time was taken. */
    for (unsigned tried = 0; c.killed < count && tried < count * TRIES_MOST; tried++) {
        unsigned killed = c.killed;
        int64_t after = random_below(&r, (uint32_t)whole + 1);
        if (!try_kill(&t, after, &c, why)) {
            printf("# killed after %lld of %lld microseconds: %s\n", (long long)after,
                   (long long)whole, why);
            failed++;
        }
        whole = c.killed > killed ? whole + whole / 50 : whole - whole / 10;
    }
    attempt_close(&t);
    printf("# %u killed: %u before the load landed, %u before the snapshot, %u behind it\n",
           c.killed, c.before, c.landed, c.built);
    printf("%s 1 - killed at %u moments: the old state or the new one\n", failed ? "not ok" : "ok",
           c.killed);
    bool has_teeth = c.killed == count && c.before > 0;
    printf("%s 2 - so many were killed, and some in the middle\n1..2\n",
           has_teeth ? "ok" : "not ok");
    return failed == 0 && has_teeth ? 0 : 1;
}
