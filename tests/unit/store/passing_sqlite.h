/* tests/unit/store/passing_sqlite.h - what a VFS around another has in common: a file that hands
 * everything on to the one under it. Who stands between replaces the calls that it is about. */
#ifndef TESTS_PASSING_SQLITE_H
#define TESTS_PASSING_SQLITE_H
#include <sqlite3.h>

/* The beginning of what SQLite allocates; the machine's own file has its room behind the whole. */
struct passing_file {
    sqlite3_file base;
    sqlite3_file *real;
};

static inline sqlite3_file *passing_real(sqlite3_file *f)
{
    return ((struct passing_file *)f)->real;
}

static inline int passing_close(sqlite3_file *f)
{
    return passing_real(f)->pMethods->xClose(passing_real(f));
}

static inline int passing_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return passing_real(f)->pMethods->xFileSize(passing_real(f), size);
}

static inline int passing_lock(sqlite3_file *f, int level)
{
    return passing_real(f)->pMethods->xLock(passing_real(f), level);
}

static inline int passing_unlock(sqlite3_file *f, int level)
{
    return passing_real(f)->pMethods->xUnlock(passing_real(f), level);
}

static inline int passing_reserved(sqlite3_file *f, int *out)
{
    return passing_real(f)->pMethods->xCheckReservedLock(passing_real(f), out);
}

static inline int passing_control(sqlite3_file *f, int op, void *arg)
{
    return passing_real(f)->pMethods->xFileControl(passing_real(f), op, arg);
}

static inline int passing_sector(sqlite3_file *f)
{
    return passing_real(f)->pMethods->xSectorSize(passing_real(f));
}

static inline int passing_device(sqlite3_file *f)
{
    return passing_real(f)->pMethods->xDeviceCharacteristics(passing_real(f));
}

static inline int passing_shm_map(sqlite3_file *f, int page, int size, int extend,
                                  void volatile **out)
{
    return passing_real(f)->pMethods->xShmMap(passing_real(f), page, size, extend, out);
}

static inline int passing_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return passing_real(f)->pMethods->xShmLock(passing_real(f), offset, n, flags);
}

static inline void passing_shm_barrier(sqlite3_file *f)
{
    passing_real(f)->pMethods->xShmBarrier(passing_real(f));
}

static inline int passing_shm_unmap(sqlite3_file *f, int remove)
{
    return passing_real(f)->pMethods->xShmUnmap(passing_real(f), remove);
}

/* Members of a struct sqlite3_io_methods; those that read, write, truncate, sync and control are
 * the caller's. */
#define PASSING_METHODS                                                                            \
    .iVersion = 2, .xClose = passing_close, .xFileSize = passing_size, .xLock = passing_lock,      \
    .xUnlock = passing_unlock, .xCheckReservedLock = passing_reserved,                             \
    .xSectorSize = passing_sector, .xDeviceCharacteristics = passing_device,                       \
    .xShmMap = passing_shm_map, .xShmLock = passing_shm_lock, .xShmBarrier = passing_shm_barrier,  \
    .xShmUnmap = passing_shm_unmap
#endif
