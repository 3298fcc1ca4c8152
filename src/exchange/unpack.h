/* exchange/unpack.h - the bytes inside a packed file: gzip (.gz) and Zstandard
 * (.zst), of one or of several members after each other, as their programs write
 * them.
 *
 * A file that is cut off, has something else behind its end, or whose checksum
 * does not match fails with ERR_INVALID "packed.damaged", which names the file
 * and how many of its bytes had been read. Memory is bounded: a window of at most
 * 128 MiB is accepted, which is what zstd writes without being told otherwise. */
#ifndef EXCHANGE_UNPACK_H
#define EXCHANGE_UNPACK_H
#include "core/csv.h"

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_ZSTD };
/* By the end of the file's name, which `plain`, if wanted, gets without it. */
enum packing packing_of(struct str name, struct str *plain);

/* Its own memory: every unpack_open() is met by one unpack_close(). `packed` is read as the result
 * is, by one thread at a time, and keeps its name. */
struct unpack;
struct unpack *unpack_open(enum packing packing, struct byte_source packed);
struct byte_source unpack_bytes(struct unpack *u);
void unpack_close(struct unpack *u); /* NULL is allowed */
#endif
