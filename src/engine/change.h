/* engine/change.h - why a figure changed: the difference between two figures of a
 * measure, split exactly into parts that sum to it. Rule: measures.md, "Why did it
 * change?"; in the manual: docs/developer/explain.md.
 *
 * With v = numerator / denominator of the first, a person's part is
 * (n1 - v d1) / D1 - (n0 - v d0) / D0. Of a mean n is the person's value and d is 1
 * where there is one; of a count D is 1 and d is 0.
 *
 *     struct change_request ask = {.definition = d, .first = {LEVEL_UNIT, unit, before},
 *                                  .second = {LEVEL_UNIT, unit, after}, .threads = 2};
 *     struct change c;
 *     change_of(arena, snapshot, &ask, &c);
 *     exact_text(arena, c.part[CHANGE_CAME].change) */
#ifndef ENGINE_CHANGE_H
#define ENGINE_CHANGE_H
#include "engine/persons.h"
#include "engine/traits.h"

struct change_side {
    enum eval_level level; /* of its definition; LEVEL_UNIT or above, or LEVEL_DOCTOR */
    uint32_t place;        /* as eval_place.number */
    struct month month;
};
struct change_request {
    const struct definition *definition; /* of persons */
    struct change_side first, second;
    unsigned threads;
};
enum change_part {
    CHANGE_CAME,   /* in the denominator (of a count: counted) at the second only */
    CHANGE_LEFT,   /* at the first only */
    CHANGE_GAINED, /* at both, more than before */
    CHANGE_LOST,
    CHANGE_UNCHANGED, /* the same; the denominator's size makes them weigh otherwise */
    CHANGE_PARTS
};
struct change_share {
    int64_t persons;
    struct exact_number change;
};
struct change {
    bool is_known; /* false: one of the two figures is missing, and nothing below is there */
    struct exact_number first, second, change; /* change: second - first */
    struct change_share part[CHANGE_PARTS];
    /* Of an index of continuity: how much of the change goes with each kind of contact when those
     * are taken out at both, one kind after the other, and what is left. A kind whose absence
     * leaves nobody with a value is not taken out, nor is one behind it: taken[trait]. */
    bool has_traits;
    bool taken[CONTACT_TRAITS];
    struct exact_number trait[CONTACT_TRAITS], other;
};
/* In the arena. */
struct change change_of(struct arena *a, const struct snapshot *s,
                        const struct change_request *ask);
#endif
