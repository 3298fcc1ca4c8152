/* tests/power/power_files.h - core/files.h on a disk that loses power: FILES_POSIX, which tells the
 * disk what it does. Nothing waits for a sync. Files outside the disk are as they always are. */
#ifndef TESTS_POWER_FILES_H
#define TESTS_POWER_FILES_H
#include "core/files.h"

#include "disk.h"

enum { POWER_FILES_MOST = 256 };
struct power_files {
    struct disk *disk;
    struct power_open {
        int file;    /* its number on the disk; DISK_NONE: none of it */
        uint64_t at; /* where the next write goes */
    } open[POWER_FILES_MOST];
    struct files table;
};
/* The struct must stay where it is while the table is used. */
const struct files *power_files_table(struct power_files *f, struct disk *disk);
#endif
