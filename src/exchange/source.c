#include "exchange/source.h"

#include "exchange/unpack.h"

#include "core/ahead.h"

#include <assert.h>
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
    struct byte_source inner; /* the file, or what is packed in it */
    struct file_in *file;
    struct unpack *unpack; /* NULL: not packed */
    struct sha256 *sha;
    struct source_identity identity;
    struct block block[BLOCKS];
    struct ahead *reading;
    struct block *at; /* the block that is being taken; NULL: the next one */
    size_t taken;     /* bytes of it */
    bool ended;       /* the last block was taken */
};

static bool file_bytes(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    return file_in_read(state, to, room, got, err);
}

/* Reads until the block is full or the file ends. Touches nothing that the taker touches. */
static bool fill(void *state, unsigned slot)
{
    struct source *s = state;
    struct block *b = &s->block[slot];
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
    return !b->last && !b->failed;
}

static bool take(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    struct source *s = state;
    *got = 0;
    while (*got == 0 && !s->ended) {
        if (!s->at)
            s->at = &s->block[ahead_take(s->reading)];
        struct block *b = s->at;
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
        if (!b->failed && !b->last) {
            s->taken = 0;
            s->at = NULL;
            ahead_give(s->reading);
        }
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
    enum packing packing = packing_of(str_of(name), NULL);
    if (packing != PACKING_NONE) {
        s->unpack = unpack_open(packing, s->inner);
        s->inner = unpack_bytes(s->unpack);
    }
    s->sha = sha256_open();
    for (unsigned i = 0; i < BLOCKS; i++)
        s->block[i].bytes = ARENA_NEW(a, char, BLOCK_SIZE);
    s->reading = ahead_open(a, BLOCKS, fill, s);
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
    ahead_close(s->reading);
    if (s->sha)
        (void)sha256_close(s->sha);
    unpack_close(s->unpack);
    file_in_close(s->file);
    arena_close(s->arena);
}
