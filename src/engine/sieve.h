/* engine/sieve.h - who may be behind the figure of a unit or a doctor, found by
 * reading a column or two from end to end before anything is asked of a person:
 * of a county's inhabitants that leaves one in some thirty to be looked at. */
#ifndef ENGINE_SIEVE_H
#define ENGINE_SIEVE_H
#include "engine/eval.h"
#include "engine/kernel.h"

struct sieved {
    const uint32_t *person; /* rising; NULL: all persons */
    uint32_t count;
};
/* Everyone whom the world's program counts at the place on its last day, and perhaps others. In
 * the arena. */
struct sieved sieve(struct arena *a, const struct kernel_world *w, enum eval_level level,
                    uint32_t place);
#endif
