#include "exchange/unpack_parts.h"

#include <stdlib.h>
#include <zstd.h>

/* A frame begins with one of these bytes (RFC 8878, 3.1.1 and 3.1.2). Others are damage, and among
 * them the formats from before 2016, which the library may have been built to read: their old
 * decoders give other answers when the same bytes come in other pieces. */
enum { FRAME = 0x28, SKIPPABLE = 0x50, SKIPPABLE_LAST = 0x5F };

struct zstd {
    ZSTD_DStream *stream;
    bool between; /* the next byte begins a frame */
};

static void *zstd_open(void)
{
    struct zstd *z = calloc(1, sizeof *z);
    if (!z)
        return NULL;
    *z = (struct zstd){ZSTD_createDStream(), true};
    if (!z->stream) {
        free(z);
        z = NULL;
    }
    return z;
}

static bool begins_frame(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte == FRAME || (byte >= SKIPPABLE && byte <= SKIPPABLE_LAST);
}

static enum unpack_result zstd_step(void *state, struct unpack_step *step)
{
    struct zstd *z = state;
    if (z->between && step->in_left > 0 && !begins_frame(step->in[0]))
        return UNPACK_DAMAGED;
    ZSTD_inBuffer in = {step->in, step->in_left, 0};
    ZSTD_outBuffer out = {step->out, step->out_left, 0};
    size_t code = ZSTD_decompressStream(z->stream, &out, &in);
    step->in += in.pos;
    step->in_left -= in.pos;
    step->out += out.pos;
    step->out_left -= out.pos;
    if (ZSTD_isError(code))
        return UNPACK_DAMAGED;
    z->between = code == 0 || (z->between && in.pos == 0);
    return code == 0 ? UNPACK_MEMBER : UNPACK_MORE;
}

static void zstd_close(void *state)
{
    struct zstd *z = state;
    (void)ZSTD_freeDStream(z->stream);
    free(z);
}

const struct unpack_format UNPACK_ZSTD = {zstd_open, zstd_step, zstd_close};
