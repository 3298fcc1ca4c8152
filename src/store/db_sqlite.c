/* SQLite behind store/db.h: this file and db_given.c are all that know it. */
#include "core/files.h"
#include "store/db_given.h"
#include "store/query_text.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pages of temporary tables: where the rows of a load wait they are written once, end to end. */
enum { TEMP_PAGE_SIZE = 16 * 1024, TEMP_CACHE_KIB = 16 * 1024 };
enum { BUSY_MS = 5000, CACHE_KIB = 64 * 1024 };

struct db {
    sqlite3 *sqlite;
    sqlite3_stmt *statement[QUERY_COUNT]; /* prepared when first used */
    bool in_use[QUERY_COUNT];             /* a cursor stands on it */
    struct given given[QUERY_COUNT];      /* of db_add(): what waits to be written */
    enum query waiting[QUERY_COUNT];      /* which of them have rows, in the order of their first */
    unsigned waits;                       /* so many */
    const struct given *writing;          /* the rows of the statement that runs */
    bool open;                            /* db_begin() was, neither commit nor rollback */
    bool grouped;                         /* db_group_begin() was: a transaction is a savepoint */
    bool filling;                         /* the transaction is DB_FILL: references are not asked */
    bool checked;                         /* and db_check() found no fault */
};

/* What the administrator can look at, whatever was asked of it. */
static const char *file_of(const struct db *db, const char *what)
{
    const char *path = db->sqlite ? sqlite3_db_filename(db->sqlite, "main") : NULL;
    return path && path[0] ? path : what;
}

static bool failed(const struct db *db, const char *what, struct err *err)
{
    int code = db->sqlite ? sqlite3_errcode(db->sqlite) : SQLITE_NOMEM;
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return FAIL(err, ERR_BUSY, "store.busy", "%s", what);
    case SQLITE_CONSTRAINT: /* the message names table and columns, no values */
        return FAIL(err, ERR_CONFLICT, "store.constraint", "%s: %s", what,
                    sqlite3_errmsg(db->sqlite));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return FAIL(err, ERR_IO, "store.damaged", "%s", what);
    case SQLITE_FULL:
        return FAIL(err, ERR_IO, "store.full", "%s", what);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return FAIL(err, ERR_IO, "store.open", "%.190s", file_of(db, what));
    default:
        return FAIL(err, ERR_IO, "store.failed", "%s: %s", what, sqlite3_errstr(code));
    }
}

static bool execute(struct db *db, const char *what, const char *sql, struct err *err)
{
    return sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK || failed(db, what, err);
}

/* Where memory or the disk fails SQLite may roll the transaction back by itself: what is then
 * written would stand alone, committed at once. */
static bool stands(const struct db *db, const char *what, struct err *err)
{
    return (!db->open && !db->grouped) || !sqlite3_get_autocommit(db->sqlite) ||
           FAIL(err, ERR_IO, "store.failed", "%s: the transaction is rolled back", what);
}

/* The order matters when the file is made: with EXTRA the folder is synced behind the journal of
 * the change to WAL, without which a power cut could lose the whole database. */
static bool prepare(struct db *db, const char *path, enum db_mode mode, struct err *err)
{
    sqlite3_busy_timeout(db->sqlite, BUSY_MS);
    if (mode == DB_MAKE && (!execute(db, path, "PRAGMA synchronous=EXTRA", err) ||
                            !execute(db, path, "PRAGMA journal_mode=WAL", err)))
        return false;
    char cache[128];
    (void)sqlite3_snprintf(sizeof cache, cache,
                           "PRAGMA cache_size=-%d; PRAGMA temp.page_size=%d;"
                           "PRAGMA temp.cache_size=-%d",
                           CACHE_KIB, TEMP_PAGE_SIZE, TEMP_CACHE_KIB);
    if (given_register(db->sqlite, &db->writing) != SQLITE_OK)
        return failed(db, path, err);
    return execute(db, path, "PRAGMA synchronous=FULL", err) &&
           execute(db, path, "PRAGMA foreign_keys=ON", err) && execute(db, path, cache, err) &&
           execute(db, path, "PRAGMA trusted_schema=OFF", err) &&
           execute(db, path, "PRAGMA schema_version", err); /* is it a database? */
}

bool db_open(const char *path, enum db_mode mode, struct db **out, struct err *err)
{
    if (mode == DB_MAKE && file_exists(path))
        return FAIL(err, ERR_CONFLICT, "store.exists", "%.190s", path);
    if (mode == DB_OPEN && !file_exists(path))
        return FAIL(err, ERR_MISSING, "store.missing", "%.190s", path);
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == DB_MAKE ? SQLITE_OPEN_CREATE : 0);
    bool good =
        sqlite3_open_v2(path, &db->sqlite, flags, NULL) == SQLITE_OK || failed(db, path, err);
    good = good && prepare(db, path, mode, err);
    if (good)
        *out = db;
    else
        db_close(db);
    return good;
}

/* However much it is. With a bound SQLite writes what passes it in one piece of that size; its
 * driver of files takes less than 128 KiB at once (3.40), and calls the disk full. */
void db_keep_parts_in_memory(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (unsigned i = 0; i < QUERY_COUNT; i++) {
        (void)sqlite3_finalize(db->statement[i]);
        arena_close(db->given[i].arena);
    }
    int closed = sqlite3_close(db->sqlite);
    assert(closed == SQLITE_OK);
    free(db);
}

void db_wait(struct db *db, int milliseconds)
{
    sqlite3_busy_timeout(db->sqlite, milliseconds);
}

struct db_value db_text(struct str s)
{
    return (struct db_value){.type = DB_TEXT, .text = s};
}

struct db_value db_text_or_null(struct str s)
{
    return s.len > 0 ? db_text(s) : db_null();
}

struct db_value db_bytes(struct str s)
{
    return (struct db_value){.type = DB_BYTES, .text = s};
}

struct db_value db_day(struct day d)
{
    return day_is_none(d) ? db_null() : db_i64(d.n);
}

struct db_value db_real_or_null(double d)
{
    return isnan(d) ? db_null() : (struct db_value){.type = DB_REAL, .real = d};
}

struct db_value db_i64_unless(int64_t n, int64_t absent)
{
    return n == absent ? db_null() : db_i64(n);
}

static bool bind(struct db *db, enum query query, const struct db_value *value, unsigned count,
                 struct err *err)
{
    assert(!db->in_use[query]);
    const struct query_text *text = &QUERY_TEXTS[query];
    if (!stands(db, text->name, err))
        return false;
    if (!db->statement[query] &&
        sqlite3_prepare_v3(db->sqlite, text->sql, -1, SQLITE_PREPARE_PERSISTENT,
                           &db->statement[query], NULL) != SQLITE_OK)
        return failed(db, text->name, err);
    sqlite3_stmt *s = db->statement[query];
    assert((unsigned)sqlite3_bind_parameter_count(s) == count);
    for (unsigned i = 0; i < count; i++) {
        const struct db_value *v = &value[i];
        int place = (int)i + 1, code = SQLITE_OK;
        switch (v->type) {
        case DB_NULL:
            code = sqlite3_bind_null(s, place);
            break;
        case DB_I64:
            code = sqlite3_bind_int64(s, place, v->i64);
            break;
        case DB_REAL:
            code = sqlite3_bind_double(s, place, v->real);
            break;
        case DB_TEXT:
            code = sqlite3_bind_text(s, place, v->text.at ? v->text.at : "", (int)v->text.len,
                                     SQLITE_STATIC);
            break;
        case DB_BYTES:
            code = sqlite3_bind_blob(s, place, v->text.at ? v->text.at : "", (int)v->text.len,
                                     SQLITE_STATIC);
            break;
        }
        if (code != SQLITE_OK)
            return failed(db, text->name, err);
    }
    return true;
}

static bool step(struct db *db, enum query query, struct err *err)
{
    sqlite3_stmt *s = db->statement[query];
    int code = sqlite3_step(s);
    assert(code != SQLITE_ROW);
    bool done = code == SQLITE_DONE || failed(db, QUERY_TEXTS[query].name, err);
    (void)sqlite3_reset(s);
    return done;
}

static void forget_given(struct db *db)
{
    for (unsigned i = 0; i < db->waits; i++)
        given_clear(&db->given[db->waiting[i]]);
    db->waits = 0;
}

static bool write_given(struct db *db, struct err *err)
{
    bool good = true;
    for (unsigned i = 0; good && i < db->waits; i++) {
        enum query query = db->waiting[i];
        db->writing = &db->given[query];
        good = bind(db, query, NULL, 0, err) && step(db, query, err);
        db->writing = NULL;
    }
    forget_given(db);
    return good;
}

bool db_run(struct db *db, enum query query, const struct db_value *value, unsigned count,
            struct err *err)
{
    return write_given(db, err) && bind(db, query, value, count, err) && step(db, query, err);
}

bool db_add(struct db *db, enum query query, const struct db_value *value, unsigned count,
            struct err *err)
{
    struct given *g = &db->given[query];
    if (g->rows == GIVEN_ROWS_MOST && !write_given(db, err))
        return false;
    if (g->rows == 0)
        db->waiting[db->waits++] = query;
    given_add(g, value, count);
    return true;
}

/* Where that fails db_begin() does it. */
static void end(struct db *db)
{
    db->open = false;
    db->filling = db->filling &&
                  sqlite3_exec(db->sqlite, "PRAGMA foreign_keys=ON", NULL, NULL, NULL) != SQLITE_OK;
}

static bool begin_part(struct db *db, struct err *err)
{
    db->open = stands(db, "begin", err) && execute(db, "begin", "SAVEPOINT part", err);
    return db->open;
}

bool db_begin(struct db *db, enum db_work work, struct err *err)
{
    assert(!db->open);
    if (db->grouped)
        return work == DB_FILL
                   ? FAIL(err, ERR_IO, "store.failed", "begin: a group has no part that fills")
                   : begin_part(db, err);
    assert(sqlite3_get_autocommit(db->sqlite));
    bool fills = work == DB_FILL; /* only outside a transaction does SQLite turn it off and on */
    db->checked = false;
    if (fills != db->filling &&
        !execute(db, "begin", fills ? "PRAGMA foreign_keys=OFF" : "PRAGMA foreign_keys=ON", err))
        return false;
    db->filling = fills;
    db->open = execute(db, "begin", work == DB_READ ? "BEGIN" : "BEGIN IMMEDIATE", err);
    if (!db->open)
        end(db);
    return db->open;
}

/* Does every reference lead to a row? */
static bool check_filled(struct db *db, struct err *err)
{
    struct cursor c;
    enum query all = QUERY_INSTANCE_DANGLING, late = QUERY_INSTANCE_DANGLING_LATE;
    enum db_next found = db_first(db, db->checked ? late : all, NULL, 0, &c, err);
    if (found != DB_ROW)
        return found == DB_END;
    struct str table = db_get_text(&c, 0);
    (void)FAIL(err, ERR_CONFLICT, "store.constraint", "commit: %.*s", STR_FMT(table));
    return db_stop(&c);
}

bool db_check(struct db *db, struct err *err)
{
    assert(db->filling);
    db->checked = write_given(db, err) && check_filled(db, err);
    return db->checked;
}

bool db_commit(struct db *db, struct err *err)
{
    if (write_given(db, err) && (!db->filling || check_filled(db, err)) &&
        execute(db, "commit", db->grouped ? "RELEASE part" : "COMMIT", err)) {
        end(db);
        return true;
    }
    db_rollback(db);
    return false;
}

/* A part that cannot be taken back takes the whole group with it: it must not stay by halves. */
static void undo_part(struct db *db)
{
    if (db->open && !sqlite3_get_autocommit(db->sqlite) &&
        sqlite3_exec(db->sqlite, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL) != SQLITE_OK)
        (void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

void db_rollback(struct db *db)
{
    for (unsigned i = 0; i < QUERY_COUNT; i++)
        if (db->statement[i])
            (void)sqlite3_reset(db->statement[i]);
    memset(db->in_use, 0, sizeof db->in_use);
    forget_given(db);
    if (db->grouped)
        undo_part(db);
    else if (!sqlite3_get_autocommit(db->sqlite))
        (void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
    end(db);
}

bool db_group_begin(struct db *db, struct err *err)
{
    assert(!db->grouped && !db->filling && sqlite3_get_autocommit(db->sqlite));
    db->grouped = execute(db, "group", "BEGIN IMMEDIATE", err);
    return db->grouped;
}

bool db_group_commit(struct db *db, struct err *err)
{
    assert(db->grouped && !db->open);
    bool done = stands(db, "group", err) && execute(db, "group", "COMMIT", err);
    db->grouped = false;
    if (!done)
        db_rollback(db);
    return done;
}

bool db_is_grouped(const struct db *db)
{
    return db->grouped;
}

bool db_group_is_lost(const struct db *db)
{
    return db->grouped && sqlite3_get_autocommit(db->sqlite);
}

int64_t db_changed(const struct db *db)
{
    return sqlite3_changes64(db->sqlite);
}

bool db_query(struct db *db, enum query query, const struct db_value *value, unsigned count,
              struct cursor *out, struct err *err)
{
    if (!write_given(db, err) || !bind(db, query, value, count, err))
        return false;
    db->in_use[query] = true;
    *out = (struct cursor){db, query};
    return true;
}

enum db_next db_next(struct cursor *c, struct err *err)
{
    int code = sqlite3_step(c->db->statement[c->query]);
    if (code == SQLITE_ROW)
        return DB_ROW;
    if (code != SQLITE_DONE)
        (void)failed(c->db, QUERY_TEXTS[c->query].name, err);
    db_end(c);
    return code == SQLITE_DONE ? DB_END : DB_FAILED;
}

void db_end(struct cursor *c)
{
    (void)sqlite3_reset(c->db->statement[c->query]);
    c->db->in_use[c->query] = false;
}

enum db_next db_first(struct db *db, enum query query, const struct db_value *value, unsigned count,
                      struct cursor *out, struct err *err)
{
    return db_query(db, query, value, count, out, err) ? db_next(out, err) : DB_FAILED;
}

bool db_is_null(const struct cursor *c, unsigned column)
{
    return sqlite3_column_type(c->db->statement[c->query], (int)column) == SQLITE_NULL;
}

int64_t db_get_i64(const struct cursor *c, unsigned column)
{
    return sqlite3_column_int64(c->db->statement[c->query], (int)column);
}

int64_t db_get_i64_or(const struct cursor *c, unsigned column, int64_t absent)
{
    return db_is_null(c, column) ? absent : db_get_i64(c, column);
}

double db_get_real(const struct cursor *c, unsigned column)
{
    return db_is_null(c, column) ? (double)NAN
                                 : sqlite3_column_double(c->db->statement[c->query], (int)column);
}

/* A text as its bytes stand in the row: SQLite would end it with a zero in memory it asks for, and
 * without that memory it would be empty. */
struct str db_get_text(const struct cursor *c, unsigned column)
{
    return db_get_bytes(c, column);
}

struct str db_get_bytes(const struct cursor *c, unsigned column)
{
    sqlite3_stmt *s = c->db->statement[c->query];
    const char *at = sqlite3_column_blob(s, (int)column);
    return at ? (struct str){at, (size_t)sqlite3_column_bytes(s, (int)column)} : STR("");
}

struct day db_get_day(const struct cursor *c, unsigned column)
{
    return (struct day){(int32_t)db_get_i64_or(c, column, DAY_NONE.n)};
}

bool db_number(struct db *db, const struct db_ask *ask, int64_t *out, struct err *err)
{
    struct cursor c;
    enum db_next found = db_first(db, ask->query, ask->value, ask->count, &c, err);
    if (found == DB_FAILED)
        return false;
    *out = found == DB_ROW ? db_get_i64_or(&c, 0, ask->absent) : ask->absent;
    if (found == DB_ROW)
        db_end(&c);
    return true;
}

bool db_script(struct db *db, const char *name, struct str sql, struct err *err)
{
    struct arena *a = arena_open(sql.len + ARENA_BLOCK);
    bool done =
        stands(db, name, err) && write_given(db, err) && execute(db, name, str_cstr(a, sql), err);
    arena_close(a);
    return done;
}
