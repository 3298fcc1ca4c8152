#include "store/migrate.h"

#include "core/clock.h"
#include "core/sha256.h"
#include "store/migration_files.h" /* made by the build of migrations/ */

#include <assert.h>

const struct migrations MIGRATIONS = {&EMBEDDED_MIGRATIONS};

/* 4 digits, `_`, and so on: files are sorted by name, so the n-th has number n. */
static bool is_numbered(const struct embedded_files *files)
{
    for (unsigned i = 0; i < files->count; i++) {
        struct str name = files->file[i].name;
        int64_t number = 0;
        if (name.len < 6 || name.at[4] != '_' || !str_to_i64((struct str){name.at, 4}, &number) ||
            number != (int64_t)i + 1)
            return false;
    }
    return true;
}

static struct str sum_of(struct str text, char out[static SHA256_TEXT])
{
    return sha256_hex(sha256_of(text), out);
}

bool migrate_begun(struct db *db, bool *out, struct err *err)
{
    int64_t stands = 0;
    if (!db_number(db, &(struct db_ask){QUERY_MIGRATION_STANDS, NULL, 0, 0}, &stands, err))
        return false;
    *out = stands > 0;
    return true;
}

/* How many steps were run; those that were must be the ones that we know. */
static bool check_run(struct db *db, const struct embedded_files *files, unsigned *run,
                      struct err *err)
{
    struct cursor c;
    char sum[SHA256_TEXT];
    bool begun = false;
    *run = 0;
    if (!migrate_begun(db, &begun, err))
        return false;
    if (!begun)
        return true;
    if (!db_query(db, QUERY_MIGRATION_ALL, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct str name = db_get_text(&c, 1);
        bool known = *run < files->count && db_get_i64(&c, 0) == (int64_t)*run + 1;
        if (!known || !str_eq(db_get_text(&c, 2), sum_of(files->file[*run].bytes, sum))) {
            (void)(known ? FAIL(err, ERR_CONFLICT, "migrate.changed", "%.100s", name.at)
                         : FAIL(err, ERR_CONFLICT, "migrate.newer", "%.100s", name.at));
            return db_stop(&c);
        }
        ++*run;
    }
    return found == DB_END;
}

static bool run_step(struct db *db, const struct embedded *file, unsigned number, struct err *err)
{
    char sum[SHA256_TEXT];
    struct db_value row[] = {db_i64(number), db_text(file->name), db_text(sum_of(file->bytes, sum)),
                             db_i64(clock_now().us)};
    return db_script(db, file->name.at, file->bytes, err) &&
           db_run(db, QUERY_MIGRATION_INSERT, row, ARRAY_LEN(row), err);
}

static bool run_missing(struct db *db, const struct embedded_files *files, unsigned *count,
                        struct err *err)
{
    unsigned before = 0;
    if (!check_run(db, files, &before, err) || !db_run(db, QUERY_MIGRATION_MAKE, NULL, 0, err))
        return false;
    for (unsigned i = before; i < files->count; i++)
        if (!run_step(db, &files->file[i], i + 1, err))
            return false;
    *count = files->count - before;
    return true;
}

bool migrate(struct db *db, const struct migrations *m, unsigned *run, struct err *err)
{
    assert(is_numbered(m->files));
    unsigned count = 0;
    if (!db_begin(db, DB_WRITE, err))
        return false;
    if (!run_missing(db, m->files, &count, err)) {
        db_rollback(db);
        return false;
    }
    if (!db_commit(db, err))
        return false;
    *run = count;
    return true;
}

bool migrate_check(struct db *db, const struct migrations *m, struct err *err)
{
    unsigned run = 0;
    if (!check_run(db, m->files, &run, err))
        return false;
    return run == m->files->count ||
           FAIL(err, ERR_INVALID, "migrate.pending", "%u", m->files->count - run);
}
