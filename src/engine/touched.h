/* engine/touched.h - which persons are another in one snapshot than in the one
 * before it: a row came, went or changed, or something of their own. All that a
 * measure can see of a person is compared, value by value, whatever numbers units,
 * staff and shapes have in each. Persons are known by their keys. */
#ifndef ENGINE_TOUCHED_H
#define ENGINE_TOUCHED_H
#include "engine/eval_sums.h"

struct touched {
    struct eval_persons before, now; /* by each snapshot's numbers; who is in one only, too */
    /* What number of now each place of a level had before; PLACE_NOWHERE: it is gone. */
    const uint32_t *place[LEVELS];
    /* There are municipalities or counties that were not there before. A measure of everyone may
     * count a person where none of their rows is, and so at such a place whoever is not touched. */
    bool has_new_places;
};
/* False: something that is not of one person differs (units of units.csv and where they are, terms,
 * the instance's county), so that all must be counted anew. */
MUST_USE bool touched_find(struct arena *a, const struct snapshot *before,
                           const struct snapshot *now, unsigned threads, struct touched *out);
#endif
