#include "core/uuid.h"

#include "core/clock.h"

#include <assert.h>
#include <stdio.h>
#include <sys/random.h>

/* Six bytes of milliseconds since 1970, the highest first; behind the version 12 bits of the part
 * of a millisecond (RFC 9562, section 6.2, method 3). */
enum { TIME_SIZE = 6, PART = 4096 };

struct uuid uuid_make(void)
{
    struct uuid id;
    uint64_t us = (uint64_t)clock_now().us, ms = us / 1000, part = us % 1000 * PART / 1000;
    /* So few bytes come whole, and without waiting once the system is up. */
    ssize_t got = getrandom(id.byte, sizeof id.byte, 0);
    assert(got == (ssize_t)sizeof id.byte);
    (void)got;
    for (int i = TIME_SIZE - 1; i >= 0; i--, ms >>= 8)
        id.byte[i] = (unsigned char)ms;
    id.byte[6] = (unsigned char)(0x70 | part >> 8); /* the version */
    id.byte[7] = (unsigned char)part;
    id.byte[8] = (unsigned char)((id.byte[8] & 0x3f) | 0x80); /* the variant */
    return id;
}

struct str uuid_format(struct uuid id, char out[static UUID_TEXT])
{
    char *at = out;
    for (int i = 0; i < UUID_SIZE; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        at += snprintf(at, 3, "%02x", id.byte[i]);
    }
    return (struct str){out, UUID_TEXT - 1};
}
