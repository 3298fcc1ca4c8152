/* exchange/unpack_parts.h - what unpack.c asks of a format: unpack_gzip.c and
 * unpack_zstd.c each know one library. */
#ifndef EXCHANGE_UNPACK_PARTS_H
#define EXCHANGE_UNPACK_PARTS_H
#include "core/base.h"

/* A step: takes from `in` and gives to `out`, moving their beginnings. */
struct unpack_step {
    const char *in;
    size_t in_left;
    char *out;
    size_t out_left;
};
enum unpack_result {
    UNPACK_MORE,   /* in the middle of a member */
    UNPACK_MEMBER, /* a member has ended; what follows is another */
    UNPACK_DAMAGED
};
struct unpack_format {
    void *(*open)(void); /* NULL: no memory */
    enum unpack_result (*step)(void *state, struct unpack_step *step);
    void (*close)(void *state);
};
extern const struct unpack_format UNPACK_GZIP, UNPACK_ZSTD;
#endif
