#include "failing_sqlite.h"

#include "passing_sqlite.h"

#include <stdlib.h>
#include <string.h>

static struct failing_sqlite now;
static sqlite3_vfs *under; /* the machine's own */

static bool fails(void)
{
    now.calls++;
    return now.fail_at != 0 &&
           (now.calls == now.fail_at || (now.sticky && now.calls > now.fail_at));
}

static int file_read(sqlite3_file *f, void *to, int size, sqlite3_int64 at)
{
    return fails() ? SQLITE_IOERR_READ
                   : passing_real(f)->pMethods->xRead(passing_real(f), to, size, at);
}

/* Half of it is written. */
static int file_write(sqlite3_file *f, const void *from, int size, sqlite3_int64 at)
{
    if (!fails())
        return passing_real(f)->pMethods->xWrite(passing_real(f), from, size, at);
    (void)passing_real(f)->pMethods->xWrite(passing_real(f), from, size / 2, at);
    return now.is_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return fails() ? SQLITE_IOERR_TRUNCATE
                   : passing_real(f)->pMethods->xTruncate(passing_real(f), size);
}

/* Nothing is lost but by a failure that is told, so a sync that works has nothing to do. */
static int file_sync(sqlite3_file *f, int flags)
{
    (void)f;
    (void)flags;
    return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static const sqlite3_io_methods METHODS = {PASSING_METHODS,      .xRead = file_read,
                                           .xWrite = file_write, .xTruncate = file_truncate,
                                           .xSync = file_sync,   .xFileControl = passing_control};

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
    struct passing_file *file = (struct passing_file *)f;
    (void)v;
    file->base.pMethods = NULL;
    file->real = (sqlite3_file *)(file + 1);
    if (fails())
        return SQLITE_CANTOPEN;
    int code = under->xOpen(under, name, file->real, flags, out);
    if (file->real->pMethods)
        file->base.pMethods = &METHODS;
    return code;
}

static int vfs_delete(sqlite3_vfs *v, const char *name, int sync_folder)
{
    (void)v;
    (void)sync_folder;
    return fails() ? SQLITE_IOERR_DELETE : under->xDelete(under, name, 0);
}

struct failing_sqlite *failing_sqlite_install(void)
{
    static sqlite3_vfs vfs; /* the rest of it is the machine's own */
    if (!under) {
        under = sqlite3_vfs_find(NULL);
        vfs = *under;
        vfs.zName = "failing";
        vfs.szOsFile = under->szOsFile + (int)sizeof(struct passing_file);
        vfs.xOpen = vfs_open;
        vfs.xDelete = vfs_delete;
        if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
            abort();
    }
    return &now;
}
