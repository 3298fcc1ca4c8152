#include "failing_files.h"

#include <errno.h>
#include <stdio.h>

enum { SHORT = 7 };

/* Counts a call and says whether it is to fail; errno is set then. */
static bool fails(void *state, const char *what)
{
    struct failing_files *f = state;
    f->calls++;
    bool hit =
        f->fail_at > 0 && (f->how == FAIL_STICKY ? f->calls >= f->fail_at : f->calls == f->fail_at);
    if (hit) {
        if (!f->what[0])
            (void)snprintf(f->what, sizeof f->what, "%s", what);
        errno = f->error;
    }
    return hit;
}

static size_t shortened(const void *state, size_t size)
{
    const struct failing_files *f = state;
    return f->short_io && size > SHORT ? SHORT : size;
}

static int failing_open(void *state, const char *path, int flags, mode_t mode)
{
    return fails(state, "open") ? -1 : FILES_POSIX.open(NULL, path, flags, mode);
}

static ssize_t failing_read(void *state, int fd, void *to, size_t size)
{
    return fails(state, "read") ? -1 : FILES_POSIX.read(NULL, fd, to, shortened(state, size));
}

static ssize_t failing_write(void *state, int fd, const void *from, size_t size)
{
    const struct failing_files *f = state;
    if (!fails(state, "write"))
        return FILES_POSIX.write(NULL, fd, from, shortened(state, size));
    if (f->torn && size > 1)
        (void)!FILES_POSIX.write(NULL, fd, from, size / 2);
    errno = f->error;
    return -1;
}

static int failing_sync(void *state, int fd)
{
    return fails(state, "sync") ? -1 : FILES_POSIX.sync(NULL, fd);
}

/* A close that fails has closed all the same, as on Linux. */
static int failing_close(void *state, int fd)
{
    bool hit = fails(state, "close");
    int error = errno, closed = FILES_POSIX.close(NULL, fd);
    if (hit)
        errno = error;
    return hit ? -1 : closed;
}

static int failing_rename(void *state, const char *from, const char *to)
{
    return fails(state, "rename") ? -1 : FILES_POSIX.rename(NULL, from, to);
}

static int failing_unlink(void *state, const char *path)
{
    return fails(state, "unlink") ? -1 : FILES_POSIX.unlink(NULL, path);
}

static int failing_rmdir(void *state, const char *path)
{
    return fails(state, "rmdir") ? -1 : FILES_POSIX.rmdir(NULL, path);
}

static int failing_mkdir(void *state, const char *path, mode_t mode)
{
    return fails(state, "mkdir") ? -1 : FILES_POSIX.mkdir(NULL, path, mode);
}

struct failing_files failing_files(unsigned fail_at, enum failing how, int error)
{
    return (struct failing_files){.fail_at = fail_at, .how = how, .error = error};
}

const struct files *failing_files_table(struct failing_files *f)
{
    f->table = (struct files){
        .state = f,
        .open = failing_open,
        .read = failing_read,
        .write = failing_write,
        .sync = failing_sync,
        .close = failing_close,
        .rename = failing_rename,
        .unlink = failing_unlink,
        .rmdir = failing_rmdir,
        .mkdir = failing_mkdir,
    };
    return &f->table;
}
