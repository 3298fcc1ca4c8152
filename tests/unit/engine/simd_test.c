/* What each instruction set makes of many numbers is what is made of one at a time. */
#include "choices.h"
#include "engine/lanes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS = 203, ROWS = 700, PERSONS = 90, SEEDS = 40 };

static int32_t some_number(struct choices *c)
{
    static const int32_t ends[] = {0,         1,         -1,     2,     46341, -46341,
                                   INT32_MAX, INT32_MIN, -65536, 65536, 7,     INT32_MIN + 1};
    return once_in(c, 2) ? ends[choose(c, ARRAY_LEN(ends))]
                         : (int32_t)(choose(c, UINT32_MAX) + choose(c, 2));
}

static void lanes_are_of_two_numbers_each(void **state)
{
    (void)state;
    struct choices c = choices_of_seed(1);
    const struct simd *simd;
    for (unsigned i = 0; (simd = simd_at(i)) != NULL; i++)
        for (unsigned op = PLAN_NUMBER + 1; op < PLAN_WORDS; op++)
            for (uint32_t items = 0; items <= ITEMS; items += 1 + items / 7) {
                int32_t a[ITEMS], b[ITEMS], out[ITEMS + 1];
                for (uint32_t k = 0; k < items; k++) {
                    a[k] = some_number(&c);
                    b[k] = once_in(&c, 4) ? a[k] : some_number(&c);
                }
                out[items] = 4711;
                simd->lane((enum plan_op)op, out, a, b, items);
                for (uint32_t k = 0; k < items; k++)
                    if (out[k] != lane_of((enum plan_op)op, a[k], b[k]))
                        fail_msg("%s: operation %u of %d and %d gives %d", simd->name, op, a[k],
                                 b[k], out[k]);
                assert_int_equal(out[items], 4711);
            }
    choices_close(&c);
}

/* ---- rows ---- */

struct some_rows {
    uint16_t day[ROWS];
    uint32_t wide[ROWS];
    uint16_t middle[ROWS];
    uint8_t small[ROWS];
    uint8_t use[1000];
    uint32_t first[PERSONS + 1];
    struct simd_rows rows;
};

static void make_rows(struct choices *c, struct some_rows *r)
{
    static const uint8_t widths[] = {1, 2, 4};
    uint8_t width = widths[choose(c, ARRAY_LEN(widths))];
    uint32_t shapes = 1 + choose(c, width == 1 ? 256 : ARRAY_LEN(r->use));
    memset(r, 0, sizeof *r);
    r->rows = (struct simd_rows){.day = r->day,
                                 .from = (uint16_t)choose(c, 40000),
                                 .to = (uint16_t)(30000 + choose(c, 35536)),
                                 .use = r->use};
    for (uint32_t i = 0; i < shapes; i++) {
        r->use[i] = (uint8_t)choose(c, 8);
        if (i / 8 < sizeof r->rows.meets)
            r->rows.meets[i / 8] |= (uint8_t)((r->use[i] & SHAPE_MEETS) << (i % 8));
    }
    for (uint32_t i = 0; i < ROWS; i++) {
        const uint16_t near[] = {r->rows.from, r->rows.to, (uint16_t)(r->rows.from - 1),
                                 (uint16_t)(r->rows.to + 1)};
        r->day[i] = once_in(c, 3) ? near[choose(c, ARRAY_LEN(near))] : (uint16_t)choose(c, 65536);
        r->wide[i] = choose(c, shapes);
        r->middle[i] = (uint16_t)r->wide[i];
        r->small[i] = (uint8_t)r->wide[i];
    }
    const void *const at[] = {r->small, r->middle, r->wide};
    r->rows.shape = (struct narrow){at[width / 2], width};
    r->first[0] = choose(c, 100);
    for (uint32_t i = 0; i < PERSONS; i++)
        r->first[i + 1] = r->first[i] + (once_in(c, 40) ? choose(c, 150) : choose(c, 6));
    for (uint32_t i = 0; i <= PERSONS; i++)
        r->first[i] = r->first[i] < ROWS ? r->first[i] : ROWS;
}

static bool counts(const struct some_rows *r, uint32_t row)
{
    return r->day[row] >= r->rows.from && r->day[row] <= r->rows.to &&
           (r->use[narrow_at(r->rows.shape, row)] & SHAPE_MEETS);
}

static void choose_right(const struct some_rows *r, const struct simd *simd, const uint64_t *mark,
                         uint32_t least)
{
    uint32_t chosen[PERSONS + 1], before[ROWS / 64 + 1], at = 0;
    const struct simd_persons persons = {r->first, PERSONS, mark, before, least};
    uint32_t count = simd->choose(&persons, chosen);
    for (uint32_t i = 0; i < PERSONS; i++) {
        uint32_t rows = 0;
        for (uint32_t row = r->first[i]; row < r->first[i + 1]; row++)
            rows += counts(r, row);
        if (rows < least)
            continue;
        assert_true(at < count);
        assert_int_equal(chosen[at++], i);
    }
    assert_int_equal(at, count);
}

static void rows_that_count_are_marked(void **state)
{
    (void)state;
    const struct simd *simd;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct choices c = choices_of_seed(seed);
        struct some_rows r;
        make_rows(&c, &r);
        struct simd_stretch s = {r.first[0], r.first[PERSONS] - r.first[0]};
        for (unsigned i = 0; (simd = simd_at(i)) != NULL; i++) {
            uint64_t mark[ROWS / 64 + 1];
            simd->mark(&r.rows, s, mark);
            for (uint32_t row = 0; row < simd_words(s.count) * 64; row++) {
                bool marked = mark[row / 64] >> (row % 64) & 1;
                if (marked != (row < s.count && counts(&r, s.first + row)))
                    fail_msg("%s: seed %llu, row %u", simd->name, (unsigned long long)seed, row);
            }
            for (uint32_t least = 0; least < 5; least++)
                choose_right(&r, simd, mark, least);
        }
        choices_close(&c);
    }
}

static void assert_counts(const struct index_counts *is, const uint32_t *staff, uint32_t count)
{
    uint32_t with[8] = {0}, pairs = 0, squares = 0, most = 0, providers = 0;
    for (uint32_t i = 0; i < count; i++) {
        with[staff[i]]++;
        pairs += i > 0 && staff[i] == staff[i - 1];
    }
    for (uint32_t i = 0; i < ARRAY_LEN(with); i++) {
        squares += with[i] * with[i];
        most = with[i] > most ? with[i] : most;
        providers += with[i] > 0;
    }
    assert_int_equal(is->rows, count);
    assert_int_equal(is->pairs, pairs);
    assert_int_equal(is->squares, squares);
    assert_int_equal(is->most, most);
    assert_int_equal(is->providers, providers);
}

static void few_rows_are_counted_by_their_staff(void **state)
{
    (void)state;
    struct choices c = choices_of_seed(1);
    const struct simd *simd;
    for (unsigned round = 0; round < 2000; round++) {
        uint32_t staff[3 * SIMD_FEW], count = choose(&c, SIMD_FEW + 1), most = 1 + choose(&c, 8);
        bool unknown = false, has_unknown;
        for (uint32_t i = 0; i < ARRAY_LEN(staff); i++)
            staff[i] = UINT32_MAX - i;
        for (uint32_t i = 0; i < count; i++) {
            staff[SIMD_FEW + i] = choose(&c, most);
            unknown |= staff[SIMD_FEW + i] == 0;
        }
        for (unsigned i = 0; (simd = simd_at(i)) != NULL; i++) {
            struct index_counts is = simd->few(staff + SIMD_FEW, count, &has_unknown);
            assert_counts(&is, staff + SIMD_FEW, count);
            assert_true(has_unknown == unknown);
        }
    }
    choices_close(&c);
}

/* The one that is used is one of them; each has a name of its own. */
static void scalar_is_everywhere(void **state)
{
    (void)state;
    unsigned count = 0;
    while (simd_at(count))
        count++;
    assert_string_equal(simd_at(0)->name, "scalar");
    assert_ptr_equal(simd_best(), simd_at(count - 1));
    for (unsigned i = 1; i < count; i++)
        assert_string_not_equal(simd_at(i)->name, simd_at(i - 1)->name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_are_of_two_numbers_each),
        cmocka_unit_test(rows_that_count_are_marked),
        cmocka_unit_test(few_rows_are_counted_by_their_staff),
        cmocka_unit_test(scalar_is_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
