#include "domain/queue.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { A = 1, B = 2 };

static const struct queue_place PLACES[] = {
    {.person = 11, .unit = A, .joined = 5},
    {.person = 12, .unit = B, .joined = 1},
    {.person = 13, .unit = A, .joined = 2},
    {.person = 14, .unit = A, .joined = 9},
};
enum { WAITING = ARRAY_LEN(PLACES) };

static void the_order_is_that_of_joining(void **state)
{
    (void)state;
    assert_int_equal(queue_first(PLACES, WAITING, A)->person, 13);
    assert_int_equal(queue_first(PLACES, WAITING, B)->person, 12);
    assert_null(queue_first(PLACES, WAITING, 3));
    assert_int_equal(queue_number(PLACES, WAITING, A, 13), 1);
    assert_int_equal(queue_number(PLACES, WAITING, A, 11), 2);
    assert_int_equal(queue_number(PLACES, WAITING, A, 14), 3);
    assert_int_equal(queue_number(PLACES, WAITING, A, 12), 0);
}

static void one_place_a_person_or_as_many_as_the_region_says(void **state)
{
    (void)state;
    struct rules r = {.queue = {.max = 1}};
    assert_int_equal(queue_join(&r, NULL, 0, A), QUEUE_MAY_JOIN);
    assert_int_equal(queue_join(&r, &PLACES[0], 1, A), QUEUE_STANDS_THERE);
    assert_int_equal(queue_join(&r, &PLACES[0], 1, B), QUEUE_STANDS_ELSEWHERE);
    r.queue.max = 2;
    assert_int_equal(queue_join(&r, &PLACES[0], 1, B), QUEUE_MAY_JOIN);
}

/* Who was two persons may have more, and the first place counts. */
static void of_joined_persons_the_first_places_stay(void **state)
{
    (void)state;
    struct rules r = {.queue = {.max = 1}};
    const struct queue_place own[] = {{.unit = A}, {.unit = A}, {.unit = B}, {.unit = 3}};
    const bool stay[][ARRAY_LEN(own)] = {
        {true, false, false, false}, {true, false, false, false}, {true, false, true, false}};
    for (unsigned max = 0; max < ARRAY_LEN(stay); max++)
        for (size_t i = 0; i < ARRAY_LEN(own); i++) {
            r.queue.max = max;
            assert_int_equal(queue_keeps(&r, own, i), stay[max][i]);
        }
}

static void the_wait_is_as_the_room_made_lately(void **state)
{
    (void)state;
    assert_int_equal(queue_wait(1, 365, 365), 1);
    assert_int_equal(queue_wait(5, 12, 365), 153); /* 152.08 */
    assert_int_equal(queue_wait(12, 12, 365), 365);
    assert_int_equal(queue_wait(1, 0, 365), -1);
    assert_int_equal(queue_wait(1, 3, 0), -1);
    assert_int_equal(queue_wait(UINT32_MAX, 1, 365), INT32_MAX);
}

static void room_is_from_the_day_on_which_it_lasts(void **state)
{
    (void)state;
    const struct day today = {100};
    const struct room_step leaves[] = {{{110}, -1}};
    const struct room_step full_again[] = {{{110}, -1}, {{120}, 1}};
    const struct room_step changes[] = {{{110}, 1}, {{110}, -1}};
    const struct room_step later[] = {{{110}, 1}, {{130}, -1}};
    assert_int_equal(queue_room_from(3, 2, today, NULL, 0).n, 100);
    assert_true(day_is_none(queue_room_from(3, 3, today, NULL, 0)));
    assert_int_equal(queue_room_from(3, 3, today, leaves, 1).n, 110);
    assert_true(day_is_none(queue_room_from(3, 3, today, full_again, 2)));
    assert_int_equal(queue_room_from(3, 2, today, changes, 2).n, 100); /* on one day one for one */
    assert_int_equal(queue_room_from(3, 2, today, later, 2).n, 130);
    assert_true(day_is_none(queue_room_from(0, 0, today, NULL, 0)));
}

static void two_change_places_where_the_region_lets_them(void **state)
{
    (void)state;
    struct rules r = {.queue = {.max = 1, .auto_swap = true}};
    const struct queue_place wanted = {.person = 12, .unit = B, .joined = 10}; /* listed at A */
    const int64_t listed[] = {B, A, 3, B};
    assert_int_equal(queue_swap(&r, PLACES, listed, WAITING, A, &wanted)->person, 11);
    const int64_t nobody[] = {3, A, 3, 3};
    assert_null(queue_swap(&r, PLACES, nobody, WAITING, A, &wanted));
    r.queue.auto_swap = false;
    assert_null(queue_swap(&r, PLACES, listed, WAITING, A, &wanted));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_that_of_joining),
        cmocka_unit_test(one_place_a_person_or_as_many_as_the_region_says),
        cmocka_unit_test(of_joined_persons_the_first_places_stay),
        cmocka_unit_test(the_wait_is_as_the_room_made_lately),
        cmocka_unit_test(room_is_from_the_day_on_which_it_lasts),
        cmocka_unit_test(two_change_places_where_the_region_lets_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
