/* engine/simd_parts.h - the tables behind engine/simd.h, and what is written once
 * for all of them: each instruction set compiles it anew. */
#ifndef ENGINE_SIMD_PARTS_H
#define ENGINE_SIMD_PARTS_H
#include "engine/lanes.h"
#include "engine/simd.h"

extern const struct simd SIMD_SCALAR;
#ifdef __x86_64__
extern const struct simd SIMD_AVX2; /* only where the processor has it */
#endif

/* How many marks are before the row. */
static inline uint32_t simd_rank(const struct simd_persons *p, uint32_t row)
{
    uint64_t below = (UINT64_C(1) << (row % 64)) - 1;
    return p->before[row / 64] + (uint32_t)__builtin_popcountll(p->mark[row / 64] & below);
}

/* Without a branch for each person: whether they have enough is anyone's guess. */
static inline uint32_t simd_choose(const struct simd_persons *p, uint32_t *chosen)
{
    uint32_t first = p->first[0], words = simd_words(p->first[p->count] - first);
    uint32_t found = 0, count = 0, from = 0;
    for (uint32_t i = 0; i < words; i++) {
        p->before[i] = found;
        found += (uint32_t)__builtin_popcountll(p->mark[i]);
    }
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t to = simd_rank(p, p->first[i + 1] - first);
        chosen[count] = i;
        count += to - from >= p->least;
        from = to;
    }
    return count;
}
#endif
