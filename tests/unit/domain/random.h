/* tests/unit/domain/random.h - numbers that look random and come again: each
 * property test counts its seeds from 1 and names the one that failed. */
#ifndef TESTS_UNIT_DOMAIN_RANDOM_H
#define TESTS_UNIT_DOMAIN_RANDOM_H
#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *r) /* splitmix64 */
{
    uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 .. below-1 */
static inline uint32_t random_below(struct random *r, uint32_t below)
{
    return (uint32_t)(random_next(r) % below);
}
#endif
