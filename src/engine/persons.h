/* engine/persons.h - the persons behind a figure: each one's part of the numerator
 * and the denominator, by the plan and the kernels that the figure itself is made
 * by, so that the parts add up to it.
 *
 *     struct persons_request ask = {.definition = d, .month = month, .threads = 2,
 *                                   .level = LEVEL_UNIT, .place = unit, .lists = true};
 *     struct persons all = persons_of(arena, snapshot, &ask);
 *     … person_cell(d, &all.at[i], &term) … */
#ifndef ENGINE_PERSONS_H
#define ENGINE_PERSONS_H
#include "engine/eval.h"

struct persons_request {
    const struct definition *definition; /* of persons */
    struct month month;                  /* its last day is T; as eval() takes them */
    /* Whose figure: of a level that the definition has, and as eval_place.number; LEVEL_PERSON:
     * of the listed, all of them, wherever they are listed. */
    enum eval_level level;
    uint32_t place;
    unsigned threads;      /* at least 1 */
    bool protected_rows;   /* persons with protected identities too */
    bool lists;            /* those excluded, and those who lack a value, too */
    const uint32_t *among; /* only of these persons, rising; NULL: of all */
    uint32_t among_count;
};
/* Of who counts anything, in the denominator or, of a ratio whose denominator is a number, in the
 * numerator alone; of a mean who has a value, of a count everyone of the listed or registered. With
 * `lists` also of who counts nothing but stands on a list. */
struct person_part {
    uint32_t person; /* in the snapshot */
    int32_t denominator;
    int64_t numerator;      /* of a mean p of the value p / q */
    uint64_t q;             /* else 1 */
    enum standing standing; /* without `lists` of those in numerator and denominator only */
};
/* Whether it is the part of somebody in the denominator, who has a figure of their own. */
static inline bool person_has_figure(const struct person_part *part)
{
    return part->denominator > 0;
}
struct persons {
    const struct person_part *at; /* by person */
    size_t count;
    uint32_t hidden[STANDINGS]; /* by standing: how many are left out for their protection */
};
/* In the arena. */
struct persons persons_of(struct arena *a, const struct snapshot *s,
                          const struct persons_request *ask);
/* As a cell of one person, INV where there is no figure; of a mean it points to `term`. */
struct cell person_cell(const struct definition *d, const struct person_part *part,
                        struct exact_term *term);
#endif
