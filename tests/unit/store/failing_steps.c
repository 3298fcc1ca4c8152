#include "failing_steps.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

struct failing_steps failing_steps;

/* The linker wants these names. NOLINTBEGIN(bugprone-reserved-identifier) */
int __real_sqlite3_step(sqlite3_stmt *s);
int __real_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                        void *state, char **error);
int __wrap_sqlite3_step(sqlite3_stmt *s);
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                        void *state, char **error);

static bool fails(void)
{
    return ++failing_steps.calls == failing_steps.fail_at;
}

int __wrap_sqlite3_step(sqlite3_stmt *s)
{
    return fails() ? SQLITE_IOERR : __real_sqlite3_step(s);
}

/* Taking all back does not fail: SQLite does it by itself where the connection is gone. */
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
                        void *state, char **error)
{
    if (strcmp(sql, "ROLLBACK") != 0 && fails())
        return SQLITE_IOERR;
    return __real_sqlite3_exec(db, sql, row, state, error);
}
/* NOLINTEND(bugprone-reserved-identifier) */
