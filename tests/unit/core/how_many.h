/* tests/unit/core/how_many.h - how much a test tries: more or less of it by KONTINUA_CHECK_SCALE,
 * which is 1 unless said, 10 in ./check --ci and a fraction where a sanitizer makes everything
 * slow (tests/suites). */
#ifndef TESTS_HOW_MANY_H
#define TESTS_HOW_MANY_H
#include <stdint.h>
#include <stdlib.h>

static inline double check_scale(void)
{
    const char *scale = getenv("KONTINUA_CHECK_SCALE");
    return scale ? strtod(scale, NULL) : 1;
}

/* Of random cases; at least one. */
static inline uint64_t how_many(uint64_t cases)
{
    double scaled = (double)cases * check_scale();
    return scaled < 1 ? 1 : (uint64_t)scaled;
}

/* Which call fails next, the one after `n`, where each is to fail in its turn. With a fraction it
 * is further on, once the first eight, which open things, have had their turn; by an odd number, so
 * that odd and even ones still come in turns.
 *
 *     for (unsigned n = next_failure(0);; n = next_failure(n)) */
static inline unsigned next_failure(unsigned n)
{
    double scale = check_scale();
    return n + (n < 8 || scale >= 1 || scale <= 0 ? 1 : (unsigned)(1 / scale) | 1U);
}

/* How many of those calls have failed at least, in a sweep of `kinds` of failures: `whole` where
 * each has its turn; else the first eight of each kind. */
static inline unsigned failures_of(unsigned whole, unsigned kinds)
{
    return check_scale() >= 1 ? whole : 8 * kinds;
}
#endif
