/* engine/simd.h - what is done to many numbers at once, behind one table for each
 * instruction set: `scalar`, which every machine has, and `avx2`. They give the
 * same bits; the one that is used is chosen when a pass begins and goes with it
 * (kernel_world.simd), so that a test can ask for either.
 *
 * Rows are marked: a bit for each row of a piece of persons, set where it may
 * count. What comes after looks at marked rows only, and at persons who have
 * enough of them. */
#ifndef ENGINE_SIMD_H
#define ENGINE_SIMD_H
#include "engine/plan.h"

/* Of one table of dated rows: which of them may count. */
struct simd_rows {
    const uint16_t *day;
    struct narrow shape;
    uint16_t from, to;      /* days that any selection looks at, both inside */
    const uint8_t *use;     /* by shape: enum shape_use */
    uint8_t meets[256 / 8]; /* of the first 256 shapes, a bit each: SHAPE_MEETS */
};
/* So many of the rows, from the first on. */
struct simd_stretch {
    uint32_t first, count;
};
/* Persons by their marked rows. */
struct simd_persons {
    const uint32_t *first; /* of count + 1 persons: their first rows; of the table */
    uint32_t count;
    const uint64_t *mark;
    uint32_t *before; /* room: by word of the marks */
    uint32_t least;
};
enum { SIMD_FEW = 8 };
struct simd {
    const char *name;
    /* Of two lanes the third; as lane_of() says. `op` is no leaf. */
    void (*lane)(enum plan_op op, int32_t *restrict out, const int32_t *a, const int32_t *b,
                 uint32_t items);
    /* mark: bit i is set where row first + i is of the days and of a shape that meets any filter;
     * simd_words() of them, beyond `count` not set. */
    void (*mark)(const struct simd_rows *rows, struct simd_stretch stretch, uint64_t *mark);
    /* Those with at least so many marks, in their order; how many. `chosen` has room for one more
     * than there are persons. */
    uint32_t (*choose)(const struct simd_persons *persons, uint32_t *chosen);
    /* What an index is made of, of so many rows, up to SIMD_FEW: their staff. The SIMD_FEW before
     * them, and those after them up to the SIMD_FEW-th, are of nobody and all different. */
    struct index_counts (*few)(const uint32_t *staff, uint32_t count, bool *has_unknown);
};
/* The same of any number of rows, one after the other. */
struct index_counts simd_counts(const uint32_t *staff, uint32_t count, bool *has_unknown);
/* How many words have the marks of so many rows. */
static inline uint32_t simd_words(uint32_t rows)
{
    return rows / 64 + 1;
}
/* The fastest that this machine has. */
const struct simd *simd_best(void);
/* All that it has, `scalar` first; NULL: no more. */
const struct simd *simd_at(unsigned i);
#endif
