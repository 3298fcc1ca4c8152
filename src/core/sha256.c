#include "core/sha256.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

struct sha256 {
    EVP_MD_CTX *ctx;
};

/* With a digest that is always there, OpenSSL fails only for want of memory. */
static void must(bool done)
{
    if (!done) {
        fputs("kontinua: SHA-256 is not available\n", stderr);
        abort();
    }
}

struct sha256 *sha256_open(void)
{
    struct sha256 *s = malloc(sizeof *s);
    must(s != NULL);
    s->ctx = EVP_MD_CTX_new();
    must(s->ctx && EVP_DigestInit_ex(s->ctx, EVP_sha256(), NULL) == 1);
    return s;
}

void sha256_add(struct sha256 *s, const void *at, size_t size)
{
    if (size > 0)
        must(EVP_DigestUpdate(s->ctx, at, size) == 1);
}

struct sha256_sum sha256_close(struct sha256 *s)
{
    struct sha256_sum sum;
    unsigned size = 0;
    must(EVP_DigestFinal_ex(s->ctx, sum.byte, &size) == 1 && size == SHA256_SIZE);
    EVP_MD_CTX_free(s->ctx);
    free(s);
    return sum;
}

struct sha256_sum sha256_of(struct str bytes)
{
    struct sha256 *s = sha256_open();
    sha256_add(s, bytes.at, bytes.len);
    return sha256_close(s);
}

struct str sha256_hex(struct sha256_sum sum, char out[static SHA256_TEXT])
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        out[2 * i] = digit[sum.byte[i] >> 4];
        out[2 * i + 1] = digit[sum.byte[i] & 15];
    }
    out[SHA256_TEXT - 1] = '\0';
    return (struct str){out, SHA256_TEXT - 1};
}

static bool digit_of(char c, unsigned char *out)
{
    if (c >= '0' && c <= '9')
        *out = (unsigned char)(c - '0');
    else if (c >= 'a' && c <= 'f')
        *out = (unsigned char)(c - 'a' + 10);
    else
        return false;
    return true;
}

bool sha256_parse(struct str hex, struct sha256_sum *out)
{
    struct sha256_sum sum;
    unsigned char high = 0, low = 0;
    if (hex.len != SHA256_TEXT - 1)
        return false;
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        if (!digit_of(hex.at[2 * i], &high) || !digit_of(hex.at[2 * i + 1], &low))
            return false;
        sum.byte[i] = (unsigned char)(high << 4 | low);
    }
    *out = sum;
    return true;
}
