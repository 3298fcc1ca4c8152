/* engine/unit_gaps.h - measured values that nobody counts: rows that state a unit
 * which the code set that a measure takes them by does not know. Their values are
 * unknown to the measure; this says how many there are, so that somebody adds the
 * unit to the set or a factor to terms.csv. */
#ifndef ENGINE_UNIT_GAPS_H
#define ENGINE_UNIT_GAPS_H
#include "engine/definition.h"
#include "engine/snapshot.h"

struct unit_gap {
    struct str set, code; /* the code as records have it */
    uint64_t rows;        /* whenever they were measured */
};
struct unit_gaps {
    const struct unit_gap *at; /* by set, in the order in which measures ask; then by code */
    size_t count;
};
/* Of the sets by which these measures take values. In the arena. */
struct unit_gaps unit_gaps(struct arena *a, const struct snapshot *s,
                           const struct definition *const *definition, size_t count);
#endif
