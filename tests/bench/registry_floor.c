/* How fast the registry's rows can be written at all: those of a registry that an import filled,
 * into an empty one of the same schema, and nothing else. One transaction, values that wait in
 * memory, each table in the order of its key; the settings are those of src/store/db_sqlite.c,
 * references are not asked for. Twice: by a statement for each row, prepared once, and by one for
 * a thousand (store/db_given.h), which is the cheapest way that we know. What the import takes
 * beyond this and the reading of the files is its own; what this takes is SQLite's.
 *
 *     registry_floor REGISTRY NEW     NEW is made, and made anew
 *
 * Prints for each the seconds until the rows are on the disk, and their number. */
#include "core/clock.h"
#include "store/db_given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS                                                                                   \
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"                                            \
    "PRAGMA cache_size=-65536; PRAGMA foreign_keys=OFF"
enum { SQL_MOST = 4096, COLUMNS_MOST = 64, TEXT_BLOCK = 4 * 1024 * 1024 };

/* A table's rows: SQLITE_INTEGER, _FLOAT, _TEXT or _NULL, and its value. */
struct cell {
    int type, len;
    union {
        int64_t i64;
        double real;
        const char *text;
    } is;
};
struct rows {
    struct arena *arena;
    struct cell *cell;
    size_t count, room; /* cells */
    int columns;
};

static void must(sqlite3 *db, int code, const char *what)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
        return;
    fprintf(stderr, "registry_floor: %s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    must(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL), sql);
    return s;
}

static void execute(sqlite3 *db, const char *sql)
{
    must(db, sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

static struct cell take(struct rows *rows, sqlite3_stmt *s, int column)
{
    struct cell c = {.type = sqlite3_column_type(s, column)};
    if (c.type == SQLITE_INTEGER)
        c.is.i64 = sqlite3_column_int64(s, column);
    else if (c.type == SQLITE_FLOAT)
        c.is.real = sqlite3_column_double(s, column);
    else if (c.type == SQLITE_TEXT || c.type == SQLITE_BLOB) {
        struct str text = {sqlite3_column_blob(s, column), 0};
        text.len = (size_t)sqlite3_column_bytes(s, column);
        c.len = (int)text.len;
        c.is.text = str_copy(rows->arena, text).at;
    }
    return c;
}

/* As they stand: by the key. */
static struct rows read_rows(sqlite3 *from, const char *table)
{
    char sql[SQL_MOST];
    struct rows rows = {.arena = arena_open(TEXT_BLOCK)};
    (void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    sqlite3_stmt *s = prepare(from, sql);
    rows.columns = sqlite3_column_count(s);
    int code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        for (int i = 0; i < rows.columns; i++) {
            if (rows.count == rows.room) {
                rows.room = rows.room * 2 + 4096;
                rows.cell = realloc(rows.cell, rows.room * sizeof *rows.cell);
                if (!rows.cell)
                    abort();
            }
            rows.cell[rows.count++] = take(&rows, s, i);
        }
    }
    must(from, code, sql);
    (void)sqlite3_finalize(s);
    return rows;
}

static void bind(sqlite3_stmt *s, int place, const struct cell *c)
{
    if (c->type == SQLITE_INTEGER)
        (void)sqlite3_bind_int64(s, place, c->is.i64);
    else if (c->type == SQLITE_FLOAT)
        (void)sqlite3_bind_double(s, place, c->is.real);
    else if (c->type == SQLITE_TEXT)
        (void)sqlite3_bind_text(s, place, c->is.text, c->len, SQLITE_STATIC);
    else if (c->type == SQLITE_BLOB)
        (void)sqlite3_bind_blob(s, place, c->is.text, c->len, SQLITE_STATIC);
    else
        (void)sqlite3_bind_null(s, place);
}

/* INSERT INTO table VALUES (?, …), or SELECT c1, … FROM given. */
static sqlite3_stmt *inserting(sqlite3 *to, const char *table, int columns, bool by_row)
{
    char sql[SQL_MOST];
    int len = snprintf(sql, sizeof sql, "INSERT OR ROLLBACK INTO \"%s\" %s", table,
                       by_row ? "VALUES (" : "SELECT ");
    for (int i = 1; i <= columns; i++)
        len += snprintf(sql + len, sizeof sql - (size_t)len, by_row ? "%s?%d" : "%sc%d",
                        i > 1 ? ", " : "", i);
    (void)snprintf(sql + len, sizeof sql - (size_t)len, by_row ? ")" : " FROM given");
    return prepare(to, sql);
}

static void write_by_row(sqlite3 *to, sqlite3_stmt *s, const struct rows *rows)
{
    for (size_t at = 0; at < rows->count; at += (size_t)rows->columns) {
        for (int i = 0; i < rows->columns; i++)
            bind(s, i + 1, &rows->cell[at + (size_t)i]);
        must(to, sqlite3_step(s), "insert");
        (void)sqlite3_reset(s);
    }
}

static struct db_value value_of(const struct cell *c)
{
    if (c->type == SQLITE_INTEGER)
        return (struct db_value){.type = DB_I64, .i64 = c->is.i64};
    if (c->type == SQLITE_FLOAT)
        return (struct db_value){.type = DB_REAL, .real = c->is.real};
    if (c->type == SQLITE_TEXT)
        return (struct db_value){.type = DB_TEXT, .text = {c->is.text, (size_t)c->len}};
    if (c->type == SQLITE_BLOB)
        return db_bytes((struct str){c->is.text, (size_t)c->len});
    return (struct db_value){.type = DB_NULL};
}

static void write_given(sqlite3 *to, sqlite3_stmt *s, const struct rows *rows, struct given *given)
{
    struct db_value value[COLUMNS_MOST];
    for (size_t at = 0; at < rows->count; at += (size_t)rows->columns) {
        for (int i = 0; i < rows->columns; i++)
            value[i] = value_of(&rows->cell[at + (size_t)i]);
        given_add(given, value, (unsigned)rows->columns);
        if (given->rows < GIVEN_ROWS_MOST && at + (size_t)rows->columns < rows->count)
            continue;
        must(to, sqlite3_step(s), "insert");
        (void)sqlite3_reset(s);
        given_clear(given);
    }
}

/* The schema as it stands; SQLite's own tables are there by themselves. */
static void make_schema(sqlite3 *from, sqlite3 *to)
{
    sqlite3_stmt *s = prepare(from, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL "
                                    "AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, rowid");
    while (sqlite3_step(s) == SQLITE_ROW)
        execute(to, (const char *)sqlite3_column_text(s, 0));
    (void)sqlite3_finalize(s);
}

/* The seconds, until all is on the disk. */
static double fill(sqlite3 *from, const char *path, bool by_row, size_t *count)
{
    sqlite3 *to = NULL;
    struct given given = {0};
    const struct given *at = &given;
    int64_t us = 0, began;
    must(to, sqlite3_open(path, &to), path);
    must(to, given_register(to, &at), "given");
    execute(to, SETTINGS);
    make_schema(from, to);
    execute(to, "BEGIN IMMEDIATE");
    sqlite3_stmt *table = prepare(from, "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                        "name NOT LIKE 'sqlite_%' ORDER BY rowid");
    *count = 0;
    while (sqlite3_step(table) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(table, 0);
        struct rows rows = read_rows(from, name);
        began = clock_monotonic_us();
        sqlite3_stmt *s = inserting(to, name, rows.columns, by_row);
        if (by_row)
            write_by_row(to, s, &rows);
        else
            write_given(to, s, &rows, &given);
        (void)sqlite3_finalize(s);
        us += clock_monotonic_us() - began;
        *count += rows.count / (size_t)rows.columns;
        free(rows.cell);
        arena_close(rows.arena);
    }
    (void)sqlite3_finalize(table);
    began = clock_monotonic_us();
    execute(to, "COMMIT");
    (void)sqlite3_close(to); /* the log is moved into the file */
    us += clock_monotonic_us() - began;
    arena_close(given.arena);
    return (double)us / 1e6;
}

int main(int argc, char **argv)
{
    sqlite3 *from = NULL;
    size_t count = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: registry_floor REGISTRY NEW\n");
        return 2;
    }
    must(from, sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READWRITE, NULL), argv[1]);
    for (int by_row = 1; by_row >= 0; by_row--) {
        (void)remove(argv[2]);
        double seconds = fill(from, argv[2], by_row != 0, &count);
        printf("%s %.4f s, %zu rows\n", by_row ? "by row" : "registry", seconds, count);
    }
    (void)sqlite3_close(from);
    return 0;
}
