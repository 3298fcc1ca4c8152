#include "power_sqlite.h"

#include "passing_sqlite.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct disk *disk;
static const char *synchronous;
static sqlite3_vfs *under; /* the machine's own */

struct file {
    struct passing_file passing;
    int number;       /* on the disk; DISK_NONE: a temporary file, which nobody misses */
    const char *path; /* SQLite keeps it as long as the file is open */
    bool sync_folder; /* with its next sync */
};

static struct file *ours(sqlite3_file *f)
{
    return (struct file *)f;
}

static int file_read(sqlite3_file *f, void *to, int size, sqlite3_int64 at)
{
    return passing_real(f)->pMethods->xRead(passing_real(f), to, size, at);
}

static int file_write(sqlite3_file *f, const void *from, int size, sqlite3_int64 at)
{
    int code = passing_real(f)->pMethods->xWrite(passing_real(f), from, size, at);
    if (code == SQLITE_OK)
        disk_wrote(disk, ours(f)->number, (uint64_t)at, from, (size_t)size);
    return code;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int code = passing_real(f)->pMethods->xTruncate(passing_real(f), size);
    if (code == SQLITE_OK)
        disk_truncated(disk, ours(f)->number, (uint64_t)size);
    return code;
}

static int file_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    disk_synced(disk, ours(f)->number);
    if (ours(f)->sync_folder)
        disk_synced_folder_of(disk, ours(f)->path);
    ours(f)->sync_folder = false;
    return SQLITE_OK;
}

/* SQLite shows every PRAGMA to the file system before it looks at its value. */
static int file_control(sqlite3_file *f, int op, void *arg)
{
    char **pragma = arg;
    if (op == SQLITE_FCNTL_PRAGMA && synchronous && pragma[2] &&
        strcasecmp(pragma[1], "synchronous") == 0 && strlen(synchronous) <= strlen(pragma[2]))
        memcpy(pragma[2], synchronous, strlen(synchronous) + 1);
    return passing_real(f)->pMethods->xFileControl(passing_real(f), op, arg);
}

/* The index of the log is made anew when the power is back: it is no part of the disk. */
static const sqlite3_io_methods METHODS = {PASSING_METHODS,      .xRead = file_read,
                                           .xWrite = file_write, .xTruncate = file_truncate,
                                           .xSync = file_sync,   .xFileControl = file_control};

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
    static const int journals =
        SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    struct file *file = ours(f);
    (void)v;
    *file = (struct file){
        .passing.real = (sqlite3_file *)(file + 1), .number = DISK_NONE, .path = name};
    if (name && !(flags & SQLITE_OPEN_DELETEONCLOSE))
        file->number = disk_find(disk, name);
    int code = under->xOpen(under, name, file->passing.real, flags, out);
    if (file->passing.real->pMethods)
        file->passing.base.pMethods = &METHODS;
    if (code == SQLITE_OK && name && !(flags & SQLITE_OPEN_DELETEONCLOSE)) {
        if (file->number == DISK_NONE && (flags & SQLITE_OPEN_CREATE))
            file->number = disk_made(disk, name, false);
        file->sync_folder = (flags & SQLITE_OPEN_CREATE) && (flags & journals);
    }
    return code;
}

static int vfs_delete(sqlite3_vfs *v, const char *name, int sync_folder)
{
    (void)v;
    int code = under->xDelete(under, name, 0);
    if (code == SQLITE_OK) {
        disk_removed(disk, name);
        if (sync_folder)
            disk_synced_folder_of(disk, name);
    }
    return code;
}

void power_sqlite_install(struct disk *on, const char *instead)
{
    static sqlite3_vfs vfs; /* the rest of it is the machine's own */
    disk = on;
    synchronous = instead;
    if (under)
        return;
    under = sqlite3_vfs_find(NULL);
    vfs = *under;
    vfs.zName = "power";
    vfs.szOsFile = under->szOsFile + (int)sizeof(struct file);
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
        abort();
}
