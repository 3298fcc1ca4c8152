/* tests/unit/exchange/asked.h - a registry's own rows, asked for and changed in SQL. */
#ifndef TESTS_UNIT_EXCHANGE_ASKED_H
#define TESTS_UNIT_EXCHANGE_ASKED_H
#include "county.h"

#include <sqlite3.h>

static inline sqlite3 *open_registry(struct scratch *s)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    return db;
}

/* What acts would have written. */
static inline void act(struct scratch *s, const char *sql)
{
    sqlite3 *db = open_registry(s);
    char *why = NULL;
    if (sqlite3_exec(db, "PRAGMA foreign_keys = ON;", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", why, sql);
    (void)sqlite3_close(db);
}
#define NEW_POSITION                                                                               \
    "INSERT INTO change SELECT max(position) + 1, max(recorded_at) + 1, 'test', 'os:test' FROM "   \
    "change;"
#define NOW "(SELECT max(position) FROM change)"

/* The first column of all rows, as "1 2". */
static inline const char *ask(struct scratch *s, const char *sql)
{
    sqlite3 *db = open_registry(s);
    sqlite3_stmt *st = NULL;
    struct sb out = sb_open(s->arena, 64);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        sb_fmt(&out, "%s%s", out.len > 0 ? " " : "", (const char *)sqlite3_column_text(st, 0));
    (void)sqlite3_finalize(st);
    (void)sqlite3_close(db);
    return str_copy(s->arena, sb_str(&out)).at;
}
#define ROWS(s, sql, wanted) assert_string_equal(ask(s, sql), wanted)
#endif
