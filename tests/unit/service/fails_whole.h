/* tests/unit/service/fails_whole.h - an act is done whole or not at all: each of its statements
 * fails in turn, and nothing of it is left; the last try meets none, and does it. It has more than
 * `least` statements, that a test which runs none is seen. The call is written with an `err` that
 * is the macro's.
 *
 *     struct block_answer answer;
 *     FAILS_WHOLE(s, 15, block_unit(in.arena, &in, &r, &answer, &err));
 */
#ifndef TESTS_UNIT_SERVICE_FAILS_WHOLE_H
#define TESTS_UNIT_SERVICE_FAILS_WHOLE_H
#include "failing_steps.h"
#include "how_many.h"
#include "registry_whole.h"

struct whole_tries {
    struct scratch *scratch;
    struct str before;
    unsigned statement; /* which fails */
};

static inline void whole_next(struct whole_tries *t)
{
    t->statement = next_failure(t->statement);
    failing_steps = (struct failing_steps){.fail_at = t->statement};
}

/* Whether there is another. */
static inline bool whole_failed(const struct whole_tries *t, bool done, const struct err *err)
{
    bool was_reached = failing_steps.calls >= failing_steps.fail_at;
    failing_steps.fail_at = 0;
    if (done)
        return false;
    if (!was_reached)
        fail_msg("%s %s", err->code ? err->code : "not done", err->detail);
    assert_non_null(err->code);
    nothing_is_left(t->scratch, t->before, t->statement);
    return true;
}

static inline void whole_done(const struct whole_tries *t, unsigned least)
{
    assert_true(t->statement > least);
    assert_false(str_eq(all_beside(t->scratch, true), t->before));
}

#define FAILS_WHOLE(s, least, call)                                                                \
    do {                                                                                           \
        struct whole_tries tries = {(s), all_beside((s), true), 0};                                \
        struct err err;                                                                            \
        do {                                                                                       \
            err = (struct err){0};                                                                 \
            whole_next(&tries);                                                                    \
        } while (whole_failed(&tries, (call), &err));                                              \
        whole_done(&tries, (least));                                                               \
    } while (0)
#endif
