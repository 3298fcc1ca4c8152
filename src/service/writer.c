#include "service/writer.h"

#include "core/clock.h"
#include "service/access/access_log.h"

#include <assert.h>
#include <pthread.h>

/* So many are committed together at most, and none is begun after so long: the first waits for the
 * last, and other programs for all of them. */
enum { GROUP_MOST = 64, GROUP_US = 50000 };

struct waiting { /* with who waits for it */
    struct writer_act act;
    struct err err;
    bool done, ended;
    struct waiting *next;
};
struct writer {
    struct arena *arena; /* the instance's */
    struct instance in;
    pthread_t thread;
    bool threaded;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t come, ended, left;
    struct waiting *first, *last;
    unsigned waiting, inside; /* to be begun; in writer_do() */
    bool stop;
};

static void carry_out(struct writer *w, struct waiting *one)
{
    one->err = (struct err){0};
    one->done = one->act.does(one->act.state, &w->in, &one->err);
}

/* Those for which there is no time are cut off: returns them, NULL if there are none. */
static struct waiting *carry_out_all(struct writer *w, struct waiting *group)
{
    int64_t until = clock_monotonic_us() + GROUP_US;
    struct waiting *one = group, *rest = NULL;
    for (carry_out(w, one); one->next && clock_monotonic_us() < until; carry_out(w, one))
        one = one->next;
    rest = one->next;
    one->next = NULL;
    return rest;
}

static void fail_all(struct waiting *group, const struct err *why)
{
    for (struct waiting *one = group; one; one = one->next) {
        one->done = false;
        one->err = *why;
    }
}

/* One of them took all with it: each by itself, so that it takes nobody. */
static void write_apart(struct writer *w, struct waiting *group)
{
    struct err unsaid = {0};
    (void)!db_group_commit(w->in.db, &unsaid); /* of nothing: it ends */
    for (struct waiting *one = group; one; one = one->next)
        carry_out(w, one);
}

static struct waiting *write_together(struct writer *w, struct waiting *group)
{
    struct err err = {0}, unwitnessed = {0};
    struct waiting *rest = NULL;
    if (!db_group_begin(w->in.db, &err)) {
        fail_all(group, &err);
        return NULL;
    }
    rest = carry_out_all(w, group);
    if (db_group_is_lost(w->in.db))
        write_apart(w, group);
    else if (!db_group_commit(w->in.db, &err))
        fail_all(group, &err);
    else /* it has happened, as in act_end() */
        (void)!access_log_checkpoint(&w->in, &unwitnessed);
    return rest;
}

/* The first of those who wait, as many as go together; there is one. */
static struct waiting *take_group(struct writer *w)
{
    struct waiting *group = w->first, *last = group;
    unsigned count = 1;
    for (; count < GROUP_MOST && last->next; count++)
        last = last->next;
    w->first = last->next;
    w->waiting -= count;
    last->next = NULL;
    return group;
}

/* They have waited longest. */
static void put_back(struct writer *w, struct waiting *rest)
{
    struct waiting *last = rest;
    for (w->waiting++; last->next; w->waiting++)
        last = last->next;
    last->next = w->first;
    w->last = w->first ? w->last : last;
    w->first = rest;
}

static void *write_on(void *state)
{
    struct writer *w = state;
    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (!w->first && !w->stop)
            pthread_cond_wait(&w->come, &w->lock);
        if (!w->first)
            break;
        struct waiting *group = take_group(w), *rest = NULL;
        pthread_mutex_unlock(&w->lock);
        if (group->next)
            rest = write_together(w, group);
        else
            carry_out(w, group);
        pthread_mutex_lock(&w->lock);
        if (rest)
            put_back(w, rest);
        for (struct waiting *one = group; one; one = one->next)
            one->ended = true;
        pthread_cond_broadcast(&w->ended);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

bool writer_open(const struct instance_options *options, struct writer **out, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct writer *w = ARENA_NEW(a, struct writer, 1);
    *w = (struct writer){.arena = a};
    if (!instance_open(a, options, &w->in, err)) {
        arena_close(a);
        return false;
    }
    int failed = pthread_mutex_init(&w->lock, NULL) | pthread_cond_init(&w->come, NULL) |
                 pthread_cond_init(&w->ended, NULL) | pthread_cond_init(&w->left, NULL);
    assert(failed == 0); /* none can, with default attributes */
    w->threaded = pthread_create(&w->thread, NULL, write_on, w) == 0;
    *out = w;
    return true;
}

static void wait_for(struct writer *w, struct waiting *one)
{
    if (w->first)
        w->last->next = one;
    else
        w->first = one;
    w->last = one;
    w->waiting++;
    pthread_cond_signal(&w->come);
    while (!one->ended)
        pthread_cond_wait(&w->ended, &w->lock);
}

/* Where the system had no thread to give, each does its own, one at a time. */
bool writer_do(struct writer *w, struct writer_act act, struct err *err)
{
    struct waiting one = {.act = act};
    pthread_mutex_lock(&w->lock);
    w->inside++;
    if (w->threaded)
        wait_for(w, &one);
    else
        carry_out(w, &one);
    w->inside--;
    pthread_cond_signal(&w->left);
    pthread_mutex_unlock(&w->lock);
    if (!one.done)
        *err = one.err;
    return one.done;
}

unsigned writer_waiting(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    unsigned waiting = w->waiting;
    pthread_mutex_unlock(&w->lock);
    return waiting;
}

void writer_close(struct writer *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->come);
    pthread_mutex_unlock(&w->lock);
    if (w->threaded)
        (void)pthread_join(w->thread, NULL);
    pthread_mutex_lock(&w->lock); /* who was answered has still to leave */
    while (w->inside > 0)
        pthread_cond_wait(&w->left, &w->lock);
    pthread_mutex_unlock(&w->lock);
    pthread_cond_destroy(&w->come);
    pthread_cond_destroy(&w->ended);
    pthread_cond_destroy(&w->left);
    pthread_mutex_destroy(&w->lock);
    struct arena *a = w->arena;
    instance_close(&w->in);
    arena_close(a);
}
