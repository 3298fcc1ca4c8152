#include "engine/simd_parts.h"

/* A loop for each operation, so that the compiler may make vectors of them. */
#define OPERATION(name)                                                                            \
    case name:                                                                                     \
        for (uint32_t i = 0; i < items; i++)                                                       \
            out[i] = lane_of(name, a[i], b[i]);                                                    \
        break

static void lane_op(enum plan_op op, int32_t *restrict out, const int32_t *a, const int32_t *b,
                    uint32_t items)
{
    switch ((int)op) {
        LANE_OPERATIONS(OPERATION)
    default:
        break;
    }
}

/* Without a branch for each row: which it would be is anyone's guess. */
#define MARK(type)                                                                                 \
    for (uint32_t i = 0; i < count; i++)                                                           \
        word |= (uint64_t)((uint32_t)(day[i] >= r->from) & (uint32_t)(day[i] <= r->to) &           \
                           (r->use[((const type *)r->shape.at)[row + i]] & SHAPE_MEETS))           \
                << i;                                                                              \
    break

static uint64_t word_of(const struct simd_rows *r, uint32_t row, uint32_t count)
{
    const uint16_t *day = r->day + row;
    uint64_t word = 0;
    switch (r->shape.width) {
    case 1:
        MARK(uint8_t);
    case 2:
        MARK(uint16_t);
    default:
        MARK(uint32_t);
    }
    return word;
}

static void mark(const struct simd_rows *r, struct simd_stretch s, uint64_t *out)
{
    for (uint32_t i = 0; i < simd_words(s.count); i++) {
        uint32_t left = s.count - i * 64;
        out[i] = word_of(r, s.first + i * 64, left < 64 ? left : 64);
    }
}

struct index_counts simd_counts(const uint32_t *staff, uint32_t count, bool *has_unknown)
{
    struct index_counts now = {.rows = count};
    *has_unknown = false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t had = 0;
        for (uint32_t k = 0; k < i; k++)
            had += staff[k] == staff[i];
        now.providers += had == 0;
        now.squares += 2 * (uint64_t)had + 1;
        now.most = had + 1 > now.most ? had + 1 : now.most;
        now.pairs += i > 0 && staff[i - 1] == staff[i];
        *has_unknown |= staff[i] == 0;
    }
    return now;
}

const struct simd SIMD_SCALAR = {"scalar", lane_op, mark, simd_choose, simd_counts};
