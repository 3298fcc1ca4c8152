#include "domain/identity_merge.h"

#include "random.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST = 12 };
static const uint32_t NO = IDENTITY_NONE;

static void a_chain_ends_at_its_newest(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    /* 3 → 0 → 4, 1 → 4, and 2 alone */
    const uint32_t replaced_by[] = {4, 4, NO, 0, NO};
    const uint32_t expected[] = {4, 4, 2, 4, 4};
    uint32_t *newest;
    struct err err = {0};
    assert_true(identity_merge(a, replaced_by, 5, &newest, &err));
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        assert_int_equal(newest[i], expected[i]);
    assert_true(identity_merge(a, NULL, 0, &newest, &err));
    arena_close(a);
}

static void circles_are_found_and_refused(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    /* 5 → 1 → 2 → 3 → 1; 4 replaced by itself; 0 → 6 */
    const uint32_t replaced_by[] = {6, 2, 3, 1, 4, 1, NO};
    uint32_t *members, *newest = NULL;
    struct err err = {0};
    assert_int_equal(identity_circles(a, replaced_by, 7, &members), 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(members[i], i + 1);
    assert_false(identity_merge(a, replaced_by, 7, &newest, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_string_equal(err.code, "identity.circle");
    assert_null(newest);
    arena_close(a);
}

/* Walking one step at a time from each identifier says the same. */
static void random_links(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    for (uint64_t seed = 1; seed <= 20000; seed++, arena_reset(a)) {
        struct random r = {seed};
        uint32_t count = random_below(&r, MOST + 1), replaced_by[MOST], circled = 0;
        bool on_circle[MOST] = {false};
        for (uint32_t i = 0; i < count; i++)
            replaced_by[i] = random_below(&r, 3) == 0 ? NO : random_below(&r, count);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t at = replaced_by[i];
            for (uint32_t steps = 0; steps < count && at != NO && at != i; steps++)
                at = replaced_by[at];
            on_circle[i] = at == i;
            circled += on_circle[i];
        }
        uint32_t *members, *newest;
        struct err err = {0};
        assert_int_equal(identity_circles(a, replaced_by, count, &members), circled);
        for (uint32_t i = 0; i < circled; i++)
            assert_true(on_circle[members[i]]);
        bool merged = identity_merge(a, replaced_by, count, &newest, &err);
        assert_int_equal(merged, circled == 0);
        for (uint32_t i = 0; merged && i < count; i++) {
            uint32_t end = i;
            while (replaced_by[end] != NO)
                end = replaced_by[end];
            assert_int_equal(newest[i], end);
        }
    }
    arena_close(a);
}

static void a_long_chain_takes_no_longer_than_its_length(void **state)
{
    (void)state;
    enum { LONG = 1000000 };
    struct arena *a = arena_open(ARENA_BLOCK);
    uint32_t *replaced_by = ARENA_NEW(a, uint32_t, LONG), *newest;
    for (uint32_t i = 0; i < LONG; i++)
        replaced_by[i] = i == 0 ? NO : i - 1;
    struct err err = {0};
    assert_true(identity_merge(a, replaced_by, LONG, &newest, &err));
    assert_int_equal(newest[LONG - 1], 0);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_ends_at_its_newest),
        cmocka_unit_test(circles_are_found_and_refused),
        cmocka_unit_test(random_links),
        cmocka_unit_test(a_long_chain_takes_no_longer_than_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
