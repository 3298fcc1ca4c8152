#include "power_files.h"

#include <assert.h>
#include <fcntl.h>

static int power_open(void *state, const char *path, int flags, mode_t mode)
{
    struct power_files *f = state;
    int file = disk_find(f->disk, path);
    int fd = FILES_POSIX.open(NULL, path, flags, mode);
    if (fd < 0)
        return fd;
    assert(fd < POWER_FILES_MOST);
    if (file == DISK_NONE && (flags & O_CREAT))
        file = disk_made(f->disk, path, false);
    else if (file != DISK_NONE && (flags & O_TRUNC))
        disk_truncated(f->disk, file, 0);
    assert(file == DISK_NONE || !(flags & O_APPEND));
    f->open[fd] = (struct power_open){.file = file};
    return fd;
}

/* Also called by threads that read ahead, so it touches nothing that others use. */
static ssize_t power_read(void *state, int fd, void *to, size_t size)
{
    return FILES_POSIX.read(NULL, fd, to, size);
}

static ssize_t power_write(void *state, int fd, const void *from, size_t size)
{
    struct power_files *f = state;
    struct power_open *o = &f->open[fd];
    ssize_t put = FILES_POSIX.write(NULL, fd, from, size);
    if (put > 0) {
        disk_wrote(f->disk, o->file, o->at, from, (size_t)put);
        o->at += (uint64_t)put;
    }
    return put;
}

static int power_sync(void *state, int fd)
{
    struct power_files *f = state;
    disk_synced(f->disk, f->open[fd].file);
    return 0;
}

static int power_close(void *state, int fd)
{
    return FILES_POSIX.close(NULL, fd);
}

static int power_rename(void *state, const char *from, const char *to)
{
    struct power_files *f = state;
    int done = FILES_POSIX.rename(NULL, from, to);
    if (done == 0)
        disk_renamed(f->disk, from, to);
    return done;
}

static int power_unlink(void *state, const char *path)
{
    struct power_files *f = state;
    int done = FILES_POSIX.unlink(NULL, path);
    if (done == 0)
        disk_removed(f->disk, path);
    return done;
}

static int power_rmdir(void *state, const char *path)
{
    struct power_files *f = state;
    int done = FILES_POSIX.rmdir(NULL, path);
    if (done == 0)
        disk_removed(f->disk, path);
    return done;
}

static int power_mkdir(void *state, const char *path, mode_t mode)
{
    struct power_files *f = state;
    int done = FILES_POSIX.mkdir(NULL, path, mode);
    if (done == 0)
        (void)disk_made(f->disk, path, true);
    return done;
}

const struct files *power_files_table(struct power_files *f, struct disk *disk)
{
    f->disk = disk;
    f->table = (struct files){
        .state = f,
        .open = power_open,
        .read = power_read,
        .write = power_write,
        .sync = power_sync,
        .close = power_close,
        .rename = power_rename,
        .unlink = power_unlink,
        .rmdir = power_rmdir,
        .mkdir = power_mkdir,
    };
    return &f->table;
}
