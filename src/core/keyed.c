#include "core/keyed.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { BLOCK = 64 }; /* bytes that SHA-256 takes at a time */

/* The sum of the inner and of the outer block of the key, from which each sum goes on: what of a
 * short message is left are two blocks. */
struct keyed {
    EVP_MD_CTX *inner, *outer, *work;
};

/* With algorithms that are always there, OpenSSL fails only for want of memory. */
static void must(bool done)
{
    if (!done) {
        fputs("kontinua: OpenSSL's HMAC or Ed25519 is not available\n", stderr);
        abort();
    }
}

struct secret secret_make(void)
{
    struct secret s = {{0}};
    must(getentropy(s.byte, sizeof s.byte) == 0);
    return s;
}

static EVP_MD_CTX *begun_with(const struct secret *secret, unsigned char mask)
{
    unsigned char block[BLOCK];
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    memset(block, mask, sizeof block);
    for (size_t i = 0; i < SECRET_SIZE; i++)
        block[i] ^= secret->byte[i];
    must(ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
         EVP_DigestUpdate(ctx, block, sizeof block) == 1);
    OPENSSL_cleanse(block, sizeof block);
    return ctx;
}

struct keyed *keyed_open(const struct secret *secret)
{
    struct keyed *k = malloc(sizeof *k);
    must(k != NULL);
    *k = (struct keyed){begun_with(secret, 0x36), begun_with(secret, 0x5c), EVP_MD_CTX_new()};
    must(k->work != NULL);
    return k;
}

static struct sha256_sum go_on(EVP_MD_CTX *work, const EVP_MD_CTX *from, struct str bytes)
{
    struct sha256_sum sum = {{0}};
    unsigned size = 0;
    must(EVP_MD_CTX_copy_ex(work, from) == 1 && EVP_DigestUpdate(work, bytes.at, bytes.len) == 1 &&
         EVP_DigestFinal_ex(work, sum.byte, &size) == 1 && size == SHA256_SIZE);
    return sum;
}

struct sha256_sum keyed_sum(struct keyed *k, struct str bytes)
{
    struct sha256_sum inner = go_on(k->work, k->inner, bytes);
    return go_on(k->work, k->outer, (struct str){(const char *)inner.byte, SHA256_SIZE});
}

void keyed_close(struct keyed *k)
{
    if (!k)
        return;
    EVP_MD_CTX_free(k->inner); /* OpenSSL clears what it frees */
    EVP_MD_CTX_free(k->outer);
    EVP_MD_CTX_free(k->work);
    free(k);
}

bool sum_eq(const struct sha256_sum *a, const struct sha256_sum *b)
{
    return CRYPTO_memcmp(a->byte, b->byte, SHA256_SIZE) == 0;
}

static EVP_PKEY *pair_of(const struct secret *secret)
{
    EVP_PKEY *pair =
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, secret->byte, SECRET_SIZE);
    must(pair != NULL);
    return pair;
}

struct public_key sign_public(const struct secret *secret)
{
    struct public_key out = {{0}};
    size_t size = sizeof out.byte;
    EVP_PKEY *pair = pair_of(secret);
    must(EVP_PKEY_get_raw_public_key(pair, out.byte, &size) == 1 && size == sizeof out.byte);
    EVP_PKEY_free(pair);
    return out;
}

struct signature sign(const struct secret *secret, struct str bytes)
{
    struct signature out = {{0}};
    size_t size = sizeof out.byte;
    EVP_PKEY *pair = pair_of(secret);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(ctx && EVP_DigestSignInit(ctx, NULL, NULL, NULL, pair) == 1 &&
         EVP_DigestSign(ctx, out.byte, &size, (const unsigned char *)bytes.at, bytes.len) == 1 &&
         size == sizeof out.byte);
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(pair);
    return out;
}

bool sign_check(const struct public_key *key, struct str bytes, const struct signature *signature)
{
    EVP_PKEY *pair =
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->byte, sizeof key->byte);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(ctx != NULL);
    bool good = pair && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pair) == 1 &&
                EVP_DigestVerify(ctx, signature->byte, sizeof signature->byte,
                                 (const unsigned char *)bytes.at, bytes.len) == 1;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(pair);
    return good;
}
