#include "core/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool failed(const char *code, const char *path, struct err *err)
{
    if (errno == ENOENT)
        return FAIL(err, ERR_MISSING, "file.missing", "%.190s", path);
    return FAIL(err, ERR_IO, code, "%.190s", path);
}

bool folder_list(struct arena *a, const char *path, const char *const **name, size_t *count,
                 struct err *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return failed("file.open", path, err);
    size_t n = 0, room = 64;
    const char **all = ARENA_NEW(a, const char *, room);
    errno = 0;
    for (const struct dirent *e; (e = readdir(dir)); errno = 0) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        if (n == room) {
            const char **grown = ARENA_NEW(a, const char *, room * 2);
            memcpy(grown, all, n * sizeof *all);
            all = grown;
            room *= 2;
        }
        all[n++] = str_copy(a, str_of(e->d_name)).at;
    }
    bool read = errno == 0 || failed("file.read", path, err);
    (void)closedir(dir);
    if (!read)
        return false;
    qsort(all, n, sizeof *all, by_bytes);
    *name = all;
    *count = n;
    return true;
}

/* Depth first: when the name of a folder is come to, what was in it is gone. The names to be
 * removed stand in one growing list, so that depth costs no stack. */
static bool list_deep(struct arena *a, const char *path, const char *const **all, size_t *count,
                      struct err *err)
{
    size_t n = 1, room = 64;
    const char **list = ARENA_NEW(a, const char *, room);
    list[0] = path;
    for (size_t i = 0; i < n; i++) {
        struct stat s;
        if (lstat(list[i], &s) != 0)
            return failed("file.read", list[i], err);
        if (!S_ISDIR(s.st_mode))
            continue;
        const char *const *name = NULL;
        size_t names = 0;
        if (!folder_list(a, list[i], &name, &names, err))
            return false;
        while (n + names > room) {
            const char **grown = ARENA_NEW(a, const char *, room * 2);
            memcpy(grown, list, n * sizeof *list);
            list = grown;
            room *= 2;
        }
        for (size_t k = 0; k < names; k++)
            list[n++] = str_fmt(a, "%s/%s", list[i], name[k]).at;
    }
    *all = list;
    *count = n;
    return true;
}

bool folder_remove(const struct files *fs, const char *path, struct err *err)
{
    struct stat s;
    if (lstat(path, &s) != 0)
        return errno == ENOENT || failed("file.open", path, err);
    struct arena *a = arena_open(ARENA_BLOCK);
    const char *const *all = NULL;
    size_t count = 0;
    bool done = list_deep(a, path, &all, &count, err);
    while (done && count-- > 0) {
        done = fs->unlink(fs->state, all[count]) == 0 ||
               ((errno == EISDIR || errno == EPERM) && fs->rmdir(fs->state, all[count]) == 0) ||
               failed("file.write", all[count], err);
    }
    arena_close(a);
    return done;
}

bool folder_written(const char *path, struct moment *out)
{
    static const int64_t second_us = 1000000;
    struct stat s;
    if (lstat(path, &s) != 0 || !S_ISDIR(s.st_mode))
        return false;
    *out = (struct moment){(int64_t)s.st_mtim.tv_sec * second_us + s.st_mtim.tv_nsec / 1000};
    return true;
}

bool file_lock_take(const struct files *fs, const char *path, enum lock_wait wait,
                    struct file_lock *out, struct err *err)
{
    int fd;
    do
        fd = fs->open(fs->state, path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return failed("file.open", path, err);
    int got;
    do
        got = flock(fd, wait == LOCK_TRY ? LOCK_EX | LOCK_NB : LOCK_EX);
    while (got != 0 && errno == EINTR);
    if (got == 0) {
        *out = (struct file_lock){fs, fd};
        return true;
    }
    bool is_held = errno == EWOULDBLOCK;
    (void)fs->close(fs->state, fd);
    if (is_held)
        return FAIL(err, ERR_BUSY, "file.locked", "%.190s", path);
    return FAIL(err, ERR_IO, "file.open", "%.190s", path);
}

void file_lock_release(struct file_lock *lock)
{
    (void)lock->fs->close(lock->fs->state, lock->fd);
    lock->fd = -1;
}
