/* tests/unit/store/failing_sqlite.h - a disk that fails on demand under SQLite, as
 * tests/unit/core/failing_files.h does under core/files.h: a VFS around the machine's own, of which
 * the n-th read, write, sync, truncation, opening or removal fails, once or from then on. */
#ifndef TESTS_FAILING_SQLITE_H
#define TESTS_FAILING_SQLITE_H
#include <stdbool.h>

struct failing_sqlite {
    unsigned fail_at; /* from 1; 0: none */
    bool sticky;
    bool is_full; /* a write that fails says that the disk is full */
    unsigned calls;
};
/* Makes it every connection's from now on. It stays where it is. */
struct failing_sqlite *failing_sqlite_install(void);
#endif
