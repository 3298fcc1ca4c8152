/* tests/power/power_sqlite.h - SQLite on a disk that loses power: a VFS around the machine's own,
 * which tells the disk what it does. As the machine's own does, it syncs the folder of a new
 * journal or log behind its first sync, and that of a removed journal where SQLite asks for it;
 * never that of a new database. Nothing waits for a sync. */
#ifndef TESTS_POWER_SQLITE_H
#define TESTS_POWER_SQLITE_H
#include "disk.h"

/* Makes it every connection's from now on, on that disk. `instead`: NULL, or what every
 * `PRAGMA synchronous` sets instead of what it says: "1" is NORMAL, "0" is OFF. */
void power_sqlite_install(struct disk *on, const char *instead);
#endif
