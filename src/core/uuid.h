/* core/uuid.h - identifiers that nobody hands out: UUIDs of version 4 (RFC 9562), 122
 * random bits of the system. */
#ifndef CORE_UUID_H
#define CORE_UUID_H
#include "core/base.h"

enum { UUID_SIZE = 16, UUID_TEXT = 37 }; /* bytes; room for the text and its NUL */
struct uuid {
    unsigned char byte[UUID_SIZE];
};
struct uuid uuid_make(void);
struct str uuid_format(struct uuid id, char out[static UUID_TEXT]); /* 36 characters, lower case */
#endif
