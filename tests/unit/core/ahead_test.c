/* core/ahead.h: what is made ahead comes in order, however early one stops. */
#include "core/ahead.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { SLOTS = 3, MANY = 10000 };
struct counting {
    unsigned made, last;
    unsigned slot[SLOTS];
};

static bool count(void *state, unsigned slot)
{
    struct counting *c = state;
    c->slot[slot] = ++c->made;
    return c->made < c->last;
}

static void all_come_in_order(void **state)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct counting c = {.last = MANY};
    struct ahead *work = ahead_open(a, SLOTS, count, &c);
    for (unsigned i = 1; i <= MANY; i++) {
        assert_int_equal(c.slot[ahead_take(work)], i);
        ahead_give(work);
    }
    ahead_close(work);
    assert_int_equal(c.made, MANY);
    arena_close(a);
}

/* Before anything was taken, with a slot in hand, and while the thread waits for room. */
static void it_ends_at_any_time(void **state)
{
    for (unsigned taken = 0; taken < 6; taken++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct counting c = {.last = MANY};
        struct ahead *work = ahead_open(a, SLOTS, count, &c);
        for (unsigned i = 1; i <= taken; i++) {
            assert_int_equal(c.slot[ahead_take(work)], i);
            if (i < taken)
                ahead_give(work);
        }
        ahead_close(work);
        assert_true(c.made >= taken && c.made <= taken + SLOTS);
        arena_close(a);
    }
    ahead_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_come_in_order),
        cmocka_unit_test(it_ends_at_any_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
