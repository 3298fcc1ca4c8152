/* A set of keys. */
#include "service/key_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void keys_come_in_their_order(void **state)
{
    (void)state;
    static const uint32_t key[] = {1, 63, 64, 65, 128, 70000, 4000000};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct key_set s = {.arena = a};
    assert_int_equal(key_set_next(&s, 1), 0);
    for (size_t i = ARRAY_LEN(key); i-- > 0;) {
        assert_true(key_set_add(&s, key[i]));
        assert_false(key_set_add(&s, key[i]));
    }
    uint32_t last = 0;
    for (size_t i = 0; i < ARRAY_LEN(key); i++) {
        last = key_set_next(&s, last + 1);
        assert_int_equal(last, key[i]);
    }
    assert_int_equal(key_set_next(&s, last + 1), 0);
    assert_int_equal(key_set_next(&s, UINT32_MAX), 0);
    arena_close(a);
}

static void a_cleared_one_is_as_new(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct key_set s = {.arena = a};
    key_set_clear(&s); /* nothing to do */
    assert_true(key_set_add(&s, 5000));
    key_set_clear(&s);
    assert_int_equal(key_set_next(&s, 1), 0);
    assert_true(key_set_add(&s, 5000));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_in_their_order),
        cmocka_unit_test(a_cleared_one_is_as_new),
    };
    return cmocka_run_group_tests_name("a set of keys", tests, NULL, NULL);
}
