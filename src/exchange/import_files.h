/* exchange/import_files.h - which files a load reads, and in which order: by
 * table, in the order of dependency, then by the bytes of their names. */
#ifndef EXCHANGE_IMPORT_FILES_H
#define EXCHANGE_IMPORT_FILES_H
#include "domain/tables.h"
#include "exchange/fhir.h"

struct found_file {
    const char *path, *name;     /* the name is the path's last part */
    const char *shown;           /* the name, or the path where another file has that name */
    enum table_id table;         /* TABLE_COUNT: no import file by its name */
    uint64_t size;               /* on the disk */
    bool packed;                 /* `size` is not that of its rows */
    struct str fhir;             /* the type of its resources, by its name; empty: no FHIR file */
    enum fhir_resource resource; /* of FHIR; FHIR_RESOURCES: none that is read */
};
/* The files of the request's folders and those it names, each once; those that are no import files
 * come last. In the arena. Errors: ERR_INVALID "import.file" (see import.h); ERR_MISSING
 * "file.missing"; ERR_IO "file.open". */
MUST_USE bool import_find_files(struct arena *a, const struct import_request *request,
                                const struct found_file **out, unsigned *count, struct err *err);
#endif
