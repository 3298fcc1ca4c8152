/* The registry read by other means than the program's, so that nothing is believed. */
#include "core/checksum.h"
#include "engine/events.h"
#include "story.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static const char *say(char why[static 256], const char *what, const char *detail)
{
    (void)snprintf(why, 256, "%s: %.200s", what, detail ? detail : "");
    return why;
}

/* A PRAGMA that must give these words in its first row; NULL: no row at all. */
static const char *check(sqlite3 *db, const char *pragma, const char *wanted, char why[static 256])
{
    sqlite3_stmt *s = NULL;
    const char *wrong = NULL;
    if (sqlite3_prepare_v2(db, pragma, -1, &s, NULL) != SQLITE_OK)
        return say(why, pragma, sqlite3_errmsg(db));
    int code = sqlite3_step(s);
    const char *said = code == SQLITE_ROW ? (const char *)sqlite3_column_text(s, 0) : NULL;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        wrong = say(why, pragma, sqlite3_errmsg(db));
    else if (wanted ? !said || strcmp(said, wanted) != 0 : said != NULL)
        wrong = say(why, pragma, said);
    (void)sqlite3_finalize(s);
    return wrong;
}

/* Moments and random identifiers differ from one run to the next, and so do the seals of the access
 * log: after.c looks at those. */
static bool differs(const char *column)
{
    static const char *const names[] = {"at", "uuid", "sum", "chain"};
    size_t len = strlen(column);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(column, names[i]) == 0)
            return true;
    return len > 3 && strcmp(column + len - 3, "_at") == 0;
}

static void add_row(sqlite3_stmt *s, struct checksum *sum)
{
    for (int i = 0; i < sqlite3_column_count(s); i++) {
        int type = sqlite3_column_type(s, i);
        if (differs(sqlite3_column_name(s, i)))
            continue;
        checksum_add(sum, &type, sizeof type);
        const void *at = sqlite3_column_blob(s, i);
        int size = sqlite3_column_bytes(s, i);
        checksum_add(sum, &size, sizeof size);
        if (size > 0)
            checksum_add(sum, at, (size_t)size);
    }
}

static const char *add_table(sqlite3 *db, const char *name, struct checksum *sum,
                             char why[static 256])
{
    char sql[160];
    sqlite3_stmt *s = NULL;
    int code = SQLITE_OK;
    (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", name);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        return say(why, sql, sqlite3_errmsg(db));
    checksum_add(sum, name, strlen(name));
    while ((code = sqlite3_step(s)) == SQLITE_ROW)
        add_row(s, sum);
    const char *wrong = code == SQLITE_DONE ? NULL : say(why, sql, sqlite3_errmsg(db));
    (void)sqlite3_finalize(s);
    return wrong;
}

static const char *add_tables(sqlite3 *db, uint64_t *rows, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct checksum *sum = checksum_open(a);
    sqlite3_stmt *s = NULL;
    const char *wrong = NULL;
    if (sqlite3_prepare_v2(db,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 "
                           "ORDER BY name",
                           -1, &s, NULL) != SQLITE_OK)
        wrong = say(why, "tables", sqlite3_errmsg(db));
    while (!wrong && sqlite3_step(s) == SQLITE_ROW)
        wrong = add_table(db, (const char *)sqlite3_column_text(s, 0), sum, why);
    (void)sqlite3_finalize(s);
    *rows = checksum_value(sum);
    arena_close(a);
    return wrong;
}

/* Of contacts, or of events. */
static bool open_segment(struct arena *a, const char *path, bool is_contacts, uint64_t *checksum,
                         struct err *err)
{
    struct segment segment;
    struct events events;
    if (is_contacts ? !segment_open(a, path, &segment, err) : !events_open(a, path, &events, err))
        return false;
    *checksum = is_contacts ? segment.file.checksum : events.file.checksum;
    if (is_contacts)
        segment_close(&segment);
    else
        events_close(&events);
    return true;
}

static const char *check_segment(const char *home, sqlite3_stmt *row, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const char *name = (const char *)sqlite3_column_text(row, 0), *wrong = NULL;
    const char *table = (const char *)sqlite3_column_text(row, 2);
    const char *path = str_fmt(a, "%s/warehouse/segments/%s", home, name).at;
    uint64_t checksum = 0;
    if (!open_segment(a, path, strcmp(table, "contacts") == 0, &checksum, &err))
        wrong = say(why, err.code, err.detail);
    else if (checksum != (uint64_t)sqlite3_column_int64(row, 1))
        wrong = say(why, "another segment than the one that was committed", name);
    arena_close(a);
    return wrong;
}

static const char *check_segments(sqlite3 *db, const char *home, unsigned *folders,
                                  char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str last = STR("");
    sqlite3_stmt *s = NULL;
    const char *wrong = NULL;
    if (sqlite3_prepare_v2(db,
                           "SELECT path, checksum, table_name FROM load_segment "
                           "WHERE load NOT IN (SELECT load FROM load_undo) ORDER BY path",
                           -1, &s, NULL) != SQLITE_OK)
        wrong = say(why, "segments", sqlite3_errmsg(db));
    *folders = 0;
    while (!wrong && sqlite3_step(s) == SQLITE_ROW) {
        struct str path = str_copy(a, str_of((const char *)sqlite3_column_text(s, 0)));
        struct str folder = str_cut(&path, '/');
        wrong = check_segment(home, s, why);
        *folders += !str_eq(folder, last);
        last = folder;
    }
    (void)sqlite3_finalize(s);
    arena_close(a);
    return wrong;
}

const char *registry_look(const char *home, struct registry_seen *out, char why[static 256])
{
    char path[256];
    sqlite3 *db = NULL;
    const char *wrong = NULL;
    (void)snprintf(path, sizeof path, "%s/registry.db", home);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        wrong = say(why, "the registry does not open", sqlite3_errmsg(db));
    if (!wrong)
        wrong = check(db, "PRAGMA integrity_check", "ok", why);
    if (!wrong)
        wrong = check(db, "PRAGMA foreign_key_check", NULL, why);
    if (!wrong)
        wrong = add_tables(db, &out->rows, why);
    if (!wrong)
        wrong = check_segments(db, home, &out->folders, why);
    (void)sqlite3_close(db);
    return wrong;
}
