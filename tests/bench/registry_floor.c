/* How fast the registry's rows can be written at all: those of a registry that an import filled,
 * into an empty one of the same schema, and nothing else. One transaction, statements that are
 * prepared once, values that wait in memory, each table in the order of its key; the settings are
 * those of src/store/db_sqlite.c, references are not asked for. What the import takes beyond this
 * and the reading of the files is its own; what this takes is SQLite's.
 *
 *     registry_floor REGISTRY NEW     NEW must not be there
 *
 * Prints the seconds until the rows are on the disk, and their number. */
#include "core/clock.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS                                                                                   \
    "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"                     \
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
    else if (c.type == SQLITE_TEXT) {
        struct str text = {(const char *)sqlite3_column_text(s, column), 0};
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
    else
        (void)sqlite3_bind_null(s, place);
}

static void write_rows(sqlite3 *to, const char *table, const struct rows *rows)
{
    char sql[SQL_MOST];
    int len = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES (?", table);
    for (int i = 1; i < rows->columns; i++)
        len += snprintf(sql + len, sizeof sql - (size_t)len, ",?");
    (void)snprintf(sql + len, sizeof sql - (size_t)len, ")");
    sqlite3_stmt *s = prepare(to, sql);
    for (size_t at = 0; at < rows->count; at += (size_t)rows->columns) {
        for (int i = 0; i < rows->columns; i++)
            bind(s, i + 1, &rows->cell[at + (size_t)i]);
        must(to, sqlite3_step(s), sql);
        (void)sqlite3_reset(s);
    }
    (void)sqlite3_finalize(s);
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

int main(int argc, char **argv)
{
    sqlite3 *from = NULL, *to = NULL;
    int64_t us = 0, began;
    size_t count = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: registry_floor REGISTRY NEW\n");
        return 2;
    }
    must(from, sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READWRITE, NULL), argv[1]);
    must(to, sqlite3_open(argv[2], &to), argv[2]);
    execute(to, SETTINGS);
    make_schema(from, to);
    execute(to, "BEGIN IMMEDIATE");
    sqlite3_stmt *table = prepare(from, "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                        "name NOT LIKE 'sqlite_%' ORDER BY rowid");
    while (sqlite3_step(table) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(table, 0);
        struct rows rows = read_rows(from, name);
        began = clock_monotonic_us();
        write_rows(to, name, &rows);
        us += clock_monotonic_us() - began;
        count += rows.count / (size_t)rows.columns;
        free(rows.cell);
        arena_close(rows.arena);
    }
    (void)sqlite3_finalize(table);
    began = clock_monotonic_us();
    execute(to, "COMMIT");
    (void)sqlite3_close(to); /* the log is moved into the file */
    us += clock_monotonic_us() - began;
    (void)sqlite3_close(from);
    printf("registry %.4f s, %zu rows\n", (double)us / 1e6, count);
    return 0;
}
