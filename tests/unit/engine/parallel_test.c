/* Each piece is done once, whatever the number of threads, and a thread's storage is its own. */
#include "engine/parallel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { PIECES = 1000 };
struct work {
    unsigned threads;
    unsigned times[PIECES];      /* each written by who has the piece */
    uint64_t sum[PARALLEL_MOST]; /* by thread */
    unsigned misnumbered[PARALLEL_MOST];
};

static void do_piece(void *state, unsigned thread, unsigned piece)
{
    struct work *w = state;
    if (thread >= w->threads) {
        w->misnumbered[0]++;
        return;
    }
    w->times[piece]++;
    w->sum[thread] += piece;
}

static void every_piece_once(void **state)
{
    (void)state;
    static const unsigned threads[] = {1, 2, 3, 8, PARALLEL_MOST};
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        struct work w = {.threads = threads[i]};
        uint64_t sum = 0;
        parallel_run(threads[i], PIECES, do_piece, &w);
        for (unsigned k = 0; k < PIECES; k++)
            assert_int_equal(w.times[k], 1);
        for (unsigned k = 0; k < PARALLEL_MOST; k++)
            sum += w.sum[k];
        assert_int_equal(sum, PIECES * (PIECES - 1) / 2);
        assert_int_equal(w.misnumbered[0], 0);
    }
}

static void no_piece_and_few_pieces(void **state)
{
    (void)state;
    struct work w = {.threads = 4};
    parallel_run(4, 0, do_piece, &w);
    assert_int_equal(w.times[0], 0);
    parallel_run(4, 2, do_piece, &w);
    assert_int_equal(w.times[0] + w.times[1] + w.times[2], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_once),
        cmocka_unit_test(no_piece_and_few_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
