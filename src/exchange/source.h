/* exchange/source.h - the bytes of an import file, read ahead by a thread of its
 * own, which also unpacks them (exchange/unpack.h) and takes their SHA-256:
 * reading and hashing cost as much time as taking the rows apart, and unpacking
 * costs more.
 *
 *     struct source *s;
 *     if (!source_open(&FILES_POSIX, path, name, &s, err))
 *         return false;
 *     good = csv_open(a, source_bytes(s), &csv, err) && …;
 *     source_close(s); */
#ifndef EXCHANGE_SOURCE_H
#define EXCHANGE_SOURCE_H
#include "core/csv.h"
#include "core/files.h"
#include "core/sha256.h"

struct source; /* its own memory and thread: every source_open() is met by one source_close() */

/* `name` is what errors call it, and its end says whether the file is packed. Files of any size;
 * ERR_IO and ERR_MISSING as core/files.h says, "packed.damaged" as exchange/unpack.h, from here or
 * from reading. */
MUST_USE bool source_open(const struct files *fs, const char *path, const char *name,
                          struct source **out, struct err *err);
/* To be read by one thread, until source_close(). */
struct byte_source source_bytes(struct source *s);
void source_close(struct source *s); /* in the middle, too; NULL is allowed */

/* What identifies the file: its uncompressed bytes. Only when source_bytes() gave all. */
struct source_identity {
    uint64_t bytes;
    struct sha256_sum sum;
};
struct source_identity source_identity(const struct source *s);
#endif
