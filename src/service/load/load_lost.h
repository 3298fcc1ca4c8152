/* service/load/load_lost.h - which of some files make up segments that are lost or damaged,
 * so that each of those can be made anew and put back. A segment is made of all
 * files that a load had of its table, in their order. One that was merged is made
 * of several loads' rows: of those nothing is said.
 *
 * Errors: those of service/figures/segments.h. */
#ifndef SERVICE_LOAD_LOAD_LOST_H
#define SERVICE_LOAD_LOAD_LOST_H
#include "core/sha256.h"
#include "domain/tables.h"
#include "service/instance.h"

struct lost_file {
    enum table_id table;
    struct sha256_sum sum;
    int64_t load;   /* given back: whose segment is lost; 0: of none */
    unsigned place; /* and the file's among those of that segment */
};
MUST_USE bool load_find_lost(struct instance *in, struct lost_file *file, unsigned files,
                             struct err *err);
#endif
