/* The only file that is compiled for AVX2: nothing of it runs where simd.c finds none. */
#include "engine/simd_parts.h"

#include <immintrin.h>

enum { WIDE = 8 /* numbers of a vector */ };

static __m256i load(const int32_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

/* ---- lanes ---- */

/* 0 or 1 of a mask. */
static inline __m256i bit(__m256i mask)
{
    return _mm256_srli_epi32(mask, 31);
}

static inline __m256i not(__m256i mask)
{
    return _mm256_xor_si256(mask, _mm256_set1_epi32(-1));
}

static inline __m256i is_zero(__m256i x)
{
    return _mm256_cmpeq_epi32(x, _mm256_setzero_si256());
}

/* As expr_bounded(): `sum` where it has not run over, else the end on the side of x. */
static inline __m256i bounded(__m256i x, __m256i sum, __m256i over)
{
    const __m256i most = _mm256_set1_epi32((int32_t)EXPR_VALUE_MOST);
    __m256i end = _mm256_xor_si256(_mm256_srai_epi32(x, 31), most);
    __m256i value = _mm256_blendv_epi8(sum, end, _mm256_srai_epi32(over, 31));
    return _mm256_max_epi32(value, _mm256_set1_epi32(-(int32_t)EXPR_VALUE_MOST));
}

static inline __m256i add(__m256i x, __m256i y)
{
    __m256i sum = _mm256_add_epi32(x, y);
    return bounded(x, sum, _mm256_andnot_si256(_mm256_xor_si256(x, y), _mm256_xor_si256(x, sum)));
}

static inline __m256i subtract(__m256i x, __m256i y)
{
    __m256i sum = _mm256_sub_epi32(x, y);
    return bounded(x, sum, _mm256_and_si256(_mm256_xor_si256(x, y), _mm256_xor_si256(x, sum)));
}

/* Products of every other number, in 64 bits, bounded. */
static inline __m256i products(__m256i x, __m256i y)
{
    const __m256i most = _mm256_set1_epi64x(EXPR_VALUE_MOST);
    const __m256i least = _mm256_set1_epi64x(-EXPR_VALUE_MOST);
    __m256i value = _mm256_mul_epi32(x, y);
    value = _mm256_blendv_epi8(value, most, _mm256_cmpgt_epi64(value, most));
    return _mm256_blendv_epi8(value, least, _mm256_cmpgt_epi64(least, value));
}

static inline __m256i multiply(__m256i x, __m256i y)
{
    __m256i even = products(x, y);
    __m256i odd = products(_mm256_srli_epi64(x, 32), _mm256_srli_epi64(y, 32));
    return _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA);
}

static inline __m256i of_two(enum plan_op op, __m256i x, __m256i y)
{
    switch ((int)op) {
    case PLAN_NOT:
        return bit(is_zero(x));
    case PLAN_AND:
        return bit(not(_mm256_or_si256(is_zero(x), is_zero(y))));
    case PLAN_OR:
        return bit(not(is_zero(_mm256_or_si256(x, y))));
    case PLAN_EQUAL:
        return bit(_mm256_cmpeq_epi32(x, y));
    case PLAN_UNEQUAL:
        return bit(not(_mm256_cmpeq_epi32(x, y)));
    case PLAN_LESS:
        return bit(_mm256_cmpgt_epi32(y, x));
    case PLAN_LESS_EQUAL:
        return bit(not(_mm256_cmpgt_epi32(x, y)));
    case PLAN_GREATER:
        return bit(_mm256_cmpgt_epi32(x, y));
    case PLAN_GREATER_EQUAL:
        return bit(not(_mm256_cmpgt_epi32(y, x)));
    case PLAN_ADD:
        return add(x, y);
    case PLAN_SUBTRACT:
        return subtract(x, y);
    case PLAN_MULTIPLY:
        return multiply(x, y);
    case PLAN_KNOWN:
        return bit(not(_mm256_cmpeq_epi32(x, _mm256_set1_epi32(PLAN_UNKNOWN))));
    default: /* PLAN_MASK */
        return _mm256_andnot_si256(is_zero(y), x);
    }
}

#define OPERATION(name)                                                                            \
    case name:                                                                                     \
        for (; i + WIDE <= items; i += WIDE)                                                       \
            _mm256_storeu_si256((__m256i *)(void *)(out + i),                                      \
                                of_two(name, load(a + i), load(b + i)));                           \
        for (; i < items; i++)                                                                     \
            out[i] = lane_of(name, a[i], b[i]);                                                    \
        break

static void lane_op(enum plan_op op, int32_t *restrict out, const int32_t *a, const int32_t *b,
                    uint32_t items)
{
    uint32_t i = 0;
    switch ((int)op) {
        LANE_OPERATIONS(OPERATION)
    default:
        break;
    }
}

/* ---- marks ---- */

enum { ROWS = 32 /* of which marks are made at a time */ };

/* What does not change from row to row. */
struct marking {
    __m256i from, span;            /* days */
    __m256i meets_low, meets_high; /* by shape / 8: bits of eight shapes; 128 shapes each */
};

static struct marking marking_of(const struct simd_rows *r)
{
    const __m128i *half = (const __m128i *)(const void *)r->meets;
    return (struct marking){_mm256_set1_epi16((int16_t)r->from),
                            _mm256_set1_epi16((int16_t)(r->to - r->from)),
                            _mm256_broadcastsi128_si256(_mm_loadu_si128(half)),
                            _mm256_broadcastsi128_si256(_mm_loadu_si128(half + 1))};
}

static inline __m256i sixteen_days(const struct marking *m, const uint16_t *day)
{
    __m256i since =
        _mm256_sub_epi16(_mm256_loadu_si256((const __m256i *)(const void *)day), m->from);
    return _mm256_cmpeq_epi16(_mm256_min_epu16(since, m->span), since);
}

static inline __m256i days(const struct marking *m, const uint16_t *day)
{
    __m256i both = _mm256_packs_epi16(sixteen_days(m, day), sixteen_days(m, day + ROWS / 2));
    return _mm256_permute4x64_epi64(both, 0xD8);
}

/* A shape's bit is looked up in two tables of sixteen bytes, and the right one of both taken. */
static inline __m256i shapes(const struct marking *m, const uint8_t *shape)
{
    const __m256i powers = _mm256_set1_epi64x((int64_t)UINT64_C(0x8040201008040201));
    __m256i number = _mm256_loadu_si256((const __m256i *)(const void *)shape);
    __m256i byte = _mm256_and_si256(_mm256_srli_epi16(number, 3), _mm256_set1_epi8(256 / 8 - 1));
    __m256i eight = _mm256_blendv_epi8(_mm256_shuffle_epi8(m->meets_low, byte),
                                       _mm256_shuffle_epi8(m->meets_high, byte), number);
    __m256i own = _mm256_shuffle_epi8(powers, _mm256_and_si256(number, _mm256_set1_epi8(7)));
    return _mm256_cmpeq_epi8(_mm256_and_si256(eight, own), own);
}

static inline uint32_t marks_of(const struct marking *m, const struct simd_rows *r, uint32_t row)
{
    const uint8_t *shape = (const uint8_t *)r->shape.at + row;
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_and_si256(days(m, r->day + row), shapes(m, shape)));
}

static void mark(const struct simd_rows *r, struct simd_stretch s, uint64_t *out)
{
    if (r->shape.width != 1 || r->from > r->to) {
        SIMD_SCALAR.mark(r, s, out);
        return;
    }
    const struct marking m = marking_of(r);
    for (; s.count >= 64; s.first += 64, s.count -= 64) {
        uint64_t low = marks_of(&m, r, s.first);
        *out++ = low | (uint64_t)marks_of(&m, r, s.first + ROWS) << ROWS;
    }
    SIMD_SCALAR.mark(r, s, out);
}

/* ---- few rows ---- */

static inline uint32_t any_of(__m256i mask)
{
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(mask));
}

static inline __m256i same(__m256i staff, const uint32_t *others)
{
    return _mm256_cmpeq_epi32(staff, _mm256_loadu_si256((const __m256i *)(const void *)others));
}

static inline uint32_t greatest(__m256i of)
{
    __m128i x = _mm_max_epu32(_mm256_castsi256_si128(of), _mm256_extracti128_si256(of, 1));
    x = _mm_max_epu32(x, _mm_shuffle_epi32(x, 0x4E));
    return (uint32_t)_mm_cvtsi128_si32(_mm_max_epu32(x, _mm_shuffle_epi32(x, 0xB1)));
}

/* Of numbers below 256. */
static inline uint32_t sum_of(__m256i of)
{
    __m256i four = _mm256_sad_epu8(of, _mm256_setzero_si256());
    __m128i x = _mm_add_epi32(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
    return (uint32_t)_mm_cvtsi128_si32(_mm_add_epi32(x, _mm_shuffle_epi32(x, 0x4E)));
}

/* All are compared with those up to seven places before them, whether there are so many or not: how
 * many there are is anyone's guess. */
static struct index_counts few(const uint32_t *staff, uint32_t count, bool *has_unknown)
{
    const __m256i of = _mm256_loadu_si256((const __m256i *)(const void *)staff);
    const __m256i next = same(of, staff - 1);
    __m256i had = _mm256_sub_epi32(_mm256_setzero_si256(), next);
#pragma GCC unroll 8
    for (unsigned back = 2; back < SIMD_FEW; back++)
        had = _mm256_sub_epi32(had, same(of, staff - back));
    uint32_t again = any_of(_mm256_cmpgt_epi32(had, _mm256_setzero_si256()));
    *has_unknown = any_of(is_zero(of)) != 0;
    return (struct index_counts){.rows = count,
                                 .squares = count + 2 * (uint64_t)sum_of(had),
                                 .most = greatest(had) + (count > 0),
                                 .providers = count - (uint32_t)__builtin_popcount(again),
                                 .pairs = (uint32_t)__builtin_popcount(any_of(next))};
}

const struct simd SIMD_AVX2 = {"avx2", lane_op, mark, simd_choose, few};
