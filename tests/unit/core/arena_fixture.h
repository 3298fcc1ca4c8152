/* tests/unit/core/arena_fixture.h - an arena of its own for each test: set up with
 * open_arena, torn down with close_arena; it is `arena`, and the test's state. */
#ifndef TESTS_UNIT_CORE_ARENA_FIXTURE_H
#define TESTS_UNIT_CORE_ARENA_FIXTURE_H
#include "core/base.h"

static struct arena *arena;

static int open_arena(void **state)
{
    *state = arena = arena_open(ARENA_BLOCK);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}
#endif
