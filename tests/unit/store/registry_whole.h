/* tests/unit/store/registry_whole.h - the whole registry of a scratch's home, read by another
 * connection: for tests that nothing is left of what failed (failing_steps.h).
 *
 *     struct str before = all_beside(s, true);
 *     ...
 *     if (!done)
 *         nothing_is_left(s, before, failed + 1);
 */
#ifndef TESTS_UNIT_STORE_REGISTRY_WHOLE_H
#define TESTS_UNIT_STORE_REGISTRY_WHOLE_H
#include "core/sb.h"

#include "scratch.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Every row of every table; those of the access log too, if wanted. */
static inline struct str all_beside(struct scratch *s, bool log)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL, *row = NULL;
    struct sb out = sb_open(s->arena, 64 * 1024);
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT name FROM sqlite_master WHERE type = 'table' "
                                        "ORDER BY name",
                                        -1, &q, NULL),
                     SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        char sql[200];
        const char *name = (const char *)sqlite3_column_text(q, 0);
        if (!log && strncmp(name, "access_", 7) == 0)
            continue;
        (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", name);
        if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK) {
            (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1", name);
            assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &row, NULL), SQLITE_OK);
        }
        while (sqlite3_step(row) == SQLITE_ROW)
            for (int i = 0; i < sqlite3_column_count(row); i++) {
                const char *value = (const char *)sqlite3_column_text(row, i);
                sb_fmt(&out, "%s %s\n", name, value ? value : "-");
            }
        (void)sqlite3_finalize(row);
    }
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    return sb_str(&out);
}

/* The whole registry is as all_beside() said, log and all; else says in which table it is not. */
static inline void nothing_is_left(struct scratch *s, struct str before, unsigned statement)
{
    struct str now = all_beside(s, true);
    size_t at = 0, end = 0;
    if (str_eq(now, before))
        return;
    while (at < now.len && at < before.len && now.at[at] == before.at[at])
        at++;
    while (at > 0 && now.at[at - 1] != '\n')
        at--;
    for (end = at; end < now.len && now.at[end] != '\n';)
        end++;
    fail_msg("statement %u fails and something is left: %.*s", statement, (int)(end - at),
             now.at + at);
}
#endif
