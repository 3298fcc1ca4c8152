#include "engine/simd_parts.h"

/* The one place that knows what machines have. */
#ifdef __x86_64__
static const struct simd *const SIMD[] = {&SIMD_SCALAR, &SIMD_AVX2};

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

static unsigned count_of(void)
{
    return has_avx2() ? 2 : 1;
}
#else
static const struct simd *const SIMD[] = {&SIMD_SCALAR};

static unsigned count_of(void)
{
    return 1;
}
#endif

const struct simd *simd_at(unsigned i)
{
    return i < count_of() ? SIMD[i] : NULL;
}

const struct simd *simd_best(void)
{
    return SIMD[count_of() - 1];
}
