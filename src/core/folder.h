/* core/folder.h - what stands in a folder, how it is taken away, and how one
 * process at a time works in it.
 *
 * A lock is a file that the holder has locked (flock), not one that is there: it
 * ends with its process, however that ends. Errors besides those of core/files.h:
 * ERR_BUSY "file.locked". */
#ifndef CORE_FOLDER_H
#define CORE_FOLDER_H
#include "core/day.h"
#include "core/files.h"

/* The names in it, without "." and "..", by their bytes. */
MUST_USE bool folder_list(struct arena *a, const char *path, const char *const **name,
                          size_t *count, struct err *err);
/* Removes it with all that is in it; links are removed, not followed. One that is not there is no
 * error. */
MUST_USE bool folder_remove(const struct files *fs, const char *path, struct err *err);

/* When something was last put into it or taken out; false: it is not there. */
bool folder_written(const char *path, struct moment *out);

enum lock_wait { LOCK_WAIT, LOCK_TRY };
struct file_lock {
    const struct files *fs;
    int fd;
};
/* Locks the file, which is made where it is missing. LOCK_TRY: fails where another holds it. */
MUST_USE bool file_lock_take(const struct files *fs, const char *path, enum lock_wait wait,
                             struct file_lock *out, struct err *err);
void file_lock_release(struct file_lock *lock);
#endif
