/* core/sha256.h - the identity of a file: SHA-256 (FIPS 180-4) over its bytes.
 *
 *     struct sha256 *s = sha256_open();
 *     while (more)
 *         sha256_add(s, at, size);
 *     struct sha256_sum sum = sha256_close(s); */
#ifndef CORE_SHA256_H
#define CORE_SHA256_H
#include "core/base.h"

enum { SHA256_SIZE = 32, SHA256_TEXT = 65 }; /* bytes; room for the hex digits and their NUL */
struct sha256_sum {
    unsigned char byte[SHA256_SIZE];
};

struct sha256; /* its own memory: every sha256_open() is met by one sha256_close() */
struct sha256 *sha256_open(void);
void sha256_add(struct sha256 *s, const void *at, size_t size);
struct sha256_sum sha256_close(struct sha256 *s);

struct sha256_sum sha256_of(struct str bytes);
struct str sha256_hex(struct sha256_sum sum, char out[static SHA256_TEXT]); /* 64 lower-case */
MUST_USE bool sha256_parse(struct str hex, struct sha256_sum *out); /* false: it is none of those */
#endif
