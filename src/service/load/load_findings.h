/* service/load/load_findings.h - what a load did to each table, and what looked odd in
 * it against the loads before it: found when it was taken, and kept with it. */
#ifndef SERVICE_LOAD_LOAD_FINDINGS_H
#define SERVICE_LOAD_LOAD_FINDINGS_H
#include "service/instance.h"
#include "store/tally_store.h"

struct load_findings {
    struct tallies tables; /* by the name of the table; without units and systems */
    struct oddities odd;
};
/* Of a load that was committed, taken back or not; they live in the arena. ERR_MISSING
 * "load.missing": there is none. */
MUST_USE bool load_findings_of(struct instance *in, struct arena *a, int64_t load,
                               struct load_findings *out, struct err *err);
#endif
