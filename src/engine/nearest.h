/* engine/nearest.h - which of the words that there are was meant by one that
 * there is not.
 *
 *     struct nearest n = nearest_to(seen);
 *     nearest_look(&n, STR("numerator"));
 *     … nearest_found(&n) … */
#ifndef ENGINE_NEAREST_H
#define ENGINE_NEAREST_H
#include "core/base.h"

struct nearest {
    struct str seen, best;
    size_t distance;
    bool is_known; /* what was seen is a word: it only stands in the wrong place */
};
struct nearest nearest_to(struct str seen);
void nearest_look(void *nearest, struct str word);
/* Whether one is near enough to be told: `best`. Of what is short or very long none is. */
bool nearest_found(const struct nearest *n);
#endif
