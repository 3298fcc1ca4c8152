#include "core/ahead.h"

#include <assert.h>
#include <pthread.h>

struct ahead {
    bool (*fill)(void *state, unsigned slot); /* false: that was the last */
    void *state;
    unsigned slots;
    pthread_t thread;
    bool threaded;
    pthread_mutex_t lock; /* guards the three below */
    pthread_cond_t changed;
    uint64_t filled, emptied; /* so far; those between them are the taker's */
    bool stop;
};

static void *work_ahead(void *state)
{
    struct ahead *w = state;
    bool more = true;
    while (more) {
        pthread_mutex_lock(&w->lock);
        while (!w->stop && w->filled - w->emptied == w->slots)
            pthread_cond_wait(&w->changed, &w->lock);
        bool stop = w->stop;
        unsigned slot = (unsigned)(w->filled % w->slots);
        pthread_mutex_unlock(&w->lock);
        if (stop)
            break;
        more = w->fill(w->state, slot);
        pthread_mutex_lock(&w->lock);
        w->filled++;
        pthread_cond_signal(&w->changed);
        pthread_mutex_unlock(&w->lock);
    }
    return NULL;
}

struct ahead *ahead_open(struct arena *a, unsigned slots, bool (*fill)(void *state, unsigned slot),
                         void *state)
{
    assert(slots > 0);
    struct ahead *w = ARENA_NEW(a, struct ahead, 1);
    *w = (struct ahead){.fill = fill, .state = state, .slots = slots};
    int failed = pthread_mutex_init(&w->lock, NULL) | pthread_cond_init(&w->changed, NULL);
    assert(failed == 0); /* neither can, with default attributes */
    w->threaded = pthread_create(&w->thread, NULL, work_ahead, w) == 0;
    return w;
}

unsigned ahead_take(struct ahead *w)
{
    if (!w->threaded) {
        unsigned slot = (unsigned)(w->emptied % w->slots);
        if (w->filled == w->emptied) {
            (void)w->fill(w->state, slot);
            w->filled++;
        }
        return slot;
    }
    pthread_mutex_lock(&w->lock);
    while (w->filled == w->emptied)
        pthread_cond_wait(&w->changed, &w->lock);
    unsigned slot = (unsigned)(w->emptied % w->slots);
    pthread_mutex_unlock(&w->lock);
    return slot;
}

void ahead_give(struct ahead *w)
{
    pthread_mutex_lock(&w->lock);
    assert(w->filled > w->emptied);
    w->emptied++;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

void ahead_close(struct ahead *w)
{
    if (!w)
        return;
    if (w->threaded) {
        pthread_mutex_lock(&w->lock);
        w->stop = true;
        pthread_cond_signal(&w->changed);
        pthread_mutex_unlock(&w->lock);
        (void)pthread_join(w->thread, NULL);
    }
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->lock);
}
