#include "engine/lanes.h"

struct lanes lanes_open(struct arena *a, const struct plan_program *p, uint32_t room)
{
    struct lanes l = {.at = ARENA_NEW(a, int32_t, (size_t)p->nodes * room + 1),
                      .wide = ARENA_NEW(a, uint64_t, (size_t)p->wides * room + 1),
                      .room = room};
    for (uint32_t i = 0; i < p->nodes; i++)
        for (uint32_t k = 0; p->node[i].op == PLAN_NUMBER && k < room; k++)
            lane(&l, i)[k] = p->node[i].number;
    return l;
}

/* A loop for each operation, so that the compiler makes vectors of them. */
#define OPERATION(name)                                                                            \
    case name:                                                                                     \
        for (uint32_t i = 0; i < items; i++)                                                       \
            out[i] = lane_of(name, a[i], b[i]);                                                    \
        break

static void run(enum plan_op op, int32_t *restrict out, const int32_t *restrict a,
                const int32_t *restrict b, uint32_t items)
{
    switch ((int)op) {
        OPERATION(PLAN_NOT);
        OPERATION(PLAN_AND);
        OPERATION(PLAN_OR);
        OPERATION(PLAN_EQUAL);
        OPERATION(PLAN_UNEQUAL);
        OPERATION(PLAN_LESS);
        OPERATION(PLAN_LESS_EQUAL);
        OPERATION(PLAN_GREATER);
        OPERATION(PLAN_GREATER_EQUAL);
        OPERATION(PLAN_ADD);
        OPERATION(PLAN_SUBTRACT);
        OPERATION(PLAN_MULTIPLY);
        OPERATION(PLAN_MASK);
        OPERATION(PLAN_KNOWN);
    default: /* numbers stand there since lanes_open(), leaves are the kernels' */
        break;
    }
}

void lanes_run(const struct lanes *l, const struct plan_program *p, uint32_t items)
{
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i];
        run(n->op, lane(l, i), lane(l, n->a), lane(l, n->b), items);
    }
}
