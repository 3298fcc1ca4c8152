/* service/figures/warehouse_tables.h - what the segments of the committed loads have, by
 * table, and how much of it counts (engine/counted.h).
 *
 * Errors: those of service/figures/segments.h and engine/counted.h. */
#ifndef SERVICE_FIGURES_WAREHOUSE_TABLES_H
#define SERVICE_FIGURES_WAREHOUSE_TABLES_H
#include "domain/tables.h"
#include "engine/snapshot.h"
#include "service/instance.h"

struct warehouse_table {
    uint64_t segments, rows, bytes;
    uint64_t counted;       /* rows that count */
    struct day first, last; /* days that rows are dated by; DAY_NONE: none */
};
/* By table. Contacts that count are as many as `now` has where it is in step with the registry;
 * else (NULL, or behind) their keys are compared, which reads them all. Of events only segments are
 * read that a later load replaced days of. */
MUST_USE bool warehouse_tables(const struct instance *in, const struct snapshot *now,
                               struct warehouse_table out[TABLE_COUNT], struct err *err);
#endif
