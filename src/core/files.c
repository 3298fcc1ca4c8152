#define _GNU_SOURCE /* strerrorname_np: the name of an errno, the same in every language */
#include "core/files.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUT_BUFFER = 256 * 1024, PATH_MOST = 4096, SUFFIX = 16 };

/* The POSIX table: each call as it is. */

static int posix_open(void *state, const char *path, int flags, mode_t mode)
{
    return open(path, flags, mode);
}

static ssize_t posix_read(void *state, int fd, void *to, size_t size)
{
    return read(fd, to, size);
}

static ssize_t posix_write(void *state, int fd, const void *from, size_t size)
{
    return write(fd, from, size);
}

static int posix_sync(void *state, int fd)
{
    return fsync(fd);
}

static int posix_close(void *state, int fd)
{
    return close(fd);
}

static int posix_rename(void *state, const char *from, const char *to)
{
    return rename(from, to);
}

static int posix_unlink(void *state, const char *path)
{
    return unlink(path);
}

static int posix_rmdir(void *state, const char *path)
{
    return rmdir(path);
}

static int posix_mkdir(void *state, const char *path, mode_t mode)
{
    return mkdir(path, mode);
}

const struct files FILES_POSIX = {
    .open = posix_open,
    .read = posix_read,
    .write = posix_write,
    .sync = posix_sync,
    .close = posix_close,
    .rename = posix_rename,
    .unlink = posix_unlink,
    .rmdir = posix_rmdir,
    .mkdir = posix_mkdir,
};

/* Says what errno was; a full disk has a code of its own, for people can do something about it. */
static bool io_failed(const char *code, const char *path, struct err *err)
{
    int why = errno;
    if (why == ENOENT)
        return FAIL(err, ERR_MISSING, "file.missing", "%.190s", path);
    if (why == ENOSPC || why == EDQUOT)
        code = "file.full";
    const char *name = strerrorname_np(why);
    return FAIL(err, ERR_IO, code, "%.150s (%.30s)", path, name ? name : "errno");
}

static int open_again(const struct files *fs, const char *path, int flags)
{
    int fd;
    do
        fd = fs->open(fs->state, path, flags | O_CLOEXEC, 0600);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* For a file that was only read, or that will be removed: nothing can be lost. */
static void close_quietly(const struct files *fs, int fd)
{
    int kept = errno;
    (void)fs->close(fs->state, fd);
    errno = kept;
}

/* For reading; -1: failed. A pipe would keep who opens it waiting, and a device never ends: neither
 * is waited for, and only what has an end is read. */
static int open_to_read(const struct files *fs, const char *path, struct err *err)
{
    struct stat s;
    int fd = open_again(fs, path, O_RDONLY | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &s) != 0)
        (void)io_failed("file.open", path, err);
    else if (S_ISREG(s.st_mode))
        return fd;
    else
        (void)FAIL(err, ERR_INVALID, "file.regular", "%.190s", path);
    if (fd >= 0)
        close_quietly(fs, fd);
    return -1;
}

/* A file that is being read, and the name for its errors. */
struct opened {
    const struct files *fs;
    const char *path;
    int fd;
};

static bool read_rest(const struct opened *f, struct arena *a, size_t most, struct str *out,
                      struct err *err)
{
    size_t room = most < 64 * 1024 ? most + 1 : 64 * 1024, len = 0;
    char *at = ARENA_NEW(a, char, room + 1);
    for (;;) {
        ssize_t got = f->fs->read(f->fs->state, f->fd, at + len, room - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return io_failed("file.read", f->path, err);
        if (got == 0)
            break;
        len += (size_t)got;
        if (len > most)
            return FAIL(err, ERR_INVALID, "file.too_large", "%.150s: %zu", f->path, most);
        if (len == room) {
            room = room * 2 < most + 1 ? room * 2 : most + 1;
            char *grown = ARENA_NEW(a, char, room + 1);
            memcpy(grown, at, len);
            at = grown;
        }
    }
    at[len] = '\0';
    *out = (struct str){at, len};
    return true;
}

bool file_read_all(const struct files *fs, struct arena *a, const char *path, size_t most,
                   struct str *out, struct err *err)
{
    assert(most < SIZE_MAX / 4);
    struct opened f = {fs, path, open_to_read(fs, path, err)};
    if (f.fd < 0)
        return false;
    bool done = read_rest(&f, a, most, out, err);
    close_quietly(fs, f.fd);
    return done;
}

bool folder_sync(const struct files *fs, const char *path, struct err *err)
{
    int fd = open_again(fs, path, O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return io_failed("file.open", path, err);
    bool done = fs->sync(fs->state, fd) == 0 || io_failed("file.sync", path, err);
    close_quietly(fs, fd);
    return done;
}

/* The folder that holds `path`. */
static bool parent_of(const char *path, char out[static PATH_MOST])
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    while (len > 0 && path[len - 1] != '/')
        len--;
    while (len > 1 && path[len - 1] == '/')
        len--;
    if (len >= PATH_MOST)
        return false;
    memcpy(out, len > 0 ? path : ".", len > 0 ? len : 1);
    out[len > 0 ? len : 1] = '\0';
    return true;
}

static bool sync_parent(const struct files *fs, const char *path, struct err *err)
{
    char parent[PATH_MOST];
    if (!parent_of(path, parent)) {
        errno = ENAMETOOLONG;
        return io_failed("file.open", path, err);
    }
    return folder_sync(fs, parent, err);
}

bool file_move(const struct files *fs, const char *from, const char *to, struct err *err)
{
    if (fs->rename(fs->state, from, to) != 0)
        return io_failed("file.rename", to, err);
    return sync_parent(fs, to, err);
}

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

/* One folder, its parent being there; its name is made durable too. */
static bool make_one(const struct files *fs, const char *path, struct err *err)
{
    if (is_folder(path))
        return true;
    if (fs->mkdir(fs->state, path, 0700) == 0)
        return sync_parent(fs, path, err);
    if (errno == EEXIST && is_folder(path)) /* someone else was as quick */
        return true;
    return io_failed("file.open", path, err);
}

bool folder_make(const struct files *fs, const char *path, struct err *err)
{
    char part[PATH_MOST];
    size_t len = strlen(path);
    if (len == 0 || len >= PATH_MOST) {
        errno = len == 0 ? ENOENT : ENAMETOOLONG;
        return io_failed("file.open", path, err);
    }
    memcpy(part, path, len + 1);
    for (size_t i = 1; i < len; i++) {
        if (part[i] != '/')
            continue;
        part[i] = '\0';
        if (!make_one(fs, part, err))
            return false;
        part[i] = '/';
    }
    return make_one(fs, part, err);
}

struct file_out {
    const struct files *fs;
    char *path, *beside; /* the name to be, and the name until then */
    int fd;              /* -1: closed */
    bool there;          /* a file stands under `beside` */
    uint64_t size;
    size_t waiting; /* bytes in the buffer */
    char *buffer;
};

bool file_out_open(const struct files *fs, struct arena *a, const char *path, struct file_out **out,
                   struct err *err)
{
    struct file_out *f = ARENA_NEW(a, struct file_out, 1);
    *f = (struct file_out){.fs = fs, .path = ARENA_NEW(a, char, strlen(path) + 1)};
    memcpy(f->path, path, strlen(path));
    f->beside = ARENA_NEW(a, char, strlen(path) + SUFFIX);
    for (unsigned tries = 0;; tries++) {
        /* A name of its own: two writers of one path do not write into one file. */
        uint32_t unique = 0;
        (void)!getrandom(&unique, sizeof unique, 0);
        (void)snprintf(f->beside, strlen(path) + SUFFIX, "%s.new-%08x", path, (unsigned)unique);
        f->fd = open_again(fs, f->beside, O_WRONLY | O_CREAT | O_EXCL);
        if (f->fd >= 0)
            break;
        if (errno != EEXIST || tries == 8)
            return io_failed("file.open", path, err);
    }
    f->there = true;
    f->buffer = ARENA_NEW(a, char, OUT_BUFFER);
    *out = f;
    return true;
}

static bool write_out(struct file_out *f, const char *from, size_t size, struct err *err)
{
    while (size > 0) {
        ssize_t put = f->fs->write(f->fs->state, f->fd, from, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            if (put == 0)
                errno = EIO; /* a write of nothing without a reason would loop for ever */
            return io_failed("file.write", f->path, err);
        }
        from += put;
        size -= (size_t)put;
    }
    return true;
}

static bool flush(struct file_out *f, struct err *err)
{
    size_t waiting = f->waiting;
    f->waiting = 0;
    return write_out(f, f->buffer, waiting, err);
}

bool file_out_write(struct file_out *f, const void *from, size_t size, struct err *err)
{
    assert(f->fd >= 0);
    if (size > OUT_BUFFER - f->waiting && !flush(f, err))
        return false;
    f->size += size;
    if (size >= OUT_BUFFER)
        return write_out(f, from, size, err);
    if (size > 0)
        memcpy(f->buffer + f->waiting, from, size);
    f->waiting += size;
    return true;
}

uint64_t file_out_size(const struct file_out *f)
{
    return f->size;
}

bool file_out_commit(struct file_out *f, struct err *err)
{
    assert(f->fd >= 0);
    if (!flush(f, err))
        return false;
    if (f->fs->sync(f->fs->state, f->fd) != 0)
        return io_failed("file.sync", f->path, err);
    int closed = f->fs->close(f->fs->state, f->fd);
    f->fd = -1;
    if (closed != 0)
        return io_failed("file.write", f->path, err);
    if (f->fs->rename(f->fs->state, f->beside, f->path) != 0)
        return io_failed("file.rename", f->path, err);
    f->there = false;
    return sync_parent(f->fs, f->path, err);
}

void file_out_discard(struct file_out *f)
{
    if (!f)
        return;
    if (f->fd >= 0)
        close_quietly(f->fs, f->fd);
    f->fd = -1;
    if (f->there)
        (void)f->fs->unlink(f->fs->state, f->beside);
    f->there = false;
}

bool file_replace(const struct files *fs, const char *path, struct str content, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct file_out *f = NULL;
    bool done = file_out_open(fs, a, path, &f, err) &&
                file_out_write(f, content.at, content.len, err) && file_out_commit(f, err);
    file_out_discard(f);
    arena_close(a);
    return done;
}

struct file_in {
    struct opened file;
};

bool file_in_open(const struct files *fs, struct arena *a, const char *path, struct file_in **out,
                  struct err *err)
{
    struct opened file = {fs, path, open_to_read(fs, path, err)};
    if (file.fd < 0)
        return false;
    char *own_path = ARENA_NEW(a, char, strlen(path) + 1);
    memcpy(own_path, path, strlen(path));
    file.path = own_path;
    *out = ARENA_NEW(a, struct file_in, 1);
    (*out)->file = file;
    return true;
}

bool file_in_read(struct file_in *f, void *to, size_t room, size_t *got, struct err *err)
{
    ssize_t n;
    do
        n = f->file.fs->read(f->file.fs->state, f->file.fd, to, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return io_failed("file.read", f->file.path, err);
    *got = (size_t)n;
    return true;
}

void file_in_close(struct file_in *f)
{
    if (f)
        close_quietly(f->file.fs, f->file.fd);
}

bool file_map(const char *path, struct file_map *out, struct err *err)
{
    int fd = open_to_read(&FILES_POSIX, path, err);
    if (fd < 0)
        return false;
    struct file_map m = {0};
    struct stat s;
    bool done = fstat(fd, &s) == 0;
    if (done && s.st_size > 0) {
        m.size = (size_t)s.st_size;
        void *at = mmap(NULL, m.size, PROT_READ, MAP_SHARED, fd, 0);
        done = at != MAP_FAILED;
        m.at = at;
    }
    if (!done)
        (void)io_failed("file.read", path, err);
    (void)close(fd);
    if (done)
        *out = m;
    return done;
}

void file_unmap(struct file_map *m)
{
    if (m->size > 0)
        (void)munmap((void *)(uintptr_t)m->at, m->size);
    *m = (struct file_map){0};
}

bool file_exists(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0;
}
