/* core/files.h - files that are there whole or not at all.
 *
 * Every call goes through a `struct files`: FILES_POSIX in the program, a
 * failing one in tests (tests/unit/core/failing_files.h), so that each write,
 * fsync and rename can be made to fail. Errors: ERR_IO "file.read",
 * "file.write", "file.sync", "file.rename", "file.open", "file.full" (no room
 * on the disk); ERR_MISSING "file.missing"; ERR_INVALID "file.too_large",
 * "file.regular" (read is only what is a file with bytes: no folder, pipe or device). The detail
 * names the path. A power cut in the middle may leave a file
 * `<name>.new-<8 hex digits>`, which nothing reads. */
#ifndef CORE_FILES_H
#define CORE_FILES_H
#include "core/base.h"

#include <sys/types.h>

/* The system calls that can lose data, as a table: same meaning and errno as POSIX. */
struct files {
    void *state; /* the implementation's own; handed to every call */
    int (*open)(void *state, const char *path, int flags, mode_t mode);
    ssize_t (*read)(void *state, int fd, void *to, size_t size);
    ssize_t (*write)(void *state, int fd, const void *from, size_t size);
    int (*sync)(void *state, int fd);
    int (*close)(void *state, int fd);
    int (*rename)(void *state, const char *from, const char *to);
    int (*unlink)(void *state, const char *path);
    int (*rmdir)(void *state, const char *path);
    int (*mkdir)(void *state, const char *path, mode_t mode);
};
extern const struct files FILES_POSIX;

/* The whole file; more than `most` bytes is refused. The text has a NUL behind it. */
MUST_USE bool file_read_all(const struct files *fs, struct arena *a, const char *path, size_t most,
                            struct str *out, struct err *err);
/* Replaces `path` by a file with this content: written beside it, synced, renamed, folder
 * synced. After a failure or a power cut the old file is there, whole; only where the last step,
 * syncing the folder, failed may it be either of the two. Mode 0600. */
MUST_USE bool file_replace(const struct files *fs, const char *path, struct str content,
                           struct err *err);
/* The folder and those above it, mode 0700, their names synced; one that is there is no error. */
MUST_USE bool folder_make(const struct files *fs, const char *path, struct err *err);
MUST_USE bool folder_sync(const struct files *fs, const char *path, struct err *err);

/* A file written in pieces, for what is too large for a string: opened under a name of its own,
 * seen under `path` only after file_out_commit() (synced, renamed, folder synced). */
struct file_out;
MUST_USE bool file_out_open(const struct files *fs, struct arena *a, const char *path,
                            struct file_out **out, struct err *err);
MUST_USE bool file_out_write(struct file_out *f, const void *from, size_t size, struct err *err);
uint64_t file_out_size(const struct file_out *f); /* bytes written so far */
MUST_USE bool file_out_commit(struct file_out *f, struct err *err);
void file_out_discard(struct file_out *f); /* removes it; after a commit or NULL: nothing */

/* A file read in pieces, for what is too large to hold. The reader lives in the arena. */
struct file_in;
MUST_USE bool file_in_open(const struct files *fs, struct arena *a, const char *path,
                           struct file_in **out, struct err *err);
/* Up to `room` bytes; 0 got: the end. */
MUST_USE bool file_in_read(struct file_in *f, void *to, size_t room, size_t *got, struct err *err);
void file_in_close(struct file_in *f); /* NULL is allowed */

/* A file mapped read-only. An empty file is an empty view. */
struct file_map {
    const unsigned char *at;
    size_t size;
};
MUST_USE bool file_map(const char *path, struct file_map *out, struct err *err);
void file_unmap(struct file_map *m);
bool file_exists(const char *path);

/* Gives a file that is whole and synced another name in the same folder, and syncs the folder. */
MUST_USE bool file_move(const struct files *fs, const char *from, const char *to, struct err *err);
#endif
