#include "store/db_given.h"

#include "store/query_text.h"

#include <assert.h>
#include <string.h>

/* An act has a row or two, a load a thousand after the other. */
static void grow(struct given *g)
{
    enum { FIRST = 4, TIMES = 16 };
    size_t room = g->room == 0 ? FIRST : g->room * TIMES;
    room = room < GIVEN_ROWS_MOST ? room : GIVEN_ROWS_MOST;
    struct db_value *grown = ARENA_NEW(g->arena, struct db_value, room * g->columns);
    if (g->rows > 0)
        memcpy(grown, g->value, g->rows * g->columns * sizeof *grown);
    g->value = grown;
    g->room = room;
}

void given_add(struct given *g, const struct db_value *value, unsigned columns)
{
    assert(columns <= GIVEN_COLUMNS_MOST && (g->rows == 0 || columns == g->columns));
    if (!g->arena)
        g->arena = arena_open(ARENA_BLOCK);
    if (g->rows == 0) {
        g->columns = columns;
        g->room = 0;
    }
    if (g->rows == g->room)
        grow(g);
    struct db_value *to = &g->value[g->rows++ * columns];
    memcpy(to, value, columns * sizeof *to);
    for (unsigned i = 0; i < columns; i++)
        if (to[i].type == DB_TEXT || to[i].type == DB_BYTES)
            to[i].text = str_copy(g->arena, to[i].text);
}

void given_clear(struct given *g)
{
    g->rows = 0;
    if (g->arena)
        arena_reset(g->arena);
}

/* ---- what SQLite asks of a virtual table ---- */

struct table {
    sqlite3_vtab base;
    const struct given *const *at;
};
struct scan {
    sqlite3_vtab_cursor base;
    const struct given *given;
    size_t row;
};

static int connect(sqlite3 *sqlite, void *at, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **error)
{
    int code = sqlite3_declare_vtab(sqlite, QUERY_TEXTS[QUERY_GIVEN_TABLE].sql);
    struct table *t = code == SQLITE_OK ? sqlite3_malloc(sizeof *t) : NULL;
    if (!t)
        return code == SQLITE_OK ? SQLITE_NOMEM : code;
    *t = (struct table){.at = at};
    *out = &t->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* There is one way to read it: from the first row to the last. */
static int best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    info->estimatedCost = GIVEN_ROWS_MOST;
    info->estimatedRows = GIVEN_ROWS_MOST;
    return SQLITE_OK;
}

static int open_scan(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct scan *s = sqlite3_malloc(sizeof *s);
    if (!s)
        return SQLITE_NOMEM;
    *s = (struct scan){.given = NULL};
    *out = &s->base;
    return SQLITE_OK;
}

static int close_scan(sqlite3_vtab_cursor *scan)
{
    sqlite3_free(scan);
    return SQLITE_OK;
}

static int first(sqlite3_vtab_cursor *scan, int plan, const char *text, int argc,
                 sqlite3_value **argv)
{
    struct scan *s = (struct scan *)scan;
    s->given = *((const struct table *)scan->pVtab)->at;
    s->row = 0;
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *scan)
{
    ((struct scan *)scan)->row++;
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *scan)
{
    const struct scan *s = (const struct scan *)scan;
    return !s->given || s->row >= s->given->rows;
}

static int column(sqlite3_vtab_cursor *scan, sqlite3_context *out, int place)
{
    const struct scan *s = (const struct scan *)scan;
    assert((unsigned)place < s->given->columns);
    const struct db_value *v = &s->given->value[s->row * s->given->columns + (unsigned)place];
    switch (v->type) {
    case DB_NULL:
        sqlite3_result_null(out);
        break;
    case DB_I64:
        sqlite3_result_int64(out, v->i64);
        break;
    case DB_REAL:
        sqlite3_result_double(out, v->real);
        break;
    case DB_TEXT: /* stays until the statement has ended */
        sqlite3_result_text(out, v->text.at ? v->text.at : "", (int)v->text.len, SQLITE_STATIC);
        break;
    case DB_BYTES:
        sqlite3_result_blob(out, v->text.at ? v->text.at : "", (int)v->text.len, SQLITE_STATIC);
        break;
    }
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *scan, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const struct scan *)scan)->row;
    return SQLITE_OK;
}

int given_register(sqlite3 *sqlite, const struct given *const *at)
{
    /* Without xCreate it is there by its name, and in no schema. */
    static const sqlite3_module module = {.xConnect = connect,
                                          .xBestIndex = best_index,
                                          .xDisconnect = disconnect,
                                          .xOpen = open_scan,
                                          .xClose = close_scan,
                                          .xFilter = first,
                                          .xNext = next,
                                          .xEof = at_end,
                                          .xColumn = column,
                                          .xRowid = rowid};
    return sqlite3_create_module(sqlite, "given", &module, (void *)at);
}
