/* tests/unit/service/beside.h - the registry read beside the program, by another connection. */
#ifndef TESTS_UNIT_SERVICE_BESIDE_H
#define TESTS_UNIT_SERVICE_BESIDE_H
#include "county.h"

#include <sqlite3.h>

/* The rows of a query as text, columns with blanks and rows with semicolons between them. */
static inline struct str beside(struct scratch *s, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    struct str text = STR("");
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(q) == SQLITE_ROW) {
        if (text.len > 0)
            text = str_fmt(s->arena, "%.*s;", STR_FMT(text));
        for (int i = 0; i < sqlite3_column_count(q); i++) {
            const char *value = (const char *)sqlite3_column_text(q, i);
            text =
                str_fmt(s->arena, "%.*s%s%s", STR_FMT(text), i > 0 ? " " : "", value ? value : "-");
        }
    }
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    return text;
}

/* The first number that a query finds; -1 where it finds no row. */
static inline int64_t number_beside(struct scratch *s, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    int64_t found = sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int64(q, 0) : -1;
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    return found;
}

static inline void stands_beside(struct scratch *s, const char *sql, const char *wanted)
{
    struct str found = beside(s, sql);
    if (!str_eq(found, str_of(wanted)))
        fail_msg("%s\n%.*s\nwanted %s", sql, STR_FMT(found), wanted);
}
#endif
