/* store/db.h - the registry's database, thin: queries by name, bound values, rows
 * one at a time, transactions. No SQL but that of store/query/ and migrations/,
 * so another database stands behind this header. A connection is used by one
 * thread at a time; who serves many opens many.
 *
 * Errors, the detail is the query's name and never a value: ERR_BUSY
 * "store.busy" (another writer did not end in time), ERR_CONFLICT
 * "store.constraint" (also which), ERR_MISSING "store.missing" (no such
 * database), ERR_IO "store.damaged", "store.full", "store.open", "store.failed". After one
 * inside a transaction only db_rollback() is left.
 *
 *     struct cursor c;
 *     if (!db_query(db, QUERY_UNIT_BY_ID, (struct db_value[]){db_text(id)}, 1, &c, err))
 *         return false;
 *     while ((found = db_next(&c, err)) == DB_ROW)
 *         if (!take(db_get_i64(&c, 0), err))
 *             return db_stop(&c);
 *     return found == DB_END; */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "core/day.h"
#include "store/queries.h" /* made by the build: enum query */

struct db;
enum db_mode {
    DB_MAKE, /* a new one; one that is there is ERR_CONFLICT "store.exists" */
    DB_OPEN
};
MUST_USE bool db_open(const char *path, enum db_mode mode, struct db **out, struct err *err);
/* How long a writer waits for another, in milliseconds; 5 000 if nothing is said. */
void db_wait(struct db *db, int milliseconds);
/* Once, by who begins the program, before a database is opened: what a part of a group may have to
 * take back, or a statement, stays in memory, and is no file in a folder for temporary ones. */
void db_keep_parts_in_memory(void);
void db_close(struct db *db); /* what was not committed is gone; NULL is allowed */

/* A reader sees the registry at one moment and hinders nobody; there is one writer at a time.
 * DB_FILL is for who writes more than stands there: whether what rows refer to is there is asked
 * once, of the whole registry, by db_commit(), instead of by each row. */
enum db_work { DB_READ, DB_WRITE, DB_FILL };
MUST_USE bool db_begin(struct db *db, enum db_work work, struct err *err);
/* Of DB_FILL: asks it now, before the transaction has ended. The tables of persons, which are large
 * (query/instance.sql names them), are not written any more after it, and not asked again. */
MUST_USE bool db_check(struct db *db, struct err *err);
MUST_USE bool db_commit(struct db *db, struct err *err); /* after a failure it is rolled back */
void db_rollback(struct db *db);                         /* without a transaction: nothing */

/* Several transactions in one commit, which is half the time of a small one. Until
 * db_group_commit(), which ends the group whatever it says, each from db_begin() (not DB_FILL) to
 * db_commit() or db_rollback() is a part: it sees those before it, and one that is rolled back
 * leaves nothing while the others stay. Nothing of them is durable before db_group_commit() has
 * said so; where it fails all of them are gone, or in doubt, as after a db_commit() that fails. No
 * other writes meanwhile. A reference that is asked at the commit (identifier.person) is asked at
 * the group's. */
MUST_USE bool db_group_begin(struct db *db, struct err *err);
MUST_USE bool db_group_commit(struct db *db, struct err *err);
bool db_is_grouped(const struct db *db); /* what was committed is not durable yet */
/* All of the group is gone already, none of it in doubt, and it takes nothing more: memory or the
 * disk failed, or a query of a part met a fault after which the whole transaction is taken back
 * (OR ROLLBACK, query/given.sql). */
bool db_group_is_lost(const struct db *db);

struct db_value {
    enum { DB_NULL, DB_I64, DB_REAL, DB_TEXT, DB_BYTES } type;
    int64_t i64;
    double real;
    struct str text; /* DB_BYTES too */
};
static inline struct db_value db_null(void)
{
    return (struct db_value){.type = DB_NULL};
}
static inline struct db_value db_i64(int64_t n)
{
    return (struct db_value){.type = DB_I64, .i64 = n};
}
struct db_value db_text(struct str s);                    /* the text, empty or not */
struct db_value db_text_or_null(struct str s);            /* empty: NULL */
struct db_value db_bytes(struct str s);                   /* of a column of bytes */
struct db_value db_day(struct day d);                     /* DAY_NONE: NULL */
struct db_value db_real_or_null(double d);                /* NAN: NULL */
struct db_value db_i64_unless(int64_t n, int64_t absent); /* n == absent: NULL */

/* A query without rows: its values are used until it returns. Queries keep their plans, so running
 * one again and again is cheap. */
MUST_USE bool db_run(struct db *db, enum query query, const struct db_value *value, unsigned count,
                     struct err *err);
/* One row for a query that writes many: it takes them from the table `given`, whose columns are c1,
 * c2, … (INSERT … SELECT c1, c2 FROM given). The row is copied and waits for more, at most until
 * another query begins or the transaction is committed: what is wrong with it may be told then.
 * Queries whose rows wait run in the order in which each got its first. */
MUST_USE bool db_add(struct db *db, enum query query, const struct db_value *value, unsigned count,
                     struct err *err);
int64_t db_changed(const struct db *db); /* rows that the last db_run() wrote */

/* A query's rows. One cursor a query at a time; its values must stay until it ends. */
struct cursor {
    struct db *db;
    enum query query;
};
enum db_next { DB_ROW, DB_END, DB_FAILED };
MUST_USE bool db_query(struct db *db, enum query query, const struct db_value *value,
                       unsigned count, struct cursor *out, struct err *err);
MUST_USE enum db_next db_next(struct cursor *c, struct err *err); /* but DB_ROW ends it */
void db_end(struct cursor *c);                                    /* before its last row */
/* Before its last row, for what is amiss with this one. Returns false. */
static inline bool db_stop(struct cursor *c)
{
    db_end(c);
    return false;
}
/* Of a query that has one row at most, or whose first row answers: that row. db_end() after DB_ROW.
 */
MUST_USE enum db_next db_first(struct db *db, enum query query, const struct db_value *value,
                               unsigned count, struct cursor *out, struct err *err);

/* Columns from 0, as the query says. Texts are valid until the next db_next(). */
bool db_is_null(const struct cursor *c, unsigned column);
int64_t db_get_i64(const struct cursor *c, unsigned column); /* NULL: 0 */
int64_t db_get_i64_or(const struct cursor *c, unsigned column, int64_t absent);
double db_get_real(const struct cursor *c, unsigned column);      /* NULL: NAN */
struct str db_get_text(const struct cursor *c, unsigned column);  /* NULL: empty */
struct str db_get_bytes(const struct cursor *c, unsigned column); /* the same of bytes */
struct day db_get_day(const struct cursor *c, unsigned column);   /* NULL: DAY_NONE */

/* The first number of a query's first row; without a row, or NULL, `absent`. */
struct db_ask {
    enum query query;
    const struct db_value *value;
    unsigned count;
    int64_t absent;
};
MUST_USE bool db_number(struct db *db, const struct db_ask *ask, int64_t *out, struct err *err);
/* Statements that are no query: a migration. */
MUST_USE bool db_script(struct db *db, const char *name, struct str sql, struct err *err);
#endif
