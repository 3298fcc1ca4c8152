/* engine/lanes.h - the arithmetic of a program on many persons and month-ends at
 * once: a node has one lane of numbers, an item for each subject and month-end.
 * Kernels fill the lanes of the leaves; lanes_run() works out the others. */
#ifndef ENGINE_LANES_H
#define ENGINE_LANES_H
#include "engine/simd.h"

struct lanes {
    int32_t *at;    /* at[node * room + item] */
    uint64_t *wide; /* of indices: the numerators; by plan_node.wide */
    uint32_t room;  /* items */
    const struct simd *simd;
};
static inline int32_t *lane(const struct lanes *l, uint32_t node)
{
    return l->at + (size_t)node * l->room;
}
static inline uint64_t *lane_wide(const struct lanes *l, const struct plan_node *n)
{
    return l->wide + (size_t)n->wide * l->room;
}

/* What the operation makes of two numbers; of NOT and KNOWN the first counts. */
static inline int32_t lane_of(enum plan_op op, int32_t x, int32_t y)
{
    switch ((int)op) {
    case PLAN_NOT:
        return x == 0;
    case PLAN_AND:
        return (x != 0) & (y != 0);
    case PLAN_OR:
        return (x != 0) | (y != 0);
    case PLAN_EQUAL:
        return x == y;
    case PLAN_UNEQUAL:
        return x != y;
    case PLAN_LESS:
        return x < y;
    case PLAN_LESS_EQUAL:
        return x <= y;
    case PLAN_GREATER:
        return x > y;
    case PLAN_GREATER_EQUAL:
        return x >= y;
    case PLAN_ADD:
        return expr_bounded((int64_t)x + y);
    case PLAN_SUBTRACT:
        return expr_bounded((int64_t)x - y);
    case PLAN_MULTIPLY:
        return expr_bounded((int64_t)x * y);
    case PLAN_KNOWN:
        return x != PLAN_UNKNOWN;
    default: /* PLAN_MASK */
        return y != 0 ? x : 0;
    }
}

struct lanes lanes_open(struct arena *a, const struct plan_program *p, uint32_t room,
                        const struct simd *simd);
/* All nodes that are no leaves, for the first `items` items. */
void lanes_run(const struct lanes *l, const struct plan_program *p, uint32_t items);
#endif
