/* Arrays that grow without moving, and HSA-ids that get numbers. */
#include "engine/bag.h"
#include "engine/hsaid_dict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void items_stay_where_they_are(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct bag b = BAG_OPEN(a, uint32_t);
    uint32_t *first = bag_add(&b);
    assert_int_equal(*first, 0);
    *first = 7;
    for (uint32_t i = 1; i < 10 * BAG_CHUNK + 1; i++) {
        uint32_t *item = bag_add(&b);
        assert_int_equal(*item, 0);
        *item = i;
    }
    assert_int_equal(b.count, 10 * BAG_CHUNK + 1);
    assert_ptr_equal(bag_at(&b, 0), first);
    assert_int_equal(*first, 7);
    for (uint32_t i = 1; i < b.count; i++)
        assert_int_equal(*(uint32_t *)bag_at(&b, i), i);
    arena_close(a);
}

static void a_cleared_one_is_as_new(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct bag b = BAG_OPEN(a, uint32_t);
    bag_clear(&b); /* nothing to do */
    uint32_t *first = NULL;
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < (round + 1) * BAG_CHUNK + 5; i++) {
            uint32_t *item = bag_add(&b);
            assert_int_equal(*item, 0);
            *item = i + 1;
        }
        assert_true(!first || bag_at(&b, 0) == first);
        first = bag_at(&b, 0);
        bag_clear(&b);
        assert_int_equal(b.count, 0);
    }
    arena_close(a);
}

static struct hsaid id_of(unsigned n)
{
    char text[32];
    struct hsaid id;
    struct err err = {0};
    (void)snprintf(text, sizeof text, "SE0000000000-%X", n);
    assert_true(hsaid_parse(str_of(text), &id, &err));
    return id;
}

static void ids_get_numbers_in_their_order(void **state)
{
    (void)state;
    enum { IDS = 5000 };
    struct arena *a = arena_open(ARENA_BLOCK);
    struct hsaid_dict d = hsaid_dict_open(a);
    uint32_t number;
    struct hsaid id = id_of(0);
    assert_false(hsaid_dict_find(&d, &id, &number));
    for (unsigned i = 0; i < IDS; i++) {
        id = id_of(i * 7);
        assert_int_equal(hsaid_dict_add(&d, &id), i);
        id = id_of(i / 2 * 7); /* and again gets none */
        assert_int_equal(hsaid_dict_add(&d, &id), i / 2);
    }
    assert_int_equal(d.count, IDS);
    for (unsigned i = 0; i < IDS; i++) {
        id = id_of(i * 7);
        assert_true(hsaid_dict_find(&d, &id, &number));
        assert_int_equal(number, i);
        assert_true(hsaid_eq(&d.id[i], &id));
        id = id_of(i * 7 + 1);
        assert_false(hsaid_dict_find(&d, &id, &number));
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_stay_where_they_are),
        cmocka_unit_test(a_cleared_one_is_as_new),
        cmocka_unit_test(ids_get_numbers_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
