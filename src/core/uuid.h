/* core/uuid.h - identifiers that nobody hands out: UUIDs of version 7 (RFC 9562): the microsecond
 * and 62 random bits of the system. One of a later microsecond is greater, so that an index of them
 * grows at its end; whoever has one knows when it was made. */
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
