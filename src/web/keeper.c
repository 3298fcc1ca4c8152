#include "web/keeper.h"

#include "core/clock.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A model with its storage; freed by whoever gives it back last. */
struct kept {
    struct arena *arena, *added; /* NULL: nothing was added */
    const struct model *model;   /* as it is given out */
    const struct model *bare;    /* as it was made: some have it still */
    struct model refused;        /* as that, where adding failed: likewise */
    struct err told;             /* why it failed last; of the thread that adds */
    bool is_done;                /* no more is to be added, or not before the next look */
    bool has_failed;             /* adding, the last time */
    int64_t version;
    unsigned users; /* those who have taken it, and the keeper while it is the newest */
    struct kept *older;
};
struct keeper {
    pthread_mutex_t lock; /* guards all that follows */
    pthread_cond_t made;
    struct keeper_maker maker;
    const struct log *log;
    struct kept *newest; /* and, by `older`, those still read; NULL: none was made yet */
    bool is_busy;        /* somebody asks for the version, or a model is to be made, or is made */
    bool is_wanted;      /* by keeper_renew(), of the version: */
    int64_t wanted;
    atomic_bool stop; /* keeper_work(), keeper_renew(): written under the lock */
    int64_t pause_us, asked_us;
};

struct keeper *keeper_open(struct keeper_maker maker, int64_t pause_us, const struct log *log)
{
    struct keeper *k = malloc(sizeof *k);
    if (!k)
        abort();
    *k = (struct keeper){.maker = maker, .pause_us = pause_us, .log = log};
    if (pthread_mutex_init(&k->lock, NULL) != 0 || pthread_cond_init(&k->made, NULL) != 0)
        abort(); /* only without memory */
    return k;
}

static void free_kept(struct kept *kept)
{
    arena_close(kept->arena);
    if (kept->added)
        arena_close(kept->added);
    free(kept);
}

void keeper_close(struct keeper *k)
{
    if (!k)
        return;
    while (k->newest) {
        struct kept *next = k->newest->older;
        free_kept(k->newest);
        k->newest = next;
    }
    (void)pthread_cond_destroy(&k->made);
    (void)pthread_mutex_destroy(&k->lock);
    free(k);
}

/* Frees those that nobody reads any more. */
static void drop_unused(struct keeper *k)
{
    struct kept **at = &k->newest;
    while (*at) {
        struct kept *one = *at;
        if (one->users > 0) {
            at = &one->older;
        } else {
            *at = one->older;
            free_kept(one);
        }
    }
}

/* Outside of the lock. */
static struct kept *make(const struct keeper *k, int64_t version, struct err *err)
{
    struct kept *made = malloc(sizeof *made);
    if (!made)
        abort();
    *made = (struct kept){.arena = arena_open((size_t)1024 * 1024), .version = version, .users = 1};
    if (!k->maker.make(k->maker.state, made->arena, &made->model, err)) {
        free_kept(made);
        return NULL;
    }
    made->bare = made->model;
    made->is_done = !made->model || !k->maker.add;
    return made;
}

/* The next may ask for the version, and what could not be added is tried again. */
static void end_business(struct keeper *k)
{
    k->is_busy = false;
    k->asked_us = clock_monotonic_us();
    if (k->newest && k->newest->has_failed)
        k->newest->is_done = false;
    (void)pthread_cond_broadcast(&k->made);
}

/* With the lock, which is let go of meanwhile, and busy: no other makes one. */
static bool renew(struct keeper *k, int64_t version, struct err *err)
{
    (void)pthread_mutex_unlock(&k->lock);
    struct kept *made = make(k, version, err);
    (void)pthread_mutex_lock(&k->lock);
    if (!made)
        return false;
    made->older = k->newest;
    if (k->newest)
        k->newest->users--;
    k->newest = made;
    drop_unused(k);
    return true;
}

/* Likewise; one thread at a time comes here. Where there are figures already nobody waits for those
 * that are to take their place: keeper_renew() makes them, and is busy until then. */
static bool look(struct keeper *k, struct err *err)
{
    int64_t version = 0;
    k->is_busy = true;
    (void)pthread_mutex_unlock(&k->lock);
    bool ok = k->maker.version(k->maker.state, &version, err);
    (void)pthread_mutex_lock(&k->lock);
    bool is_new = ok && (!k->newest || k->newest->version != version);
    if (is_new && k->newest && k->newest->model) {
        k->is_wanted = true;
        k->wanted = version;
        (void)pthread_cond_broadcast(&k->made);
        return true;
    }
    if (is_new)
        ok = renew(k, version, err);
    end_business(k);
    return ok;
}

static bool take(void *state, const struct model **out, struct err *err)
{
    struct keeper *k = state;
    struct err renewal = {0};
    bool ok = true;
    (void)pthread_mutex_lock(&k->lock);
    while (!k->newest && k->is_busy)
        (void)pthread_cond_wait(&k->made, &k->lock);
    if (!k->newest || (!k->is_busy && clock_monotonic_us() - k->asked_us >= k->pause_us))
        ok = look(k, &renewal);
    struct kept *newest = k->newest;
    if (newest) {
        newest->users++;
        *out = newest->model; /* another one may be added as soon as the lock is let go of */
    }
    (void)pthread_mutex_unlock(&k->lock);
    if (!newest) {
        *err = renewal;
        return false;
    }
    if (!ok)
        log_err(k->log, "site.renewal", &renewal);
    return true;
}

static bool is_its(const struct kept *one, const struct model *model)
{
    return one->model == model || one->bare == model || &one->refused == model;
}

static void give_back(void *state, const struct model *model)
{
    struct keeper *k = state;
    (void)pthread_mutex_lock(&k->lock);
    struct kept *one = k->newest;
    /* Several empty ones have the same NULL: any of them that was taken will do. */
    while (one && (!is_its(one, model) || (one != k->newest ? one->users == 0 : one->users < 2)))
        one = one->older;
    if (one)
        one->users--;
    drop_unused(k);
    (void)pthread_mutex_unlock(&k->lock);
}

/* It is tried again at each look: the same reason is told once. */
static void tell(const struct keeper *k, struct kept *one, const struct err *why)
{
    if (one->told.kind == ERR_NONE || strcmp(one->told.code, why->code) != 0 ||
        strcmp(one->told.detail, why->detail) != 0)
        log_err(k->log, "site.addition", why);
    one->told = *why;
}

static void refuse(struct kept *one)
{
    if (one->model != one->bare)
        return; /* readers have it already */
    one->refused = *one->bare;
    one->refused.has_refused_checks = true;
    one->model = &one->refused;
}

/* With the lock, which is let go of meanwhile: no reader waits. */
static void add_to(struct keeper *k, struct kept *one)
{
    const struct keeper_add to = {one->bare, &k->stop};
    const struct model *more = NULL;
    struct err err = {0};
    struct arena *a = arena_open((size_t)64 * 1024);
    one->users++;
    one->has_failed = false;
    (void)pthread_mutex_unlock(&k->lock);
    bool good = k->maker.add(k->maker.state, &to, a, &more, &err);
    if (!good)
        tell(k, one, &err);
    (void)pthread_mutex_lock(&k->lock);
    if (good && more) {
        one->added = a;
        one->model = more;
    } else {
        arena_close(a);
    }
    if (!good)
        refuse(one);
    one->has_failed = !good;
    one->is_done = true;
    one->users--;
    drop_unused(k);
}

void keeper_work(struct keeper *k)
{
    (void)pthread_mutex_lock(&k->lock);
    while (!atomic_load(&k->stop)) {
        if (k->newest && !k->newest->is_done)
            add_to(k, k->newest);
        else
            (void)pthread_cond_wait(&k->made, &k->lock);
    }
    (void)pthread_mutex_unlock(&k->lock);
}

void keeper_renew(struct keeper *k)
{
    (void)pthread_mutex_lock(&k->lock);
    while (!atomic_load(&k->stop)) {
        struct err err = {0};
        if (!k->is_wanted) {
            (void)pthread_cond_wait(&k->made, &k->lock);
            continue;
        }
        k->is_wanted = false;
        bool ok = renew(k, k->wanted, &err);
        end_business(k);
        (void)pthread_mutex_unlock(&k->lock);
        if (!ok)
            log_err(k->log, "site.renewal", &err);
        (void)pthread_mutex_lock(&k->lock);
    }
    (void)pthread_mutex_unlock(&k->lock);
}

void keeper_stop(struct keeper *k)
{
    (void)pthread_mutex_lock(&k->lock);
    atomic_store(&k->stop, true);
    (void)pthread_cond_broadcast(&k->made);
    (void)pthread_mutex_unlock(&k->lock);
}

struct model_source keeper_source(struct keeper *k)
{
    return (struct model_source){.state = k, .take = take, .give_back = give_back};
}
