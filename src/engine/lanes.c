#include "engine/lanes.h"

struct lanes lanes_open(struct arena *a, const struct plan_program *p, uint32_t room,
                        const struct simd *simd)
{
    struct lanes l = {.at = ARENA_NEW(a, int32_t, (size_t)p->nodes * room + 1),
                      .wide = ARENA_NEW(a, uint64_t, (size_t)p->wides * room + 1),
                      .room = room,
                      .simd = simd};
    for (uint32_t i = 0; i < p->nodes; i++)
        for (uint32_t k = 0; p->node[i].op == PLAN_NUMBER && k < room; k++)
            lane(&l, i)[k] = p->node[i].number;
    return l;
}

void lanes_run(const struct lanes *l, const struct plan_program *p, uint32_t items)
{
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i];
        if (n->op > PLAN_NUMBER &&
            n->op < PLAN_WORDS) /* numbers stand there, leaves are kernels' */
            l->simd->lane(n->op, lane(l, i), lane(l, n->a), lane(l, n->b), items);
    }
}
