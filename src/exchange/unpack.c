#include "exchange/unpack.h"

#include "exchange/unpack_parts.h"

#include <assert.h>
#include <stdlib.h>

enum { PACKED_BLOCK = 64 * 1024 };

struct unpack {
    struct arena *arena;
    struct byte_source packed;
    const struct unpack_format *format;
    void *state; /* the format's */
    char *block; /* of packed bytes, of which those from `at` on are not taken yet */
    size_t at, filled;
    uint64_t read; /* packed bytes so far */
    bool between;  /* at the end of a member: the file may end here */
};

static bool take_ending(struct str name, struct str ending, struct str *plain)
{
    size_t rest = name.len - ending.len;
    if (name.len <= ending.len || !str_eq((struct str){name.at + rest, ending.len}, ending))
        return false;
    if (plain)
        *plain = (struct str){name.at, rest};
    return true;
}

enum packing packing_of(struct str name, struct str *plain)
{
    if (take_ending(name, STR(".gz"), plain))
        return PACKING_GZIP;
    if (take_ending(name, STR(".zst"), plain))
        return PACKING_ZSTD;
    if (plain)
        *plain = name;
    return PACKING_NONE;
}

struct unpack *unpack_open(enum packing packing, struct byte_source packed)
{
    assert(packing != PACKING_NONE);
    struct arena *a = arena_open(PACKED_BLOCK + ARENA_BLOCK);
    struct unpack *u = ARENA_NEW(a, struct unpack, 1);
    *u = (struct unpack){.arena = a,
                         .packed = packed,
                         .format = packing == PACKING_GZIP ? &UNPACK_GZIP : &UNPACK_ZSTD,
                         .block = ARENA_NEW(a, char, PACKED_BLOCK)};
    u->state = u->format->open();
    if (!u->state)
        abort(); /* no memory, as in core/base.c */
    return u;
}

static bool damaged(const struct unpack *u, struct err *err)
{
    return FAIL(err, ERR_INVALID, "packed.damaged", "%.150s (byte %llu)", u->packed.name,
                (unsigned long long)(u->read - (u->filled - u->at)));
}

/* The next block; `*ended` where there is none. */
static bool refill(struct unpack *u, bool *ended, struct err *err)
{
    u->at = u->filled = 0;
    if (!u->packed.read(u->packed.state, u->block, PACKED_BLOCK, &u->filled, err))
        return false;
    u->read += u->filled;
    *ended = u->filled == 0;
    return true;
}

static bool unpack_read(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    struct unpack *u = state;
    struct unpack_step step = {.out = to, .out_left = room};
    *got = 0;
    while (step.out_left == room && room > 0) {
        bool ended = false;
        if (u->at == u->filled && !refill(u, &ended, err))
            return false;
        if (ended && u->between)
            return true;
        size_t left = step.out_left;
        step.in = u->block + u->at;
        step.in_left = u->filled - u->at;
        enum unpack_result result = u->format->step(u->state, &step);
        u->at = u->filled - step.in_left;
        /* At the file's end there may still be bytes that had no room before, and nothing else. */
        if (result == UNPACK_DAMAGED || (ended && step.out_left == left && result == UNPACK_MORE))
            return damaged(u, err);
        u->between = result == UNPACK_MEMBER;
    }
    *got = room - step.out_left;
    return true;
}

struct byte_source unpack_bytes(struct unpack *u)
{
    return (struct byte_source){u, u->packed.name, unpack_read};
}

void unpack_close(struct unpack *u)
{
    if (!u)
        return;
    u->format->close(u->state);
    arena_close(u->arena);
}
