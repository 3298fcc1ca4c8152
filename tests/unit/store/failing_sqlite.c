#include "failing_sqlite.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static struct failing_sqlite now;
static sqlite3_vfs *under; /* the machine's own */

/* What SQLite allocates: ours, and behind it room for the machine's own. */
struct file {
    sqlite3_file base;
    sqlite3_file *real;
};

static bool fails(void)
{
    now.calls++;
    return now.fail_at != 0 &&
           (now.calls == now.fail_at || (now.sticky && now.calls > now.fail_at));
}

static sqlite3_file *real(sqlite3_file *f)
{
    return ((struct file *)f)->real;
}

static int file_close(sqlite3_file *f)
{
    return real(f)->pMethods->xClose(real(f));
}

static int file_read(sqlite3_file *f, void *to, int size, sqlite3_int64 at)
{
    return fails() ? SQLITE_IOERR_READ : real(f)->pMethods->xRead(real(f), to, size, at);
}

/* Half of it is written. */
static int file_write(sqlite3_file *f, const void *from, int size, sqlite3_int64 at)
{
    if (!fails())
        return real(f)->pMethods->xWrite(real(f), from, size, at);
    (void)real(f)->pMethods->xWrite(real(f), from, size / 2, at);
    return now.is_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return fails() ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), size);
}

/* Nothing is lost but by a failure that is told, so a sync that works has nothing to do. */
static int file_sync(sqlite3_file *f, int flags)
{
    (void)f;
    (void)flags;
    return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return real(f)->pMethods->xFileSize(real(f), size);
}

static int file_lock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xLock(real(f), level);
}

static int file_unlock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xUnlock(real(f), level);
}

static int file_reserved(sqlite3_file *f, int *out)
{
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
}

static int file_control(sqlite3_file *f, int op, void *arg)
{
    return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static int file_sector(sqlite3_file *f)
{
    return real(f)->pMethods->xSectorSize(real(f));
}

static int file_device(sqlite3_file *f)
{
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}

static int file_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}

static void file_shm_barrier(sqlite3_file *f)
{
    real(f)->pMethods->xShmBarrier(real(f));
}

static int file_shm_unmap(sqlite3_file *f, int remove)
{
    return real(f)->pMethods->xShmUnmap(real(f), remove);
}

static const sqlite3_io_methods METHODS = {.iVersion = 2,
                                           .xClose = file_close,
                                           .xRead = file_read,
                                           .xWrite = file_write,
                                           .xTruncate = file_truncate,
                                           .xSync = file_sync,
                                           .xFileSize = file_size,
                                           .xLock = file_lock,
                                           .xUnlock = file_unlock,
                                           .xCheckReservedLock = file_reserved,
                                           .xFileControl = file_control,
                                           .xSectorSize = file_sector,
                                           .xDeviceCharacteristics = file_device,
                                           .xShmMap = file_shm_map,
                                           .xShmLock = file_shm_lock,
                                           .xShmBarrier = file_shm_barrier,
                                           .xShmUnmap = file_shm_unmap};

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
    struct file *file = (struct file *)f;
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
        vfs.szOsFile = under->szOsFile + (int)sizeof(struct file);
        vfs.xOpen = vfs_open;
        vfs.xDelete = vfs_delete;
        if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
            abort();
    }
    return &now;
}
