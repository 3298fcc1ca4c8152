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

/* Without a branch for each person: whether they have enough is anyone's guess. What is read from
 * `p` is read once: the compiler cannot know that `chosen` is none of it. */
static inline uint32_t simd_choose(const struct simd_persons *p, uint32_t *chosen)
{
    const uint32_t *first = p->first, least = p->least, persons = p->count;
    const uint64_t *mark = p->mark;
    uint32_t *before = p->before, row = first[0], words = simd_words(first[persons] - row);
    uint32_t found = 0, count = 0, from = 0;
    for (uint32_t i = 0; i < words; i++) {
        before[i] = found;
        found += (uint32_t)__builtin_popcountll(mark[i]);
    }
    for (uint32_t i = 0; i < persons; i++) {
        uint32_t end = first[i + 1] - row;
        uint64_t in_word = mark[end / 64] & ((UINT64_C(1) << (end % 64)) - 1);
        uint32_t to = before[end / 64] + (uint32_t)__builtin_popcountll(in_word);
        chosen[count] = i;
        count += to - from >= least;
        from = to;
    }
    return count;
}
/* `case` of each operation on lanes: a loop of its own for each. */
#define LANE_OPERATIONS(operation)                                                                 \
    operation(PLAN_NOT);                                                                           \
    operation(PLAN_AND);                                                                           \
    operation(PLAN_OR);                                                                            \
    operation(PLAN_EQUAL);                                                                         \
    operation(PLAN_UNEQUAL);                                                                       \
    operation(PLAN_LESS);                                                                          \
    operation(PLAN_LESS_EQUAL);                                                                    \
    operation(PLAN_GREATER);                                                                       \
    operation(PLAN_GREATER_EQUAL);                                                                 \
    operation(PLAN_ADD);                                                                           \
    operation(PLAN_SUBTRACT);                                                                      \
    operation(PLAN_MULTIPLY);                                                                      \
    operation(PLAN_MASK);                                                                          \
    operation(PLAN_KNOWN);
#endif
