#include "engine/parallel.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

struct work {
    void (*task)(void *state, unsigned thread, unsigned piece);
    void *state;
    unsigned pieces;
    atomic_uint next; /* the piece that nobody has taken yet */
};
struct worker {
    struct work *work;
    unsigned thread;
    pthread_t id;
};

static void *work_on(void *argument)
{
    struct worker *w = argument;
    for (;;) {
        unsigned piece = atomic_fetch_add(&w->work->next, 1);
        if (piece >= w->work->pieces)
            return NULL;
        w->work->task(w->work->state, w->thread, piece);
    }
}

void parallel_run(unsigned threads, unsigned pieces,
                  void (*task)(void *state, unsigned thread, unsigned piece), void *state)
{
    assert(threads >= 1 && threads <= PARALLEL_MOST && pieces < UINT32_MAX - PARALLEL_MOST);
    struct work work = {.task = task, .state = state, .pieces = pieces};
    struct worker worker[PARALLEL_MOST];
    unsigned started = 1;
    if (threads > pieces)
        threads = pieces;
    for (; started < threads; started++) {
        worker[started] = (struct worker){&work, started, 0};
        if (pthread_create(&worker[started].id, NULL, work_on, &worker[started]) != 0)
            break;
    }
    worker[0] = (struct worker){&work, 0, 0};
    (void)work_on(&worker[0]);
    for (unsigned i = 1; i < started; i++)
        (void)pthread_join(worker[i].id, NULL);
}
