/* tests/power/disk.h - a disk that loses power, for files of core/files.h
 * (power_files.h) and of SQLite (power_sqlite.h) alike.
 *
 * What programs see while the power is on stands in a real folder in memory, so
 * that they may list, map and lock it as they like. Beside it the disk keeps the
 * log of every operation that changed it. A cut at an operation makes of the log
 * an image: what the disk has when the power comes back. The same log can be cut
 * again and again, at any operation, with any luck:
 *
 * - What was written to a file and then synced is there. Of what was not, each
 *   sector of 512 bytes of each write is there, or is not, or (where the file
 *   grew) holds zeros or noise; an earlier one may be missing and a later one be
 *   there. A change of size likewise.
 * - The name of a file or a folder (made, renamed, removed) is there when the
 *   folder that holds it was synced after; else it is, or is not, each for
 *   itself. A rename is one change. Syncing a file does nothing for its name.
 * - What stands in a folder that has no name is gone.
 *
 * The operation at which the power is cut has begun and may leave a part of
 * itself. A fsync that has not returned has promised nothing.
 *
 * The disk is told of operations by one thread; paths are absolute. What does not
 * lie under its root is no part of it. */
#ifndef TESTS_POWER_DISK_H
#define TESTS_POWER_DISK_H
#include "core/base.h"

#include "random.h"

enum { DISK_NONE = -1, DISK_SECTOR = 512 };

/* What stands on the disk: folders before what is in them. */
struct image_file {
    const char *path; /* below the root, without a slash before it */
    bool is_folder;
    const unsigned char *bytes;
    size_t size;
};
struct image {
    struct image_file *file;
    unsigned count;
};
/* Makes the folder at `root` hold this and nothing else. */
void image_write(const struct image *image, const char *root);
/* What a folder holds. In the arena. */
struct image image_read(const char *root, struct arena *a);

struct disk;
/* The folder is made. With the disk it does not go: disk_begin() with an empty image empties it. */
struct disk *disk_open(const char *root);
void disk_close(struct disk *d);
const char *disk_root(const struct disk *d);
/* The power comes back: the folder holds the image, and the log begins anew. */
void disk_begin(struct disk *d, const struct image *image);
unsigned disk_operations(const struct disk *d); /* so far */

/* What the file systems tell. A file keeps its number when it is renamed. */
int disk_find(const struct disk *d, const char *path); /* DISK_NONE: not there, or not ours */
int disk_made(struct disk *d, const char *path, bool is_folder); /* its number */
void disk_wrote(struct disk *d, int file, uint64_t at, const void *bytes, size_t size);
void disk_truncated(struct disk *d, int file, uint64_t size);
void disk_synced(struct disk *d, int file); /* a folder, too */
void disk_synced_folder_of(struct disk *d, const char *path);
void disk_renamed(struct disk *d, const char *from, const char *to); /* within a folder */
void disk_removed(struct disk *d, const char *path);

/* What a disk that cheats forgets to do: the sync of files or of folders whose path fits. */
struct cheat {
    const char *path; /* below the root, for fnmatch(); NULL: nothing is forgotten */
    bool of_folder;
};
struct cut {
    unsigned operation; /* the last one that was begun, from 0 */
    unsigned luck;      /* of 256: how likely what was not synced is there all the same */
    struct random *random;
    struct cheat cheat;
};
/* In the arena. */
struct image disk_cut(const struct disk *d, const struct cut *cut, struct arena *a);
/* What the operation is, for a person who reads of a failure. */
const char *disk_describe(const struct disk *d, unsigned operation, struct arena *a);
/* Two logs of the same operations have the same value, whatever bytes were written. */
uint64_t disk_shape(const struct disk *d);
#endif
