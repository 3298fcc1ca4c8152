#include "exchange/unpack_parts.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_ONLY = 16 }; /* added to the window's bits: a header of gzip, and no other */

static void *gzip_open(void)
{
    z_stream *z = calloc(1, sizeof *z);
    if (z && inflateInit2(z, MAX_WBITS + GZIP_ONLY) != Z_OK) {
        free(z);
        z = NULL;
    }
    return z;
}

static uInt at_most(size_t n)
{
    return n < UINT_MAX ? (uInt)n : UINT_MAX;
}

static enum unpack_result gzip_step(void *state, struct unpack_step *step)
{
    z_stream *z = state;
    uInt in = at_most(step->in_left), out = at_most(step->out_left);
    z->next_in = (z_const Bytef *)step->in;
    z->avail_in = in;
    z->next_out = (Bytef *)step->out;
    z->avail_out = out;
    int code = inflate(z, Z_NO_FLUSH);
    step->in += in - z->avail_in;
    step->in_left -= in - z->avail_in;
    step->out += out - z->avail_out;
    step->out_left -= out - z->avail_out;
    if (code == Z_STREAM_END) /* the next member begins anew, with the same memory */
        return inflateReset(z) == Z_OK ? UNPACK_MEMBER : UNPACK_DAMAGED;
    return code == Z_OK || code == Z_BUF_ERROR ? UNPACK_MORE : UNPACK_DAMAGED;
}

static void gzip_close(void *state)
{
    (void)inflateEnd(state);
    free(state);
}

const struct unpack_format UNPACK_GZIP = {gzip_open, gzip_step, gzip_close};
