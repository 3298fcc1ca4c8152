#include "exchange/unpack_parts.h"

#include <zstd.h>

static void *zstd_open(void)
{
    return ZSTD_createDStream();
}

static enum unpack_result zstd_step(void *state, struct unpack_step *step)
{
    ZSTD_inBuffer in = {step->in, step->in_left, 0};
    ZSTD_outBuffer out = {step->out, step->out_left, 0};
    size_t code = ZSTD_decompressStream(state, &out, &in);
    step->in += in.pos;
    step->in_left -= in.pos;
    step->out += out.pos;
    step->out_left -= out.pos;
    if (ZSTD_isError(code))
        return UNPACK_DAMAGED;
    return code == 0 ? UNPACK_MEMBER : UNPACK_MORE;
}

static void zstd_close(void *state)
{
    (void)ZSTD_freeDStream(state);
}

const struct unpack_format UNPACK_ZSTD = {zstd_open, zstd_step, zstd_close};
