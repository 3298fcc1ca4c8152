#include "exchange/source.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

/* Enough that neither thread waits for the other at every block, and little enough that a block
 * is still in the cache when it is copied. */
enum { BLOCKS = 4, BLOCK_SIZE = 256 * 1024 };

struct block {
    char *bytes;
    size_t size;
    bool last;   /* nothing comes after it */
    bool failed; /* reading did: `why` says how */
    struct err why;
};

struct source {
    struct arena *arena;
    struct byte_source inner; /* the file; later a decompressor over it */
    struct file_in *file;
    struct sha256 *sha;
    struct source_identity identity;
    struct block block[BLOCKS];
    size_t taken; /* bytes of the block that is being taken */
    bool ended;   /* the last block was taken */

    pthread_t thread;
    bool threaded;        /* false: there was none to be had, so blocks are filled when asked for */
    pthread_mutex_t lock; /* guards the three below */
    pthread_cond_t changed;
    uint64_t filled, emptied; /* blocks so far; those between them are the taker's */
    bool stop;
};

static bool file_bytes(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    return file_in_read(state, to, room, got, err);
}

/* Reads until the block is full or the file ends. Touches nothing that the taker touches. */
static void fill(struct source *s, struct block *b)
{
    b->size = 0;
    while (b->size < BLOCK_SIZE && !b->last && !b->failed) {
        size_t got = 0;
        b->failed =
            !s->inner.read(s->inner.state, b->bytes + b->size, BLOCK_SIZE - b->size, &got, &b->why);
        b->last = !b->failed && got == 0;
        b->size += got;
    }
    sha256_add(s->sha, b->bytes, b->size);
    if (b->last) {
        s->identity.sum = sha256_close(s->sha);
        s->sha = NULL;
    }
}

static void *read_ahead(void *state)
{
    struct source *s = state;
    bool more = true;
    while (more) {
        pthread_mutex_lock(&s->lock);
        while (!s->stop && s->filled - s->emptied == BLOCKS)
            pthread_cond_wait(&s->changed, &s->lock);
        struct block *b = s->stop ? NULL : &s->block[s->filled % BLOCKS];
        pthread_mutex_unlock(&s->lock);
        if (!b)
            break;
        fill(s, b);
        more = !b->last && !b->failed;
        pthread_mutex_lock(&s->lock);
        s->filled++;
        pthread_cond_signal(&s->changed);
        pthread_mutex_unlock(&s->lock);
    }
    return NULL;
}

/* The block to take from, filled. */
static struct block *full_block(struct source *s)
{
    struct block *b = &s->block[s->emptied % BLOCKS];
    if (!s->threaded) {
        if (s->filled == s->emptied) {
            fill(s, b);
            s->filled++;
        }
        return b;
    }
    pthread_mutex_lock(&s->lock);
    while (s->filled == s->emptied)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
    return b;
}

static void give_back(struct source *s)
{
    s->taken = 0;
    pthread_mutex_lock(&s->lock);
    s->emptied++;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

static bool take(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    struct source *s = state;
    *got = 0;
    while (*got == 0 && !s->ended) {
        struct block *b = full_block(s);
        size_t n = b->size - s->taken < room ? b->size - s->taken : room;
        memcpy(to, b->bytes + s->taken, n);
        *got = n;
        s->taken += n;
        s->identity.bytes += n;
        if (s->taken < b->size)
            break;
        if (b->failed && n == 0) {
            *err = b->why;
            return false;
        }
        s->ended = b->last;
        if (!b->failed && !b->last)
            give_back(s);
    }
    return true;
}

bool source_open(const struct files *fs, const char *path, const char *name, struct source **out,
                 struct err *err)
{
    struct arena *a = arena_open((size_t)BLOCKS * BLOCK_SIZE + ARENA_BLOCK);
    struct source *s = ARENA_NEW(a, struct source, 1);
    s->arena = a;
    if (!file_in_open(fs, a, path, &s->file, err)) {
        arena_close(a);
        return false;
    }
    s->inner = (struct byte_source){s->file, name, file_bytes};
    s->sha = sha256_open();
    for (unsigned i = 0; i < BLOCKS; i++)
        s->block[i].bytes = ARENA_NEW(a, char, BLOCK_SIZE);
    int failed = pthread_mutex_init(&s->lock, NULL) | pthread_cond_init(&s->changed, NULL);
    assert(failed == 0); /* neither can, with default attributes */
    s->threaded = pthread_create(&s->thread, NULL, read_ahead, s) == 0;
    *out = s;
    return true;
}

struct byte_source source_bytes(struct source *s)
{
    return (struct byte_source){s, s->inner.name, take};
}

struct source_identity source_identity(const struct source *s)
{
    assert(s->ended);
    return s->identity;
}

void source_close(struct source *s)
{
    if (!s)
        return;
    if (s->threaded) {
        pthread_mutex_lock(&s->lock);
        s->stop = true;
        pthread_cond_signal(&s->changed);
        pthread_mutex_unlock(&s->lock);
        (void)pthread_join(s->thread, NULL);
    }
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    if (s->sha)
        (void)sha256_close(s->sha);
    file_in_close(s->file);
    arena_close(s->arena);
}
