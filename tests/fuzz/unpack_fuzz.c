/* Any bytes as a packed file: the same bytes come out however they are asked for, and gzip also
 * gives the same refusal. libzstd does not: a frame that it has whole it decodes by another way,
 * which refuses an empty block that the way by pieces takes for the end. The first byte chooses the
 * packing. */
#include "exchange/unpack.h"

#include "core/checksum.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 20 }; /* little may unpack to very much */

struct packed {
    struct str rest;
    size_t piece;
};

static bool packed_read(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    (void)err;
    struct packed *p = state;
    size_t n = p->rest.len < p->piece ? p->rest.len : p->piece;
    *got = n < room ? n : room;
    if (*got > 0)
        memcpy(to, p->rest.at, *got);
    p->rest = (struct str){p->rest.at + *got, p->rest.len - *got};
    return true;
}

struct outcome {
    size_t size;
    uint64_t sum;
    bool good;
};

static struct outcome unpacked(struct str bytes, enum packing packing, size_t piece, size_t room)
{
    struct packed packed = {bytes, piece};
    struct unpack *u = unpack_open(packing, (struct byte_source){&packed, "fuzz", packed_read});
    struct byte_source source = unpack_bytes(u);
    char *out = malloc(MOST);
    struct outcome o = {.good = true};
    struct err err = {0};
    size_t got = 1;
    if (!out)
        abort();
    while (o.good && got > 0 && o.size < MOST) {
        o.good = source.read(source.state, out + o.size,
                             room < MOST - o.size ? room : MOST - o.size, &got, &err);
        o.size += o.good ? got : 0;
    }
    if (!o.good && strcmp(err.code, "packed.damaged") != 0)
        abort();
    o.sum = o.good ? checksum_of(out, o.size) : 0;
    o.size = o.good ? o.size : 0;
    free(out);
    unpack_close(u);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    enum packing packing = data[0] % 2 == 0 ? PACKING_GZIP : PACKING_ZSTD;
    struct str bytes = {(const char *)data + 1, size - 1};
    struct outcome whole = unpacked(bytes, packing, size, MOST);
    struct outcome pieces = unpacked(bytes, packing, 1 + data[0] % 7U, 1 + data[0] % 251U);
    /* Where not all was asked for, a fault behind it may be met or not. */
    if (packing == PACKING_GZIP && whole.good != pieces.good && whole.size < MOST &&
        pieces.size < MOST)
        abort();
    if (whole.good && pieces.good && (whole.size != pieces.size || whole.sum != pieces.sum))
        abort();
    return 0;
}
