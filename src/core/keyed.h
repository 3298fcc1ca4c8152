/* core/keyed.h - sums that only the owner of a key can make (HMAC-SHA-256, RFC
 * 2104), and signatures that anybody can check (Ed25519, RFC 8032).
 *
 *     struct keyed *k = keyed_open(&secret);
 *     struct sha256_sum sum = keyed_sum(k, bytes);
 *     keyed_close(k); */
#ifndef CORE_KEYED_H
#define CORE_KEYED_H
#include "core/sha256.h"

enum { SECRET_SIZE = 32, SIGNATURE_SIZE = 64 };
struct secret {
    unsigned char byte[SECRET_SIZE];
};
struct public_key {
    unsigned char byte[SECRET_SIZE];
};
struct signature {
    unsigned char byte[SIGNATURE_SIZE];
};

/* 32 bytes that nobody can guess; without the system's random numbers the process ends. */
struct secret secret_make(void);

struct keyed; /* its own memory: every keyed_open() is met by one keyed_close() */
struct keyed *keyed_open(const struct secret *secret);
struct sha256_sum keyed_sum(struct keyed *k, struct str bytes);
void keyed_close(struct keyed *k); /* NULL is allowed; forgets the key */
/* As long as comparing takes tells nothing of where they differ. */
bool sum_eq(const struct sha256_sum *a, const struct sha256_sum *b);

struct public_key sign_public(const struct secret *secret);
struct signature sign(const struct secret *secret, struct str bytes);
bool sign_check(const struct public_key *key, struct str bytes, const struct signature *signature);
#endif
