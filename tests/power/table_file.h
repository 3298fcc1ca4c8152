/* tests/power/table_file.h - the files of a load, written by a test: what cannot be written ends
 * the test, for it says nothing of the program. */
#ifndef TESTS_POWER_TABLE_FILE_H
#define TESTS_POWER_TABLE_FILE_H
#include "domain/person_id.h"

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

/* The n-th person of a story, from 0. */
static inline const char *table_file_person(unsigned n, char out[static PERSON_ID_TEXT])
{
    struct person_id id = {0};
    struct civil born = {(int16_t)(1801 + n / 12), (uint8_t)(1 + n % 12), 1};
    if (!person_id_make(born, 10 + n, &id))
        abort();
    out[person_id_format(id, out).len] = '\0';
    return out;
}
#endif
