/* Lets each call on the disk, and each allocation, fail once and from then on, in an import and a
 * snapshot: afterwards the old state is there or the new one, and the next load lands. A call on
 * the disk that fails, and memory that SQLite does not get, is an error that is told. Without
 * memory of its own the program ends at once, by design (core/base.h).
 *
 *     faults [ONE-IN [ALLOCATIONS]]     1 and 500 where nothing is said: every call on the disk,
 *                                       and 500 allocations of each kind
 *
 * A KONTINUA_CHECK_SCALE under 1 tries such a part of them, and eight of each kind. */
#include "attempt.h"

#include "failing_files.h"
#include "failing_sqlite.h"
#include "how_many.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- memory that is not there ---- */

static struct {
    atomic_uint calls; /* threads take memory, too */
    unsigned fail_at;
    bool sticky;
} ours, sqlites;

static bool is_refused(atomic_uint *calls, unsigned fail_at, bool sticky)
{
    unsigned n = atomic_fetch_add(calls, 1) + 1;
    return fail_at != 0 && (n == fail_at || (sticky && n > fail_at));
}

static bool is_ours_refused(void)
{
    return is_refused(&ours.calls, ours.fail_at, ours.sticky);
}

/* The linker gives the second ones to every caller in the program and its libraries (--wrap). */
void *real_malloc(size_t size) __asm__("__real_malloc");
void *real_calloc(size_t count, size_t size) __asm__("__real_calloc");
void *real_realloc(void *at, size_t size) __asm__("__real_realloc");
void *our_malloc(size_t size) __asm__("__wrap_malloc");
void *our_calloc(size_t count, size_t size) __asm__("__wrap_calloc");
void *our_realloc(void *at, size_t size) __asm__("__wrap_realloc");

void *our_malloc(size_t size)
{
    return is_ours_refused() ? NULL : real_malloc(size);
}

void *our_calloc(size_t count, size_t size)
{
    return is_ours_refused() ? NULL : real_calloc(count, size);
}

void *our_realloc(void *at, size_t size)
{
    return is_ours_refused() ? NULL : real_realloc(at, size);
}

static sqlite3_mem_methods sqlite_memory; /* SQLite's own */

static bool is_sqlites_refused(void)
{
    return is_refused(&sqlites.calls, sqlites.fail_at, sqlites.sticky);
}

static void *sqlite_malloc(int size)
{
    return is_sqlites_refused() ? NULL : sqlite_memory.xMalloc(size);
}

static void *sqlite_realloc(void *at, int size)
{
    return is_sqlites_refused() ? NULL : sqlite_memory.xRealloc(at, size);
}

/* Without its own small stores, so that every piece is asked for. */
static bool install_sqlite_memory(void)
{
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory) != SQLITE_OK)
        return false;
    sqlite3_mem_methods failing = sqlite_memory;
    failing.xMalloc = sqlite_malloc;
    failing.xRealloc = sqlite_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}

/* ---- attempts ---- */

enum fault { FAULT_FILES, FAULT_SQLITE, FAULT_MEMORY, FAULT_SQLITE_MEMORY, FAULTS };
static const char *const NAMES[FAULTS] = {"calls of core/files.h", "calls of SQLite on the disk",
                                          "allocations of our own", "allocations of SQLite"};

/* In a process of its own. How it ends is for the caller to judge. */
static int run(struct attempt *t, enum fault fault, unsigned n, bool sticky)
{
    struct failing_files files = failing_files(
        fault == FAULT_FILES ? n : 0, sticky ? FAIL_STICKY : FAIL_ONCE, sticky ? ENOSPC : EIO);
    struct failing_sqlite *disk = failing_sqlite_install();
    *disk = (struct failing_sqlite){
        .fail_at = fault == FAULT_SQLITE ? n : 0, .sticky = sticky, .is_full = sticky};
    ours.calls = sqlites.calls = 0;
    ours.sticky = sqlites.sticky = sticky;
    ours.fail_at = fault == FAULT_MEMORY ? n : 0;
    sqlites.fail_at = fault == FAULT_SQLITE_MEMORY ? n : 0;
    files.torn = true;
    bool done = attempt_work(t, failing_files_table(&files));
    const unsigned calls[FAULTS] = {files.calls, disk->calls, ours.calls, sqlites.calls};
    t->told->calls = calls[fault];
    return done ? 0 : 1;
}

static const char *said_path(struct attempt *t)
{
    return str_fmt(t->arena, "%s/said", t->folder).at;
}

static int attempt(struct attempt *t, enum fault fault, unsigned n, bool sticky)
{
    int status = -1;
    attempt_begin(t);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen(said_path(t), "w", stderr))
            _exit(2);
        _exit(run(t, fault, n, sticky));
    }
    if (child > 0)
        (void)waitpid(child, &status, 0);
    return status;
}

/* A broken contract ends a process by abort(), too, and says so. */
static bool says_assertion(struct attempt *t)
{
    char text[512] = "";
    FILE *f = fopen(said_path(t), "r");
    if (f) {
        text[fread(text, 1, sizeof text - 1, f)] = '\0';
        (void)fclose(f);
    }
    return strstr(text, "Assertion") != NULL;
}

/* Ends as it should: told of an error, or not at all; without memory of its own by abort(). */
static bool ends_well(struct attempt *t, enum fault fault, int status)
{
    if (WIFSIGNALED(status))
        return fault == FAULT_MEMORY && WTERMSIG(status) == SIGABRT && !says_assertion(t);
    return WIFEXITED(status) && WEXITSTATUS(status) <= 1;
}

struct sweep {
    unsigned tried, ended, wrong; /* `ended`: other than with success */
};

static void try_one(struct attempt *t, enum fault fault, unsigned n, bool sticky, struct sweep *s)
{
    char why[256];
    int status = attempt(t, fault, n, sticky);
    s->tried++;
    s->ended += status != 0;
    bool good = ends_well(t, fault, status);
    if (!good)
        (void)snprintf(why, sizeof why, "the program ended with %#x", (unsigned)status);
    if (good && attempt_check(t, why))
        return;
    if (s->wrong++ < 5)
        printf("# %s, number %u, %s: %s\n", NAMES[fault], n, sticky ? "from then on" : "once", why);
}

/* So many of them, evenly, each once and from then on. */
static bool sweep(struct attempt *t, enum fault fault, unsigned one_in, unsigned most)
{
    struct sweep s = {0};
    if (attempt(t, fault, 0, false) != 0 || t->told->calls == 0) {
        printf("not ok %u - %s: there are none\n", fault + 1, NAMES[fault]);
        return false;
    }
    unsigned calls = t->told->calls;
    bool is_memory = fault == FAULT_MEMORY || fault == FAULT_SQLITE_MEMORY;
    unsigned attempts = !is_memory ? (calls + one_in - 1) / one_in : calls < most ? calls : most;
    if (check_scale() < 1 && attempts > 8)
        attempts = how_many(attempts) > 8 ? (unsigned)how_many(attempts) : 8;
    for (uint64_t i = 0; i < attempts; i++)
        for (unsigned sticky = 0; sticky < 2; sticky++)
            try_one(t, fault, (unsigned)(1 + i * calls / attempts), sticky, &s);
    bool good = s.wrong == 0 && s.ended > s.tried / 4; /* the sweep swept */
    printf("%s %u - %s: %u there are, %u attempts, %u of them ended early\n",
           good ? "ok" : "not ok", fault + 1, NAMES[fault], calls, s.tried, s.ended);
    (void)fflush(stdout);
    return good;
}

int main(int argc, char **argv)
{
    unsigned one_in = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
    unsigned most = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 500;
    struct attempt t;
    bool good = true;
    if (!install_sqlite_memory() || !attempt_open(&t, 40) || one_in == 0 || most == 0)
        return 2;
    (void)fflush(stdout);
    for (unsigned fault = 0; fault < FAULTS; fault++)
        good = sweep(&t, (enum fault)fault, one_in, most) && good;
    printf("1..%d\n", FAULTS);
    attempt_close(&t);
    return good ? 0 : 1;
}
