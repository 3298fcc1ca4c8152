/* tests/power/table_file.h - the files of a load, written by a test: what cannot be written ends
 * the test, for it says nothing of the program. */
#ifndef TESTS_POWER_TABLE_FILE_H
#define TESTS_POWER_TABLE_FILE_H
#include <stdio.h>
#include <stdlib.h>

static inline FILE *table_file_open(const char *folder, const char *table)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s.csv", folder, table);
    FILE *f = fopen(path, "w");
    if (!f)
        abort();
    return f;
}

static inline void table_file_close(FILE *f)
{
    if (fclose(f) != 0)
        abort();
}
#endif
